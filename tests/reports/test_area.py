"""Promises of the page of an area: who sees it, what is in order, and no order without evidence."""

from math import isnan, nan

import numpy as np
import pytest

from analytics.reports.area import (
    Area,
    area_of,
    moves_of,
    waves_to_choose,
)
from analytics.statistics.shrinkage import NoOrder, Ordered, Unordered
from survey.errors import NotFound
from survey.organisation.permissions import Viewer
from survey.store import Store
from tests import make
from tests.make_area import area_with
from tests.make_waves import ASKED, closed_wave, instrument

APART = (20, 30, 40, 50, 60, 70, 80, 90)
TOP = Viewer("h", "H", "all", "all", frozenset())


def names(area: Area) -> list[str]:
    return [row.name for row in area.rows]


def test_units_stand_in_the_order_of_a_composite_those_that_may_need_support_first() -> None:
    """Those without a figure come last; each keeps its own figure."""
    area = area_with(90, 20, None, 30, 80, 70, 40, 60, 50)
    shown = area.seen_in(area.views[0])

    assert [row.key for row in shown.rows] == ["t1", "t3", "t6", "t8", "t7", "t5", "t4", "t0", "t2"]
    scores = shown.column("belonging").scores
    assert scores[:8].tolist() == sorted(APART)
    assert isnan(scores[8])


def test_order_and_colour_have_chance_taken_out() -> None:
    """Nearer to the mean than the figures, which stay as they are.

    By hand: 9 of 11 answered, V = 400.95/9 [.8 x 2/11 + .2] + 25/48 = 15.9, and the figures have a
    variance of 600.
    """
    column = area_with(*APART).column("belonging")

    assert isinstance(column.order, Ordered)
    assert column.values is not None
    assert np.ptp(column.values) < np.ptp(column.scores) == 70
    assert column.order.icc2 == pytest.approx(1 - 15.91 / 600, abs=1e-5)


@pytest.mark.parametrize(
    ("belonging", "why"),
    [
        (APART[:7], NoOrder.TOO_FEW),
        ((*APART[:7], None, None), NoOrder.TOO_FEW),
        ((55, 60, 65, 60, 55, 65, 60, 60), NoOrder.ALIKE),
        ((None,) * 9, NoOrder.TOO_FEW),
    ],
)
def test_without_evidence_units_stand_as_in_the_organisation(
    belonging: tuple[float | None, ...], why: NoOrder
) -> None:
    """No order by value, and nothing to colour by."""
    area = area_with(*belonging)
    column = area.column("belonging")

    assert column.order == Unordered(why)
    assert column.values is None
    assert names(area.seen_in(area.views[0])) == names(area)


def test_a_view_is_what_a_phone_can_show() -> None:
    """Both composites, and the constructs of the one that gives the order."""
    area = area_with(*APART)

    assert [(view.key, view.columns) for view in area.views] == [
        ("belonging", ("belonging", "alignment", "BEL", "RSP")),
        ("alignment", ("belonging", "alignment", "PUR", "OWN")),
    ]
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


def test_a_report_holds_the_published_figures_of_the_units_directly_below(store: Store) -> None:
    """Areas as areas, teams as teams, in the order of the organisation; changes since the wave
    before, the first of which has none; on both engines."""
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
    assert (moves_of(store, first).all, moves_of(store, first).apart) == ((), 4)
    moved = moves_of(store, second)
    assert moved.apart == 0
    assert {(second.rows[m.unit].key, m.measure.id, m.since.key) for m in moved.all} == {
        (unit, measure, "w1") for unit in ("ant", "bee") for measure in ("belonging", "alignment")
    }


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
