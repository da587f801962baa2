"""The report, wave by wave: short tables, and which line of each stands in each row.

Numbers stand as whole tenths, because every figure of a report is rounded to tenths or coarser.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from analytics.arrays import NOWHERE, Bools, Floats, Ints
from analytics.figures.cells import Cells, Found
from analytics.figures.comparison import Compared, compared
from analytics.figures.lines import Lines
from analytics.figures.measures import MADE_HERE, MEANS, Measure
from analytics.figures.report_columns import Shown
from analytics.figures.tenths import EMPTY, Tenths, tenths
from analytics.figures.text import band_text, participation_text
from analytics.figures.verdicts import REASONS, VERDICTS
from analytics.published.cells import Band, MeasureKind, Participation, Scope
from analytics.statistics.intervals import LEVEL, quantile
from survey.organisation.structure import Unit, above, in_tree_order
from survey.questionnaire.scale import sides

Codes = NDArray[np.int32]
WIDE, NARROW, TURNOUT = 1 << 24, 1 << 7, 1 << 60
NOTHING = -1
SUREST = 99.0
"""The most that is said: nothing here is certain."""


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
    since: Part
    before: Tenths
    now: Tenths
    change: Tenths
    change_low: Tenths
    change_high: Tenths
    confidence: Tenths
    verdict: Part
    mean: Bools


class Place(NamedTuple):
    """A unit in a scope, and its number."""

    unit: Unit
    scope: Scope
    level: int
    number: int


class _Changes(NamedTuple):
    """What is said of one measure, waves x places, kept small until its wave is written."""

    numbers: tuple[Tenths, ...]
    since: NDArray[np.int16]
    said: NDArray[np.int8]


class _Column(NamedTuple):
    """What one measure says in every place of a wave, in the order of the report."""

    there: Bools
    counted: Ints
    numbers: tuple[Tenths, ...]
    shares: Ints
    since: Ints
    said: Ints


def places_of(units: Mapping[str, Unit], numbered: Mapping[tuple[str, Scope], int]) -> list[Place]:
    """The places of a wave's units in the order of a report."""
    return [
        Place(unit, scope, level, numbered[unit.key, scope])
        for unit in in_tree_order(units)
        for level in [len(above(unit.key, units)) - 1]
        for scope in Scope
    ]


def blocks(
    cells: Sequence[Cells],
    lines: Lines,
    there: Sequence[Sequence[Place]],
    *,
    only: str | None = None,
) -> Iterator[Block]:
    """The rows of each wave, oldest first, or of one by its key.

    `there` are the places of each wave in the order of the report.
    """
    measures = dict.fromkeys(name for of in cells for name in of.wave.measures)
    changes = {name: _changes(cells, lines, name) for name in measures}
    waves = [of.wave.key for of in cells]
    for at, (of, somewhere) in enumerate(zip(cells, there, strict=True)):
        if only in {None, of.wave.key}:
            here = [place for place in somewhere if of.places[place.number]]
            yield _block(of, here, at, changes, waves)


def _changes(cells: Sequence[Cells], lines: Lines, name: str) -> _Changes:
    kinds = {one.kind for of in cells if (one := of.wave.measures.get(name))}
    mean = not kinds.isdisjoint(MEANS)
    if MeasureKind.PARTICIPATION in kinds:
        return _unchanged(lines.of.shape)
    found: Compared = compared(cells, lines, name).at(lines.of)
    points = (found.before, found.now, found.difference, found.low, found.high)
    sure = np.minimum(found.confidence, SUREST)
    numbers = tuple(tenths(one, mean=mean) for one in (*points, sure))
    said = found.verdict * len(REASONS) + found.reason
    return _Changes(numbers, found.since.astype(np.int16), said.astype(np.int8))


def _unchanged(shape: tuple[int, ...]) -> _Changes:
    nothing = np.full(shape, EMPTY, dtype=np.int16)
    return _Changes(
        (nothing,) * 6, np.full(shape, NOWHERE, dtype=np.int16), np.zeros(shape, dtype=np.int8)
    )


