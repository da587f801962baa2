"""Promises of the sources: what is behind a unit's figures, in which order, and what moved."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.figures.line import Gap, Point
from analytics.figures.two_scopes import Home, two_scopes
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import Band, Figure, Hidden, Score
from analytics.reports.focus import focus_trend
from analytics.reports.sources import Source, Sources, sources
from analytics.reports.trend import Trend, trend
from survey.questionnaire.instrument import Instrument
from tests.make_waves import ASKED, WaveCells, instrument, score, unit, view, wave_cells

SCOPES = ("SCO1", "SCO2")
FOCUS = instrument(("BEL1", "BEL2", "RSP1", "RSP3", *ASKED[4:], *SCOPES))
USUAL = ["BEL", "RSP", "PUR", "OWN"]


def wave(
    at: int = 0,
    said: Mapping[str, float | None] | None = None,
    *,
    asked: Instrument | None = None,
    people: Band | None = None,
) -> WaveCells:
    """A wave in which every statement is at 60, but for what is said; None withholds."""
    made = wave_cells(at, asked=asked or instrument((*ASKED, *SCOPES)))
    points = {SCOPES[0]: 60.0, SCOPES[1]: 60.0, **(said or {})}
    cells = {
        key: Hidden() if value is None else score(value, people=people or Band(8, 9))
        for key, value in points.items()
    }
    return made._replace(cells={**made.cells, **cells})


def found(*said: Mapping[str, float | None]) -> Sources:
    """The sources in the last of some waves."""
    return sources(view([wave(at, one) for at, one in enumerate(said)]))


def construct(report: Sources, key: str) -> Source:
    return next(c.itself for c in report.constructs if c.itself.id == key)


def order(report: Sources) -> list[str]:
    return [c.itself.id for c in report.constructs]


def both(key: str, points: float | None) -> dict[str, float | None]:
    """Both statements of a construct."""
    return {f"{key}1": points, f"{key}2": points}


def test_what_changed_most_and_can_be_told_comes_first_then_the_usual_order() -> None:
    report = found({}, both("OWN", 95) | both("PUR", 10) | both("BEL", 65))

    assert order(report) == ["PUR", "OWN", "BEL", "RSP"]
    assert [source.id for source in report.moved] == ["PUR", "OWN"]
    assert [construct(report, key).moved for key in USUAL] == [False, False, True, True]


@settings(deadline=None, max_examples=50)
@given(
    then=st.lists(st.integers(1, 19), min_size=8, max_size=8),
    now=st.lists(st.integers(1, 19), min_size=8, max_size=8),
)
def test_in_any_wave_what_moved_stands_by_size_and_the_rest_as_asked(
    then: list[int], now: list[int]
) -> None:
    waves = [dict(zip(ASKED, (5.0 * v for v in values), strict=True)) for values in (then, now)]
    report = found(*waves)

    groups = [[c.itself for c in report.constructs], *(c.statements for c in report.constructs)]
    for group, usual in zip(groups, (USUAL, *(_of(g, ASKED) for g in groups[1:])), strict=True):
        sizes = [abs(s.change.difference) for s in group if s.moved and s.change]
        assert sizes == sorted(sizes, reverse=True)
        assert [s.moved for s in group] == [True] * len(sizes) + [False] * (len(group) - len(sizes))
        rest = [s.id for s in group if not s.moved]
        assert rest == [key for key in usual if key in rest]


def _of(group: object, usual: tuple[str, ...]) -> list[str]:
    assert isinstance(group, tuple)
    ids = {source.id for source in group}
    return [key for key in usual if key in ids]


def test_a_construct_is_the_mean_of_its_statements_with_its_range_and_its_people() -> None:
    """Two statements, 9 of 11 answering: V = 25.3, so 60 lies between 50.1 and 69.9."""
    point = construct(found(both("BEL", 60)), "BEL").point

    assert isinstance(point, Point)
    assert (point.score, point.low, point.high, point.people) == (60.0, 50.1, 69.9, Band(8, 9))


def test_a_withheld_figure_has_no_number_and_is_compared_with_nothing() -> None:
    report = found({}, both("BEL", None))

    (gone,) = (c for c in report.constructs if c.itself.id == "BEL")
    for source in (gone.itself, *gone.statements):
        assert isinstance(source.point, Gap)
        assert (source.shares, source.change) == ((), None)
        assert (source.told.verdict, source.told.reason) == (
            Verdict.NOT_COMPARABLE,
            Reason.WITHHELD,
        )
    assert report.shown


def test_when_everything_behind_is_withheld_the_composites_may_still_stand() -> None:
    """As in a team that was held, while there was such a thing."""
    cells: dict[str, Figure] = dict.fromkeys((*ASKED, *SCOPES), Hidden())
    cells["belonging"] = Score(600, Band(8, 9), 10)
    report = sources(view([wave()._replace(cells=cells)]))

    assert not report.shown
    assert [isinstance(c.point, Point) for c in report.composites] == [True, False]
    assert report.home is None


def test_a_first_wave_has_nothing_to_compare_with() -> None:
    report = found({})

    assert {source.told.reason for source in report.all} == {Reason.FIRST_WAVE}
    assert all(source.change is None for source in report.all)
    assert order(report) == USUAL


def test_a_wave_that_asked_other_statements_is_passed_over() -> None:
    """The one before it can be compared, and stood at another level."""
    other = instrument(("BEL1", "BEL2", "RSP3", "RSP4", *ASKED[4:], *SCOPES))
    waves = [wave(0, both("RSP", 20)), wave(1, asked=other), wave(2, both("RSP", 80))]
    change = construct(sources(view(waves)), "RSP").change

    assert change is not None
    assert (change.since.name, change.before, change.now) == ("Pulse 3", 20, 80)


def test_where_no_wave_can_be_compared_the_reason_is_said_instead_of_a_change() -> None:
    other = instrument(("BEL1", "BEL2", "RSP3", "RSP4", *ASKED[4:], *SCOPES))
    report = sources(view([wave(0, asked=other), wave(1)]))
    told = {key: construct(report, key).told for key in USUAL}

    assert (told["RSP"].verdict, told["RSP"].reason) == (
        Verdict.NOT_COMPARABLE,
        Reason.OTHER_STATEMENTS,
    )
    assert told["RSP"].change is None
    assert {told[key].verdict for key in ("BEL", "PUR", "OWN")} == {Verdict.STEADY}


def test_a_composite_says_here_what_the_trend_page_says() -> None:
    waves = [wave(0, both("BEL", 20) | both("RSP", 20)), wave(1), wave(2)]

    here = [source.sentences for source in sources(view(waves)).composites]
    assert here == [line.sentences for line in trend(view(waves)).lines]


def test_a_turned_statement_says_so() -> None:
    asked = instrument((*ASKED, *SCOPES))
    turned = [replace(item, reverse=item.id == "BEL2") for item in asked.items]
    report = sources(view([wave(asked=replace(asked, items=tuple(turned)))]))

    assert [source.id for source in report.all if source.turned] == ["BEL2"]


@pytest.mark.parametrize(
    ("team", "organisation", "home", "low", "high"),
    [
        (90, 60, Home.TEAM, 11.8, 48.2),
        (60, 90, Home.ORGANISATION, -48.2, -11.8),
        (70, 60, Home.UNCLEAR, -8.2, 28.2),
    ],
)
def test_the_gap_of_the_two_scopes_is_said_with_its_range(
    team: float, organisation: float, home: Home, low: float, high: float
) -> None:
    """Each with V = 43.3, so that 18.2 points either way are likely."""
    told = two_scopes(unit([wave(said={"SCO1": team, "SCO2": organisation})]))

    assert told is not None
    assert told.home is home
    assert (round(told.low, 1), round(told.high, 1)) == (low, high)


@pytest.mark.parametrize("said", [{"SCO1": None}, {"SCO2": None}])
def test_one_scope_alone_says_nothing(said: Mapping[str, float | None]) -> None:
    assert two_scopes(unit([wave(said=said)])) is None
    assert two_scopes(unit([wave_cells()])) is None


def focus(*waves: WaveCells) -> Trend | None:
    return focus_trend(view(waves), name="Responsibility focus")


def test_responsibility_focus_is_the_mean_of_its_two_statements() -> None:
    told = focus(wave(0, {"RSP1": 40, "RSP3": 20}, asked=FOCUS), wave(1, asked=FOCUS))

    assert told is not None
    (line,) = told.lines
    assert [p.score for p in line.points if isinstance(p, Point)] == [30.0, 60.0]
    assert line.sentences[0].key == "trends.rose_now"
    assert told.rows[0].verdict is Verdict.ROSE


def test_responsibility_focus_needs_both_statements() -> None:
    waves = [wave(0, asked=FOCUS), wave(1), wave(2, {"RSP3": None}, asked=FOCUS)]
    told = focus(*waves)

    assert told is not None
    gaps = [p.asked for p in told.lines[0].points if isinstance(p, Gap)]
    assert gaps == [False, True]
    assert focus(waves[1], waves[2]) is None


@settings(deadline=None, max_examples=50)
@given(now=st.integers(1, 19), others=st.integers(1, 19))
def test_the_same_two_statements_never_read_in_two_ways(now: int, others: int) -> None:
    """Where a construct is just these two, its change and that of the focus are one."""
    moved = dict.fromkeys((*ASKED[:2], *ASKED[4:]), 5.0 * others)
    waves = [
        wave(0, asked=FOCUS),
        wave(1, {"RSP1": 5.0 * now, "RSP3": 5.0 * now, **moved}, asked=FOCUS),
    ]
    told = focus(*waves)

    assert told is not None
    assert told.lines[0].told[-1] == construct(sources(view(waves)), "RSP").told
