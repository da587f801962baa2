"""Promises of reading tables: what is understood, and which sentence refuses the rest."""

import csv
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.imports.table import BOM, MOST_BYTES, Row, check_size, read_table

# How long one example takes says something about the machine, not about us.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Python 3.11's csv does not quote a lone carriage return, so none is written here.
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
NAMES = st.text("abcdefgXYZ_ é", min_size=1, max_size=8).map(str.strip).filter(bool)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Two distinct names or more (one shows no separator), and rows that are not all empty."""
    names = draw(st.lists(NAMES, min_size=2, max_size=5, unique=True))
    row = st.lists(CELLS, min_size=len(names), max_size=len(names))
    return names, draw(st.lists(row.filter(lambda cells: any(map(str.strip, cells))), max_size=5))


def written(names: list[str], rows: list[list[str]], *, separator: str, ending: str) -> str:
    """The table as Python's csv module writes it."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=ending).writerows([names, *rows])
    return out.getvalue()


def refusal(file: bytes) -> tuple[str, list[str]]:
    """The sentence and the problems with which a file is refused."""
    with pytest.raises(BadInput) as refused:
        read_table(file)
    return str(refused.value), [str(problem) for problem in refused.value.problems]


@UNTIMED
@given(tables(), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_written_table_reads_back(
    table: tuple[list[str], list[list[str]]], separator: str, ending: str, bom: bool
) -> None:
    """Every separator, line ending and byte order mark gives back the same cells."""
    names, rows = table
    text = written(names, rows, separator=separator, ending=ending)

    read = read_table((BOM * bom + text).encode())

    assert read.columns == tuple(names)
    assert [list(row.cells) for row in read.rows] == rows


@UNTIMED
@given(st.binary(max_size=200) | st.text(alphabet='a",;\t\r\n\0é', max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_bad_input(file: bytes) -> None:
    """Nothing but a table of even rows, or a refusal in words, comes out."""
    try:
        table = read_table(file)
    except BadInput:
        return

    assert all(len(row.cells) == len(table.columns) for row in table.rows)


def test_rows_have_the_numbers_a_spreadsheet_shows() -> None:
    """A line break inside quotes is no new row; an empty line is one."""
    table = read_table(b'a,b\n"two\nlines",1\n\n,\nx,2\n')

    assert table.rows == (Row(2, ("two\nlines", "1")), Row(5, ("x", "2")))


def test_a_separator_inside_a_quoted_name_does_not_count() -> None:
    """The separator is the one that stands between the names."""
    assert read_table(b'"a,b,c";d\n1;2\n').columns == ("a,b,c", "d")


def test_what_every_row_has_as_often_as_the_header_separates() -> None:
    """However often another sign stands inside the cells, or in one name."""
    assert read_table(b"X,XX\n\t,0\t\n").rows == (Row(2, ("\t", "0\t")),)
    assert read_table(b"a;b, c, d\n1;2\n").columns == ("a", "b, c, d")


def test_one_column_needs_no_separator() -> None:
    """A list with a heading is a table."""
    assert read_table(b"unit\nNorth\n").rows == (Row(2, ("North",)),)


def test_spaces_around_names_do_not_count() -> None:
    """A space after the separator is no part of a name."""
    assert read_table(b"unit, name \n").columns == ("unit", "name")


@pytest.mark.parametrize("file", [b"", b"\xef\xbb\xbf", b"\n\r\n  \n"])
def test_an_empty_file_is_refused(file: bytes) -> None:
    """Nothing in it, or nothing that can be seen."""
    assert refusal(file) == (
        "The file is empty. It needs a first row with the column names.",
        [],
    )


def test_a_file_without_names_in_its_first_row_is_refused() -> None:
    """The header is row 1, not the first row with something in it."""
    assert refusal(b"\na,b\n")[0] == (
        "The first row of the file must hold the column names; it is empty."
    )


def test_a_50_mb_file_is_refused_by_its_size_alone() -> None:
    """The limit is said, and what to do."""
    message = (
        "The file is 50 MB; at most 25 MB can be read. "
        "Split it, or remove columns that are not needed."
    )

    assert refusal(b"a" * (50 * 1024 * 1024))[0] == message
    with pytest.raises(BadInput, match="50 MB"):
        check_size(50 * 1024 * 1024)


def test_the_largest_file_is_exactly_25_mb() -> None:
    """One byte more is too many, and never said to be 25 MB itself."""
    check_size(MOST_BYTES)

    with pytest.raises(BadInput, match="The file is 26 MB; at most 25 MB"):
        check_size(MOST_BYTES + 1)


def test_more_rows_than_can_be_kept_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of nothing but rows cannot fill the memory; the last allowed row is read."""
    monkeypatch.setattr("survey.imports.table.MOST_ROWS", 3)

    assert len(read_table(b"a\n1\n2\n3\n").rows) == 3
    assert refusal(b"a\n1\n2\n3\n4\n")[0] == "The file has more than 3 rows. Split it."


def test_more_than_a_thousand_columns_are_refused() -> None:
    """A header that was never meant as one is not listed name by name."""
    assert refusal(b"a" + b"," * 1000)[0] == (
        "The file has 1,001 columns; at most 1,000 can be read. Remove columns that are not needed."
    )


def test_columns_without_a_name_or_with_the_same_name_are_refused() -> None:
    """Each is named by the letter above it."""
    assert refusal(b"a,,b,a,\n1,2,3,4,5\n") == (
        "The column names of the file are not clear.",
        [
            "row 1, column B: This column has no name. Name it, or remove the column.",
            "row 1, column E: This column has no name. Name it, or remove the column.",
            "row 1, a: This name stands above columns A and D.",
        ],
    )


def test_columns_past_z_have_two_letters() -> None:
    """As in a spreadsheet: Z, AA, AB."""
    names = [f"c{i}" for i in range(26)]

    problems = refusal(",".join([*names, "", ""]).encode())[1]

    assert [problem.split(":")[0] for problem in problems] == [
        "row 1, column AA",
        "row 1, column AB",
    ]


def test_every_uneven_row_is_named() -> None:
    """Too few cells: the first column that is missing. Too many: the first that is too much."""
    assert refusal(b"a,b,c\n1,2\n1,2,3\n1,2,3,4,5\n") == (
        "The file has rows that do not match its column names.",
        [
            "row 2, c: The row ends before “c”: 2 of 3 cells.",
            "row 4, column D: The row has 5 cells, and there are 3 columns. "
            "Is a separator unquoted?",
        ],
    )


@pytest.mark.parametrize(
    ("file", "row"),
    [(b'a,b\n1,2\n1,"2\n3,4\n', 3), (b'a,b\n1,"2"x\n', 2), (b'"a,b\n1,2\n', 1)],
)
def test_quotation_marks_that_do_not_match_are_refused(file: bytes, row: int) -> None:
    """The row is the one in which the cell begins, not the end of the file."""
    message, problems = refusal(file)

    assert message == f"The file cannot be read from row {row} on."
    assert problems[0].startswith(f"row {row}: The quotation marks of a cell that begins here")


def test_a_quote_that_swallows_the_file_is_refused() -> None:
    """A cell longer than any cell is most likely a quotation mark not closed."""
    file = b'a,b\n1,"' + b"x" * 200_000 + b'"\n'

    assert refusal(file)[1] == [
        "row 2: A cell that begins here is far too long; a quotation mark may not be closed."
    ]


def test_what_a_message_shows_cannot_act_on_a_screen() -> None:
    """An escape sequence in a column name is made visible, and a long name cut."""
    assert refusal(b"\x1b[31ma,\x1b[31ma\n")[1][0].startswith("row 1, \ufffd[31ma:")
    assert "a" * 61 not in refusal(b"a" * 100 + b"," + b"a" * 100)[1][0]
