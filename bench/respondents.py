"""Respondents' whole visits on both pages against a minimal Streamlit form with the same widgets.

Run: python -m bench.respondents [--visits 300] [--at-once 1 50]
All three servers are started here, warmed up and visited in turn. CPU is the server's own, what it
takes idle subtracted; visitors share the machine. Then whole sends through the store, 32 at once.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles

from bench.visits import bare, light, streamlit
from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people
from survey.actions.waves import Plan, plan_wave
from survey.answering.links import link_token
from survey.answering.respondent import respondent
from survey.answering.sending import send
from survey.organisation.structure import Person, Unit
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, Settings
from survey.store import Store
from tests.journeys.server import Server, serving

TEAMS, WARM_UP, SENDS, IDLE = 500, 30, 3000, 10.0
Visit = Callable[[int, str], int]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """What visits took: the server's CPU for each, how many a second, slowest, errors, bytes."""

    cpu_ms: float
    a_second: float
    p99: float
    errors: int
    first: int


def build(folder: Path, people: int) -> list[str]:
    """An organisation with an open wave; the tokens of its personal links."""
    with closing(Store(Settings(data=folder))) as store:
        units = [Unit("org", "Organisation", None)]
        units += [Unit(f"t{n}", f"Team {n}", "org") for n in range(TEAMS)]
        everybody = [Person(f"p{n}", f"P {n}", "", "en", f"t{n % TEAMS}") for n in range(people)]
        apply_people(store, units=units, people=everybody, actor="bench", detail="")
        instrument = load_instruments(CONTENT / "instruments")["standard"]
        now = store.now()
        plan = Plan("bench", "Bench", instrument, now, now + timedelta(days=2), 5)
        plan_wave(store, plan, actor="bench")
        open_wave(store, key="bench", actor="bench")
        wave = store.wave("bench")
        secret = store.keys.read(wave.id).links
        return [link_token(secret, wave.id, person.key) for person in everybody]


def asks() -> str:
    """How many statements, signs and comments the wave asks."""
    instrument = load_instruments(CONTENT / "instruments")["standard"]
    parts = instrument.statements, instrument.signs, instrument.prompts
    return " ".join(str(len(part)) for part in parts)


def cpu(process: int) -> float:
    """Seconds of CPU a process has taken, all of its threads together."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def measured(
    visit: Visit, server: Server, links: Sequence[str], *, at_once: int, idle: float
) -> Measured:
    """Visit once for each link."""
    took, first, errors = list[float](), 0, 0
    port, process = _port(server), server.process

    def one(link: str) -> int:
        begun = time.monotonic()
        size = visit(port, link)
        took.append(time.monotonic() - begun)
        return size

    before, begun = cpu(process), time.monotonic()
    with ThreadPoolExecutor(at_once) as visitors:
        for done in [visitors.submit(one, link) for link in links]:
            if done.exception() is None:
                first = done.result()
            else:
                errors += 1
    wall = time.monotonic() - begun
    spent = cpu(process) - before - idle * wall
    slowest = quantiles(took, n=100)[-1] if len(took) > 1 else 0.0
    return Measured(1000 * spent / max(1, len(took)), len(took) / wall, slowest, errors, first)


def _port(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def idle_cpu(server: Server) -> float:
    """How much CPU a server takes a second while nobody comes, once it has settled."""
    time.sleep(IDLE)
    before = cpu(server.process)
    time.sleep(IDLE)
    return (cpu(server.process) - before) / IDLE


def sends(folder: Path) -> str:
    """Whole sends through the store, from the link to the ballot on disk."""
    links = build(folder, SENDS)
    with closing(Store(Settings(data=folder))) as store:
        raw = {item.id: 4 for item in store.wave("bench").instrument.statements}
        for link in links[:WARM_UP]:
            send(store, respondent(store, link), raw)
        before = time.process_time()
        with ThreadPoolExecutor(32) as people:
            rest = links[WARM_UP:]
            list(people.map(lambda link: send(store, respondent(store, link), raw), rest))
        spent = time.process_time() - before
        kept = store.box(store.wave("bench").id).share_answered()[0]
    return f"sends, 32 at once: {(SENDS - WARM_UP) / spent:.0f} per CPU second, {SENDS - kept} lost"


def main() -> None:
    """Visit all three, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=300)
    parser.add_argument("--at-once", type=int, nargs="+", default=[1, 50])
    options = parser.parse_args()
    people = 2 * (options.visits + WARM_UP) * len(options.at_once) + 2
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        for line in compare(data, iter(build(data, people)), options.visits, options.at_once):
            print(line, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        print(sends(Path(folder)))


def compare(data: Path, links: Iterator[str], visits: int, at_once: Sequence[int]) -> Iterator[str]:
    """Each page in turn, for each number at once."""
    with ExitStack() as running:
        ours = running.enter_context(serving(data, log=data.with_name("log"), cold=True))
        form, script = data.with_name("form"), "bench/minimal_form.py"
        form.mkdir()
        log = form / "log"
        same = {"ASKS": asks()}
        theirs = running.enter_context(
            serving(form, log=log, script=script, places=same, cold=True)
        )
        pages = {"form": (bare, theirs), "light": (light, ours), "streamlit": (streamlit, ours)}
        for visit, server in pages.values():
            visit(_port(server), "" if visit is bare else next(links))
        idle = {server: idle_cpu(server) for server in (ours, theirs)}
        for many in at_once:
            base = 0.0
            for name, (visit, server) in pages.items():
                given = [""] * (visits + WARM_UP) if name == "form" else []
                given = given or list(islice(links, visits + WARM_UP))
                measured(visit, server, given[:WARM_UP], at_once=many, idle=idle[server])
                found = measured(visit, server, given[WARM_UP:], at_once=many, idle=idle[server])
                base = base or found.cpu_ms
                yield (
                    f"{many:3} at once, {name:9}: {found.cpu_ms:5.1f} ms CPU "
                    f"({found.cpu_ms / base:.2f} x the form), {found.a_second:5.1f}/s, "
                    f"p99 {found.p99:.2f} s, {found.errors} errors, {found.first} bytes first"
                )


if __name__ == "__main__":
    main()
