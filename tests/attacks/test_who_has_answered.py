"""Attack 23, by all that HR has: learn from it who of twenty has answered while a wave is open.

The same wave twice, with the same keys and links, and HR does all it can; only who has answered is
swapped. All that HR sees, and whoever reads outbox, queue, main database, log or metrics, is the
same, and so is the work that each of HR's pages and each link takes: how many statements, which are
all that a clock can measure. Where nothing differs nobody guesses better than by chance.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from streamlit.testing.v1 import AppTest

from analytics.exports.formats import Format, as_file
from analytics.jobs.schedule import make_rounds, open_now
from analytics.reports.audit import audit_file
from commands.desk import Request
from commands.verbs import carry_out
from survey.actions.bounces import note_bounces
from survey.actions.organisation import grant
from survey.actions.people import edit_person
from survey.audit import Sought
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from tests import make
from tests.attacks.looking import content, screens
from tests.english import text as words
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor, visiting
from tests.make_mails import recipients, team, written

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


def story(folder: Path, answered: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> Seen:
    """All that is seen while HR does all it can to a wave that these people answer."""
    with visited(folder, monkeypatch) as desk:
        seen = look(desk, "at first")
        give_another_address(desk.store, "ant-3", "ant-7")
        make.answer_all(
            desk.store,
            {who: link for who, link in make.tokens(desk.store).items() if who in answered},
        )
        give_another_address(desk.store, "ant-8", "ant-9")
        note_bounces(desk.store, {"ant-3", "ant-7", "ant-10"}, viewer=HR)
        gone = replace(desk.store.people()["ant-11"], active=False)
        edit_person(desk.store, gone, viewer=HR)
        make_rounds(desk.store)
        seen |= look(desk, "with answers") | {("cards", "made"): cards(desk)}
        desk.clock.move(days=4)
        desk.seats.clear()  # a session that lay unused is over
        make_rounds(desk.store)
        seen |= {("cards", "made again"): cards(desk, reason="The printer ate them.")}
        seen |= look(desk, "reminded")
        mails = written(desk.store.settings.outbox / "wave-1" / "reminder")
        seen["reminders", "to"] = str(recipients(mails)).encode()
    return seen


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


def look(desk: Visitor, when: str) -> Seen:
    """Every page of HR, the record as a file, commands, the outbox, the queue, the database."""
    store = desk.store
    seen = {(when, page): sent for page, sent in screens(desk, BOSS)}
    seen |= {(when, f"{asked}"): repr(carry_out(store, asked)).encode() for asked in COMMANDS}
    seen[when, "record"] = b"".join(audit_file(store, Sought(), viewer=HR, language="en"))
    outbox = store.settings.outbox
    for mail in outbox.rglob("*.eml"):
        seen[when, str(mail.relative_to(outbox))] = unbound(mail.read_bytes())
    queue = text("SELECT wave, occasion, person, state, tries, due FROM delivery")
    found = store.box(1).look(lambda box: sorted(map(repr, box.execute(queue))))
    seen[when, "queue"] = "\n".join(found).encode()
    with store.reading() as connection:
        # Sessions are random; whose they are is in the record.
        for table in set(inspect(connection).get_table_names()) - {"sign_in"}:
            rows = connection.execute(text(f"SELECT * FROM {table}")).all()
            seen[when, f"table {table}"] = "\n".join(sorted(map(repr, rows))).encode()
    return seen


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
    print(f"attack 23: {len(seen)} places, {sum(map(len, seen.values())):,} bytes, twice")


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
    with visited(folder, monkeypatch) as desk:
        links = make.tokens(desk.store)
        for who in answered:
            make.answer(desk.store, links[who], {"B1": 3, "B2": 4, "A1": 2, "A2": 5, "S1": True})
        desk.clock.move(days=8)
        make_rounds(desk.store)
        store = desk.store
        seen = {("closed", page): sent for page, sent in screens(desk, BOSS)}
        seen |= {("closed", f"{one}"): repr(carry_out(store, one)).encode() for one in COMMANDS}
        for form in Format:
            seen["closed", form] = b"".join(as_file(store, wave=None, form=form))
        with store.reading() as connection:
            # Receipts are random, and as many as were asked: tests/promise/test_receipts.py.
            for table in set(inspect(connection).get_table_names()) - {"sign_in", "receipt"}:
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
