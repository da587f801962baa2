"""Undoing an import of people, for 30 days: everything it changed that still stands so goes back.

Whoever was new is taken out again, unless they were asked in a wave or have a role: then they
become inactive. How things stood before is kept for 30 days only, and forgotten with whoever is
erased.
"""

import json
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from survey.actions.bulk import insert_rows
from survey.actions.organisation import Line, change_of, write_changes
from survey.actions.staying import check_may_go
from survey.audit import AuditVerb
from survey.errors import NotFound
from survey.imports.changes import PeoplePlan
from survey.imports.managers import team_name
from survey.imports.undoing import Undoing, undoing
from survey.organisation.permissions import Viewer, check_is_hr
from survey.organisation.structure import Person, Unit
from survey.storage.people_tables import ImportUndoRow, PersonRow, UndoKind, UnitRow
from survey.store import Store
from survey.store.undos import Imported
from survey.text import sentence
from survey.waves.wave import State

KEPT = timedelta(days=30)


def note_import(store: Store, session: Session, planned: PeoplePlan) -> None:
    """Keep how things stood before a plan is carried out, in the same transaction."""
    last = session.scalar(select(func.max(col(ImportUndoRow.number)))) or 0
    before = {c.before.key: c.before for c in planned.changed_people}
    before |= {p.key: store.people()[p.key] for p in planned.leaving}
    units = {change.before.key: change.before for change in planned.changed_units}
    rows = [
        *(_row(UndoKind.PERSON, person, before.get(person.key)) for person in planned.people),
        *(_row(UndoKind.UNIT, unit, units.get(unit.key)) for unit in planned.units),
    ]
    common = {"number": last + 1, "moment": store.now()}
    insert_rows(session, ImportUndoRow, [common | row for row in rows])


def _row(kind: UndoKind, after: Person | Unit, before: Person | Unit | None) -> dict[str, object]:
    return {
        "kind": kind.value,
        "key": after.key,
        "before": None if before is None else json.dumps(asdict(before)),
        "after": json.dumps(asdict(after)),
    }


def undo_plan(store: Store, *, number: int) -> Undoing:
    """What undoing would change. Errors: NotFound when it is over; BadInput."""
    if number not in {one.number for one in store.imports_of_people() if not _is_over(store, one)}:
        raise NotFound(sentence("undo_people.over"))
    people, units = store.before_import(number)
    waves = [wave for wave in store.waves() if wave.state is not State.CANCELLED]
    asked = {person for wave in waves for person in store.roster(wave.id)}
    in_waves = {unit for wave in waves for unit in wave.audience}
    in_waves |= {unit.key for wave in waves for unit in store.wave_units(wave.id)}
    used = asked | set(store.people_granted())
    return undoing(people, units, store.organisation(), used=used, in_waves=in_waves)


def _is_over(store: Store, one: Imported) -> bool:
    return one.moment + KEPT <= store.now()


def undo_people(store: Store, *, number: int, viewer: Viewer) -> None:
    """Undo an import of people in one step. Errors: NotAllowed, NotFound, BadInput, Refused."""
    check_is_hr(viewer)
    undo(store, number=number, actor=viewer.person)


def undo(store: Store, *, number: int, actor: str) -> None:
    """The same by the operator's command. Errors: NotFound, BadInput, Refused."""
    wanted = undo_plan(store, number=number)
    people = (*wanted.people, *wanted.leaving)
    many = len(people) + len(wanted.removed_people)
    detail = f"{many} people, {len(wanted.units) + len(wanted.removed_units)} units"
    line = Line(actor, AuditVerb.UNDO_PEOPLE, detail)
    with change_of(store, line, based_on=wanted.based_on) as session:
        check_may_go(store, wanted.removed_people, actor=actor)
        # Those who were new give back what they lead before others take it again.
        session.execute(delete(PersonRow).where(col(PersonRow.key).in_(wanted.removed_people)))
        write_changes(store, session, units=wanted.units, people=people, actor=actor)
        session.execute(delete(UnitRow).where(col(UnitRow.key).in_(wanted.removed_units)))
        session.execute(delete(ImportUndoRow).where(col(ImportUndoRow.number) == number))


def forget_imports(store: Store, *, actor: str) -> None:
    """Forget how things stood before imports that cannot be undone any more."""
    over = [one.number for one in store.imports_of_people() if _is_over(store, one)]
    if over:
        with store.change(
            AuditVerb.FORGET_IMPORTS, actor=actor, subject="organisation", detail=str(len(over))
        ) as session:
            session.execute(delete(ImportUndoRow).where(col(ImportUndoRow.number).in_(over)))


def forget_somebody(session: Session, person: Person) -> None:
    """Forget how somebody stood before any import, and units that were called after them."""
    row = ImportUndoRow
    theirs = (col(row.kind) == UndoKind.PERSON.value) & (col(row.key) == person.key)
    session.execute(delete(row).where(theirs))
    named = json.dumps(team_name(person))
    for unit in session.execute(select(row).where(col(row.kind) == UndoKind.UNIT.value)).scalars():
        if named in f"{unit.before}{unit.after}":
            session.delete(unit)
