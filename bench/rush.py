"""Everybody opens the light page within a minute, thinks, and sends: is anybody turned away?

Run: python -m bench.rush [--people 10000] [--within 60] [--think 60 120]
One process answers. Each visitor comes on connections of their own; all share the machine with it.
"""

import argparse
import asyncio
import gzip
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from bench.respondents import build, cpu
from bench.visits import FIELD, THANKS
from tests.journeys.server import serving

FORM = "application/x-www-form-urlencoded"
LINE_SECONDS = 60.0


@dataclass
class Seen:
    """Seconds that each opening and each sending took, and what went wrong."""

    opened: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


async def asked(port: int, head: str, body: str = "") -> tuple[str, bytes]:
    """Status line and body of an answer, on a connection of its own."""
    reading, writing = await asyncio.open_connection("127.0.0.1", port)
    try:
        writing.write(f"{head}\r\nHost: localhost\r\nConnection: close\r\n\r\n{body}".encode())
        answer = await asyncio.wait_for(reading.read(), LINE_SECONDS)
    finally:
        writing.close()
    above, _, below = answer.partition(b"\r\n\r\n")
    return above.partition(b"\r\n")[0].decode(), below


async def visit(port: int, link: str, seen: Seen, *, comes: float, thinks: float) -> None:
    """One person: opens the form, thinks, sends every statement answered."""
    await asyncio.sleep(comes)
    try:
        begun = time.monotonic()
        status, packed = await asked(
            port, f"GET /i/{link}?page=light HTTP/1.1\r\nAccept-Encoding: gzip"
        )
        seen.opened.append(time.monotonic() - begun)
        fields = FIELD.findall(gzip.decompress(packed).decode()) if "200" in status else []
        given = {name: value for kind, name, value in fields if kind == "hidden" or value == "4"}
        await asyncio.sleep(thinks)
        body, begun = urlencode(given), time.monotonic()
        head = f"POST /answer HTTP/1.1\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}"
        status, thanked = await asked(port, head, body)
        seen.sent.append(time.monotonic() - begun)
        if THANKS.encode() not in thanked:
            seen.wrong.append(status)
    except (OSError, TimeoutError, EOFError) as error:
        seen.wrong.append(type(error).__name__)


async def rush(
    port: int, links: list[str], *, within: float, think: tuple[float, float], dice: random.Random
) -> Seen:
    """Everybody, each at a moment of their own."""
    seen = Seen()
    async with asyncio.TaskGroup() as everybody:
        for link in links:
            comes, thinks = dice.uniform(0, within), dice.uniform(*think)
            everybody.create_task(visit(port, link, seen, comes=comes, thinks=thinks))
    return seen


def main() -> None:
    """Open, wait, send; print how long it took them and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--within", type=float, default=60.0)
    parser.add_argument("--think", type=float, nargs=2, default=[60.0, 120.0])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        links = build(data, options.people)
        with serving(data, log=data.with_name("log"), cold=True) as server:
            port = int(server.url.rpartition(":")[2])
            asyncio.run(rush(port, [links.pop()], within=0, think=(0, 0), dice=random.Random(0)))
            before = cpu(server.process)
            think = (options.think[0], options.think[1])
            dice = random.Random(1)
            seen = asyncio.run(rush(port, links, within=options.within, think=think, dice=dice))
            spent = cpu(server.process) - before
    for what, took in (("opened", seen.opened), ("sent", seen.sent)):
        cuts = quantiles(took, n=100)
        print(f"{what}: {len(took)}, median {cuts[49]:.3f} s, p99 {cuts[98]:.3f} s")
    print(f"{spent:.1f} s of the server's CPU; went wrong: {len(seen.wrong)} {set(seen.wrong)}")


if __name__ == "__main__":
    main()
