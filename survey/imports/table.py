"""Which rows does a file hold, a workbook or separated values? Bytes in, a frozen table out."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from survey.errors import BadInput, Problem
from survey.imports.encoding import BOM, decoded
from survey.imports.problems import quoted, visible
from survey.imports.separated import records
from survey.imports.workbook import chosen_sheet, is_workbook, sheet_records
from survey.languages import counted
from survey.organisation.values import clean
from survey.text import joined, sentence

__all__ = ["BOM", "MOST_BYTES", "MOST_ROWS", "Row", "Table", "check_size", "read_table"]

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record; `number` is the row a spreadsheet shows, the header being row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns, and rows with exactly one cell for each; empty rows are left out.

    `guessed` names the encoding when the bytes of a text did not settle it.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    guessed: str | None = None


def read_table(
    file: bytes,
    *,
    called: str = "file",
    sheet: str | None = None,
    others: Collection[str] | None = None,
) -> Table:
    """The table in an XLSX workbook (its first sheet or the named one) or in separated text.

    Text may be UTF-8, UTF-16 or of one language only, separated by comma, semicolon, tab or bar.
    `called` is what messages call the file. Where `others` are given, sheets that are none of them
    are chosen from by whoever asks. Errors: BadInput; WhichSheet.
    """
    check_size(len(file), called=called)
    if is_workbook(file) and others is not None:
        chosen = chosen_sheet(file, called=called, sheet=sheet, others=others)
        return _table(iter(chosen.rows), called)
    if is_workbook(file):
        return _table(sheet_records(file, called=called, sheet=sheet), called)
    text = decoded(file)
    if text is None:
        raise BadInput(sentence("refused.file.no_table", called=called))
    found = records(text.text, called=called) if text.text.strip() else iter(())
    return _table(found, called, guessed=text.guessed)


def _table(records: Iterator[tuple[str, ...]], called: str, *, guessed: str | None = None) -> Table:
    header = next(records, None)
    if header is None:
        raise BadInput(sentence("refused.file.empty", called=called))
    columns = _columns(header, called)
    rows = tuple(row for row in _numbered(records, called) if any(map(str.strip, row.cells)))
    _check_lengths(rows, columns, called)
    return Table(columns, rows, guessed)


def _numbered(records: Iterable[tuple[str, ...]], called: str) -> Iterator[Row]:
    for number, cells in enumerate(records, start=2):
        if number > MOST_ROWS + 1:
            raise BadInput(sentence("refused.file.rows", called=called, most=counted(MOST_ROWS)))
        yield Row(number, cells)


def check_size(size: int, *, called: str = "file") -> None:
    """Refuse more bytes than can be read; ask before reading a file into memory."""
    if size > MOST_BYTES:
        raise BadInput(
            sentence(
                "refused.file.size",
                called=called,
                size=counted(-(-size // MEGABYTE)),
                most=MOST_BYTES // MEGABYTE,
            )
        )


def _columns(header: tuple[str, ...], called: str) -> tuple[str, ...]:
    names = tuple(clean(cell) for cell in header)
    if not any(names):
        raise BadInput(sentence("refused.file.no_header", called=called))
    if len(names) > MOST_COLUMNS:
        raise BadInput(
            sentence(
                "refused.file.columns",
                called=called,
                count=counted(len(names)),
                most=counted(MOST_COLUMNS),
            )
        )
    problems = [*_unnamed(names), *_named_twice(names)]
    if problems:
        raise BadInput(sentence("refused.file.unclear", called=called), problems)
    return names


def _unnamed(names: tuple[str, ...]) -> Iterator[Problem]:
    for place, name in enumerate(names):
        if not name:
            message = sentence("refused.file.no_name")
            yield Problem(message, 1, sentence("told.place.column", column=_letters(place)))


def _named_twice(names: tuple[str, ...]) -> Iterator[Problem]:
    for name, count in Counter(filter(None, names)).items():
        if count > 1:
            places = joined(
                (_letters(i) for i, other in enumerate(names) if other == name),
                sentence("told.place.and"),
            )
            yield Problem(sentence("refused.file.name_twice", columns=places), 1, visible(name))


def _check_lengths(rows: tuple[Row, ...], columns: tuple[str, ...], called: str) -> None:
    problems = [_uneven(row, columns) for row in rows if len(row.cells) != len(columns)]
    if problems:
        raise BadInput(sentence("refused.file.uneven", called=called), problems)


def _uneven(row: Row, columns: tuple[str, ...]) -> Problem:
    found, named = len(row.cells), len(columns)
    if found < named:
        message = sentence(
            "refused.file.row_short", column=quoted(columns[found]), found=found, named=named
        )
        return Problem(message, row.number, visible(columns[found]))
    message = sentence("refused.file.row_long", found=found, named=named)
    return Problem(message, row.number, sentence("told.place.column", column=_letters(named)))


def _letters(place: int) -> str:
    """The letters a spreadsheet shows above a column, the first being A."""
    more, last = divmod(place, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)
