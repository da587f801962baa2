"""Promises of a trend: what is shown, what is joined, and what one sentence says about it."""

import pytest

from analytics.figures.timeline import Gap, Point
from analytics.figures.wave_cells import WaveCells
from analytics.published.cells import Band, Hidden, Scope, Score
from analytics.reports.trend import Above, Line, Trend, trend
from analytics.reports.trend_sentence import whole
from analytics.statistics.change import Verdict
from survey.questionnaire.instrument import Instrument
from tests.make_waves import ASKED, closed_wave, figures, instrument, wave_cells


def of(*belonging: float | None, asked: Instrument | None = None) -> Trend:
    """The trend of a unit whose belonging was this, wave by wave."""
    waves = [wave_cells(at, belonging=b, asked=asked) for at, b in enumerate(belonging)]
    return trend("Harbour", waves)


def line(found: Trend, composite: str = "belonging") -> Line:
    return next(one for one in found.lines if one.id == composite)


def test_a_wave_that_is_withheld_is_a_gap_and_is_not_joined_across() -> None:
    points = line(of(60, 65, None, 65, 60)).points

    assert [isinstance(point, Gap) for point in points] == [False, False, True, False, False]
    assert [p.joined for p in points if isinstance(p, Point)] == [False, True, False, True]


def test_a_point_carries_its_interval_and_its_band_of_people() -> None:
    (point,) = line(of(60)).points

    assert isinstance(point, Point)
    assert (point.score, point.people) == (60.0, Band(8, 9))
    assert 0 <= point.low < 60 < point.high <= 100


def test_a_clear_rise_is_said_with_its_range() -> None:
    found = line(of(40, 70))

    assert found.latest is not None
    assert found.latest.verdict is Verdict.ROSE
    assert found.sentence.key == "trends.rose"
    values = found.sentence.values
    assert (values["measure"], values["points"], values["before_wave"]) == (
        "Belonging",
        "30",
        "Pulse 1",
    )
    assert 0 < int(values["low"]) < 30 < int(values["high"])


def test_a_clear_fall_is_said_as_its_size_without_a_minus() -> None:
    values = line(of(70, 40)).sentence.values

    assert line(of(70, 40)).sentence.key == "trends.fell"
    assert values["points"] == "30"
    assert 0 < int(values["low"]) < 30 < int(values["high"])


def test_a_small_difference_cannot_be_told_apart_and_says_what_would_show() -> None:
    found = line(of(60, 55)).sentence

    assert found.key == "trends.cannot_tell"
    assert (found.values["then"], found.values["now"]) == ("60", "55")
    assert found.values["low"].startswith("−")
    assert found.values["high"].startswith("+")
    assert int(found.values["detectable"]) > 5


@pytest.mark.parametrize(
    ("belonging", "key"),
    [
        ((60.0,), "trends.first"),
        ((None, 60.0), "trends.first"),
        ((60.0, 60.0), "trends.steady"),
        ((60.0, None), "trends.withheld"),
    ],
)
def test_the_sentence_when_there_is_nothing_to_say_of_a_change(
    belonging: tuple[float | None, ...], key: str
) -> None:
    assert line(of(*belonging)).sentence.key == key


def test_a_change_is_measured_from_the_last_wave_that_was_shown() -> None:
    found = line(of(40, None, 70))

    assert found.sentence.values["before_wave"] == "Pulse 1"
    assert found.latest is not None
    assert found.latest.difference == 30


def test_waves_may_come_in_any_order() -> None:
    waves = [wave_cells(at, belonging=b) for at, b in enumerate((40, 55, 70))]

    assert trend("Harbour", waves[::-1]) == trend("Harbour", waves)


def test_a_wave_that_did_not_ask_a_composite_is_a_gap_that_says_so() -> None:
    only_belonging = instrument(ASKED[:4])
    found = trend("Harbour", [wave_cells(0), wave_cells(1, asked=only_belonging)])

    last = line(found, "alignment").points[-1]
    assert isinstance(last, Gap)
    assert not last.asked
    assert line(found, "alignment").sentence.key == "trends.not_asked"


def test_waves_with_too_few_statements_in_common_are_neither_joined_nor_compared() -> None:
    other = instrument(("BEL1", "RSP3", "RSP4", "RSP5", *ASKED[4:]))
    found = line(trend("Harbour", [wave_cells(0), wave_cells(1, belonging=90, asked=other)]))

    last = found.points[-1]
    assert isinstance(last, Point)
    assert not last.joined
    assert found.latest is None
    assert found.sentence.key == "trends.other_statements"


