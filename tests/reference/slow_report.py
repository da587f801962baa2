"""The report, slowly: row by row, straight from statistics.md, with every choice tried.

Of each row the line is followed back wave by wave, every set of statements is tried as what its
waves have in common, and every way to tell them as levels (slow_levels). Figures are not rounded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise
from math import ceil, erf, floor, sqrt
from statistics import NormalDist

from analytics.figures.measures import ClosedWave, Measure
from analytics.figures.reading import Continued
from analytics.figures.text import band_text, participation_text
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import Band, Cell, Figure, Hidden, MeasureKind, Participation, Scope
from analytics.published.cells import Score as Shown
from survey.organisation.structure import Unit, above, in_tree_order
from survey.questionnaire.scale import sides
from tests.make_waves import PublishedWave
from tests.reference import slow_drift
from tests.reference.slow_levels import Level, Mean, best, beta, mean

Cells = Mapping[str, Figure]
USUAL = NormalDist().inv_cdf(0.975)
NEW_FOR = 3
CLEAR = 0.6


@dataclass(frozen=True)
class SlowRow:
    """A row of the report, its figures as they are before they are rounded."""

    wave: str
    unit: Unit
    scope: Scope
    level: int
    measure: Measure
    n_invited: int | None = None
    n_band: str | None = None
    participation_band: str | None = None
    score: float | None = None
    interval_low: float | None = None
    interval_high: float | None = None
    favourable_pct: int | None = None
    neutral_pct: int | None = None
    unfavourable_pct: int | None = None
    since_wave: str | None = None
    level_before: float | None = None
    level_now: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    change_confidence: float | None = None
    change_verdict: Verdict | None = None
    reason: Reason | None = None
    shown: str = "yes"


@dataclass(frozen=True)
class Stop:
    """Where a line is in one wave: the cells of the unit there, and whose run it is."""

    at: int
    wave: ClosedWave
    cells: Cells
    run: object


@dataclass(frozen=True)
class Told:
    """A shown score of one wave of a piece."""

    wave: str
    at: int
    points: float
    variance: float


def rows(waves: Sequence[PublishedWave], came_from: Continued) -> Iterator[SlowRow]:
    """Every row of the waves, which are in order."""
    history = History(waves, came_from)
    for at, published in enumerate(waves):
        for unit in in_tree_order(published.units):
            for scope in Scope:
                cells = history.cells(at, unit.key, scope)
                for measure in published.wave.measures.values():
                    if cells is not None and _there(measure, cells):
                        yield row(history, at, unit, scope, measure)


def row(history: "History", at: int, unit: Unit, scope: Scope, measure: Measure) -> SlowRow:
    """One row."""
    published = history.waves[at]
    level = len(above(unit.key, published.units)) - 1
    empty = SlowRow(published.wave.key, unit, scope, level, measure)
    return _filled(empty, history.line(at, unit.key, scope))


def _there(measure: Measure, cells: Cells) -> bool:
    made_here = measure.kind in {MeasureKind.CONSTRUCT, MeasureKind.DERIVED}
    return any(item in cells for item in measure.items) if made_here else measure.id in cells


# Lines


class History:
    """What was published, and who was the same."""

    def __init__(self, waves: Sequence[PublishedWave], came_from: Continued) -> None:
        self.waves, self.came_from = waves, came_from

    def cells(self, at: int, unit: str, scope: Scope) -> Cells | None:
        """What a wave published of a unit; None for nothing."""
        found: list[Cell] = [c for c in self.waves[at].cells if (c.unit, c.scope) == (unit, scope)]
        return {cell.measure: cell.figure for cell in found} or None

    def line(self, at: int, unit: str, scope: Scope) -> list[Stop]:
        """Back from a wave: the people's unit where it is known, else the name's; newest first."""
        run, found = 0, [self._stop(at, unit, scope, 0)]
        names = {at: unit}
        for before in reversed(range(at)):
            nearest = min(names)
            asked = [known for known in sorted(names) if self._known(known, before)]
            was: str | None = names[nearest]
            if asked:
                was = self._same(asked[0], before, names[asked[0]], scope)
            there = was is not None and self.cells(before, was, scope) is not None
            if not there:
                was = names[nearest]
                if self.cells(before, was, scope) is None:
                    continue
                run += bool(asked)
            assert was is not None, "there is a unit of that name or of those people"
            names[before] = was
            found.append(self._stop(before, was, scope, run))
        return found

    def _stop(self, at: int, unit: str, scope: Scope, run: int) -> Stop:
        cells, wave = self.cells(at, unit, scope), self.waves[at].wave
        assert cells is not None, "a line stops where there is something"
        held = scope is Scope.AREA and held_inside(wave, cells)
        return Stop(at, wave, cells, ("alone", at) if held else run)

    def _known(self, later: int, earlier: int) -> bool:
        one, other = self.waves[later].wave, self.waves[earlier].wave
        return other.key in one.compared or one.key in other.compared

    def _same(self, later: int, earlier: int, unit: str, scope: Scope) -> str | None:
        """Who had a unit's people in the earlier wave."""
        one, other = self.waves[later].wave, self.waves[earlier].wave
        if other.key in one.compared:
            return self.came_from.get((one.key, other.key), {}).get((unit, scope), unit)
        told = self.came_from.get((other.key, one.key), {})
        names = {unit, *(key for key, _ in told)}
        return next((key for key in names if told.get((key, scope), key) == unit), None)


