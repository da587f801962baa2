"""How does a browser keep something for us? In a cookie that no script and no other site reads."""

from starlette.requests import Request
from starlette.responses import Response

from pages.ui.frame.session import store

MONTH = 30 * 24 * 3600


def remember(request: Request, response: Response, name: str, value: str) -> None:
    """Have the browser keep a value for a month."""
    https = store().settings.base_url.startswith("https") or request.url.scheme == "https"
    response.set_cookie(
        name, value, max_age=MONTH, path="/", httponly=True, samesite="lax", secure=https
    )
