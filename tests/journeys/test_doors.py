"""Promises of links, cookies, files and headers, asked of the real app."""

import re

import pytest
from playwright.sync_api import Page, expect

from pages.ui.frame.kept_links import cookie_name
from pages.ui.frame.session import SEAT
from pages.web.headers import HEADERS
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, person_menu
from tests.journeys.conftest import Prepared
from tests.journeys.server import Server

pytestmark = pytest.mark.browser


def cookie(page: Page, name: str) -> dict[str, object]:
    """A cookie as the browser keeps it."""
    (found,) = [dict(c) for c in page.context.cookies() if c.get("name") == name]
    return found


def test_a_personal_link_leaves_the_address_at_once(
    app: Server, visits: Visits, prepared: Prepared
) -> None:
    """The token goes into a cookie no script can read; history and referrer do not hold it."""
    token = prepared.tokens.links["keel-2"]
    page = visits.tab(app)
    answer = page.request.get(f"/i/{token}?page=streamlit", max_redirects=0)
    page.context.clear_cookies()

    page.goto(f"/i/{token}?page=streamlit")
    expect(page.get_by_role("radiogroup").first).to_be_visible()

    assert answer.status == 303
    assert token not in answer.headers["location"]
    assert answer.headers["cache-control"] == "no-store"
    marked = re.fullmatch(re.escape(app.at("/pulse")) + r"\?form=(\w+)&lang=en", page.url)
    assert marked is not None
    kept = cookie(page, cookie_name(marked[1]))
    assert (kept["value"], kept["httpOnly"], kept["sameSite"]) == (token, True, "Lax")
    seen = page.evaluate("[document.cookie, document.referrer, location.href, name].join()")
    entries = page.evaluate("performance.getEntries().map(e => e.name).join()")
    assert token not in seen + entries
    page.go_back()
    assert page.url == "about:blank"


def test_a_sign_in_link_makes_a_seat_and_sign_out_ends_it_everywhere(
    app: Server, visits: Visits, prepared: Prepared
) -> None:
    """The cookie is HttpOnly and Lax; a copy of it is worth nothing after signing out."""
    page = visits.tab(app)
    page.goto(f"/enter/{prepared.tokens.doors[shipyard.LEADER]}")
    page.get_by_role("button", name=text("link.enter_now")).click()
    expect(person_menu(page).get_by_text("Signed in as Keel-Lead.")).to_be_visible()
    kept = cookie(page, SEAT)
    other = visits.tab(app)
    visits.keep(other.context, SEAT, str(kept["value"]))
    other.goto("/")
    expect(person_menu(other).get_by_text("Signed in as Keel-Lead.")).to_be_visible()

    page.get_by_role("link", name=text("menu.sign_out")).click()
    page.get_by_role("button", name=text("door.out_press")).click()
    expect(page.get_by_role("heading", name=text("home.title"))).to_be_visible()
    other.goto("/")

    expect(other.get_by_role("heading", name=text("home.title"))).to_be_visible()
    assert (kept["httpOnly"], kept["sameSite"], page.url) == (True, "Lax", app.at("/"))
    assert not [c for c in page.context.cookies() if c.get("name") == SEAT]


def test_a_spent_link_says_so_on_the_home_page(
    app: Server, visits: Visits, prepared: Prepared
) -> None:
    """Used twice, or one that never was; looking at it, as scanners do, uses nothing."""
    page = visits.tab(app)
    form: dict[str, str | float | bool] = {"token": prepared.tokens.once}
    pressed = {"Sec-Fetch-Site": "same-origin"}
    for _ in range(3):
        looked = page.request.get(f"/enter/{prepared.tokens.once}", max_redirects=0)
        assert (looked.status, "set-cookie" in looked.headers) == (200, False)
    first = page.request.post("/enter", form=form, headers=pressed, max_redirects=0)
    page.context.clear_cookies()
    again = page.request.post("/enter", form=form, headers=pressed, max_redirects=0)
    page.goto("/enter/never-was")
    page.get_by_role("button", name=text("link.enter_now")).click()

    assert (first.headers["location"], again.headers["location"]) == ("/", "/?link=spent")
    assert "set-cookie" not in again.headers
    expect(page.get_by_text(text("home.why_not.spent"))).to_be_visible()


@pytest.mark.parametrize("person", [None, shipyard.MEMBER, shipyard.LEADER, shipyard.OPERATOR])
def test_the_report_does_not_exist_but_for_hr(
    app: Server, visits: Visits, person: str | None
) -> None:
    """The same answer as for a file that never was, but for its words."""
    page = visits.tab(app, person=person)

    for path in ("/report.csv", f"/report.csv?wave={shipyard.LAST_WAVE}", "/report.csv?wave=none"):
        answer = page.request.get(path)
        assert (answer.status, answer.text()) == (404, "Not found")


def test_hr_takes_the_report_of_one_wave_or_of_all(app: Server, visits: Visits) -> None:
    """A file to keep, never cached; a wave without figures does not exist."""
    page = visits.tab(app, person=shipyard.HR)

    one = page.request.get(f"/report.csv?wave={shipyard.LAST_WAVE}&separator=;&bom=1")
    every = page.request.get("/report.csv")

    assert one.headers["content-type"].startswith("text/csv")
    assert one.headers["content-disposition"].endswith('"same-boat-2026-04.csv"')
    assert one.headers["cache-control"] == "no-store"
    assert one.body().startswith(b"\xef\xbb\xbfwave;")
    assert every.body().startswith(b"wave,")
    assert every.body().count(b"\n") > one.body().count(b"\n")
    assert page.request.get(f"/report.csv?wave={shipyard.OPEN_WAVE}").status == 404


def test_strangers_get_no_metrics(app: Server, visits: Visits) -> None:
    """Streamlit's own metrics are public; ours are not."""
    assert visits.tab(app).request.get("/_stcore/metrics").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/pulse",
        "/no-such-page",
        "/report.csv",
        "/i/nonsense",
        "/enter/nonsense",
        "/sign-out",
        "/_stcore/health",
        "/_stcore/metrics",
        "/static/nothing.js",
    ],
)
def test_every_answer_carries_the_security_headers(app: Server, visits: Visits, path: str) -> None:
    """Each exactly once, redirects and refusals included."""
    answer = visits.tab(app).request.get(path, max_redirects=0)

    sent = [(h["name"].lower(), h["value"]) for h in answer.headers_array]
    assert {(name.lower(), value) for name, value in HEADERS.items()} <= set(sent)
    assert len({name for name, _ in sent if name != "set-cookie"}) == len(
        [name for name, _ in sent if name != "set-cookie"]
    )
