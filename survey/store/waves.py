"""Questions about waves: what was planned, and what was frozen when they opened."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, select
from sqlmodel import col

from survey.errors import NotFound
from survey.storage.people_tables import UnitRow
from survey.storage.tables import RosterRow, WaveRow, WaveUnitRow
from survey.store.opened import Opened
from survey.text import sentence
from survey.waves.wave import OVER, State, Wave, WaveUnit


class Stood(NamedTuple):
    """A unit as it stood in a wave, both by key: its name, and the unit above it."""

    wave: str
    unit: str
    name: str
    parent: str | None


class WaveQuestions(Opened):
    """The part of the store that knows the waves and their rosters."""

    def waves(self) -> list[Wave]:
        """Every wave, by the time it opened or will open."""
        return list(self.remembered("waves", lambda: tuple(self._waves())))

    def waves_at_work(self, *, published_since: datetime) -> list[Wave]:
        """Those that are not over, and those published since a moment, in the same order."""
        states = [state.value for state in State if state not in OVER]
        fresh = col(WaveRow.published) > published_since
        return self._waves(col(WaveRow.state).in_(states) | fresh)

    def waves_numbered(self, numbers: Collection[int]) -> list[Wave]:
        """Those of some numbers, in the same order."""
        return self._waves(col(WaveRow.id).in_(sorted(numbers))) if numbers else []

    def _waves(self, *which: ColumnElement[bool]) -> list[Wave]:
        columns = (col(getattr(WaveRow, name)) for name in Wave.__dataclass_fields__)
        rows = self.found(select(*columns).where(*which))
        found = [wave_of(row) for row in rows]
        return sorted(found, key=lambda wave: (wave.opened or wave.opens, wave.id))

    def wave(self, key: str) -> Wave:
        """A wave by its key. Errors: NotFound."""
        found = self.remembered(("wave key", key), lambda: self._wave(col(WaveRow.key) == key))
        if found is None:
            raise NotFound(sentence("refused.missing.wave_key", wave=key))
        return found

    def wave_numbered(self, number: int) -> Wave | None:
        """A wave by its number, or None."""
        return self.remembered(
            ("wave number", number), lambda: self._wave(col(WaveRow.id) == number)
        )

    def _wave(self, which: ColumnElement[bool]) -> Wave | None:
        with self.rows() as session:
            row = session.scalars(select(WaveRow).where(which)).first()
            return wave_of(row) if row else None

    def standing(self, number: int) -> tuple[State, str | None, datetime] | None:
        """State, public key and closing time of a wave, or None: all that may change of it."""
        return self.remembered(("standing", number), lambda: self._standing(number))

    def _standing(self, number: int) -> tuple[State, str | None, datetime] | None:
        columns = (col(WaveRow.state), col(WaveRow.public_key), col(WaveRow.closes))
        with self.reading() as connection:
            row = connection.execute(select(*columns).where(col(WaveRow.id) == number)).first()
        return (State(row.state), row.public_key, row.closes) if row else None

    def homes(self, wave: int) -> dict[str, str]:
        """The key of the unit each invited person counts in."""
        return dict(self.remembered(("homes", wave), lambda: self._homes(wave)))

    def _homes(self, wave: int) -> Mapping[str, str]:
        query = select(col(RosterRow.person), col(WaveUnitRow.key)).join(
            WaveUnitRow,
            (col(RosterRow.wave) == col(WaveUnitRow.wave))
            & (col(RosterRow.home) == col(WaveUnitRow.unit)),
        )
        return dict(self.found(query.where(col(RosterRow.wave) == wave)))

    def ever_asked(self, waves: Collection[int]) -> set[str]:
        """Everybody asked in any of some waves."""
        query = select(col(RosterRow.person)).distinct().where(col(RosterRow.wave).in_(waves))
        return set(self.scalars(query))

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
        return [WaveUnit(*row) for row in self.found(query)]

    def closed_homes(self, person: str) -> frozenset[str]:
        """The closed units in which somebody's answers counted in some wave."""
        closed = select(col(UnitRow.id), col(UnitRow.key)).where(col(UnitRow.closed).is_(True))
        with self.reading() as connection:
            keys = dict(connection.execute(closed).all())
            if not keys:
                return frozenset()
            homes = select(col(RosterRow.home)).where(
                col(RosterRow.person) == person, col(RosterRow.home).in_(list(keys))
            )
            return frozenset(keys[home] for (home,) in connection.execute(homes))

    def stood(self, units: Sequence[str]) -> list[Stood]:
        """What some units were called, and which unit was above them, in every wave with them."""
        query = (
            select(
                col(WaveRow.key),
                col(WaveUnitRow.key),
                col(WaveUnitRow.name),
                col(WaveUnitRow.parent),
            )
            .join(WaveRow, col(WaveRow.id) == col(WaveUnitRow.wave))
            .where(col(WaveUnitRow.key).in_(units))
        )
        return [Stood(*row) for row in self.found(query)]

    def roster(self, wave: int) -> dict[str, int]:
        """Who was invited to a wave, and the number of the unit they count in."""
        query = select(col(RosterRow.person), col(RosterRow.home)).where(
            col(RosterRow.wave) == wave
        )
        return dict(self.found(query))


def wave_of(row: WaveRow | Row[Any]) -> Wave:
    """A wave as its row holds it."""
    given = {name: getattr(row, name) for name in Wave.__dataclass_fields__}
    given["state"] = State(row.state)
    given["audience"] = tuple(json.loads(row.audience))
    return Wave(**given)
