"""Putting on the record that somebody took the record as a file."""

from survey.audit import AuditVerb
from survey.organisation.permissions import Viewer, check_may_watch
from survey.store import Store


def note_audit_taken(store: Store, *, viewer: Viewer, lines: int) -> None:
    """Say on the record who took how many of its lines. Errors: NotAllowed."""
    check_may_watch(viewer)
    with store.change(
        AuditVerb.TAKE_RECORD, actor=viewer.person, subject="record", detail=f"{lines} lines"
    ):
        pass
