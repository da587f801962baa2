"""Promises of the long run: from four waves on, of waves that show the same, by stated rules."""

from dataclasses import replace

import pytest

from analytics.figures.wave_cells import WaveCells
from analytics.published.cells import Hidden, Scope
from analytics.reports.long_run import long_run
from analytics.reports.trend_sentence import Sentence
from tests.make_waves import closed_wave, figures


def waves(*belonging: float | None) -> list[WaveCells]:
    """Waves in which a team's belonging stood so; None is withheld."""
    return [
        WaveCells(closed_wave(at), Scope.TEAM, figures(closed_wave(at), belonging=points))
        for at, points in enumerate(belonging)
    ]


def said(found: list[WaveCells]) -> dict[str, Sentence]:
    measure = found[-1].wave.measures["belonging"]
    return {one.key: one for one in long_run(found, measure)}


@pytest.mark.parametrize("many", [0, 1, 3])
def test_fewer_than_four_waves_say_nothing_of_the_long_run(many: int) -> None:
    found = waves(*[60.0] * (many + 1))[:many] or waves(60.0)

    assert said(found) == {}


def test_a_line_that_climbs_steadily_has_risen() -> None:
    sentence = said(waves(30, 38, 46, 54, 62, 70, 78))["trends.long_rose"]

    assert sentence.values["waves"] == "7"
    assert float(sentence.values["low"]) <= float(sentence.values["points"])
    assert float(sentence.values["points"]) <= float(sentence.values["high"])


def test_a_line_that_sinks_steadily_has_fallen_with_ends_in_order() -> None:
    values = said(waves(78, 70, 62, 54, 46, 38, 30))["trends.long_fell"].values

    assert float(values["low"]) < float(values["points"]) < float(values["high"])


def test_a_line_that_wavers_says_so_and_that_it_is_as_usual() -> None:
    found = said(waves(60, 55, 60, 65, 60, 55, 60, 65))

    assert set(found) == {"trends.long_unclear", "trends.usual"}


def test_a_wave_far_from_the_others_stands_out_by_name() -> None:
    found = said(waves(*[60.0] * 10, 20.0, 60.0))

    assert found["trends.stands_out"].values["named"] == closed_wave(10).name


def test_withheld_waves_are_left_out_and_a_withheld_last_one_says_nothing() -> None:
    assert said(waves(60, None, 60, 60)) == {}
    assert said(waves(60, None, 60, 60, 60))["trends.long_unclear"].values["waves"] == "4"
    assert said(waves(60, 60, 60, 60, None)) == {}


def test_waves_that_show_other_statements_are_not_taken_together() -> None:
    found = waves(60, 60, 60, 60, 60)
    first = next(i for i in found[0].wave.measures["belonging"].items)
    other = replace(found[0], cells={**found[0].cells, first: Hidden()})

    assert said([other, *found[1:]])["trends.long_unclear"].values["waves"] == "4"
