"""Promises of the page of an area: who sees it, the order of the organisation, colour that is
evidence, and what each unit's own page says."""

from math import isnan, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.figures.measures import ClosedWave
from analytics.figures.verdicts import Verdict
from analytics.published.cells import Scope
from analytics.reports.area import COLUMNS, Area, area_of, waves_to_choose
from survey.errors import NotFound
from survey.organisation.permissions import Viewer
from survey.store import Store
from tests import make
from tests.make_area import area_of_teams, area_with
from tests.make_waves import ASKED, closed_wave, figures, instrument

APART = (20, 60, 60, 60, 60, 60, 60, 90)
TOP = Viewer("h", "H", "all", "all", frozenset())


def test_units_stand_in_the_order_of_the_organisation_whatever_their_figures() -> None:
    """There are no ranks."""
    area = area_with(90, 20, None, 30, names=("Ox", "Ant", "Bee", "Cat"))

    assert [row.name for row in area.rows] == ["Ox", "Ant", "Bee", "Cat"]
    scores = area.column("belonging").scores
    assert scores[[0, 1, 3]].tolist() == [90, 20, 30]
    assert isnan(scores[2])


def test_a_unit_is_coloured_where_it_stands_apart_from_the_others() -> None:
    """By hand: four statements, 9 of 11 answering, V = 1.15 x 400.95/9 + 25/48 = 51.8, so that one
    unit differs from seven by chance by 7.7 points; 20 and 90 lie 42 and 37 off."""
    area = area_with(*APART)

    assert area.column("belonging").apart.tolist() == [-1, 0, 0, 0, 0, 0, 0, 1]
    assert area.column("alignment").apart.tolist() == [0] * 8


@pytest.mark.parametrize("belonging", [(55, 60, 65, 60, 55, 65, 60, 60), (60,), (None, None, None)])
def test_nothing_is_coloured_where_chance_would_do(belonging: tuple[float | None, ...]) -> None:
    """Alike, alone, or withheld."""
    assert not area_with(*belonging).column("belonging").apart.any()


@pytest.mark.parametrize(
    ("belonging", "differ"),
    [(APART, True), ((55, 60, 65, 60), False), ((60, None), None), ((None,), None)],
)
def test_it_is_told_whether_the_units_differ_at_all(
    belonging: tuple[float | None, ...], differ: bool | None
) -> None:
    """Of two figures or more; with fewer nothing is claimed."""
    found = area_with(*belonging).column("belonging").differ

    assert (found and found.differ) is differ


def test_a_withheld_unit_is_left_out_of_the_comparison_of_the_others() -> None:
    with_it, without = area_with(*APART, None), area_with(*APART)

    assert with_it.column("belonging").apart.tolist() == [
        *without.column("belonging").apart.tolist(),
        0,
    ]
    assert with_it.column("belonging").differ == without.column("belonging").differ


def test_a_view_is_what_a_phone_can_show() -> None:
    """Both composites, and the constructs of one of them."""
    area = area_with(*APART)

    assert [(view.key, view.columns) for view in area.views] == [
        ("belonging", ("belonging", "alignment", "BEL", "RSP")),
        ("alignment", ("belonging", "alignment", "PUR", "OWN")),
    ]
    assert all(len(view.columns) <= COLUMNS for view in area.views)
    shown = area.seen_in(area.views[1])
    assert [column.measure.id for column in shown.columns] == [*area.views[1].columns]


def test_a_construct_that_is_its_composite_is_no_column_of_its_own() -> None:
    asked = instrument(("BEL1", "BEL2", *ASKED[4:]))
    first, _ = area_with(60, wave=closed_wave(asked=asked)).views

    assert first.columns == ("belonging", "alignment")


def test_nothing_shown_is_told_apart_from_something() -> None:
    """Alignment is always shown here, so only a wave of belonging shows nothing."""
    only_belonging = closed_wave(asked=instrument(ASKED[:4]))

    assert not area_with(None, None, wave=only_belonging).shows_anything
    assert area_with(None, 60, wave=only_belonging).shows_anything
    assert area_with(60).column("belonging").complete
    assert not area_with(60, None).column("belonging").complete


