"""A cell as it is kept and as it is read again, and the seal over all cells of a publication."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from analytics.published.cells import (
    Band,
    Cell,
    Figure,
    Hidden,
    Participation,
    Score,
)
from analytics.published.promised import FIVE_PARTS, THREE_PARTS
from survey.store import CellRow, OtherPeople
from survey.waves.wave import RECORDED_FROM, Wave

HIDDEN = Hidden()
NOTHING = (None,) * 8
THREE = 3


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
    """The figure of a row; the database's own CHECK keeps a shown one whole."""
    if not row.shown:
        return HIDDEN
    if row.invited is not None and row.answered_low is not None and row.answered_high is not None:
        return Participation(row.invited, Band(row.answered_low, row.answered_high))
    assert row.tenths is not None
    assert row.step is not None
    assert row.people_low is not None
    assert row.people_high is not None
    shares = tuple(map(int, row.shares.split(","))) if row.shares else ()
    return Score(row.tenths, Band(row.people_low, row.people_high), row.step, shares)


def people_needed(row: CellRow, k: int) -> int:
    """About how many people this cell must be at least: its own threshold, with a spread larger."""
    parts = row.shares.count(",") + 1 if row.shares else 0
    return max(k, 0 if parts == 0 else THREE_PARTS if parts <= THREE else FIVE_PARTS)


def seal_of(
    rows: Iterable[CellRow],
    figures: Mapping[str, float] | None = None,
    people: Iterable[OtherPeople] = (),
    *,
    receipts: Iterable[str] = (),
    wave: Wave | None = None,
) -> str:
    """SHA-256 over every cell, whole-organisation figure, row about other people, and receipt.

    A change of any breaks it; waves that closed before there were such rows have none.

    With `wave` over its k and its closing time too, from which kept rows have their last day, and
    over the gate's version where that says that closing recorded what it found.
    """
    lines: list[list[object]] = [list(row[1:]) for row in rows]
    lines += [["figure", name, value] for name, value in (figures or {}).items()]
    lines += [["people", *one[1:]] for one in people]
    lines += [["receipt", one] for one in receipts]
    if wave is not None and wave.closed is not None:
        lines += [["k", wave.k], ["closed", wave.closed.isoformat()]]
    if wave is not None and wave.rules >= RECORDED_FROM:
        lines += [["rules", wave.rules]]
    written = sorted(json.dumps(line, ensure_ascii=True) for line in lines)
    return sha256("\n".join(written).encode()).hexdigest()
