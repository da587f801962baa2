"""How does a browser keep something for us? In a cookie that no script and no other site reads."""

from starlette.requests import Request
from starlette.responses import Response

from pages.ui.frame.cookie_life import lasts
from pages.ui.frame.session import store


def remember(request: Request, response: Response, name: str, value: str) -> None:
    """Have the browser keep a value for as long as it opens something."""
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
