"""Where is somebody signed in, and how do they end one of these sessions?

A session is told by a piece of its hash, which opens nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import col

from survey.actions.sign_in import IDLE, SESSION, hash_of, person_in
from survey.audit import AuditVerb
from survey.browsers import Browser, kept_browser
from survey.errors import NotFound
from survey.storage.people_tables import SignInKind, SignInRow
from survey.store import Store
from survey.text import sentence

OF_HASH = 16


@dataclass(frozen=True, slots=True)
class Seat:
    """A session of somebody: on which kind of browser, since when, and when it was used last.

    `used` is right to a quarter of an hour; `here` is whether it is the one that asks.
    """

    key: str
    browser: Browser
    since: datetime
    used: datetime
    here: bool


def seats(store: Store, token: str) -> list[Seat]:
    """Every live session of whose session this token is, their own first; none for a reader."""
    person = person_in(store, token)
    found = _live(store, person, hash_of(token)) if person is not None else ()
    return sorted(found, key=lambda seat: (not seat.here, -seat.used.timestamp()))


def _live(store: Store, person: str, here: str) -> Iterator[Seat]:
    row, now = SignInRow, store.now()
    query = select(col(row.hash), col(row.expires), col(row.idle), col(row.browser)).where(
        col(row.person) == person,
        col(row.kind) == SignInKind.SESSION.value,
        col(row.expires) > now,
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    for hashed, expires, idle, browser in rows:
        since = expires - SESSION
        if idle is None or idle > now:
            used = idle - IDLE if idle else since
            kind = kept_browser(browser)
            yield Seat(hashed[:OF_HASH], kind, since, max(since, used), here=hashed == here)


def end_seat(store: Store, token: str, key: str) -> None:
    """End one session of whose session this token is. Errors: NotFound for one of nobody's."""
    person = person_in(store, token)
    if person is None or key not in {seat.key for seat in seats(store, token)}:
        raise NotFound(sentence("refused.missing.session"))
    row = SignInRow
    with store.change(AuditVerb.SIGN_OUT, actor=person, subject="session") as session:
        mine = delete(row).where(col(row.person) == person, col(row.hash).startswith(key))
        session.execute(mine.where(col(row.kind) == SignInKind.SESSION.value))
