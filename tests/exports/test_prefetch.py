"""Promises of making ahead: nothing is lost, doubled or out of order, and a fault arrives."""

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.exports.prefetch import ahead


@given(st.lists(st.none() | st.integers()))
def test_all_come_in_their_order(things: list[int | None]) -> None:
    assert list(ahead(things)) == things


def test_the_next_is_made_while_one_is_used() -> None:
    """Whoever holds the first waits for the second to be begun; it is begun without being asked."""
    begun = threading.Event()

    def make() -> Iterator[int]:
        yield 1
        begun.set()
        yield 2

    made = ahead(make())

    assert next(made) == 1
    assert begun.wait(10)
    assert list(made) == [2]


def test_a_fault_comes_after_what_was_made_before_it() -> None:
    def make() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    made = ahead(make())

    assert next(made) == 1
    with pytest.raises(ValueError, match="no more"):
        next(made)
