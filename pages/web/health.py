"""Is it alive, is it ready, how is it doing? For machines: no unit, no name, no figure."""

import hmac
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pages.ui.frame.session import store
from pages.web.bounds import TRAFFIC
from survey.background_loop import BackgroundLoop
from survey.backup.manifest import backups_in, read_manifest
from survey.errors import SameBoatError
from survey.release import version
from survey.settings import Settings
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import State

SILENT = 15 * 60.0
"""Closing the largest wave takes minutes; a loop that finished nothing for so long stands still."""
ROOM = 200 * 1024 * 1024
A_DAY_LATE = 26 * 3600
UNCACHED = {"Cache-Control": "no-store"}

_loops: list[BackgroundLoop] = []


def watch(loops: Sequence[object]) -> None:
    """Tell these pages what shall be at work."""
    _loops[:] = [one for one in loops if isinstance(one, BackgroundLoop)]


def health() -> list[Route]:
    """The addresses that tell how it is."""
    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]


async def alive(_: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok", headers=UNCACHED)


async def ready(_: Request) -> Response:
    """Whether everything it needs is there: 200, or 503 with what is not."""
    found = await run_in_threadpool(readiness, store())
    status = 200 if all(found.values()) else 503
    return JSONResponse(found, status_code=status, headers=UNCACHED)


def readiness(kept: Store) -> dict[str, bool]:
    """Each thing that is needed, and whether it is there."""
    return {
        "database": _reads(kept),
        "writable": _writes(kept.settings.data),
        "schedule": all(loop.silent_for < SILENT for loop in _loops),
        "space": shutil.disk_usage(kept.settings.data).free > ROOM,
        "keys": _keys(kept),
        "mail": all(one.silent_for < SILENT for one in _loops if one.name.startswith("mail")),
        "clock": not any(getattr(one, "held", False) for one in _loops),
        "backup": _backed_up(kept),
    }


def _reads(kept: Store) -> bool:
    try:
        kept.waves()
    except SameBoatError:
        return False
    return True


def _writes(folder: Path) -> bool:
    trial = folder / f".written-{os.getpid()}"
    try:
        trial.write_bytes(b"1")
        trial.unlink()
    except OSError:
        return False
    return True


def _keys(kept: Store) -> bool:
    with suppress(SameBoatError):
        for wave in kept.waves():
            if wave.state in {State.OPEN, State.CLOSED}:
                kept.keys.read(wave.id)
        return True
    return False


def _backed_up(kept: Store) -> bool:
    folder = kept.settings.backup_folder
    return folder is None or _backup_age(kept.settings, kept) < 2 * A_DAY_LATE


def _backup_age(settings: Settings, kept: Store) -> float:
    """Seconds since the last nightly backup; endless where there is none."""
    with suppress(SameBoatError):
        made = backups_in(settings.backup_folder) if settings.backup_folder else []
        if made:
            return (kept.now() - read_manifest(made[-1]).moment).total_seconds()
    return float("inf")


async def metrics(request: Request) -> Response:
    """Numbers for Prometheus, for whoever has the token; for anybody else there are none."""
    token = store().settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "").encode()
    if not token or not hmac.compare_digest(given, f"Bearer {token}".encode()):
        return PlainTextResponse(sentence("files.not_found"), status_code=404, headers=UNCACHED)
    lines = await run_in_threadpool(lambda: list(_metrics(store())))
    media = "text/plain; version=0.0.4"
    return PlainTextResponse("\n".join(lines) + "\n", headers=UNCACHED, media_type=media)


def _metrics(kept: Store) -> Iterator[str]:
    yield f'same_boat_info{{version="{version()}"}} 1'
    states = Counter(wave.state for wave in kept.waves())
    yield from (f'same_boat_waves{{state="{state}"}} {states[state]}' for state in State)
    for thing, well in readiness(kept).items():
        yield f'same_boat_ready{{what="{thing}"}} {int(well)}'
    for loop in _loops:
        yield f'same_boat_loop_silent_seconds{{loop="{loop.name}"}} {loop.silent_for:.1f}'
    yield from (
        f'same_boat_answers_total{{class="{kind}xx"}} {count}'
        for kind, count in sorted(TRAFFIC.answers.items())
    )
    yield f"same_boat_open_tabs {TRAFFIC.tabs.total()}"
    yield f"same_boat_refused_tabs_total {TRAFFIC.refused}"
    yield f"same_boat_open_files {len(os.listdir('/proc/self/fd'))}"  # noqa: PTH208
    yield f"same_boat_memory_bytes {_memory()}"
    yield f"same_boat_disk_free_bytes {shutil.disk_usage(kept.settings.data).free}"
    age = _backup_age(kept.settings, kept)
    if age != float("inf"):
        yield f"same_boat_backup_age_seconds {age:.0f}"


def _memory() -> int:
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
