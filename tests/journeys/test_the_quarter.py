"""A quarter as HR runs it, in a real browser: people, a series, answers, reminders, results.

And what came before: a past wave from another tool. Time is moved by a clock that the app reads.
"""

import csv
import email
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from io import StringIO
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, Page, expect

from commands.desk import Request, ask
from commands.verbs import carry_out
from survey.settings import Settings
from tests.english import text
from tests.histories.makers import Said, limesurvey_codes
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, choose, faults, settled, too_wide
from tests.journeys.clocked_app import CLOCK
from tests.journeys.server import Server, serving
from tests.journeys.test_the_journey import answer, download
from tests.journeys.wire import form

pytestmark = pytest.mark.browser
PATIENCE = 60.0
MONDAY = datetime(2026, 9, 7, 9, tzinfo=UTC)
OPENS = datetime(2026, 9, 14, 8, tzinfo=UTC)
SILENT = ("Person 3", "Person 9")
ASKS = shipyard.instrument()


@dataclass
class Quarter:
    """A running app, the clock it reads, and the folder its mails are written to."""

    app: Server
    clock: Path
    outbox: Path

    def move(self, moment: datetime) -> None:
        """Let it be another time, all at once."""
        later = self.clock.with_suffix(".later")
        later.write_text(moment.isoformat(), "utf-8")
        later.replace(self.clock)

    def mails(self, subject: str, *, many: int) -> dict[str, EmailMessage]:
        """The mails of a subject by whom they are to, as soon as there are so many."""
        until = monotonic() + PATIENCE
        while len(found := dict(self._mails(subject))) < many and monotonic() < until:
            sleep(0.1)
        assert len(found) == many, f"{len(found)} mails of {subject}; {self.app.log.read_text()}"
        return found

    def _mails(self, subject: str) -> Iterator[tuple[str, EmailMessage]]:
        # What a closing wave leaves behind goes while we look; we look again.
        with suppress(FileNotFoundError):
            for file in self.outbox.rglob("*.eml"):
                mail = email.message_from_bytes(file.read_bytes(), policy=default)
                assert isinstance(mail, EmailMessage)
                if subject in (mail["Subject"] or ""):
                    yield mail["To"].addresses[0].display_name, mail


def link(mail: EmailMessage) -> str:
    """The one address in a mail's words."""
    body = mail.get_body(("plain",))
    assert body is not None
    (found,) = set(re.findall(r"http://\S+", body.get_content()))
    return str(found)


def culture_amp() -> bytes:
    """A head, two managers and their teams of seven, as Culture Amp exports people."""
    header = "Name,Employee Id,Email,Date of Birth,Start Date,Language,Manager Email,Job Title"
    heads = ["Head,1,head@boat.example,1970-01-01,2010-01-01,English,,Head"]
    heads += [
        f"Manager {team},{team},manager{team}@boat.example,1980-01-01,2012-01-01,English,"
        "head@boat.example,Manager"
        for team in (2, 3)
    ]
    members = [
        f"Person {n},{10 + n},person{n}@boat.example,1990-01-01,2020-01-01,English,"
        f"manager{2 + n % 2}@boat.example,Sailor"
        for n in range(1, 15)
    ]
    return "\n".join([header, *heads, *members]).encode()


@pytest.fixture
def quarter(tmp_path: Path) -> Iterator[Quarter]:
    """An empty installation on a Monday morning."""
    clock = tmp_path / "clock"
    clock.write_text(MONDAY.isoformat(), "utf-8")
    script = str(Path(__file__).with_name("clocked_app.py"))
    data = tmp_path / "data"
    places = {CLOCK: str(clock)}
    with serving(data, log=tmp_path / "log", places=places, script=script) as app:
        yield Quarter(app, clock, data / "outbox")


@pytest.fixture
def visits(browser: Browser) -> Iterator[Visits]:
    """Tabs of people who are not known yet."""
    visits = Visits(browser, {})
    yield visits
    visits.close()
    assert not visits.complaints


def administrator_link(quarter: Quarter) -> str:
    """The link that the console prints; the app hands it over while it runs."""
    settings = Settings(data=quarter.clock.parent / "data", base_url=quarter.app.url)
    reply = ask(settings, Request("welcome", {"demo": "no"}), carry_out)
    (found,) = re.findall(r"http\S+/enter/\S+", "\n".join(reply.lines))
    return str(found)


def people_come_in(desk: Page) -> None:
    """A file of another tool, looked at, then confirmed: managers become leaders of teams."""
    desk.goto("/people")
    upload = {"name": "export.csv", "mimeType": "text/csv", "buffer": culture_amp()}
    desk.locator("input[type=file]").first.set_input_files(upload)  # type: ignore[arg-type]
    desk.get_by_role("button", name=text("people.do_import")).click()
    expect(desk.get_by_text(text("people.imported"))).to_be_visible()


