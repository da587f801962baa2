"""Which personal link does a tab answer for? The one that a mark in its address names.

Each link that is opened has a cookie of its own, named by its mark, so two tabs of one browser go
on with their own links: after a broken line, a restart of the app, or when they are loaded anew. A
mark is drawn by lot; it tells nothing of a link or a person and means nothing in another browser.

Cookies do not go when the answers are in: nothing that is sent may depend on having answered.
"""

import secrets
from collections.abc import Iterator, Mapping

FORM = "form"
MOST = 8
UNKNOWN = "unknown"
_COOKIE = "same_boat_link_"


def cookie_name(mark: str) -> str:
    """The name of the cookie that keeps the link of a mark."""
    return f"{_COOKIE}{mark}"


def mark_of(value: str, cookies: Mapping[str, str]) -> str:
    """The mark of a link: as it is known in this browser, else a new one."""
    known = (name for name in _ours(cookies) if cookies[name] == value)
    return next(known, "").removeprefix(_COOKIE) or secrets.token_hex(6)


def in_excess(cookies: Mapping[str, str], mark: str) -> list[str]:
    """The cookies that make room for the one of `mark`: a browser sends its oldest first."""
    others = [name for name in _ours(cookies) if name != cookie_name(mark)]
    return others[: -(MOST - 1)]


def is_link_cookie(name: str) -> bool:
    """Whether a cookie is one that keeps a personal link."""
    return name.startswith(_COOKIE)


def _ours(cookies: Mapping[str, str]) -> Iterator[str]:
    return filter(is_link_cookie, cookies)
