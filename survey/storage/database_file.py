"""The file of the embedded database: copied before an upgrade, mended when one was cut off.

DuckDB 1.5 cannot read ALTER TABLE back from its log where a table numbers its rows (DEFAULT
nextval): killed between such a step and the next checkpoint, it opens the file no more. Attached
to a database in memory the same file is read back whole. Only the main database is ever altered;
boxes and shelves are files that are made, filled and removed.
"""

import logging
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError

from survey.errors import Trouble
from survey.private_files import settle
from survey.storage import copying
from survey.text import sentence

_CUT_OFF = ("Failure while replaying WAL", "GetDefaultDatabase with no default database set")
_ONLY_WHEN_ASKED = ("SET checkpoint_threshold = '1TB'", "PRAGMA disable_checkpoint_on_shutdown")
log = logging.getLogger("same_boat.database")


def keep_copy(engine: Engine, version: int) -> None:
    """Keep the file as it is at a version, beside it; one copy of each. Errors: Trouble."""
    if engine.dialect.name == "duckdb":
        checkpoint(engine)
        file = Path(str(engine.url.database))
        _copy(file, file.with_name(f"{file.stem}.version-{version}{file.suffix}"))


def checkpoint(engine: Engine) -> None:
    """Have all that is committed in DuckDB's file itself, and nothing in its log."""
    if engine.dialect.name == "duckdb":
        _run(engine, "FORCE CHECKPOINT")


def was_cut_off(error: SQLAlchemyError) -> bool:
    """Whether a file does not open for the one reason that `mend` mends."""
    return all(part in str(error) for part in _CUT_OFF)


def mend(file: Path) -> None:
    """Read the log of a cut-off upgrade back into its file; both are copied aside before.

    Errors: SQLAlchemyError, Trouble; after either the file is as it was.
    """
    wal = file.with_name(f"{file.name}.wal")
    when = datetime.fromtimestamp(wal.stat().st_mtime, UTC)
    aside = file.with_name(f"{file.stem}.damaged-{when:%Y%m%d-%H%M%S}{file.suffix}")
    apart = create_engine("duckdb:///:memory:")
    try:
        # Attached it is read, and nobody else can open it; it is written at the checkpoint.
        quoted = str(file).replace("'", "''")
        _run(apart, *_ONLY_WHEN_ASKED, f"ATTACH '{quoted}' AS boat")
        _copy(file, aside)
        _copy(wal, aside.with_name(f"{aside.name}.wal"))
        _run(apart, "FORCE CHECKPOINT boat", "DETACH boat")
    finally:
        apart.dispose()
    log.warning(sentence("database.mended", file=aside))


def _run(engine: Engine, *statements: str) -> None:
    with engine.connect() as connection:
        outside = connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in statements:
            outside.execute(sql(statement))


def _copy(file: Path, to: Path) -> None:
    try:
        copying.copy(file, to)
        settle(to.parent)
    except OSError as error:
        raise Trouble(sentence("database.no_copy", file=file, to=to, why=error)) from None
