"""Inviting: personal links as addresses, and the mails that go to everybody together."""

from survey.actions.deliveries import (
    queue_closing_day,
    queue_invitations,
    queue_reminder,
    queue_results,
)
from survey.actions.sign_in import READING
from survey.actions.waves import mark_invited
from survey.audit import AuditVerb
from survey.mail import Outbox
from survey.mailing.delivering import deliver_here
from survey.mailing.queues import RESULTS, results_folder
from survey.mailing.reminding import reminder_is_due
from survey.store import Store
from survey.waves.calendar import calendar_of
from survey.waves.wave import Wave

REMINDED = (
    AuditVerb.SEND_REMINDER,
    AuditVerb.SEND_REMINDER_AT_HALF_TIME,
    AuditVerb.SEND_REMINDER_BEFORE_CLOSING,
)
"""What says on the record that people were reminded; earlier releases did so up to twice."""


def send_invitations(store: Store, wave: Wave, *, actor: str) -> int:
    """Have a mail go to everybody invited who has an address, once, even when it is cut off.

    Returns how many mails that are; the mail server gets them one after another from now on.
    """
    mails = queue_invitations(store, wave)
    deliver_here(store)
    mark_invited(store, wave, actor=actor, detail=f"{mails} mails")
    return mails


def send_reminder(store: Store, wave: Wave, *, actor: str) -> None:
    """Remind everybody asked, together, whether or not they have answered; once, when it is due."""
    due = reminder_is_due(wave, calendar_of(store.preferences()), now=store.now())
    if due and not any(_on_record(store, wave, verb) for verb in REMINDED):
        queue_reminder(store, wave, actor=actor)
        deliver_here(store)


def tell_closing_day(store: Store, wave: Wave, *, actor: str) -> None:
    """Tell everybody asked that an open wave closes later, once for each time it was moved."""
    moved = store.last_audit(verb=AuditVerb.MOVE_CLOSING, subject=wave.key)
    told = store.last_audit(verb=AuditVerb.SEND_CLOSING_DAY, subject=wave.key)
    if moved is not None and (told is None or told.number < moved.number):
        queue_closing_day(store, wave, moved=moved.moment, actor=actor)
        deliver_here(store)


def send_results(store: Store, wave: Wave, *, actor: str) -> None:
    """Tell everybody who was asked that the figures are there, all at the same moment, once."""
    if not _on_record(store, wave, AuditVerb.SEND_RESULTS):
        queue_results(store, wave, actor=actor)
        deliver_here(store)


def forget_results(store: Store, wave: Wave) -> None:
    """Remove a wave's results mails from the outbox once their links have run out."""
    if wave.published is not None and store.now() - wave.published >= READING:
        Outbox(store.settings.outbox).clear(results_folder(wave))


def waves_told(store: Store) -> set[int]:
    """The waves whose results mails still lie in the outbox."""
    folders = Outbox(store.settings.outbox).occasions()
    return {int(found[1]) for name in folders if (found := RESULTS.fullmatch(name))}


def _on_record(store: Store, wave: Wave, verb: AuditVerb) -> bool:
    return store.last_audit(verb=verb, subject=wave.key) is not None
