"""Promises of reading workbooks: cells as people write them, and a sentence for what is none."""

import json
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from io import BytesIO
from subprocess import Popen, check_output
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from survey.errors import BadInput
from survey.imports import workbook as reader
from survey.imports.requested_people import read_people
from survey.imports.sheet import Asked, lines
from survey.imports.table import Row, read_table
from survey.imports.workbook import MEGABYTE, Limits, WhichSheet, has_sheet, sheet_records

pytestmark = pytest.mark.slow

DAY = date(2026, 6, 1)
FORMATS = {
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm",
    time: "hh:mm",
    timedelta: "[h]:mm:ss",
}
CELLS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12
).filter(str.strip)


def workbook(
    rows: Sequence[Sequence[object]], *others: str, place: tuple[int, int] = (0, 0)
) -> bytes:
    """A workbook with these rows on its first sheet, and empty sheets of these names."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    formats = {kind: book.add_format({"num_format": shown}) for kind, shown in FORMATS.items()}
    sheet = book.add_worksheet("People")
    for down, row in enumerate(rows, start=place[0]):
        for right, value in enumerate(row, start=place[1]):
            if type(value) in formats:
                sheet.write_datetime(down, right, value, formats[type(value)])
            elif isinstance(value, str):
                sheet.write_string(down, right, value)
            else:
                sheet.write(down, right, value)
    for name in others:
        book.add_worksheet(name).write_row(0, 0, ["unit", name])
    book.close()
    return file.getvalue()


def refused(file: bytes, **options: str) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(BadInput) as found:
        read_table(file, called="people file", **options)
    return str(found.value)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_written_workbook_reads_back(rows: list[tuple[str, str]]) -> None:
    """Every cell of text as it stands, a formula's text too."""
    read = read_table(workbook([("name", "unit"), *rows]))

    assert read.columns == ("name", "unit")
    assert [row.cells for row in read.rows] == rows


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (1001, "1001"),
        (1001.0, "1001"),
        (2.5, "2.5"),
        (49301234567890, "49301234567890"),
        (1e20, "1e+20"),
        (True, "yes"),
        (False, "no"),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 8, 30), "2026-03-02 08:30:00"),  # noqa: DTZ001 (a sheet has no zone)
        (time(8, 30), "08:30:00"),
        ("  Ada ", "  Ada "),
        (None, ""),
    ],
)
def test_a_cell_is_read_as_a_person_would_write_it(value: object, cell: str) -> None:
    """A staff number has no point, a day has no midnight."""
    assert read_table(workbook([("a", "b"), (value, "x")])).rows == (Row(2, (cell, "x")),)


def test_rows_keep_their_numbers_and_what_is_empty_is_left_out() -> None:
    """Empty rows between count; empty columns and rows at the end are not there."""
    read = read_table(workbook([("a", "b", ""), (1, 2), (), (3,), (" ",)]))

    assert read.rows == (Row(2, ("1", "2")), Row(4, ("3", "")))


def test_the_named_sheet_is_read_and_else_the_first() -> None:
    """And of a name that is not there, those that are said."""
    file = workbook([("name",), ("Ada",)], "Units")

    assert read_table(file).columns == ("name",)
    assert read_table(file, sheet="Units").columns == ("unit", "Units")
    assert refused(file, sheet="Teams") == (
        "The people file has no sheet “Teams”. There are: “People”, “Units”."
    )


def test_of_several_sheets_of_people_one_is_asked_for() -> None:
    """The page offers them and the command names them; a sheet of units is none of them."""
    people = [("name", "email", "unit"), ("Ada", "ada@x.org", "all")]
    both = sheets({"units": [("unit", "name", "parent"), ("all", "All", "")], "People": people})
    assert [one.person.name for one in read_people(both, None, today=DAY).people] == ["Ada"]

    several = sheets({"Now": people, "Then": people})
    with pytest.raises(WhichSheet, match="--sheet NAME") as asked:
        read_people(several, None, today=DAY)

    assert asked.value.sheets == ("Now", "Then")
    assert read_people(several, None, today=DAY, sheet="Then").people


