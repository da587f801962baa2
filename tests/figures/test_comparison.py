"""Promises of the one comparison: by hand what is said, how surely, and why nothing is."""

from dataclasses import replace

import pytest

from analytics.figures import comparison
from analytics.figures.line import Change, Line, Point
from analytics.figures.lines import NOTHING_KNOWN, lines
from analytics.figures.reading import Read
from analytics.figures.unit import told_at
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import Band, Hidden, MeasureKind, Scope, Score
from analytics.statistics.intervals import quantile
from tests.make_waves import (
    EIGHT_OR_NINE,
    WaveCells,
    closed_wave,
    figures,
    instrument,
    read,
    unit,
    wave_cells,
)

CORE = ("BEL1", "BEL2", "RSP1")


def line(*waves: WaveCells, measure: str = "belonging") -> Line:
    return unit(waves).line(measure)


def of(*belonging: float | None) -> Line:
    """A unit whose belonging was this, wave by wave."""
    return line(*(wave_cells(at, belonging=b) for at, b in enumerate(belonging)))


def changed(found: Line) -> Change:
    change = found.latest.change
    assert change is not None
    return change


V = 400.95 / 9 * (0.7 * 2 / 11 + 0.3) + 25 / 48
"""Four statements, 9 of 11 answering: 27² (1 + 3 x .4)/4 = 400.95, and steps of 5: 19.6."""


def test_a_change_is_the_step_between_two_levels_with_its_range() -> None:
    """Three waves at 70 and two at 40, each level surer than a wave: V/3 and V/2."""
    found = of(70, 70, 70, 40, 40)
    change, reach = changed(found), quantile(0.975) * (V / 3 + V / 2) ** 0.5

    assert found.latest.verdict is Verdict.FELL
    assert (change.before, change.now, change.difference) == pytest.approx((70, 40, -30))
    assert (change.low, change.high) == pytest.approx((-30 - reach, -30 + reach))
    assert (change.since.key, round(change.confidence)) == ("w3", 95)


def test_where_nothing_clearly_changed_the_newest_wave_stands_beside_the_level_without_it() -> None:
    """At a threshold that three waves and two measures ask for: beta = 4 + 2 ln 3, and 2 more."""
    found = of(60, 60, 65)
    change = changed(found)
    sure = (4 + 2 * 1.0986 + 2) ** 0.5
    reach = sure * (V + V / 2) ** 0.5

    assert found.latest.verdict is Verdict.STEADY
    assert change.difference == pytest.approx(5)
    assert (change.low, change.high) == pytest.approx((5 - reach, 5 + reach), abs=0.01)
    assert change.smallest == pytest.approx((sure + quantile(0.8)) * (V + V / 2) ** 0.5, abs=0.01)
    assert change.before is None


def test_a_step_is_news_for_three_waves() -> None:
    told = of(70, 70, 70, 40, 40, 40, 40).told

    assert [one.verdict for one in told[2:]] == [
        Verdict.STEADY,
        Verdict.FELL,
        Verdict.FELL,
        Verdict.FELL,
        Verdict.STEADY,
    ]


def test_a_noisy_organisation_needs_a_larger_step() -> None:
    waves = [wave_cells(at, belonging=b) for at, b in enumerate((60, 60, 60, 74, 74))]
    restless = [one._replace(wave=replace(one.wave, noise=1.9)) for one in waves]

    assert line(*waves).latest.verdict is Verdict.ROSE
    assert line(*restless).latest.verdict is Verdict.STEADY


OTHER = instrument(("BEL1", "RSP3", "RSP4", "RSP5", "PUR1"))


@pytest.mark.parametrize(
    ("waves", "verdict", "reason"),
    [
        ([wave_cells(0)], Verdict.TOO_EARLY, Reason.FIRST_WAVE),
        ([wave_cells(0, belonging=None), wave_cells(1)], Verdict.TOO_EARLY, Reason.FIRST_WAVE),
        (
            [wave_cells(0), wave_cells(1, belonging=None)],
            Verdict.NOT_COMPARABLE,
            Reason.WITHHELD,
        ),
        (
            [wave_cells(0), wave_cells(1, asked=OTHER)],
            Verdict.NOT_COMPARABLE,
            Reason.OTHER_STATEMENTS,
        ),
        ([wave_cells(0), wave_cells(1, asked=instrument(("PUR1", "PUR2")))], None, None),
        ([wave_cells(0), wave_cells(1)], Verdict.STEADY, None),
    ],
)
def test_why_nothing_is_compared(
    waves: list[WaveCells], verdict: Verdict | None, reason: Reason | None
) -> None:
    """One of four reasons; nothing at all is said of what was not asked."""
    told = line(*waves).latest

    assert (told.verdict, told.reason) == (verdict, reason)
    assert (told.change is None) == (verdict is not Verdict.STEADY)


def held(at: int) -> WaveCells:
    """An area in which teams were held: its composites stand on more people."""
    made = wave_cells(at)
    whole = {key: Score(600, Band(20, 28), 10) for key in ("belonging", "alignment")}
    return made._replace(scope=Scope.AREA, cells={**made.cells, **whole})


def area(at: int) -> WaveCells:
    return wave_cells(at)._replace(scope=Scope.AREA)


