"""Promises of the paper for every shape of unit: whatever is withheld, it is made, and says so."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.rounding import (
    participation_band,
    people_band,
    points,
    score_grain,
    shares_of_five,
    shares_of_three,
    sign_grain,
)
from analytics.figures.line import Point
from analytics.figures.measures import MADE_HERE, PARTICIPATION, ClosedWave
from analytics.paper.unit_paper import paper
from analytics.published.cells import Band, Figure, Hidden, MeasureKind, Participation, Scope, Score
from analytics.reports.phrasing import whole
from analytics.reports.sources import Source, sources
from analytics.reports.unit_view import UnitView
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT
from tests.english import text
from tests.make_waves import WaveCells, closed_wave, figures, instrument, score, view
from tests.paper.test_paper import drawn, pages

ASKED = (instrument(), *load_instruments(CONTENT / "instruments").values())
PROBABILITIES = st.sampled_from([0.0, 0.05, 0.3, 0.5, 0.9, 1.0])
WORDS = re.compile(r"\(((?:[^()\\]|\\.)*)\) Tj")
SCORES = re.compile(r"/F\d\+\d 9 Tf [\d.]+ TL \((\d+)\) Tj")


@st.composite
def shapes(draw: st.DrawFn) -> UnitView:
    """A team or an area over up to four waves, in each of which anything may be withheld."""
    rng = draw(st.randoms(use_true_random=False))
    scope = draw(st.sampled_from(Scope))
    many = draw(st.integers(1, 4))
    waves = [
        _wave(closed_wave(at, asked=draw(st.sampled_from(ASKED))), scope, draw(PROBABILITIES), rng)
        for at in range(many)
    ]
    around = [_wave(one.wave, Scope.AREA, draw(PROBABILITIES), rng) for one in waves]
    area = around if draw(st.booleans()) else []
    return view(waves, name="Keel", area=area, area_name="Hulls & <co>")


def _wave(wave: ClosedWave, scope: Scope, shown: float, rng: Random) -> WaveCells:
    """Each figure is shown with this probability, else withheld, or not even a cell.

    Whether people took part always has one.
    """
    cells = (one.id for one in wave.measures.values() if one.kind not in MADE_HERE)
    by_lot = {one: _figure(wave, one, shown, rng) for one in cells}
    there = {one: found for one, found in by_lot.items() if found}
    return WaveCells(wave, scope, {PARTICIPATION: Hidden(), **there})


def _figure(wave: ClosedWave, measure: str, shown: float, rng: Random) -> Figure | None:
    """What some answers would publish, as coarse as so many are."""
    if rng.random() >= shown:
        return rng.choice([Hidden(), Hidden(), None])
    counts = [rng.choice([0, 1, 3, rng.randint(0, 40)]) for _ in range(5)]
    counts[rng.randrange(5)] += 5
    n = sum(counts)
    people = people_band(n, k=5)
    if measure == PARTICIPATION:
        return Participation(n + 3, participation_band(n, n + 3))
    if wave.measures[measure].kind is MeasureKind.SIGN:
        grain = sign_grain(n)
        return Score(10 * grain.of(100 * counts[4], n), people, grain.step)
    grain = score_grain(n)
    shares = rng.choice([(), shares_of_three(counts), shares_of_five(counts)])
    return Score(10 * grain.of(*points(counts)), people, grain.step, shares)


def behind(pdf: bytes) -> str:
    """What is drawn on the pages that say where it comes from."""
    each = drawn(pdf)
    first = next(at for at, one in enumerate(each) if f"({text('sources.title')})" in one)
    last = next(at for at, one in enumerate(each) if f"({text('conversation.title')})" in one)
    return "".join(each[first:last])


@settings(max_examples=60, deadline=None)
@given(shapes())
def test_a_paper_is_made_of_every_shape_and_shows_what_is_shown(shape: UnitView) -> None:
    """It opens, has the words of its parts, and a number for each shown figure and no other."""
    found, told = paper(shape, language="en"), sources(shape)

    assert found.startswith(b"%PDF-")
    assert found.rstrip().endswith(b"%%EOF")
    assert pages(found) == len(drawn(found)) >= 3
    said = WORDS.findall("".join(drawn(found)))
    for title in ("trends.menu", "sources.title", "conversation.title"):
        assert text(title) in said
    rows = told.all if told.shown else ()
    assert sorted(SCORES.findall(behind(found))) == sorted(_numbers(rows))
    withheld = [one for one in rows if not isinstance(one.point, Point)]
    assert WORDS.findall(behind(found)).count(text("sources.withheld")) == len(withheld)


def _numbers(rows: tuple[Source, ...]) -> list[str]:
    return [whole(one.point.score) for one in rows if isinstance(one.point, Point)]


@pytest.mark.parametrize("withheld", ["BEL1", "SCO1", "OWN2"])
def test_a_single_statement_may_be_withheld(withheld: str) -> None:
    """Its row says so, in the place of its bar; every other row has its number."""
    wave = closed_wave()
    cells = figures(wave) | {withheld: Hidden()}
    found = paper(view([WaveCells(wave, Scope.TEAM, cells)]), language="en")

    rows = WORDS.findall(behind(found))
    assert rows.count(text("sources.withheld")) == 1
    assert rows[rows.index(f"Text of {withheld}.") + 1] == text("sources.withheld")


def test_a_figure_with_neither_shares_nor_room_for_them_has_a_dot() -> None:
    """Too few people for a distribution: the score stands with its range."""
    wave = closed_wave()
    cells = figures(wave) | {"BEL1": score(42, people=Band(5, 7))}
    found = paper(view([WaveCells(wave, Scope.TEAM, cells)]), language="en")

    assert "42" in SCORES.findall(behind(found))