def held_inside(wave: ClosedWave, cells: Cells) -> bool:
    """Whether composites stand on more people than their statements do, or on too few of these."""
    for measure in wave.of_kind(MeasureKind.COMPOSITE):
        whole, behind = cells.get(measure.id), shown_of(cells, measure.items)
        if isinstance(whole, Shown):
            lows = [score.people.low for score in behind.values()]
            if 2 * len(behind) < len(measure.items) or whole.people.low > min(lows):
                return True
    return False


# Figures


def shown_of(cells: Cells, items: Sequence[str]) -> dict[str, Shown]:
    """Those statements that are shown."""
    found = {item: cells.get(item) for item in items}
    return {item: score for item, score in found.items() if isinstance(score, Shown)}


@dataclass(frozen=True)
class Figures:
    """One figure: points, people, step, and how many statements it is a mean of."""

    points: float
    people: Band
    step: int
    asked: int
    coarsened: int
    shares: tuple[int, ...] = ()


def figure(measure: Measure, cells: Cells) -> Figures | None:
    """The published figure of a measure; None where it is withheld."""
    behind = shown_of(cells, measure.items)
    if measure.kind in {MeasureKind.CONSTRUCT, MeasureKind.DERIVED}:
        enough = len(behind) >= (
            len(measure.items) if measure.whole else ceil(len(measure.items) / 2)
        )
        if not enough:
            return None
        found = over(cells, list(behind))
        return replace(
            found, points=round(sum(s.tenths for s in behind.values()) / len(behind)) / 10
        )
    own = cells.get(measure.id)
    if not isinstance(own, Shown):
        return None
    count = len(behind)
    asked = count or len(measure.items)
    return Figures(own.tenths / 10, own.people, own.step, asked, max(1, count), own.shares)


def over(cells: Cells, items: Sequence[str]) -> Figures:
    """The mean of shown statements, on the lowest band of people and the widest step."""
    scores = list(shown_of(cells, items).values())
    count = len(scores)
    return Figures(
        points=sum(score.tenths for score in scores) / count / 10,
        people=min((score.people for score in scores), key=lambda band: (band.low, band.high)),
        step=max(score.step for score in scores),
        asked=count,
        coarsened=count,
    )


def variance(wave: ClosedWave, measure: Measure, cells: Cells, found: Figures) -> float:
    """V = s²/n [ r (1 - n/N) + (1 - r) ] + g²/(12 m) (statistics.md, Intervals)."""
    n, left = answering(found.people, cells.get("participation"))
    spread = wave.spreads.get(measure.id, usual_spread(len(measure.items)))
    spread *= usual_spread(found.asked) / usual_spread(len(measure.items))
    if measure.kind is MeasureKind.SIGN:
        spread = sqrt(found.points * (100 - found.points))
    reliability = min(0.7, found.asked * 0.6 / (1 + (found.asked - 1) * 0.6))
    if measure.id in wave.omegas:
        at_most = floor(round(wave.omegas[measure.id] * 20, 9)) / 20
        reliability = min(reliability, max(0.0, at_most))
    sampling = spread**2 / n * (reliability * left + (1 - reliability))
    return sampling + found.step**2 / (12 * found.coarsened)


def usual_spread(items: int) -> float:
    """Of the mean of so many statements, correlated .4, of 27 points each."""
    return 27.0 * sqrt((1 + (items - 1) * 0.4) / items)


