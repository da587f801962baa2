"""Deliveries: mails put into the queue, for everybody together.

Those of invitations and reminders lie in the ballot box, the others in the main database.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlmodel import col

from survey.audit import AuditVerb
from survey.mail.deliveries import SIGN_INS, Occasion, Standing
from survey.storage.tables import DeliveryRow
from survey.store import Store
from survey.waves.wave import Wave

AT_ONCE = 20_000


def queue_invitations(store: Store, wave: Wave) -> int:
    """Have an invitation go to everybody asked who has an address; how many that are."""
    return _queue(store, wave, Occasion.INVITATION)


def queue_reminder(store: Store, wave: Wave, *, actor: str) -> None:
    """Have a reminder go to all who got an invitation, whether or not they have answered, once.

    When this is cut off before the line on the record, it is done again and finds the mails in the
    box.
    """
    mails = _queue(store, wave, Occasion.REMINDER)
    store.note(AuditVerb.SEND_REMINDER, actor=actor, subject=wave.key, detail=f"{mails} mails")


def queue_closing_day(store: Store, wave: Wave, *, moved: datetime, actor: str) -> None:
    """Tell everybody asked who has an address that a wave closes later, once for each new day.

    Whoever was told of an earlier new day is told again; whoever still waits for such a mail reads
    the last one in it, so cut off and done again it tells nobody twice. `moved` is when it moved.
    """
    people = store.asked_addresses(wave.id)
    mine = of(wave.id, {Occasion.CLOSES_LATER})
    done = col(DeliveryRow.state).in_([Standing.SENT.value, Standing.FAILED.value])
    told_before = mine & done & (col(DeliveryRow.due) < moved)

    def queue(box: Connection) -> None:
        anew = {"state": Standing.WAITING.value, "tries": 0, "due": store.now()}
        box.execute(update(DeliveryRow).where(told_before).values(anew))
        _put(box, wave.id, Occasion.CLOSES_LATER, people, now=store.now())

    store.box(wave.id).errand(queue)
    detail = f"{len(people)} mails"
    store.note(AuditVerb.SEND_CLOSING_DAY, actor=actor, subject=wave.key, detail=detail)


def _queue(store: Store, wave: Wave, occasion: Occasion) -> int:
    """Put mails with personal links into the box: they go where people were when it opened."""
    people = store.asked_addresses(wave.id)

    def queue(connection: Connection) -> None:
        _put(connection, wave.id, occasion, people, now=store.now())

    store.box(wave.id).errand(queue)
    return len(people)


def queue_results(store: Store, wave: Wave, *, actor: str) -> None:
    """Have the results mail go to everybody who was asked and can be written to, all at once."""
    told = store.reachable() & store.roster(wave.id).keys()
    with store.change(
        AuditVerb.SEND_RESULTS, actor=actor, subject=wave.key, detail=f"{len(told)} mails"
    ) as session:
        _put(session.connection(), wave.id, Occasion.RESULTS, told, now=store.now())


def queue_sign_in(store: Store, *, person: str) -> None:
    """Have a sign-in link mailed to somebody; one that waits already is not doubled."""
    mine = of(SIGN_INS, {Occasion.SIGN_IN}) & (col(DeliveryRow.person) == person)
    with store.mail_queue() as connection:
        connection.execute(delete(DeliveryRow).where(mine))
        connection.execute(
            insert(DeliveryRow), [row_of(SIGN_INS, Occasion.SIGN_IN, person, store.now())]
        )


def _put(
    connection: Connection, wave: int, occasion: Occasion, people: Iterable[str], *, now: datetime
) -> None:
    """Have a mail go to each of them for an occasion, once however often this is asked."""
    there = select(func.count()).where(of(wave, {occasion}))
    if connection.execute(there).scalar_one():
        return
    rows = [row_of(wave, occasion, person, now) for person in sorted(people)]
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(insert(DeliveryRow), rows[start : start + AT_ONCE])


def row_of(wave: int, occasion: Occasion, person: str, due: datetime) -> dict[str, object]:
    """A mail that waits, as it is kept."""
    return {
        "wave": wave,
        "occasion": occasion.value,
        "person": person,
        "state": Standing.WAITING.value,
        "tries": 0,
        "due": due,
    }


def of(wave: int, occasions: Collection[Occasion]) -> ColumnElement[bool]:
    """The condition that a row is of a wave and one of some occasions."""
    which = sorted(occasion.value for occasion in occasions)
    return (col(DeliveryRow.wave) == wave) & col(DeliveryRow.occasion).in_(which)
