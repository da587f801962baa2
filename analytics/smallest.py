"""How many are in the smallest group that any figure of a wave is about, plan by plan.

Kept with the publication and sealed with it, so that whoever doubts can look (analytics.anonymity).
Numbers of answers are the lower ends of their bands.
"""

from collections.abc import Iterator

from analytics.climb import Atoms
from analytics.coarsen import people_band
from analytics.gate import Plans
from analytics.tally import Tally
from analytics.tree import IntArray

SMALLEST = "smallest:"


def smallest_groups(plans: Plans, tally: Tally, *, k: int) -> dict[str, float]:
    """The smallest atom of each plan that has one: of who was asked, base, items, comments."""
    found: dict[str, int] = {}
    for name, atoms, counts in _plans(plans, tally):
        sizes = atoms.sums(counts)
        if len(sizes):
            found[name] = min(int(sizes.min()), found.get(name, int(sizes.min())))
    return {
        f"{SMALLEST}{name}": float(least if name == "asked" else people_band(least, k=k).low)
        for name, least in found.items()
    }


def _plans(plans: Plans, tally: Tally) -> Iterator[tuple[str, Atoms, IntArray]]:
    yield "asked", plans.participation, tally.invited
    yield "answered", plans.base, tally.ballots
    yield "signs", plans.signs, plans.rest.ballots
    yield "comments", plans.comments, plans.rest.ballots
    for item, of_item in plans.items.items():
        answers = plans.rest.counts[item].sum(axis=1)
        yield "statements", of_item.score, answers
        yield "three parts", of_item.three, answers
        yield "five parts", of_item.five, answers
