"""Making the next thing while the one before is used."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Thing = TypeVar("Thing")


def ahead(things: Iterable[Thing]) -> Iterator[Thing]:
    """The same things in their order, each made in a thread while the one before is used."""
    remaining = iter(things)
    with ThreadPoolExecutor(1) as maker:
        following = maker.submit(_next, remaining)
        while found := following.result():
            following = maker.submit(_next, remaining)
            yield found[0]


def _next(remaining: Iterator[Thing]) -> tuple[Thing] | None:
    """The next one, boxed; None at the end, because no future holds a StopIteration."""
    for one in remaining:
        return (one,)
    return None
