"""Promises of the end and of the disk: a stop loses nothing, a disk that fails is said."""

import asyncio
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPException
from itertools import cycle
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from websockets.exceptions import WebSocketException

from app import lifespan
from bench.visits import light, streamlit
from pages.ui.frame import session
from pages.web import health
from survey.settings import ROOT, Settings
from survey.store import Store
from tests.journeys.server import free_port, serving
from tests.journeys.tabs import Yard
from tests.make import Clock, Universe, answer, answers_of, populate, spent, start
from tests.web.site import waited_for

FEW = Universe({"all": 30}, {"all": None}, ())
ASKED = -signal.SIGTERM
"""Ended by the signal it was asked with: systemd and containers take that as well."""


def test_what_is_under_way_when_the_app_ends_is_finished(
    duckdb_settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was told that their answers are in finds them there."""
    monkeypatch.setattr(session, "_here", dict(session._here))
    monkeypatch.setattr(health, "_loops", [])
    with closing(Store(duckdb_settings, clock=clock)) as store:
        populate(store, FEW)
        links = start(store)
    kept, begun = list[str](), Event()

    def send(who: str) -> None:
        # Whatever comes after the end is refused in one way or another; it was not acknowledged.
        with suppress(Exception):
            answer(session.store(), links[who], answers_of(who))
            kept.append(who)
            begun.set()

    async def live() -> None:
        with ThreadPoolExecutor(4) as people:
            async with lifespan(duckdb_settings, clock=clock, rounds=60)(None):
                for who in links:
                    people.submit(send, who)
                await asyncio.to_thread(begun.wait)

    waited_for(live())
    with closing(Store(duckdb_settings, clock=clock)) as store:
        assert kept
        assert set(kept) <= spent(store)


@pytest.mark.server
@pytest.mark.long
def test_a_stop_that_is_asked_for_while_people_send_loses_nothing(lane: Yard) -> None:
    """It ends as it was asked to and within its time; the next start goes on where it stopped."""
    app, thanked = lane.start(), list[str]()
    with ThreadPoolExecutor(6) as people:
        for visit, who in zip(cycle((light, streamlit)), lane.links):
            people.submit(send, visit, lane, who, thanked)
        until(lambda: len(thanked) >= 2)
        began = monotonic()
        os.kill(app.process, signal.SIGTERM)
        code = app.ended()
        took = monotonic() - began
    log = app.log.read_text("utf-8")

    assert code in {0, ASKED}
    assert took < 90
    assert "Traceback" not in log
    found = lane.found()
    assert set(thanked) <= found.who
    assert len(found.ballots) == len(found.who) < len(lane.links)
    lane.start()
    for who in lane.links.keys() - found.who:
        light(lane.port, lane.links[who])
    assert lane.found().who == set(lane.links)


def send(visit: Callable[[int, str], int], lane: Yard, who: str, thanked: list[str]) -> None:
    """Answer; who was thanked is noted, who was not may try again."""
    with suppress(OSError, AssertionError, HTTPException, WebSocketException):
        visit(lane.port, lane.links[who])
        thanked.append(who)


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that others do."""
    end, rest = monotonic() + 60, Event()
    while not condition():
        assert monotonic() < end, "it did not happen"
        rest.wait(0.02)


# A disk of its own, in a name space of its own

FILLS = """
mount -t tmpfs -o size={size}m,mode=0700 none {at} && cp -a {data}/. {at} || exit 9
{then}
exec "$0" "$@"
"""
UNTIL_IT_ENDS = """
( while kill -0 $$; do
    if [ -e {told}/fill ]; then dd if=/dev/zero of={at}/fill bs=1k; mv {told}/fill {told}/full; fi
    if [ -e {told}/free ]; then rm {at}/fill; mv {told}/free {told}/freed; fi
    sleep 0.1
  done ) 2>/dev/null &
"""


def on_a_disk(data: Path, at: Path, *, size: int, then: str) -> Sequence[str]:
    """A command before the app's: its data lie on a small disk that only it sees."""
    at.mkdir()
    try:
        subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", at], check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine gives no process a disk of its own")
    places = {"at": shlex.quote(str(at)), "data": shlex.quote(str(data))}
    return ("unshare", "-rm", "sh", "-c", FILLS.format(size=size, then=then, **places))


@pytest.mark.server
@pytest.mark.long
@pytest.mark.parametrize("command", ["app", "check"])
def test_a_disk_that_is_read_only_is_said_in_words(
    lane: Yard, tmp_path: Path, command: str
) -> None:
    """The start ends with a sentence and a code that is not 0; a command too."""
    at = tmp_path / "disk"
    within = on_a_disk(lane.data, at, size=200, then=f"mount -o remount,ro {at}")
    start = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={free_port()}"]
    check = [sys.executable, "admin.py", "check"]
    ran = subprocess.run(
        [*within, *(start if command == "app" else check)],
        cwd=ROOT,
        env=os.environ | {"SAME_BOAT_DATA": str(at)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = ran.stdout + ran.stderr

    assert ran.returncode not in {0, 9}, said
    assert "cannot be written to" in said
    assert "Traceback" not in said


@pytest.mark.server
@pytest.mark.long
def test_a_disk_that_is_full_is_said_in_words_and_empty_again_needs_no_restart(
    lane: Yard, tmp_path: Path
) -> None:
    """Who sends meanwhile is told that it did not work and may try again; nobody is thanked."""
    at, told = tmp_path / "disk", tmp_path / "told"
    told.mkdir()
    then = UNTIL_IT_ENDS.format(at=at, told=told)
    within = on_a_disk(lane.data, at, size=120, then=then)
    one, other, third = list(lane.links)[:3]
    with serving(at, log=tmp_path / "log", port=lane.port, within=within) as app:
        light(lane.port, lane.links[one])
        (told / "fill").touch()
        until((told / "full").exists)
        with pytest.raises(AssertionError, match="nobody was thanked"):
            light(lane.port, lane.links[other])
        (told / "free").touch()
        until((told / "freed").exists)
        light(lane.port, lane.links[other])
        light(lane.port, lane.links[third])
        log = app.log.read_text("utf-8")

    assert "Traceback" not in log
