"""Promises of the short way: our pages are answered before Streamlit's part, all else behind it."""

import asyncio
from functools import partial

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message, Scope

from pages.web.own_pages import OwnPages
from tests.web.site import waited_for


async def answer(who: str, request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{who} {request.path_params.get('token', '')}")


ours = partial(answer, "ours")
OURS = [Route("/i/{token:path}", ours), Route("/answer", ours, methods=["POST"])]


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "/i/1-abc", "ours 1-abc"),
        ("POST", "/answer", "ours "),
        ("GET", "/answer", "behind "),
        ("GET", "/", "behind "),
        ("GET", "/answer/", "behind "),
    ],
)
def test_an_address_is_answered_by_whose_it_is(method: str, path: str, said: str) -> None:
    """With a method it takes; whatever it does not take is answered behind."""
    everything = Route("/{rest:path}", partial(answer, "behind"))
    scope: Scope = {"type": "http", "method": method, "path": path, "headers": []}
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return await asyncio.Future()

    async def behind(scope: Scope, *line: object) -> None:
        _, found = everything.matches(scope)
        await everything.handle({**scope, **found}, receive, send)

    waited_for(OwnPages(behind, OURS)(scope, receive, send))

    assert b"".join(part.get("body", b"") for part in sent).decode() == said
