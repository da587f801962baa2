"""Promises on a browser that several people share: nothing of one is left for the next."""

from datetime import timedelta

import pytest
from starlette.requests import Request

from pages.ui.frame.cookie_life import OF_NOTHING, lasts
from pages.ui.frame.kept_links import cookie_name
from pages.ui.frame.session import SEAT, use_store
from pages.web.cookie_routes import sign_out
from survey.actions.sign_in import READING, SESSION, make_reading_links
from survey.store import Store
from tests.journeys import shipyard
from tests.journeys.answering import answered
from tests.journeys.conftest import Visitor
from tests.make import Clock, populate, start


def seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def test_a_cookie_of_a_personal_link_goes_a_day_after_its_wave(
    duckdb_store: Store, clock: Clock
) -> None:
    """However late it was opened; one of a wave that is over, or of none, within an hour."""
    populate(duckdb_store)
    token = start(duckdb_store)["ant-1"]
    name = cookie_name("mark")

    assert lasts(duckdb_store, name, token) == seconds(timedelta(days=8))
    clock.move(days=6)
    assert lasts(duckdb_store, name, token) == seconds(timedelta(days=2))
    clock.move(days=30)
    assert lasts(duckdb_store, name, token) == seconds(OF_NOTHING)
    assert lasts(duckdb_store, name, "unknown") == seconds(OF_NOTHING)


def test_a_seat_lasts_as_long_as_what_it_opens(duckdb_store: Store) -> None:
    """A session a week, a link to read as long as its mail said."""
    populate(duckdb_store)
    (reading,) = make_reading_links(duckdb_store, ["ant-1"]).values()

    assert lasts(duckdb_store, SEAT, reading) == seconds(READING)
    assert lasts(duckdb_store, SEAT, "a session") == seconds(SESSION)


PRESSED = (b"sec-fetch-site", b"same-origin")


@pytest.mark.parametrize("links", [0, 3])
def test_signing_out_leaves_nothing_behind(yard: Visitor, links: int) -> None:
    """Neither the seat, nor links that were opened here, nor drafts the browser keeps for us."""
    use_store(yard.store)
    cookies = {SEAT: shipyard.seat(yard.store, shipyard.HR)}
    cookies |= {cookie_name(f"mark{n}"): "4-AAAA" for n in range(links)}
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items()) + "; other=kept"
    scope = {"type": "http", "method": "POST", "path": "/sign-out", "query_string": b""}

    response = answered(
        sign_out(Request(scope | {"headers": [(b"cookie", sent.encode()), PRESSED]}))
    )

    ended = {
        header.partition("=")[0]
        for header in response.headers.getlist("set-cookie")
        if "Max-Age=0" in header
    }
    assert ended == cookies.keys()
    assert response.headers["Clear-Site-Data"] == '"storage"'
