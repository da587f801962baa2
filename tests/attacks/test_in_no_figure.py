"""Answers that are in no figure move nothing that leaves: no cell, no spread, no quality figure.

Intervals are functions of cells and spreads, so they move with these or not at all.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from analytics.arrays import Ints
from analytics.closing.counting import Opened, Turnout, tally
from analytics.closing.quality import quality_figures
from analytics.closing.spread import pooled_spreads
from analytics.disclosure.control import cells_of, plan
from analytics.disclosure.tree import Tree
from analytics.published.cells import Cell
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT

STANDARD = load_instruments(CONTENT / "instruments")["standard"]
# Three people stand alone and climb past the root; in "skips" one of five skips a statement.
SIZES = {"root": 0, "three": 3, "skips": 5, **{f"team {n}": 12 for n in range(10)}}
TREE = Tree(tuple(SIZES), (-1, *[0] * (len(SIZES) - 1)))
THREE, SKIPS = 1, 2
SKIPPED = 4  # the column of a statement that feeds a composite
Left = tuple[list[Cell], dict[str, float], dict[str, float]]


def everybody(seed: int) -> Opened:
    """Answers of everybody; who answers high in one statement does so in the others."""
    rng = np.random.default_rng(seed)
    home = np.repeat(np.arange(len(SIZES)), list(SIZES.values()))
    leaning = rng.normal(3.5, 0.8, len(home))[:, None]
    noise = rng.normal(0, 0.8, (len(home), len(STANDARD.statements)))
    scores = np.clip(np.rint(leaning + noise), 1, 5).astype(np.uint8)
    scores[np.flatnonzero(home == SKIPS)[0], SKIPPED] = 0
    ticks = (rng.random((len(home), len(STANDARD.signs))) < 0.3).astype(np.uint8)
    return Opened(home, scores, ticks, {})


def leaves(opened: Opened) -> Left:
    """All that closing would let out of these ballots."""
    asked: Ints = np.bincount(opened.home, minlength=len(TREE)).astype(np.int64)
    counts = tally(opened, Turnout(asked, asked), tree=TREE, instrument=STANDARD)
    plans = plan(counts, tree=TREE, k=5)
    return (
        cells_of(plans, counts, tree=TREE, k=5),
        pooled_spreads(opened, plans, instrument=STANDARD),
        quality_figures(opened, plans, instrument=STANDARD, k=5),
    )


def turned(opened: Opened, which: Callable[[Opened], np.ndarray]) -> Opened:
    """The same ballots, these answers turned round to the other end; what was skipped stays so."""
    scores = opened.scores.copy()
    at = which(opened)
    scores[at] = np.where(scores[at] > 0, np.where(scores[at] > 3, 1, 5), 0)
    return replace(opened, scores=scores)


def of_home(home: int, column: int | slice = slice(None)) -> Callable[[Opened], np.ndarray]:
    """Which answers are those of a home, all or to one statement."""

    def which(opened: Opened) -> np.ndarray:
        chosen = np.zeros(opened.scores.shape, dtype=np.bool_)
        chosen[opened.home == home, column] = True
        return chosen

    return which


@pytest.mark.parametrize("seed", range(5))
def test_three_people_who_are_in_no_figure_move_nothing(seed: int) -> None:
    before = everybody(seed)
    after = turned(before, of_home(THREE))

    assert (before.scores != after.scores).sum() > 50
    assert leaves(after) == leaves(before)


@pytest.mark.parametrize("seed", range(5))
def test_four_answers_to_a_statement_that_are_in_no_figure_of_it_move_nothing(seed: int) -> None:
    """Their other answers are in figures, and this one is in the plan of who answered."""
    before = everybody(seed)
    after = turned(before, of_home(SKIPS, SKIPPED))

    assert (before.scores != after.scores).sum() == 4
    assert leaves(after) == leaves(before)


def test_whoever_is_in_figures_would_be_found() -> None:
    """The same of a team that is shown moves cells, spreads and quality figures."""
    before = everybody(0)
    after = turned(before, of_home(SKIPS + 1))

    assert all(mine != theirs for mine, theirs in zip(leaves(after), leaves(before), strict=True))
    assert any(name.startswith("drivers:") for name in leaves(before)[2])
