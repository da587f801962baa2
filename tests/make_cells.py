"""The cells of counts that no store holds, as the disclosure control lets them out."""

from analytics.disclosure.control import cells_of, plan
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from analytics.published.cells import Cell


def cells(tally: Tally, *, tree: Tree, k: int) -> list[Cell]:
    """Every cell of a wave, its plans made for it."""
    return cells_of(plan(tally, tree=tree, k=k), tally, tree=tree, k=k)
