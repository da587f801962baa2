"""Promise of the ten steps: whoever follows them gets https and a backup that is brought back.

What stands for something here: a proxy of the tests for Caddy (step 7), the libraries of the tests'
environment for those of step 4, this user for the one of step 2. The rest is run as it is written.
"""

import re
import shlex
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPMessage, HTTPSConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from pages.ui.frame.session import SEAT
from pages.web.headers import HSTS
from tests.deploy.test_deploy import UNIT, boat, prefix  # noqa: F401 (a fixture)
from tests.journeys.server import PATIENCE, free_port
from tests.journeys.test_stopping import until
from tests.journeys.tls import tls_in_front

pytestmark = [pytest.mark.server, pytest.mark.long]
START = re.compile(r"^ExecStart=(.+)$", re.MULTILINE)


@contextmanager
def started_as_the_unit_does(
    environment: Mapping[str, str], port: int, log: Path
) -> Iterator[None]:
    """The command of the unit, in the release's folder, with the environment of step 5."""
    found = START.search(UNIT)
    assert found is not None
    program, *words = shlex.split(found[1].replace("8501", str(port)))
    assert program == "/opt/same-boat/.venv/bin/streamlit"
    command = [sys.executable, "-m", "streamlit", *words]
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=environment["PREFIX"], env=environment, stdout=said, stderr=said
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


class Told(NamedTuple):
    """An answer: its status and its headers."""

    status: int
    headers: HTTPMessage


def asked(url: str, path: str, body: str = "", **headers: str) -> Told:
    """An answer over TLS; the certificate is one that nobody vouches for."""
    parts = urlsplit(url)
    context = ssl._create_unverified_context()
    name, port = parts.hostname or "", parts.port
    with closing(HTTPSConnection(name, port, context=context, timeout=PATIENCE)) as line:
        line.request("POST" if body else "GET", path, body or None, headers)
        with line.getresponse() as answer:
            answer.read()
            return Told(answer.status, answer.headers)


def answers(url: str, path: str) -> int:
    """The status of an address; 0 while nobody listens."""
    try:
        return asked(url, path).status
    except OSError:
        return 0


def test_whoever_follows_the_steps_gets_https_and_a_backup_that_is_brought_back(
    prefix: dict[str, str],  # noqa: F811
    tmp_path: Path,
) -> None:
    """Steps 6 to 10, while it runs: both addresses answer, a link lets in, the backup is whole."""
    inside, outside = free_port(), free_port()
    environment = prefix | {"SAME_BOAT_BASE_URL": f"https://localhost:{outside}"}
    backups = prefix["SAME_BOAT_BACKUP_FOLDER"]
    people = tmp_path / "people.csv"
    people.write_text("person_id,name,email,language,unit\np1,Ada,ada@boat.example,en,crew\n")
    with ExitStack() as running:
        url = running.enter_context(tls_in_front(inside, at=outside))
        log = tmp_path / "log"
        running.enter_context(started_as_the_unit_does(environment, inside, log))
        until(lambda: answers(url, "/healthz") == 200)
        # The first backup of the night is made in the first seconds.
        until(lambda: answers(url, "/readyz") == 200)

        assert asked(url, "/healthz").headers["strict-transport-security"] == HSTS
        said = boat(environment, "welcome").stdout
        link = re.search(rf"{re.escape(url)}/enter/(\S+)", said)
        assert link is not None, said
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": url}
        entered = asked(url, "/enter", urlencode({"token": link[1]}), **form)
        kept = entered.headers["set-cookie"]
        assert entered.status == 303
        assert kept.startswith(f"__Host-{SEAT}=")
        assert "; Secure" in kept
        assert asked(url, "/people.csv", Cookie=kept.partition(";")[0]).status == 200
        for words in (
            ("import", "people", str(people)),
            ("grant", "p1", "hr"),
            ("check",),
            ("backup", backups),
            ("restore", backups, "--rehearse"),
        ):
            done = boat(environment, *words)
            assert done.returncode == 0, (words, done.stdout, done.stderr)
    done = boat(
        environment | {"SAME_BOAT_DATA": str(tmp_path / "new" / "data")}, "restore", backups
    )
    assert "1 people" in done.stdout
    assert "Traceback" not in log.read_text("utf-8")
