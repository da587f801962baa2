"""Does a DuckDB file open again once the damaged end of its log is cut off?

A power cut may leave zeros or an old block at the end of a log. DuckDB then refuses the whole file
and names the entry it could not read; everything before it was committed earlier and is kept.
"""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from survey.errors import DatabaseUnfit, Trouble
from survey.private_files import settle
from survey.storage import copying
from survey.storage.database import duckdb_engine, speaking
from survey.text import sentence

_POSITION = re.compile(r"Corrupt WAL file: entry at byte position ([0-9]+)")
_HEAD = 16
"""Every entry begins with its length and its checksum; the position is the one behind them."""
TRIES = 8


@dataclass(frozen=True, slots=True)
class Cut:
    """How many bytes of a log went, and where the file lies as it was, its log beside it."""

    gone: int
    aside: Path


def cut_damaged_end(file: Path, *, now: datetime) -> Cut | None:
    """Cut the damaged end off a file's log, copies kept; None when it opens as it is.

    Nobody else may have the file open. Errors: DatabaseUnfit when the damage is elsewhere and
    DatabaseBusy, both with nothing changed; Trouble when there is no room for the copies.
    """
    cut = _position(file)
    if cut is None:
        return None
    wal = file.with_name(f"{file.name}.wal")
    was = wal.stat().st_size
    # Named so that the copies of a ballot box go with it.
    aside = file.with_name(f"{file.name}.damaged-{now:%Y%m%d-%H%M%S}")
    try:
        copying.copies({file: aside, wal: aside.with_name(f"{aside.name}.wal")})
        settle(aside.parent)
    except OSError as error:
        raise Trouble(sentence("database.no_copy", file=file, to=aside, why=error)) from None
    for _ in range(TRIES):
        if cut is None:
            return Cut(was - wal.stat().st_size if wal.exists() else was, aside)
        with wal.open("r+b") as log:
            log.truncate(cut)
            log.flush()
            os.fsync(log.fileno())
        cut = _position(file)
    raise DatabaseUnfit(sentence("refused.database.damaged"))


def _position(file: Path) -> int | None:
    """From where on the log cannot be read; None when the file opens. Errors: DatabaseUnfit."""
    engine = duckdb_engine(file, threads=1)
    try:
        with speaking():
            try:
                engine.connect().close()
            except SQLAlchemyError as error:
                if found := _POSITION.search(str(error)):
                    return max(0, int(found[1]) - _HEAD)
                raise
    finally:
        engine.dispose()
    return None
