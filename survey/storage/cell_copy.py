"""Do the published cells lie by unit too, so that one unit over all waves is read at once?

Cells are written wave by wave, and DuckDB finds one unit over 52 waves only by looking at a block
of each. The copy holds the same rows in the order of the units. Whoever reads takes from it the
waves of which it holds as many rows as there are, and all others from the original: it may lag
behind, or be missing, and nothing is read wrongly. PostgreSQL has an index instead.
"""

import logging
import threading
from contextlib import suppress
from math import ceil

from sqlalchemy import Column, Connection, Engine, Table, insert, select
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError

from survey.errors import Trouble
from survey.storage.database import speaking
from survey.storage.published_tables import PublishedCellRow
from survey.storage.table_parts import COPIED_FROM
from survey.storage.table_parts import Table as Tables
from survey.text import sentence

ORIGINAL: Table = PublishedCellRow.__table__  # type: ignore[attr-defined]
COPY = Table(
    "cell_by_unit",
    Tables.metadata,
    *(Column(column.name, column.type, nullable=column.nullable) for column in ORIGINAL.columns),
    info={COPIED_FROM: ORIGINAL.name},
)
SORTED = ("unit", "wave", "scope", "measure")

LAG = 1 / 16
"""So much of the copy may be missing before it is made anew: a closing sorts at most about 16 times
its own rows however many waves there are, and a reader looks at a few blocks beside the copy."""

AT_ONCE = 2_000_000
"""Rows sorted at once: that takes about 0.3 GB of memory."""

COUNTS = sql("SELECT (SELECT count(*) FROM published_cell), (SELECT count(*) FROM cell_by_unit)")
EXTENT = sql("SELECT count(*), min(unit), max(unit) FROM published_cell")
MISSING = sql("""
    SELECT wave, greatest(coalesce(o.cells, 0), coalesce(c.cells, 0)) AS cells
    FROM (SELECT wave, count(*) AS cells FROM published_cell GROUP BY wave) o
    FULL JOIN (SELECT wave, count(*) AS cells FROM cell_by_unit GROUP BY wave) c USING (wave)
    WHERE o.cells IS DISTINCT FROM c.cells ORDER BY wave
""")
log = logging.getLogger("same_boat.database")


class CellCopy:
    """The copy of one embedded database, and which waves are not in it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._looked: tuple[tuple[int, ...], tuple[int, ...]] = (), ()
        self._one_at_a_time = threading.Lock()
        COPY.create(engine, checkfirst=True)

    def missing(self, connection: Connection) -> tuple[int, ...]:
        """The waves that are read from the original; remembered until the number of rows changes.

        Cells are only ever added, so as many rows as before are the same rows.
        """
        counts = tuple(connection.execute(COUNTS).one())
        looked, missing = self._looked
        if looked != counts:
            missing = tuple(connection.execute(MISSING).scalars())
            self._looked = counts, missing
        return missing

    def renew(self) -> None:
        """Make the copy anew where too much is missing. Trouble is logged: nobody needs it."""
        try:
            with self._one_at_a_time, speaking():
                if self._lags():
                    self.make_anew()
                    self._free()
        except Trouble as trouble:
            log.warning(sentence("database.no_copy_by_unit", why=trouble))

    def _lags(self) -> bool:
        with self._engine.connect() as connection:
            if not self.missing(connection):
                return False
            copied = connection.execute(COUNTS).one()[1]
            missing = sum(cells for _, cells in connection.execute(MISSING))
        return bool(missing > LAG * copied)

    def make_anew(self) -> None:
        """In one transaction: until it commits, everybody reads the copy that was."""
        with self._engine.begin() as connection:
            COPY.drop(connection, checkfirst=True)
            COPY.create(connection)
            for start, end in _parts(*connection.execute(EXTENT).one()):
                part = select(ORIGINAL).where(ORIGINAL.c.unit >= start, ORIGINAL.c.unit < end)
                part = part.order_by(*(ORIGINAL.c[name] for name in SORTED))
                connection.execute(insert(COPY).from_select(ORIGINAL.c.keys(), part))

    def _free(self) -> None:
        """Let the room of the copy that was be used again; later, where somebody is writing."""
        with self._engine.connect() as connection, suppress(SQLAlchemyError):
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(sql("CHECKPOINT"))


def _parts(rows: int, first: int | None, last: int | None) -> list[tuple[int, int]]:
    """The numbers of units, from `first` to `last`, in parts of about so many rows."""
    if first is None or last is None:
        return []
    step = ceil((last + 1 - first) / ceil(rows / AT_ONCE))
    return [(start, start + step) for start in range(first, last + 1, step)]
