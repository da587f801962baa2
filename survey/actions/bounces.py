"""Addresses that do not work: noted when a mail cannot be delivered, forgotten when corrected."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from survey.audit import AuditVerb
from survey.errors import BadInput, Problem
from survey.organisation.permissions import Viewer, check_is_hr
from survey.storage.people_tables import BounceRow
from survey.store import Store
from survey.text import sentence


def note_bounce(store: Store, *, person: str, actor: str) -> None:
    """Note that somebody's address does not work; a second time changes nothing."""
    if person not in store.bounces():
        with store.change(AuditVerb.NOTE_FAILING_ADDRESS, actor=actor, subject=person) as session:
            _note(session, {person}, store)


def note_bounces(store: Store, people: Collection[str], *, viewer: Viewer) -> int:
    """Note that the addresses of these people do not work; how many were not noted before.

    Errors: NotAllowed, BadInput with whom nobody knows.
    """
    check_is_hr(viewer)
    unknown = sorted(set(people) - store.people().keys())
    if unknown:
        problems = [Problem(sentence("refused.missing.person", person=key)) for key in unknown]
        raise BadInput(sentence("refused.bounces.nothing"), problems)
    new = set(people) - store.bounces().keys()
    if new:
        detail = ", ".join(sorted(new))
        with store.change(
            AuditVerb.NOTE_FAILING_ADDRESS, actor=viewer.person, subject="people", detail=detail
        ) as session:
            _note(session, new, store)
    return len(new)


def forget_bounces(store: Store, people: Collection[str], *, viewer: Viewer) -> None:
    """Note that the addresses of these people work again. Errors: NotAllowed."""
    check_is_hr(viewer)
    known = set(people) & store.bounces().keys()
    if known:
        detail = ", ".join(sorted(known))
        with store.change(
            AuditVerb.NOTE_WORKING_ADDRESS, actor=viewer.person, subject="people", detail=detail
        ) as session:
            clear_bounces(session, known)


def clear_bounces(session: Session, people: Collection[str]) -> None:
    """Forget what was noted about addresses that change; the transaction is the caller's."""
    if people:
        session.execute(delete(BounceRow).where(col(BounceRow.person).in_(sorted(people))))


def _note(session: Session, people: Collection[str], store: Store) -> None:
    there = select(col(BounceRow.person)).where(col(BounceRow.person).in_(sorted(people)))
    new = set(people) - set(session.scalars(there))
    if new:
        rows = [{"person": person, "noted": store.now()} for person in sorted(new)]
        session.execute(insert(BounceRow), rows)