def _block(
    of: Cells,
    here: Sequence[Place],
    at: int,
    changes: Mapping[str, _Changes],
    waves: Sequence[str],
) -> Block:
    order = np.array([place.number for place in here], dtype=np.int64)
    measures = list(of.wave.measures.values())
    columns = [_column(of, one, order, at, changes[one.id]) for one in measures]
    mask = np.array([column.there for column in columns]).T
    place, measure = (found.astype(np.int32) for found in np.nonzero(mask))
    counted = _taken([column.counted for column in columns], mask)
    shares = _taken([column.shares for column in columns], mask)
    said = _taken([column.said for column in columns], mask)
    since = _taken([column.since for column in columns], mask)
    numbers = (_taken(part, mask) for part in zip(*(c.numbers for c in columns), strict=True))
    score, low, high, before, now, change, change_low, change_high, confidence = numbers
    means = np.array([one.kind in MEANS for one in measures])
    return Block(
        Part(place, [_where(of, one) for one in here]),
        Part(measure, [(one.id, one.kind, one.text, one.composite) for one in measures]),
        _counts(counted),
        score,
        low,
        high,
        _shares(shares, of.distributions),
        Part(since.astype(np.int32), [(None,), *((wave,) for wave in waves)]),
        before,
        now,
        change,
        change_low,
        change_high,
        confidence,
        _said(said, shown=counted != NOTHING),
        means[measure],
    )


def _column(of: Cells, measure: Measure, order: Ints, at: int, changes: _Changes) -> _Column:
    found = of.found(measure)
    points = _figures(of, measure, found)
    mean = measure.kind in MEANS
    rounded = (tenths(one[order], mean=mean) for one in points)
    return _Column(
        there=of.present(measure)[order],
        counted=_counted(of, measure, found)[order],
        numbers=(*rounded, *(part[at, order] for part in changes.numbers)),
        shares=_shares_of(of, measure)[order],
        since=changes.since[at, order] + 1,
        said=changes.said[at, order],
    )


def _figures(of: Cells, measure: Measure, found: Found) -> tuple[Floats, Floats, Floats]:
    """Scores with the ends of their intervals (intervals.interval)."""
    if measure.kind is MeasureKind.PARTICIPATION:
        nothing = np.full(len(found.points), np.nan)
        return nothing, nothing, nothing
    score = found.points
    reach = quantile((1 + LEVEL) / 2) * np.sqrt(of.sampled(measure, found).variance)
    return score, np.maximum(0.0, score - reach), np.minimum(100.0, score + reach)


def _shares_of(of: Cells, measure: Measure) -> Ints:
    """Which distribution goes with a measure; one made of several has none."""
    if measure.kind in MADE_HERE:
        return np.full(of.shares.shape[1], NOWHERE)
    found: Ints = of.shares[of.rows[measure.id]]
    return found


def _counted(of: Cells, measure: Measure, found: Found) -> Ints:
    """How many, as one number: a band of people, or invited and a band in per cent, or nothing."""
    low, high = (np.nan_to_num(end).astype(np.int64) for end in (found.low, found.high))
    many = low * WIDE + high
    if measure.kind is MeasureKind.PARTICIPATION:
        invited = np.nan_to_num(of.tenths[of.rows[measure.id]]).astype(np.int64)
        many = TURNOUT + (invited * NARROW + low) * NARROW + high
    return np.where(np.isnan(found.low), NOTHING, many)


def _taken(parts: Sequence[Any], mask: Bools) -> Any:
    return np.array(parts).T[mask]


def _where(of: Cells, place: Place) -> tuple[Any, ...]:
    wave, unit = of.wave, place.unit
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
        return None, str(band_text(Band(*divmod(one, WIDE)))), None
    rest, high = divmod(one - TURNOUT, NARROW)
    invited, low = divmod(rest, NARROW)
    return invited, None, participation_text(Participation(invited, Band(low, high)))


def _shares(shares: Ints, distributions: Sequence[str]) -> Part:
    """The columns favourable_pct, neutral_pct and unfavourable_pct; the last line is empty."""
    parts = [distribution(tuple(map(int, one.split(",")))) for one in distributions]
    table = [(*part[::-1],) for part in [*parts, (None, None, None)]]
    return Part(np.where(shares < 0, len(parts), shares).astype(np.int32), table)


def _said(said: Ints, *, shown: Bools) -> Part:
    """The columns change_verdict, reason and shown."""
    table = [(v, r, yes) for v in VERDICTS for r in REASONS for yes in Shown]
    return Part((2 * said.astype(np.int32) + shown).astype(np.int32), table)


def distribution(shares: Sequence[int]) -> tuple[int | None, int | None, int | None]:
    """Unfavourable, neutral and favourable per cent of a published distribution."""
    if not shares:
        return None, None, None
    low, neutral, high = sides(shares)
    return min(100, sum(low)), neutral, min(100, sum(high))
