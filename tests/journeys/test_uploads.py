"""Promises of uploads to the real app: HR's are taken, a stranger's and a respondent's are not."""

from collections.abc import Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed

from pages.ui.frame.kept_links import cookie_name
from pages.ui.frame.session import SEAT
from tests.english import text
from tests.journeys import shipyard, wire
from tests.journeys.chromium import Visits
from tests.journeys.conftest import Prepared
from tests.journeys.server import Server

MESSAGE_TOO_BIG = 1009
LONG = b"\x82\xff" + (6_000_000).to_bytes(8) + bytes(4)  # the head of a message of six megabytes
BODY = (
    b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    b"person_id\r\n--edge--\r\n"
)


def told(
    app: Server, session: str, cookies: Mapping[str, str], *, method: str = "PUT"
) -> tuple[int, str]:
    """What the address of uploads answers, asked as a page asks it, with the token of its own."""
    jar = CookieJar()
    client = build_opener(HTTPCookieProcessor(jar))
    client.open(app.at("/_stcore/health")).read()
    token = next(cookie.value for cookie in jar if cookie.name == "_streamlit_xsrf") or ""
    kept = {"_streamlit_xsrf": token, **cookies}
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in kept.items()),
        "Content-Type": "multipart/form-data; boundary=edge",
        "X-Xsrftoken": token,
    }
    asked = Request(app.at(f"/_stcore/upload_file/{session}/a-file"), BODY, headers, method=method)
    try:
        with build_opener().open(asked) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("who", ["nobody", "a respondent", shipyard.MEMBER, shipyard.OPERATOR])
def test_nothing_is_taken_from_whoever_has_no_page_for_it(
    app: Server, prepared: Prepared, who: str, method: str
) -> None:
    """An open tab and its token are not enough; a sign-in that was made up is nobody."""
    cookies = {
        "nobody": {SEAT: "made-up"},
        "a respondent": {cookie_name("here"): prepared.tokens.links["keel-2"]},
    }.get(who) or {SEAT: prepared.tokens.seats[who]}
    page = "pulse" if who == "a respondent" else ""

    with wire.tab(app, page, cookies=cookies) as tab:
        assert told(app, tab.session, cookies, method=method) == (
            403,
            text("uploads.not_yours"),
        )


def test_hr_may_upload_and_take_it_back(app: Server, prepared: Prepared) -> None:
    """Into an open tab; and without the page's own token not even HR."""
    cookies = {SEAT: prepared.tokens.seats[shipyard.HR]}

    with wire.tab(app, "people", cookies=cookies) as tab:
        assert told(app, tab.session, cookies) == (204, "")
        assert told(app, tab.session, cookies, method="DELETE") == (204, "")
        assert told(app, tab.session, cookies | {"_streamlit_xsrf": "other"})[0] == 403


def read_on(tab: wire.Tab) -> None:
    """Errors: ConnectionClosed."""
    while True:
        tab.line.recv(timeout=wire.PATIENCE)


@pytest.mark.parametrize("sent", [b"\0" * 3_000_000, LONG], ids=["sent", "announced"])
def test_a_tab_may_send_only_short_messages(app: Server, sent: bytes) -> None:
    """Anybody may open a tab, and what it sends is held; one that is long is not waited for."""
    with wire.tab(app) as tab:
        if sent is LONG:
            tab.line.socket.sendall(LONG)
        else:
            tab.line.send(sent)
        with pytest.raises(ConnectionClosed) as closed:
            read_on(tab)

        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == MESSAGE_TOO_BIG


@pytest.mark.browser
def test_hr_brings_a_file_of_people_in_a_browser(
    app: Server, visits: Visits, tmp_path: Path
) -> None:
    """It is read, and what is wrong in it is said."""
    file = tmp_path / "people.csv"
    file.write_text("person_id,name,email,language,unit,leads,active\nmia,Mia,,en,moon,,yes\n")
    page = visits.tab(app, person=shipyard.HR, phone=False)
    page.goto("/people")

    page.locator("input[type=file]").first.set_input_files(file)

    expect(page.get_by_text("row 2, unit")).to_have_count(1)
