"""Which anonymous answer rows are kept, where people were told so: one a ballot, by its group.

Ballots of groups that are in no figure are not kept: their rows would say what no figure says. A
group is an atom of the base plan, so at least k rows stand together in each. Rows hold no person,
no comment, no time, and lie in the order of random keys.
"""

import json

from analytics.arrays import NOWHERE
from analytics.closing.counting import Opened
from analytics.disclosure.control import Plans
from analytics.disclosure.tree import Tree
from survey.questionnaire.instrument import Instrument
from survey.waves.comments import KeptAnswer, random_key


def kept_answers(
    opened: Opened, plans: Plans, *, tree: Tree, instrument: Instrument
) -> list[KeptAnswer]:
    """A row for each ballot that is in a figure; answers are points after reverse-keying."""
    statements = [item.id for item in instrument.statements]
    signs = [sign.id for sign in instrument.signs]
    atoms, rows = plans.base, []
    for ballot, home in enumerate(opened.home.tolist()):
        atom = int(atoms.of[home])
        if atom == NOWHERE:
            continue
        points = zip(statements, opened.scores[ballot].tolist(), strict=True)
        said: dict[str, object] = {item: score for item, score in points if score}
        said |= {sign: bool(t) for sign, t in zip(signs, opened.ticks[ballot], strict=True)}
        unit, own = tree.keys[int(atoms.node[atom])], bool(atoms.own[atom])
        rows.append(KeptAnswer(random_key(), unit, own, json.dumps(said)))
    return rows
