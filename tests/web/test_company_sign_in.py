"""Promises of the way to the company's sign-in and back, against a real provider of OpenID Connect.

The provider is the package oidc-provider-mock in a process of its own; between it and our routes
goes a browser without a screen. With a screen: tests/journeys/test_company_sign_in.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.user_info import generate_login_redirect_url

from app import middleware, routes
from pages.ui.frame import session
from pages.ui.frame.session import SEAT
from pages.web.company_routes import secrets_for
from survey.actions.sign_in import person_in
from survey.errors import Trouble
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from tests.make import Universe, keep_people, person, populate
from tests.web.identity import PEOPLE, company
from tests.web.site import ask, waited_for

FEW = Universe({"all": 3}, {"all": None}, ())
HERE = "https://boat.example"
pytestmark = pytest.mark.filterwarnings("ignore:The httpx module is deprecated")


@pytest.fixture(scope="module")
def login() -> Iterator[str]:
    """The address of the company's sign-in, which knows the people of tests/web/identity.py."""
    with company(PEOPLE) as url:
        yield url


@pytest.fixture
def crew(duckdb_store: Store, login: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with three people, set up with that sign-in, behind https."""
    populate(duckdb_store, FEW)
    given = {
        "base_url": HERE,
        "oidc_metadata_url": login,
        "oidc_client_id": "boat",
        "oidc_client_secret": SecretStr("hidden"),
        "oidc_hr_groups": "people team",
    }
    duckdb_store.settings = duckdb_store.settings.model_copy(update=given)
    monkeypatch.setattr(session, "_here", {"store": duckdb_store})
    told = secrets_for(duckdb_store.settings)
    assert told is not None
    secrets_singleton.merge_programmatic_secrets(told)
    yield duckdb_store
    secrets_singleton._reset()


class Browser:
    """A browser without a screen, between our routes and the company's sign-in."""

    def __init__(self, store: Store) -> None:
        seal = Middleware(SessionMiddleware, secret_key="s", session_cookie="_streamlit_session")
        guards = [*middleware(store.settings), seal]
        ours = httpx.ASGITransport(Starlette(routes=routes(), middleware=guards))
        self._client = httpx.AsyncClient(transport=ours, base_url=HERE)
        self.headers: list[httpx.Headers] = []

    @property
    def cookies(self) -> dict[str, str]:
        """What it keeps for us."""
        return dict(self._client.cookies.items())

    async def get(self, address: str) -> httpx.Response:
        """Open an address of ours."""
        answer = await self._client.get(address)
        self.headers.append(answer.headers)
        return answer

    async def sign_in(self, who: str) -> httpx.Response:
        """Press our button, sign in there as somebody, and come back."""
        sent = await self.get(generate_login_redirect_url("default"))
        return await self.get(await self.agree(sent.headers["location"], who))

    async def agree(self, there: str, who: str) -> str:
        """Sign in at the company; the address of ours that it leads back to."""
        async with httpx.AsyncClient() as client:
            answer = await client.post(there, data={"sub": who})
        back = urlsplit(answer.headers["location"])
        return f"{back.path}?{back.query}"


def signed_in(store: Store, who: str) -> tuple[Browser, httpx.Response]:
    browser = Browser(store)
    return browser, waited_for(browser.sign_in(who))


def test_who_signs_in_at_the_company_has_a_session_of_ours_and_no_other_cookie(
    crew: Store,
) -> None:
    """Nothing of Streamlit's 30 days stays; what is kept is ours, for this host and https alone."""
    browser, answer = signed_in(crew, "s-1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.cookies.keys() == {f"__Host-{SEAT}"}
    assert person_in(crew, browser.cookies[f"__Host-{SEAT}"]) == "all-1"
    assert crew.audit()[0].verb == "sign in by company"
    told = [line for head in browser.headers for line in head.get_list("set-cookie")]
    assert told
    assert all("secure" in line.lower() and "httponly" in line.lower() for line in told)
    ages = [int(age) for line in told for age in re.findall(r"(?i)max-age=(\d+)", line)]
    assert max(ages) <= 14 * 24 * 3600, "the state on the way there and back; it ends with the way"
    assert not [line for line in told if "_streamlit_user" in line]


@pytest.mark.parametrize(
    ("who", "why"), [("s-2", "not_here"), ("s-3", "unproven"), ("gone", "not_here")]
)
def test_who_is_not_here_is_told_so_and_gets_nothing(crew: Store, who: str, why: str) -> None:
    keep_people(crew, [person("all-2", "all", active=False)])
    before = crew.audit()
    browser, answer = signed_in(crew, who)

    assert answer.headers["location"] == f"/?link={why}"
    assert browser.cookies == {}
    assert crew.audit() == before


def test_a_way_back_that_nobody_went_there_by_signs_nobody_in(crew: Store) -> None:
    """Another's way back, one that is walked twice, and one the provider never gave."""

    async def walk() -> list[str]:
        one, other = Browser(crew), Browser(crew)
        sent = await one.get(generate_login_redirect_url("default"))
        back = await one.agree(sent.headers["location"], "s-1")
        ways = [
            await other.get(back),
            await one.get("/oauth2callback?code=guessed&state=guessed"),
            await one.get(back),
            await one.get(back),
            await one.get("/oauth2callback?error=access_denied"),
            await one.get("/oauth2callback"),
            await one.get("/auth/login?provider=made-up"),
        ]
        return [way.headers["location"] for way in ways]

    assert waited_for(walk()) == [
        *("/?link=failed", "/?link=failed", "/", "/?link=failed", "/?link=failed"),
        *("/?link=failed", "/"),
    ]
    assert [line.verb for line in crew.audit()].count("sign in by company") == 1


def test_a_provider_that_does_not_answer_is_said(crew: Store) -> None:
    """In words on our own page; nothing of it is shown."""
    down = {"oidc_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration"}
    crew.settings = crew.settings.model_copy(update=down)
    secrets_singleton._reset()
    told = secrets_for(crew.settings)
    assert told is not None
    secrets_singleton.merge_programmatic_secrets(told)

    answer = waited_for(Browser(crew).get(generate_login_redirect_url("default")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/?link=failed")


def test_groups_make_hr_of_somebody_as_they_sign_in(crew: Store) -> None:
    browser, _ = signed_in(crew, "s-1")
    answer = waited_for(browser.get("/people.csv"))

    assert answer.status_code == 200
    assert crew.grants("all-1") == {Role.HR}


def test_without_a_provider_there_is_no_such_address(crew: Store) -> None:
    crew.settings = Settings(data=crew.settings.data)
    for address in ("/auth/login", "/oauth2callback?code=1", "/auth/logout"):
        assert ask(crew, address)[0] == 404


def test_a_second_place_for_the_same_settings_is_refused(
    crew: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit's own file would count as well, so the start says which one to keep."""
    secrets_singleton._reset()
    file = tmp_path / "secrets.toml"
    file.write_text('[auth]\nclient_id = "other"\n')
    had = config.get_option
    files = {"secrets.files": [str(file)], "server.fileWatcherType": "none"}
    monkeypatch.setattr(config, "get_option", lambda name: files.get(name) or had(name))

    with pytest.raises(Trouble, match=r"Remove \[auth\]"):
        secrets_for(crew.settings)


def test_only_guarded_cookies_open_anything_behind_https(crew: Store) -> None:
    """One of the plain name may come from a neighbour under the same domain."""
    browser, _ = signed_in(crew, "s-1")
    token = browser.cookies[f"__Host-{SEAT}"]

    assert ask(crew, "/people.csv", cookies={SEAT: token})[0] == 404
    assert ask(crew, "/people.csv", cookies={f"__Host-{SEAT}": token})[0] == 200
