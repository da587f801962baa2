"""Promises of counting: every ballot once, in its home, turned round where asked, in no order."""

from collections.abc import Callable, Mapping
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.closing.counting import Opened, Turnout, open_ballots, tally, turnout
from analytics.disclosure.tree import Tree
from survey.answering.sealing import make_keys, opener, seal
from survey.errors import BadInput, KeyTrouble
from survey.questionnaire.answers import Answers, to_json
from survey.questionnaire.instrument import composites
from tests.make import TINY, instrument, statement

TREE = Tree(("all", "ant", "bee"), (-1, 0, 0))
KEYS, PUBLIC = make_keys()
NOBODY = Turnout(np.array([0, 9, 9]), np.array([0, 9, 9]))


def plain(body: bytes) -> bytes:
    """A ballot that needs no opening: sealing has tests of its own."""
    return body


def ballot(home: str, scores: Mapping[str, int], *signs: str) -> bytes:
    """The body of a ballot."""
    return to_json(home, Answers(scores, frozenset(signs)))


FULL = {"B1": 5, "B2": 1, "A1": 3, "A2": 2}
BALLOTS = [
    ballot("ant", FULL, "S1"),
    ballot("bee", {"B1": 1, "B2": 2}),
    ballot("ant", {"A1": 4, "A2": 4, "B2": 5}, "S1"),
    ballot("ant", {"B1": 3}, "S1"),
]


def opened(ballots: list[bytes], open_sealed: Callable[[bytes], bytes] = plain) -> Opened:
    """These ballots, opened."""
    return open_ballots(ballots, open_sealed, tree=TREE, instrument=TINY).opened


def test_every_ballot_is_kept_by_home_with_reversed_statements_turned_round() -> None:
    """B2 is reversed: 1 counts as 5; what was not answered is 0; one of four is too little."""
    found = opened(BALLOTS)

    assert found.home.tolist() == [1, 2, 1]
    assert found.scores.tolist() == [[5, 5, 3, 2], [1, 4, 0, 0], [0, 1, 4, 4]]
    assert found.ticks.tolist() == [[1], [0], [1]]


def test_the_tally_counts_how_many_chose_each_answer() -> None:
    """By home, 1 to 5."""
    counts = tally(opened(BALLOTS), NOBODY, tree=TREE, instrument=TINY)

    assert counts.ballots.tolist() == [0, 2, 1]
    assert counts.counts["B1"].tolist() == [[0] * 5, [0, 0, 0, 0, 1], [1, 0, 0, 0, 0]]
    assert counts.counts["B2"].tolist() == [[0] * 5, [1, 0, 0, 0, 1], [0, 0, 0, 1, 0]]
    assert counts.counts["A2"].tolist() == [[0] * 5, [0, 1, 0, 1, 0], [0] * 5]
    assert counts.ticks["S1"].tolist() == [0, 2, 0]
    assert counts.composites == {"belonging": ("B1", "B2"), "alignment": ("A1", "A2")}


def test_comments_stay_with_their_ballot_and_their_authors_are_counted() -> None:
    """One who answers two questions is one; a ballot with too few answers has no say."""
    said = {"O1": "Words."}
    ballots = [
        to_json("bee", Answers(FULL)),
        to_json("ant", Answers(FULL, comments=said | {"O2": "More words."})),
        to_json("bee", Answers({"B1": 3}, comments=said)),
        to_json("ant", Answers(FULL, comments=said)),
        to_json("ant", Answers(FULL, comments={"O1": " \0 "})),
    ]

    found = opened(ballots)

    assert found.comments == {1: {"O1": "Words.", "O2": "More words."}, 2: said}
    assert tally(found, NOBODY, tree=TREE, instrument=TINY).writers.tolist() == [0, 2, 0]


@given(st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(random: Random) -> None:
    """What is counted knows no order."""
    shuffled = random.sample(BALLOTS, len(BALLOTS))
    one, other = (
        tally(opened(ballots), NOBODY, tree=TREE, instrument=TINY)
        for ballots in (BALLOTS, shuffled)
    )

    assert one.ballots.tolist() == other.ballots.tolist()
    assert {i: c.tolist() for i, c in one.counts.items()} == {
        i: c.tolist() for i, c in other.counts.items()
    }


def test_an_empty_box_counts_nothing() -> None:
    """Every number is 0, none is missing."""
    counts = tally(opened([]), NOBODY, tree=TREE, instrument=TINY)

    assert counts.ballots.tolist() == [0, 0, 0]
    assert counts.counts["A1"].sum() == counts.ticks["S1"].sum() == 0
    assert counts.writers.tolist() == [0, 0, 0]


def test_sealed_ballots_are_opened_with_the_key() -> None:
    """And with no other."""
    sealed = [seal(PUBLIC, body) for body in BALLOTS]
    other, _ = make_keys()

    assert opened(sealed, opener(KEYS)).home.tolist() == [1, 2, 1]
    with pytest.raises(KeyTrouble):
        opened(sealed, opener(other))


def test_what_is_no_ballot_stops_the_count_without_a_word_of_it() -> None:
    """Whoever wrote it."""
    with pytest.raises(BadInput, match="A ballot cannot be read") as refusal:
        opened([*BALLOTS, b'{"home": "ant", "answers": {"B1": 9}, "secret": 1}'])

    assert "secret" not in str(refusal.value)


def test_an_instrument_without_signs_or_composites_is_counted() -> None:
    """As many past surveys are."""
    bare = instrument([statement("Q1", None)], signs=(), prompts=())

    found = open_ballots([ballot("bee", {"Q1": 4})], plain, tree=TREE, instrument=bare).opened

    assert found.ticks.shape == (1, 0)
    counts = tally(found, NOBODY, tree=TREE, instrument=bare)
    assert counts.counts["Q1"].tolist() == [[0] * 5, [0] * 5, [0, 0, 0, 1, 0]]
    assert composites(bare) == {}


def test_turnout_is_counted_from_homes_of_ballots_and_people() -> None:
    """Whoever was asked, and whoever sent."""
    found = turnout(np.array([1, 2], dtype=np.int64), [1, 1, 2, 0], units=3)

    assert found.invited.tolist() == [1, 2, 1]
    assert found.answered.tolist() == [0, 1, 1]
