"""Promises of the one figures table: what the slow and obvious report says, for any history."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from random import Random

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.composites import composite_of
from analytics.figures.arrow import batches_of, schema
from analytics.figures.measures import MEANS, ClosedWave
from analytics.figures.reading import Continued
from analytics.figures.report_columns import Row
from analytics.figures.verdicts import Verdict
from analytics.published.cells import Band, Cell, Figure, Hidden, Participation, Scope, Score
from survey.organisation.structure import Unit
from tests.make_held import join
from tests.make_report import blocks_of, report_of
from tests.make_waves import ASKED, PublishedWave, closed_wave, instrument, published
from tests.reference import slow_report
from tests.reference.slow_report import SlowRow

pytestmark = pytest.mark.slow

LONGER = (*ASKED, "BEL3", "OWN3", "SCO1", "SGN1", "SGN2")
OTHER = ("BEL1", "RSP3", "RSP4", "RSP5", "BEL2", *ASKED[4:6], "SCO1", "SCO2", "SGN2")
USUAL = (*ASKED, "SCO1", "SGN1")
TREES = (
    {"root": None, "t1": "root", "t2": "root"},
    {"root": None, "t2": "root", "a": "root", "t1": "a", '"t,3"': "a"},
)
UNITS = ("root", "a", "t1", "t2", '"t,3"')
SPREADS: tuple[dict[str, float], ...] = ({}, {"belonging": 19.0, "BEL": 22.0, "SCO1": 31.0})
TURNED_OUT = (Band(50, 74), Band(75, 100), Band(0, 49))
FIGURES = ("score", "interval_low", "interval_high", "level_before", "level_now", "change")
NUMBERS = (*FIGURES, "change_low", "change_high", "change_confidence")
ALIKE = (
    *("n_invited", "n_band", "participation_band", "favourable_pct", "neutral_pct"),
    *("unfavourable_pct", "since_wave", "change_verdict", "reason", "shown"),
)

BANDS = (Band(5, 7), Band(8, 9), Band(10, 14), Band(35, 45))
SHARES = ((), (10, 30, 60), (5, 10, 15, 30, 40), (90, 10, 10))
MOODS = (100, 200, 450, 500, 550, 600, 750, 900)
SKIPPED, HELD, JOINED = 0.1, 0.1, 0.1


def a_figure(dice: Random) -> Figure:
    """A score, or now and then nothing."""
    if dice.random() < SKIPPED:
        return Hidden()
    return Score(
        dice.choice(MOODS), dice.choice(BANDS), dice.choice((10, 5, 2)), dice.choice(SHARES)
    )


def of_a_unit(dice: Random, wave: ClosedWave) -> dict[str, Figure]:
    """What a wave publishes of one unit: some of it withheld, or composites alone, as when held,
    or composites of more people than the statements, as where teams inside were held."""
    asked = wave.instrument
    found: dict[str, Figure] = {item.id: a_figure(dice) for item in asked.items}
    held, joined = dice.random() < HELD, dice.random() < JOINED
    for composite in asked.composites:
        behind = [found[item.id] for item in asked.statements if item.composite == composite.id]
        if behind:
            found[composite.id] = a_figure(dice) if held else composite_of(behind)
            if joined:
                found[composite.id] = join([found[composite.id], a_figure(dice)])
    if held:
        found |= {item.id: Hidden() for item in asked.items}
    turnout = Participation(dice.randint(5, 60), dice.choice(TURNED_OUT))
    return found | {"participation": Hidden() if dice.random() < SKIPPED else turnout}


@st.composite
def a_wave(draw: st.DrawFn, at: int) -> PublishedWave:
    """A wave of a small tree; some units are in it in one scope, some in both, some in none."""
    asked = instrument(draw(st.sampled_from([USUAL, LONGER, OTHER])))
    wave = replace(
        closed_wave(at, asked=asked, spreads=draw(st.sampled_from(SPREADS))),
        omegas=draw(st.sampled_from([{}, {"belonging": 0.63, "OWN": 0.2}])),
        noise=draw(st.sampled_from([1.0, 1.0, 1.4])),
        mood=draw(st.sampled_from([0.0, 0.0, 1.2])),
    )
    units = {key: Unit(key, f"The {key}", up) for key, up in draw(st.sampled_from(TREES)).items()}
    dice = Random(draw(st.integers(0, 1 << 30)))
    cells = [
        Cell(unit, scope, measure, wave.measures[measure].kind, figure)
        for unit in units
        for scope in dice.choice([(), (Scope.TEAM,), (Scope.AREA,), tuple(Scope), tuple(Scope)])
        for measure, figure in of_a_unit(dice, wave).items()
    ]
    return PublishedWave(wave, units, cells)


@st.composite
def exceptions(draw: st.DrawFn) -> dict[tuple[str, Scope], str | None]:
    """Units whose people were another's, two that swapped among them, or nobody's."""
    was: dict[tuple[str, Scope], str | None] = {}
    for scope in Scope:
        one, other, gone = draw(st.permutations(UNITS))[:3]
        match draw(st.integers(0, 4)):
            case 0:
                was |= {(one, scope): other, (other, scope): one}
            case 1:
                was |= {(one, scope): other, (other, scope): None}
            case 2:
                was |= {(gone, scope): None}
    return was


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[PublishedWave], Continued]:
    """One to five waves, which ask the same, more, or other statements, and who was the same."""
    waves = [draw(a_wave(at)) for at in range(draw(st.integers(1, 5)))]
    compared: dict[str, set[str]] = {one.wave.key: set() for one in waves}
    came_from: dict[tuple[str, str], Mapping[tuple[str, Scope], str | None]] = {}
    for pair in combinations([one.wave.key for one in waves], 2):
        earlier, later = pair if draw(st.integers(0, 5)) else pair[::-1]
        if draw(st.integers(0, 2)):
            compared[later].add(earlier)
            came_from[later, earlier] = draw(exceptions())
    known = [
        one._replace(wave=replace(one.wave, compared=frozenset(compared[one.wave.key])))
        for one in waves
    ]
    return known, came_from


def check(fast: Row, slow: SlowRow) -> None:
    """Whether one row says what the other does; of numbers one is rounded and the other not."""
    for name in ALIKE:
        assert getattr(fast, name) == getattr(slow, name), (name, fast, slow)
    half = 0.05 if slow.measure.kind in MEANS else 0.5
    for name in NUMBERS:
        written, exact = getattr(fast, name), getattr(slow, name)
        assert (written is None) == (exact is None), (name, fast, slow)
        if written is not None:
            assert abs(written - exact) <= half + 1e-6, (name, fast, slow)


@settings(deadline=None, max_examples=40)
@given(histories())
def test_the_table_says_what_the_slow_report_says(
    history: tuple[list[PublishedWave], Continued],
) -> None:
    """Row for row: figures, blanks, levels, changes, verdicts and reasons."""
    waves, came_from = history
    fast = report_of(waves, came_from=came_from)
    slow = list(slow_report.rows(waves, came_from))

    assert [(r.wave, r.unit, r.scope, r.level, r.measure) for r in fast] == [
        (r.wave, r.unit.key, r.scope, r.level, r.measure.id) for r in slow
    ]
    for one, other in zip(fast, slow, strict=True):
        check(one, other)


@settings(deadline=None, max_examples=12)
@given(histories())
def test_what_is_said_of_a_wave_never_changes(
    history: tuple[list[PublishedWave], Continued],
) -> None:
    """Whatever waves come after it."""
    waves, came_from = history
    rows = report_of(waves, came_from=came_from)

    for count in range(1, len(waves)):
        known = {one.wave.key for one in waves[:count]}
        # A wave that was brought in later says nothing before it is there.
        assert report_of(waves[:count], came_from=came_from) == [r for r in rows if r.wave in known]


@settings(deadline=None, max_examples=12)
@given(histories())
def test_a_range_holds_nothing_exactly_where_nothing_is_said_to_have_changed(
    history: tuple[list[PublishedWave], Continued],
) -> None:
    """As it is written, and with the sign of the verdict."""
    for row in report_of(history[0], came_from=history[1]):
        if row.change is None:
            assert row.change_verdict in {None, Verdict.TOO_EARLY, Verdict.NOT_COMPARABLE}
            continue
        assert row.change_low is not None
        assert row.change_high is not None
        assert row.change_low <= row.change <= row.change_high
        holds = row.change_low <= 0 <= row.change_high
        assert holds != (row.change_verdict in {Verdict.ROSE, Verdict.FELL}), row
        if not holds:
            assert (row.change > 0) == (row.change_verdict is Verdict.ROSE)
            assert row.level_before is not None
            assert row.level_now is not None
            assert (row.level_now > row.level_before) == (row.change > 0)


def test_a_range_that_only_just_leaves_nothing_out_reads_so() -> None:
    """Six thousand people, thirteen waves: its end would be rounded to 0."""
    said = (52, 48, 50, 52, 52, 50, 50, 52, 50, 50, 52, 48, 52)
    waves = []
    for at, points in enumerate(said):
        plain = published(at, invited=7200, people=Band(5950, 6049))
        figure = Score(points * 10, Band(5950, 6049), 2)
        cells = [replace(c, figure=figure) if c.measure == "BEL1" else c for c in plain.cells]
        waves.append(plain._replace(cells=cells))

    *_, last = (row for row in report_of(waves) if row.measure == "BEL1")

    assert (last.change_verdict, last.change_low) == (Verdict.ROSE, 1)


def renamed(waves: list[PublishedWave], onto: Mapping[str, str]) -> list[PublishedWave]:
    """The same with the last wave's units under other keys."""
    last = waves[-1]
    units = {
        onto[key]: Unit(onto[key], unit.name, onto[unit.parent] if unit.parent else None)
        for key, unit in last.units.items()
    }
    cells = [replace(cell, unit=onto[cell.unit]) for cell in last.cells]
    return [*waves[:-1], last._replace(units=units, cells=cells)]


