"""The ballot box of one wave: hashes of links, spent or not, and the sealed ballots; no person.

Embedded, a box is a DuckDB file of its own, so that closing deletes it with everything that was
ever written to it (DuckDB does not zero freed blocks). On PostgreSQL it is two tables of the
database, emptied at closing.

What is sent together is written together, so whoever has the keys too could tell from the log, or
from the number of a transaction, by which link a ballot came. `stir` writes everything anew, in
the order of random keys, so that this is true only of what was sent since (decision record 0027).
"""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    delete,
    func,
    insert,
    select,
    text,
    union,
)
from sqlmodel import SQLModel, col

from survey.errors import LinkRefused, WaveNotOpen
from survey.mail.deliveries import Occasion
from survey.private_files import settle
from survey.storage.database import duckdb_engine, make_tables, speaking
from survey.storage.stirring import copy_of_box, names_people, stir_tables
from survey.storage.tables import BOX_TABLES, BallotRow, DeliveryRow, InvitationRow, WaveRow
from survey.storage.taking import Envelope, take
from survey.storage.wave_file import check_place, own_file, remove, waves_in
from survey.storage.writer import Writer
from survey.text import sentence

OVER = "refusal.over"
AT_ONCE = 2000
SMALL, PART = 1000, 50
Errand = Callable[[Connection], Any]
Seen = TypeVar("Seen")


