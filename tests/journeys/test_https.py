"""Promises of https: the app behind a proxy with a certificate, and the company's own sign-in."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from pages.ui.frame.session import SEAT
from pages.web.headers import HSTS
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits
from tests.journeys.server import Server, free_port
from tests.journeys.tabs import KEEL, Yard, assert_thanked, fill, press
from tests.journeys.tls import tls_in_front
from tests.web.identity import company

pytestmark = [pytest.mark.browser, pytest.mark.long]
PEOPLE = (
    {
        "sub": "works here",
        "email": f"{shipyard.HR}@boat.example",
        "email_verified": True,
        "groups": ["yard hr"],
    },
    {"sub": "left", "email": "nobody@boat.example", "email_verified": True},
)
HERE = f"__Host-{SEAT}"


@pytest.fixture
def behind_tls(lane: Yard) -> Iterator[tuple[Server, Yard]]:
    """The app over https, with a sign-in of the company."""
    with ExitStack() as running:
        outside = free_port()
        url = running.enter_context(tls_in_front(lane.port, at=outside))
        login = running.enter_context(company(PEOPLE))
        started = lane.start(
            SAME_BOAT_BASE_URL=url,
            SAME_BOAT_OIDC_METADATA_URL=login,
            SAME_BOAT_OIDC_CLIENT_ID="boat",
            SAME_BOAT_OIDC_CLIENT_SECRET="hidden",
            SAME_BOAT_OIDC_NAME="Example",
            SAME_BOAT_OIDC_HR_GROUPS="yard hr",
            FORWARDED_ALLOW_IPS="127.0.0.1",
        )
        yield replace(started, url=url), lane


def tab(visits: Visits, app: Server) -> Page:
    """A tab that takes a certificate nobody vouches for, as a test's is."""
    context = visits.begin(base_url=app.url, ignore_https_errors=True)
    return context.new_page()


def test_answers_travel_through_tls_and_every_cookie_is_guarded(
    behind_tls: tuple[Server, Yard], tabs: Visits
) -> None:
    """Page, websocket and answer through the proxy; HSTS on each answer; nothing over http."""
    app, yard = behind_tls
    page = tab(tabs, app)
    lines: list[str] = []
    page.on("websocket", lambda line: lines.append(line.url))
    first = page.request.get("/healthz")

    page.goto(f"/i/{yard.links[KEEL]}?page=streamlit")
    fill(page, "Agree")
    press(page)
    assert_thanked(page)

    assert first.headers["strict-transport-security"] == HSTS
    assert page.url.startswith(app.url)
    assert lines
    assert all(line.startswith("wss://") for line in lines)
    kept = page.context.cookies()
    assert all(one["secure"] for one in kept), kept
    named = {one["name"] for one in kept if one["name"] != "_streamlit_xsrf"}
    assert named
    assert all(name.startswith("__Host-") for name in named)
    assert yard.found().who == {KEEL}


def test_somebody_signs_in_at_the_company_and_out_again(
    behind_tls: tuple[Server, Yard], tabs: Visits
) -> None:
    """Through TLS, in a browser, with a role by their groups; signing out leaves no way back."""
    app, _ = behind_tls
    page = tab(tabs, app)
    page.goto("/")
    page.get_by_role("button", name="Sign in with Example").click()
    page.get_by_role("button", name="works here", exact=True).click()
    expect(page.locator(".st-key-person_menu")).to_be_visible()
    expect(page.get_by_role("link", name=text("menu.hr"))).to_be_visible()

    names = {one["name"] for one in page.context.cookies() if "localhost" in one["domain"]}
    assert names == {HERE, "_streamlit_xsrf"}
    page.goto("/sessions")
    expect(page.get_by_text("Chrome · Linux")).to_be_visible()
    page.goto("/sign-out")
    page.get_by_role("button", name=text("door.out_press")).click()
    expect(page.get_by_role("button", name="Sign in with Example")).to_be_visible()
    assert HERE not in {one["name"] for one in page.context.cookies()}


def test_somebody_who_is_not_here_is_told_so_kindly(
    behind_tls: tuple[Server, Yard], tabs: Visits
) -> None:
    """And a respondent's link never asks for a sign-in."""
    app, yard = behind_tls
    page = tab(tabs, app)
    page.goto("/")
    page.get_by_role("button", name="Sign in with Example").click()
    page.get_by_role("button", name="left", exact=True).click()
    expect(page.get_by_text(text("home.why_not.not_here"))).to_be_visible()

    page.goto(f"/i/{yard.links[KEEL]}?page=light")
    expect(page.get_by_role("radio").first).to_be_attached()
    assert app.url in page.url
