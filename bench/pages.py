"""What pages cost the server: the demo, and 2,000 units with 20,000 people, page by page.

Run: python -m bench.pages [--only hr] [--world demo large] [--units 2000] [--people 20000]
Each page is opened as a browser opens it, in a new tab over the websocket, by whoever reads it; CPU
is what the server's process took until the run was over, the median of the rounds after the first.
A goal that is missed is marked; `--units 10000 --people 100000` tries a larger one. `--published`
closes the open wave first, as HR does, and opens each page once: nothing is remembered then.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from bench.worlds import World, built
from pages.ui.frame.session import SEAT
from survey.settings import ROOT
from survey.text import text
from tests.journeys.server import Server, serving
from tests.journeys.wire import tab

GOALS = {"demo": 150, "large": 300}
IDLE = 0.01
CPU_OF_A_PROCESS = 2
"""The clock of all CPU a process took (clock_getcpuclockid(3))."""


@dataclass(frozen=True)
class View:
    """A page as somebody opens it; `query` may name {unit}, {area}, {last}, {open}, {planned}."""

    group: str
    reader: str
    page: str
    query: str = ""

    @property
    def name(self) -> str:
        """What a line of the table is called."""
        return f"/{self.page}" + (f"?{self.query}" if self.query else "")


VIEWS = (
    View("hr", "hr", ""),
    View("hr", "hr", "waves"),
    View("hr", "hr", "links"),
    View("hr", "hr", "people"),
    View("hr", "hr", "questions"),
    View("hr", "hr", "participation"),
    View("hr", "hr", "quality"),
    View("hr", "hr", "reports"),
    View("hr", "hr", "history"),
    View("hr", "hr", "audit"),
    View("hr", "hr", "retention"),
    View("hr", "hr", "settings"),
    View("hr", "hr", "preview"),
    View("reading", "hr", "promise"),
    View("reading", "hr", "area", "unit={area}"),
    View("reading", "leader", "trends", "unit={unit}"),
    View("reading", "leader", "sources", "unit={unit}"),
    View("reading", "leader", "maps", "unit={unit}"),
    View("reading", "leader", "comments", "unit={unit}"),
    View("reading", "leader", "conversation", "unit={unit}"),
    View("reading", "leader", "try", "unit={unit}"),
    View("reading", "leader", "heard"),
    View("reading", "member", ""),
)


def cpu(process: int) -> float:
    """Seconds of CPU a process has taken, all of its threads together, to the nanosecond."""
    return time.clock_gettime((~process << 3) | CPU_OF_A_PROCESS)


def until_idle(process: int) -> None:
    """Wait until a process has begun, or written its mails, and rests: under 10 ms in a second."""
    before = -1.0
    while (now := cpu(process)) - before > IDLE:
        before = now
        time.sleep(1)


def measured(app: Server, world: World, view: View) -> tuple[float, float, int]:
    """Milliseconds of CPU and of wall time that a page took the server, and its bytes."""
    cookies = {SEAT: world.seats[view.reader]}
    before, begun = cpu(app.process), time.perf_counter()
    with tab(app, view.page, query=view.query.format(**world.places), cookies=cookies) as seen:
        wall, spent = time.perf_counter() - begun, cpu(app.process) - before
    assert not seen.not_found, view.name
    assert text("router.failed", "en") not in seen.words, f"{view.name} failed"
    return 1000 * spent, 1000 * wall, len(seen.sent)


def table(world: World, views: list[View], rounds: int) -> Iterator[str]:
    """A line for each page, the slowest first."""
    log = world.folder.with_name("log")
    with serving(world.folder, log=log, cold=True) as app:
        until_idle(app.process)
        took = {view: [measured(app, world, view) for _ in range(rounds + 1)] for view in views}
    middle = {
        view: [median(values) for values in zip(*runs[1:], strict=True)]
        for view, runs in took.items()
    }
    for view in sorted(views, key=lambda one: -middle[one][0]):
        spent, wall, sent = middle[view]
        missed = " <- over" if spent > GOALS[world.name] else ""
        first = took[view][0][0]
        yield (
            f"{view.reader:7} {view.name:32} {spent:6.0f} ms CPU {wall:6.0f} ms wall "
            f"{sent / 1000:6.0f} KB, first {first:5.0f} ms CPU{missed}"
        )


def just_published(world: World, views: list[View]) -> Iterator[str]:
    """A line for each page, opened right after the open wave was closed and published.

    Each has an app of its own, in which the page was opened before.
    """
    for view in views:
        folder = world.folder.with_name("published")
        shutil.copytree(world.folder, folder)
        with serving(folder, log=world.folder.with_name("log"), cold=True) as app:
            measured(app, world, view)
            close = ("admin.py", "wave", "close", world.places["open"])
            where = os.environ | {"SAME_BOAT_DATA": str(folder)}
            subprocess.run((sys.executable, *close), cwd=ROOT, env=where, check=True)
            until_idle(app.process)
            spent, wall, _ = measured(app, world, view)
        shutil.rmtree(folder)
        missed = " <- over" if spent > GOALS[world.name] else ""
        yield f"{view.reader:7} {view.name:32} {spent:6.0f} ms CPU {wall:6.0f} ms wall{missed}"


def main() -> None:
    """Build each world, open every page, print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted({view.group for view in VIEWS}))
    parser.add_argument("--world", nargs="+", choices=list(GOALS), default=list(GOALS))
    parser.add_argument("--page", nargs="+", help="only these addresses, without the /")
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--published", action="store_true", help="right after a publication")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder in which worlds are kept for next time")
    options = parser.parse_args()
    views = [view for view in VIEWS if options.only in (None, view.group)]
    views = [view for view in views if options.page is None or view.page in options.page]
    for name in options.world:
        with tempfile.TemporaryDirectory() as folder:
            data, size = Path(folder) / "data", {"units": options.units, "people": options.people}
            found = built(name, data, **size, keep=options.keep)
            print(f"== {name}, goal {GOALS[name]} ms; load {os.getloadavg()[0]:.1f}", flush=True)
            measure = just_published if options.published else partial(table, rounds=options.rounds)
            for line in measure(found, views):
                print(line, flush=True)


if __name__ == "__main__":
    main()
