"""Promises of lines: people decide what is followed, and a name only where nothing is known."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.arrays import NOWHERE, Bools
from analytics.figures.lines import Lines, Pair, People, Place, lines
from analytics.figures.reading import Continued, Keyed, lines_of
from analytics.published.cells import Scope
from tests.make_waves import WaveCells, columns, wave_cells

A, B, C = range(3)
ALWAYS = np.ones((3, 3), dtype=np.bool_)
Was = Mapping[Pair, Mapping[Place, Place]]


def followed(was: Was, there: list[list[int]] | None = None) -> Lines:
    """Lines of three places over three waves, of all pairs of which it is known who was the same.

    `there` has 1 for each place in each wave that has cells.
    """
    every = frozenset({(1, 0), (2, 0), (2, 1)})
    shown = ALWAYS if there is None else np.array(there, dtype=np.bool_)
    return lines(shown, People(every, was))


def said(found: Lines, at: int, place: Place) -> tuple[list[int], list[int]]:
    """The places behind one in a wave, oldest first, and how many runs ago each was."""
    line = found.of[at, place]
    places, runs = found.place[: at + 1, line], found.run[: at + 1, line]
    return places.tolist(), np.where(places == NOWHERE, 0, runs - runs[at]).tolist()


def test_the_same_people_under_the_same_name_are_one_line() -> None:
    assert said(followed({}), 2, A) == ([A, A, A], [0, 0, 0])


def test_people_whose_unit_has_another_name_keep_their_line() -> None:
    found = followed({(2, 1): {B: A}, (2, 0): {B: A}}, [[1, 0, 1], [1, 0, 1], [0, 1, 1]])

    assert said(found, 2, B) == ([A, A, B], [0, 0, 0])
    assert said(found, 1, A) == ([A, A], [0, 0])


def test_two_units_that_swap_everybody_take_their_lines_along() -> None:
    """And what was said of each before stays with its name."""
    swap = {A: B, B: A}
    found = followed({(2, 1): swap, (2, 0): swap})

    assert said(found, 2, A) == ([B, B, A], [0, 0, 0])
    assert said(found, 2, B) == ([A, A, B], [0, 0, 0])
    assert said(found, 1, A) == ([A, A], [0, 0])


def test_a_merged_unit_goes_on_with_those_it_mostly_is() -> None:
    """A and B become C, in which most were A; the past of B can still be read."""
    found = followed({(2, 1): {C: A}, (2, 0): {C: A}}, [[1, 1, 0], [1, 1, 0], [0, 0, 1]])

    assert said(found, 2, C) == ([A, A, C], [0, 0, 0])
    assert said(found, 1, B) == ([B, B], [0, 0])


def test_a_merge_in_which_nobody_is_the_most_begins_anew() -> None:
    found = followed(
        {(2, 1): {C: NOWHERE}, (2, 0): {C: NOWHERE}}, [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    )

    assert said(found, 2, C) == ([NOWHERE, NOWHERE, C], [0, 0, 0])


def test_of_a_split_one_part_goes_on_and_the_other_begins() -> None:
    """Most of A stay, some become B, which is new."""
    found = followed(
        {(2, 1): {B: NOWHERE}, (2, 0): {B: NOWHERE}}, [[1, 0, 1], [1, 0, 1], [1, 1, 1]]
    )

    assert said(found, 2, A) == ([A, A, A], [0, 0, 0])
    assert said(found, 2, B) == ([NOWHERE, NOWHERE, B], [0, 0, 0])


def test_other_people_under_the_same_name_are_another_run_of_the_line() -> None:
    """The line goes back further, and what is before is not theirs."""
    found = followed({(2, 1): {A: NOWHERE}, (2, 0): {A: NOWHERE}})

    assert said(found, 2, A) == ([A, A, A], [1, 1, 0])
    assert said(found, 1, A) == ([A, A], [0, 0])


def test_people_who_were_away_for_a_wave_are_found_behind_it() -> None:
    """A was in the first wave and is back in the third, as B."""
    found = followed({(2, 0): {B: A}, (2, 1): {B: NOWHERE}}, [[1, 0, 1], [0, 0, 1], [0, 1, 1]])

    assert said(found, 2, B) == ([A, NOWHERE, B], [0, 0, 0])


def test_where_nothing_is_known_a_name_stands_for_its_people() -> None:
    """As in waves that were closed before it was counted who was the same."""
    some = People(frozenset({(2, 1)}), {(2, 1): {A: B}})

    assert said(lines(ALWAYS), 2, A) == ([A, A, A], [0, 0, 0])
    assert said(lines(ALWAYS, some), 2, A) == ([B, B, A], [0, 0, 0])


def test_the_nearest_wave_that_knows_says_who_was_the_same() -> None:
    """The last wave was compared with both before it, which were never compared with each other.

    What is said of the wave between stays as it was before the last one came.
    """
    some = People(frozenset({(2, 1), (2, 0)}), {(2, 0): {A: B, B: A}})

    assert said(lines(ALWAYS, some), 2, A) == ([B, A, A], [0, 0, 0])
    assert said(lines(ALWAYS, some), 1, A) == ([A, A], [0, 0])


@st.composite
def peoples(draw: st.DrawFn) -> tuple[Bools, People]:
    """Three units over one to five waves, of some pairs of which people were compared."""
    waves = draw(st.integers(1, 5))
    there = np.array(draw(st.lists(st.booleans(), min_size=3 * waves, max_size=3 * waves)))
    pairs = [(late, early) for late in range(waves) for early in range(late)]
    compared = frozenset(draw(st.sets(st.sampled_from(pairs))) if pairs else ())
    onto = st.dictionaries(st.sampled_from([A, B, C]), st.sampled_from([A, B, C, NOWHERE]))
    return there.reshape(waves, 3), People(compared, {pair: draw(onto) for pair in compared})


@settings(deadline=None, max_examples=100)
@given(peoples())
def test_a_place_is_on_a_line_that_ends_there_and_later_waves_change_nothing_of_it(
    given_people: tuple[Bools, People],
) -> None:
    there, people = given_people
    whole = lines(there, people)

    for at in range(len(there)):
        known = {pair: was for pair, was in people.was.items() if pair[0] <= at}
        until = lines(there[: at + 1], People(frozenset(known), known))
        for place in np.flatnonzero(there[at]).tolist():
            found, _ = said(whole, at, place)
            assert found[-1] == place
            assert said(whole, at, place) == said(until, at, place)
            assert all(there[wave, p] for wave, p in enumerate(found) if p != NOWHERE)


def cells(at: int, *, knows: tuple[int, ...] = ()) -> list[WaveCells]:
    """Two teams in a wave that knows who was the same in those others."""
    made = wave_cells(at)
    wave = replace(made.wave, compared=frozenset(f"w{n}" for n in knows))
    return [made._replace(wave=wave)] * 2


def lines_between(came_from: Continued, *, knows: Mapping[int, tuple[int, ...]]) -> Lines:
    """The lines of two teams over two waves."""
    places: dict[Keyed, int] = {("a", Scope.TEAM): A, ("b", Scope.TEAM): B}
    waves = [cells(at, knows=knows.get(at, ())) for at in range(2)]
    return lines_of([columns(of[0].wave, of) for of in waves], places, came_from)


def test_a_past_wave_that_is_brought_in_says_of_those_after_it_what_they_would_of_it() -> None:
    """The earlier wave was published last, so that it is the one that knows: turned round."""
    told: dict[Keyed, str | None] = {("a", Scope.TEAM): "b", ("b", Scope.TEAM): None}
    later = lines_between({("w1", "w0"): told}, knows={1: (0,)})
    earlier = lines_between({("w0", "w1"): told}, knows={0: (1,)})

    assert said(later, 1, A) == ([B, A], [0, 0])
    assert said(later, 1, B) == ([B, B], [1, 0])
    assert said(earlier, 1, B) == ([A, B], [0, 0])
    assert said(earlier, 1, A) == ([A, A], [1, 0])


def test_a_swap_turned_round_is_a_swap() -> None:
    swap: dict[Keyed, str | None] = {("a", Scope.TEAM): "b", ("b", Scope.TEAM): "a"}
    ways = ({("w1", "w0"): swap}, {1: (0,)}), ({("w0", "w1"): swap}, {0: (1,)})

    for came_from, knows in ways:
        found = lines_between(came_from, knows=knows)
        assert [said(found, 1, place)[0] for place in (A, B)] == [[B, A], [A, B]]


def test_exceptions_of_waves_that_do_not_say_they_were_compared_count_for_nothing() -> None:
    told: dict[Keyed, str | None] = {("a", Scope.TEAM): "b"}

    assert said(lines_between({("w1", "w0"): told}, knows={}), 1, A) == ([A, A], [0, 0])
