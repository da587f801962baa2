"""Promises of the heat map: own figures in the tiles, colours only with evidence, readable."""

import re
from itertools import pairwise
from math import isnan
from typing import Any

import plotly.graph_objects as go
import pytest

from analytics.charts.heat_map import DARK, LIGHT, Tints, heat_map
from analytics.charts.heat_map_geometry import (
    ABOVE,
    BELOW,
    NO_COLOUR,
    NO_FIGURE,
    Words,
    alt_text,
    row_label,
    tiles,
)
from analytics.charts.theme import CLEAR, theme
from analytics.reports.area import Area
from tests.charts.test_trend_chart import contrast, numbers
from tests.make_area import area_with

WORDS = Words(
    "–", "not shown", "{area}, {count} units, {measure}:", "{unit} {score}", {"BEL": "Us"}
)
APART = (20.4, 60, 60, 60, 60, 60, 60, 90)


def seen(*belonging: float | None) -> Area:
    """An area as it is looked at by belonging."""
    area = area_with(*belonging)
    return area.seen_in(area.views[0])


def test_a_tile_holds_the_units_own_figure_and_is_coloured_where_it_stands_apart() -> None:
    """Below the others, or above them, by more than chance; how far does not matter."""
    drawn = tiles(seen(*APART, None), WORDS)

    assert drawn.text[:, 0].tolist() == ["20", *["60"] * 6, "90", "–"]
    assert drawn.text[:, 1].tolist() == ["60"] * 9
    assert drawn.columns == ["Belonging", "Alignment", "Us", "Name of RSP"]
    assert drawn.colours[:, 0].tolist() == [BELOW, *[NO_COLOUR] * 6, ABOVE, NO_FIGURE]
    assert set(drawn.colours[:8, 1].tolist()) == {NO_COLOUR}


def test_without_evidence_no_tile_has_a_colour() -> None:
    """Units alike, or one alone; a withheld one looks as it does anywhere."""
    for area in (seen(55, 60, 65, 60, 55, 65, 60, 60, None), seen(20, None)):
        colours = tiles(area, WORDS).colours[:, 0].tolist()

        assert colours == [*[NO_COLOUR] * (len(area.rows) - 1), NO_FIGURE]


def test_a_withheld_figure_leaves_no_trace() -> None:
    """Neither in a tile nor in its colour."""
    withheld = _plain(heat_map(seen(*APART, None), WORDS))
    shown = _plain(heat_map(seen(*APART, 37), WORDS))

    assert 37.0 not in set(numbers(withheld))
    assert 37.0 in set(numbers(shown))


@pytest.mark.parametrize("dark", [False, True])
def test_the_map_holds_published_figures_and_what_follows_from_them_only(dark: bool) -> None:
    """Beyond what the same map needs for its looks when all of it is withheld."""
    area = seen(*APART, None)
    looks = set(numbers(_plain(heat_map(seen(*[None] * 9), WORDS, dark=dark))))
    whole = {float(round(s)) for c in area.columns for s in c.scores.tolist() if not isnan(s)}

    extra = set(numbers(_plain(heat_map(area, WORDS, dark=dark)))) - looks
    assert extra <= whole | {BELOW, NO_COLOUR, ABOVE}
    assert whole <= extra | looks


def _plain(figure: go.Figure) -> dict:  # type: ignore[type-arg]
    """A figure as plain lists."""
    found: dict = figure.to_dict()  # type: ignore[type-arg]
    drawn: Any = figure.data[0]
    found["data"][0] |= {"z": drawn.z.tolist(), "text": drawn.text.tolist()}
    return found


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("belonging", [APART, (60,), (None, None)])
def test_plotly_knows_every_property(belonging: tuple[float | None, ...], dark: bool) -> None:
    """What drawing leaves out for speed is checked here; and there is one trace, whatever it is."""
    drawn = heat_map(seen(*belonging), WORDS, dark=dark)

    assert len(go.Figure(drawn.to_dict()).data) == 1


def test_there_is_no_colour_bar_and_at_most_six_columns() -> None:
    area = seen(*APART)
    (trace,) = heat_map(area, WORDS).to_dict()["data"]

    assert trace["showscale"] is False
    assert all(len(view.columns) <= 6 for view in area_with(60).views)


@pytest.mark.parametrize(("tints", "dark"), [(LIGHT, False), (DARK, True)])
def test_figures_can_be_read_on_every_tile(tints: Tints, dark: bool) -> None:
    """WCAG 2.2: 4.5:1, in each colour, and where there is no tile."""
    tiles = (tints.low, tints.high, tints.plain, theme(dark=dark).background)

    assert min(contrast(tints.text, tile) for tile in tiles) >= 4.5


@pytest.mark.parametrize(
    ("place", "colour"), [(NO_FIGURE, CLEAR), (BELOW, LIGHT.low), (NO_COLOUR, LIGHT.plain)]
)
def test_each_place_on_the_scale_has_its_own_colour(place: int, colour: str) -> None:
    """Nothing between two colours is ever drawn."""
    (trace,) = heat_map(seen(*APART), WORDS).to_dict()["data"]
    at = (place - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
    before, after = next(
        (one, other)
        for one, other in pairwise(trace["colorscale"])
        if one[0] <= at <= other[0] and one[0] < other[0]
    )

    assert before[1] == after[1] == colour


def test_the_scale_of_colours_only_rises() -> None:
    (trace,) = heat_map(seen(*APART), WORDS).to_dict()["data"]
    stops = [stop for stop, _ in trace["colorscale"]]

    assert (stops[0], stops[-1]) == (0, 1)
    assert all(low <= high for low, high in pairwise(stops))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Sensors", "Sensors"),
        ("Harvest Forecast", "Harvest Forecast"),
        ("Customer success north", "Customer success<br>north"),
        ("People & <b>Finance</b>", "People &amp;<br>&lt;b&gt;Finance&lt;/b&gt;"),
        ("Verwaltungsgemeinschaftshaus", "Verwaltungsgemei<br>nschaftshaus"),
        ("One two three four five six seven eight nine", "One two three<br>four five six…"),
    ],
)
def test_a_long_name_takes_two_short_lines(name: str, label: str) -> None:
    assert row_label(name) == label
    assert all(len(re.sub(r"&\w+;", "x", line)) <= 16 for line in label.split("<br>"))


def test_the_alternative_text_says_the_figures_in_order() -> None:
    area = seen(70, None)

    assert alt_text(area, area.views[0], WORDS) == (
        "Harbours, 2 units, Belonging: Team 1 70, Team 2 not shown."
    )
