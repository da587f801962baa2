"""Personal links: made from the wave's secret, kept only as keyed hashes.

A link is 128 bits of HMAC-SHA256 over the person under the wave's own secret. It stands in no
table: whoever has the database cannot make one, and sending a reminder needs no copy of it.
Decision record 0003 says why it is derived and not drawn.
"""

import base64
import hmac
import re
from hashlib import sha256

LINK = re.compile(r"([0-9]{1,9})-([A-Za-z0-9_-]{22})")


def link_token(secret: bytes, wave: int, person: str) -> str:
    """The token of one person's link in a wave."""
    digest = hmac.digest(secret, f"link:{wave}:{person}".encode(), sha256)[:16]
    return f"{wave}-{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def link_hash(secret: bytes, token: str) -> str:
    """What is kept of a token: a hash that only the wave's secret can make again."""
    return hmac.digest(secret, f"hash:{token}".encode(), sha256).hex()


def read_link(written: str) -> str | None:
    """The token at the beginning of what came with a link, or None.

    A token has one shape, so what mail programs and people hang behind it is cut off.
    """
    found = LINK.match(written.lstrip("<([{\"' \t\r\n"))
    return found[0] if found else None


def wave_of(token: str) -> int | None:
    """The wave a token was made for, or None when it has not the shape of one."""
    found = LINK.fullmatch(token)
    return int(found[1]) if found else None
