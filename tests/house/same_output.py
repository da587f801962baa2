"""What comes out of two commits over the same data: `python -m tests.house.same_output REVISION`.

The demo is built by REVISION; then both commits write every report and paper of it and show every
page to HR, leaders and a member. Prints what differs to the byte; exit code 1 where anything does.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page, expect, sync_playwright

from survey.settings import ROOT
from tests.journeys.chromium import CHROMIUM, FLAGS, PATIENCE, settled
from tests.journeys.server import free_port, serving

SEAT = "same_boat_seat"
READERS = ("hr", "area leader", "leader", "member")
FILES = {
    "report.csv": ("report", "--all", "--format", "csv", "--columns", "{out}/columns.csv"),
    "report.xlsx": ("report", "--all", "--format", "xlsx"),
    "report.parquet": ("report", "--all", "--format", "parquet"),
    "comments.csv": ("comments", "--wave", "{wave}"),
}
PAGES = ("", "promise", "trends", "sources", "maps", "comments", "conversation", "area")
OF_HR = ("waves", "people", "questions", "links", "participation", "reports", "history", "quality")
MORE_OF_HR = ("retention", "settings", "preview")
DRAWN = """() => [...document.querySelectorAll('.js-plotly-plot')].map(
  plot => [plot.data, plot.layout.annotations, plot.layout.shapes])"""


def outputs(tree: Path, data: Path, seats: Mapping[str, str], *, port: int) -> dict[str, bytes]:
    """Every file, paper and page of a commit over some data, by name."""
    found: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as out:
        lines = [line.split() for line in _admin(tree, data, "wave", "list").splitlines()]
        wave = next(words[0] for words in reversed(lines) if words[1] == "published")
        for name, words in FILES.items():
            place = Path(out) / name
            said = [word.format(out=out, wave=wave) for word in words]
            _admin(tree, data, *said, "--out", str(place))
        found |= {file.name: file.read_bytes() for file in sorted(Path(out).iterdir())}
        found["check"] = _admin(tree, data, "check").encode()
    rows = csv.DictReader(StringIO(found["report.csv"].decode("utf-8-sig")))
    units = sorted({row["unit"] for row in rows})
    log = data.parent / f"{tree.name}.log"
    with serving(data, log=log, port=port, root=tree) as app, _browser() as browser:
        for unit in units:
            address = app.at(f"/paper.pdf?unit={unit}")
            found[f"paper of {unit}"] = _fetch(address, seats["hr"])
        for reader in READERS:
            page = _tab(browser, app.url, seats[reader])
            for path in (*PAGES, *((*OF_HR, *MORE_OF_HR) if reader == "hr" else ())):
                found[f"/{path} of {reader}"] = _words(page, f"{app.url}/{path}")
    return found


def _admin(tree: Path, data: Path, *words: str) -> str:
    environment = os.environ | {"SAME_BOAT_DATA": str(data), "PYTHONPATH": str(tree)}
    command = [sys.executable, "admin.py", *words]
    ran = subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    return ran.stdout


def _fetch(url: str, seat: str) -> bytes:
    asked = Request(url, headers={"Cookie": f"{SEAT}={seat}"})
    try:
        with urlopen(asked) as answer:
            return bytes(answer.read())
    except OSError as refused:
        return str(refused).encode()


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def _tab(browser: Browser, url: str, seat: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en")
    context.add_cookies([{"name": SEAT, "value": seat, "url": url}])
    return context.new_page()


def _words(page: Page, address: str) -> bytes:
    page.goto(address)
    settled(page)
    page.wait_for_timeout(300)
    drawn = json.dumps(page.evaluate(DRAWN), sort_keys=True)
    return f"{page.locator('.stMain').inner_text()}\n{drawn}".encode()


def _sit_down(tree: Path, data: Path, *, port: int) -> dict[str, str]:
    """The session of each reader, begun with the links that the demo's welcome prints."""
    said = _admin(tree, data, "welcome", "--demo", "yes")
    doors = dict(zip(READERS, re.findall(r"/enter/\S+", said), strict=True))
    seats = {}
    with (
        serving(data, log=data.parent / "seats.log", port=port, root=tree) as app,
        _browser() as browser,
    ):
        for reader, door in doors.items():
            with browser.new_context() as context:
                page = context.new_page()
                page.goto(app.at(door))
                for button in page.locator("form[action='/enter'] button").all():
                    button.click()
                cookies = {one["name"]: one["value"] for one in context.cookies()}
            seats[reader] = cookies[SEAT]
    return seats


def compared(revision: str) -> list[str]:
    """The names of all that differs between a revision and this tree."""
    expect.set_options(timeout=PATIENCE)
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, checked_out(revision) as base:
        built = Path(folder) / "built"
        seats = _sit_down(base, built, port=port)
        found = []
        for name, tree in (("before", base), ("now", ROOT)):
            data = Path(folder) / name / "data"
            shutil.copytree(built, data)
            found.append(outputs(tree, data, seats, port=port))
        before, now = found
        for name in sorted({n for n in before.keys() | now.keys() if before.get(n) != now.get(n)}):
            for side, content in (("before", before.get(name)), ("now", now.get(name))):
                (Path(tempfile.gettempdir()) / f"same-output.{side}").mkdir(exist_ok=True)
                kept = Path(tempfile.gettempdir()) / f"same-output.{side}" / name.replace("/", "_")
                kept.write_bytes(content or b"")
        print(f"{len(before)} outputs, {sum(map(len, before.values())):,} bytes")
        return sorted(n for n in before.keys() | now.keys() if before.get(n) != now.get(n))


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """The tree of a revision, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "worktree", "add", "--detach", str(tree), revision], check=True)
        try:
            yield tree
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], check=True)


if __name__ == "__main__":
    different = compared(sys.argv[1])
    print("\n".join(different) or "All the same.")
    raise SystemExit(bool(different))
