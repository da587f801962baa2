"""Promises of the mapping: what is guessed, what a person must say, and what is left out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.imports.history.converting import Wishes, convert
from survey.imports.history.doubts import doubts
from survey.imports.history.export import Export, read_export
from survey.imports.history.guessing import guess, guess_instrument, unit_values
from survey.imports.history.habits import Skip
from survey.imports.history.looking import answered_otherwise, values
from survey.imports.history.mapping import (
    HistoryMapping,
    ItemScale,
    SignSource,
    fitted,
    scale_said,
    scale_written,
)
from survey.imports.history.mapping_file import mapping_toml, read_mapping
from survey.imports.history.scales import NUMBERS, guess_scale
from survey.imports.history.summary import understood
from survey.imports.wave import WaveFile
from survey.organisation.structure import Unit
from survey.questionnaire.shipped import shipped
from tests.histories.makers import LABELS, MAKERS, ZUSTIMMUNG, google, people
from tests.make import TINY

UNITS = {"all": Unit("all", "All", None), "ant": Unit("ant", "Ant team", "all")}
HEADER = "unit,B1,B2,A1,A2,S1,O1"
OTHER = {str(step): max(1, min(5, step - 1)) for step in range(1, 8)}


def export(*rows: str, header: str = HEADER) -> Export:
    """A plain table."""
    return read_export("\n".join([header, *rows, ""]).encode())


def said(read: Export, **changes: object) -> HistoryMapping:
    """The guess about a table, with what a person changed; the numbers are our five points."""
    guessed = guess(read, TINY, UNITS)
    guessed = replace(guessed, scale=guessed.scale or NUMBERS)
    return replace(guessed, **changes)  # type: ignore[arg-type]


def wave(read: Export, mapping: HistoryMapping, **wishes: object) -> WaveFile:
    """The answers by a mapping."""
    return convert(read, mapping, TINY, units=UNITS, wishes=Wishes(**wishes)).file  # type: ignore[arg-type]


def problems(read: Export, mapping: HistoryMapping, **wishes: object) -> str:
    """Everything for which a mapping or a table is refused."""
    with pytest.raises(BadInput) as refusal:
        wave(read, mapping, **wishes)
    return "\n".join([str(refusal.value), *map(str, refusal.value.problems)])


# What is guessed


@pytest.mark.parametrize("asked", ["short", "standard", "full-b"])
def test_the_questions_are_those_of_which_the_export_has_most(asked: str) -> None:
    """A smaller choice that is there as a whole comes before a larger one that is not."""
    known = shipped()
    items = [item.id for item in known[asked].statements]
    found = export(",".join(["ant", *("4" for _ in items)]), header=",".join(["unit", *items]))

    assert guess_instrument(found, known) == asked


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        (["1", "5", "", "3"], NUMBERS),
        (LABELS, dict(zip(map(str.lower, LABELS), range(1, 6), strict=True))),
        (ZUSTIMMUNG, dict(zip(map(str.lower, ZUSTIMMUNG), range(1, 6), strict=True))),
        (
            ["Never", "ALWAYS", "N/A"],
            {"never": 1, "rarely": 2, "now and then": 3, "often": 4, "always": 5},
        ),
        (["1", "7"], {}),
        (["1", "2", "3", "4"], {}),
        (["2", "3", "5"], {}),
        (["4"], {}),
        (["0", "10", "5"], {}),
        (["Agree", "blue"], {}),
        (["Stimme zu", "Stimme eher zu", "Stimme nicht zu", "Stimme eher nicht zu"],
         {"stimme nicht zu": 1, "stimme eher nicht zu": 2, "teils/teils": 3, "stimme eher zu": 4,
          "stimme zu": 5}),
        (["Stimme zu"], {}),
        (["Agree", "Somewhat agree"], {}),
        ([], {}),
    ],
)  # fmt: skip
def test_a_scale_is_guessed_only_where_it_is_certain(
    values: list[str], scale: dict[str, int]
) -> None:
    """Numbers from 1 to 5 and known words; seven or eleven steps never."""
    assert guess_scale(values, [TINY.scale]) == scale


def test_units_are_known_by_key_or_name_and_others_are_left_to_a_person() -> None:
    """Small and capital letters do not count."""
    read = export("ANT,1,1,1,1,,", "ant TEAM,1,1,1,1,,", "Moon,1,1,1,1,,")

    mapping = said(read)

    assert (mapping.unit_column, mapping.units) == ("unit", {"ANT": "ant", "ant TEAM": "ant"})
    assert "“Moon” is no unit here" in problems(read, mapping)


def test_a_file_that_is_no_mapping_is_not_repeated() -> None:
    """An export with addresses may have been given in its place."""
    with pytest.raises(BadInput) as refusal:
        read_mapping(b"Email\nsecret@boat.example\n")

    assert "secret" not in f"{refusal.value}{refusal.value.problems}{refusal.value.__cause__}"


def test_a_column_of_free_text_is_no_unit() -> None:
    """So nothing of it is listed as the name of one."""
    long = export(*(f"{'x' * 200},1,1,1,1,," for _ in range(3)))
    many = export(*(f"u{n},1,1,1,1,," for n in range(501)))

    assert unit_values(long, "unit") == unit_values(many, "unit") == []
    assert "too many or too long values" in problems(long, said(long))


# What a person says


def test_seven_steps_become_five_as_they_are_told_to() -> None:
    """Each step by itself, and a step that was not told is no answer."""
    read = export("ant,1,7,4,2,,", "ant,6,3,,5,,")

    rows = list(wave(read, said(read, scale=OTHER)))

    assert [row.answers.scores for row in rows] == [
        {"B1": 1, "B2": 5, "A1": 3, "A2": 1},
        {"B1": 5, "B2": 2, "A2": 4},
    ]
    assert "row 2, B2" in problems(read, said(read, scale={"1": 1, "2": 2, "4": 3}))


def test_one_statement_in_two_columns_of_different_names_is_one() -> None:
    """Each person's answer is taken from the column they filled in; two that differ are none."""
    rows = ("ant,5,,1,1,1,,", "ant,,4,1,1,1,,", "ant,3,3,1,1,1,,")
    header = "unit,B1,First days,B2,A1,A2,S1,O1"
    read = export(*rows, header=header)
    mapping = said(read, also={"B1": ("First days",)})

    found = convert(read, mapping, TINY, units=UNITS, wishes=Wishes())

    assert [row.answers.scores["B1"] for row in found.file] == [5, 4, 3]
    assert "First days" not in found.unused
    assert "“B1” and “First days” is B1" in " ".join(understood(mapping, TINY, found, k=5))
    assert "B1: “4”" not in (shown := " ".join(values(read, mapping, TINY)))
    assert "B1: 3, 4, 5" in shown
    both = export("ant,5,4,1,1,1,,", header=header)
    assert "B1" in problems(both, said(both, also={"B1": ("First days",)}))


