"""Signing in: links that make a session, sessions that end; only hashes of tokens are kept.

A link to read is its own session, so opening one writes nothing. It says what it is in its first
letters; they are part of what is hashed, so nobody can leave them out to become more.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from survey.audit import AuditVerb
from survey.browsers import Browser
from survey.errors import NotFound
from survey.organisation.permissions import ADMINISTRATOR
from survey.storage.people_tables import SignInKind, SignInRow
from survey.store import Store
from survey.store.viewers import viewer
from survey.text import sentence

MAILED = timedelta(minutes=15)
CONSOLE = timedelta(days=1)
SESSION = timedelta(days=7)
IDLE, NOTED_AFTER = timedelta(hours=12), timedelta(minutes=15)
"""A session that lies unused so long ends; that it was used is written down now and then."""
READING = timedelta(days=30)
TO_READ = "read-"
SPENT = "refused.missing.link"
UNKNOWN = Browser()


def make_link(store: Store, *, person: str, lasts: timedelta, once: bool, actor: str) -> str:
    """The token of a new sign-in link for somebody; the administrator's last one works, no other.

    Errors: NotFound.
    """
    administrator = person == ADMINISTRATOR
    if (viewer(store, person) if administrator else store.person(person)) is None:
        raise NotFound(sentence("refused.missing.id", person=person))
    token = secrets.token_urlsafe(16)
    with store.change(AuditVerb.MAKE_SIGN_IN_LINK, actor=actor, subject=person) as session:
        session.execute(delete(SignInRow).where(col(SignInRow.expires) < store.now()))
        if administrator:
            earlier = delete(SignInRow).where(col(SignInRow.person) == person)
            session.execute(earlier.where(col(SignInRow.kind) == SignInKind.LINK.value))
        session.add(_row(token, person, SignInKind.LINK, store.now() + lasts, once=once))
    return token


def enter(store: Store, token: str, *, browser: Browser = UNKNOWN) -> str:
    """The token of a new session for whoever a link was made for. Errors: NotFound."""
    link = _live(store, token)
    with store.change(AuditVerb.SIGN_IN, actor=link.person, subject=link.person) as session:
        used = delete(SignInRow).where(col(SignInRow.hash) == link.hash)
        if link.once and session.execute(used).rowcount != 1:  # type: ignore[attr-defined]
            raise NotFound(sentence(SPENT))
        return _begin(store, session, link.person, browser)


def begin_session(store: Store, person: str, *, verb: AuditVerb, browser: Browser) -> str:
    """The token of a new session for somebody who has shown who they are in another way."""
    with store.change(verb, actor=person, subject=person) as session:
        return _begin(store, session, person, browser)


def _begin(store: Store, session: Session, person: str, browser: Browser) -> str:
    token, now = secrets.token_urlsafe(24), store.now()
    row = _row(token, person, SignInKind.SESSION, now + SESSION, once=False)
    row.idle, row.browser = now + IDLE, str(browser)
    session.add(row)
    return token


def person_in(store: Store, token: str) -> str | None:
    """Whose session a token is, or None when it ended, lay unused for too long or never was."""
    now, hashed = store.now(), hash_of(token)
    row = SignInRow
    query = select(col(row.person), col(row.expires), col(row.idle)).where(
        col(row.hash) == hashed, col(row.kind) == SignInKind.SESSION.value
    )
    with store.reading() as connection:
        found = connection.execute(query).first()
    if found is None or found.expires <= now or (found.idle and found.idle <= now):
        return None
    if found.idle is None or found.idle < now + IDLE - NOTED_AFTER:
        used = update(row).where(col(row.hash) == hashed).values(idle=now + IDLE)
        with store.mail_queue() as connection:
            connection.execute(used)
    return str(found.person)


def reader_in(store: Store, token: str) -> str | None:
    """Whose link to read a token is, or None; whoever holds one reads as a member, never more."""
    if not only_reads(token):
        return None
    query = select(col(SignInRow.person), col(SignInRow.expires)).where(
        col(SignInRow.hash) == hash_of(token), col(SignInRow.kind) == SignInKind.LINK.value
    )
    with store.reading() as connection:
        row = connection.execute(query).first()
    return row.person if row and row.expires > store.now() else None


def only_reads(token: str) -> bool:
    """Whether a token is one of a link to read."""
    return token.startswith(TO_READ)


def make_reading_links(store: Store, people: Iterable[str]) -> dict[str, str]:
    """The token of a new link to read for each of them; it may be forwarded, so it only reads.

    That they get one is on the record with their mails.
    """
    expires = store.now() + READING
    tokens = {person: f"{TO_READ}{secrets.token_urlsafe(16)}" for person in people}
    same = {"kind": SignInKind.LINK.value, "once": False, "expires": expires}
    rows = [{"hash": hash_of(token), "person": person, **same} for person, token in tokens.items()]
    if rows:
        with store.mail_queue() as connection:
            connection.execute(insert(SignInRow), rows)
    return tokens


def leave(store: Store, token: str) -> None:
    """End a session, wherever its token was copied to; a link to read stays as good as it was."""
    if only_reads(token) or person_in(store, token) is None:
        return
    with store.change(AuditVerb.SIGN_OUT, actor="sign-in", subject="session") as session:
        session.execute(delete(SignInRow).where(col(SignInRow.hash) == hash_of(token)))


def leave_everywhere(store: Store, token: str) -> None:
    """End every session of whoever this one belongs to; of a token that is none, nothing."""
    person = person_in(store, token)
    if person is None:
        return
    with store.change(AuditVerb.SIGN_OUT, actor=person, subject="session") as session:
        mine = delete(SignInRow).where(col(SignInRow.person) == person)
        session.execute(mine.where(col(SignInRow.kind) == SignInKind.SESSION.value))


def _live(store: Store, token: str) -> SignInRow:
    with Session(store.engine) as session:
        row = session.get(SignInRow, hash_of(token))
    if row is None or only_reads(token) or row.expires <= store.now():
        raise NotFound(sentence(SPENT))
    if row.kind != SignInKind.LINK:
        raise NotFound(sentence(SPENT))
    return row


def _row(token: str, person: str, kind: SignInKind, expires: datetime, *, once: bool) -> SignInRow:
    return SignInRow(
        hash=hash_of(token), person=person, kind=kind.value, once=once, expires=expires
    )


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()
