"""Which part of many organisations does `make test` try, what is left to `make attacks`?"""

from collections.abc import Iterable

import pytest


def some_now(firsts: Iterable[int], *, now: int = 1) -> list[object]:
    """The first pieces are tried at once; the others with the long versions."""
    return [
        first if at < now else pytest.param(first, marks=pytest.mark.long)
        for at, first in enumerate(firsts)
    ]
