"""Promises of one's own sessions: each is listed to its owner, and each can be ended by them."""

from datetime import timedelta

import pytest

from survey.actions.seats import end_seat, seats
from survey.actions.sign_in import (
    CONSOLE,
    IDLE,
    SESSION,
    enter,
    make_link,
    make_reading_links,
    person_in,
)
from survey.browsers import Browser, Family, System, browser_of, kept_browser
from survey.errors import NotFound
from survey.store import Store
from tests.make import ACTOR, Clock, Universe, populate

FEW = Universe({"all": 3}, {"all": None}, ())
PHONE = Browser(Family.SAFARI, System.IPHONE)
DESK = Browser(Family.FIREFOX, System.WINDOWS)


@pytest.fixture
def store(store: Store) -> Store:
    """A store with three people, on both engines."""
    populate(store, FEW)
    return store


def session(store: Store, who: str = "all-1", browser: Browser = DESK) -> str:
    link = make_link(store, person=who, lasts=CONSOLE, once=True, actor=ACTOR)
    return enter(store, link, browser=browser)


def test_everybody_sees_their_own_sessions_and_nobody_elses(store: Store, clock: Clock) -> None:
    """With the kind of browser and since when; this one first."""
    there = session(store, browser=PHONE)
    began = clock()
    clock.move(hours=1)
    here = session(store)
    session(store, "all-2")

    mine = seats(store, here)

    assert [(seat.browser, seat.here) for seat in mine] == [(DESK, True), (PHONE, False)]
    assert [seat.since for seat in mine] == [clock(), began]
    assert [seat.here for seat in seats(store, there)] == [True, False]


def test_a_session_that_is_used_says_when_to_a_quarter_of_an_hour(
    store: Store, clock: Clock
) -> None:
    token = session(store)
    clock.move(hours=3)
    person_in(store, token)

    (seat,) = seats(store, token)
    assert timedelta(0) <= clock() - seat.used <= timedelta(minutes=15)


@pytest.mark.parametrize("over", [IDLE, SESSION])
def test_what_is_over_is_not_listed(store: Store, clock: Clock, over: timedelta) -> None:
    session(store)
    clock.move(seconds=over.total_seconds())

    assert len(seats(store, session(store))) == 1


def test_one_session_can_be_ended_and_the_others_go_on(store: Store) -> None:
    """And the record says that it was ended."""
    here, there, other = session(store), session(store), session(store, "all-2")
    (key,) = (seat.key for seat in seats(store, here) if not seat.here)

    end_seat(store, here, key)

    assert (person_in(store, there), person_in(store, here)) == (None, "all-1")
    assert person_in(store, other) == "all-2"
    assert (store.audit()[0].actor, store.audit()[0].verb) == ("all-1", "sign out")
    with pytest.raises(NotFound):
        end_seat(store, here, key)


@pytest.mark.parametrize("key", ["", "%", "_" * 16, "nonsense"])
def test_nobody_ends_the_session_of_somebody_else(store: Store, key: str) -> None:
    """By its key, by a piece of one, or by a sign that could stand for all."""
    mine, other = session(store), session(store, "all-2")
    (theirs,) = (seat.key for seat in seats(store, other))

    for tried in (theirs, key):
        with pytest.raises(NotFound):
            end_seat(store, mine, tried)

    assert (person_in(store, mine), person_in(store, other)) == ("all-1", "all-2")


def test_a_reader_and_a_stranger_have_no_sessions(store: Store) -> None:
    (reading,) = make_reading_links(store, ["all-1"]).values()
    session(store)

    assert seats(store, reading) == []
    assert seats(store, "nonsense") == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0", DESK),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
            PHONE,
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like "
            "Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0",
            Browser(Family.EDGE, System.MAC),
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/150.0.0.0 Mobile Safari/537.36",
            Browser(Family.CHROME, System.ANDROID),
        ),
        ("", Browser()),
        ("<script>" * 999, Browser()),
    ],
)
def test_of_a_browser_only_its_kind_is_kept(said: str, kind: Browser) -> None:
    assert browser_of(said) == kind
    assert kept_browser(str(kind)) == kind


@pytest.mark.parametrize("kept", [None, "", "firefox", "netscape/windows", "firefox/toaster"])
def test_what_is_kept_otherwise_is_some_browser(kept: str | None) -> None:
    assert kept_browser(kept) == Browser()
