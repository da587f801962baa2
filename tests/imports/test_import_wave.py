"""Promises of importing answers: what is refused and where, and that nothing is lost."""

import csv
import tracemalloc
from io import StringIO
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.imports.wave import WaveFile, WaveRow, read_wave
from survey.questionnaire.answers import BALLOT_BYTES, Answers, comment_room, to_json
from survey.questionnaire.instrument import Instrument, Item, Kind

# How long one example takes says something about the machine, not about us.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def item(key: str, kind: Kind) -> Item:
    """An item of which only its id and kind matter."""
    return Item(key, kind, "C", None, "we", False, f"Text of {key}.", "A reason.")


def instrument(*, statements: int = 2, signs: int = 1) -> Instrument:
    """A tiny instrument: B1, B2, ... then the signs S1, ... and one open prompt."""
    items = [
        *(item(f"B{n}", Kind.AGREE5) for n in range(1, statements + 1)),
        *(item(f"S{n}", Kind.SIGN) for n in range(1, signs + 1)),
        item("O1", Kind.OPEN),
    ]
    scale = ("never", "rarely", "now and then", "often", "always")
    return Instrument("tiny", 1, "Tiny", "Lately", scale, "Can't say", tuple(items), (), ())


HEADER = "unit,person_id,B1,B2,S1\n"


def read(text: str, invited: str | None = None) -> WaveFile:
    """The wave of a file given as text, for the tiny instrument."""
    return read_wave(text.encode(), instrument(), None if invited is None else invited.encode())


def refused(text: str, invited: str | None = None) -> list[str]:
    """Every problem for which a file is refused."""
    with pytest.raises(BadInput) as refusal:
        read(text, invited)
    return [str(problem) for problem in refusal.value.problems]


# What is understood


def test_every_row_becomes_the_answers_of_one_person() -> None:
    """Empty is no answer, a sign is ticked or not, spaces around a value do not matter."""
    wave = read(HEADER + "North,p1,1,5,1\nSouth,p2,, 4 ,0\nNorth,,3,,\n")

    assert list(wave) == [
        WaveRow("North", "p1", Answers({"B1": 1, "B2": 5}, frozenset({"S1"}))),
        WaveRow("South", "p2", Answers({"B2": 4})),
        WaveRow("North", None, Answers({"B1": 3})),
    ]
    assert len(wave) == 3


def test_columns_may_stand_in_any_order_and_people_may_be_left_out() -> None:
    """Only the names of the columns count."""
    wave = read("S1;B2;unit;B1\n1;2;North;3\n")

    assert list(wave) == [WaveRow("North", None, Answers({"B1": 3, "B2": 2}, frozenset({"S1"})))]


def test_comments_are_read_where_the_file_has_a_column_for_them() -> None:
    """Line breaks and commas inside quotes are part of them; empty cells are no comments."""
    wave = read(
        "O1,unit,B1,B2,S1\n"
        '" More, and ""better"",\nplease. ",North,1,5,1\n'
        "  ,North,1,1,0\n"
        "=1+1,South,2,2,0\n"
    )

    assert wave.comments == {0: {"O1": 'More, and "better",\nplease.'}, 2: {"O1": "=1+1"}}
    assert [row.answers.comments for row in wave] == [wave.comments[0], {}, wave.comments[2]]


def test_a_comment_that_fits_no_ballot_is_refused_where_it_stands() -> None:
    """Without a word of it; one that just fits is sealed like any other."""
    asked = instrument()
    room = comment_room(asked, "North", {"O1": ""})
    fits, over = "x" * room, "y" * (room + 7)

    (row,) = read(f"unit,B1,B2,S1,O1\nNorth,5,5,1,{fits}\n")

    assert len(to_json(row.unit, row.answers, "0" * 32)) == BALLOT_BYTES
    assert refused(f"unit,B1,B2,S1,O1\nNorth,5,5,1,{over}\n") == [
        "row 2, O1: The comments of this row are too long by about 7 letters. Shorten them."
    ]


def test_an_instrument_without_signs_needs_no_columns_for_them() -> None:
    """As many imported surveys are."""
    wave = read_wave(b"unit,B1\nNorth,3\n", instrument(statements=1, signs=0), None)

    assert list(wave) == [WaveRow("North", None, Answers({"B1": 3}))]


def test_units_stand_in_order_of_first_appearance_and_invited_is_how_many_answered() -> None:
    """Without an invited file everybody invited is taken to have answered."""
    wave = read("unit,B1,B2,S1\nSouth,1,1,\nNorth,1,1,\nSouth,1,1,\n")

    assert wave.units == ("South", "North")
    assert wave.invited == {"South": 2, "North": 1}


def test_invited_units_without_answers_come_last() -> None:
    """They were asked, and that counts in the participation of the whole."""
    wave = read("unit,B1,B2,S1\nSouth,1,1,\n", "unit,invited\nEast,7\nSouth,12\n")

    assert wave.units == ("South", "East")
    assert wave.invited == {"South": 12, "East": 7}


