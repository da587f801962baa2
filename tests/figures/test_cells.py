"""Promises of the cells of many units: of each what it published, and nothing where it did not."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.arrays import NOWHERE
from analytics.disclosure.composites import composite_of
from analytics.figures.cells import Cells
from analytics.published.cells import Band, Figure, Hidden, MeasureKind, Participation, Scope, Score
from survey.questionnaire.instrument import Instrument
from tests.make_held import join
from tests.make_waves import ASKED, WaveCells, closed_wave, columns, figures, instrument, score

BANDS = (Band(5, 7), Band(8, 9), Band(10, 14), Band(35, 45))
KINDS = (MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT, MeasureKind.ITEM)


def cells_of(
    *units: Mapping[str, Figure], asked: Instrument | None = None, scope: Scope = Scope.TEAM
) -> Cells:
    """Units in one wave, with these cells."""
    wave = closed_wave(asked=asked)
    return columns(wave, [WaveCells(wave, scope, {**figures(wave), **one}) for one in units])


def construct(figures_of: Sequence[Figure]) -> tuple[float, float, float, float]:
    """Points, band and step of a construct of these statements."""
    names = [f"BEL{at}" for at in range(1, len(figures_of) + 1)]
    found = cells_of(dict(zip(names, figures_of, strict=True)), asked=instrument(names))
    made = found.found(found.wave.measures["BEL"])
    return made.points.item(), made.low.item(), made.high.item(), made.step.item()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_a_mean_is_exact_with_ties_to_the_even_tenth(tenths: list[int]) -> None:
    points, *_ = construct([Score(one, Band(8, 9), 5) for one in tenths])

    assert points == round(Fraction(sum(tenths), len(tenths))) / 10


@pytest.mark.parametrize(("tenths", "points"), [((500, 505), 50.2), ((500, 507), 50.4)])
def test_a_tie_goes_to_the_even_tenth(tenths: tuple[int, int], points: float) -> None:
    assert construct([Score(one, Band(8, 9), 5) for one in tenths])[0] == points


def test_a_mean_takes_the_fewest_people_and_the_coarsest_step() -> None:
    made = construct([Score(500, Band(10, 14), 5, (10, 20, 70)), Score(600, Band(5, 7), 10)])

    assert made == (55, 5, 7, 10)


@pytest.mark.parametrize(
    ("shown", "of", "is_shown"),
    [(0, 2, False), (1, 2, True), (1, 3, False), (2, 3, True), (2, 4, True), (1, 1, True)],
)
def test_a_construct_is_shown_when_at_least_half_of_it_is(
    shown: int, of: int, is_shown: bool
) -> None:
    points, *_ = construct([score(50) if at < shown else Hidden() for at in range(of)])

    assert isnan(points) is not is_shown


def test_a_withheld_figure_is_nothing_but_its_place() -> None:
    found = cells_of({"BEL1": Hidden(), "belonging": Hidden()})

    for name in ("BEL1", "belonging"):
        measure = found.wave.measures[name]
        made = found.found(measure)
        assert isnan(made.points[0])
        assert isnan(found.sampled(measure, made).variance[0])
        assert found.present(measure).tolist() == [True]


def test_a_place_without_cells_has_no_figure() -> None:
    """A unit that was not in the wave."""
    found = cells_of({}, {})
    measure = found.wave.measures["belonging"]
    some = found.of(measure, np.array([1, NOWHERE]))

    assert some.present(measure).tolist() == [True, False]
    assert np.isnan(some.found(measure).points).tolist() == [False, True]
    assert some.places.tolist() == [True, False]


def test_an_area_with_people_of_its_own_stands_in_two_places() -> None:
    """Its area and its own team are never mixed up."""
    wave = closed_wave()
    area = WaveCells(wave, Scope.AREA, figures(wave, belonging=61, people=Band(35, 45)))
    team = WaveCells(wave, Scope.TEAM, figures(wave, belonging=42))
    found = columns(wave, [area, team])

    assert found.found(wave.measures["belonging"]).points.tolist() == [61, 42]
    assert found.areas.tolist() == [True, False]


@st.composite
def units(draw: st.DrawFn) -> dict[str, Figure]:
    """One unit: statements shown or not, composites of them, of a held team alone, or of both."""
    one = st.builds(
        Score, st.integers(10, 90).map(lambda ten: ten * 10), st.sampled_from(BANDS), st.just(5)
    )
    figure = st.one_of(one, one, st.just(Hidden()))
    found: dict[str, Figure] = {item: draw(figure) for item in ASKED}
    held, joined = (draw(st.integers(0, 4)) == 0 for _ in range(2))
    for name, start in (("belonging", 0), ("alignment", 4)):
        behind = [found[item] for item in ASKED[start : start + 4]]
        found[name] = draw(figure) if held else composite_of(behind)
        if joined:
            found[name] = join([found[name], draw(figure)])
    if held:
        found |= {item: Hidden() for item in ASKED}
    turnout = st.builds(Participation, st.integers(5, 60), st.sampled_from([Band(50, 74)]))
    return found | {"participation": draw(st.one_of(turnout, st.just(Hidden())))}


@settings(deadline=None, max_examples=30)
@given(st.lists(units(), min_size=2, max_size=3), st.sampled_from(Scope))
def test_a_unit_among_others_has_the_figures_it_has_alone(
    some: list[dict[str, Figure]], scope: Scope
) -> None:
    together = cells_of(*some, scope=scope)

    for at, one in enumerate(some):
        alone = cells_of(one, scope=scope)
        assert together.held_inside[at] == alone.held_inside[0]
        for measure in (m for kind in KINDS for m in alone.wave.of_kind(kind)):
            many, own = together.found(measure), alone.found(measure)
            pairs = [*zip(many, own, strict=True)]
            pairs += zip(together.sampled(measure, many), alone.sampled(measure, own), strict=True)
            for of_many, of_one in pairs:
                assert of_many[at] == pytest.approx(of_one[0], nan_ok=True)


@pytest.mark.parametrize(
    ("scope", "composite", "apart"),
    [
        (Scope.AREA, Score(600, Band(20, 28), 10), True),
        (Scope.AREA, Score(600, Band(8, 9), 10), False),
        (Scope.TEAM, Score(600, Band(20, 28), 10), False),
        (Scope.AREA, Hidden(), False),
    ],
)
def test_an_area_tells_by_itself_that_teams_in_it_were_held(
    scope: Scope, composite: Figure, apart: bool
) -> None:
    """As rules up to 3 had it: its composite stands on more people than its statements."""
    assert cells_of({"belonging": composite}, scope=scope).held_inside.tolist() == [apart]


def test_an_area_whose_composite_rests_on_few_of_its_statements_left_out_teams() -> None:
    few: dict[str, Figure] = dict.fromkeys(("BEL1", "BEL2", "RSP1"), Hidden())
    few["belonging"] = score(60)

    assert cells_of(few, scope=Scope.AREA).held_inside.tolist() == [True]
