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
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import update

from bench.trend import copy_first, made_up
from commands.demo import build_demo
from pages.ui.frame.session import SEAT
from survey.actions.deliveries import queue_invitations
from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people, grant
from survey.actions.publication import Publication, write_publication
from survey.actions.sign_in import CONSOLE, enter, make_link
from survey.actions.waves import Plan, close_wave, mark_invited, plan_wave, sweep
from survey.organisation.structure import Person, Role, Unit
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, ROOT, Settings
from survey.storage.tables import DeliveryRow
from survey.store import Store
from survey.store.asked import roster_now
from survey.text import text
from survey.waves.wave import State
from tests.journeys.server import Server, serving
from tests.journeys.wire import tab

GOALS = {"demo": 150, "large": 300}
PUBLISHED, PLANNED = 6, 2
EVERY = timedelta(days=28)
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


@dataclass(frozen=True)
class World:
    """A data folder, the session of each reader, and what addresses may name."""

    name: str
    folder: Path
    seats: Mapping[str, str]
    places: Mapping[str, str]


@dataclass
class Clock:
    """A clock that is moved on purpose."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        """The moment it stands at."""
        return self.moment


def demo(folder: Path) -> World:
    """The fictional organisation, with two more waves planned."""
    with closing(Store(Settings(data=folder))) as store:
        build_demo(store)
        _plan_more(store)
        return _world("demo", store)


def large(folder: Path, units: int, people: int) -> World:
    """Areas of 20 teams, published waves with a figure in every cell, one open, some planned."""
    clock = Clock(datetime.now(UTC) - PUBLISHED * EVERY - timedelta(days=3))
    with closing(Store(Settings(data=folder), clock=clock)) as store:
        areas = [Unit(f"a{n}", f"Area {n}", "org") for n in range(max(1, units // 20))]
        teams = units - len(areas) - 1
        tree = [Unit("org", "Organisation", None), *areas]
        tree += [Unit(f"t{n}", f"Team {n}", areas[n % len(areas)].key) for n in range(teams)]
        everybody = [
            Person(
                f"p{n}",
                f"Person Number {n}",
                f"p{n}@example.org" if n % 50 else "",
                "en",
                f"t{n % teams}",
                f"t{n}" if n < teams else None,
            )
            for n in range(people)
        ]
        apply_people(store, units=tree, people=everybody, actor="bench", detail="")
        grant(store, person=f"p{people - 1}", role=Role.HR, actor="bench")
        for number in range(PUBLISHED):
            _publish(store, clock, number)
            clock.moment += EVERY
        store.renew_copy()
        clock.moment = datetime.now(UTC) - timedelta(days=2)
        _open(store, _plan(store, "open", clock.moment))
        clock.moment = datetime.now(UTC)
        _plan_more(store)
        return _world("large", store)


def _plan(store: Store, key: str, opens: datetime) -> str:
    asks = load_instruments(CONTENT / "instruments")["standard"]
    plan = Plan(key, f"Pulse {key}", asks, opens, opens + timedelta(days=11), 5)
    plan_wave(store, plan, actor="bench", state=State.SCHEDULED)
    return key


def _plan_more(store: Store) -> None:
    for number in range(1, PLANNED + 1):
        _plan(store, f"planned-{number}", store.now() + number * EVERY)


def _open(store: Store, key: str) -> None:
    """Open a wave whose invitations all went out, but for one in a thousand."""
    open_wave(store, key=key, actor="bench")
    wave = store.wave(key)
    mails = queue_invitations(store, wave)
    store.box(wave.id).errand(lambda box: box.execute(update(DeliveryRow).values(state="sent")))
    mark_invited(store, wave, actor="bench", detail=f"{mails} mails")


def _publish(store: Store, clock: Clock, number: int) -> None:
    key = _plan(store, f"w{number}", clock.moment)
    open_wave(store, key=key, actor="bench")
    wave = store.wave(key)
    mark_invited(store, wave, actor="bench", detail="")
    clock.moment = wave.closes
    close_wave(store, key=key, actor="bench")
    wave = store.wave(key)
    roster = roster_now(store, wave)
    first = list(made_up(wave.id, roster, wave.instrument, Random(number)))
    if number:
        copy_first(store, wave.id)
    cells = [] if number else first
    write_publication(store, wave, Publication(cells, {}, "made up"), actor="bench")
    sweep(store, store.wave(key))
    clock.moment = wave.opens


def _world(name: str, store: Store) -> World:
    """Who reads, and what they read about: the team of a leader, the area above it."""
    units, people = store.units(), store.people()
    hr = store.people_granted(Role.HR)[0]
    parents = {unit.parent for unit in units.values()}
    leads = (p for p in people.values() if p.active and p.leads and p.leads not in parents)
    leader = next(one for one in leads if one.key != hr)
    team = leader.leads or ""
    member = next(p for p in people.values() if p.active and p.unit == team and not p.leads)
    waves = {wave.state: wave.key for wave in store.waves()}
    return World(
        name,
        store.settings.data,
        {
            reader: enter(store, make_link(store, person=one, lasts=CONSOLE, once=True, actor="b"))
            for reader, one in {"hr": hr, "leader": leader.key, "member": member.key}.items()
        },
        {
            "unit": team,
            "area": units[team].parent or team,
            "last": waves[State.PUBLISHED],
            "open": waves[State.OPEN],
            "planned": waves[State.SCHEDULED],
        },
    )


def cpu(process: int) -> float:
    """Seconds of CPU a process has taken, all of its threads together, to the nanosecond."""
    return time.clock_gettime((~process << 3) | CPU_OF_A_PROCESS)


def until_idle(process: int) -> None:
    """Wait until a process has written its mails and rests: under 10 ms of CPU in a second."""
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
    with serving(world.folder, log=log) as app:
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
        with serving(folder, log=world.folder.with_name("log")) as app:
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
            world = _built(name, Path(folder) / "data", options)
            print(f"== {name}, goal {GOALS[name]} ms; load {os.getloadavg()[0]:.1f}", flush=True)
            found = just_published(world, views) if options.published else None
            for line in found or table(world, views, options.rounds):
                print(line, flush=True)


def _built(name: str, data: Path, options: argparse.Namespace) -> World:
    """A world, copied from where an earlier run kept it, or made."""
    kept = options.keep and options.keep / f"{name}-{options.units}-{options.people}"
    if not kept:
        return demo(data) if name == "demo" else large(data, options.units, options.people)
    if not kept.exists():
        demo(kept) if name == "demo" else large(kept, options.units, options.people)
    shutil.copytree(kept, data)
    with closing(Store(Settings(data=data))) as store:
        return _world(name, store)


if __name__ == "__main__":
    main()
