"""Making the next thing while the one before is used."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")


def ahead(things: Iterable[Thing]) -> Iterator[Thing]:
    """The same things in their order, each made in a thread while the one before is used."""
    remaining = iter(things)
    with ThreadPoolExecutor(1) as maker:
        following = maker.submit(list, islice(remaining, 1))
        while found := following.result():
            following = maker.submit(list, islice(remaining, 1))
            yield found[0]
