"""Changing the organisation: units, people and the roles they were given."""

from collections.abc import Iterable

from sqlalchemy import delete, update
from sqlmodel import Session, col

from survey.actions.bulk import insert_rows
from survey.errors import NotFound
from survey.organisation import Person, Role, Unit
from survey.store import Store
from survey.tables import GrantRow, PersonRow, SignInRow, UnitRow


def apply_people(
    store: Store, *, units: Iterable[Unit], people: Iterable[Person], actor: str, detail: str
) -> None:
    """Write new and changed units and people, all of them or none; nobody is deleted."""
    known_units, known_people = store.unit_numbers(), store.people()
    units, people = list(units), list(people)
    with store.change(
        actor=actor, verb="import people", subject="organisation", detail=detail
    ) as session:
        write_units(session, units, known_units)
        _write_people(session, people, known_people)
        _end_sessions(session, [p.key for p in people if not p.active])


def write_units(session: Session, units: list[Unit], known: dict[str, int]) -> None:
    """Insert or update units; a new one gets the next number, for ever."""
    number = max(known.values(), default=0)
    new = [u for u in units if u.key not in known]
    rows = [
        {"id": number + place, "key": u.key, "name": u.name, "parent": u.parent}
        for place, u in enumerate(new, start=1)
    ]
    insert_rows(session, UnitRow, rows)
    for unit in units:
        if unit.key in known:
            change = update(UnitRow).where(col(UnitRow.id) == known[unit.key])
            session.execute(change.values(name=unit.name, parent=unit.parent))


def _write_people(session: Session, people: list[Person], known: dict[str, Person]) -> None:
    new = [{"key": p.key} | _row(p) for p in people if p.key not in known]
    insert_rows(session, PersonRow, new)
    for person in people:
        if person.key in known and known[person.key] != person:
            change = update(PersonRow).where(col(PersonRow.key) == person.key)
            session.execute(change.values(_row(person)))


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


def grant(store: Store, *, person: str, role: Role, actor: str) -> None:
    """Give somebody a role; giving it twice changes nothing. Errors: NotFound."""
    if store.person(person) is None:
        raise NotFound(f"There is nobody with the id “{person}”. Import people first.")
    if role in store.grants(person):
        return
    with store.change(actor=actor, verb=f"grant {role}", subject=person) as session:
        if session.get(GrantRow, (person, role.value)) is None:
            session.add(GrantRow(person=person, role=role.value))


def revoke(store: Store, *, person: str, role: Role, actor: str) -> None:
    """Take a role from somebody; quietly when they do not have it."""
    with store.change(actor=actor, verb=f"revoke {role}", subject=person) as session:
        session.execute(
            delete(GrantRow).where(col(GrantRow.person) == person, col(GrantRow.role) == role.value)
        )
