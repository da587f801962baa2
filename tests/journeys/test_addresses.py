"""Promises of every address: unknown ones say so, and opening a sign-in link signs nobody in."""

from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from pages.respondent.light.routes import light_pages
from pages.ui.frame.session import SEAT
from pages.web.cookie_routes import doors
from pages.web.not_found import NotFound, page_names
from pages.web.small_files import SmallFiles, files
from survey.actions.sign_in import person_in
from survey.settings import ROOT
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.asking import Told, ask, ask_app
from tests.journeys.conftest import Visitor

ROUTES = [*light_pages(), *doors()]


async def passed_on(scope: Scope, receive: Receive, send: Send) -> None:
    """What lies behind a middleware."""
    await PlainTextResponse("passed on")(scope, receive, send)


def found(path: str, **headers: str) -> Told:
    """What an address answers before Streamlit is asked."""
    return ask_app(NotFound(passed_on, routes=ROUTES), path, headers=headers)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/trends/nowhere", "/hr/waves", "/wp-login.php", "/a/b/c", "/i"]
)
def test_an_unknown_address_says_so_in_our_words(yard: Visitor, path: str) -> None:
    """Never a white page; in the language of the browser."""
    answer, german = found(path), found(path, **{"accept-language": "de-AT"})

    assert answer.status == german.status == 404
    assert text("link.nowhere") in answer.words
    assert text("link.nowhere", "de") in german.words


def test_every_page_is_found(yard: Visitor) -> None:
    """Each file of a page, what Streamlit asks for below it, and its own files."""
    pages = {file.stem for file in (ROOT / "pages").glob("[!uw]*/*.py")}
    below = ["_stcore/health", "static/js/index.js", "media/x.csv", "favicon.png"]

    assert pages <= page_names()
    assert len(pages) > 15
    for path in ("/", *(f"/{page}" for page in pages), *(f"/{one}" for one in below)):
        assert found(path).words == "passed on"
    assert found("/trends/_stcore/stream").words == "passed on"
    assert found("/i/some-link").words == "passed on"


def test_looking_at_a_sign_in_link_signs_nobody_in(yard: Visitor) -> None:
    """Scanners open it, browsers fetch it ahead; only the button begins a session."""
    token = shipyard.sign_in_link(yard.store, shipyard.MEMBER, once=True)
    before = len(yard.store.audit())
    looks = [ask(ROUTES, f"/enter/{token}", method=how) for how in ("GET", "HEAD", "GET")]
    assert [("set-cookie" in look.headers, look.status) for look in looks] == [(False, 200)] * 3
    assert len(yard.store.audit()) == before

    entered = ask(ROUTES, "/enter", {"token": token}, headers={"sec-fetch-site": "same-origin"})

    seat = entered.headers["set-cookie"].partition(";")[0].removeprefix(f"{SEAT}=")
    assert (entered.status, entered.headers["location"]) == (303, "/")
    assert person_in(yard.store, seat) == shipyard.MEMBER


def test_a_token_is_words_on_the_page_of_its_button(yard: Visitor) -> None:
    """Whatever an address holds."""
    page = ask(ROUTES, "/enter/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")

    assert "<script>alert" not in page.words


@pytest.mark.parametrize("name", ["js", "css"])
def test_scripts_and_styles_travel_compressed_and_are_kept(name: str) -> None:
    """To whoever takes them so, byte for byte the same."""
    path, file = next((p, f) for p, f in files().items() if f.suffix == f".{name}")
    small = ask_app(SmallFiles(passed_on), f"/static/{path}", headers={"accept-encoding": "gzip"})
    large = ask_app(SmallFiles(passed_on), f"/static/{path}")

    assert small.words == Path(file).read_text("utf-8")
    assert "immutable" in small.headers["cache-control"]
    assert large.words == "passed on"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/no.js", "/static/", "/statics/x.js"]
)
def test_nothing_else_is_answered_for(path: str) -> None:
    """What is no script or style of Streamlit's goes on to whoever knows."""
    asked = ask_app(SmallFiles(passed_on), path, headers={"accept-encoding": "gzip"})

    assert asked.words == "passed on"
