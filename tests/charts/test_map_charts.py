"""Promises of the drawn maps: published values only, broken tails, and room for every dot."""

from textwrap import wrap

import pytest
from plotly import graph_objects as go

from analytics.charts.maps import ownership_map, trust_map
from analytics.charts.maps_geometry import (
    LABEL_WIDTH,
    STRIP,
    TAIL,
    Box,
    Drawing,
    alt_text,
    drawing,
    label_place,
    rounded,
)
from analytics.figures.line import Point
from analytics.reports.map_sentence import CORNERS
from analytics.reports.maps import Map, Maps, maps
from pages.ui.figures.map import drawn_words, map_names
from survey.languages import Readers, languages_for
from survey.text import catalogue
from tests.charts.test_trend_chart import Json, numbers
from tests.make_maps import NAMES, view, wave
from tests.make_waves import WaveCells

DRAWS = {"trust": trust_map, "ownership": ownership_map}


def of(*waves: WaveCells, area: WaveCells | None = None) -> Maps:
    return maps(view(*waves, area=area), NAMES)


def drawn(of_map: Map, unit: str = "Harbour") -> Drawing:
    found = drawing(of_map, unit=unit, words=drawn_words())
    assert found is not None
    return found


def harbour() -> Maps:
    """A team with a gap in its past, and its area."""
    waves = [
        wave(0, {"RES": 45, "OWN1": 85}),
        wave(1, {"RES": 55, "OWN2": 35}),
        wave(2, {"RES": None, "OWN1": None}),
        wave(3, {"RES": 70, "OWN1": 65}),
        wave(4, {"RES": 80, "PUR": 30, "OWN1": 40}),
    ]
    return of(*waves, area=wave(4, {"RES": 66, "INC": 52, "OWN1": 58}, step=2))


def test_the_tail_lifts_its_pen_where_a_wave_is_withheld() -> None:
    found = drawn(harbour().trust)

    assert [stretch.y for stretch in found.tail] == [[45.0, 55.0], [70.0, 80.0]]
    assert [(mark.x, mark.y) for mark in found.earlier] == [
        (60.0, 45.0),
        (60.0, 55.0),
        (60.0, 70.0),
    ]
    assert (found.here.x, found.here.y) == (45.0, 80.0)


def test_the_tail_lifts_its_pen_where_other_statements_were_asked() -> None:
    other = ("PUR1", "PUR2", "INC1", "INC3", "RES3", "RES4", "OWN1", "OWN2")
    found = of(wave(0), wave(1, asks=other), wave(2, asks=other))

    assert [len(stretch.x) for stretch in drawn(found.trust).tail] == [1, 2]
    assert [len(stretch.x) for stretch in drawn(found.ownership).tail] == [3]


def test_a_dot_joined_to_a_wave_before_the_tail_starts_a_stretch_of_its_own() -> None:
    long_ago = [wave(at, {"RES": 5.0 * (at + 1)}) for at in range(TAIL + 4)]
    found = drawn(of(*long_ago).trust)

    assert len(found.earlier) == TAIL
    assert [len(stretch.x) for stretch in found.tail] == [TAIL + 1]
    assert found.tail[0].y[0] == 20.0


@pytest.mark.parametrize("which", DRAWS)
def test_a_withheld_axis_draws_nothing(which: str) -> None:
    found = of(wave(0), wave(1, {"RES": None, "OWN1": None}))

    assert drawing(getattr(found, which), unit="Harbour", words=drawn_words()) is None


@pytest.mark.parametrize(
    ("score", "step", "low", "high"),
    [
        (60, 10, 55, 65),
        (10, 10, 0, 15),
        (90, 10, 85, 100),
        (5, 5, 0, 7.5),
        (95, 5, 92.5, 100),
        (70, 5, 67.5, 72.5),
        (98, 2, 97, 100),
        (40, 2, 39, 41),
    ],
)
def test_the_box_of_rounding_is_as_large_as_the_step_and_reaches_the_merged_ends(
    score: float, step: int, low: float, high: float
) -> None:
    here = of(wave(0, {"OWN1": score, "OWN2": 50}, step=step)).ownership.here

    assert here is not None
    assert rounded(here) == Box(low, 50 - step / 2, high, 50 + step / 2)


def test_how_sure_the_dot_is_is_drawn_from_the_likely_ranges() -> None:
    found = harbour()
    here = found.ownership.here
    boxes = [
        t for t in traces(ownership_map(drawn(found.ownership), words=drawn_words())) if "fill" in t
    ]

    assert here is not None
    assert {*boxes[0]["x"]} == {here.x.low, here.x.high}
    assert {*boxes[0]["y"]} == {here.y.low, here.y.high}
    cross = traces(trust_map(drawn(found.trust), words=drawn_words()))
    assert found.trust.here is not None
    assert [found.trust.here.x.low, found.trust.here.x.high] in [trace["x"] for trace in cross]
    assert [found.trust.here.y.low, found.trust.here.y.high] in [trace["y"] for trace in cross]


