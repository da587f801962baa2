"""Where does each comment stand: in exactly one place, among enough people and enough who wrote."""

from analytics.arrays import NOWHERE
from analytics.closing.counting import Opened
from analytics.disclosure.rollup import Atoms
from analytics.disclosure.tree import Tree
from analytics.published.cells import Scope
from survey.waves.comments import Comment, random_key


def standing(opened: Opened, atoms: Atoms, *, tree: Tree) -> list[Comment]:
    """The comments that stand somewhere, each under a key of its own: two by one author are two.

    A comment whose group is not large enough anywhere stands nowhere, and is not kept.
    """
    return [
        Comment(random_key(), tree.keys[node], _scope(atoms, atom), prompt, text)
        for ballot, comments in opened.comments.items()
        if (atom := int(atoms.of[opened.home[ballot]])) != NOWHERE
        for node in [int(atoms.node[atom])]
        for prompt, text in comments.items()
    ]


def _scope(atoms: Atoms, atom: int) -> Scope:
    return Scope.TEAM if atoms.own[atom] else Scope.AREA
