"""The ballot box of one wave: who was invited, who has answered, and the sealed ballots.

Embedded, a box is a DuckDB file of its own, so that closing deletes it with everything that was
ever written to it (DuckDB does not zero freed blocks). On PostgreSQL it is two tables of the
database, emptied at closing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update
from sqlmodel import col

from survey.database import duckdb_engine, make_tables, speaking
from survey.errors import AlreadySent, LinkUnknown, WaveNotOpen
from survey.tables import BOX_TABLES, BallotRow, InvitationRow, WaveRow
from survey.writer import Writer

OVER = "This wave is over, so answers can no longer be sent."
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invited person and whether their answers were sent."""

    person: str
    answered: bool


class BallotBox:
    """What is known of a wave while it is open; `main` is the database that holds its state."""

    def __init__(self, wave: int, main: Engine, folder: Path) -> None:
        self.wave = wave
        self._main = main
        self._file = folder / f"wave-{wave}.duckdb" if main.dialect.name == "duckdb" else None
        if self._file is not None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with speaking():
            self._engine = duckdb_engine(self._file) if self._file else main
            self._held = self._engine.connect() if self._file else None
            make_tables(self._engine, BOX_TABLES)
        self._writer = Writer(self._engine)

    def fill(self, people_by_hash: Mapping[str, str]) -> None:
        """Put in the invitations, in the place of any that stood there."""
        rows = [
            {"hash": h, "wave": self.wave, "person": p, "answered": False}
            for h, p in sorted(people_by_hash.items())
        ]
        self._writer.submit(lambda connection: self._refill(connection, rows))

    def _refill(self, connection: Connection, rows: list[dict[str, object]]) -> None:
        self._empty(connection)
        if rows:
            connection.execute(insert(InvitationRow), rows)

    def find(self, link_hash: str) -> Invitation | None:
        """The invitation a link belongs to, or None."""
        query = select(col(InvitationRow.person), col(InvitationRow.answered)).where(
            col(InvitationRow.hash) == link_hash, col(InvitationRow.wave) == self.wave
        )
        with speaking(), self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Invitation(*row) if row else None

    def send(self, link_hash: str, sealed: bytes) -> None:
        """Take one ballot: mark the link used and keep the sealed bytes, both or neither.

        Errors: LinkUnknown, AlreadySent, WaveNotOpen; after any of them nothing has changed.
        """
        self._writer.submit(lambda connection: self._take(connection, link_hash, sealed))

    def _take(self, connection: Connection, link_hash: str, sealed: bytes) -> None:
        self._check_open(connection)
        self._claim(connection, link_hash)
        ballot = {"key": str(uuid4()), "wave": self.wave, "sealed": sealed}
        connection.execute(insert(BallotRow), ballot)

    def _check_open(self, connection: Connection) -> None:
        query = select(col(WaveRow.state)).where(col(WaveRow.id) == self.wave)
        if self._file is None:
            state = connection.execute(query.with_for_update(read=True)).scalar()
        else:
            with self._main.connect() as main:
                state = main.execute(query).scalar()
        if state != "open":
            raise WaveNotOpen(OVER)

    def _claim(self, connection: Connection, link_hash: str) -> None:
        mine = (col(InvitationRow.hash) == link_hash) & (col(InvitationRow.wave) == self.wave)
        answered = connection.execute(select(col(InvitationRow.answered)).where(mine)).scalar()
        if answered is None:
            raise LinkUnknown("This link is not one of ours. Please use the link from your mail.")
        unused = update(InvitationRow).where(mine, ~col(InvitationRow.answered))
        if answered or connection.execute(unused.values(answered=True)).rowcount != 1:
            raise AlreadySent("Your answers have been sent already. Thank you!")

    def settle(self) -> None:
        """Wait until every send that was under way is in the box, or refused."""
        self._writer.submit(lambda _: None)

    def answered(self) -> dict[str, bool]:
        """Every invited person, and whether they answered; for counting only."""
        query = select(col(InvitationRow.person), col(InvitationRow.answered)).where(
            col(InvitationRow.wave) == self.wave
        )
        with speaking(), self._engine.connect() as connection:
            return dict(connection.execute(query).all())

    def share_answered(self) -> tuple[int, int]:
        """How many answered, of how many invited, in the whole wave."""
        people = self.answered()
        return sum(people.values()), len(people)

    def sealed(self) -> Iterator[bytes]:
        """Every sealed ballot, in no order worth anything: the closing shuffles."""
        query = select(col(BallotRow.sealed)).where(col(BallotRow.wave) == self.wave)
        with speaking(), self._engine.connect() as connection:
            streaming = connection.execution_options(yield_per=AT_ONCE)
            for sealed in streaming.execute(query).scalars():
                yield bytes(sealed)

    def count(self) -> int:
        """How many ballots lie in the box."""
        query = select(func.count()).where(col(BallotRow.wave) == self.wave)
        with speaking(), self._engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def destroy(self) -> None:
        """Remove everything the box ever held."""
        if self._file is None:
            self._writer.submit(self._empty)
            self.close()
            self._vacuum()
            return
        self.close()
        remove_box(self._file)

    def _empty(self, connection: Connection) -> None:
        for table in (BallotRow, InvitationRow):
            connection.execute(delete(table).where(col(table.wave) == self.wave))

    def _vacuum(self) -> None:
        with speaking(), self._engine.connect() as connection:
            outside = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in BOX_TABLES:
                outside.execute(text(f"VACUUM {table.__tablename__}"))

    def close(self) -> None:
        """Stop writing and let go of the file; what lies in it stays."""
        self._writer.close()
        if self._held is not None:
            self._held.close()
            self._engine.dispose()
            self._held = None


def remove_box(file: Path) -> None:
    """Delete a box's file and everything DuckDB keeps beside it."""
    for part in sorted(file.parent.glob(f"{file.name}*")):
        part.unlink()
