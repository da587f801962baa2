"""Questions about the organisation: its units, its people and the roles they were given."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func, select, text
from sqlmodel import col

from survey.audit import AuditVerb
from survey.organisation.structure import Organisation, Person, Role, Unit
from survey.storage.people_tables import GrantRow, PersonRow, UnitRow
from survey.storage.tables import AuditRow
from survey.store.opened import Opened
from survey.waves.opening_seal import Amendment

ORGANISATION = "organisation"
CLUSTERED = (
    "CLUSTER person USING person_pkey",
    "CLUSTER asked_address USING asked_address_pkey",
    "CLUSTER experiment USING experiment_pkey",
    "CLUSTER passed_up USING passed_up_pkey",
    "CLUSTER heard USING heard_pkey",
    "CLUSTER import_undo USING import_undo_pkey",
)
PERSON = tuple(col(getattr(PersonRow, field.name)) for field in fields(Person))


class OrganisationQuestions(Opened):
    """The part of the store that knows who belongs where."""

    _tree: tuple[object, Mapping[str, Unit]] = (None, MappingProxyType({}))

    def units(self) -> Mapping[str, Unit]:
        """Every unit of the tree, by key; read anew when an audit line says that it changed."""
        return self.remembered("units", self._units)

    def _units(self) -> Mapping[str, Unit]:
        # Both: on PostgreSQL a line may be committed after one with a higher number.
        lines = select(func.max(col(AuditRow.id)), func.count())
        lines = lines.where(col(AuditRow.subject) == ORGANISATION)
        query = select(
            col(UnitRow.key), col(UnitRow.name), col(UnitRow.parent), col(UnitRow.closed)
        )
        with self.reading() as connection:
            change = connection.execute(lines).one()
            if change != self._tree[0]:
                units = {
                    row.key: Unit(*row[:3], bool(row.closed)) for row in connection.execute(query)
                }
                self._tree = (change, MappingProxyType(units))
        return self._tree[1]

    def unit_numbers(self) -> dict[str, int]:
        """The lasting number of every unit, by key."""
        return dict(self.found(select(col(UnitRow.key), col(UnitRow.id))))

    def people(self) -> dict[str, Person]:
        """Everybody, by key."""
        return dict(self.remembered("people", self._people))

    def _people(self) -> Mapping[str, Person]:
        return {row[0]: Person(*row) for row in self.found(select(*PERSON))}

    def people_named(self, keys: Collection[str]) -> dict[str, Person]:
        """Those of these people that there are, by key."""
        query = select(*PERSON).where(col(PersonRow.key).in_(sorted(keys)))
        return {row.key: Person(*row) for row in self.found(query)}

    def people_here(self) -> int:
        """How many are here."""
        query = select(func.count()).where(col(PersonRow.active))
        return self.one(query)

    def languages_here(self) -> dict[str, int]:
        """How many of those here read each language."""
        query = select(col(PersonRow.language), func.count()).where(col(PersonRow.active))
        return dict(self.found(query.group_by(col(PersonRow.language))))

    def organisation(self) -> Organisation:
        """The tree and the people, as they stand now."""
        return Organisation(units=self.units(), people=self.people())

    def amendments(self) -> list[Amendment]:
        """Every erasure of a person and every moved closing day, in the order of the record."""
        erased = col(AuditRow.verb).in_(
            [AuditVerb.ERASE_PERSON.value, AuditVerb.MOVE_CLOSING.value]
        )
        lines = select(col(AuditRow.subject), col(AuditRow.detail)).where(erased)
        found = self.found(lines.order_by(col(AuditRow.id)))
        return [Amendment.read(subject, detail) for subject, detail in found]

    def write_people_anew(self) -> None:
        """Leave as little of people who are gone as the engine lets us (survey.actions.erasure)."""
        anew = ("CHECKPOINT",) if self.engine.dialect.name == "duckdb" else CLUSTERED
        with self.reading() as connection:
            outside = connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in anew:
                outside.execute(text(statement))

    def person(self, key: str) -> Person | None:
        """Somebody by key, or None."""
        return self.remembered(("person", key), lambda: self._person(key))

    def _person(self, key: str) -> Person | None:
        columns = (col(getattr(PersonRow, name)) for name in Person.__dataclass_fields__)
        with self.reading() as connection:
            row = connection.execute(select(*columns).where(col(PersonRow.key) == key)).first()
        return Person(*row) if row else None

    def gone_since(self) -> dict[str, datetime | None]:
        """Everybody who is not here any more and since when; None where that was not kept yet."""
        query = select(col(PersonRow.key), col(PersonRow.gone_since)).where(~col(PersonRow.active))
        return dict(self.found(query))

    def people_with_email(self, email: str) -> list[Person]:
        """The active people an address belongs to; letter case does not matter."""
        query = select(PersonRow).where(
            func.lower(col(PersonRow.email)) == email.strip().lower(), col(PersonRow.active)
        )
        with self.rows() as session:
            return [_person(row) for row in session.scalars(query)]

    def grants(self, person: str) -> frozenset[Role]:
        """The roles somebody was given and that there still are; who leads stands on the person."""
        query = select(col(GrantRow.role)).where(col(GrantRow.person) == person)
        found = set(self.scalars(query))
        return frozenset(role for role in Role if role in found)

    def people_granted(self, *roles: Role) -> list[str]:
        """Everybody who was given one of some roles, by key.

        Without any, one there ever was to look after Same Boat; the council only reads.
        """
        query = select(col(GrantRow.person)).distinct()
        if roles:
            query = query.where(col(GrantRow.role).in_([role.value for role in roles]))
        else:
            query = query.where(col(GrantRow.role) != Role.COUNCIL.value)
        return sorted(self.scalars(query))


def _person(row: PersonRow) -> Person:
    return Person(row.key, row.name, row.email, row.language, row.unit, row.leads, row.active)
