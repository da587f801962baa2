"""Changing the organisation: units, people and the roles they were given."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Table, bindparam, delete, text, update
from sqlmodel import Session, col

from survey.actions.bounces import clear_bounces
from survey.actions.bulk import insert_rows
from survey.actions.staying import check_is_here, check_may_go
from survey.audit import AuditVerb
from survey.errors import NotFound, Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.organisation.structure import Person, Role, Unit
from survey.storage.people_tables import GrantRow, PersonRow, SignInRow, UnitRow
from survey.store import Store
from survey.store.organisation import ORGANISATION
from survey.text import sentence

CHANGED = "refused.people.changed"
GRANTED = {Role.HR: AuditVerb.GRANT_HR, Role.COUNCIL: AuditVerb.GRANT_COUNCIL}
REVOKED = {Role.HR: AuditVerb.REVOKE_HR, Role.COUNCIL: AuditVerb.REVOKE_COUNCIL}
ALONE = "LOCK TABLE unit, person IN SHARE ROW EXCLUSIVE MODE"


@dataclass(frozen=True, slots=True)
class Line:
    """The line of the record that a change of the organisation writes."""

    actor: str
    verb: AuditVerb
    detail: str = ""
    subject: str = ORGANISATION


@contextmanager
def change_of(store: Store, line: Line, *, based_on: str) -> Iterator[Session]:
    """A change of the organisation with this fingerprint, and of no other. Errors: Refused."""
    with store.change(**asdict(line)) as session:
        _alone(session)
        if store.organisation().fingerprint != based_on:
            raise Refused(sentence(CHANGED))
        yield session


def _alone(session: Session) -> None:
    """Nobody else changes the organisation meanwhile; on DuckDB nobody can."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(ALONE))


def write_changes(
    store: Store, session: Session, *, units: Iterable[Unit], people: Iterable[Person], actor: str
) -> None:
    """Write new and changed units and people; whoever is not active has no session any more.

    Errors: Refused when somebody would leave who has to stay.
    """
    units, people, known = list(units), list(people), store.people()
    gone = [p.key for p in people if not p.active]
    check_may_go(store, [p for p in gone if p in known and known[p].active], actor=actor)
    write_units(session, units, store.unit_numbers())
    _write_people(session, people, known, now=store.now())
    _end_sessions(session, gone)


def apply_people(
    store: Store, *, units: Iterable[Unit], people: Iterable[Person], actor: str, detail: str
) -> None:
    """Write new and changed units and people, all of them or none; nobody is deleted.

    Errors: Refused when somebody would leave who has to stay.
    """
    with store.change(
        AuditVerb.IMPORT_PEOPLE, actor=actor, subject=ORGANISATION, detail=detail
    ) as session:
        write_changes(store, session, units=units, people=people, actor=actor)


def write_units(session: Session, units: list[Unit], known: dict[str, int]) -> None:
    """Insert or update units; a new one gets the next number, for ever."""
    number = max(known.values(), default=0)
    new = [u for u in units if u.key not in known]
    rows = [{"id": number + place, "key": u.key} | _unit(u) for place, u in enumerate(new, start=1)]
    insert_rows(session, UnitRow, rows)
    _update_rows(session, UnitRow, [{"of": u.key} | _unit(u) for u in units if u.key in known])


def _unit(unit: Unit) -> dict[str, object]:
    return {"name": unit.name, "parent": unit.parent, "closed": unit.closed}


def _write_people(
    session: Session, people: list[Person], known: dict[str, Person], *, now: datetime
) -> None:
    """Write new and changed people; since when somebody is not here any more is kept as well."""
    new = [
        {"key": p.key, "gone_since": None if p.active else now} | _row(p)
        for p in people
        if p.key not in known
    ]
    insert_rows(session, PersonRow, new)
    _note_leaving(session, [p for p in people if p.key in known], known, now)
    changed = [p for p in people if p.key in known and known[p.key] != p]
    _update_rows(session, PersonRow, [{"of": p.key} | _row(p) for p in changed])
    corrected = [p.key for p in changed if known[p.key].email != p.email]
    clear_bounces(session, corrected)


def _note_leaving(
    session: Session, people: list[Person], known: dict[str, Person], now: datetime
) -> None:
    for active, since in ((False, now), (True, None)):
        who = [p.key for p in people if p.active is active and known[p.key].active is not active]
        if who:
            change = update(PersonRow).where(col(PersonRow.key).in_(who))
            session.execute(change.values(gone_since=since))


def _update_rows(
    session: Session, kind: type[UnitRow | PersonRow], rows: list[dict[str, object]]
) -> None:
    """Set the columns of each row where the key is its `of`; one statement for all of them."""
    if rows:
        table: Table = kind.__table__  # type: ignore[union-attr]
        change = update(table).where(table.c.key == bindparam("of"))
        columns = [column for column in rows[0] if column != "of"]
        set_to = change.values({column: bindparam(column) for column in columns})
        session.connection().execute(set_to, rows)


def _row(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "unit": person.unit,
        "leads": person.leads,
        "active": person.active,
    }


def _end_sessions(session: Session, gone: list[str]) -> None:
    if gone:
        session.execute(delete(SignInRow).where(col(SignInRow.person).in_(gone)))


def grant_by(store: Store, *, person: str, role: Role, viewer: Viewer) -> None:
    """Give somebody a role, on the page People. Errors: NotAllowed, NotFound, Refused."""
    check_is_hr(viewer)
    grant(store, person=person, role=role, actor=viewer.person)


def revoke_by(store: Store, *, person: str, role: Role, viewer: Viewer) -> None:
    """Take a role from somebody, on the page People. Errors: NotAllowed, Refused."""
    check_is_hr(viewer)
    revoke(store, person=person, role=role, actor=viewer.person)


def grant(store: Store, *, person: str, role: Role, actor: str) -> None:
    """Give somebody a role; giving it twice changes nothing. Errors: NotFound, Refused."""
    found = store.person(person)
    if found is None:
        raise NotFound(sentence("refused.missing.person_yet", person=person))
    check_is_here(found)
    if role in store.grants(person):
        return
    with store.change(GRANTED[role], actor=actor, subject=person) as session:
        if session.get(GrantRow, (person, role.value)) is None:
            session.add(GrantRow(person=person, role=role.value))


def revoke(store: Store, *, person: str, role: Role, actor: str) -> None:
    """Take a role from somebody; quietly when they do not have it. Errors: Refused."""
    with store.change(REVOKED[role], actor=actor, subject=person) as session:
        _alone(session)
        if role is Role.HR:
            check_may_go(store, [person], actor=actor)
        session.execute(
            delete(GrantRow).where(col(GrantRow.person) == person, col(GrantRow.role) == role.value)
        )
        _end_sessions(session, [person])
