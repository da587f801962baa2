"""Promises of the maps: where a unit stands, what moved, and that a blank stays one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.figures.line import Gap, Point, Told
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import Band
from analytics.reports.map_sentence import CORNERS, Side, side, where
from analytics.reports.maps import Leaders, Maps, maps
from analytics.reports.trend import Line
from tests.make_maps import NAMES, STANDARD, Points, view, wave
from tests.make_waves import WaveCells

MANY = Band(55, 65)


def of(*waves: WaveCells, area: WaveCells | None = None) -> Maps:
    """The maps of the harbour team."""
    return maps(view(*waves, area=area), NAMES)


def line(found: Maps, name: str) -> Line:
    """All that is known of one axis."""
    return next(one for one in found.table.lines if one.name == name)


def told(found: Maps, name: str) -> Told:
    """What became of one axis."""
    return line(found, name).told[-1]


def says(found: Maps) -> list[str]:
    """The sentences beside the map of trust, by their keys."""
    return [sentence.key for sentence in found.trust.says]


def figure(low: float, high: float) -> Point:
    """A figure with this likely range."""
    opened = wave().wave.opened
    return Point("w0", "Pulse 1", opened, (low + high) / 2, low, high, MANY)


def test_mutual_purpose_is_the_mean_of_the_statements_of_both_constructs() -> None:
    points = {"PUR1": 40, "PUR2": 60, "INC1": 70, "INC3": 95, "RES1": 80, "RES2": 65}
    here = of(wave(points=points)).trust.here

    assert here is not None
    assert (here.x.score, here.y.score) == (66.2, 72.5)


def test_the_quadrant_holds_two_single_statements_and_their_rounding() -> None:
    here = of(wave(points={"OWN1": 70, "OWN2": 30}, step=10)).ownership.here

    assert here is not None
    assert (here.x.score, here.y.score, here.x.step, here.y.step) == (70.0, 30.0, 10, 10)


@pytest.mark.parametrize(
    ("points", "purpose"),
    [
        ({"PUR1": None, "PUR2": None, "INC1": 40, "INC3": 70}, 55.0),
        ({"PUR": None, "INC1": None}, None),
    ],
)
def test_mutual_purpose_needs_half_of_its_statements(points: Points, purpose: float | None) -> None:
    here = of(wave(points=points)).trust.here

    assert (here.x.score if here else None) == purpose


@pytest.mark.parametrize(
    ("points", "missing"),
    [
        ({"RES": None}, ["Respect"]),
        ({"PUR": None, "INC": None}, ["Purpose"]),
        ({"PUR": None, "INC": None, "RES": None}, ["Purpose", "Respect"]),
    ],
)
def test_with_one_figure_withheld_there_is_no_dot_and_that_is_said(
    points: Points, missing: list[str]
) -> None:
    found = of(wave(0), wave(1, points)).trust

    assert found.here is None
    assert found.area is None
    assert [(s.key, s.values["measure"]) for s in found.says] == [
        ("trends.withheld", name) for name in missing
    ]
    assert found.details == ()


def test_a_statement_that_was_not_asked_reads_otherwise_than_a_withheld_one() -> None:
    found = of(wave(asks=("PUR1", "INC1", "RES1", "OWN1"))).ownership

    assert [(s.key, s.values["measure"]) for s in found.says] == [("trends.not_asked", "Power")]


def test_the_tail_is_not_joined_across_a_withheld_wave() -> None:
    dots = of(wave(0), wave(1), wave(2, {"RES": None}), wave(3), wave(4)).trust.dots

    assert [dot and dot.joined for dot in dots] == [False, True, None, False, True]


def test_the_tail_is_not_joined_to_other_statements_and_nothing_is_compared() -> None:
    other = ("PUR3", "PUR4", "INC2", "INC4", "RES3", "RES4", "OWN1", "OWN2")
    found = of(wave(0, {"PUR": 20, "RES": 20}), wave(1, {"PUR": 90, "RES": 90}, asks=other))

    assert [dot and dot.joined for dot in found.trust.dots] == [False, False]
    assert says(found)[1:] == ["trends.other_statements"] * 2
    assert told(found, "Purpose") == Told(Verdict.NOT_COMPARABLE, Reason.OTHER_STATEMENTS)


def test_one_axis_that_asked_other_statements_is_enough_to_break_the_tail() -> None:
    other = ("PUR1", "PUR2", "INC1", "INC3", "RES3", "RES4", "OWN1", "OWN2")
    found = of(wave(0, {"PUR": 20}), wave(1, {"PUR": 90}, asks=other))

    assert [dot and dot.joined for dot in found.trust.dots] == [False, False]
    assert [dot and dot.joined for dot in found.ownership.dots] == [False, True]
    assert says(found)[1:] == ["maps.rose"]
    assert told(found, "Respect").reason is Reason.OTHER_STATEMENTS


def test_waves_are_compared_on_the_statements_both_show() -> None:
    """A hard statement that is shown for the first time is no fall."""
    found = of(wave(0, {"RES2": None}), wave(1, {"RES2": 5}))

    assert told(found, "Respect").verdict is Verdict.STEADY
    assert says(found)[1:] == ["maps.steady"]
    over = next(s for s in found.trust.details if s.key == "sure.over_one")
    assert over.values["measure"] == "Respect"


def test_a_clear_rise_and_a_clear_fall_are_both_said() -> None:
    found = of(
        wave(0, {"PUR": 40, "INC": 40, "RES": 80}), wave(1, {"PUR": 80, "INC": 80, "RES": 40})
    )

    assert [(s.key, s.values.get("measure")) for s in found.trust.says[1:]] == [
        ("maps.rose", "Purpose"),
        ("maps.fell", "Respect"),
    ]
    assert found.trust.says[1].values["since"] == "Pulse 2"
    steps = [s.values["measure"] for s in found.trust.details if s.key == "sure.step"]
    assert steps == ["Purpose", "Respect"]


@pytest.mark.parametrize(
    ("waves", "moved"),
    [
        ([wave(0)], "maps.first"),
        ([wave(0, {"PUR": None, "INC": None, "RES": None}), wave(1)], "maps.first"),
        ([wave(0, {"RES": None}), wave(1)], "trends.first"),
        ([wave(0), wave(1, {"RES": 65})], "maps.steady"),
    ],
)
def test_what_is_said_when_nothing_is_known_to_have_moved(
    waves: list[WaveCells], moved: str
) -> None:
    assert says(of(*waves))[1:] == [moved]


def test_that_one_axis_is_new_is_said_of_that_axis_alone() -> None:
    """The other has an earlier figure, and all pages say so."""
    found = of(wave(0, {"RES": None}), wave(1))

    assert [sentence.values["measure"] for sentence in found.trust.says[1:]] == ["Respect"]
    assert told(found, "Purpose").verdict is Verdict.STEADY


def test_each_axis_is_followed_through_its_own_waves() -> None:
    """The wave between shows one of the two figures: the other still counts it."""
    found = of(wave(0, {"PUR": 30}), wave(1, {"PUR": 80, "RES": None}), wave(2, {"PUR": 90}))

    rise, steady = (told(found, name).change for name in ("Purpose", "Respect"))
    assert rise is not None
    assert rise.since.name == "Pulse 2"
    assert steady is not None
    assert steady.since.name == "Pulse 1"


@pytest.mark.parametrize(
    ("x", "y", "key", "named"),
    [
        ((55, 75), (60, 80), "maps.in_corner", {"high purpose, high respect"}),
        ((20, 40), (60, 80), "maps.in_corner", {"low purpose, high respect"}),
        ((55, 75), (20, 49.9), "maps.in_corner", {"high purpose, low respect"}),
        ((20, 40), (20, 40), "maps.in_corner", {"low purpose, low respect"}),
        (
            (40, 60),
            (60, 80),
            "maps.between",
            {"low purpose, high respect", "high purpose, high respect"},
        ),
        (
            (60, 80),
            (50, 70),
            "maps.between",
            {"high purpose, low respect", "high purpose, high respect"},
        ),
        ((40, 60), (45, 65), "maps.in_the_middle", set()),
    ],
)
def test_a_corner_is_named_as_far_as_the_likely_ranges_tell(
    x: tuple[float, float], y: tuple[float, float], key: str, named: set[str]
) -> None:
    said = where("Harbour", figure(*x), figure(*y), NAMES.trust)

    assert said.key == key
    assert {value for name, value in said.values.items() if name != "unit"} == named


@given(low=st.floats(0, 99), room=st.floats(0.1, 50))
def test_a_side_is_never_claimed_against_the_score(low: float, room: float) -> None:
    found = figure(low, min(100.0, low + room))

    assert side(found) is not (Side.LOW if found.score > 50 else Side.HIGH)


def test_the_area_stands_beside_the_unit_for_context() -> None:
    area = wave(0, {"PUR": 70, "INC": 70, "RES": 50, "OWN1": None}, people=MANY, step=2)
    found = of(wave(0), area=area)

    assert found.trust.area is not None
    assert (found.trust.area.name, found.trust.area.x, found.trust.area.y) == (
        "Operations",
        70.0,
        50.0,
    )
    assert found.ownership.area is None


@pytest.mark.parametrize(("asks", "shown"), [(STANDARD, False), ((*STANDARD, "OWN3"), True)])
def test_waiting_for_leaders_is_told_when_it_was_asked(asks: tuple[str, ...], shown: bool) -> None:
    found = of(wave(0, {"OWN3": 35}, asks=asks))

    assert (found.leaders is not None) is shown
    assert ("Going on" in {row.measure for row in found.table.rows}) is shown


def test_waiting_for_leaders_may_be_withheld() -> None:
    leaders = of(wave(0, {"OWN3": None}, asks=(*STANDARD, "OWN3"))).leaders

    assert isinstance(leaders, Leaders)
    assert leaders.statement == "Text of OWN3."
    assert isinstance(leaders.figure, Gap)


def test_the_table_names_each_axis_wave_by_wave_newest_first() -> None:
    rows = of(wave(0, {"PUR": 40, "INC": 40}), wave(1, {"RES": None})).table.rows

    assert [(row.wave, row.measure, row.score) for row in rows] == [
        ("Pulse 2", "Purpose", 60.0),
        ("Pulse 2", "Respect", None),
        ("Pulse 2", "Account", 60.0),
        ("Pulse 2", "Power", 60.0),
        ("Pulse 1", "Purpose", 40.0),
        ("Pulse 1", "Respect", 60.0),
        ("Pulse 1", "Account", 60.0),
        ("Pulse 1", "Power", 60.0),
    ]


shown_or_not = st.one_of(st.none(), st.integers(1, 19).map(lambda five: five * 5.0))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(STANDARD, shown_or_not)), min_size=1, max_size=5)
)
def test_a_dot_is_there_exactly_where_both_of_its_figures_are_shown(waves: list[Points]) -> None:
    found = of(*(wave(at, points) for at, points in enumerate(waves)))

    for of_map, names in ((found.trust, NAMES.trust), (found.ownership, NAMES.ownership)):
        x, y = line(found, names.x).points, line(found, names.y).points
        both = [isinstance(a, Point) and isinstance(b, Point) for a, b in zip(x, y, strict=True)]
        assert [dot is not None for dot in of_map.dots] == both
        after = [False, *both]
        assert all(after[at] for at, dot in enumerate(of_map.dots) if dot and dot.joined)
        assert of_map.says
        assert set(of_map.names.corners) == set(CORNERS)


HIGH = {"PUR1": 90, "PUR2": 90, "INC1": 90, "INC3": 90, "RES1": 90, "RES2": 90}
LOW = dict.fromkeys(HIGH, 10)


def test_the_way_over_the_last_waves_is_told_corner_by_corner() -> None:
    """Waves in one corner are told together."""
    found = of(*(wave(at, points=HIGH if at != 2 else LOW, people=MANY) for at in range(4)))

    (said,) = found.trust.path
    corner = NAMES.trust.corners
    high, low = corner[Side.HIGH, Side.HIGH], corner[Side.LOW, Side.LOW]
    assert said.said("en") == (
        f"The way here: “{high}” from Pulse 1 to Pulse 2, then “{low}” in Pulse 3, "
        f"then “{high}” in Pulse 4."
    )


def test_of_a_long_way_the_end_is_told() -> None:
    """A sentence of many steps would be read by nobody."""
    found = of(*(wave(at, points=(HIGH, LOW)[at % 2], people=MANY) for at in range(6)))

    (said,) = found.trust.path
    assert said.said("en").count("then") == 2
    assert "Pulse 3" not in said.said("en")
    assert said.said("en").endswith("in Pulse 6.")


def test_a_unit_that_stayed_is_told_since_when_and_one_wave_is_no_way() -> None:
    stayed = of(*(wave(at, points=HIGH, people=MANY) for at in range(3)))

    assert [one.said("en") for one in stayed.trust.path] == ["It has stood there since Pulse 1."]
    assert of(wave(points=HIGH, people=MANY)).trust.path == ()
