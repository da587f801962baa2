"""Doors: addresses that set or end a cookie and send the browser on.

A token is taken out of the address at once, so that it stands in no history and no referrer.
"""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pages.ui.session import LINK, SEAT, store
from survey.actions import sign_in
from survey.errors import SameBoatError

MONTH = 30 * 24 * 3600


def doors() -> list[Route]:
    """The routes of every door."""
    return [
        Route("/i/{token}", invitation),
        Route("/enter/{token}", enter),
        Route("/sign-out", sign_out),
    ]


async def invitation(request: Request) -> Response:
    """A personal link: remember it in a cookie and go to the pulse."""
    response = _to("/pulse")
    _remember(request, response, LINK, request.path_params["token"])
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


async def sign_out(request: Request) -> Response:
    """End the session everywhere and go home."""
    token = request.cookies.get(SEAT)
    if token:
        await run_in_threadpool(partial(sign_in.leave, store(), token))
    response = _to("/")
    response.delete_cookie(SEAT, path="/")
    return response


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _remember(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=MONTH,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_https(request),
    )


def _https(request: Request) -> bool:
    return store().settings.base_url.startswith("https") or request.url.scheme == "https"
