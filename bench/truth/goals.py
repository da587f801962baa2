"""How do what is measured and the goals of statistics.md compare, row by row?

Each part makes its organisations up from a seed of its own; `scale` makes them fewer.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from bench.truth import changes, ranges
from bench.truth.agreement import contradictions, other_side
from bench.truth.differing import false_differences
from bench.truth.effects import false_effects, found_effects
from bench.truth.kinds import MIXED, NOBODY_LEAVES, STILL, by_turns, moved, standard, steady, teams
from bench.truth.organisations import Kind
from bench.truth.path import Seen, organisations
from bench.truth.rows import Row
from bench.truth.shares import Share
from bench.truth.trees import Shape

YEAR = 13
SIX = 6
FALSE_EFFECTS = 0.05


@dataclass(slots=True)
class Measured:
    """What steady organisations said, all kinds together."""

    years: dict[int, Share] = field(default_factory=dict)
    areas: Share = field(default_factory=Share)
    intervals: dict[int, Share] = field(default_factory=dict)
    calm_intervals: dict[int, Share] = field(default_factory=dict)
    now: dict[int, Share] = field(default_factory=dict)
    calm_now: dict[int, Share] = field(default_factory=dict)

    def add(self, seen: Seen) -> None:
        """Count one organisation in."""
        last = [at for at in (3, 5, 7, 12) if at < len(seen.read.cells)]
        _merge(self.years, changes.false_years([seen]))
        self.areas = self.areas + changes.false_areas([seen])
        _merge(self.intervals, ranges.intervals_hold([seen]))
        _merge(self.calm_intervals, ranges.intervals_hold([seen], calm=True))
        _merge(self.now, ranges.now_holds([seen], waves=last))
        _merge(self.calm_now, ranges.now_holds([seen], waves=last, calm=True))


def _merge(into: dict[int, Share], more: Mapping[int, Share]) -> None:
    for size, share in more.items():
        into[size] = into.get(size, Share()) + share


def _of(kinds: Mapping[Kind, int], scale: float, seed: int) -> Iterator[Seen]:
    dice = np.random.default_rng(seed)
    for kind, count in kinds.items():
        if some := round(count * scale):
            yield from organisations(kind, count=some, dice=dice)


def measured(kinds: Mapping[Kind, int], *, scale: float, seed: int) -> Measured:
    """What so many organisations of some kinds said."""
    found = Measured()
    for seen in _of(kinds, scale, seed):
        found.add(seen)
    return found


CONDITIONS: Mapping[str, Mapping[str, object]] = {
    "nobody comes or goes": STILL | NOBODY_LEAVES,
    "turnover 10 to 30 % a year": STILL,
    "turnover, and each wave has a mood": {},
    "turnover, moods, silence": {"silence": 0.5},
}
SHAPES = ((6, 12), (8, 20), MIXED[2:8], MIXED, teams(60))
COUNTS = (40, 40, 40, 36, 4)


def steady_lines(scale: float) -> Iterator[Row]:
    """False sentences, and ranges that hold, in organisations where nothing changes."""
    for at, (name, how) in enumerate(CONDITIONS.items()):
        alike = {
            Kind(Shape(one), YEAR, standard(), **how): count  # type: ignore[arg-type]
            for one, count in zip(SHAPES, COUNTS, strict=True)
        }
        said = measured(alike, scale=scale, seed=100 + at)
        yield from _said(name, said)
        turns = measured(
            {steady(14, YEAR, by_turns(), **how): 24, steady(60, 8, by_turns(), **how): 3},
            scale=scale,
            seed=200 + at,
        )
        yield from _by_turns(name, turns)


def _said(name: str, said: Measured) -> Iterator[Row]:
    six = ranges.together(said.years, lambda size: size >= SIX)
    yield Row(f"false sentence about a team in a year, N 6 to 30: {name}", six, at_most=0.18)
    for size, share in sorted(said.years.items()):
        goal = 0.22 if size < SIX else None
        yield Row(f"false sentence about a team in a year, N {size}: {name}", share, at_most=goal)
    yield Row(f"area verdicts false, a unit-wave, Standard only: {name}", said.areas)
    for what, own, now in (
        ("", said.intervals, said.now),
        (", moods counted as passing", said.calm_intervals, said.calm_now),
    ):
        held = 0.93 if not what else None
        several = ranges.together(own, lambda size: size >= SIX)
        yield Row(f"intervals hold, N 6 and more{what}: {name}", several, at_least=held)
        several = ranges.together(now, lambda size: size >= 8)
        yield Row(f"now holds, N 8 and more{what}: {name}", several, at_least=held)
        few = ranges.together(now, lambda size: size < 8)
        yield Row(f"now holds, N 5 to 7{what}: {name}", few, at_least=held and 0.91)


def _by_turns(name: str, said: Measured) -> Iterator[Row]:
    six = ranges.together(said.years, lambda size: size >= SIX)
    yield Row(f"by turns, false sentence about a team in a year, N 6 to 30: {name}", six)
    yield Row(f"by turns, area verdicts false, a unit-wave: {name}", said.areas, at_most=0.03)
    several = ranges.together(said.now, lambda size: size >= 8)
    yield Row(f"by turns, now holds, N 8 and more: {name}", several)


WHO = (2, 3, 4)  # of MIXED: 8, 12 and 20 people


def real_changes(scale: float) -> Iterator[Row]:
    """A lasting fall, and a dip, of one team in five."""
    shape, asks = Shape(MIXED), standard()
    for at, (name, how) in enumerate(list(CONDITIONS.items())[:3]):
        drop = np.where(np.arange(9) >= 5, -12.5, 0.0)
        kind = Kind(shape, 9, asks, shift=moved(shape, 9, drop, WHO), **how)  # type: ignore[arg-type]
        found = changes.falls_found(_of({kind: 60}, scale, 300 + at), who=WHO, at=5)
        for size, goal in zip((8, 12, 20), (0.73, 0.86, 0.96), strict=True):
            what = f"lasting fall of 12.5 found within three waves, N {size}: {name}"
            yield Row(what, found.get(size, Share()), at_least=goal if at < 2 else None)
        dip = np.where((np.arange(12) >= 5) & (np.arange(12) < 8), -25.0, 0.0)
        kind = Kind(shape, 12, asks, shift=moved(shape, 12, dip, WHO), **how)  # type: ignore[arg-type]
        told = changes.dips_told(_of({kind: 24}, scale, 310 + at), who=WHO)
        what = f"three-wave dip of 25 told as three levels, N 8 to 20: {name}"
        yield Row(what, sum(told.values(), Share()), at_least=0.82 if at < 2 else None)


def jumps(scale: float) -> Iterator[Row]:
    """The range of now after a jump of 20, down or up, of one team: of 6, 8, 12 or 20 people."""
    shape, at, after = Shape(MIXED), 4, 3
    beside = []
    for by in (-20.0, 20.0):
        # A rise begins lower, so that it does not end where the scale does.
        change = np.where(np.arange(at + after + 1) >= at, by, 0.0) - max(by, 0) * 0.6
        pooled = [Share() for _ in range(after + 1)]
        for who in (1, *WHO):
            shift = moved(shape, len(change), change, (who,))
            kind = Kind(shape, len(change), standard(), shift=shift)
            seen = _of({kind: 24}, scale, 400 + who)
            found = ranges.after_a_jump(seen, who=who, at=at, after=after)
            pooled = [one + more for one, more in zip(pooled, found, strict=True)]
            name = f"N {shape.teams[who]}, jump of {by:+.0f}"
            beside.append(Row(f"now holds in the wave of the jump, {name}", found[0]))
        for later, share in enumerate(pooled):
            what = f"now holds {later} waves after a jump of {by:+.0f}, N 6 to 20"
            yield Row(what, share, at_least=0.85)
    yield from beside


DRIFTS = {0.0: "", 2.0: ", all drift by 2 points a wave"}


def experiments(scale: float) -> Iterator[Row]:
    """Experiments in organisations of ten teams after four waves: of no use, and of some."""
    for drift, where in DRIFTS.items():
        yield from _of_no_use(drift, where, scale)
    for drift, where in DRIFTS.items():
        for rise in (8.0, 12.0):
            yield from _of_use(rise, drift, where, scale)


def _of_no_use(drift: float, where: str, scale: float) -> Iterator[Row]:
    found: list[Seen] = []
    for after, waves in ((1, "one wave after"), (2, "two waves after")):
        kind = steady(10, 4 + after, standard(), drift=drift)
        found = list(_of({kind: 250}, scale, 500))
        for name, share in false_effects(found, before=4, after=after).items():
            what = f'false "rose" of an experiment, {name}, {waves}{where}'
            yield Row(what, share, at_most=FALSE_EFFECTS)
    # A page says it after the first wave, and again with the second.
    for name, share in false_effects(found, before=4, after=2, each=True).items():
        what = f'false "rose" of an experiment, {name}, at either look{where}'
        yield Row(what, share, at_most=FALSE_EFFECTS)


def _of_use(rise: float, drift: float, where: str, scale: float) -> Iterator[Row]:
    shape, who = Shape((6, 8, 12, 20, 6, 8, 12, 20, 5, 30)), range(4)
    change = np.where(np.arange(6) >= 4, rise, 0.0)
    shift = moved(shape, 6, change, who)
    found = list(_of({Kind(shape, 6, standard(), shift=shift, drift=drift): 100}, scale, 510))
    for after, waves in ((1, "one wave after"), (2, "two waves after")):
        for size, share in found_effects(found, who=who, before=4, after=after).items():
            yield Row(f"rise of {rise:.0f} by an experiment found, N {size}, {waves}{where}", share)


def differences(scale: float) -> Iterator[Row]:
    """Units that do not differ, in one wave."""
    for count, organisations_ in ((2, 300), (6, 250), (14, 150), (60, 40)):
        sizes = teams(count) if count > 2 else (8, 12)
        kind = Kind(Shape(sizes), 1, standard(), between=0.0, mood=1.0, team_mood=0.0)
        found = false_differences(_of({kind: organisations_}, scale, 600))
        yield Row(
            f"units told to differ when they do not, {count} units", found.differ, at_most=0.08
        )
        yield Row(f"pages with any colour, {count} units", found.coloured)


def agreeing(scale: float) -> Iterator[Row]:
    """Contradictions in organisations of every kind, in all of which something happens."""
    share, contrary = Share(), Share()
    for turn, seen in enumerate(everything(scale)):
        share.add(bool(list(contradictions(seen, turn=turn))))
        beside, of = other_side(seen)
        contrary.add(np.arange(of) < beside)
    yield Row("organisations with a contradiction between two places", share, at_most=0.0)
    what = "newest figure on the other side of the level that it rose or fell from"
    yield Row(what, contrary)


def everything(scale: float, *, seed: int = 700) -> Iterator[Seen]:
    """Two hundred organisations of 2, 3 and 6 teams, 4 to 13 waves; a team or two move a lot."""
    for at, (sizes, asks, waves, count) in enumerate(
        (
            ((5, 8), standard(), 6, 60),
            ((6, 12, 9), by_turns(), 8, 60),
            ((5, 7, 30), by_turns(), 13, 30),
            ((5, 6, 8, 12, 15, 20), standard(), 8, 30),
            ((6, 8, 10, 5, 30, 7), by_turns(), 9, 20),
        )
    ):
        shape = Shape(sizes)
        change = np.where(np.arange(waves) % 5 >= 3, -18.0, 0.0)
        kind = Kind(
            shape,
            waves,
            asks,
            turnover=(0.2, 0.6),
            drift=1.5,
            shift=moved(shape, waves, change, (0, len(sizes) - 1)),
        )
        yield from _of({kind: count}, scale, seed + at)


PARTS: Mapping[str, Callable[[float], Iterator[Row]]] = {
    "steady": steady_lines,
    "changes": real_changes,
    "jumps": jumps,
    "experiments": experiments,
    "differences": differences,
    "agreement": agreeing,
}
