"""The organisation's mark: a picture for whoever asks, kept by browsers until it is another."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.ui.frame.brand import MARK, brand, picture

FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


def marks() -> list[Route]:
    """The route of the mark."""
    return [Route(MARK, mark)]


async def mark(_: Request) -> Response:
    """The mark as it is now; its address says which one is meant (pages.ui.frame.brand)."""
    found = await run_in_threadpool(lambda: picture(brand()))
    return Response(found, media_type="image/png", headers=FOR_GOOD)