def answering(people: Band, turnout: Figure | None) -> tuple[float, float]:
    """About how many answered, by both bands, and the share of the invited who did not."""
    if not isinstance(turnout, Participation):
        return (people.low + people.high) / 2, 1.0
    counts = range(turnout.invited + 1)
    share = turnout.answered
    allowed = [n for n in counts if share.low * turnout.invited <= 100 * n]
    fewest = allowed[0] if allowed else ceil(turnout.invited * share.low / 100)
    most = max(n for n in counts if 100 * n < (share.high + 1) * turnout.invited)
    ends = (min(max(end, people.low), people.high) for end in (fewest, most))
    n = sum(ends) / 2
    return n, max(0.0, 1 - n / turnout.invited)


# Pieces


def basis(measure: Measure, cells: Cells) -> frozenset[str]:
    """The statements behind a shown figure: all that were asked where it was coarsened whole."""
    return frozenset(shown_of(cells, measure.items) or measure.items)


def piece(line: Sequence[Stop], name: str) -> tuple[list[Stop], frozenset[str]]:
    """The waves that can be compared with the newest, which comes first, and over what.

    Every set of its statements is tried: most waves win, then most statements, then those asked
    first.
    """
    newest = line[0]
    alike = [stop for stop in line if _shows(stop, name) and stop.run == newest.run]
    order = list(
        dict.fromkeys(
            item
            for stop in reversed(line)
            if name in stop.wave.measures
            for item in stop.wave.measures[name].items
        )
    )
    mine = sorted(basis(newest.wave.measures[name], newest.cells), key=order.index)
    best_items, best_kept, best_worth = frozenset(mine), [newest], (0, 0, 0)
    for size in range(1, len(mine) + 1):
        for chosen in combinations(mine, size):
            kept = [stop for stop in alike if stop is newest or _joins(stop, newest, name, chosen)]
            worth = (len(kept), size, -sum(1 << order.index(item) for item in chosen))
            if worth > best_worth:
                best_items, best_kept, best_worth = frozenset(chosen), kept, worth
    return best_kept, best_items


def _shows(stop: Stop, name: str) -> bool:
    measure = stop.wave.measures.get(name)
    return measure is not None and figure(measure, stop.cells) is not None


def _joins(stop: Stop, newest: Stop, name: str, items: Sequence[str]) -> bool:
    one, other = stop.wave.measures[name], newest.wave.measures[name]
    if 2 * len(items) < max(len(one.items), len(other.items)):
        return False
    return _bears(stop, one, items) and _bears(newest, other, items)


def _bears(stop: Stop, measure: Measure, items: Sequence[str]) -> bool:
    """Whether a figure can be given over these; one coarsened whole over all it asked only."""
    if not shown_of(stop.cells, measure.items):
        return {*items} == {*measure.items}
    return basis(measure, stop.cells).issuperset(items)


def _told(stop: Stop, name: str, items: frozenset[str], scope: Scope) -> Told:
    """The mood of a wave counts where areas are compared."""
    measure = stop.wave.measures[name]
    found = figure(measure, stop.cells)
    if basis(measure, stop.cells) != items:
        found = over(stop.cells, [item for item in measure.items if item in items])
    assert found is not None, "a wave of a piece shows it"
    mood = stop.wave.mood**2 if scope is Scope.AREA else 0.0
    own = variance(stop.wave, measure, stop.cells, found)
    return Told(stop.wave.key, stop.at, found.points, own + mood)


# What is said


def _filled(row: SlowRow, line: Sequence[Stop]) -> SlowRow:
    newest, measure = line[0], row.measure
    if measure.kind is MeasureKind.PARTICIPATION:
        return _turnout(row, newest.cells["participation"])
    found = figure(measure, newest.cells)
    if found is None:
        verdict, reason = Verdict.NOT_COMPARABLE, Reason.WITHHELD
        return replace(row, change_verdict=verdict, reason=reason, shown="no")
    reach = USUAL * sqrt(variance(newest.wave, measure, newest.cells, found))
    sides_of = [min(100, sum(s)) for s in _three(found.shares)] if found.shares else [None] * 3
    filled = replace(
        row,
        n_band=band_text(found.people),
        score=found.points,
        interval_low=max(0.0, found.points - reach),
        interval_high=min(100.0, found.points + reach),
        unfavourable_pct=sides_of[0],
        neutral_pct=sides_of[1],
        favourable_pct=sides_of[2],
    )
    return _compared(filled, line)


def _three(shares: Sequence[int]) -> list[Sequence[int]]:
    low, neutral, high = sides(shares)
    return [low, [neutral], high]


