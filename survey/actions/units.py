"""Changing one unit by hand: its name, its place, and whether it is open; each on the record."""

from collections.abc import Callable

from survey.actions.organisation import Line, change_of, write_changes
from survey.audit import AuditVerb
from survey.errors import BadInput, Problem
from survey.organisation.permissions import Viewer, check_is_hr
from survey.organisation.restructuring import closed, merged, moved, opened_again, renamed
from survey.organisation.structure import Organisation
from survey.organisation.values import clean, wrong_name
from survey.store import Store
from survey.text import sentence


def rename_unit(store: Store, *, unit: str, name: str, viewer: Viewer) -> None:
    """Give a unit another name. Errors: NotAllowed, NotFound, BadInput."""
    check_is_hr(viewer)
    named = clean(name)
    if wrong := wrong_name(named) or (sentence("refused.unit.no_name") if not named else None):
        raise BadInput(sentence("refused.unit.name"), [Problem(wrong, column="name")])
    _change(store, viewer, AuditVerb.RENAME_UNIT, f"{unit}: {named}",
            lambda o: renamed(o, unit, name=named))  # fmt: skip


def move_unit(store: Store, *, unit: str, below: str, viewer: Viewer) -> None:
    """Put a unit, with all below it, below another. Errors: NotAllowed, NotFound, Refused."""
    check_is_hr(viewer)
    _change(store, viewer, AuditVerb.MOVE_UNIT, f"{unit}: below {below}",
            lambda o: moved(o, unit, below=below))  # fmt: skip


def merge_units(store: Store, *, unit: str, into: str, viewer: Viewer) -> None:
    """Put everybody of a unit into another and close it. Errors: NotAllowed, NotFound, Refused."""
    check_is_hr(viewer)
    _change(store, viewer, AuditVerb.MERGE_UNITS, f"{unit}: into {into}",
            lambda o: merged(o, unit, into=into))  # fmt: skip


def close_unit(store: Store, *, unit: str, viewer: Viewer) -> None:
    """Close an empty unit. Errors: NotAllowed, NotFound, Refused."""
    check_is_hr(viewer)
    _change(store, viewer, AuditVerb.CLOSE_UNIT, unit, lambda o: closed(o, unit))


def open_unit_again(store: Store, *, unit: str, viewer: Viewer) -> None:
    """Open a closed unit. Errors: NotAllowed, NotFound, Refused."""
    check_is_hr(viewer)
    _change(store, viewer, AuditVerb.OPEN_UNIT_AGAIN, unit, lambda o: opened_again(o, unit))


def _change(
    store: Store,
    viewer: Viewer,
    verb: AuditVerb,
    detail: str,
    becomes: Callable[[Organisation], Organisation],
) -> None:
    now = store.organisation()
    after = becomes(now)
    line = Line(viewer.person, verb, detail)
    with change_of(store, line, based_on=now.fingerprint) as session:
        write_changes(
            store,
            session,
            units=[unit for key, unit in after.units.items() if now.units[key] != unit],
            people=[person for key, person in after.people.items() if now.people[key] != person],
            actor=viewer.person,
        )
