"""What the app's memory is after a day's work of 2,000 units, and after 20 uploads of 24 MB.

Run: python -m bench.memory [--units 2000] [--waves 13] [--visits 400]
The real app in a process of its own; a visit is a tab that opens a page of some unit and is closed.
It waits until closed tabs are forgotten and memory was given back: five minutes, twice.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from random import Random
from urllib.request import HTTPCookieProcessor, Request, build_opener

from bench.trend import build
from pages.ui.frame.session import SEAT
from survey.actions.organisation import apply_people, grant
from survey.actions.sign_in import CONSOLE, enter, make_link
from survey.memory import EVERY_SECONDS
from survey.organisation.structure import Person, Role
from survey.settings import Settings
from survey.store import Store
from tests.journeys.server import Server, serving
from tests.journeys.wire import tab

PAGES = ("trends", "sources", "maps", "conversation", "trends", "trends", "area", "try")
FILES = ("/report.csv", "/people.csv")
WARM_UP, UPLOADS, OF_A_TAB, AT_ONCE, MIB = 20, 20, 3, 9, 1024 * 1024
A_CLOSED_TAB = 75.0
"""Seconds after which the files of a closed tab are let go of, and a little."""
HEAD = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
Cookies = Mapping[str, str]


def main() -> None:
    """Build, warm up, work for a day, rest; then upload, close, rest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--waves", type=int, default=13)
    parser.add_argument("--visits", type=int, default=400)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, log = Path(folder) / "data", Path(folder) / "log"
        cookies = {SEAT: prepared(data, options.units, options.waves)}
        with serving(data, log=log, cold=True) as app:
            day(app, cookies, units=options.units, visits=options.visits)
            uploads(app, cookies)


def prepared(data: Path, units: int, waves: int) -> str:
    """The organisation with its publications; the session of somebody in HR."""
    with closing(Store(Settings(data=data))) as store:
        build(store, units, waves)
        hr = Person("hr", "HR", "", "en", "org")
        there = list(store.units().values())
        apply_people(store, units=there, people=[hr], actor="bench", detail="")
        grant(store, person="hr", role=Role.HR, actor="bench")
        link = make_link(store, person="hr", lasts=CONSOLE, once=True, actor="bench")
        return enter(store, link)


def day(app: Server, cookies: Cookies, *, units: int, visits: int) -> None:
    """Visit pages of one unit after another, files now and then; say how memory stands."""
    said("started", app)
    asked = addresses(units)
    for _ in range(WARM_UP):
        visit(app, next(asked), cookies)
    said(f"{WARM_UP} visits", app)
    for number in range(1, visits + 1):
        visit(app, next(asked), cookies)
        if number % max(1, visits // 4) == 0:
            for path in FILES:
                fetch(app, path, cookies)
            said(f"{number} visits and {len(FILES)} files", app)
    if visits:
        rest()
        said("rested", app)


def addresses(units: int) -> Iterator[tuple[str, str]]:
    """A page and what stands in its address, by lot."""
    chance = Random(7)
    while True:
        page = chance.choice(PAGES)
        unit = f"a{chance.randrange(units // 20)}" if page == "area" else None
        yield page, f"unit={unit or f't{chance.randrange(units)}'}"


def visit(app: Server, where: tuple[str, str], cookies: Cookies) -> None:
    """Open a page and close it."""
    page, query = where
    with tab(app, page, query=query, cookies=cookies):
        pass


def fetch(app: Server, path: str, cookies: Cookies) -> None:
    """Take a file, and keep none of it."""
    line = "; ".join(f"{name}={value}" for name, value in cookies.items())
    with build_opener().open(Request(app.at(path), headers={"Cookie": line})) as answer:
        while answer.read(MIB):
            pass


def uploads(app: Server, cookies: Cookies) -> None:
    """Upload as HR, three files in each tab, and close all tabs; as many as are taken at once."""
    before = said("before uploads", app)
    for tabs in range(0, UPLOADS, OF_A_TAB):
        if tabs and tabs % AT_ONCE == 0:
            said(f"{tabs} x 24 MB uploaded, tabs closed", app)
            time.sleep(A_CLOSED_TAB)
        with tab(app, "people", cookies=cookies) as opened:
            for number in range(tabs, min(tabs + OF_A_TAB, UPLOADS)):
                upload(app, opened.session, f"file-{number}", cookies)
    said(f"{UPLOADS} x 24 MB uploaded, tabs closed", app)
    rest()
    after = said("rested", app)
    print(f"after uploads: {after / before:.2f} x what it was before")


def upload(app: Server, session: str, name: str, cookies: Cookies) -> None:
    """Send 24 MB as a page sends them, with the token of its own."""
    jar = CookieJar()
    build_opener(HTTPCookieProcessor(jar)).open(app.at("/_stcore/health")).read()
    token = next(cookie.value for cookie in jar if cookie.name == "_streamlit_xsrf") or ""
    kept = {"_streamlit_xsrf": token, **cookies}
    headers = {
        "Cookie": "; ".join(f"{one}={value}" for one, value in kept.items()),
        "Content-Type": "multipart/form-data; boundary=edge",
        "X-Xsrftoken": token,
    }
    body = HEAD + os.urandom(24 * MIB) + b"\r\n--edge--\r\n"
    address = app.at(f"/_stcore/upload_file/{session}/{name}")
    build_opener().open(Request(address, body, headers, method="PUT")).read()


def rest() -> None:
    """Until closed tabs are forgotten (two minutes) and memory was given back after that."""
    time.sleep(EVERY_SECONDS + 150)


def said(when: str, app: Server) -> float:
    """Print and give the resident memory of the app, in MB."""
    lines = Path(f"/proc/{app.process}/status").read_text("utf-8").splitlines()
    (found,) = [line for line in lines if line.startswith("VmRSS:")]
    megabytes = int(found.split()[1]) / 1024
    print(f"{when}: {megabytes:.0f} MB", flush=True)
    return megabytes


if __name__ == "__main__":
    main()
