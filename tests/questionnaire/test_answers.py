"""One person's answers: what is taken, what is refused, and that every ballot fits its envelope."""

import json
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from survey.errors import BadInput
from survey.questionnaire.answers import (
    BALLOT_BYTES,
    Answers,
    comment_room,
    counts,
    from_json,
    parse_answers,
    to_json,
)
from survey.questionnaire.instrument import Instrument, Item, Kind, Named

RECEIPT = "0" * 32


def item(key: str, kind: Kind = Kind.AGREE5, *, reverse: bool = False) -> Item:
    """A statement, sign or prompt."""
    return Item(key, kind, "CON", None, "we", reverse, f"Text of {key}", "why")


def instrument(*items: Item) -> Instrument:
    """An instrument of these items; four statements, a sign and a prompt by default."""
    asked = items or (
        *(item(f"Q{number}") for number in range(1, 5)),
        item("SIGN", Kind.SIGN),
        item("OPEN", Kind.OPEN),
    )
    return Instrument(
        key="tiny",
        version=1,
        name="Tiny",
        stem="Lately",
        scale=("1", "2", "3", "4", "5"),
        cannot_say="Can't say",
        items=asked,
        constructs=(Named("CON", "Construct"),),
        composites=(),
    )


def test_answers_are_taken_as_given_and_none_is_no_answer() -> None:
    """What was skipped, not ticked or left blank is absent."""
    raw = {"Q1": 5, "Q2": 1, "Q3": None, "SIGN": True, "OPEN": "  More\0 time \n"}

    answers = parse_answers(instrument(), raw)

    assert answers == Answers({"Q1": 5, "Q2": 1}, frozenset({"SIGN"}), {"OPEN": "More time"})


@pytest.mark.parametrize(
    "raw", [{}, {"Q1": None, "SIGN": False, "OPEN": " \0 "}, {"SIGN": None, "OPEN": None}]
)
def test_nothing_said_is_empty(raw: Mapping[str, object]) -> None:
    """An untouched form and a form of blanks are the same: empty."""
    assert parse_answers(instrument(), raw).empty


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *product(["Q1"], [0, 6, -1, True, False, 3.0, "3", [3], float("nan"), 10**40]),
        *product(["SIGN"], [1, 0, "yes", "", []]),
        *product(["OPEN"], [7, True, ["x"], "\ud800"]),
        ("OTHER", 3),
        ("", 3),
        ("CON", None),
    ],
)
def test_any_other_value_is_refused_at_its_item(key: str, value: object) -> None:
    """Only 1-5, ticked or not, plain text, and only for what is asked."""
    with pytest.raises(BadInput) as refused:
        parse_answers(instrument(), {"Q2": 4, key: value})

    assert [problem.column for problem in refused.value.problems] == [key]


def test_a_refusal_never_repeats_what_was_answered() -> None:
    """Errors may reach a log, so no answer stands in one."""
    with pytest.raises(BadInput) as refused:
        parse_answers(instrument(), {"Q1": "canary", "SIGN": "canary", "Q2": 9, "Q3": 8})

    assert len(refused.value.problems) == 4
    assert "canary" not in str(refused.value) + repr(refused.value.problems)


@pytest.mark.parametrize(
    ("asked", "answered", "counted"),
    [(4, 1, False), (4, 2, True), (5, 2, False), (5, 3, True), (1, 0, False), (1, 1, True)],
)
def test_half_of_the_statements_make_a_ballot_count(
    asked: int, answered: int, counted: bool
) -> None:
    """At least half; an odd number of statements needs the larger half."""
    of = instrument(*(item(f"Q{number}") for number in range(asked)), item("SIGN", Kind.SIGN))
    raw: dict[str, object] = {f"Q{number}": 3 for number in range(answered)}

    assert counts(of, parse_answers(of, raw | {"SIGN": True})) is counted


def ids() -> some.SearchStrategy[str]:
    """Ids of items."""
    return some.from_regex(r"[A-Z][A-Z0-9]{0,9}", fullmatch=True)


def some_answers() -> some.SearchStrategy[Answers]:
    """Any answers, comments of any letters among them."""
    return some.builds(
        Answers,
        some.dictionaries(ids(), some.integers(1, 5), max_size=30),
        some.frozensets(ids(), max_size=10),
        some.dictionaries(ids(), some.text(min_size=1, max_size=80), max_size=3),
    )


@given(some.text(max_size=40), some_answers())
def test_a_ballot_is_read_back_as_it_was_written(home: str, answers: Answers) -> None:
    """Writing and reading is an exact round trip, padding or not."""
    body = to_json(home, answers, RECEIPT)

    assert from_json(body) == (home, answers, RECEIPT)
    assert from_json(body.ljust(BALLOT_BYTES)) == (home, answers, RECEIPT)
    assert from_json(to_json(home, answers)) == (home, answers, "")


@given(some_answers())
def test_the_order_of_answering_leaves_no_trace(answers: Answers) -> None:
    """The same answers are the same bytes, whichever was given first."""
    turned = Answers(
        dict(reversed(list(answers.scores.items()))),
        frozenset(sorted(answers.signs, reverse=True)),
        dict(reversed(list(answers.comments.items()))),
    )

    assert to_json("home", turned) == to_json("home", answers)


@given(some.text(max_size=400), some.text(max_size=40))
def test_a_comment_fits_exactly_as_far_as_the_room_said(comment: str, home: str) -> None:
    """The room left beside a comment is what a ballot with everything answered leaves."""
    asked = instrument()
    fullest = Answers(dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 5), frozenset({"SIGN"}))

    room = comment_room(asked, home, {"OPEN": comment})
    full = Answers(fullest.scores, fullest.signs, {"OPEN": comment + "x" * room})

    assert len(to_json(home, full, RECEIPT)) == BALLOT_BYTES
    with pytest.raises(BadInput, match="too long"):
        to_json(
            home, Answers(full.scores, full.signs, {"OPEN": full.comments["OPEN"] + "é"}), RECEIPT
        )


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {"Q1": 6}},
        {"answers": {"Q1": True}},
        {"answers": {"Q1": 3.0}},
        {"answers": [1]},
        {"signs": ["A", "A"]},
        {"signs": [1]},
        {"signs": [["A"]]},
        {"comments": {"OPEN": 1}},
        {"comments": None},
        {"home": 3},
        {"receipt": 1},
        {"extra": 1},
    ],
)
def test_a_ballot_we_did_not_write_is_refused(change: dict[str, Any]) -> None:
    """A broken ballot is refused whole, and its words stay out of the error."""
    sound: dict[str, Any] = {"home": "h", "answers": {}, "signs": [], "comments": {"O": "canary"}}
    assert from_json(json.dumps(sound).encode())

    with pytest.raises(BadInput) as refused:
        from_json(json.dumps(sound | change).encode())

    assert "canary" not in str(refused.value)
    assert refused.value.__context__ is None


@given(some.binary(max_size=200) | some.text(max_size=50).map(str.encode))
def test_any_other_bytes_are_refused(body: bytes) -> None:
    """Bytes that are no ballot never become one and never raise anything else."""
    with pytest.raises(BadInput):
        from_json(body)
