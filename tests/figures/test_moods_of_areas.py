"""The mood of a wave is no news of an area; in a team it does not show beside chance."""

from dataclasses import replace

import pytest

from analytics.figures.unit import UnitFigures
from analytics.figures.verdicts import Verdict
from analytics.published.cells import Band, Scope
from tests.make_waves import WaveCells, closed_wave, figures, unit

SCORES = (60, 60, 60, 60, 60, 67, 67)
MANY = Band(55, 65)


def line_of(scope: Scope, mood: float) -> UnitFigures:
    """One unit of about sixty people that rose by seven points."""
    waves = [replace(closed_wave(at), mood=mood) for at in range(len(SCORES))]
    return unit(
        [
            WaveCells(wave, scope, figures(wave, belonging=score, invited=75, people=MANY))
            for wave, score in zip(waves, SCORES, strict=True)
        ]
    )


@pytest.mark.parametrize("scope", Scope)
def test_without_moods_seven_points_of_sixty_people_are_news(scope: Scope) -> None:
    """Chance does not do that."""
    assert line_of(scope, 0.0).line("belonging").latest.verdict is Verdict.ROSE


def test_where_waves_have_moods_that_is_no_news_of_an_area() -> None:
    """Neither in the verdict nor in the picture; the published range stays as it was."""
    calm, moody = (line_of(Scope.AREA, mood).line("belonging") for mood in (0.0, 4.0))

    assert moody.latest.verdict is Verdict.STEADY
    assert [len(line.stretches[0].levels) for line in (calm, moody)] == [2, 1]
    assert moody.points == calm.points
    assert moody.stretches[0].drawn == calm.stretches[0].drawn


def test_of_a_team_the_same_is_said_whatever_the_moods() -> None:
    """Its own people are too few for that to matter, and its verdicts stay as sharp."""
    calm, moody = (line_of(Scope.TEAM, mood).line("belonging") for mood in (0.0, 4.0))

    assert [one.verdict for one in moody.told] == [one.verdict for one in calm.told]
    assert moody.stretches == calm.stretches