def test_an_area_that_left_out_held_teams_is_compared_with_no_wave() -> None:
    """Neither with those before it nor with another such; those around it are compared."""
    told = line(area(0), held(1), held(2), area(3)).told

    assert [one.reason for one in told] == [
        Reason.FIRST_WAVE,
        Reason.OTHER_PEOPLE,
        Reason.OTHER_PEOPLE,
        None,
    ]
    assert told[3].verdict is Verdict.STEADY


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_many_lines_say_what_they_say_alone(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """However many are worked on together."""
    monkeypatch.setattr(comparison, "AT_ONCE", at_once)
    histories = [(60, 60, 60), (40, 70, 70), (70, None, 40), (None, 50, 50)]
    each = [[wave_cells(at, belonging=b) for at, b in enumerate(of)] for of in histories]
    found = read(*each)
    told = comparison.compared(found.cells, found.lines, "belonging")

    for at, own in enumerate(each):
        alone = comparison.compared(read(own).cells, read(own).lines, "belonging")
        for many, one in zip(told, alone, strict=True):
            assert many[:, at] == pytest.approx(one[:, 0], nan_ok=True)


def full(at: int) -> WaveCells:
    """Full A and Full B by turns: three statements of four are the same, the fourth is easy in one
    and hard in the other."""
    extra, points = ("RSP2", 10.0) if at % 2 == 0 else ("RSP3", 90.0)
    wave = closed_wave(at, asked=instrument((*CORE, extra)))
    cells = {item: Score(500, EIGHT_OR_NINE, 5) for item in CORE}
    cells |= {extra: Score(round(points * 10), EIGHT_OR_NINE, 5)}
    whole = Score(round(10 * (150 + points) / 4), EIGHT_OR_NINE, 5)
    return WaveCells(wave, Scope.TEAM, {**figures(wave), **cells, "belonging": whole})


BY_TURNS = [full(at) for at in range(4)]


def test_waves_that_ask_by_turns_are_drawn_and_compared_over_their_core() -> None:
    """Otherwise a line would go up and down with the statements, not with the people."""
    found = line(*BY_TURNS)
    (stretch,) = found.stretches

    assert [p.score for p in found.points if isinstance(p, Point)] == [40.0, 60.0, 40.0, 60.0]
    assert [round(one.score, 1) for one in stretch.drawn] == [50.0] * 4
    assert stretch.items == CORE
    assert (changed(found).difference, changed(found).over) == (0, 3)
    assert [told.verdict for told in found.told[1:]] == [Verdict.STEADY] * 3


def test_where_all_waves_show_the_same_the_line_is_what_was_published() -> None:
    found = of(60, 65, 60)
    (stretch,) = found.stretches

    assert stretch.items is None
    assert [one.score for one in stretch.drawn] == [60, 65, 60]
    assert changed(found).over is None


def test_units_above_are_shown_over_the_same_statements() -> None:
    """An area that does not show one of them has no figure there."""
    above = [one._replace(scope=Scope.AREA) for one in BY_TURNS]
    above[3] = above[3]._replace(cells={**above[3].cells, "BEL2": Hidden()})
    both: Read = read(BY_TURNS, above)
    found = both.unit("t1", scope=Scope.TEAM, name="T")

    assert found is not None
    assert both.beside(found, ["t2"] * 4, "belonging") == (50.0, 50.0, 50.0, None)
    assert both.beside(found, ["t2", None, "nowhere", "t2"], "belonging")[1:3] == (None, None)


def test_the_newest_figure_with_its_variance_is_the_published_one() -> None:
    found = of(60, 65).latest_estimate

    assert found == pytest.approx((65, V))
    assert of(60, None).latest_estimate is None


def test_the_same_statements_are_one_figure_whatever_it_is_called() -> None:
    """A construct that is all of its composite says what the composite says."""
    asked = instrument(("BEL1", "BEL2", "PUR1", "PUR2", "OWN1"))
    waves = [wave_cells(at, belonging=b, asked=asked) for at, b in enumerate((50, 50, 50, 66))]
    kinds = {m.kind for m in waves[-1].wave.measures.values() if m.id in ("BEL", "belonging")}

    assert kinds == {MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT}
    assert line(*waves, measure="BEL").told == line(*waves, measure="belonging").told


def test_measures_worked_on_together_say_what_each_says_alone() -> None:
    """One falls, one rises, one is withheld in between, and signs are of another family."""
    scores = [(70, 40, 20), (70, 40, 20), (68, None, 60), (45, 44, 70), (44, 75, 30), (43, 76, 31)]
    waves = [
        wave_cells(at, belonging=b, alignment=a, signs=s) for at, (b, a, s) in enumerate(scores)
    ]
    found, together = read(waves), unit(waves)
    unlike = set()
    for measure in waves[-1].wave.measures.values():
        if measure.kind is not MeasureKind.PARTICIPATION:
            alone = comparison.compared(found.cells, found.lines, measure.id)
            keys = [of.wave for of in found.cells]
            told = tuple(told_at(alone, at, 0, keys) for at in range(len(waves)))
            assert together.line(measure.id).told == told
            unlike.add(tuple(one.verdict for one in told))

    assert len(unlike) > len(("fell", "rose", "withheld"))


def test_nothing_is_said_of_nobody() -> None:
    """Lines are there for places that have cells."""
    found = read([wave_cells(0)])
    there = found.cells[0].places[None] & False

    none = comparison.compared(found.cells, lines(there, NOTHING_KNOWN), "belonging")
    assert (none.verdict == 0).all()
    assert (none.since == -1).all()