def test_a_longer_instrument_is_compared_on_the_statements_both_waves_show() -> None:
    """Two statements that people find hard come in: that is not a fall."""
    longer = closed_wave(1, asked=instrument((*ASKED, "BEL3", "BEL4")))
    cells = figures(longer, belonging=60)
    cells |= {"BEL3": Score(200, Band(8, 9), 5), "BEL4": Score(200, Band(8, 9), 5)}
    cells["belonging"] = Score(467, Band(8, 9), 5)
    found = line(trend("Harbour", [wave_cells(0), WaveCells(longer, Scope.TEAM, cells)]))

    assert found.latest is not None
    assert found.latest.difference == 0
    assert found.note is not None
    assert found.note.values["count"] == "4"


def test_a_statement_withheld_in_one_wave_is_left_out_of_the_comparison() -> None:
    second = wave_cells(1)
    cells = {**second.cells, "BEL1": Hidden(), "belonging": Score(600, Band(8, 9), 5)}
    first = wave_cells(0)
    before = {
        **first.cells,
        "BEL1": Score(0, Band(8, 9), 5),
        "belonging": Score(450, Band(8, 9), 5),
    }
    found = line(
        trend(
            "Harbour",
            [
                WaveCells(first.wave, Scope.TEAM, before),
                WaveCells(second.wave, Scope.TEAM, cells),
            ],
        )
    )

    assert found.latest is not None
    assert (found.latest.difference, found.latest.verdict) == (0, Verdict.UNCLEAR)


def test_a_composite_coarsened_as_a_whole_is_less_certain_than_one_of_many_statements() -> None:
    """A held team shows its composites only, to 10 points, each coarsened once."""
    wave = closed_wave()
    held = {
        "belonging": Score(600, Band(8, 9), 10),
        "participation": figures(wave)["participation"],
    }
    found = [
        line(trend("Harbour", [WaveCells(wave, Scope.TEAM, cells)])).points[0]
        for cells in (held, figures(wave, belonging=60))
    ]

    wide, narrow = found
    assert isinstance(wide, Point)
    assert isinstance(narrow, Point)
    assert wide.high - wide.low > narrow.high - narrow.low


def test_a_published_spread_takes_the_place_of_the_documented_one() -> None:
    def width(spreads: dict[str, float]) -> float:
        wave = closed_wave(spreads=spreads)
        point = line(trend("Harbour", [WaveCells(wave, Scope.TEAM, figures(wave))])).points[0]
        assert isinstance(point, Point)
        return point.high - point.low

    assert width({"belonging": 10.0}) < width({}) < width({"belonging": 35.0})


def test_units_above_bring_their_scores_wave_by_wave() -> None:
    waves = [wave_cells(at) for at in range(3)]
    above = Above("Operations", [wave_cells(2, belonging=70), wave_cells(0, belonging=50)])

    (context,) = line(trend("Harbour", waves, context=[above])).context

    assert context.name == "Operations"
    assert context.scores == (50.0, None, 70.0)


def test_signs_and_participation_are_told_per_wave() -> None:
    found = trend("Harbour", [wave_cells(0, signs=20), wave_cells(1, signs=40)])

    assert [(sign.id, sign.shares) for sign in found.signs] == [
        ("SGN1", (20.0, 40.0)),
        ("SGN2", (20.0, 40.0)),
    ]
    assert [p.invited for p in found.participation if p] == [11, 11]


def test_the_table_has_a_row_per_wave_and_composite_newest_first() -> None:
    found = of(40, None, 70)

    assert [(row.wave, row.measure, row.score) for row in found.rows] == [
        ("Pulse 3", "Belonging", 70.0),
        ("Pulse 3", "Alignment", 60.0),
        ("Pulse 2", "Belonging", None),
        ("Pulse 2", "Alignment", 60.0),
        ("Pulse 1", "Belonging", 40.0),
        ("Pulse 1", "Alignment", 60.0),
    ]
    newest, withheld = found.rows[0], found.rows[2]
    assert (newest.people, newest.participation, newest.change) == ("8 to 9", "75-100 %", 30.0)
    assert newest.verdict is Verdict.ROSE
    assert (withheld.low, withheld.high, withheld.change, withheld.people) == (None, None, None, "")


def test_a_unit_without_waves_has_an_empty_trend() -> None:
    found = trend("Harbour", [])

    assert (found.waves, found.lines, found.signs, found.rows) == ((), (), (), ())


@pytest.mark.parametrize(
    ("points", "said"),
    [(12.4, "12"), (12.5, "12"), (13.5, "14"), (0.4, "0.4"), (0.0, "0"), (0.6, "1")],
)
def test_points_are_said_whole_unless_that_would_say_nothing(points: float, said: str) -> None:
    assert whole(points) == said
