"""What stands in an export, row by row, broken rows included?"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.errors import BadInput
from survey.imports.encoding import decoded
from survey.imports.separated import records
from survey.imports.table import MOST_ROWS, Row, check_size
from survey.imports.workbook import is_workbook, sheet_records
from survey.organisation.values import clean
from survey.text import sentence as text

CALLED = "export"
MOST_COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class Records:
    """Named columns and the rows with a cell for each; `broken` numbers the rows without.

    Rows with nothing in them are only counted.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    broken: tuple[int, ...] = ()
    empty: int = 0


def read_records(file: bytes) -> Records:
    """The records of a workbook or of separated text, names told apart. Errors: BadInput."""
    check_size(len(file), called=CALLED)
    found = _found(file)
    header = next(found, ())
    if not any(map(str.strip, header)):
        raise BadInput(text("history.no_header"))
    if len(header) > MOST_COLUMNS:
        raise BadInput(text("history.many_columns", count=len(header), most=MOST_COLUMNS))
    columns = tuple(_told_apart(header))
    rows = list(_numbered(found))
    filled = [row for row in rows if any(map(str.strip, row.cells))]
    return Records(
        columns=columns,
        rows=tuple(row for row in filled if len(row.cells) == len(columns)),
        broken=tuple(row.number for row in filled if len(row.cells) != len(columns)),
        empty=len(rows) - len(filled),
    )


def _found(file: bytes) -> Iterator[tuple[str, ...]]:
    if is_workbook(file):
        return sheet_records(file, called=CALLED)
    read = decoded(file)
    if read is None:
        raise BadInput(text("history.no_text"))
    return records(read.text, called=CALLED) if read.text.strip() else iter(())


def _numbered(found: Iterator[tuple[str, ...]]) -> Iterator[Row]:
    for number, cells in enumerate(found, start=2):
        if number > MOST_ROWS + 1:
            raise BadInput(text("history.many_rows", most=MOST_ROWS))
        yield Row(number, cells)


def _told_apart(header: tuple[str, ...]) -> Iterator[str]:
    """Each column under a name of its own: forms may ask the same twice, or leave a name out."""
    taken: set[str] = set()
    times: dict[str, int] = {}
    for place, cell in enumerate(header, start=1):
        plain = clean(cell) or text("history.unnamed", place=place)
        name, many = plain, times.get(plain, 1)
        while name in taken:
            many += 1
            name = f"{plain} ({many})"
        times[plain] = many
        taken.add(name)
        yield name
