"""A cell as it is kept and as it is read again, and the seal over all cells of a publication."""

import json
from collections.abc import Iterable
from hashlib import sha256

from analytics.cells import (
    Band,
    Cell,
    Figure,
    Hidden,
    MeasureKind,
    Participation,
    Scope,
    Score,
)
from survey.store import CellRow

HIDDEN = Hidden()
NOTHING = (None,) * 8


def row_of(cell: Cell, wave: int) -> CellRow:
    """A cell of a wave as a row."""
    shown = not isinstance(cell.figure, Hidden)
    named = (wave, cell.unit, cell.scope.value, cell.measure, cell.kind.value, shown)
    match cell.figure:
        case Score(tenths, people, step, shares):
            parts = ",".join(map(str, shares)) or None
            return CellRow(*named, tenths, people.low, people.high, step, parts, None, None, None)
        case Participation(invited, answered):
            return CellRow(*named, *NOTHING[:5], invited, answered.low, answered.high)
        case Hidden():
            return CellRow(*named, *NOTHING)


def figure_of(row: CellRow) -> Figure:
    """The figure of a row."""
    match row[5:]:
        case (False, *_):
            return HIDDEN
        case (_, _, _, _, _, _, int(invited), int(low), int(high)):
            return Participation(invited, Band(low, high))
        case (_, int(tenths), int(low), int(high), int(step), shares, *_):
            parts = tuple(int(share) for share in shares.split(",")) if shares else ()
            return Score(tenths, Band(low, high), step, parts)
        case _:
            raise AssertionError("the database's own CHECK keeps a shown cell whole")


def cell_of(row: CellRow) -> Cell:
    """A row as a cell."""
    return Cell(row.unit, Scope(row.scope), row.measure, MeasureKind(row.kind), figure_of(row))


def seal_of(rows: Iterable[CellRow]) -> str:
    """SHA-256 over every cell in one fixed order: whoever changes a cell breaks it."""
    lines = sorted(json.dumps(list(row[1:]), ensure_ascii=True) for row in rows)
    return sha256("\n".join(lines).encode()).hexdigest()
