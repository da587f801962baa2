"""Saying that the time is right, after the clock of the machine jumped."""

from survey.audit import AuditVerb
from survey.store import Store


def confirm_clock(store: Store, *, actor: str) -> None:
    """Put on the record that somebody looked at the clock; the schedule goes on by that."""
    with store.change(AuditVerb.CONFIRM_CLOCK, actor=actor, subject="clock"):
        pass
