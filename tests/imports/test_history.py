"""Promises of reading exports: the tool is known by its header, and who answered is dropped."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.imports.history.converting import Converted, Wishes, convert
from survey.imports.history.dates import first_and_last
from survey.imports.history.export import read_export
from survey.imports.history.guessing import guess
from survey.imports.history.habits import Skip, Tool, Why
from survey.imports.history.summary import found, understood
from survey.organisation.structure import Unit
from tests.histories.makers import (
    COMMENT,
    MAKERS,
    SECRETS,
    WHO,
    Said,
    Sheet,
    formbricks,
    google,
    limesurvey_codes,
    microsoft,
    people,
    plain,
    qualtrics,
)
from tests.make import TINY

UNITS = {key: Unit(key, key.title(), None if key == "all" else "all") for key in
         ("all", "ant", "bee", "cat")}  # fmt: skip
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMS = {
    "comma": lambda sheet: sheet.text(),
    "semicolon, BOM, CRLF": lambda sheet: sheet.text(separator=";", bom=True, line="\r\n"),
    "tab": lambda sheet: sheet.text(separator="\t"),
    "workbook": Sheet.workbook,
}


def converted(file: bytes, wishes: Wishes = Wishes()) -> Converted:  # noqa: B008
    """The answers of an export by the mapping that is guessed."""
    export = read_export(file)
    mapping = guess(export, TINY, UNITS)
    return convert(export, mapping, TINY, units=UNITS, wishes=wishes)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", MAKERS)
def test_every_tool_is_known_and_brings_what_was_answered(name: str, form: str) -> None:
    """Row by row: statements by label or number, signs, comments with quotes and line breaks."""
    tool, maker = MAKERS[name]
    said = people()
    file = FORMS[form](maker(said))

    wave = converted(file).file

    assert read_export(file).tool is tool
    assert [(r.unit, r.answers.scores, r.answers.signs, r.answers.comments) for r in wave] == [
        (one.unit, one.scores, one.signs, {"O1": COMMENT} if one.comment else {}) for one in said
    ]


@pytest.mark.parametrize("name", MAKERS)
def test_nothing_of_who_answered_is_kept_or_shown(name: str) -> None:
    """Neither in what is read nor in any sentence about it; each such column is named with why."""
    _, maker = MAKERS[name]
    sheet = maker(people())
    export = read_export(sheet.text())
    mapping = guess(export, TINY, UNITS)
    result = convert(export, mapping, TINY, units=UNITS, wishes=Wishes())
    kept = [cell for row in export.rows for cell in row.cells]
    lines = [*found(export), *understood(mapping, TINY, result, k=7)]
    everything = "\n".join([*kept, *lines, repr(export), repr(result), repr(mapping)])

    assert not [secret for secret in SECRETS if secret in everything]
    assert {name for name in sheet.header if WHO["email"] in "".join(_column(sheet, name))} <= {
        one.name for one in export.dropped
    }
    assert any(one.why is not Why.MACHINERY for one in export.dropped)


def _column(sheet: Sheet, name: str) -> list[str]:
    place = sheet.header.index(name)
    return [row[place] for row in sheet.rows]


@pytest.mark.parametrize(
    ("maker", "days"),
    [
        (qualtrics, (date(2024, 3, 5), date(2024, 3, 14))),
        (limesurvey_codes, None),
        (google, (date(2024, 3, 5), date(2024, 3, 14))),
        (formbricks, (date(2024, 3, 5), date(2024, 3, 14))),
        (microsoft, (date(2024, 3, 5), date(2024, 3, 14))),
        (plain, None),
    ],
)
def test_the_days_of_answers_are_suggested(maker, days) -> None:  # type: ignore[no-untyped-def]
    """1980-01-01 is LimeSurvey's word for no date."""
    assert read_export(maker(people()).text()).days == days


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["3/4/2024", "3/9/2024"], ("2024-03-04", "2024-03-09")),
        (["4/3/2024 10:00", "9/3/2024 11:00"], ("2024-03-04", "2024-03-09")),
        (["04.03.2024 10:00:00", "09.03.2024"], ("2024-03-04", "2024-03-09")),
        (["2024/03/04 10:00:00 AM MEZ", "", "soon"], ("2024-03-04", "2024-03-04")),
        (["30/1/24", "1/2/24"], ("2024-01-30", "2024-02-01")),
        (["99/99/2024", "1980-01-01"], None),
    ],
)
def test_dates_are_read_as_the_shorter_time(cells: list[str], days: tuple[str, str] | None) -> None:
    """Which number is the month is told by all of them together."""
    assert first_and_last(cells) == (days and tuple(map(date.fromisoformat, days)))


@pytest.mark.parametrize("maker", [qualtrics, limesurvey_codes, formbricks])
def test_rows_of_people_who_did_not_finish_are_skipped(maker) -> None:  # type: ignore[no-untyped-def]
    """And counted with the reason."""
    said = [*people({"ant": 3}), *(Said("ant", {"B1": 1}, finished=False) for _ in range(2))]

    export = read_export(maker(said).text())

    assert len(export.rows) == 3
    assert Counter(one.why for one in export.skipped) == {Skip.UNFINISHED: 2}