def sheets(named: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook with these sheets."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            for down, row in enumerate(rows):
                sheet.write_row(down, 0, row)
    return file.getvalue()


@pytest.mark.parametrize("rows", [[], [(" ",)]])
def test_an_empty_sheet_is_refused(rows: list[tuple[str]]) -> None:
    """As an empty text is."""
    assert refused(workbook(rows)).startswith("The people file is empty.")


def test_a_sheet_that_begins_further_down_is_refused_as_one_without_names() -> None:
    """Its first row is the first row."""
    assert "must hold the column names; it is empty" in refused(workbook([("a",)], place=(2, 0)))


LOCKED = reader.OLD_OFFICE + bytes(600) + reader.ENCRYPTED


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (LOCKED, "The people file is locked with a password."),
        (reader.OLD_OFFICE + bytes(600), "The people file is a workbook of an old kind (.xls)."),
        (b"PK\x03\x04rest", "looks like a workbook, and cannot be opened as one."),
        (workbook([("a",)])[:-200], "looks like a workbook, and cannot be opened as one."),
    ],
)
def test_what_cannot_be_opened_is_refused_in_a_sentence(file: bytes, said: str) -> None:
    """Locked, old, broken, cut off."""
    assert said in refused(file)


def test_a_zip_of_something_else_is_no_workbook() -> None:
    """Nor one without a sheet."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("a.txt", "hello")

    assert "cannot be opened as one" in refused(file.getvalue())


@pytest.mark.parametrize("place", [(1_000_000, 20), (3, 16_000), (1_048_575, 16_383)])
def test_a_cell_at_the_far_end_of_a_sheet_does_not_fill_the_memory(place: tuple[int, int]) -> None:
    """Refused before anything is laid out, or read quickly when it is not far."""
    said = refused(workbook([("a",)], place=place))

    assert "more cells than can be read" in said or "column names; it is empty" in said


Change = Callable[[str, bytes], tuple[str, bytes]]


def repacked(file: bytes, change: Change, *more: tuple[str, bytes]) -> bytes:
    """The same workbook with its parts changed, packed as if it were well, and parts added."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(file)) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in parts.namelist():
            new.writestr(*change(name, parts.read(name)))
        for name, content in more:
            new.writestr(name, content)
    return out.getvalue()


def same(name: str, content: bytes) -> tuple[str, bytes]:
    """A part as it is."""
    return name, content


def far(place: str) -> Change:
    """A sheet that stands under a name of its own and has a cell far away."""

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        content = content.replace(b"worksheets/sheet1.xml", b"Worksheets/sheet1.XML")
        cell = f'<row r="9"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
        content = content.replace(b"</sheetData>", cell)
        return name.replace("worksheets/sheet1.xml", "Worksheets/sheet1.XML"), content

    return change


TOO_LARGE = "holds more cells than can be read"
CALCULATING = ("xl/media/slow.bin", b'r="A1" ' * 9_000_000)
"""Looking for places of cells in this takes seconds."""


@pytest.mark.parametrize("place", ["XFD1048576", "xfd1048576"])
def test_five_kilobytes_that_ask_for_all_memory_are_refused(place: str) -> None:
    """The sheet hides under a name that a search for sheets passes over."""
    bomb = repacked(workbook([("a", "b"), (1, 2)]), far(place))

    assert len(bomb) < 8_000
    assert TOO_LARGE in refused(bomb)
    assert read_table(repacked(workbook([("a", "b"), (1, 2)]), far("B9"))).rows[0].cells == (
        "1",
        "2",
    )


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    """A small file can hold a very large one."""
    bomb = repacked(workbook([("a",)]), same, ("xl/x.bin", bytes(301 * MEGABYTE)))

    assert len(bomb) < MEGABYTE
    assert TOO_LARGE in refused(bomb)


