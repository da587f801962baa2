"""Promises of identity tokens: only one that is true, for us, and of this very way counts."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from streamlit.runtime.secrets import secrets_singleton
from streamlit.user_info import generate_login_redirect_url

from pages.ui.frame import session
from pages.ui.frame.session import SEAT
from pages.web.company_routes import secrets_for
from survey.store import Store
from tests.make import populate
from tests.web.false_identity import CLIENT, METADATA, SECRET, Forger, false_company
from tests.web.site import waited_for
from tests.web.test_company_sign_in import FEW, HERE, Browser

pytestmark = [pytest.mark.filterwarnings("ignore:The httpx module is deprecated"), pytest.mark.slow]
AN_HOUR = 3600


@pytest.fixture(scope="module")
def forger() -> Iterator[Forger]:
    with false_company() as found:
        yield found


@pytest.fixture
def crew(duckdb_store: Store, forger: Forger, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with three people, set up with that sign-in."""
    populate(duckdb_store, FEW)
    forger.named = {}
    given = {
        "base_url": HERE,
        "oidc_metadata_url": f"{forger.url}{METADATA}",
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
    }
    duckdb_store.settings = duckdb_store.settings.model_copy(update=given)
    monkeypatch.setattr(session, "_here", {"store": duckdb_store})
    told = secrets_for(duckdb_store.settings)
    assert told is not None
    secrets_singleton.merge_programmatic_secrets(told)
    yield duckdb_store
    secrets_singleton._reset()


def ends_at(store: Store, forger: Forger, *, by: str = "", **claims: object) -> tuple[str, bool]:
    """Where the way to the company and back ends with such a token, and whether it signs in."""

    async def walk() -> tuple[str, bool]:
        browser = Browser(store)
        sent = await browser.get(generate_login_redirect_url("default"))
        there = sent.headers["location"]
        if not there.startswith(forger.url):
            return there, False
        forger.forge(there, by=by, **claims)
        state = parse_qs(urlsplit(there).query)["state"][0]
        back = await browser.get(f"/oauth2callback?code=c&state={state}")
        return back.headers["location"], f"__Host-{SEAT}" in browser.cookies

    return waited_for(walk())


def test_a_true_token_signs_in(crew: Store, forger: Forger) -> None:
    assert ends_at(crew, forger) == ("/", True)


@pytest.mark.parametrize("by", ["another key", "the secret", "the public key", "nobody"])
def test_a_token_that_the_company_did_not_sign_counts_for_nothing(
    crew: Store, forger: Forger, by: str
) -> None:
    """By a key of its name, by what others know, or by nobody at all."""
    assert ends_at(crew, forger, by=by) == ("/?link=failed", False)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another program"},
        {"aud": None},
        {"iss": "https://other.example"},
        {"iss": None},
        {"exp": int(time.time()) - AN_HOUR},
        {"exp": None},
        {"iat": int(time.time()) + AN_HOUR},
        {"nonce": "of another way"},
        {"nonce": None},
        {"sub": None},
    ],
    ids=lambda claims: "-".join(
        f"{name}={'none' if v is None else 'x'}" for name, v in claims.items()
    ),
)
def test_a_token_for_others_of_others_or_of_another_time_counts_for_nothing(
    crew: Store, forger: Forger, claims: dict[str, Any]
) -> None:
    """Audience, issuer, times, and the nonce that binds it to the way it was asked for."""
    assert ends_at(crew, forger, **claims) == ("/?link=failed", False)
