"""Promises of a trend: what is shown, what is joined, and what is said about it."""

import pytest

from analytics.figures.line import Gap, Point
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import Band, Hidden, Scope, Score
from analytics.reports.phrasing import whole
from analytics.reports.trend import Line, Trend, trend
from analytics.reports.unit_view import Above, UnitView
from survey.questionnaire.instrument import Instrument
from tests.make_waves import (
    ASKED,
    WaveCells,
    closed_wave,
    figures,
    instrument,
    read,
    view,
    wave_cells,
)


def of(*belonging: float | None, asked: Instrument | None = None) -> Trend:
    """The trend of a unit whose belonging was this, wave by wave."""
    return trend(view([wave_cells(at, belonging=b, asked=asked) for at, b in enumerate(belonging)]))


def line(found: Trend, composite: str = "belonging") -> Line:
    return next(one for one in found.lines if one.id == composite)


def said(found: Line) -> list[str]:
    return [sentence.key for sentence in found.sentences]


def joined(found: Line) -> list[list[str]]:
    """The waves that each piece of the line joins."""
    return [[point.wave for point in run.points] for run in found.runs]


def test_a_wave_that_is_withheld_is_a_gap_and_is_not_joined_across() -> None:
    found = line(of(60, 65, None, 65, 60))

    assert [isinstance(point, Gap) for point in found.points] == [False, False, True, False, False]
    assert joined(found) == [["w0", "w1"], ["w3", "w4"]]


def test_a_point_carries_its_interval_and_its_band_of_people() -> None:
    (point,) = line(of(60)).points

    assert isinstance(point, Point)
    assert (point.score, point.people) == (60.0, Band(8, 9))
    assert 0 <= point.low < 60 < point.high <= 100


def test_a_clear_rise_is_said_with_both_its_levels() -> None:
    found = line(of(40, 70))

    (sentence,) = found.sentences
    assert found.told[-1].verdict is Verdict.ROSE
    assert sentence.said("en") == ("Belonging rose by 30 points this wave, from about 40 to 70.")


def test_a_clear_fall_is_said_as_its_size_without_a_minus() -> None:
    (sentence,) = line(of(70, 70, 40, 40)).sentences

    assert (
        sentence.said("en") == "Belonging fell by 30 points in Pulse 3, from about 70 to about 40."
    )


def test_the_range_of_a_step_stands_behind_how_sure_is_this() -> None:
    step = next(one for one in line(of(70, 70, 40, 40)).sure if one.key == "sure.step")

    assert 0 < int(str(step.values["low"])) < 30 < int(str(step.values["high"]))


def test_a_fall_and_a_return_are_told_in_the_first_sentence() -> None:
    first, second = line(of(65, 70, 65, 45, 45, 45, 70, 65, 70)).sentences

    assert first.said("en") == (
        "Belonging was about 67 until Pulse 3, then about 45 from Pulse 4 to Pulse 6,"
        " and has been at about 68 since Pulse 7."
    )
    assert second.said("en") == "Belonging rose by 23 points in Pulse 7, from about 45 to about 68."


def test_a_step_that_is_long_past_is_still_told() -> None:
    (sentence,) = line(of(70, 70, 40, 40, 40, 40, 40)).sentences

    assert sentence.said("en") == (
        "Belonging was about 70 until Pulse 2, and has been at about 40 since Pulse 3."
    )


def test_a_sure_but_small_step_is_said_to_be_small() -> None:
    many, scores = Band(295, 304), (60, 60, 60, 60, 64, 64, 64)
    waves = [
        wave_cells(at, belonging=score, people=many, invited=310) for at, score in enumerate(scores)
    ]

    assert said(line(trend(view(waves)))) == ["trends.rose_small"]


def test_a_slow_fall_is_told_as_one_and_by_no_step() -> None:
    """Neither in words nor in the picture."""
    many = Band(55, 65)
    waves = [wave_cells(at, belonging=70 - 1.5 * at, people=many, invited=70) for at in range(13)]
    report = trend(view(waves))
    found = line(report)

    assert said(found) == ["trends.drifting_down"]
    assert found.told[-1].verdict is Verdict.FALLING
    in_table = next(row for row in report.rows if row.measure == found.name)
    assert in_table.since == found.sentences[0].values["since"]
    assert not any(run.levels for run in found.runs)
    assert str(found.sentences[0].values["since"]) in {"Pulse 2", "Pulse 3", "Pulse 4"}


def test_a_small_difference_is_no_clear_change_and_says_what_would_show() -> None:
    found = line(of(60, 55))

    assert said(found) == ["trends.steady"]
    (smallest,) = (one for one in found.sure if one.key == "sure.smallest")
    assert int(str(smallest.values["points"])) > 5


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
    assert said(line(of(*belonging))) == [key]


def test_a_change_is_measured_across_a_wave_that_was_withheld() -> None:
    change = line(of(40, None, 70)).told[-1].change

    assert change is not None
    assert (change.since.key, change.difference) == ("w2", 30)


def test_a_wave_that_did_not_ask_a_composite_is_a_gap_that_says_so() -> None:
    only_belonging = instrument(ASKED[:4])
    found = trend(view([wave_cells(0), wave_cells(1, asked=only_belonging)]))

    last = line(found, "alignment").points[-1]
    assert isinstance(last, Gap)
    assert not last.asked
    assert said(line(found, "alignment")) == ["trends.not_asked"]


