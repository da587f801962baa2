"""How is a ballot box written anew, so that nothing tells which link and ballot came together?

Embedded, as another file: DuckDB numbers the rows that it marks in its log beside the ballots that
came with them, and does not zero what it frees. On PostgreSQL, where every row says which
transaction wrote it, as rows of one transaction in a new file of the table (decision record 0027).
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, text, update
from sqlmodel import SQLModel, col

from survey.storage.database import duckdb_engine, make_tables, speaking
from survey.storage.tables import BOX_TABLES, BallotRow, DeliveryRow, InvitationRow, WaveRow

AT_ONCE = 2000
ORDER: dict[type[SQLModel], str] = {
    InvitationRow: "hash",
    BallotRow: "key",
    DeliveryRow: "person",
}
"""The tables of a box, and the column whose order their rows lie in."""


def names_people(engine: Engine) -> bool:
    """Whether an earlier release made this box, which had a person beside each link."""
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'invitation'"
    with engine.connect() as connection:
        return "person" in connection.execute(text(columns)).scalars()


def copy_of_box(engine: Engine, file: Path) -> None:
    """Write all that is in a box of DuckDB into a new file."""
    anew = duckdb_engine(file, threads=1)
    try:
        make_tables(anew, BOX_TABLES)
        with engine.connect() as old, anew.begin() as new:
            for table, order in ORDER.items():
                _copy(old, new, table, order)
    finally:
        anew.dispose()


def _copy(old: Connection, new: Connection, table: type[SQLModel], order: str) -> None:
    here: Any = table.__table__  # type: ignore[attr-defined]
    streaming = old.execution_options(yield_per=AT_ONCE)
    with streaming.execute(select(here).order_by(here.c[order])) as rows:
        for part in rows.mappings().partitions():
            new.execute(insert(here), [dict(row) for row in part])


def stir_tables(engine: Engine, wave: int) -> None:
    """Make links and ballots of a wave rows of one transaction, and write their tables anew."""
    with speaking(), engine.begin() as connection:
        row = select(col(WaveRow.id)).where(col(WaveRow.id) == wave)
        connection.execute(row.with_for_update())
        for table in (InvitationRow, BallotRow):
            connection.execute(update(table).where(col(table.wave) == wave).values(wave=wave))
    with speaking(), engine.connect() as connection:
        outside = connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in (InvitationRow, BallotRow):
            name = table.__tablename__
            outside.execute(text(f"CLUSTER {name} USING {name}_pkey"))
