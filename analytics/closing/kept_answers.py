"""Which anonymous answer rows are kept, where people were told so: one a ballot, by its group.

Ballots of groups that are in no figure are not kept: their rows would say what no figure says. A
group is an atom of the base plan, so at least k rows stand together in each. Nor is an answer to a
statement that fewer than k of the group answered: the figure it is in is about more people than
the group, or there is none. Rows hold no person, no comment, no time, and lie in the order of
random keys.
"""

import json

import numpy as np

from analytics.arrays import NOWHERE, Bools
from analytics.closing.counting import Opened
from analytics.disclosure.control import Plans
from analytics.disclosure.rollup import Atoms
from analytics.disclosure.tree import Tree
from survey.questionnaire.instrument import Instrument
from survey.waves.comments import KeptAnswer, random_key


def kept_answers(
    opened: Opened, plans: Plans, *, tree: Tree, instrument: Instrument
) -> list[KeptAnswer]:
    """A row for each ballot that is in a figure; answers are points after reverse-keying."""
    statements = [item.id for item in instrument.statements]
    enough = {item: _stays(plans.base, plans.items[item].score) for item in statements}
    signs = [sign.id for sign in instrument.signs]
    atoms, rows = plans.base, []
    for ballot, home in enumerate(opened.home.tolist()):
        atom = int(atoms.of[home])
        if atom == NOWHERE:
            continue
        points = zip(statements, opened.scores[ballot].tolist(), strict=True)
        said: dict[str, object] = {i: score for i, score in points if score and enough[i][home]}
        said |= {sign: bool(t) for sign, t in zip(signs, opened.ticks[ballot], strict=True)}
        unit, own = tree.keys[int(atoms.node[atom])], bool(atoms.own[atom])
        rows.append(KeptAnswer(random_key(), unit, own, json.dumps(said)))
    return rows


def _stays(before: Atoms, after: Atoms) -> Bools:
    """For each home: is its group one that the later plan shows by itself, with nobody else?"""
    inside = before.of != NOWHERE
    becomes = np.full(len(before.node), NOWHERE, dtype=np.int64)
    becomes[before.of[inside]] = after.of[inside]
    alone = np.bincount(becomes[becomes != NOWHERE], minlength=len(after.node) + 1) == 1
    stays = np.append((becomes != NOWHERE) & alone[becomes], False)
    found: Bools = stays[before.of]
    return found
