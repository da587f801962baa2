"""Promises of signing in: links that work once, sessions that end, and only hashes kept."""

from contextlib import closing
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import text

from survey.actions.sign_in import (
    CONSOLE,
    MAILED,
    SESSION,
    enter,
    leave,
    leave_everywhere,
    make_link,
    make_reading_links,
    person_in,
    reader_in,
)
from survey.errors import NotFound
from survey.store import Store
from survey.store.viewers import viewer
from tests.make import ACTOR, Clock, Universe, keep_people, person, populate, together

FEW = Universe({"all": 3}, {"all": None}, ())
SPENT = "has been used or is too old"


@pytest.fixture
def store(store: Store) -> Store:
    """A store with three people, on both engines."""
    populate(store, FEW)
    return store


def link(store: Store, *, once: bool = True, lasts: timedelta = MAILED, who: str = "all-1") -> str:
    """The token of a sign-in link."""
    return make_link(store, person=who, lasts=lasts, once=once, actor=ACTOR)


def test_a_link_makes_a_session_for_whom_it_was_made(store: Store) -> None:
    """And the record says so."""
    session = enter(store, link(store))

    assert person_in(store, session) == "all-1"
    assert [(e.actor, e.verb) for e in store.audit()[:2]] == [
        ("all-1", "sign in"),
        (ACTOR, "make sign-in link"),
    ]


def test_a_mailed_link_works_once(store: Store) -> None:
    """Whoever finds the mail later cannot use it; the session goes on."""
    token = link(store)
    session = enter(store, token)

    with pytest.raises(NotFound, match=SPENT):
        enter(store, token)
    assert person_in(store, session) == "all-1"


def test_two_who_use_a_link_at_once_get_one_session(store: Store) -> None:
    """The others are told that it was used."""
    token = link(store)

    def try_it(_: int) -> str:
        try:
            return enter(store, token)
        except NotFound:
            return ""

    sessions = [session for session in together(try_it, range(10)) if session]

    assert len(sessions) == 1


def test_a_console_link_works_again_until_it_is_too_old(store: Store, clock: Clock) -> None:
    """Each time with a session of its own."""
    token = link(store, once=False, lasts=CONSOLE)
    first, second = enter(store, token), enter(store, token)
    assert first != second
    assert person_in(store, first) == person_in(store, second) == "all-1"

    clock.move(days=1)

    with pytest.raises(NotFound, match=SPENT):
        enter(store, token)


def test_a_link_works_until_its_last_moment_and_not_after(store: Store, clock: Clock) -> None:
    """A quarter of an hour for a mailed one."""
    good, late = link(store), link(store)
    clock.move(minutes=14, seconds=59)
    enter(store, good)
    clock.move(seconds=1)

    with pytest.raises(NotFound, match=SPENT):
        enter(store, late)


def test_a_session_ends_after_a_week(store: Store, clock: Clock) -> None:
    """Then one signs in again, however often it was used."""
    session = enter(store, link(store))
    began = clock.moment
    for hours in range(8, 168, 8):
        clock.moment = began + timedelta(hours=hours)
        assert person_in(store, session) == "all-1"

    clock.moment = began + SESSION

    assert person_in(store, session) is None


def test_signing_out_ends_the_session_wherever_its_cookie_was_copied(store: Store) -> None:
    """And no other session."""
    session = enter(store, link(store))
    elsewhere = enter(store, link(store))

    leave(store, session)

    assert person_in(store, session) is None
    assert person_in(store, elsewhere) == "all-1"


def test_a_link_is_no_session_and_a_session_is_no_link(store: Store) -> None:
    """One cannot be used for the other."""
    token = link(store)
    session = enter(store, link(store))

    assert person_in(store, token) is None
    with pytest.raises(NotFound, match=SPENT):
        enter(store, session)


@pytest.mark.parametrize("token", ["", "x", "a" * 22, "' OR 1=1 --", "\x00"])
def test_tokens_that_were_never_given_are_refused(duckdb_store: Store, token: str) -> None:
    """In the words of one that is spent: there is nothing to learn by trying."""
    assert person_in(duckdb_store, token) is None
    with pytest.raises(NotFound, match=SPENT):
        enter(duckdb_store, token)


def test_whoever_has_left_is_signed_out_at_once(store: Store) -> None:
    """Their sessions and their links are gone, and nobody else's."""
    session, token = enter(store, link(store)), link(store)
    other = enter(store, link(store, who="all-2"))

    keep_people(store, [person("all-1", "all", active=False)])

    assert person_in(store, session) is None
    with pytest.raises(NotFound, match=SPENT):
        enter(store, token)
    assert person_in(store, other) == "all-2"


def test_a_link_made_for_somebody_who_has_left_shows_nothing(store: Store) -> None:
    """There is a session, and nobody in it to see anything."""
    keep_people(store, [person("all-1", "all", active=False)])

    session = enter(store, link(store))

    assert viewer(store, person_in(store, session) or "") is None


def test_nobody_gets_a_link_for_nobody(store: Store) -> None:
    """And no line is written."""
    before = store.audit()

    with pytest.raises(NotFound, match="There is nobody with the id “ghost”"):
        link(store, who="ghost")

    assert store.audit() == before


def test_only_hashes_are_kept(store: Store) -> None:
    """Whoever has the database cannot sign in with it."""
    token = link(store, once=False)
    session = enter(store, token)

    with store.reading() as connection:
        kept = str(connection.execute(text("SELECT * FROM sign_in")).all())

    assert token not in kept
    assert session not in kept
    assert sha256(session.encode()).hexdigest() in kept
    assert token not in str(store.audit())


def test_links_too_old_are_cleared_away(store: Store, clock: Clock) -> None:
    """When the next one is made."""
    link(store)
    clock.move(days=1)
    link(store)

    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_in")).scalar() == 1


def test_a_session_is_known_after_a_start(duckdb_store: Store, clock: Clock) -> None:
    """Nobody is signed out by an upgrade."""
    populate(duckdb_store, FEW)
    session = enter(duckdb_store, link(duckdb_store))
    duckdb_store.close()

    with closing(Store(duckdb_store.settings, clock=clock)) as again:
        assert person_in(again, session) == "all-1"


def test_a_session_that_lies_unused_for_half_a_day_ends(store: Store, clock: Clock) -> None:
    """Each look keeps it; one that was begun and left does not last the week."""
    session, left = enter(store, link(store)), enter(store, link(store))
    clock.move(hours=11, minutes=59)
    assert person_in(store, session) == "all-1"

    clock.move(minutes=1)

    assert person_in(store, left) is None
    assert person_in(store, session) == "all-1"


def test_signing_out_everywhere_ends_every_session_of_one_person(store: Store) -> None:
    """And nobody else's; their links to read stay as good as they were."""
    here, there = enter(store, link(store)), enter(store, link(store))
    other = enter(store, link(store, who="all-2"))
    (reading,) = make_reading_links(store, ["all-1"]).values()

    leave_everywhere(store, here)

    assert [person_in(store, one) for one in (here, there, other)] == [None, None, "all-2"]
    assert reader_in(store, reading) == "all-1"


def test_a_wrong_cookie_writes_nothing(store: Store) -> None:
    """Neither a line of the record nor a row, whoever tries to sign out with it."""
    (reading,) = make_reading_links(store, ["all-1"]).values()
    before = store.audit()

    for token in ("", "nonsense", "read-nonsense", reading, "\x00"):
        leave(store, token)
        leave_everywhere(store, token)
        assert person_in(store, token) is None

    assert store.audit() == before
