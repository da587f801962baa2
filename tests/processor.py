"""How long does a processor take? The least of several tries: caches are shared with others."""

from collections.abc import Callable
from time import process_time


def least_time(work: Callable[[], object], *, tries: int = 3) -> float:
    """Seconds of the processor that some work takes, all of its threads included."""
    return min(_time(work) for _ in range(tries))


def _time(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began
