"""Choosing how long things are kept, and deleting what is over; each is on the record."""

from sqlalchemy import delete
from sqlmodel import col

from survey.actions.preferences import prefer
from survey.actions.wave_state import lock
from survey.audit import AuditVerb
from survey.organisation.permissions import Viewer, check_is_hr
from survey.storage.experiment_tables import MatchRow
from survey.store import Store
from survey.waves.retention import ABOUT, Times, as_preferences, check_times
from survey.waves.wave import Wave


def choose_times(store: Store, times: Times, *, viewer: Viewer) -> None:
    """Keep for how long things are kept from now on. Errors: NotAllowed, BadInput."""
    check_is_hr(viewer)
    check_times(times)
    prefer(store, as_preferences(times), actor=viewer.person, about=ABOUT)


def delete_comments(store: Store, wave: Wave, *, actor: str) -> None:
    """Delete the comments of a wave for good, and what they were written to; once on the record."""
    detail = f"{len(store.comments(wave.id))} comments"
    with store.change(
        AuditVerb.DELETE_COMMENTS, actor=actor, subject=wave.key, detail=detail
    ) as session:
        # Somebody who withdraws one meanwhile would put the others back.
        lock(session, wave)
        session.execute(delete(MatchRow).where(col(MatchRow.wave) == wave.key))
        # Before the audit line is committed: rather gone without a line than on record and there.
        store.comment_rows.destroy(wave.id)
    store.comment_rows.tidy()