def test_people_and_participation_are_bands_and_blank_where_withheld() -> None:
    only_belonging = closed_wave(asked=instrument(ASKED[:4]))
    shown, withheld = area_with(60, None, wave=only_belonging).rows

    assert shown.people is not None
    assert (shown.people.low, shown.people.high) == (8, 9)
    assert withheld.people is None
    assert withheld.took_part is not None
    assert (withheld.took_part.low, withheld.took_part.high) == (75, 100)


def of(*teams: tuple[float | None, ...]) -> Area:
    """An area of teams whose belonging was this, wave by wave."""
    waves = [
        [(wave, figures(wave, belonging=b)) for b, wave in zip(team, _waves(team), strict=True)]
        for team in teams
    ]
    return area_of_teams(waves)


def _waves(team: tuple[float | None, ...]) -> list[ClosedWave]:
    return [closed_wave(at) for at in range(len(team))]


def test_what_became_of_a_unit_is_told_by_unit_where_its_figure_is_shown() -> None:
    area = of((70, 70, 70, 40), (40, 40, 40, 70), (60, 60, 60, 60), (60, 60, 60, None))
    fell, rose = area.told(Verdict.FELL), area.told(Verdict.ROSE)

    assert [(move.unit, move.measure.id) for move in fell] == [(0, "belonging")]
    assert [(move.unit, move.measure.id) for move in rose] == [(1, "belonging")]
    assert len(area.moves) == 7
    assert [move.unit for move in area.moves] == sorted(move.unit for move in area.moves)


histories = st.lists(
    st.lists(st.none() | st.integers(2, 18).map(lambda five: five * 5.0), min_size=4, max_size=4),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=40)
@given(histories)
def test_an_area_says_of_a_unit_what_its_own_page_says(teams: list[list[float | None]]) -> None:
    """However many others stand beside it."""
    area = of(*(tuple(team) for team in teams))

    for move in area.moves:
        own = area.read.unit(f"t{move.unit + 1}", scope=Scope.TEAM, name="T")
        assert own is not None
        assert move.told == own.line(move.measure.id).latest


def test_a_report_holds_the_published_figures_of_the_units_directly_below(store: Store) -> None:
    """Areas as areas, teams as teams, in the order of the organisation; what became of them
    since the wave before, the first of which has none; on both engines."""
    make.populate(store)
    make.published(store, "w1")
    make.published(store, "w2", opens=store.now())
    found = area_of(store, unit="all", viewer=TOP, wave="w2")
    shown = make.shown(store, "w2")

    assert [(row.key, row.is_area) for row in found.rows] == [
        ("cat", False),
        ("dog", False),
        ("north", True),
    ]
    for row, score in zip(found.rows, found.column("belonging").scores.tolist(), strict=True):
        figure = shown[row.key, "area" if row.is_area else "team", "belonging"]
        expected = nan if not figure else figure[0] / 10  # type: ignore[operator]
        assert score == pytest.approx(expected, nan_ok=True)
    assert waves_to_choose(store) == {"w2": "Wave w2", "w1": "Wave w1"}

    first = area_of(store, unit="north", viewer=TOP, wave="w1")
    second = area_of(store, unit="north", viewer=TOP, wave="w2")
    assert {move.told.verdict for move in first.moves} == {Verdict.TOO_EARLY}
    assert len(first.moves) == len(second.moves) == 4
    assert Verdict.TOO_EARLY not in {move.told.verdict for move in second.moves}
    assert {move.told.change.since.key for move in second.moves if move.told.change} <= {"w1", "w2"}


def test_a_unit_that_is_no_area_of_the_viewers_is_like_one_that_is_not_there(
    duckdb_store: Store,
) -> None:
    """A team, an area above, or nothing at all."""
    make.populate(duckdb_store)
    leader = Viewer("n", "N", "north", "north", frozenset())
    refused = [(TOP, "ant"), (TOP, "nowhere"), (leader, "all"), (leader, "cat"), (leader, "")]

    for who, unit in refused:
        with pytest.raises(NotFound, match="There is no such unit"):
            area_of(duckdb_store, unit=unit, viewer=who, wave="w1")
    with pytest.raises(NotFound, match="There is no such wave"):
        area_of(duckdb_store, unit="north", viewer=leader, wave="w1")
