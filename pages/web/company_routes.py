"""The company's own sign-in: to it and back; what it says becomes a session of ours.

Streamlit sends people there (st.login) and checks what they bring back. The cookie it would keep in
the browser for 30 days is taken out of its answer, so that none outlives a session of ours.
"""

import json
import logging
import secrets
import warnings
from collections.abc import Awaitable, Callable, Mapping
from functools import cache, partial
from http.cookies import SimpleCookie

from authlib.deprecate import AuthlibDeprecationWarning
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.runtime.secrets import SecretsValue, secrets_singleton
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.ui.frame.cookies import remember
from pages.ui.frame.session import SEAT, store
from pages.web.asking import spoken_by_browser
from survey.actions.company_sign_in import enter_by_company
from survey.browsers import browser_of
from survey.errors import NotFound, Refused, Trouble
from survey.provider import CALLBACK, Provider, provider_of, what_it_says
from survey.settings import Settings
from survey.text import sentence, text

LOGIN = "/auth/login"
UNCACHED = {"Cache-Control": "no-store"}
log = logging.getLogger("same_boat.doors")


def company_routes() -> list[Route]:
    """The way to the company's sign-in, and the way back."""
    return [Route(LOGIN, to_company), Route(CALLBACK, from_company)]


def secrets_for(settings: Settings) -> dict[str, SecretsValue] | None:
    """What Streamlit needs to know of the company's sign-in, made from our settings.

    Errors: Trouble when a secrets.toml says it too, or when the settings do not fit together.
    """
    if secrets_singleton.load_if_toml_exists() and "auth" in secrets_singleton:
        raise Trouble(sentence("refused.sign_in.second_place"))
    found = provider_of(settings)
    if found is None:
        return None
    # It would rather have another client for the web than the one Streamlit asks for.
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    return {
        "auth": {
            "redirect_uri": f"{settings.base_url}{CALLBACK}",
            # It signs what a browser keeps on its way there and back; a restart may change it.
            "cookie_secret": secrets.token_hex(32),
            "client_id": found.client_id,
            "client_secret": found.client_secret.get_secret_value(),
            "server_metadata_url": found.metadata_url,
            "client_kwargs": {"scope": found.scopes, "prompt": "select_account"},
        }
    }


async def to_company(request: Request) -> Response:
    """Off to the company's sign-in, with a press that Streamlit signed; it may not be reached."""
    if provider_of(store().settings) is None:
        return _nothing(request)
    try:
        response = await _streamlits()[LOGIN](request)
    except Exception as error:
        log.error("The company's sign-in failed: %s", type(error).__name__)  # noqa: TRY400
        return _home("failed")
    if response.status_code >= 400:
        log.error("The company's sign-in cannot be reached, or its settings are wrong.")
        return _home("failed")
    return _without_cookies(response)


async def from_company(request: Request) -> Response:
    """Back from the company's sign-in: begin a session, or say kindly why there is none."""
    provider = provider_of(store().settings)
    if provider is None:
        return _nothing(request)
    claims = _claims_in(await _streamlits()[CALLBACK](request))
    if claims is None:
        log.warning("Somebody came back from the company's sign-in without being signed in.")
        return _home("failed")
    try:
        session = await run_in_threadpool(partial(_begin, request, claims, provider))
    except Refused:
        log.warning("The company's sign-in proves neither an address nor an id.")
        return _home("unproven")
    except NotFound:
        log.warning("Somebody signed in at the company who is not here.")
        return _home("not_here")
    response = _home()
    remember(request, response, SEAT, session)
    return response


def _begin(request: Request, claims: Mapping[str, object], provider: Provider) -> str:
    browser = browser_of(request.headers.get("user-agent", ""))
    said = what_it_says(claims, provider)
    return enter_by_company(store(), said, provider=provider, browser=browser)


def _claims_in(response: Response) -> Mapping[str, object] | None:
    """What Streamlit would have the browser keep of somebody; None when they did not sign in."""
    kept = SimpleCookie()
    for line in response.headers.getlist("set-cookie"):
        kept.load(line)

    def cookie(name: str) -> bytes | None:
        value = kept[name].value if name in kept else ""
        return decode_signed_value(get_cookie_secret(), name, value.encode()) if value else None

    found = get_cookie_with_chunks(cookie, USER_COOKIE_NAME)
    claims = json.loads(found) if found else None
    return claims if isinstance(claims, dict) and claims.get("is_logged_in") is True else None


@cache
def _streamlits() -> Mapping[str, Callable[[Request], Awaitable[Response]]]:
    """Streamlit's own ends of the two ways, by address."""
    return {route.path: route.endpoint for route in create_auth_routes("")}


def _without_cookies(response: Response) -> Response:
    del response.headers["set-cookie"]
    response.headers["Cache-Control"] = "no-store"
    return response


def _home(why: str = "") -> Response:
    address = f"/?link={why}" if why else "/"
    return RedirectResponse(address, status_code=303, headers=UNCACHED)


def _nothing(request: Request) -> Response:
    said = text("files.not_found", spoken_by_browser(request))
    return PlainTextResponse(said, status_code=404, headers=UNCACHED)
