"""Promises of pieces: as many waves as can be compared, over statements that all of them show."""

from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.arrays import NOWHERE
from analytics.figures.pieces import Basis, Piece, all_pieces, pieces_at
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT
from tests.make_waves import closed_wave

BANK = load_instruments(CONTENT / "instruments")
FULL_A, SHORT, FULL_B, STANDARD = (BANK[key] for key in ("full-a", "short", "full-b", "standard"))
STATEMENTS = 5


def basis(*shown: int, asked: int | None = None, run: tuple[int, ...] = ()) -> Basis:
    """Waves that show these statements, of all that were asked, about the same people."""
    all_asked = tuple(asked or one for one in shown)
    return Basis(all_asked, shown, run or (0,) * len(shown), (False,) * len(shown))


def of_instruments(*asked: Instrument, measure: str = "belonging") -> Basis:
    """Waves that show all that they asked."""
    behind = [closed_wave(asked=one).measures[measure].items for one in asked]
    places = {
        item: at for at, item in enumerate(dict.fromkeys(i for items in behind for i in items))
    }
    return basis(*(sum(1 << places[item] for item in items) for items in behind))


def waves_of(pieces: tuple[Piece | None, ...]) -> list[tuple[int, ...]]:
    return [piece.waves if piece else () for piece in pieces]


def test_waves_that_ask_by_turns_are_compared_with_those_that_share_half() -> None:
    """Full A and B share eight of twelve; Short has four, too few for these, half for Standard."""
    found = pieces_at(of_instruments(*(FULL_A, SHORT, FULL_B, STANDARD) * 2))

    assert waves_of(found) == [
        (0,),
        (1,),
        (0, 2),
        (0, 2, 3),
        (0, 2, 3, 4),
        (1, 3, 5),
        (0, 2, 3, 4, 6),
        (0, 2, 3, 4, 6, 7),
    ]
    assert [piece.items.bit_count() for piece in found if piece] == [12, 4, 8, 8, 8, 4, 8, 8]


def test_a_skipped_statement_does_not_cut() -> None:
    """Each of these waves lacks another statement; three of five are always there."""
    (only,) = all_pieces(basis(0b11111, 0b11110, 0b11111, 0b11101, 0b11111, asked=0b11111))

    assert only == Piece(0b11100, (0, 1, 2, 3, 4))


def test_a_wave_that_shows_too_little_stands_beside_the_piece_and_does_not_cut_it() -> None:
    pieces = all_pieces(basis(0b1111, 0b1111, 0b0001, 0b1111, asked=0b1111))

    assert [piece.waves for piece in pieces] == [(0, 1, 3), (2,)]


def test_a_small_team_with_a_few_skips_keeps_its_line() -> None:
    """Thirteen waves of twelve statements, one in twenty of them withheld by lot."""
    counts = []
    for seed in range(20):
        dice = Random(seed)
        shown = [sum(1 << s for s in range(12) if dice.random() > 0.05) for _ in range(13)]
        counts.append(len(all_pieces(basis(*shown, asked=(1 << 12) - 1))[0].waves))

    assert min(counts) >= 9
    assert sum(counts) / len(counts) >= 12


def test_other_people_are_in_no_piece_with_those_before() -> None:
    found = pieces_at(basis(1, 1, 1, 1, run=(1, 1, 0, 0)))

    assert waves_of(found) == [(0,), (0, 1), (2,), (2, 3)]


def test_what_was_made_coarse_as_a_whole_is_compared_over_all_that_was_asked_or_not_at_all() -> (
    None
):
    """As in teams that were held, while there was such a thing."""
    whole = Basis((0b11, 0b11, 0b111), (0b11, 0b11, 0b111), (0, 0, 0), (False, True, False))

    assert waves_of(pieces_at(whole)) == [(0,), (0, 1), (0, 1, 2)]
    assert waves_of(pieces_at(whole._replace(shown=(0b11, 0b11, 0b110)))) == [(0,), (0, 1), (2,)]


sets = st.integers(0, (1 << STATEMENTS) - 1)


@st.composite
def histories(draw: st.DrawFn) -> Basis:
    """Up to seven waves that ask and show this and that, of one people or of two."""
    asked = draw(st.lists(sets.filter(bool), min_size=1, max_size=7))
    whole = [draw(st.integers(0, 6)) == 0 for _ in asked]
    shown = [a if w else a & draw(sets) for a, w in zip(asked, whole, strict=True)]
    run = [draw(st.sampled_from([0, 0, 0, 1, NOWHERE])) for _ in asked]
    return Basis(tuple(asked), tuple(shown), tuple(run), tuple(whole))


def joins(basis: Basis, at: int, last: int, items: int) -> bool:
    """Whether a wave can be compared with the last over these statements, told slowly."""
    if at == last:
        return True
    if not basis.shown[at] or basis.run[at] != basis.run[last] or basis.run[at] == NOWHERE:
        return False
    half = max(basis.asked[at].bit_count(), basis.asked[last].bit_count()) / 2
    return items.bit_count() >= half and _bears(basis, at, items)


def _bears(basis: Basis, at: int, items: int) -> bool:
    return items == basis.shown[at] if basis.whole[at] else items & ~basis.shown[at] == 0


def best(basis: Basis, last: int) -> tuple[int, int]:
    """The most waves, then the most statements, of all sets there are."""
    mine = [1 << at for at in range(STATEMENTS) if basis.shown[last] >> at & 1]
    every = [sum(some) for size in range(1, len(mine) + 1) for some in combinations(mine, size)]
    return max(
        (sum(joins(basis, at, last, items) for at in range(last + 1)), items.bit_count())
        for items in every
        if _bears(basis, last, items)
    )


@settings(deadline=None, max_examples=100)
@given(histories())
def test_no_other_set_of_statements_keeps_more_waves(history: Basis) -> None:
    """Nor as many over more statements; and what is kept can be compared."""
    for last, piece in enumerate(pieces_at(history)):
        if piece is None:
            assert not history.shown[last]
            continue
        assert piece.waves[-1] == last
        assert all(joins(history, at, last, piece.items) for at in piece.waves)
        assert all(_bears(history, at, piece.items) for at in piece.waves)
        assert (len(piece.waves), piece.items.bit_count()) == best(history, last)


@settings(deadline=None, max_examples=100)
@given(histories())
def test_what_is_said_of_a_wave_never_depends_on_a_later_one(history: Basis) -> None:
    found = pieces_at(history)

    for count in range(1, len(found)):
        before = Basis._make(part[:count] for part in history)
        assert pieces_at(before) == found[:count]


@settings(deadline=None, max_examples=100)
@given(histories())
def test_a_picture_has_every_shown_wave_once_and_begins_with_what_is_said_of_the_last(
    history: Basis,
) -> None:
    found = all_pieces(history)

    assert sorted(at for piece in found for at in piece.waves) == [
        at for at, shown in enumerate(history.shown) if shown
    ]
    if history.shown[-1]:
        assert found[0] == pieces_at(history)[-1]
