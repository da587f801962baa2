"""Doors: addresses that set or end a cookie and send the browser on.

A token is taken out of the address at once, so that it stands in no history and no referrer.
"""

from functools import partial
from html import escape
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pages.respondent.light.fields import fields_of
from pages.respondent.light.page import head
from pages.respondent.light.readers import language_for
from pages.ui.frame.cookies import remember
from pages.ui.frame.kept_links import is_link_cookie
from pages.ui.frame.session import SEAT, store
from survey.actions import sign_in
from survey.errors import SameBoatError
from survey.organisation.permissions import allowed, as_member, check_may_see
from survey.organisation.structure import home
from survey.store import Store
from survey.store.viewers import viewer
from survey.text import text


def doors() -> list[Route]:
    """The routes of every door."""
    return [
        Route("/enter/{token}", ask_to_enter),
        Route("/enter", enter, methods=["POST"]),
        Route("/read/{token}", read),
        Route("/sign-out", sign_out),
    ]


async def ask_to_enter(request: Request) -> Response:
    """A sign-in link: a page with one button. Mail scanners open links, and press nothing."""
    spoken = await language_for(request, None)
    token = escape(request.path_params["token"], quote=True)
    words, button = text("link.enter_said", spoken), text("link.enter_now", spoken)
    form = (
        f"<form method='post' action='/enter'><input type='hidden' name='token' value='{token}'>"
        f"<p>{words}</p><button class='go'>{button}</button></form>"
    )
    title = text("link.enter", spoken)
    page = f"{head(title, spoken)}<main><h1>{title}</h1>{form}</main></body></html>"
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


async def enter(request: Request) -> Response:
    """The button was pressed: begin a session and go home; a spent link is said there."""
    token = (await fields_of(request)).get("token", "")
    begin = partial(sign_in.enter, store(), token)
    try:
        session = await run_in_threadpool(begin)
    except SameBoatError:
        return _to("/?link=spent")
    response = _to("/")
    remember(request, response, SEAT, session)
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
        remember(request, response, SEAT, token)
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
