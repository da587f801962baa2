"""Doors: addresses that set or end a cookie and send the browser on.

A token is taken out of the address at once, so that it stands in no history and no referrer.
"""

import logging
from functools import partial
from html import escape
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from pages.respondent.light.fields import fields_of
from pages.respondent.light.page import head
from pages.respondent.light.readers import language_for
from pages.ui.frame.cookies import remember
from pages.ui.frame.kept_links import is_link_cookie
from pages.ui.frame.session import SEAT, store
from survey.actions import sign_in
from survey.browsers import browser_of
from survey.errors import SameBoatError
from survey.organisation.permissions import allowed, as_member, check_may_see
from survey.organisation.structure import home
from survey.store import Store
from survey.store.viewers import viewer
from survey.text import text

log = logging.getLogger("same_boat.doors")


def doors() -> list[Route]:
    """The routes of every door."""
    return [
        Route("/enter/{token}", ask_to_enter),
        Route("/enter", enter, methods=["POST"]),
        Route("/read/{token}", read),
        Route("/sign-out", sign_out, methods=["GET", "POST"]),
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
    return _to_press(text("link.enter", spoken), form, spoken)


async def enter(request: Request) -> Response:
    """The button was pressed: begin a session and go home; a spent link is said there."""
    if not from_here(request):
        return _refused()
    token = (await fields_of(request)).get("token", "")
    browser = browser_of(request.headers.get("user-agent", ""))
    begin = partial(sign_in.enter, store(), token, browser=browser)
    try:
        session = await run_in_threadpool(begin)
    except SameBoatError:
        log.warning("A sign-in link that is spent or unknown was pressed.")
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
    """A page with two buttons; a press ends the session, or all, and forgets what was kept here."""
    if request.method != "POST":
        return await _ask_to_leave(request)
    if not from_here(request):
        return _refused()
    token = request.cookies.get(SEAT)
    if token:
        end = sign_in.leave_everywhere if request.query_params.get("all") else sign_in.leave
        await run_in_threadpool(partial(end, store(), token))
    response = _to("/")
    for name in (SEAT, *filter(is_link_cookie, request.cookies)):
        response.delete_cookie(name, path="/")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


async def _ask_to_leave(request: Request) -> Response:
    """Any other site can make a browser open an address; it cannot press."""
    spoken = await language_for(request, None)
    buttons = "".join(
        f"<form method='post' action='{escape(action)}'><p>"
        f"<button class='go'>{escape(text(key, spoken))}</button></p></form>"
        for action, key in (("/sign-out", "door.out_press"), ("/sign-out?all=1", "door.out_all"))
    )
    return _to_press(text("door.out_title", spoken), buttons, spoken)


def _to_press(title: str, forms: str, spoken: str) -> Response:
    """A page with a button."""
    main = f"<main><h1>{escape(title)}</h1>{forms}</main></body></html>"
    page = f"{head(title, spoken, pressed=True)}{main}"
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


def from_here(request: Request) -> bool:
    """Whether a press came from a page of ours, as the browser itself says and no script can."""
    if said := request.headers.get("sec-fetch-site"):
        return said == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")


def _refused() -> Response:
    log.warning("A press from another site was refused.")
    return PlainTextResponse("Not from here", 403, {"Cache-Control": "no-store"})


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