def test_a_statement_is_read_on_its_own_scale_and_the_rest_on_theirs() -> None:
    """By its ends or by its values, both as somebody says; each is said again before it counts."""
    read = export("ant,0,never,1,5,,", "ant,10,always,5,1,,")
    scales = {"B1": ItemScale(steps="0-10"), "B2": ItemScale({"never": 1, "always": 5})}
    mapping = said(read, scales=scales)

    found = convert(read, mapping, TINY, units=UNITS, wishes=Wishes())

    scores = [row.answers.scores for row in found.file]
    assert [tuple(sorted(one.items())) for one in scores] == [
        (("A1", 1), ("A2", 5), ("B1", 1), ("B2", 1)),
        (("A1", 5), ("A2", 1), ("B1", 5), ("B2", 5)),
    ]
    told = " ".join(understood(mapping, TINY, found, k=5))
    assert "The answers to B1 go from 0-10" in told
    assert "The values of B2 mean: “never” = 1, “always” = 5." in told


def test_a_file_with_several_scales_is_asked_about_and_says_which_statements() -> None:
    """Nothing is guessed, neither for them nor for the rest."""
    read = export("ant,0,1,1,5,,", "ant,10,5,5,1,,")
    guessed = guess(read, TINY, UNITS)

    assert guessed.scale == {}
    assert answered_otherwise(read, guessed) == ["B1"]
    told = "\n".join(doubts(read, guessed, TINY, UNITS))
    assert "these look as if they were answered otherwise than the rest: B1" in told


def test_a_statement_that_was_turned_round_before_is_turned_back() -> None:
    """Only that one: the closing turns it round itself."""
    read = export("ant,1,2,3,4,,")

    (row,) = wave(read, said(read, turned=frozenset({"B2"})))

    assert row.answers.scores == {"B1": 1, "B2": 4, "A1": 3, "A2": 4}


