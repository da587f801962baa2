"""A running app whose whole world is one folder: its data, its home, its temporary files, its log.

Whoever reads the world reads every byte that the app wrote anywhere.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection
from urllib.parse import urlsplit

from commands.desk import Request
from commands.desk import ask as hand_in
from commands.verbs import carry_out
from survey.answering.sending import send
from survey.errors import SameBoatError
from survey.questionnaire.answers import parse_answers, to_json
from survey.settings import Settings
from survey.store import Store
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.server import ROOT, Server, serving
from tests.journeys.wire import Tab
from tests.journeys.wire import form as form_of

CANARY = "Kanarienvogel9d41"
PRIVATE = ("keys", "outbox")
COMMENTS = "comments"
WAVE = "2026-canary"
AGREE = "Agree"
SILENT = ("keel-1", "keel-2", "keel-3")


@dataclass(frozen=True)
class World:
    """The folder of everything, the app when it runs, and what must stand nowhere in the clear."""

    folder: Path
    links: Mapping[str, str]
    seats: Mapping[str, str]
    doors: Mapping[str, str]
    secrets: Mapping[str, bytes] = field(default_factory=dict)
    app: Server | None = None

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    @property
    def places(self) -> dict[str, str]:
        """Where the app finds its home and its temporary files."""
        return {"TMPDIR": str(self.folder / "tmp"), "HOME": str(self.folder / "home")}

    @property
    def at(self) -> Server:
        """The running app."""
        assert self.app is not None
        return self.app

    def files(self, *, but: tuple[str, ...] = PRIVATE) -> dict[Path, bytes]:
        """Every file the app wrote, except in some folders of its data."""
        return {
            file: file.read_bytes()
            for file in sorted(self.folder.rglob("*"))
            if file.is_file() and not set(file.relative_to(self.folder).parts) & set(but)
        }

    def found(self, *, but: tuple[str, ...] = PRIVATE) -> dict[str, list[str]]:
        """Which secrets stand in which files."""
        files = self.files(but=but)
        read = sum(map(len, files.values()))
        print(f"attack 18: {len(files)} files, {read:,} bytes, for {len(self.secrets)} secrets")
        return {
            name: places
            for name, secret in self.secrets.items()
            if (places := [f"{file.name}" for file, content in files.items() if secret in content])
        }


def build(folder: Path) -> World:
    """The shipyard with a wave that is open now, where all but three wrote; and its secrets."""
    data = folder / "data"
    clock = make.Clock(datetime.now(UTC))
    with closing(Store(Settings(data=data), clock=clock)) as store:
        shipyard.settle(store)
        links = shipyard.open_a_wave(store, WAVE)
        asks = store.wave(WAVE).instrument
        forms = make.respondents(store, links, wave=WAVE)
        for who in links:
            if who not in SILENT:
                said = shipyard.said(asks, 4, seed=who)
                said |= {item.id: f"{CANARY} of {who}" for item in asks.prompts}
                send(store, forms[who], said)
        seats = {person: shipyard.seat(store, person) for person in shipyard.ROLES}
        doors = {person: shipyard.sign_in_link(store, person) for person in shipyard.ROLES}
        agreed = {item.id: 4 for item in asks.statements}
        body = to_json("keel", parse_answers(asks, agreed))
    for place in ("tmp", "home"):
        (folder / place).mkdir()
    secrets = {
        "a word of the attack": CANARY.encode(),
        "answers": body[: body.index(b"}")],
        "a ballot's body": b'"answers":{',
        "a widget of an answer": b"answer_",
        **{f"the link of {who}": link.partition("-")[2].encode() for who, link in links.items()},
        **{f"the session of {who}": seat.encode() for who, seat in seats.items()},
        **{f"the sign-in link of {who}": door.encode() for who, door in doors.items()},
    }
    return World(folder, links, seats, doors, secrets)


@contextmanager
def running(world: World) -> Iterator[World]:
    """The app over this world."""
    with serving(world.data, log=world.folder / "log", places=world.places) as app:
        yield replace(world, app=app)


def ask(
    world: World,
    path: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> int:
    """The status of one request that follows nothing."""
    line = HTTPConnection(urlsplit(world.at.url).netloc, timeout=60)
    with closing(line):
        line.request(method, path, body=body, headers=dict(headers or {}))
        response = line.getresponse()
        response.read()
        return response.status


def command(world: World, verb: str, **options: object) -> str:
    """What an operator's command says, in the running app or here; it is part of the world."""
    try:
        reply = hand_in(Settings(data=world.data), Request(verb, options), carry_out)
        files = (content.decode() for content in reply.files.values())
        said = "\n".join([*reply.lines, *files])
    except SameBoatError as refusal:
        said = f"{type(refusal).__name__}: {refusal}"
    with (world.folder / "said").open("a") as kept:
        kept.write(f"{said}\n")
    return said


def by_hand(world: World, *words: str) -> int:
    """The exit code of a command given in a shell; what it says is part of the world."""
    settings = {"SAME_BOAT_DATA": str(world.data)} | world.places
    line = [sys.executable, "admin.py", *words]
    with (world.folder / "said").open("ab") as kept:
        return subprocess.call(
            line, cwd=ROOT, env=os.environ | settings, stdout=kept, stderr=subprocess.STDOUT
        )


def shout(world: World, said: bytes) -> bytes:
    """What comes back for bytes that are no proper request."""
    place = urlsplit(world.at.url)
    with create_connection((place.hostname, place.port or 80), timeout=60) as line:
        line.sendall(said)
        return line.recv(65536)


def answer(world: World, who: str, *, comment: str, said: str = AGREE) -> Tab:
    """Open a personal link without a browser, answer everything, press Send until it is taken."""
    with form_of(world.at, world.links[who]) as form:
        fill(form, comment=comment, said=said)
        for _ in range(2):
            if text("form.send") in form.widgets:
                form.run(press=text("form.send"))
    return form


def fill(form: Tab, *, comment: str, said: str = AGREE) -> None:
    """Put the same into every statement, tick every sign, and write the same in every comment."""
    for label, widget in form.widgets.items():
        match type(widget).__name__:
            case "Radio":
                form.say(label, said)
            case "Checkbox":
                form.say(label, value=True)
            case "TextArea":
                form.say(label, comment)
