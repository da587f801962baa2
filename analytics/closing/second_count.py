"""Whose answers is each figure of a wave about? Counted and grouped a second time, on purpose.

Closing checks itself with this before it publishes (analytics.closing.self_check). It shares
nothing with the gate but the ballots it counts and the words of the rule: plain loops over plain
lists, slow and obvious, with thresholds of its own, so that a mistake in
analytics.disclosure.rollup, gate or coarsen is not made here as well. Units are positions, each
after the unit above it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analytics.arrays import NOWHERE
from analytics.closing.counting import Opened, Turnout
from analytics.disclosure.tree import Tree
from analytics.published.promised import COMMENT_READERS, COMMENT_WRITERS, FIVE_PARTS, THREE_PARTS
from survey.waves.wave import Wave


@dataclass(frozen=True, slots=True)
class Facts:
    """What closing found, by unit: people asked, ballots, and for each statement how many chose
    each answer; `above` is the unit above, None at a root, and `composites` the statements of
    each."""

    above: list[int | None]
    k: int
    invited: list[int]
    answered: list[int]
    ballots: list[int]
    writers: list[int]
    scores: dict[str, list[list[int]]]
    ticks: dict[str, list[int]]
    composites: dict[str, list[str]]


class Group(NamedTuple):
    """People who are only ever shown together: those of some homes, standing at a unit."""

    unit: int
    homes: tuple[int, ...]

    @property
    def is_team(self) -> bool:
        """Whether they are the people of that very unit and nobody else."""
        return self.homes == (self.unit,)


class Need(NamedTuple):
    """How many there must be of something in every group."""

    by_unit: Sequence[int]
    least: int

    def of(self, homes: Iterable[int]) -> int:
        """How many there are in some homes."""
        return sum([self.by_unit[home] for home in homes])


class Plan(NamedTuple):
    """The groups of one kind of figure, made from the groups of the plan `before`."""

    name: str
    before: Sequence[Group]
    groups: Sequence[Group]
    needs: tuple[Need, ...]

    def areas(self, facts: Facts, by_unit: Sequence[Sequence[int]]) -> list[list[int]]:
        """For each unit, what all groups standing at it or below it hold together."""
        width = len(by_unit[0]) if by_unit else 0
        found = [[0] * width for _ in facts.above]
        for unit, homes in self.groups:
            here = found[unit]
            for home in homes:
                for at, n in enumerate(by_unit[home]):
                    here[at] += n
        for unit in range(len(found) - 1, -1, -1):
            above = facts.above[unit]
            if above is not None:
                found[above] = [a + b for a, b in zip(found[above], found[unit], strict=True)]
        return found

    def teams(self) -> set[int]:
        """The units whose own people are a group by themselves."""
        return {group.unit for group in self.groups if group.is_team}


@dataclass(frozen=True, slots=True)
class Plans:
    """Every plan of a wave; of an item those of its score, and its spread in three and five."""

    asked: Plan
    answered: Plan
    items: dict[str, tuple[Plan, Plan, Plan]]
    signs: Plan
    comments: Plan

    def __iter__(self) -> Iterator[Plan]:
        yield from (self.asked, self.answered, self.signs, self.comments)
        for of_item in self.items.values():
            yield from of_item


def count(opened: Opened, turnout: Turnout, *, tree: Tree, wave: Wave) -> Facts:
    """The ballots of a wave, counted one by one."""
    units, asked = range(len(tree)), wave.instrument
    items = [item.id for item in asked.statements]
    signs = [sign.id for sign in asked.signs]
    feeding = {
        composite.id: [item.id for item in asked.statements if item.composite == composite.id]
        for composite in asked.composites
    }
    scores = [[[0] * len(asked.scale) for _ in units] for _ in items]
    ticks, ballots, writers = [[0 for _ in units] for _ in signs], [0] * len(tree), [0] * len(tree)
    for number, home in enumerate(opened.home.tolist()):
        ballots[home] += 1
        writers[home] += number in opened.comments
        for at, score in enumerate(opened.scores[number].tolist()):
            if score:
                scores[at][home][score - 1] += 1
        for at, ticked in enumerate(opened.ticks[number].tolist()):
            ticks[at][home] += ticked
    return Facts(
        above=[None if above == NOWHERE else above for above in tree.parent],
        k=wave.k,
        invited=turnout.invited.tolist(),
        answered=turnout.answered.tolist(),
        ballots=ballots,
        writers=writers,
        scores=dict(zip(items, scores, strict=True)),
        ticks=dict(zip(signs, ticks, strict=True)),
        composites={composite: fed for composite, fed in feeding.items() if fed},
    )


def plans(facts: Facts) -> Plans:
    """Who stands with whom: asked, then answered, then each statement and what is told of it."""
    k, above = facts.k, facts.above

    def plan(name: str, before: Sequence[Group], *needs: Need) -> Plan:
        return Plan(name, before, _together(before, needs, above), needs)

    homes = [Group(unit, (unit,)) for unit, invited in enumerate(facts.invited) if invited]
    asked = plan("asked", homes, Need(facts.invited, k))
    answered = plan("answered", asked.groups, Need(facts.ballots, k))
    items = {}
    for item, chosen in facts.scores.items():
        given = [sum(five) for five in chosen]
        score = plan("statements", answered.groups, Need(given, k))
        three = plan("three parts", score.groups, Need(given, max(k, THREE_PARTS)))
        five = plan("five parts", three.groups, Need(given, max(k, FIVE_PARTS)))
        items[item] = (score, three, five)
    readers = Need(facts.ballots, max(k, COMMENT_READERS))
    writers = Need(facts.writers, COMMENT_WRITERS)
    return Plans(
        asked=asked,
        answered=answered,
        items=items,
        signs=plan("signs", answered.groups, Need(facts.ballots, k)),
        comments=plan("comments", answered.groups, readers, writers),
    )


def _together(
    groups: Sequence[Group], needs: Sequence[Need], above: Sequence[int | None]
) -> list[Group]:
    """Groups that are large enough stay; the others climb, unit by unit, until those that have
    climbed to one unit are enough together. Who is above a root is in no group."""
    stay: list[Group] = []
    climbing: defaultdict[int, list[int]] = defaultdict(list)
    for group in groups:
        if _enough(group.homes, needs):
            stay.append(group)
        else:
            climbing[group.unit] += group.homes
    for unit in range(len(above) - 1, -1, -1):
        homes, up = climbing.pop(unit, []), above[unit]
        if homes and _enough(homes, needs):
            stay.append(Group(unit, tuple(homes)))
        elif homes and up is not None:
            climbing[up] += homes
    return stay


def _enough(homes: Sequence[int], needs: Sequence[Need]) -> bool:
    return all(need.of(homes) >= need.least for need in needs)