class BallotBox:
    """What is known of a wave while it is open; `main` is the database that holds its state."""

    def __init__(self, wave: int, main: Engine, folder: Path, *, new: bool = False) -> None:
        self.wave = wave
        self._shut = False
        self._stirred = self._looked = 0
        # A file that is being replaced must not be open: DuckDB keeps one instance for each name.
        self._lock = threading.RLock()
        self._file = own_file(folder, wave) if main.dialect.name == "duckdb" else None
        if self._file is not None:
            check_place(self._file, new=new)
        with speaking():
            self._engine = duckdb_engine(self._file, threads=1) if self._file else main
            self._held = self._engine.connect() if self._file else None
            make_tables(self._engine, BOX_TABLES)
        self._writer: Writer[Envelope | Errand] = Writer(self._engine, self._apply)
        if self._file is not None and names_people(self._engine):
            self._stir_file()

    def _apply(self, connection: Connection, items: Sequence[Envelope | Errand]) -> list[object]:
        sends = [item for item in items if isinstance(item, Envelope)]
        taken = iter(self._take(connection, sends) if sends else ())
        return [next(taken) if isinstance(item, Envelope) else item(connection) for item in items]

    def fill(self, hashes: Iterable[str]) -> None:
        """Put in the hashes of all links, in the place of any that stood there."""
        rows = [{"hash": one, "wave": self.wave, "answered": False} for one in sorted(hashes)]

        def refill(connection: Connection) -> None:
            self._empty(connection)
            if rows:
                connection.execute(insert(InvitationRow), rows)

        self.errand(refill)

    def errand(self, errand: Callable[[Connection], Seen]) -> Seen:
        """Have the one writer run something on the box, in a transaction of its own batch."""
        done: Seen = self._writer.submit(errand)
        return done

    def send(self, link_hash: str, sealed: bytes) -> None:
        """Take one ballot: mark the link used and keep the sealed bytes, both or neither.

        The first ballot of a link is kept; another is let go in silence. Errors: LinkUnknown,
        WaveNotOpen; after either nothing has changed.
        """
        if self._shut:
            raise WaveNotOpen(sentence(OVER))
        self._writer.submit(Envelope(link_hash, sealed))

    def _take(
        self, connection: Connection, sends: Sequence[Envelope]
    ) -> Sequence[LinkRefused | None]:
        if not self._is_open(connection):
            return [WaveNotOpen(sentence(OVER)) for _ in sends]
        return take(connection, self.wave, sends, alone=self._file is not None)

    def _is_open(self, connection: Connection) -> bool:
        """Whether sends still count; several processes ask the wave, one process knows."""
        if self._file is not None:
            return not self._shut
        query = select(col(WaveRow.state)).where(col(WaveRow.id) == self.wave)
        return connection.execute(query.with_for_update(read=True)).scalar() == "open"

    def shut(self) -> None:
        """Take no more; when this returns, every send was kept or refused.

        Its mails are forgotten with that: what still waits carries a link that no longer works.
        """

        def shut(connection: Connection) -> None:
            self._shut = True
            connection.execute(delete(DeliveryRow).where(self._mine(DeliveryRow)))

        self.errand(shut)

    def unspent(self) -> frozenset[str]:
        """The hashes of the links that nobody has used; to invite whoever tries the demo."""
        query = select(col(InvitationRow.hash)).where(
            col(InvitationRow.wave) == self.wave, ~col(InvitationRow.answered)
        )
        with self._reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def share_answered(self) -> tuple[int, int]:
        """How many answered, of how many invited, in the whole wave."""
        spent = func.count().filter(col(InvitationRow.answered))
        query = select(spent, func.count()).where(col(InvitationRow.wave) == self.wave)
        with self._reading() as connection:
            answered, invited = connection.execute(query).one()
            return answered, invited

    def sealed(self) -> Generator[bytes]:
        """Every sealed ballot; close what this gives. Nothing that leaves knows their order."""
        query = select(col(BallotRow.sealed)).where(col(BallotRow.wave) == self.wave)
        with self._reading() as connection:
            streaming = connection.execution_options(yield_per=AT_ONCE)
            with streaming.execute(query) as rows:
                for (sealed,) in rows:
                    yield bytes(sealed)

    def look(self, look: Callable[[Connection], Seen]) -> Seen:
        """What somebody who doubts sees of the box (store.evidence)."""
        with self._reading() as connection:
            return look(connection)

    def count(self) -> int:
        """How many ballots lie in the box."""
        query = select(func.count()).where(col(BallotRow.wave) == self.wave)
        with self._reading() as connection:
            return connection.execute(query).scalar_one()

    def stir(self) -> None:
        """Write everything anew where something came, in an order that has nothing to do with it.

        While much comes into a large box, only when it is a fiftieth of all or nothing came since
        the last time.
        """
        there = self.count()
        came, looked, self._looked = there - self._stirred, self._looked, there
        if came and (there <= SMALL or came * PART >= there or there == looked):
            if self._file is not None:
                self._stir_file()
            else:
                stir_tables(self._engine, self.wave)
            self._stirred = there

    def _stir_file(self) -> None:
        assert self._file is not None, "an embedded box is a file"
        draft = self._file.with_suffix(".duckdb.new")
        remove(draft)
        with self._writer.resting(), self._lock, speaking():
            copy_of_box(self._engine, draft)
            self._let_go()
            try:
                if not self._file.with_name(f"{self._file.name}.wal").exists():
                    draft.replace(self._file)
                    settle(self._file.parent)
            finally:
                self._held = self._engine.connect()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._lock:
            if self._file is not None and self._held is None:
                raise WaveNotOpen(sentence(OVER))
            with speaking(), self._engine.connect() as connection:
                yield connection

    def destroy(self) -> None:
        """Remove everything the box ever held."""
        self._shut = True
        if self._file is None:
            self._writer.submit(self._empty)
            self.close()
            self._vacuum()
            return
        self.close()
        remove(self._file)

    def _empty(self, connection: Connection) -> None:
        for table in BOX_TABLES:
            connection.execute(delete(table).where(self._mine(table)))

    def _mine(self, table: type[SQLModel]) -> ColumnElement[bool]:
        """What of a table lies in this box; on PostgreSQL results mails lie in the same table."""
        mine: ColumnElement[bool] = col(table.wave) == self.wave  # type: ignore[attr-defined]
        if table is DeliveryRow:
            mine &= col(DeliveryRow.occasion) != Occasion.RESULTS.value
        return mine

    def _vacuum(self) -> None:
        with speaking(), self._engine.connect() as connection:
            outside = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in BOX_TABLES:
                outside.execute(text(f"VACUUM {table.__tablename__}"))

    def close(self) -> None:
        """Stop writing and let go of the file; what lies in it stays."""
        self._writer.close()
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
            self._engine.dispose()


def boxes_left(main: Engine, folder: Path) -> frozenset[int]:
    """The waves of which anything of a box is left."""
    if main.dialect.name == "duckdb":
        return waves_in(folder)
    query = union(*(select(col(table.wave)) for table in (InvitationRow, BallotRow)))
    with speaking(), main.connect() as connection:
        return frozenset(connection.execute(query).scalars())


def remove_box(wave: int, main: Engine, folder: Path) -> None:
    """Remove a box that is not open, and whatever is left of one; quietly when there is none."""
    if main.dialect.name == "duckdb":
        remove(own_file(folder, wave))
    else:
        BallotBox(wave, main, folder).destroy()