def a_series_is_planned(desk: Page) -> None:
    """Three short pulses, four weeks apart, seen as a table and then kept."""
    desk.goto("/waves")
    desk.get_by_text(text("waves.plan"), exact=True).click()
    desk.get_by_text(text("plan.every", weeks=4), exact=True).click()
    desk.get_by_role("spinbutton", name=text("waves.count")).fill("3")
    choose(desk, text("waves.instrument"), "Short pulse")
    desk.get_by_role("button", name=text("plan.schedule_all", count=3)).click()
    expect(desk.get_by_text("Pulse, week 38").first).to_be_visible()


def everybody_answers(quarter: Quarter, phone: Page, mails: dict[str, EmailMessage]) -> None:
    """One on a phone; the others by the same pages, without a browser; two do not yet."""
    first, *others = [who for who in mails if who not in SILENT]
    phone.goto(link(mails[first]))
    answer(phone, "Agree")
    phone.get_by_role("button", name=text("form.send")).click()
    expect(phone.get_by_role("heading", name=text("sent.title"))).to_be_visible()
    for who in others:
        send_without_browser(quarter.app, link(mails[who]), "Agree")


def send_without_browser(app: Server, address: str, value: str) -> None:
    """The same label for every statement, by a personal link."""
    with form(app, address.rpartition("/")[2]) as opened:
        for item in ASKS.statements:
            opened.say(next(label for label in opened.widgets if item.text in label), value)
        opened.run(press=text("form.send"))
        assert text("sent.title") in opened.run().titles


def a_past_wave_comes_in(desk: Page, units: list[str]) -> None:
    """LimeSurvey's file of the spring before: found out, mapped, looked at, brought.

    Everybody gave a 2, so how many steps there were has to be said.
    """
    people = [
        Said(unit, {item.id: 2 for item in ASKS.statements}) for unit in units for _ in range(7)
    ]
    desk.goto("/history")
    sheet = limesurvey_codes(people, ASKS).text(separator=";", bom=True)
    upload = {"name": "lime.csv", "mimeType": "text/csv", "buffer": sheet}
    desk.locator("input[type=file]").first.set_input_files(upload)  # type: ignore[arg-type]
    expect(desk.get_by_text(text("history.tool.limesurvey")).first).to_be_visible()
    expect(desk.get_by_role("combobox", name=text("history.instrument"))).to_have_value(
        "Short pulse"
    )
    desk.get_by_text(text("history.scale.five"), exact=True).click()
    expect(desk.get_by_text(text("history.scale_unclear"))).to_have_count(0)
    desk.get_by_label(text("history.name"), exact=True).fill("Spring before")
    desk.get_by_label(text("history.key"), exact=True).fill("2026-03")
    for label, day in (("history.opened", "20260302"), ("history.closed", "20260313")):
        desk.get_by_role("group", name=text(label)).get_by_role("spinbutton").first.click()
        desk.keyboard.type(day)
    desk.get_by_role("button", name=text("history.look")).click()
    desk.get_by_role("button", name=text("history.bring")).click()
    expect(desk.get_by_text(text("history.published", wave="Spring before"))).to_be_visible()


def test_a_quarter_runs_without_help(quarter: Quarter, visits: Visits) -> None:
    """From an empty installation to a trend over two waves, by pages and mails alone."""
    desk = visits.tab(quarter.app, phone=False)
    desk.goto(administrator_link(quarter))
    desk.get_by_role("button", name=text("link.enter_now")).click()
    people_come_in(desk)
    a_series_is_planned(desk)

    quarter.move(OPENS)
    invitations = quarter.mails("two minutes for our team", many=17)
    everybody_answers(quarter, visits.tab(quarter.app), invitations)

    quarter.move(OPENS + timedelta(days=7))
    reminders = quarter.mails("open until", many=17)
    assert {who: link(mail) for who, mail in reminders.items()} == {
        who: link(mail) for who, mail in invitations.items()
    }

    quarter.move(OPENS + timedelta(days=14))
    results = quarter.mails("how we are doing", many=17)
    reader = visits.tab(quarter.app)
    reader.goto(link(results["Person 1"]))
    expect(reader.get_by_text("Belonging is at 80.")).to_be_visible()
    assert (faults(reader), too_wide(reader)) == ([], False)

    desk.goto(administrator_link(quarter))
    desk.get_by_role("button", name=text("link.enter_now")).click()
    expect(desk.locator("h1")).to_contain_text([text("quarter.menu")])
    desk.goto("/reports")
    rows = list(csv.DictReader(StringIO(download(desk))))
    teams = {row["unit"]: row["n_band"] for row in rows if is_shown(row, "belonging", "team")}
    assert sorted(teams.values()) == ["5 to 7", "5 to 7"]

    a_past_wave_comes_in(desk, sorted(teams))
    reader.goto("/trends")
    expect(
        reader.get_by_text(re.compile("Belonging rose by .* this wave, from about"))
    ).to_be_visible()
    settled(reader)


def is_shown(row: dict[str, str], measure: str, scope: str) -> bool:
    """Whether a row of the report shows this measure of a team or an area."""
    return (row["measure"], row["scope"], row["shown"]) == (measure, scope, "yes")
