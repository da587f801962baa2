"""Lines from which it is learned how restless an organisation is: like with like."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.figures.noise_lines import mood_of, noise_of, piece_lines
from bench.truth.kinds import by_turns, standard, steady
from bench.truth.path import Seen, composites_of, organisations


@pytest.fixture(scope="module")
def turns() -> Seen:
    """Six teams, asked four instruments by turns."""
    kind = steady(6, 8, by_turns(), mood=0.0, team_mood=0.0)
    return next(organisations(kind, count=1, dice=np.random.default_rng(2)))


def test_a_short_instrument_has_lines_of_its_own(turns: Seen) -> None:
    """Its statements are under half of the others', as they are where changes are told."""
    above = turns.shape.above[turns.shape.is_team]
    found = list(piece_lines(turns.read, turns.teams, above))

    for name in composites_of(turns):
        waves = [one.piece.waves for one in found if one.measure == name]
        assert waves == [(0, 2, 3, 4, 6, 7), (1, 5)]


def test_a_line_stands_only_where_its_piece_does(turns: Seen) -> None:
    """What other waves asked says nothing of it."""
    for one in piece_lines(turns.read, turns.areas, np.zeros_like(turns.areas)):
        shown = ~np.isnan(one.lines.scores)

        assert shown[list(one.piece.waves)].any()
        assert not np.delete(shown, one.piece.waves, axis=0).any()


def test_turns_of_instruments_do_not_pass_for_restlessness(turns: Seen) -> None:
    """Statements have means of their own, several points apart; nothing else happens here."""
    above = turns.shape.above[turns.shape.is_team]

    assert noise_of(turns.read, turns.teams, above).q < 2
    assert mood_of(turns.read, turns.areas) < 1.5


def test_the_published_figure_is_taken_where_it_rests_on_the_same(turns: Seen) -> None:
    """The same instrument every time: a line is what was published."""
    kind = steady(6, 3, standard())
    seen = next(organisations(kind, count=1, dice=np.random.default_rng(4)))
    for one in piece_lines(seen.read, seen.areas, np.zeros_like(seen.areas)):
        row = [of.rows[one.measure] for of in seen.read.cells]
        cells = zip(seen.read.cells, row, strict=True)
        published = np.array([of.tenths[at, seen.areas] for of, at in cells])

        assert np.array_equal(one.lines.scores, published / 10, equal_nan=True)


def test_other_people_begin_another_piece(turns: Seen) -> None:
    """They start again from their area."""
    run = turns.read.lines.run.copy()
    run[:4] += 1
    other = replace(turns.read, lines=turns.read.lines._replace(run=run))
    for one in piece_lines(other, turns.areas, np.zeros_like(turns.areas)):
        assert one.lines.begins()[4].all()
        assert not one.lines.begins()[[1, 2, 3, 5, 6, 7]].any()
