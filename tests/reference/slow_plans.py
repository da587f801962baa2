"""The plans, slow and obvious, on numbers of people: the rules word for word, for large trees too.

Nothing here comes from the gate. What somebody who knows every roster, who answered, who skipped
what and who wrote can work out for themselves is who stands with whom; this does it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

Numbers = Sequence[int]
Enough = Callable[[Iterable[int]], bool]


class Counts(NamedTuple):
    """What is known of every home, in tree order; `parent` is the unit above, -1 at a root."""

    parent: Numbers
    k: int
    invited: Numbers
    answered: Numbers
    ballots: Numbers
    answers: Mapping[str, Numbers]
    writers: Numbers


class Group(NamedTuple):
    """Homes that stand together at a unit; `team` when it is the people of that unit alone."""

    unit: int
    homes: tuple[int, ...]
    team: bool


class Plans(NamedTuple):
    """Who stands with whom: scores, three and five parts by item."""

    asked: list[Group]
    base: list[Group]
    comments: list[Group]
    scores: dict[str, list[Group]]
    three: dict[str, list[Group]]
    five: dict[str, list[Group]]


def climb(parent: Numbers, groups: Iterable[Group], enough: Enough) -> list[Group]:
    """The climb rule as it is written, children before parents."""
    attached: list[list[Group]] = [[] for _ in parent]
    for group in groups:
        attached[group.unit].append(group)
    climbing: list[list[int]] = [[] for _ in parent]
    made = []
    for t in reversed(range(len(parent))):
        for group in attached[t]:
            if enough(group.homes):
                made.append(group)
            else:
                climbing[t].extend(group.homes)
        if enough(climbing[t]):
            made.append(Group(t, tuple(climbing[t]), team=False))
        elif parent[t] >= 0:
            climbing[parent[t]].extend(climbing[t])
    return made


def from_counts(counts: Numbers, least: int) -> Enough:
    """Whether some homes have at least so many together."""
    return lambda homes: sum(counts[home] for home in homes) >= least


def plans_of(known: Counts) -> Plans:
    """Every plan of a wave, each made from the groups of the plan before it."""
    parent, k = known.parent, known.k
    alone = [Group(home, (home,), team=True) for home in range(len(parent))]
    asked = climb(parent, alone, from_counts(known.invited, k))
    base = climb(parent, asked, from_counts(known.ballots, k))
    people, wrote = from_counts(known.ballots, max(k, 10)), from_counts(known.writers, 3)
    plans = Plans(
        asked=asked,
        base=base,
        comments=climb(parent, base, lambda some: people(some) and wrote(some)),
        scores={},
        three={},
        five={},
    )
    for item, answers in known.answers.items():
        scores = climb(parent, base, from_counts(answers, k))
        three = climb(parent, scores, from_counts(answers, max(k, 10)))
        plans.scores[item], plans.three[item] = scores, three
        plans.five[item] = climb(parent, three, from_counts(answers, max(k, 30)))
    return plans


class Shown(NamedTuple):
    """How many people each Team and each Area is about, by unit; 0 where it is not shown."""

    team: list[int]
    area: list[int]


def shown(parent: Numbers, plan: Iterable[Group], counts: Numbers) -> Shown:
    """Team(t) is shown when the people of t are a group; Area(t) holds all groups below."""
    team, area = [0] * len(parent), [0] * len(parent)
    for group in plan:
        inside = sum(counts[home] for home in group.homes)
        area[group.unit] += inside
        if group.team:
            team[group.unit] = inside
    for t in reversed(range(len(parent))):
        if parent[t] >= 0:
            area[parent[t]] += area[t]
    inner = set(parent)
    return Shown(team, [n if t in inner else 0 for t, n in enumerate(area)])