def _turnout(row: SlowRow, found: Figure) -> SlowRow:
    if not isinstance(found, Participation):
        assert isinstance(found, Hidden)
        return replace(row, shown="no")
    return replace(row, n_invited=found.invited, participation_band=participation_text(found))


def _compared(row: SlowRow, line: Sequence[Stop]) -> SlowRow:
    name, newest = row.measure.id, line[0]
    kept, items = piece(line, name)
    series = tuple(_told(stop, name, items, row.scope) for stop in reversed(kept))
    found = _said(series, row.measure.family, newest.wave.noise)
    row = replace(row, since_wave=found.since, level_now=found.now.value)
    if len(series) == 1:
        earlier = [stop for stop in line[1:] if _shows(stop, name)]
        if not earlier:
            return replace(row, change_verdict=Verdict.TOO_EARLY, reason=Reason.FIRST_WAVE)
        same = earlier[0].run == newest.run
        reason = Reason.OTHER_STATEMENTS if same else Reason.OTHER_PEOPLE
        return replace(row, change_verdict=Verdict.NOT_COMPARABLE, reason=reason)
    return _changed(row, series[-1], found, newest.wave.noise)


@dataclass(frozen=True)
class Said:
    """The last level and the one before, and when the newest wave would be news."""

    since: str
    began: str
    length: int
    now: Mean
    before: Mean | None
    rest: Mean | None
    threshold: float
    way: int


@lru_cache(maxsize=1 << 14)
def _said(series: tuple[Told, ...], family: int, noise: float) -> Said:
    points, variances = [t.points for t in series], [t.variance for t in series]
    levels = best(points, variances, family, noise)

    def of(waves: Sequence[int]) -> Mean | None:
        if not waves:
            return None
        found = mean(points, variances, waves)
        return Mean(found.value, noise * found.variance)

    last: Level = levels[-1]
    now = of(last.kept)
    assert now is not None, "a level has a wave"
    way, began = _way(series, noise, [mean(points, variances, one.kept).value for one in levels])
    return Said(
        since=series[last.start].wave,
        began=series[began].wave,
        length=last.end - last.start,
        now=now,
        before=of(levels[-2].kept) if len(levels) > 1 else None,
        rest=of([wave for wave in last.kept if wave != len(series) - 1]),
        threshold=sqrt(beta(len(series), family) + 2),
        way=way,
    )


def _way(series: Sequence[Told], noise: float, levels: Sequence[float]) -> tuple[int, int]:
    """Which way a figure goes slowly, where no level says otherwise, and where that began."""
    at, points, off = zip(*((one.at, one.points, one.variance) for one in series), strict=True)
    found, began = slow_drift.way(at, points, off, noise)
    return found if all((b - a) * found > 0 for a, b in pairwise(levels)) else 0, began


SLOWLY = {0: Verdict.STEADY, 1: Verdict.RISING, -1: Verdict.FALLING}


def _changed(row: SlowRow, newest: Told, found: Said, noise: float) -> SlowRow:
    before = found.before
    if before is not None and found.length <= NEW_FOR:
        difference = found.now.value - before.value
        reach = USUAL * sqrt(found.now.variance + before.variance)
        if abs(difference) > reach:
            verdict = Verdict.ROSE if difference > 0 else Verdict.FELL
            row = replace(row, level_before=before.value, change_verdict=verdict)
            low, high = difference - reach, difference + reach
            # So that it leaves 0 out when it is rounded, too.
            clear = min(CLEAR, abs(difference))
            ends = (max(low, clear), high) if difference > 0 else (low, min(high, -clear))
            return _range(row, difference, ends, USUAL)
    rest = found.rest or before
    assert rest is not None, "there are two waves"
    difference = newest.points - rest.value
    reach = found.threshold * sqrt(noise * newest.variance + rest.variance)
    # The range never says the contrary.
    ends = min(0.0, difference - reach), max(0.0, difference + reach)
    row = replace(row, change_verdict=SLOWLY[found.way])
    if found.way:
        row = replace(row, since_wave=found.began)
    return _range(row, difference, ends, found.threshold)


def _range(row: SlowRow, difference: float, ends: tuple[float, float], z: float) -> SlowRow:
    return replace(
        row,
        change=difference,
        change_low=max(-100.0, ends[0]),
        change_high=min(100.0, ends[1]),
        change_confidence=min(99.0, 100 * erf(z / sqrt(2))),
    )
