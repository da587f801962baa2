"""What an address answers, asked without a server."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def answered(asked: Coroutine[Any, Any, Answer]) -> Answer:
    """What comes of asking; in a thread of its own, as a browser may drive this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()
