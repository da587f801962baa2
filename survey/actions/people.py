"""Changing people: as an import planned it, or one by hand.

Which fields changed is on the record; what they say is not.
"""

from survey.actions.organisation import Line, change_of, write_changes
from survey.actions.staying import check_count
from survey.actions.undoing import note_import
from survey.audit import AuditVerb
from survey.errors import BadInput, NotFound, Problem
from survey.imports.changes import Mode, PeoplePlan, plan
from survey.imports.requested_people import wanted_person
from survey.organisation.permissions import Viewer, check_is_hr
from survey.organisation.structure import Person
from survey.store import Store
from survey.text import sentence


def import_people(
    store: Store, planned: PeoplePlan, *, viewer: Viewer, leaving: int | None = None
) -> None:
    """Do exactly what a plan says; `leaving` is how many somebody said become inactive.

    Errors: NotAllowed; Refused when things have changed since, when somebody would leave who has to
    stay, or when many would and their number was not said (survey.actions.staying).
    """
    check_is_hr(viewer)
    carry_out(store, planned, actor=viewer.person, leaving=leaving)


def carry_out(store: Store, planned: PeoplePlan, *, actor: str, leaving: int | None = None) -> None:
    """The same by a command of the operator, who has the database. Errors: Refused."""
    check_count(going=len(planned.leaving), here=planned.here, typed=leaving)
    detail = f"{planned.mode}: {len(planned.people)} people, {len(planned.units)} units"
    line = Line(actor, AuditVerb.IMPORT_PEOPLE, detail)
    with change_of(store, line, based_on=planned.based_on) as session:
        note_import(store, session, planned)
        write_changes(store, session, units=planned.units, people=planned.people, actor=actor)


def edit_person(store: Store, person: Person, *, viewer: Viewer) -> None:
    """Keep somebody as they are given here, by the rules of an import.

    Errors: NotAllowed; NotFound; BadInput with a problem for each field that is wrong; Refused when
    they would leave and have to stay.
    """
    check_is_hr(viewer)
    if store.person(person.key) is None:
        raise NotFound(sentence("refused.missing.somebody"))
    planned = _planned(store, person)
    if planned.nothing_to_do:
        return
    changes = [change.what for change in planned.changed_people] or [("active",)]
    line = Line(viewer.person, AuditVerb.EDIT_PERSON, ", ".join(changes[0]), person.key)
    with change_of(store, line, based_on=planned.based_on) as session:
        write_changes(store, session, units=(), people=planned.people, actor=viewer.person)


def add_person(store: Store, person: Person, *, viewer: Viewer) -> None:
    """Take in somebody new, by the rules of an import.

    Errors: NotAllowed; BadInput with a problem for each field that is wrong, or whose id is taken.
    """
    check_is_hr(viewer)
    if store.person(person.key) is not None:
        taken = Problem(sentence("refused.people.id_taken", id=person.key), column="person_id")
        raise BadInput(sentence("refused.people.not_kept"), [taken])
    planned = _planned(store, person)
    line = Line(viewer.person, AuditVerb.ADD_PERSON, subject=person.key)
    with change_of(store, line, based_on=planned.based_on) as session:
        write_changes(store, session, units=(), people=planned.people, actor=viewer.person)


def _planned(store: Store, person: Person) -> PeoplePlan:
    """What keeping somebody would change. Errors: BadInput with the fields that are wrong."""
    try:
        return plan(wanted_person(person), store.organisation(), mode=Mode.PARTIAL)
    except BadInput as refusal:
        problems = [Problem(p.message, column=p.column) for p in refusal.problems]
        raise BadInput(sentence("refused.people.not_kept"), problems) from None
