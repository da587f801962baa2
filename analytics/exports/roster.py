"""The people and units of the organisation as files that our own import reads back unchanged."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from analytics.exports.safe_csv import RUNS_AS_FORMULA, Separator, csv_pieces
from survey.imports.requested_people import UNITS_SHEET
from survey.organisation.permissions import Viewer, check_is_hr
from survey.organisation.structure import Organisation, in_tree_order
from survey.organisation.values import unmarked
from survey.store import Store

PEOPLE = ("person_id", "name", "email", "language", "unit", "leads", "active")
UNITS = ("unit", "name", "parent")
NOBODY = Organisation({}, {})
WIDTH = 24
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Rows = Iterator[tuple[str, ...]]


def people_csv(store: Store, *, viewer: Viewer, separator: Separator, bom: bool) -> Iterator[bytes]:
    """Everybody, with a first row of column names. Errors: NotAllowed."""
    check_is_hr(viewer)
    return _csv(_people(store.organisation()), separator, bom=bom)


def units_csv(store: Store, *, viewer: Viewer, separator: Separator, bom: bool) -> Iterator[bytes]:
    """Every open unit, each after the one above it. Errors: NotAllowed."""
    check_is_hr(viewer)
    return _csv(_units(store.organisation()), separator, bom=bom)


def roster_xlsx(store: Store, *, viewer: Viewer, empty: bool = False) -> bytes:
    """A workbook of both, or one with nothing but column names, to fill in. Errors: NotAllowed."""
    check_is_hr(viewer)
    organisation = NOBODY if empty else store.organisation()
    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    _sheet(book, "people", _people(organisation))
    _sheet(book, UNITS_SHEET, _units(organisation))
    book.close()
    return file.getvalue()


def _people(organisation: Organisation) -> Rows:
    yield PEOPLE
    for p in sorted(organisation.people.values(), key=lambda person: person.key):
        active = "yes" if p.active else "no"
        yield (p.key, p.name, p.email, p.language, p.unit, p.leads or "", active)


def _units(organisation: Organisation) -> Rows:
    yield UNITS
    for unit in in_tree_order(organisation.units):
        if not unit.closed:
            yield (unit.key, unit.name, unit.parent or "")


def _csv(rows: Rows, separator: Separator, *, bom: bool) -> Iterator[bytes]:
    inert = ([_marked(cell, runs=True) for cell in row] for row in rows)
    return csv_pieces(inert, separator=separator, bom=bom)


def _marked(cell: str, *, runs: bool) -> str:
    """With an apostrophe before what a spreadsheet would run, and before what looks so marked."""
    marked = unmarked(cell) != cell or (runs and cell.startswith(RUNS_AS_FORMULA))
    return f"'{cell}" if marked else cell


def _sheet(book: Any, name: str, rows: Rows) -> None:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    as_text = book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows):
        for at, cell in enumerate(row):
            runs = as_text if cell.startswith(RUNS_AS_FORMULA) else None
            sheet.write_string(line, at, _marked(cell, runs=False), runs if line else bold)
    sheet.set_column(0, len(row) - 1, WIDTH)