@pytest.mark.parametrize("status", ["Survey Preview", "Survey Test", "Spam", "1", "2", "8"])
def test_previews_tests_and_spam_of_qualtrics_are_skipped(status: str) -> None:
    """In words and as numbers."""
    sheet = qualtrics(people({"ant": 3}))
    sheet.rows[1][2] = status

    (skipped,) = read_export(sheet.text()).skipped

    assert (skipped.row, skipped.why) == (5, Skip.TEST)


def test_empty_and_broken_rows_are_skipped_and_numbered() -> None:
    """A row that was cut, one with a cell too many, and rows without anything."""
    sheet = google(people({"ant": 3}))
    width = len(sheet.header)
    sheet.rows[1:1] = [[""] * width, ["cut", "off"], ["x"] * (width + 1), []]

    export = read_export(sheet.text())

    assert (len(export.rows), export.empty) == (3, 2)
    assert [(one.row, one.why) for one in export.skipped] == [(4, Skip.BROKEN), (5, Skip.BROKEN)]


def test_questions_asked_twice_are_told_apart() -> None:
    """And a column without a name gets one."""
    export = read_export(b"Timestamp,Same,Same,,Same\n2024-01-01,1,2,3,4\n")

    assert export.names == ("Same", "Same (2)", "Column 4", "Same (3)")


def test_an_unknown_header_is_a_plain_table_and_says_so() -> None:
    """With a sentence that asks to look closely."""
    export = read_export(b"unit,B1\nant,3\n")

    assert export.tool is Tool.PLAIN
    assert "belongs to no tool we know" in found(export)[0]


@pytest.mark.parametrize(
    ("header", "cell", "why"),
    [
        ("E-Mail", "x", Why.ADDRESS),
        ("Vorname", "x", Why.NAME),
        ("Employee ID", "x", Why.TOKEN),
        ("IP", "x", Why.DEVICE),
        ("User agent", "x", Why.DEVICE),
        ("Anything", "me@boat.example", Why.ADDRESS),
        ("Whatever", "10.0.0.1", Why.DEVICE),
        ("Some field", "2001:db8:0:1:1:1:1:1", Why.DEVICE),
    ],
)
def test_identities_are_found_by_name_or_by_what_they_look_like(
    header: str, cell: str, why: Why
) -> None:
    """Also in columns of somebody's own."""
    (dropped,) = read_export(f"{header},B1\n{cell},3\n{cell},4\n".encode()).dropped

    assert (dropped.name, dropped.why) == (header, why)


@pytest.mark.parametrize(
    "question", ["I get too much e-mail from other teams", "Name one thing to change"]
)
def test_a_question_is_no_identity(question: str) -> None:
    """Although the words stand in it."""
    assert read_export(f"{question},B1\nyes,3\n".encode()).dropped == ()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "no first row"),
        (b"Timestamp\n", "no answers"),
        (b"email,name\na@b.example,A\n", "who somebody is"),
        (b"\x00\x01\x02", "neither a workbook nor text"),
        (b'a,b\n"1,2\n', "cannot be read from row"),
    ],
)
def test_a_file_without_answers_is_refused_in_a_sentence(file: bytes, said: str) -> None:
    """Whatever else it is."""
    with pytest.raises(BadInput, match=said):
        read_export(file)


HEADERS = st.sampled_from(
    ["Timestamp", "StartDate", "RecordedDate", "id", "submitdate", "Finished", "Status", "unit",
     "B1", "B2", "A1", "A2", "Text of A1.", "Grid [Text of B2.]", "S1", "O1", "Email", ""]
) | st.text(max_size=8)  # fmt: skip
CELLS = st.sampled_from(["", "1", "5", "Agree", "ant", "2024-03-05", '{"ImportId":"x"}', "Y"])
CELLS |= st.text(max_size=6)


@UNTIMED
@given(st.lists(HEADERS, max_size=9), st.lists(st.lists(CELLS, max_size=9), max_size=6))
def test_any_header_and_rows_are_answers_or_bad_input(
    header: list[str], rows: list[list[str]]
) -> None:
    """From the file to the wave no other error ever comes out."""
    try:
        result = converted(Sheet(header, rows).text(), Wishes(leave_out=True))
    except BadInput:
        return

    assert sum(result.answered.values()) == len(result.file)
    assert all(p in range(1, 6) for row in result.file for p in row.answers.scores.values())


@UNTIMED
@given(st.sampled_from(sorted(MAKERS)), st.data())
def test_any_cell_of_an_export_may_be_anything(name: str, data: st.DataObject) -> None:
    """Rows of a tool with cells put in at random are answers or bad input."""
    sheet = MAKERS[name][1](people({"ant": 4, "bee": 3}))
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from([*sheet.rows, *sheet.above]))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(CELLS)
    try:
        result = converted(sheet.text(), Wishes(leave_out=data.draw(st.booleans())))
    except BadInput:
        return

    assert len(result.file) <= 7


@UNTIMED
@given(st.binary(max_size=80))
def test_any_bytes_are_an_export_or_bad_input(file: bytes) -> None:
    """No other error ever comes out."""
    try:
        export = read_export(file)
    except BadInput:
        return

    assert export.columns
