"""Promises of lines: waves are joined only over statements that all of them show."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.figures.constructs import mean_of, shown_scores
from analytics.figures.like_with_like import Stretch, rests_on_statements, stretches
from analytics.figures.timeline import Gap, Point
from analytics.figures.wave_cells import Measure, WaveCells, compare
from analytics.published.cells import Figure, Hidden, MeasureKind, Scope
from analytics.reports.trend import Above, Line, trend
from analytics.statistics.intervals import interval
from tests.make_waves import closed_wave, figures, instrument, score

BANK = ("BEL1", "BEL2", "RSP1", "RSP2", "RSP3", "RSP4")
BELONGING = Measure("belonging", MeasureKind.COMPOSITE, "Belonging", "belonging", BANK)


def wave(at: int, points: Mapping[str, float | None], *, held: float | None = None) -> WaveCells:
    """A wave that asked these statements; None withholds one, `held` shows the composite alone."""
    closed = closed_wave(at, asked=instrument(tuple(points)))
    cells: dict[str, Figure] = dict(figures(closed))
    for item, value in points.items():
        cells[item] = Hidden() if value is None or held is not None else score(value)
    shown = list(shown_scores(cells, tuple(points)).values())
    enough = shown and 2 * len(shown) >= len(points)
    cells["belonging"] = mean_of(shown) if enough else Hidden()
    if held is not None:
        cells["belonging"] = score(held, step=10)
    return WaveCells(closed, Scope.TEAM, cells)


def line(*waves: WaveCells) -> Line:
    return next(one for one in trend("Harbour", waves).lines if one.id == "belonging")


@st.composite
def histories(draw: st.DrawFn) -> list[WaveCells]:
    """Up to six waves that ask and show this and that; some are held, some withheld."""
    waves = []
    for at in range(draw(st.integers(1, 6))):
        asked = draw(st.lists(st.sampled_from(BANK), min_size=1, unique=True))
        points = {item: draw(st.none() | st.sampled_from([20.0, 45.0, 80.0])) for item in asked}
        waves.append(wave(at, points, held=draw(st.none() | st.just(50.0))))
    return waves


def comparable(waves: list[WaveCells], places: tuple[int, ...]) -> bool:
    """The rule as statistics.md says it, told slowly."""
    asked = [set(waves[at].wave.measures["belonging"].items) for at in places]
    shown = [set(shown_scores(waves[at].cells, BANK)) for at in places]
    if not all(shown):
        return all(one == asked[0] for one in asked)
    common = set.intersection(*shown)
    return all(s == shown[0] for s in shown) or 2 * len(common) >= max(map(len, asked))


@given(histories())
def test_every_shown_wave_is_in_one_stretch_and_stretches_reach_as_far_as_they_can(
    waves: list[WaveCells],
) -> None:
    found = stretches(waves, BELONGING)
    places = [stretch.waves for stretch in found]

    assert [at for run in places for at in run] == [
        at for at, unit in enumerate(waves) if unit.score("belonging")
    ]
    assert all(comparable(waves, run) for run in places)
    for run, after in pairwise(places):
        assert not comparable(waves, (run[-1], *after))


@given(histories())
def test_a_drawn_point_is_the_mean_of_the_statements_its_stretch_shares(
    waves: list[WaveCells],
) -> None:
    """And lies within an interval; where nothing differs it is the published figure."""
    found = line(*waves) if any(w.wave.measures.get("belonging") for w in waves) else None
    if found is None:
        return
    for stretch in stretches(waves, BELONGING):
        for at in stretch.waves:
            drawn, published = found.drawn[at], found.points[at]
            assert isinstance(drawn, Point)
            assert isinstance(published, Point)
            assert drawn.low <= drawn.score <= drawn.high
            if stretch.items is None:
                assert drawn.score == published.score
            else:
                scores = [waves[at].score(item) for item in stretch.items]
                tenths = [one.tenths for one in scores if one]
                assert drawn.score == round(sum(tenths) / len(scores) / 10, 1)


@given(histories())
def test_two_waves_are_joined_exactly_when_they_can_be_compared(waves: list[WaveCells]) -> None:
    """And over the same statements as their change."""
    two = waves[-2:]
    if len(two) < 2 or not all(unit.score("belonging") for unit in two):
        return
    measure = two[1].wave.measures["belonging"]
    found = compare(two[0], two[1], measure)
    drawn = [point for point in line(*two).drawn if isinstance(point, Point)]

    assert drawn[1].joined == (found is not None)
    if found is not None:
        assert [point.score for point in drawn] == [
            pytest.approx(one.score, abs=0.051) for one in (found.before, found.after)
        ]
        assert drawn[1].low == round(interval(found.after).low, 1)


ALTERNATING = [
    wave(at, dict.fromkeys(("BEL1", "BEL2", "RSP1", extra), 50.0) | {extra: hard})
    for at, (extra, hard) in enumerate([("RSP2", 10.0), ("RSP3", 90.0)] * 2)
]


def test_alternating_full_waves_are_drawn_over_their_core() -> None:
    """Otherwise the line would go up and down with the statements, not with the people."""
    found = line(*ALTERNATING)

    assert [p.score for p in found.points if isinstance(p, Point)] == [40.0, 60.0, 40.0, 60.0]
    assert [p.score for p in found.drawn if isinstance(p, Point)] == [50.0] * 4
    assert [p.joined for p in found.drawn if isinstance(p, Point)] == [False, True, True, True]
    (said,) = found.notes
    assert (said.key, said.values["count"]) == ("trends.drawn_over", "3")


def test_units_above_are_drawn_over_the_same_statements() -> None:
    """An area that does not show one of them has no line there."""
    less = wave(3, {"BEL1": 50.0, "BEL2": None, "RSP1": 30.0, "RSP3": 30.0})
    report = trend("Harbour", ALTERNATING, context=[Above("Yard", [*ALTERNATING[:3], less])])
    found = next(one for one in report.lines if one.id == "belonging")

    assert found.context[0].scores == (50.0, 50.0, 50.0, None)


def test_a_break_is_said_with_the_wave_it_comes_before() -> None:
    first = wave(0, dict.fromkeys(("BEL1", "BEL2"), 50.0))
    second = wave(1, dict.fromkeys(("RSP1", "RSP2"), 50.0))
    found = line(first, second)

    assert [(note.key, note.values["waves"]) for note in found.notes] == [
        ("trends.breaks", "Pulse 2")
    ]


def test_a_wave_withheld_in_between_interrupts_the_line_and_not_the_stretch() -> None:
    between = wave(1, dict.fromkeys(BANK))
    found = line(ALTERNATING[0], between, ALTERNATING[3])

    assert isinstance(found.drawn[1], Gap)
    assert [p.joined for p in found.drawn if isinstance(p, Point)] == [False, False]
    assert [p.score for p in found.drawn if isinstance(p, Point)] == [50.0, 50.0]


def test_a_held_team_is_joined_only_where_all_asked_the_same() -> None:
    same = dict.fromkeys(("BEL1", "BEL2"), 50.0)
    held = wave(1, same, held=60.0)

    assert stretches([wave(0, same), held], BELONGING) == [Stretch("belonging", (0, 1), None)]
    assert len(stretches([wave(0, same | {"RSP1": 50.0}), held], BELONGING)) == 2


def test_areas_are_read_with_statements_only_where_a_line_rests_on_them() -> None:
    assert rests_on_statements(ALTERNATING)
    assert not rests_on_statements(ALTERNATING[::2])