def test_the_examples_in_the_docs_are_read() -> None:
    """Whoever copies them gets what they say."""
    text = (Path(__file__).parents[2] / "docs" / "file-formats.md").read_text("utf-8")
    answers, invited = (part.split("```")[0] for part in text.split("```csv\n")[3:5])
    asked = instrument(statements=2, signs=1)
    for ours, theirs in (("B1", "BEL1"), ("B2", "BEL2"), ("S1", "SGN1"), ("O1", "OPN1")):
        answers = answers.replace(theirs, ours)

    wave = read_wave(answers.encode(), asked, invited.encode())

    assert list(wave) == [
        WaveRow("harbour", "1002", Answers({"B1": 4, "B2": 5})),
        WaveRow(
            "harbour",
            None,
            Answers({"B1": 3}, frozenset({"S1"}), {"O1": "Shorter meetings, please."}),
        ),
    ]
    assert wave.invited == {"harbour": 12, "bridge": 7}


# What is refused


@pytest.mark.parametrize("value", ["0", "6", "-1", "3.0", "3,5", "x", "03", "٣", "1e0", "+1"])
def test_anything_but_a_whole_number_from_1_to_5_is_refused(value: str) -> None:
    """At its row and column, and without repeating what was answered."""
    assert refused(HEADER + f'North,p1,1,1,\nNorth,p2,1,"{value}",\n') == [
        "row 3, B2: An answer is a whole number from 1 to 5, or an empty cell."
    ]


@pytest.mark.parametrize("value", ["2", "-1", "yes", "true", "1.0"])
def test_a_sign_is_ticked_or_not(value: str) -> None:
    """One or zero."""
    assert refused(HEADER + f"North,p1,1,1,{value}\n") == [
        "row 2, S1: A warning sign is 1 when ticked, else 0 or an empty cell."
    ]


def test_missing_and_unknown_columns_are_named_with_those_allowed() -> None:
    """Whatever letters they have, and every one that is wrong is listed."""
    with pytest.raises(BadInput) as refusal:
        read("Unit,B1,O2,S1\nNorth,1,hello,0\n")

    assert str(refusal.value) == (
        "The answers file needs the columns unit, B1, B2, and may have person_id, S1, O1."
    )
    assert [str(problem) for problem in refusal.value.problems] == [
        "row 1, B2: This column is missing.",
        "row 1, O2: This column is not known here. Remove it, or correct its name.",
    ]


def test_an_empty_or_unreadable_unit_is_refused() -> None:
    """Every answer counts somewhere."""
    assert refused(HEADER + " ,p1,1,1,\nNo\x01rth,p2,1,1,\n") == [
        "row 2, unit: This cell is empty, and must not be.",
        "row 3, unit: There are characters in here that cannot be seen. Type it again.",
    ]


def test_the_same_person_twice_is_refused_without_saying_who() -> None:
    """In whatever unit; the two rows are named."""
    assert refused(HEADER + "North,p1,1,1,\nNorth,p2,1,1,\nSouth,p1,1,1,\n") == [
        "row 4, person_id: The same person is in row 2 already."
    ]


def test_a_file_without_answers_is_refused() -> None:
    """Column names alone are no wave."""
    with pytest.raises(BadInput, match="There are no answers in the answers file"):
        read(HEADER)


@pytest.mark.parametrize("number", ["", "x", "-1", "3.0", "1e3", "12345678", "٣", "9" * 5000])
def test_invited_must_be_a_whole_number(number: str) -> None:
    """Digits only, and of a size an organisation can have."""
    assert refused(HEADER + "North,p1,1,1,\n", f"unit,invited\nNorth,{number}\n") == [
        "row 2, invited of the invited file: "
        "Write how many were invited as a whole number, at most 9,999,999."
    ]


def test_fewer_invited_than_answered_is_refused() -> None:
    """At the row of that unit."""
    assert refused(
        "unit,B1,B2,S1\nNorth,1,1,\nNorth,1,1,\n", "unit,invited\nSouth,1\nNorth,1\n"
    ) == ["row 3, invited of the invited file: 2 people answered here, so at least 2 were invited."]


def test_everybody_invited_may_have_answered() -> None:
    """As many as answered is enough."""
    assert read(HEADER + "North,p1,1,1,\n", "unit,invited\nNorth,1\n").invited == {"North": 1}


def test_a_unit_with_answers_must_be_among_the_invited() -> None:
    """And each only once."""
    assert refused(HEADER + "North,p1,1,1,\n", "unit,invited\nSouth,3\nSouth,4\n,1\n") == [
        "unit of the invited file: “North” has answers and is not in this file. Add a row for it.",
        "row 3, unit of the invited file: This unit is in row 2 already. One row for each unit.",
        "row 4, unit of the invited file: This cell is empty, and must not be.",
    ]