def test_waves_with_too_few_statements_in_common_are_neither_joined_nor_compared() -> None:
    other = instrument(("BEL1", "RSP3", "RSP4", "RSP5", *ASKED[4:]))
    found = line(trend(view([wave_cells(0), wave_cells(1, belonging=90, asked=other)])))

    assert joined(found) == [["w0"], ["w1"]]
    assert found.told[-1].reason is Reason.OTHER_STATEMENTS
    assert said(found) == ["trends.other_statements"]
    assert [note.said("en") for note in found.notes] == [
        "The line of Belonging breaks before Pulse 2: too few statements are the same as before."
    ]


def test_a_longer_instrument_is_compared_on_the_statements_both_waves_show() -> None:
    """Two statements that people find hard come in: that is not a fall."""
    longer = closed_wave(1, asked=instrument((*ASKED, "BEL3", "BEL4")))
    cells = figures(longer, belonging=60)
    cells |= {"BEL3": Score(200, Band(8, 9), 5), "BEL4": Score(200, Band(8, 9), 5)}
    cells["belonging"] = Score(467, Band(8, 9), 5)
    found = line(trend(view([wave_cells(0), WaveCells(longer, Scope.TEAM, cells)])))

    change = found.told[-1].change
    assert change is not None
    assert (change.difference, change.over) == (0, 4)
    assert found.runs[0].points[-1].score == 60.0
    assert [one.values["count"] for one in found.sure if one.key == "sure.over"] == ["4"]


def test_a_statement_withheld_in_one_wave_is_left_out_of_the_comparison() -> None:
    first, second = wave_cells(0), wave_cells(1)
    before = {
        **first.cells,
        "BEL1": Score(0, Band(8, 9), 5),
        "belonging": Score(450, Band(8, 9), 5),
    }
    after = {**second.cells, "BEL1": Hidden(), "belonging": Score(600, Band(8, 9), 5)}
    found = line(
        trend(view([first._replace(cells=before), second._replace(cells=after)])),
    ).told[-1]

    assert found.change is not None
    assert (found.change.difference, found.verdict) == (0, Verdict.STEADY)


def test_a_composite_coarsened_as_a_whole_is_less_certain_than_one_of_many_statements() -> None:
    """A held team, as rules up to 3 had it, shows its composites only, each coarsened once."""
    wave = closed_wave()
    held = {
        "belonging": Score(600, Band(8, 9), 10),
        "participation": figures(wave)["participation"],
    }
    wide, narrow = (
        line(trend(view([WaveCells(wave, Scope.TEAM, cells)]))).points[0]
        for cells in (held, figures(wave, belonging=60))
    )

    assert isinstance(wide, Point)
    assert isinstance(narrow, Point)
    assert wide.high - wide.low > narrow.high - narrow.low


def test_a_published_spread_takes_the_place_of_the_documented_one() -> None:
    def width(spreads: dict[str, float]) -> float:
        wave = closed_wave(spreads=spreads)
        point = line(trend(view([WaveCells(wave, Scope.TEAM, figures(wave))]))).points[0]
        assert isinstance(point, Point)
        return point.high - point.low

    assert width({"belonging": 10.0}) < width({}) < width({"belonging": 35.0})


def test_units_above_bring_their_scores_wave_by_wave() -> None:
    waves = [wave_cells(at) for at in range(3)]
    area = [wave_cells(2, belonging=70), wave_cells(0, belonging=50)]
    around = [one._replace(scope=Scope.AREA) for one in area]

    (context,) = line(trend(view(waves, area=around, area_name="Operations"))).context

    assert context.name == "Operations"
    assert context.scores == (50.0, None, 70.0)


def test_a_team_that_was_moved_is_shown_beside_the_area_it_was_in_then() -> None:
    """And the page says so: the line has the name of the area it is in now."""
    waves = [wave_cells(at) for at in range(3)]
    areas = [
        [one._replace(scope=Scope.AREA) for one in (wave_cells(at, belonging=b) for at in range(3))]
        for b in (50, 80)
    ]
    made = read(waves, *areas)
    team = made.unit("t1", scope=Scope.TEAM, name="Harbour")
    assert team is not None
    stood = Above(("t2", "t2", "t3"), ("Old Docks", "Old Docks", "New Docks"))
    seen = UnitView(team, made, (stood,), ("Harbour",) * 3)
    found = trend(seen)

    (context,) = line(found).context
    assert (context.name, context.scores) == ("New Docks", (50.0, 50.0, 80.0))
    assert [note.said("en") for note in found.notes] == [
        "Until Pulse 2 they were part of Old Docks; until then the line of the area is that of"
        " Old Docks."
    ]
    (before,) = line(trend(seen.until("w1"))).context
    assert (before.name, before.scores) == ("Old Docks", (50.0, 50.0))


def test_signs_and_participation_are_told_per_wave() -> None:
    found = trend(view([wave_cells(0, signs=20), wave_cells(1, signs=40)]))

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
    assert (newest.since, newest.verdict, newest.reason) == ("Pulse 3", Verdict.ROSE, None)
    assert (withheld.low, withheld.high, withheld.change, withheld.people) == (None, None, None, "")
    assert withheld.reason is Reason.WITHHELD


@pytest.mark.parametrize(
    ("points", "told"),
    [(12.4, "12"), (12.5, "12"), (13.5, "14"), (0.4, "0.4"), (0.0, "0"), (0.6, "1")],
)
def test_points_are_said_whole_unless_that_would_say_nothing(points: float, told: str) -> None:
    assert whole(points) == told
