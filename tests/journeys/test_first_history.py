"""The first morning of HR, in a real browser: people and two years of history, from five tools.

The files are made by a generator that knows nothing of the importer (tests/histories/compose.py).
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.english import text
from tests.histories.compose import From, Kinds, Letters, Scale, made
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, faults, settled, too_wide
from tests.journeys.test_the_quarter import (  # noqa: F401
    Quarter,
    administrator_link,
    quarter,
    visits,
)

pytestmark = pytest.mark.browser
ITEMS = [item.id for item in shipyard.instrument().statements]
TEAMS = ("Kai", "Brücke", "Leuchtturm")


@dataclass(frozen=True)
class Past:
    """A wave of the past: from which tool, in which language and letters, and when it closed."""

    tool: From
    language: str
    letters: Letters
    scale: Scale
    named: str
    closed: str


HISTORY = (
    Past(From.TEXTS, "de", Letters.UTF8, Scale.LABELS, "limesurvey", "20240315"),
    Past(From.GOOGLE, "fr", Letters.MARKED, Scale.ENDS, "google", "20240920"),
    Past(From.MICROSOFT, "nl", Letters.UTF16, Scale.LABELS, "microsoft", "20250314"),
    Past(From.SURVEYMONKEY, "en", Letters.UTF8, Scale.LABELS, "surveymonkey", "20250919"),
    Past(From.PEAKON, "en", Letters.UTF8, Scale.POINT, "peakon", "20260313"),
)


def personio() -> bytes:
    """Everybody, as Personio exports them in German."""
    header = "Personalnummer;Vorname;Nachname;E-Mail;Team;Status;Austrittsdatum"
    rows = [
        f"{n:04};Vorname {n};Nachname {n};p{n}@boat.example;{TEAMS[n % 3]};Aktiv;"
        for n in range(1, 31)
    ]
    return "\n".join([header, *rows]).encode("cp1252")


def upload(desk: Page, name: str, file: bytes) -> None:
    """Choose a file in the first place that asks for one."""
    given = {"name": name, "mimeType": "text/csv", "buffer": file}
    desk.locator("input[type=file]").first.set_input_files(given)  # type: ignore[arg-type]


def people_come_in(desk: Page) -> None:
    """The file of another tool, looked at, then confirmed."""
    desk.goto("/people")
    upload(desk, "personio.csv", personio())
    expect(desk.get_by_text("By its column names this is a file of Personio.")).to_be_visible()
    desk.get_by_role("button", name=text("people.do_import")).click()
    expect(desk.get_by_text(text("people.imported"))).to_be_visible()


def a_wave_comes_in(desk: Page, past: Past, seed: int) -> None:
    """Its file: found out, looked at, named, brought."""
    kinds = Kinds(past.tool, past.language, past.letters, ";", past.scale, "1-4", frozenset(), seed)
    desk.goto("/history")
    upload(desk, "export.csv", made(kinds, ITEMS).file)
    expect(desk.get_by_text(text(f"history.tool.{past.named}")).first).to_be_visible()
    expect(desk.get_by_role("combobox", name=text("history.instrument"))).to_have_value(
        "Short pulse"
    )
    settled(desk)
    desk.get_by_label(text("history.name"), exact=True).fill(f"Wave of {past.named}")
    desk.get_by_label(text("history.key"), exact=True).fill(past.named)
    for label in ("history.opened", "history.closed"):
        desk.get_by_role("group", name=text(label)).get_by_role("spinbutton").first.click()
        desk.keyboard.type(past.closed)
    desk.get_by_role("button", name=text("history.look")).click()
    desk.get_by_role("button", name=text("history.bring")).click()
    done = text("history.published", wave=f"Wave of {past.named}")
    expect(desk.get_by_text(done)).to_be_visible()


@pytest.mark.parametrize("tools", [2, pytest.param(5, marks=pytest.mark.long)])
def test_people_and_two_years_of_history_come_in_on_the_first_morning(
    quarter: Quarter,  # noqa: F811
    visits: Visits,  # noqa: F811
    tools: int,
) -> None:
    """Five tools, four languages, and nothing changed by hand but names and days."""
    desk = visits.tab(quarter.app, phone=False)
    desk.goto(administrator_link(quarter))
    desk.get_by_role("button", name=text("link.enter_now")).click()
    expect(desk.get_by_role("button", name="Administrator")).to_be_visible()
    people_come_in(desk)
    for seed, past in enumerate(HISTORY[-tools:], start=3):
        a_wave_comes_in(desk, past, seed)

    desk.goto("/trends")
    chart = desk.get_by_role("figure", name=re.compile(f"over {tools} waves"))
    expect(chart).to_be_visible()
    assert (faults(desk), too_wide(desk)) == ([], False)