def test_other_columns_in_the_invited_file_are_refused() -> None:
    """The sentence says which file it is about."""
    with pytest.raises(
        BadInput, match=r"^The invited file needs the columns unit, invited, and no"
    ):
        read(HEADER + "North,p1,1,1,\n", "unit,asked\nNorth,1\n")


def test_of_many_problems_the_first_twenty_are_listed() -> None:
    """Row by row, then how many more; the sentence above counts all."""
    rows = "".join(f"North,p{n},9,9,9\n" for n in range(100))
    with pytest.raises(BadInput) as refusal:
        read(HEADER + rows, "unit,invited\nNorth,1\n")
    problems = [str(problem) for problem in refusal.value.problems]

    assert len(problems) == 21
    assert [p.split(":")[0] for p in problems[:4]] == [
        "row 2, B1",
        "row 2, B2",
        "row 2, S1",
        "row 3, B1",
    ]
    assert problems[20] == "… and 281 more."
    assert "301 problems were found, and nothing was changed" in str(refusal.value)


def test_twenty_problems_are_just_listed() -> None:
    """Nothing more is said when there is nothing more."""
    rows = "".join(f"North,p{n},9,1,0\n" for n in range(20))

    assert len(refused(HEADER + rows)) == 20


def test_what_is_read_does_not_show_its_answers_when_printed() -> None:
    """A wave file in a log line or a traceback says how it is built, not what was answered."""
    shown = repr(read("unit,person_id,B1,B2,S1,O1\nNorth,p1,1,5,1,A secret\n"))

    assert "p1" not in shown
    assert "A secret" not in shown
    assert "points" not in shown


# What holds for every file

UNIT_KEYS = st.sampled_from(["North", "South", "Øst", "a b"])
POINTS = st.none() | st.integers(1, 5)


@UNTIMED
@given(st.lists(st.tuples(UNIT_KEYS, POINTS, POINTS, st.booleans()), min_size=1, max_size=20))
def test_what_was_answered_is_what_is_read(
    rows: list[tuple[str, int | None, int | None, bool]],
) -> None:
    """Row by row, and the units together have as many rows as the file."""
    out = StringIO(newline="")
    csv.writer(out).writerows(
        [["unit", "B1", "B2", "S1"], *((u, a, b, int(s)) for u, a, b, s in rows)]
    )

    wave = read(out.getvalue())

    assert list(wave) == [
        WaveRow(
            unit,
            None,
            Answers(
                {key: value for key, value in (("B1", one), ("B2", two)) if value is not None},
                frozenset({"S1"} if sign else ()),
            ),
        )
        for unit, one, two, sign in rows
    ]
    assert sum(wave.invited.values()) == len(rows)


CELLS = st.sampled_from(["", "1", "5", "0", " 2 ", "North"]) | st.text(max_size=5)


@UNTIMED
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=4),
    st.none() | st.lists(st.tuples(CELLS, CELLS), max_size=3),
)
def test_any_cells_are_answers_or_bad_input(
    rows: list[tuple[str, ...]], asked: list[tuple[str, ...]] | None
) -> None:
    """Whatever stands in the cells, only whole answers in known units come out."""
    out, invited = StringIO(newline=""), StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HEADER.strip().split(","), *rows])
    csv.writer(invited, quoting=csv.QUOTE_ALL).writerows([["unit", "invited"], *(asked or ())])
    try:
        wave = read(out.getvalue(), None if asked is None else invited.getvalue())
    except BadInput:
        return

    assert all(score in range(1, 6) for row in wave for score in row.answers.scores.values())
    assert all(row.unit in wave.invited for row in wave)


@UNTIMED
@given(st.binary(max_size=100), st.none() | st.binary(max_size=100))
def test_any_bytes_are_answers_or_bad_input(file: bytes, invited: bytes | None) -> None:
    """No other error ever comes out."""
    try:
        wave = read_wave(file, instrument(), invited)
    except BadInput:
        return

    assert len(wave) > 0


ASKED = instrument(statements=18, signs=7)


def large_file(rows: int) -> bytes:
    """A file of many rows and 25 items, ten rows a unit."""
    names = ["unit", "person_id", *(i.id for i in (*ASKED.statements, *ASKED.signs))]
    answers = ",".join(["1", "2", "3", "4", "5", ""] * 3 + ["0"] * 7)
    lines = (f"u{n // 10},p{n},{answers}" for n in range(rows))
    return "\n".join([",".join(names), *lines]).encode()


def test_a_hundred_thousand_rows_take_seconds() -> None:
    """Under 5 s of processor time (1.8 s when this was written)."""
    file = large_file(100_000)

    start = process_time()
    wave = read_wave(file, ASKED, None)
    seconds = process_time() - start

    assert (len(wave), len(wave.units)) == (100_000, 10_000)
    assert seconds < 5


def test_a_row_takes_little_memory() -> None:
    """About 100 bytes to keep with its person's id, and about 700 on the way."""
    file = large_file(10_000)

    tracemalloc.start()
    wave = read_wave(file, ASKED, None)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 200 * len(wave)
    assert peak < 1500 * len(wave)
