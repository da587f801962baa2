"""How long may the head of a request take to come, how long may it be, and how many may be coming?

Neither Streamlit nor the web server it runs on (uvicorn) bounds these, and nothing of ours is asked
before a head is whole. The server's class is chosen before the app is loaded, so its methods are
led through here once, at the start.
"""

from asyncio import BaseTransport, TimerHandle
from collections import Counter
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

KIB = 1024


@dataclass
class Heads:
    """The heads that are coming, each with how much of it came and when its time is over.

    `seconds` is how long one may take, `size` how many bytes it may have, `of_one` how many may be
    coming from one address.
    """

    seconds: float = 15.0
    size: int = 64 * KIB
    of_one: int = 500
    _due: WeakKeyDictionary[HttpToolsProtocol, TimerHandle] = field(
        default_factory=WeakKeyDictionary
    )
    _came: WeakKeyDictionary[HttpToolsProtocol, int] = field(default_factory=WeakKeyDictionary)
    _of: Counter[str] = field(default_factory=Counter)

    def begin(self, line: HttpToolsProtocol) -> None:
        """A head may come now on a line; too many lines of one address are closed."""
        if line in self._due:
            return
        address = _address(line)
        if self._of[address] >= self.of_one:
            line.transport.close()
            return
        self._of[address] += 1
        self._due[line] = line.loop.call_later(self.seconds, line.transport.abort)
        self._came[line] = 0

    def count(self, line: HttpToolsProtocol, size: int) -> None:
        """So much more came of a head that is not whole yet; the line of one too long is closed."""
        if line in self._came:
            self._came[line] += size
            if self._came[line] > self.size:
                line.transport.abort()

    def end(self, line: HttpToolsProtocol) -> None:
        """It is whole, or its line is gone."""
        if due := self._due.pop(line, None):
            due.cancel()
            address = _address(line)
            self._of[address] -= 1
            if not self._of[address]:
                del self._of[address]
        self._came.pop(line, None)


def _address(line: HttpToolsProtocol) -> str:
    return line.client[0] if line.client else ""


def bound_heads(heads: Heads, server: type[HttpToolsProtocol] = HttpToolsProtocol) -> None:
    """Have every line of a server watched, from its first byte and between its requests."""
    made, received = server.connection_made, server.data_received
    whole, lost = server.on_headers_complete, server.connection_lost

    def connection_made(self: HttpToolsProtocol, transport: BaseTransport) -> None:
        made(self, transport)  # type: ignore[arg-type]
        heads.begin(self)

    def data_received(self: HttpToolsProtocol, data: bytes) -> None:
        received(self, data)
        heads.count(self, len(data))
        idle = self.cycle is None or self.cycle.response_complete
        if idle and self in self.connections and not self.transport.is_closing():
            heads.begin(self)

    def on_headers_complete(self: HttpToolsProtocol) -> None:
        heads.end(self)
        whole(self)

    def connection_lost(self: HttpToolsProtocol, exc: Exception | None) -> None:
        heads.end(self)
        lost(self, exc)

    server.connection_made = connection_made  # type: ignore[method-assign]
    server.data_received = data_received  # type: ignore[method-assign]
    server.on_headers_complete = on_headers_complete  # type: ignore[method-assign]
    server.connection_lost = connection_lost  # type: ignore[method-assign]
