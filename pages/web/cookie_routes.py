"""Doors: addresses that set or end a cookie and send the browser on.

A token is taken out of the address at once, so that it stands in no history and no referrer.
"""

from functools import partial
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pages.respondent.speaking import ASKED_FOR
from pages.ui.frame.cookie_life import lasts
from pages.ui.frame.kept_links import FORM, cookie_name, in_excess, is_link_cookie, kept, mark_of
from pages.ui.frame.session import SEAT, store
from pages.web.first_page import language_for
from survey.actions import sign_in
from survey.errors import SameBoatError
from survey.organisation.permissions import allowed, as_member, check_may_see
from survey.organisation.structure import home
from survey.store import Store
from survey.store.viewers import viewer


def doors() -> list[Route]:
    """The routes of every door."""
    return [
        Route("/i/{token}", invitation),
        Route("/enter/{token}", enter),
        Route("/read/{token}", read),
        Route("/sign-out", sign_out),
    ]


async def invitation(request: Request) -> Response:
    """A personal link: remember it in a cookie of its own and go to the pulse, marked as its tab.

    The language stands in the address too: a form drawn anew is the form that was filled in.
    """
    link = kept(request.path_params["token"])
    mark = mark_of(link, request.cookies)
    spoken = await language_for(request, link)
    response = _to(f"/pulse?{urlencode({FORM: mark, ASKED_FOR: spoken})}")
    for name in in_excess(request.cookies, mark):
        response.delete_cookie(name, path="/")
    _remember(request, response, cookie_name(mark), link)
    return response


async def enter(request: Request) -> Response:
    """A sign-in link: begin a session and go home; a spent link is said there."""
    begin = partial(sign_in.enter, store(), request.path_params["token"])
    try:
        session = await run_in_threadpool(begin)
    except SameBoatError:
        return _to("/?link=spent")
    response = _to("/")
    _remember(request, response, SEAT, session)
    return response


async def read(request: Request) -> Response:
    """A link to read: remember it in a cookie and go to the figures of the own unit.

    Nothing is written, so a scanner that opens it leaves nothing; who is signed in stays so.
    """
    token, seat = request.path_params["token"], request.cookies.get(SEAT)
    person = await run_in_threadpool(partial(sign_in.reader_in, store(), token))
    if person is None:
        return _to("/?link=spent")
    signed_in = await run_in_threadpool(partial(sign_in.person_in, store(), seat or ""))
    response = _to(await run_in_threadpool(partial(figures_of, store(), person)))
    if signed_in != person:
        _remember(request, response, SEAT, token)
    return response


def figures_of(store: Store, person: str) -> str:
    """The address of the figures of the unit somebody counts in, where a member may see them."""
    who, found = viewer(store, person), store.person(person)
    if who is None or found is None:
        return "/"
    unit = home(found, store.units())
    seen = allowed(check_may_see, as_member(who), unit, store.units())
    return f"/trends?{urlencode({'unit': unit})}" if seen else "/trends"


async def sign_out(request: Request) -> Response:
    """End the session everywhere, forget what this browser kept of us, and go home."""
    token = request.cookies.get(SEAT)
    if token:
        await run_in_threadpool(partial(sign_in.leave, store(), token))
    response = _to("/")
    for name in (SEAT, *filter(is_link_cookie, request.cookies)):
        response.delete_cookie(name, path="/")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _remember(request: Request, response: Response, name: str, value: str) -> None:
    https = store().settings.base_url.startswith("https") or request.url.scheme == "https"
    response.set_cookie(
        name,
        value,
        max_age=lasts(store(), name, value),
        path="/",
        httponly=True,
        samesite="lax",
        secure=https,
    )
