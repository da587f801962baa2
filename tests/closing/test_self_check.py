"""Promises of closing's second look: it agrees with the gate wherever the gate keeps its rule, in
organisations of every shape, and with nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings

from analytics.arrays import NOWHERE
from analytics.closing.second_count import Facts, plans
from analytics.closing.second_figures import bands_low
from analytics.closing.self_check import ENOUGH, LEAST, PLANS, SMALLEST, Leaving, verify
from analytics.disclosure.rounding import people_band
from analytics.disclosure.tally import Tally
from analytics.disclosure.tree import Tree
from analytics.published.cells import Cell, Scope
from analytics.published.kept_cells import row_of
from survey.errors import UnsafeFigure
from survey.store import CellRow
from survey.waves.comments import Comment, KeptAnswer
from tests.make_cells import cells
from tests.make_companies import Company, a_company
from tests.make_organisations import Universe, universes


def facts_of(tally: Tally, tree: Tree, *, k: int) -> Facts:
    """The counts of a tally as plain lists."""
    return Facts(
        above=[None if above == NOWHERE else above for above in tree.parent],
        k=k,
        invited=tally.invited.tolist(),
        answered=tally.answered.tolist(),
        ballots=tally.ballots.tolist(),
        writers=tally.writers.tolist(),
        scores={item: counts.tolist() for item, counts in tally.counts.items()},
        ticks={sign: ticks.tolist() for sign, ticks in tally.ticks.items()},
        composites={name: list(items) for name, items in tally.composites.items()},
    )


def leaving(tree: Tree, published: Sequence[Cell]) -> Leaving:
    """A publication without comments and kept rows."""
    rows = [row_of(cell, 1) for cell in published]
    return Leaving(keys=tree.keys, cells=rows, comments=[], written=[], kept=[])


@settings(deadline=None, max_examples=200)
@given(universes(units=9, size=13))
def test_whatever_the_gate_lets_through_is_found_again_figure_by_figure(universe: Universe) -> None:
    """Skipped statements, people attached to areas: every cell, shown or hidden."""
    tally, tree = universe.tally, universe.tree
    published = cells(tally, tree=tree, k=universe.k)
    facts = facts_of(tally, tree, k=universe.k)

    outcome = verify(facts, leaving(tree, published))

    assert {outcome[f"{ENOUGH}{plan}"] for plan in PLANS} == {1.0}


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_the_same_of_organisations_with_many_units(first: int) -> None:
    for seed in range(first, first + 50):
        company = a_company(seed) if seed % 500 != 499 else None
        if company:
            assert_agrees(company)


def assert_agrees(company: Company) -> None:
    facts = facts_of(company.tally, company.tree, k=company.k)
    verify(facts, leaving(company.tree, company.published))


@settings(deadline=None, max_examples=60)
@given(universes(units=9, size=13))
def test_the_outcome_is_of_exact_numbers_and_told_in_bands(universe: Universe) -> None:
    """Asked exactly, because that is told anyway; answers as the lower end of their band."""
    facts = facts_of(universe.tally, universe.tree, k=universe.k)
    outcome = verify(facts, leaving(universe.tree, ()))

    for plan in plans(facts):
        for group in plan.groups:
            n, told = plan.needs[0].of(group.homes), outcome[f"{SMALLEST}{plan.name}"]
            assert n >= outcome[f"{LEAST}{plan.name}"] >= universe.k
            assert told <= n
            if plan.name != "asked":
                assert told in {people_band(m, k=universe.k).low for m in range(universe.k, n + 1)}


@pytest.mark.parametrize("k", [4, 5, 8, 32])
def test_bands_are_those_of_the_gate_but_fewer_than_k_stay_fewer(k: int) -> None:
    assert [bands_low(n, k=k) for n in range(k)] == list(range(k))
    assert [bands_low(n, k=k) for n in range(k, 300)] == [
        people_band(n, k=k).low for n in range(k, 300)
    ]


# What it refuses, one cell at a time


@pytest.fixture(scope="module")
def sound() -> tuple[Facts, Leaving]:
    """An organisation of which much is shown and some hidden."""
    company = next(c for seed in range(100) if shows_all_kinds(c := a_company(seed)))
    facts = facts_of(company.tally, company.tree, k=company.k)
    return facts, leaving(company.tree, company.published)


def shows_all_kinds(company: Company) -> bool:
    rows = [row_of(cell, 1) for cell in company.published]
    parts = {(row.shares or "").count(",") for row in rows if row.shown}
    return {0, 2, 4} <= parts and any(not row.shown for row in rows)


def harmed(rows: Sequence[CellRow], which: str, **changed: object) -> list[CellRow]:
    """The first cell of which this holds, changed."""
    at = next(
        place
        for place, row in enumerate(rows)
        if {
            "hidden": not row.shown and row.measure == "B1",
            "shown": row.shown and row.measure == "B1",
            "three": (row.shares or "").count(",") == 2,
            "five": (row.shares or "").count(",") == 4,
            "ticked": row.shown and row.measure == "S1",
            "composite": row.shown and row.measure == "belonging",
            "asked": row.shown and row.measure == "participation",
        }[which]
    )
    return [*rows[:at], rows[at]._replace(**changed), *rows[at + 1 :]]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("which", "changed"),
    [
        ("hidden", {"shown": True, "tenths": 500, "people_low": 5, "people_high": 7, "step": 10}),
        ("hidden", {"people_low": 5}),
        ("shown", {"tenths": 505}),
        ("shown", {"people_low": 4}),
        ("shown", {"people_high": 1000}),
        ("shown", {"step": 1}),
        ("shown", {"invited": 7}),
        ("three", {"shares": "10,10,90"}),
        ("three", {"shares": "5,10,15,30,40"}),
        ("five", {"shares": None}),
        ("ticked", {"tenths": 111}),
        ("composite", {"tenths": 1}),
        ("asked", {"answered_low": 1}),
        ("shown", {"measure": "B9"}),
        ("shown", {"scope": "nobody"}),
    ],
)
def test_a_cell_that_says_anything_else_is_refused(
    sound: tuple[Facts, Leaving], which: str, changed: dict[str, object]
) -> None:
    facts, said = sound
    verify(facts, said)

    with pytest.raises(UnsafeFigure):
        verify(facts, replace(said, cells=harmed(said.cells, which, **changed)))


def test_a_cell_that_is_there_twice_is_refused(sound: tuple[Facts, Leaving]) -> None:
    facts, said = sound

    with pytest.raises(UnsafeFigure):
        verify(facts, replace(said, cells=[*said.cells, said.cells[0]]))


@pytest.mark.parametrize("k", [1, 3])
def test_no_wave_with_a_k_under_four_is_published(sound: tuple[Facts, Leaving], k: int) -> None:
    facts, said = sound

    with pytest.raises(UnsafeFigure):
        verify(replace(facts, k=k), replace(said, cells=()))


def test_comments_and_kept_rows_stand_where_their_groups_stand(
    sound: tuple[Facts, Leaving],
) -> None:
    """A comment of nobody, and a kept row alone, are refused."""
    facts, said = sound
    comment = Comment("key", said.keys[0], Scope.AREA, "O1", "Words.")
    row = KeptAnswer("key", said.keys[0], False, "{}")

    for more in ({"comments": [comment]}, {"kept": [row]}):
        with pytest.raises(UnsafeFigure):
            verify(facts, replace(said, **more))