def test_rows_of_a_unit_may_be_left_out_and_a_value_may_be_another_unit() -> None:
    """Also one that is not there yet."""
    read = export("Moon,1,1,1,1,,", "Sun,2,2,2,2,,", "New,3,3,3,3,,", ",4,4,4,4,,")
    mapping = said(read, unit_column="unit", units={"moon": "ant", "SUN": "", "New": "new"})

    result = convert(read, mapping, TINY, units=UNITS, wishes=Wishes())

    assert result.answered == {"ant": 1, "new": 1}
    assert [(one.row, one.why) for one in result.skipped] == [
        (3, Skip.LEFT_OUT),
        (5, Skip.NO_UNIT),
    ]


def test_everybody_may_count_in_one_unit() -> None:
    """Where no column says where people belong."""
    read = export("1,1,1,1", header="B1,B2,A1,A2")

    assert [row.unit for row in wave(read, said(read, everybody="all"))] == ["all"]
    assert "which column is the unit" in problems(read, said(read))


@pytest.mark.parametrize(
    ("cell", "ticked"),
    [
        ("Text of S1.", True),
        ("Other, text of s1., More", True),
        ("More;Text of S1.;", True),
        ("Text of S1. and more", False),
        ("Not Text of S1.", False),
        ("", False),
    ],
)
def test_a_sign_is_found_in_a_list_of_what_was_ticked(cell: str, ticked: bool) -> None:
    """As a whole option, whatever stands beside it."""
    read = export(f'ant,1,1,1,1,"{cell}"', header="unit,B1,B2,A1,A2,Seen")
    mapping = said(read, signs={"S1": SignSource("Seen", "Text of S1.")})

    (row,) = wave(read, mapping)

    assert row.answers.signs == (frozenset({"S1"}) if ticked else frozenset())


# What is left out or refused


def test_values_that_are_no_answer_are_listed_by_place_and_never_repeated() -> None:
    """They refuse the file, unless rows with them shall be left out."""
    read = export("ant,secret,1,1,1,,", "ant,1,1,1,1,secret,", "ant,1,1,1,1,,")
    mapping = said(read, scale=NUMBERS)

    refused = problems(read, mapping)
    result = convert(read, mapping, TINY, units=UNITS, wishes=Wishes(leave_out=True))

    assert "row 2, B1" in refused
    assert "row 3, S1" in refused
    assert result.wrong == ((2, "B1"), (3, "S1"))
    lines = understood(mapping, TINY, result, k=5)
    assert any("row 2, “B1”, row 3, “S1”" in line for line in lines)
    assert "secret" not in refused + "\n".join(lines)
    assert len(result.file) == 1


def test_a_comment_that_fits_no_ballot_is_no_answer() -> None:
    """The same rule as for everybody who writes one."""
    read = export(f"ant,1,1,1,1,,{'x' * 9000}", "ant,1,1,1,1,,short")

    assert "row 2, O1" in problems(read, said(read))
    assert [row.answers.comments for row in wave(read, said(read), leave_out=True)] == [
        {"O1": "short"}
    ]


def test_a_row_without_any_answer_is_skipped() -> None:
    """N/A and the words for "can't say" are no answers."""
    read = export("ant,N/A,Can't say,,-,0,", "ant,1,1,1,1,,")

    result = convert(read, said(read), TINY, units=UNITS, wishes=Wishes())

    assert [(one.row, one.why) for one in result.skipped] == [(2, Skip.NOTHING)]


@pytest.mark.parametrize(
    ("changes", "said_then"),
    [
        ({"also": {"B1": ("nowhere",)}}, "nowhere"),
        ({"also": {"B1": ("B2",)}}, "B2"),
        ({"also": {"X9": ("O1",)}}, "X9"),
        ({"scales": {"X9": ItemScale(steps="0-10")}}, "X9"),
        ({"scales": {"B1": ItemScale()}}, "B1"),
        ({"scales": {"B1": ItemScale(steps="ten")}}, "B1"),
        ({"scales": {"B1": ItemScale({"a": 6})}}, "B1"),
        ({"statements": {"B1": "B1"}}, "At least 2 of the 4 statements"),
        ({"statements": {"B1": "B1", "B2": "B1"}}, "chosen more than once"),
        ({"statements": {"B1": "B1", "B2": "gone"}}, "has no column “gone”"),
        ({"statements": {"B1": "B1", "S1": "B2"}}, "no such item in “Tiny”"),
        ({"scale": {"1": 1, "2": 6}}, "whole number from 1 to 5"),
        ({"scale": {"Agree": 1, "AGREE ": 2}}, "“agree” stands there twice"),
        ({"scale": {}}, "what the values of the statements mean"),
        ({"turned": frozenset({"B1"})}, "Only a statement that is turned round"),
        ({"unit_column": "", "everybody": ""}, "which column is the unit"),
        ({"units": {"ant": "a\u200bnt"}}, "cannot be the key of a unit"),
    ],
)
def test_a_mapping_that_does_not_fit_says_why(changes: dict[str, object], said_then: str) -> None:
    """In a sentence for each thing."""
    read = export("ant,1,1,1,1,,")

    assert said_then in problems(read, said(read, **changes))


