"""Attack 23, by all that HR has: learn from it who of twenty has answered while a wave is open.

The same wave twice, with the same keys and links, and HR does all it can; only who has answered is
swapped. All that HR sees, and whoever reads outbox, queue, main database, log or metrics, is the
same, and so is the work that each of HR's pages and each link takes: how many statements, which are
all that a clock can measure. Where nothing differs nobody guesses better than by chance.
"""

import logging
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, event, insert, inspect, text
from streamlit.testing.v1 import AppTest

from analytics.exports.formats import Format, as_file
from analytics.jobs.schedule import make_rounds, open_now
from analytics.reports.audit import audit_file
from commands.desk import Request
from commands.verbs import carry_out
from pages.respondent.answering import Answering
from pages.respondent.light import routes as light
from pages.respondent.light.page import SEND
from pages.respondent.sending import send as send_answers
from pages.ui.frame.session import language
from pages.web.bounds import TRAFFIC
from survey.actions.bounces import note_bounces
from survey.actions.organisation import grant
from survey.actions.people import edit_person
from survey.audit import Sought
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.storage import taking
from survey.storage.tables import BallotRow
from survey.store import Store
from tests import make
from tests.attacks.looking import content, screens
from tests.english import text as words
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor, visiting
from tests.make_mails import recipients, team, written
from tests.web.site import ask

PEOPLE, BOSS = 20, "ant-20"
HR = Viewer(BOSS, "Ant-20", "ant", None, frozenset({Role.HR}))
ON_PAPER = ("ant-18", "ant-19")
ALWAYS = ("ant-1", "ant-2", "ant-4", "ant-5", "ant-6")
ONE, OTHER = ("ant-3", "ant-8", "ant-18"), ("ant-7", "ant-9", "ant-19")
COMMANDS = (
    Request("wave list"),
    Request("check", {"anonymity": False}),
    Request("check", {"anonymity": True}),
)
TOKEN = "for whoever watches"
OF_THE_MACHINE = (b"memory", b"disk", b"open_files", b"silent")
"""Numbers of the machine, which are other ones in every run and are told of no wave."""
DRAWN = re.compile(rb"(name='receipt' value=|\?form=|data-sent=)'?[\w-]+")
"""What is drawn by lot for a form or a tab, and what a browser keeps of its own link."""
BY_LOT = {"set-cookie", "x-request-id"}
BOUNDARY = re.compile(rb'boundary="([^"]+)"')
Seen = dict[tuple[str, str], bytes]


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """A data folder: 20 people, two of them without an address, are invited to a wave."""
    folder = tmp_path / "opened"
    settings = Settings(data=folder, base_url="http://boat.example")
    with closing(Store(settings, clock=make.Clock(shipyard.TODAY))) as store:
        people = team(PEOPLE).people
        without = {who: replace(people[who], email="") for who in ON_PAPER}
        make.populate(store, team(PEOPLE))
        make.keep_people(store, without.values())
        grant(store, person=BOSS, role=Role.HR, actor=make.ACTOR)
        make.plan(store)
        open_now(store, key="w1", actor=make.ACTOR)
    return folder