@pytest.mark.parametrize(
    ("file", "limits"),
    [
        (repacked(workbook([("a",)]), far("I1048576")), Limits(memory=128 * MEGABYTE)),
        (repacked(workbook([("a",)]), same, CALCULATING), Limits(seconds=1)),
        (workbook([("a",)]), Limits(patience=0.001)),
        (workbook([("a" * 100,)]), Limits(given=100)),
        (workbook([("a",), ("b",)]), Limits(cells=1)),
        (workbook([("a",)]), Limits(unpacked=1000)),
    ],
    ids=["memory", "processor", "clock", "given", "cells", "unpacked"],
)
def test_reading_ends_where_a_limit_is(file: bytes, limits: Limits) -> None:
    """Of memory, of time, of what is given: in the same sentence, and nobody else is harmed."""
    with pytest.raises(BadInput, match=TOO_LARGE):
        list(sheet_records(file, called="people file", limits=limits))


def test_looking_for_a_sheet_has_the_same_limits() -> None:
    """A reader that was stopped has found none."""
    file = workbook([("a",)], "units")

    assert has_sheet(file, "units")
    assert not has_sheet(file, "teams")
    assert not has_sheet(file, "units", limits=Limits(patience=0.001))


def test_the_reader_is_told_no_secret_and_loads_no_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is given to read may be made to take it over."""
    monkeypatch.setenv("SAME_BOAT_SECRET", "do not tell")
    told: dict[str, object] = {}

    def look(command: Sequence[str], **how: object) -> Popen[bytes]:
        told.update(how)
        return Popen(command, **how)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(reader, "Popen", look)
    read_table(workbook([("a",), (1,)]))

    assert "do not tell" not in str(told["env"])
    loads = "import sys, survey.imports.sheet; print(*sys.modules)"
    loaded = check_output([sys.executable, "-c", loads], text=True, cwd=reader.ROOT).split()
    assert {name for name in loaded if name.startswith(("survey", "streamlit", "pages"))} == {
        "survey",
        "survey.imports",
        "survey.imports.sheet",
    }


def test_many_read_at_once() -> None:
    """Each their own, a few at a time."""
    files = [workbook([("a",), (number,)]) for number in range(6)]

    with ThreadPoolExecutor(6) as readers:
        tables = list(readers.map(read_table, files))

    assert [table.rows[0].cells for table in tables] == [(str(number),) for number in range(6)]


# Made once: a workbook says when it was made, and so is never the same twice.
GOOD = workbook([("person_id", "name"), (1, "Ada"), (date(2026, 3, 2), "Bo")])
ASKED = Asked(None, True, 0, 0, MEGABYTE, 1000)


def opened(file: bytes) -> list[Any]:
    """What the reader says of a file, in this process: it is small, and quicker so."""
    return [json.loads(json.dumps(line)) for line in lines(file, ASKED)]


def is_told(said: list[Any]) -> bool:
    """Whether it is one refusal, or what there is and then rows of text."""
    opening, *rows = said
    refusal = "refused" in opening and not rows
    return refusal or all(isinstance(cell, str) for row in rows for cell in row)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_workbook_with_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    """In its packing, or in the parts that are packed."""
    at = data.draw(st.integers(4, len(GOOD) - 1))
    file = GOOD[:at] + data.draw(st.binary(min_size=1, max_size=8)) + GOOD[at + 8 :]

    assert is_told(opened(file))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_sheet_with_its_xml_changed_is_read_or_refused(data: st.DataObject) -> None:
    """Packed again as if it were well."""
    with zipfile.ZipFile(BytesIO(GOOD)) as parts:
        hit = data.draw(st.sampled_from([n for n in parts.namelist() if n.endswith(".xml")]))

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        if name != hit:
            return name, content
        at = data.draw(st.integers(0, len(content)))
        return name, content[:at] + data.draw(st.binary(max_size=6)) + content[at + 3 :]

    assert is_told(opened(repacked(GOOD, change)))
