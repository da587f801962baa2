"""The store: every question the app may ask of what is kept, and the one way to change it."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, select, text
from sqlmodel import Session, col

from survey.ballot_box import BallotBox
from survey.database import duckdb_engine, postgresql_engine, prepare, speaking
from survey.errors import NotFound
from survey.keys import KeyFolder
from survey.organisation import Organisation, Person, Role, Unit
from survey.settings import Settings
from survey.tables import (
    DiagnosticRow,
    EventRow,
    GrantRow,
    PersonRow,
    PublishedCellRow,
    RosterRow,
    UnitRow,
    WaveRow,
    WaveUnitRow,
)
from survey.waves import State, Wave, WaveUnit

Clock = Callable[[], datetime]
ERRANDS = 20261122


def utc_now() -> datetime:
    """The clock of a running process."""
    return datetime.now(UTC)


class CellRow(NamedTuple):
    """A published cell as it is kept, with the unit's key in place of its number."""

    wave: int
    unit: str
    scope: str
    measure: str
    kind: str
    shown: bool
    tenths: int | None
    people_low: int | None
    people_high: int | None
    step: int | None
    shares: str | None
    invited: int | None
    answered_low: int | None
    answered_high: int | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit log."""

    moment: datetime
    actor: str
    verb: str
    subject: str
    detail: str


class Store:
    """What is kept, opened once per process; `clock` gives aware UTC times."""

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        self.settings = settings
        self.now = clock
        self.keys = KeyFolder(settings.keys)
        self._boxes: dict[int, BallotBox] = {}
        self._boxes_lock = threading.Lock()
        self._one_change = threading.Lock()
        self._errands = threading.Lock()
        self.engine = self._open()

    def _open(self) -> Engine:
        self.settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        url = self.settings.database_url
        with speaking():
            engine = postgresql_engine(url) if url else duckdb_engine(self.settings.database_file)
            self._held = engine.connect()
        try:
            prepare(engine)
        except BaseException:
            self._held.close()
            engine.dispose()
            raise
        self._held.rollback()
        return engine

    def close(self) -> None:
        """Let go of the database and the open boxes; what lies in them stays."""
        with self._boxes_lock:
            for box in self._boxes.values():
                box.close()
            self._boxes.clear()
        self._held.close()
        self.engine.dispose()

    @contextmanager
    def change(self, *, actor: str, verb: str, subject: str, detail: str = "") -> Iterator[Session]:
        """One transaction that changes state and writes its audit line, both or neither."""
        with self._one_change, speaking(), Session(self.engine) as session:
            session.add(
                EventRow(moment=self.now(), actor=actor, verb=verb, subject=subject, detail=detail)
            )
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for one question."""
        with speaking(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def alone(self, *, wait: bool) -> Iterator[bool]:
        """Open, invite, close and publish one at a time, across threads and processes.

        Gives whether it is our turn; with `wait` it always is, sooner or later.
        """
        if not self._errands.acquire(blocking=wait):
            yield False
            return
        try:
            with self._turn(wait) as ours:
                yield ours
        finally:
            self._errands.release()

    @contextmanager
    def _turn(self, wait: bool) -> Iterator[bool]:
        if self.engine.dialect.name != "postgresql":
            yield True
            return
        with self.reading() as connection:
            asked = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
            got = connection.execute(text(f"SELECT {asked}({ERRANDS})")).scalar()
            ours = wait or bool(got)
            try:
                yield ours
            finally:
                if ours:
                    connection.execute(text(f"SELECT pg_advisory_unlock({ERRANDS})"))

    def box(self, wave: int) -> BallotBox:
        """The ballot box of a wave, opened on first use."""
        with self._boxes_lock:
            if wave not in self._boxes:
                self._boxes[wave] = BallotBox(wave, self.engine, self.settings.boxes)
            return self._boxes[wave]

    def has_box(self, wave: int) -> bool:
        """Whether anything of a wave's box is left."""
        if self.settings.database_url:
            return self.box(wave).share_answered()[1] > 0
        return any(self.settings.boxes.glob(f"wave-{wave}.duckdb*"))

    def destroy_box(self, wave: int) -> None:
        """Remove a wave's box with everything in it."""
        box = self.box(wave)
        with self._boxes_lock:
            del self._boxes[wave]
            box.destroy()

    # The organisation

    def units(self) -> dict[str, Unit]:
        """Every unit of the tree, by key."""
        with self.reading() as connection:
            rows = connection.execute(
                select(col(UnitRow.key), col(UnitRow.name), col(UnitRow.parent))
            )
            return {key: Unit(key, name, parent) for key, name, parent in rows}

    def unit_numbers(self) -> dict[str, int]:
        """The lasting number of every unit, by key."""
        with self.reading() as connection:
            query = select(col(UnitRow.key), col(UnitRow.id))
            return dict(connection.execute(query).all())

    def people(self) -> dict[str, Person]:
        """Everybody, by key."""
        with speaking(), Session(self.engine) as session:
            return {row.key: _person(row) for row in session.scalars(select(PersonRow))}

    def organisation(self) -> Organisation:
        """The tree and the people, as they stand now."""
        return Organisation(units=self.units(), people=self.people())

    def person(self, key: str) -> Person | None:
        """Somebody by key, or None."""
        with speaking(), Session(self.engine) as session:
            row = session.get(PersonRow, key)
            return _person(row) if row else None

    def people_with_email(self, email: str) -> list[Person]:
        """The active people an address belongs to; letter case does not matter."""
        query = select(PersonRow).where(
            func.lower(col(PersonRow.email)) == email.strip().lower(), col(PersonRow.active)
        )
        with speaking(), Session(self.engine) as session:
            return [_person(row) for row in session.scalars(query)]

    def grants(self, person: str) -> frozenset[Role]:
        """The roles somebody was given; leading a unit stands on the person."""
        query = select(col(GrantRow.role)).where(col(GrantRow.person) == person)
        with self.reading() as connection:
            return frozenset(Role(role) for role in connection.execute(query).scalars())

    def people_granted(self, role: Role) -> list[str]:
        """Everybody who was given a role, by key."""
        query = select(col(GrantRow.person)).where(col(GrantRow.role) == role.value)
        with self.reading() as connection:
            return sorted(connection.execute(query).scalars())

    # Waves

    def waves(self) -> list[Wave]:
        """Every wave, by the time it opened or will open."""
        with speaking(), Session(self.engine) as session:
            found = [wave_of(row) for row in session.scalars(select(WaveRow))]
        return sorted(found, key=lambda wave: (wave.opened or wave.opens, wave.id))

    def wave(self, key: str) -> Wave:
        """A wave by its key. Errors: NotFound."""
        query = select(WaveRow).where(col(WaveRow.key) == key)
        with speaking(), Session(self.engine) as session:
            row = session.scalars(query).first()
        if row is None:
            raise NotFound(f"There is no wave with the key “{key}”.")
        return wave_of(row)

    def wave_numbered(self, number: int) -> Wave | None:
        """A wave by its number, or None."""
        with speaking(), Session(self.engine) as session:
            row = session.get(WaveRow, number)
            return wave_of(row) if row else None

    def wave_units(self, wave: int) -> list[WaveUnit]:
        """The tree of a wave as it stood at opening, in tree order."""
        query = (
            select(
                col(WaveUnitRow.unit),
                col(WaveUnitRow.key),
                col(WaveUnitRow.name),
                col(WaveUnitRow.parent),
                col(WaveUnitRow.position),
                col(WaveUnitRow.invited),
            )
            .where(col(WaveUnitRow.wave) == wave)
            .order_by(col(WaveUnitRow.position))
        )
        with self.reading() as connection:
            return [WaveUnit(*row) for row in connection.execute(query)]

    def roster(self, wave: int) -> dict[str, int]:
        """Who was invited to a wave, and the number of the unit they count in."""
        query = select(col(RosterRow.person), col(RosterRow.home)).where(
            col(RosterRow.wave) == wave
        )
        with self.reading() as connection:
            return dict(connection.execute(query).all())

    def home_in_wave(self, wave: int, person: str) -> str | None:
        """The key of the unit somebody counts in, or None when they are not invited."""
        query = (
            select(col(WaveUnitRow.key))
            .join(
                RosterRow,
                (col(RosterRow.wave) == col(WaveUnitRow.wave))
                & (col(RosterRow.home) == col(WaveUnitRow.unit)),
            )
            .where(col(RosterRow.wave) == wave, col(RosterRow.person) == person)
        )
        with self.reading() as connection:
            return connection.execute(query).scalar()

    # The publication

    def cells(
        self, *, waves: Sequence[int] | None = None, units: Sequence[str] | None = None
    ) -> list[CellRow]:
        """Published cells of some waves and units (all when None), in no particular order."""
        cell = PublishedCellRow
        columns = (col(getattr(cell, name)) for name in CellRow._fields[2:])
        query = select(col(cell.wave), col(UnitRow.key), *columns).join(
            UnitRow, col(UnitRow.id) == col(cell.unit)
        )
        if waves is not None:
            query = query.where(col(cell.wave).in_(waves))
        if units is not None:
            numbers = self.unit_numbers()
            query = query.where(col(cell.unit).in_([numbers[u] for u in units if u in numbers]))
        with self.reading() as connection:
            return [CellRow(*row) for row in connection.execute(query)]

    def diagnostics(self, wave: int) -> dict[str, float]:
        """The whole-organisation figures of a publication, by name."""
        query = select(col(DiagnosticRow.figure), col(DiagnosticRow.value)).where(
            col(DiagnosticRow.wave) == wave
        )
        with self.reading() as connection:
            return dict(connection.execute(query).all())

    # The record

    def events(self, *, most: int = 1000) -> list[Event]:
        """The latest lines of the audit log, newest first."""
        query = select(EventRow).order_by(col(EventRow.id).desc()).limit(most)
        with speaking(), Session(self.engine) as session:
            return [
                Event(row.moment, row.actor, row.verb, row.subject, row.detail)
                for row in session.scalars(query)
            ]


def _person(row: PersonRow) -> Person:
    return Person(row.key, row.name, row.email, row.language, row.unit, row.leads, row.active)


def wave_of(row: WaveRow) -> Wave:
    """A wave as its row holds it."""
    given = {name: getattr(row, name) for name in Wave.__dataclass_fields__}
    given["state"] = State(row.state)
    given["audience"] = tuple(json.loads(row.audience))
    return Wave(**given)