@contextmanager
def visited(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """HR's seat before the pages of a data folder."""
    yield from visiting(folder, monkeypatch)


class Machine(logging.Handler):
    """What somebody at the machine sees beside the pages: lines of the log, and work done."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.statements = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, without its time and number."""
        if record.name.startswith("same_boat") or record.levelno >= logging.WARNING:
            self.lines.append(f"{record.levelname} {record.name} {record.getMessage()}")

    def count(self, *_: object) -> None:
        """One more statement."""
        self.statements += 1

    def since(self) -> int:
        """How many statements were made since this was asked before."""
        made, self.statements = self.statements, 0
        return made


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """The log of this process and the statements it makes; metrics begin at nothing."""
    machine = Machine()
    monkeypatch.setattr(TRAFFIC, "answers", Counter())
    here = logging.getLogger()
    before = here.level
    here.addHandler(machine)
    here.setLevel(logging.INFO)
    event.listen(Engine, "before_cursor_execute", machine.count)
    try:
        yield machine
    finally:
        event.remove(Engine, "before_cursor_execute", machine.count)
        here.setLevel(before)
        here.removeHandler(machine)


def story(folder: Path, answered: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> Seen:
    """All that is seen while HR does all it can to a wave that these people answer."""
    with visited(folder, monkeypatch) as desk, watched(monkeypatch) as machine:
        desk.store.settings = desk.store.settings.model_copy(
            update={"metrics_token": SecretStr(TOKEN)}
        )
        language()  # what a test tells a widget is worded outside any tab, which asks this once
        seen = look(desk, "at first", machine)
        give_another_address(desk.store, "ant-3", "ant-7")
        links = make.tokens(desk.store)
        for place, who in enumerate(sorted(answered, key=[*ALWAYS, *answered].index)):
            seen["sent", str(place)] = by_page(desk.store, links[who], place, machine)
        give_another_address(desk.store, "ant-8", "ant-9")
        note_bounces(desk.store, {"ant-3", "ant-7", "ant-10"}, viewer=HR)
        gone = replace(desk.store.people()["ant-11"], active=False)
        edit_person(desk.store, gone, viewer=HR)
        make_rounds(desk.store)
        seen |= look(desk, "with answers", machine) | {("cards", "made"): cards(desk)}
        desk.clock.move(days=4)
        desk.seats.clear()  # a session that lay unused is over
        make_rounds(desk.store)
        seen |= {("cards", "made again"): cards(desk, reason="The printer ate them.")}
        seen |= look(desk, "reminded", machine)
        for who, link in links.items():
            seen["link", who] = opened_again(desk.store, link, machine)
        # HR has the links on paper in its hands: it sends with both, and cannot tell whose counted.
        for place, who in enumerate(ON_PAPER):
            seen["sent again", who] = by_page(desk.store, links[who], 90 + place, machine)
        seen |= look(desk, "after all", machine)
        seen["log", "all of it"] = "\n".join(machine.lines).encode()
        mails = written(desk.store.settings.outbox / "wave-1" / "reminder")
        seen["reminders", "to"] = str(recipients(mails)).encode()
    return seen


def by_page(store: Store, link: str, place: int, machine: Machine) -> bytes:
    """Somebody fills in the light page and sends; what they get, and how much work it was."""
    said = {"i.B1": "3", "i.B2": "4", "i.A1": "2", "i.A2": "5", "i.S1": "1"}
    given = {"link": link, "receipt": f"number-{place}", **said}
    machine.since()
    status, headers, body = ask(store, SEND, method="POST", body=urlencode(given).encode())
    assert b"class='thanks'" in body
    body = DRAWN.sub(b"", body.replace(link.encode(), b"LINK"))
    return told_of(status, headers, machine) + body


def opened_again(store: Store, link: str, machine: Machine) -> bytes:
    """Somebody opens a link; what they get but for the number drawn for it, and the work."""
    machine.since()
    status, headers, body = ask(store, f"/i/{link}")
    return told_of(status, headers, machine) + DRAWN.sub(b"", body)


def told_of(status: int, headers: Mapping[str, str], machine: Machine) -> bytes:
    """An answer but for what is drawn by lot for it, with how many statements it took."""
    kept = sorted((name, value) for name, value in headers.items() if name not in BY_LOT)
    return repr((status, kept, machine.since())).encode()


def give_another_address(store: Store, *people: str) -> None:
    """HR has the mails of somebody sent to an address of its own."""
    for who in people:
        edit_person(store, replace(store.people()[who], email=f"hr-{who}@x.example"), viewer=HR)


def cards(desk: Visitor, *, reason: str = "") -> bytes:
    """The page on which cards were just made."""
    page = desk.sit_down(BOSS).open("hr/links.py")
    if reason:
        page.text_input[0].set_value(reason)
    pressed(page, words("links.cards_make"))
    assert not page.error
    return content(page)


def pressed(page: AppTest, label: str) -> None:
    """Press the button with this label."""
    next(button for button in page.button if button.label == label).click().run()


def look(desk: Visitor, when: str, machine: Machine, *, mails: bool = True) -> Seen:
    """Every page of HR, the record as a file, commands, the outbox, the queue, the database.

    And how many statements each page took, what is measured of the process, and its health.
    """
    store = desk.store
    desk.sit_down(BOSS)
    machine.since()
    seen: Seen = {}
    for page, sent in screens(desk, BOSS):
        seen[when, page] = sent
        seen[when, f"statements of {page}"] = str(machine.since()).encode()
    for address in ("/metrics", "/healthz", "/readyz"):
        _, _, body = ask(store, address, headers=[("authorization", f"Bearer {TOKEN}")])
        kept = [
            line for line in body.splitlines() if not any(one in line for one in OF_THE_MACHINE)
        ]
        seen[when, address] = b"\n".join(kept)
    seen |= {(when, f"{asked}"): repr(carry_out(store, asked)).encode() for asked in COMMANDS}
    seen[when, "record"] = b"".join(audit_file(store, Sought(), viewer=HR, language="en"))
    if mails:
        seen |= {(when, place): mail for place, mail in mails_of(store)}
    with store.reading() as connection:
        # Sessions are random; whose they are is in the record.
        for table in set(inspect(connection).get_table_names()) - {"sign_in"}:
            rows = connection.execute(text(f"SELECT * FROM {table}")).all()
            seen[when, f"table {table}"] = "\n".join(sorted(map(repr, rows))).encode()
    return seen


def mails_of(store: Store) -> Iterator[tuple[str, bytes]]:
    """Every mail in the outbox, and those that wait."""
    outbox = store.settings.outbox
    for mail in outbox.rglob("*.eml"):
        yield str(mail.relative_to(outbox)), unbound(mail.read_bytes())
    waiting = text("SELECT wave, occasion, person, state, tries, due FROM delivery")
    found = store.box(1).look(lambda box: sorted(map(repr, box.execute(waiting))))
    yield "queue", "\n".join(found).encode()


def unbound(mail: bytes) -> bytes:
    """A mail without the random line between its parts."""
    found = BOUNDARY.search(mail)
    assert found
    return mail.replace(found[1], b"")


def differing(opened: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[tuple[str, str]], Seen]:
    """Where two runs differ, and what was seen in the first."""
    runs = []
    for name, answered in (("one", ONE), ("other", OTHER)):
        folder = opened.with_name(name)
        shutil.copytree(opened, folder)
        runs.append(story(folder, (*ALWAYS, *answered), monkeypatch))
    one, other = runs
    return sorted(p for p in one.keys() | other.keys() if one.get(p) != other.get(p)), one


def test_nothing_that_is_mailed_or_shown_depends_on_who_has_answered(
    opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages, cards, mails, queue, record, tables: byte for byte; no mail goes where HR put it."""
    places, seen = differing(opened, monkeypatch)

    asked = sorted(f"{who}@boat.example" for who in team(PEOPLE).people if who not in ON_PAPER)
    assert places == []
    assert seen["reminders", "to"] == str(asked).encode()
    assert seen["cards", "made"].count(b"/i/1-") == 2 * len(ON_PAPER)
    assert not any(b"x.example" in mail for (_, place), mail in seen.items() if "eml" in place)
    print(f"attack 23: {len(seen)} places, {sum(map(len, seen.values())):,} bytes, the same twice")


def in_the_log(link: str) -> None:
    """A line that tells by which link somebody sent."""
    logging.getLogger("same_boat.x").info("Sent: %s", link)


def in_a_number(link: str) -> None:
    """A number that grows with the links that were used."""
    TRAFFIC.answers[1] += int.from_bytes(link.encode())


@pytest.mark.parametrize(("leak", "place"), [(in_the_log, "all of it"), (in_a_number, "/metrics")])
def test_a_line_or_a_number_that_tells_a_link_would_be_found(
    opened: Path, monkeypatch: pytest.MonkeyPatch, leak: Callable[[str], None], place: str
) -> None:
    """In the log, and among what is measured."""
    all_of_it = send_answers

    def telling(asked: Answering, *rest: Any, **more: Any) -> object:
        leak(asked.who.link_hash)
        return all_of_it(asked, *rest, **more)

    monkeypatch.setattr(light, "send", telling)
    places, _ = differing(opened, monkeypatch)

    assert place in {name for _, name in places}


def test_a_link_that_takes_other_work_once_it_was_used_would_be_found(
    opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an earlier release did it: nothing was written when somebody sent again."""
    monkeypatch.setattr(taking, "_take_one", _as_before)
    places, _ = differing(opened, monkeypatch)

    assert ("sent again", "ant-18") in places
    assert ("sent again", "ant-19") in places


def _as_before(connection: Connection, wave: int, send: taking.Envelope, *, alone: bool) -> None:
    _, unused = taking._claim(connection, wave, [send.link_hash], alone=alone)
    if unused:
        row = {"key": str(uuid4()), "wave": wave, "sealed": send.sealed}
        connection.execute(insert(BallotRow), [row])


def test_a_reminder_for_some_only_would_be_found(
    opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an earlier release sent it: to those whose link was not used."""
    all_of_them = Store.asked_addresses

    def silent(store: Store, wave: int) -> dict[str, str]:
        answered = make.spent(store)
        return {who: at for who, at in all_of_them(store, wave).items() if who not in answered}

    monkeypatch.setattr(Store, "asked_addresses", silent)
    places, _ = differing(opened, monkeypatch)

    assert ("reminders", "to") in places
    assert ("reminded", "queue") in places


def closed(folder: Path, answered: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> Seen:
    """All that is seen once the wave is published, where these people all said the same."""
    with visited(folder, monkeypatch) as desk, watched(monkeypatch) as machine:
        store, links = desk.store, make.tokens(desk.store)
        store.settings = store.settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
        for place, who in enumerate(sorted(answered, key=[*ALWAYS, *answered].index)):
            by_page(store, links[who], place, machine)
        desk.clock.move(days=8)
        make_rounds(store)
        # Mails of results have a link to read each, drawn by lot, and go to everybody asked.
        seen = look(desk, "closed", machine, mails=False)
        told = recipients(written(store.settings.outbox / "results-1"))
        seen["results", "to"] = str(told).encode()
        for who, link in links.items():
            seen["link", who] = opened_again(store, link, machine)
        seen["log", "all of it"] = "\n".join(machine.lines).encode()
        seen |= {("closed", f"{one}"): repr(carry_out(store, one)).encode() for one in COMMANDS}
        for form in Format:
            seen["closed", form] = b"".join(as_file(store, wave=None, form=form))
        with store.reading() as connection:
            for table in set(inspect(connection).get_table_names()) - {"sign_in"}:
                rows = connection.execute(text(f"SELECT * FROM {table}")).all()
                seen["closed", f"table {table}"] = "\n".join(sorted(map(repr, rows))).encode()
    return seen


def test_a_publication_tells_no_more_of_who_answered_than_its_bands(
    opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight of twenty say the same; which eight they were is in no page, file, table or log."""
    runs = []
    for name, answered in (("one", ONE), ("other", OTHER)):
        folder = opened.with_name(f"closed {name}")
        shutil.copytree(opened, folder)
        runs.append(closed(folder, (*ALWAYS, *answered), monkeypatch))
    one, other = runs

    assert one.keys() == other.keys()
    assert [place for place in one if one[place] != other[place]] == []
    assert len(one) > 30