@settings(deadline=None, max_examples=12)
@given(histories())
def test_a_unit_with_a_new_key_says_the_same(
    history: tuple[list[PublishedWave], Continued],
) -> None:
    """As long as it is known that its people are the same."""
    plain = [one._replace(wave=replace(one.wave, compared=frozenset())) for one in history[0]]
    earlier = [one.wave.key for one in plain[:-1]]
    last = plain[-1]._replace(wave=replace(plain[-1].wave, compared=frozenset(earlier)))
    waves = [*plain[:-1], last]
    onto = {key: f"new {key}" for key in UNITS}
    was: dict[tuple[str, Scope], str | None] = {
        (onto[key], scope): key for key in UNITS for scope in Scope
    }
    came_from = {(last.wave.key, key): was for key in earlier}

    after = report_of(renamed(waves, onto), came_from=came_from)

    back = {new: old for old, new in onto.items()}
    mended = [
        r._replace(unit=back.get(r.unit, r.unit), parent=back.get(r.parent or "", r.parent))
        for r in after
    ]
    order = lambda r: (r.wave, r.unit, r.scope, r.measure)  # noqa: E731
    assert sorted(mended, key=order) == sorted(report_of(waves), key=order)


@settings(deadline=None, max_examples=10)
@given(histories())
def test_columns_hold_the_rows(history: tuple[list[PublishedWave], Continued]) -> None:
    """What Parquet and the table of pandas are made from."""
    found = blocks_of(history[0], came_from=history[1])
    table = pa.Table.from_batches(batches_of(found), schema())
    rows = [row._asdict() for row in report_of(history[0], came_from=history[1])]

    assert [
        {name: _near(value) for name, value in row.items()} for row in table.to_pylist()
    ] == rows


def _near(value: object) -> object:
    """What single precision stands for; figures have at most one decimal."""
    return round(value, 1) if isinstance(value, float) else value


def test_one_wave_of_many_is_its_rows_of_the_whole() -> None:
    """Its changes are since the waves before it."""
    waves = [published(at, belonging=points) for at, points in enumerate([40, 40, 70])]
    (only,) = blocks_of(waves, only="w2")

    assert len(only.mean) == sum(row.wave == "w2" for row in report_of(waves))