def test_the_names_of_the_corners_stand_where_no_dot_can_be() -> None:
    places = {corner: label_place(corner) for corner in CORNERS}

    assert len(set(places.values())) == 4
    assert all(y < 0 or y > 100 for _, y in places.values())
    ranges = trust_map(drawn(harbour().trust), words=drawn_words()).to_dict()["layout"]
    assert ranges["yaxis"]["range"] == [-STRIP, 100 + STRIP]
    assert all(-STRIP < y < 100 + STRIP for _, y in places.values())


@pytest.mark.parametrize("which", DRAWS)
def test_the_names_of_the_corners_fit_a_phone(which: str) -> None:
    """Two lines in half a phone's width, in the words that readers see."""
    names = drawn(getattr(maps(view(wave()), map_names()), which)).corners

    assert [name.text.count("<br>") <= 1 for name in names] == [True] * 4


@pytest.mark.parametrize("which", DRAWS)
def test_a_map_holds_nothing_but_published_values(which: str) -> None:
    """Beyond what the same map with other figures needs for its looks."""
    found, other = harbour(), of(*(wave(at, {"RES": 25, "OWN": 25}) for at in range(5)))
    extra = set(numbers(_figure(which, found))) - set(numbers(_figure(which, other)))

    known = {v for line in found.table.lines for p in line.points for v in _values(p)}
    areas = {v for m in (found.trust, found.ownership) if m.area for v in (m.area.x, m.area.y)}
    rounding = {37.5, 42.5, 57.5, 62.5}
    looks = {0.3, 0.483, 0.575, 0.667, 0.85, 11.0}
    assert extra - known - areas - rounding - looks == set()
    assert extra & areas


def _figure(which: str, found: Maps) -> Json:
    figure: Json = DRAWS[which](drawn(getattr(found, which)), words=drawn_words()).to_dict()
    return figure


def _values(point: object) -> tuple[float, ...]:
    return (point.score, point.low, point.high) if isinstance(point, Point) else ()


def test_a_long_name_gets_lines_of_its_own_in_the_legend() -> None:
    short, long = (
        trust_map(drawn(harbour().trust, unit), words=drawn_words()).to_dict()["layout"]
        for unit in ("Harbour", "Everybody who looks after the harbour")
    )

    assert long["height"] > short["height"]
    assert long["height"] - long["margin"]["b"] == short["height"] - short["margin"]["b"]


def test_names_cannot_act_on_the_map() -> None:
    named = drawn(harbour().trust, "<a href='x'>Harbour</a>")
    spec = str(trust_map(named, words=drawn_words()).to_dict())

    assert "<a" not in spec
    assert "&lt;a href" in spec


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("found", [harbour(), of(wave(0)), of(wave(0), area=wave(0))])
def test_plotly_knows_every_property(found: Maps, dark: bool) -> None:
    """What drawing leaves out for speed is checked here: each property and each value."""
    for figure in (
        trust_map(drawn(found.trust), words=drawn_words(), dark=dark),
        ownership_map(drawn(found.ownership), words=drawn_words(), dark=dark),
    ):
        assert len(go.Figure(figure.to_dict()).data) == len(traces(figure))


def test_the_words_for_those_who_do_not_see_it_begin_with_the_finding() -> None:
    found = of(wave(0, {"RES": None}), wave(1, {"RES": 70}), wave(2, {"RES": 80})).trust
    here = found.here

    assert here is not None
    assert alt_text(found, finding="It rose.", words=drawn_words()) == (
        f"It rose. Purpose is 60.0, likely between {here.x.low} and {here.x.high}. "
        f"Respect is 80.0, likely between {here.y.low} and {here.y.high}. "
        "2 Feb 2026: Purpose 60.0, Respect 70.0."
    )


def traces(figure: go.Figure) -> list[dict]:  # type: ignore[type-arg]
    found: list[dict] = figure.to_dict()["data"]  # type: ignore[type-arg]
    return found


@pytest.mark.parametrize("language", languages_for(Readers.READING))
def test_the_name_of_a_corner_has_room_above_the_plane(language: str) -> None:
    """Two lines in a phone's half of the map, in every language that maps are read in."""
    names = [said for key, said in catalogue(language).items() if "_corner." in key]

    assert len(names) == 8
    assert [name for name in names if len(wrap(name, LABEL_WIDTH)) > 2] == []