def test_how_many_were_invited_is_given_by_file_by_unit_or_taken_from_the_rows() -> None:
    """Fewer than answered is refused."""
    read = export(*["ant,1,1,1,1,,"] * 3)
    mapping = said(read)

    assert wave(read, mapping).invited == {"ant": 3}
    assert wave(read, mapping, invited={"ant": 9}).invited == {"ant": 9}
    assert wave(read, mapping, invited_file=b"unit,invited\nant,4\nbee,2\n").invited == {
        "ant": 4,
        "bee": 2,
    }
    assert "3 people answered in “ant”" in problems(read, mapping, invited={"ant": 2})


# The file of a mapping


@pytest.mark.parametrize("name", MAKERS)
def test_a_mapping_that_was_saved_brings_the_same_again(name: str) -> None:
    """The next export of the survey needs nobody to say it again."""
    read = read_export(MAKERS[name][1](people({"ant": 6})).text())
    mapping = guess(read, TINY, UNITS)

    again = read_mapping(mapping_toml(mapping).encode())

    assert again == mapping
    assert list(wave(read, again)) == list(wave(read, mapping))


TEXTS = st.text(max_size=12)


@given(
    st.dictionaries(TEXTS, TEXTS, max_size=3),
    st.dictionaries(TEXTS, st.integers(1, 5), max_size=3),
    st.lists(TEXTS, max_size=3),
    TEXTS,
)
def test_any_mapping_is_read_as_it_was_written(
    names: dict[str, str], scale: dict[str, int], words: list[str], column: str
) -> None:
    """Whatever characters stand in names."""
    signs = {name: SignSource(column, other) for name, other in names.items()}
    mapping = HistoryMapping(
        column, names, signs, names, column, names, column, scale, frozenset(words), tuple(words)
    )

    assert read_mapping(mapping_toml(mapping).encode()) == mapping


def test_more_columns_and_scales_of_single_statements_are_read_as_they_were_written() -> None:
    """By ends or by values, with any characters in them."""
    mapping = HistoryMapping(
        "tiny",
        {"B1": "a", "B2": "b"},
        also={"B1": ('c "quoted"', "d")},
        scales={"B1": ItemScale(steps="10-0"), "B2": ItemScale({"nie = n": 1, "ja": 5})},
    )

    assert read_mapping(mapping_toml(mapping).encode()) == mapping
    assert [scale_said(scale_written(one)) for one in mapping.scales.values()] == [
        *mapping.scales.values()
    ]


@given(st.binary(max_size=60) | TEXTS.map(str.encode))
def test_any_bytes_are_a_mapping_or_bad_input(file: bytes) -> None:
    """An export given in its place too, of which nothing is repeated."""
    try:
        mapping = read_mapping(file)
    except BadInput:
        return

    assert isinstance(mapping, HistoryMapping)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("colour = 1", "colour"),
        ("instrument = 1", "instrument"),
        ("turned = [1]", "turned"),
        ("statements = 1", "statements"),
        ("[statements]\nB1 = 1", "statements"),
        ("[scale]\nyes = true", "scale"),
        ("[signs]\nS1 = 'x'", "signs"),
        ("[also]\nB1 = 'x'", "also"),
        ("[also]\nB1 = []", "also"),
        ("[scales]\nB1 = 5", "scales"),
        ("[scales]\nB1 = {yes = true}", "scales"),
        ("[signs]\nS1 = {column = 'x', colour = 'y'}", "signs"),
    ],
)
def test_a_mapping_that_was_changed_for_the_worse_is_refused(text: str, column: str) -> None:
    """At the key that is wrong."""
    with pytest.raises(BadInput) as refusal:
        read_mapping(text.encode())
    assert [problem.column for problem in refusal.value.problems] == [column]


def test_an_earlier_mapping_forgets_columns_that_are_gone() -> None:
    """What is left is shown, and can be completed."""
    first = read_export(google(people({"ant": 6})).text())
    mapping = guess(first, TINY, UNITS)

    kept = fitted(mapping, export("ant,1,1,1,1,,"))

    assert (kept.statements, kept.signs, kept.unit_column) == ({}, {}, "")
    assert kept.scale == mapping.scale
