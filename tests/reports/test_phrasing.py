"""Promises of what is said of a figure: every level in order, no sentence twice, and any name."""

from dataclasses import replace

import pytest

from analytics.figures.line import Level, Told
from analytics.figures.verdicts import Reason, Verdict
from analytics.reports.phrasing import Sentence, how_sure, in_short, most_first, sentences, signed
from tests.make_waves import unit, wave_cells


def told(*belonging: float | None, name: str = "") -> tuple[Sentence, ...]:
    """What is said of a unit whose belonging was this, wave by wave."""
    of = unit([wave_cells(at, belonging=b) for at, b in enumerate(belonging)])
    return sentences(of.line("belonging"), of.waves, name=name)


def test_a_level_of_one_wave_in_the_story_has_one_wave() -> None:
    of = unit([wave_cells(at, belonging=b) for at, b in enumerate((70, 70, 40, 70, 70))])
    line = of.line("belonging")
    levels = (Level((0, 1), 70), Level((2,), 40), Level((3, 4), 70))
    stretch = replace(line.stretches[0], levels=levels)
    steady = replace(line.latest, verdict=Verdict.STEADY)
    line = replace(line, stretches=(stretch,), told=(*line.told[:-1], steady))

    (story,) = sentences(line, of.waves)
    assert "about 70 until Pulse 2, then about 40 in Pulse 3, and" in story.said("en")


def test_a_wave_that_stood_apart_is_told_behind_how_sure_is_this() -> None:
    of = unit([wave_cells(at, belonging=b) for at, b in enumerate((60, 60, 20, 60, 60, 60))])
    sure = {one.key: one for one in how_sure(of.line("belonging"), of.waves)}

    assert sure["sure.spike"].values["spike"] == "Pulse 3"
    assert sure["sure.spike"].values["score"] == "20"
    assert [one.key for one in told(60, 60, 20, 60, 60, 60)] == ["trends.steady"]


def test_nothing_is_said_of_how_sure_a_figure_is_that_is_not_shown() -> None:
    of = unit([wave_cells(0), wave_cells(1, belonging=None)])

    assert how_sure(of.line("belonging"), of.waves) == ()


def test_other_people_are_named_with_the_wave_before() -> None:
    of = unit([wave_cells(0), wave_cells(1)])
    line = of.line("belonging")
    other = Told(Verdict.NOT_COMPARABLE, Reason.OTHER_PEOPLE)
    (sentence,) = sentences(replace(line, told=(*line.told[:-1], other)), of.waves)

    assert sentence.said("en") == (
        "Belonging is at 60. Too few people here are the same as in Pulse 1, so a new line begins."
    )


@pytest.mark.parametrize("belonging", [(60,), (60, 60), (40, 70), (70, 70, 40, 40), (60, None)])
def test_a_figure_may_be_called_by_another_name(belonging: tuple[float | None, ...]) -> None:
    assert all(one.values["measure"] == "Us" for one in told(*belonging, name="Us"))


def test_words_from_outside_are_made_safe_in_every_part_of_a_sentence() -> None:
    """The names of waves too, and those within the story."""
    story = Sentence("trends.level_until", {"mean": "70", "last": "<b>"})
    whole: dict[str, str | tuple[Sentence, ...]] = {
        "measure": "<i>",
        "earlier": (story, story),
        "now": "40",
        "since": "<u>",
    }

    said = Sentence("trends.story", whole).said("en", plain=lambda word: word.replace("<", ""))
    assert "<" not in said
    assert said.startswith("i> was about 70 until b>, then about 70 until b>")


def test_what_there_is_to_tell_comes_before_what_is_as_it_was() -> None:
    steady, fell, first = told(60, 60), told(70, 70, 40, 40), told(60)

    assert most_first([steady, fell, first]) == [fell, steady, first]


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.RISING, "slowly rising"),
        (Verdict.FALLING, "slowly falling"),
        (Verdict.STEADY, "no clear change"),
    ],
)
def test_what_stands_beside_a_number_is_its_verdict(verdict: Verdict, said: str) -> None:
    assert in_short(Told(verdict)).said("en") == said


@pytest.mark.parametrize(
    ("points", "said"), [(8.2, "+8"), (-8.2, "−8"), (0.0, "0"), (-0.04, "0"), (0.4, "+0.4")]
)
def test_a_difference_has_its_sign(points: float, said: str) -> None:
    assert signed(points) == said
