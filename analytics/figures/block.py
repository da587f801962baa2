"""The rows of one wave in columns: what tidy.rows says row by row, as lines of short tables.

Numbers stand as whole tenths, because every figure of a report is rounded to tenths or coarser.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from analytics.arrays import Bools, Floats, Ints
from analytics.figures.grid import Grid
from analytics.figures.last_shown import LastShown
from analytics.figures.many_cells import Estimates
from analytics.figures.many_changes import NONE, VERDICTS, many_changes
from analytics.figures.report_rows import MEANS, distribution
from analytics.figures.tenths import EMPTY, Tenths, tenths
from analytics.figures.wave_cells import Measure, band_text, participation_text
from analytics.published.cells import Band, MeasureKind, Participation, Scope
from analytics.statistics.intervals import LEVEL, quantile
from survey.organisation.structure import Unit, above, in_tree_order

Codes = NDArray[np.int32]
Known = dict[tuple[str, Scope], int]
WIDE, NARROW, TURNOUT = 1 << 24, 1 << 7, 1 << 60
NOTHING = -1


class Part(NamedTuple):
    """Neighbouring columns that vary together: which line of `table` stands in each row."""

    codes: Codes
    table: Sequence[tuple[Any, ...]]


class Block(NamedTuple):
    """The rows of one wave, in the columns of Row; `mean` where a decimal is written."""

    where: Part
    measure: Part
    counted: Part
    score: Tenths
    low: Tenths
    high: Tenths
    shares: Part
    change: Tenths
    change_low: Tenths
    change_high: Tenths
    verdict: Part
    mean: Bools


SCOPES = tuple(Scope)


class Place(NamedTuple):
    """A unit in a scope, and its number."""

    unit: Unit
    scope: Scope
    level: int
    number: int


@dataclass(frozen=True, slots=True)
class _Column:
    """What one measure says in every place of a wave, in the order of the report."""

    there: Bools
    counted: Ints
    numbers: tuple[Tenths, ...]
    shares: Ints
    verdict: Ints


def places(units: Mapping[str, Unit], known: Known) -> list[Place]:
    """The places of a wave in the order of a report; new ones are numbered into `known`."""
    return [
        Place(unit, scope, level, known.setdefault((unit.key, scope), len(known)))
        for unit in in_tree_order(units)
        for level in [len(above(unit.key, units)) - 1]
        for scope in SCOPES
    ]


def block(now: Grid, there: Sequence[Place], last: LastShown) -> Block:
    """The rows of a wave, of which the earlier ones are in `last`; it becomes the latest there."""
    last.begin(now)
    somewhere = now.places
    there = [place for place in there if somewhere[place.number]]
    order = np.array([place.number for place in there], dtype=np.int64)
    measures = list(now.wave.measures.values())
    columns = [
        column
        for _, family in groupby(measures, key=attrgetter("kind"))
        for column in _columns(now, list(family), order, last)
    ]
    return _block(now, there, measures, columns)


def _columns(
    now: Grid, family: Sequence[Measure], order: Ints, last: LastShown
) -> Iterator[_Column]:
    """A family of measures of one kind, whose changes are told apart together."""
    if family[0].kind is MeasureKind.PARTICIPATION:
        nothing = np.full(len(order), EMPTY, dtype=np.int16)
        numbers, verdict = (nothing,) * 6, np.full(len(order), NONE)
        yield from (_column(now, measure, order, numbers, verdict) for measure in family)
        return
    found = [now.cells.estimates(measure) for measure in family]
    changed = many_changes([last.ends(*pair) for pair in zip(family, found, strict=True)])
    for at, measure in enumerate(family):
        points = (*_figures(found[at]), *(part[at] for part in changed[:3]))
        rounded = tuple(tenths(one[order], mean=measure.kind in MEANS) for one in points)
        yield _column(now, measure, order, rounded, changed.verdict[at][order])


def _figures(found: Estimates) -> tuple[Floats, Floats, Floats]:
    """Scores with the ends of their intervals (intervals.interval)."""
    score, reach = found.scores, quantile((1 + LEVEL) / 2) * np.sqrt(found.variances)
    return score, np.maximum(0.0, score - reach), np.minimum(100.0, score + reach)


def _column(
    now: Grid, measure: Measure, order: Ints, numbers: tuple[Tenths, ...], verdict: Ints
) -> _Column:
    return _Column(
        there=now.present(measure)[order],
        counted=_counted(now, measure)[order],
        numbers=numbers,
        shares=now.shares_of(measure)[order],
        verdict=verdict,
    )


def _counted(now: Grid, measure: Measure) -> Ints:
    """How many, as one number: a band of people, or invited and a band in per cent, or nothing."""
    band = now.cells.band(measure)
    low, high = (np.nan_to_num(end).astype(np.int64) for end in band)
    found = low * WIDE + high
    if measure.kind is MeasureKind.PARTICIPATION:
        invited = np.nan_to_num(now.cells.tenths[now.cells.rows[measure.id]]).astype(np.int64)
        found = TURNOUT + (invited * NARROW + low) * NARROW + high
    return np.where(np.isnan(band[0]), NOTHING, found)


def _block(
    now: Grid, there: Sequence[Place], measures: Sequence[Measure], columns: Sequence[_Column]
) -> Block:
    mask = np.array([column.there for column in columns]).T
    place, measure = (found.astype(np.int32) for found in np.nonzero(mask))
    counted = _taken([column.counted for column in columns], mask)
    shares = _taken([column.shares for column in columns], mask)
    verdict = _taken([column.verdict for column in columns], mask)
    numbers = [_taken(part, mask) for part in zip(*(c.numbers for c in columns), strict=True)]
    means = np.array([one.kind in MEANS for one in measures])
    score, low, high, change, change_low, change_high = numbers
    return Block(
        Part(place, [_where(now, one) for one in there]),
        Part(measure, [(one.id, one.kind, one.text, one.composite) for one in measures]),
        _counts(counted),
        score, low, high,
        _shares(shares, now.distributions),
        change,
        change_low,
        change_high,
        _verdicts(verdict, shown=counted != NOTHING),
        means[measure],
    )  # fmt: skip


def _taken(parts: Sequence[Any], mask: Bools) -> Any:
    return np.array(parts).T[mask]


def _where(now: Grid, place: Place) -> tuple[Any, ...]:
    wave, unit = now.wave, place.unit
    named = (unit.key, unit.name, unit.parent, place.scope, place.level)
    return (wave.key, wave.name, wave.opened, wave.closed, *named)


def _counts(counted: Ints) -> Part:
    encoded = pa.array(counted).dictionary_encode()
    return Part(encoded.indices.to_numpy(), [_count(one) for one in encoded.dictionary.to_pylist()])


def _count(one: int) -> tuple[int | None, str | None, str | None]:
    """The columns n_invited, n_band and participation_band."""
    if one == NOTHING:
        return None, None, None
    if one < TURNOUT:
        return None, band_text(Band(*divmod(one, WIDE))), None
    rest, high = divmod(one - TURNOUT, NARROW)
    invited, low = divmod(rest, NARROW)
    return invited, None, participation_text(Participation(invited, Band(low, high)))


def _shares(shares: Ints, distributions: Sequence[str]) -> Part:
    """The columns favourable_pct, neutral_pct and unfavourable_pct; the last line is empty."""
    parts = [distribution(tuple(map(int, one.split(",")))) for one in distributions]
    table = [(*part[::-1],) for part in [*parts, (None, None, None)]]
    return Part(np.where(shares < 0, len(parts), shares).astype(np.int32), table)


def _verdicts(verdict: Ints, *, shown: Bools) -> Part:
    """The columns change_verdict and shown."""
    table = [(one, said) for one in VERDICTS for said in ("no", "yes")]
    return Part((2 * verdict + shown).astype(np.int32), table)
