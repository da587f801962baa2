"""From a fallen score to a stated effect, in a real browser with the clock moved.

A team takes up what it sees, asks why, passes up what is not its own, bets two weeks on an idea,
and looks again two waves later; whoever is asked next reads what became of it. The app rests while
others answer: two waves of everybody's answers are sent by the actions that a press sends.
"""

import email
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.policy import default
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, Page, expect

from analytics.jobs.schedule import close_now
from survey.experiments.experiment import State, Whose
from survey.experiments.passing import Answer
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State as WaveState
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, choose, faults, settled, too_wide
from tests.journeys.clocked_app import CLOCK
from tests.journeys.server import Server, serving
from tests.journeys.test_the_journey import answer

pytestmark = pytest.mark.browser
PATIENCE = 60.0
SCRIPT = str(Path(__file__).with_name("clocked_app.py"))
BEGINS = shipyard.TODAY + timedelta(days=10)
PEOPLE = ("keel-1", "keel-lead", "deck-1", "deck-lead", shipyard.OVER_LEADERS)
IDEA = "One goal on the board"
LEARNED = "Naming what we drop was the hard part."


@dataclass(frozen=True)
class Loop:
    """A yard whose alignment fell, its clock, and the seats of those who act."""

    folder: Path
    seats: dict[str, str]

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.folder / "data"

    @contextmanager
    def running(self) -> Iterator[Server]:
        """The app over it, until the block ends."""
        places = {CLOCK: str(self.folder / "clock")}
        with serving(self.data, log=self.folder / "log", places=places, script=SCRIPT) as app:
            yield app

    @contextmanager
    def resting(self) -> Iterator[tuple[Store, make.Clock]]:
        """Its store while the app does not run, and a clock that goes on from there."""
        clock = make.Clock(datetime.fromisoformat((self.folder / "clock").read_text("utf-8")))
        with closing(Store(Settings(data=self.data), clock=clock)) as store:
            yield store, clock
        self.move(clock())

    def move(self, moment: datetime) -> None:
        """Let it be another time, all at once."""
        later = self.folder / "later"
        later.write_text(moment.isoformat(), "utf-8")
        later.replace(self.folder / "clock")

    def invitation(self, wave: str, person: str) -> str:
        """The words of somebody's invitation, as soon as it is written."""
        until = monotonic() + PATIENCE
        while monotonic() < until:
            for file in (self.data / "outbox").rglob("*.eml"):
                mail = email.message_from_bytes(file.read_bytes(), policy=default)
                body = mail.get_body(("plain",))
                if wave in str(mail["Subject"]) and person in str(mail["To"]) and body:
                    return str(body.get_content())
            sleep(0.1)
        raise AssertionError((self.folder / "log").read_text("utf-8"))


@pytest.fixture
def loop(built: Path, tmp_path: Path) -> Loop:
    """The yard on the day its newest wave closed."""
    shutil.copytree(built, tmp_path / "data")
    clock = make.Clock(BEGINS)
    with closing(Store(Settings(data=tmp_path / "data"), clock=clock)) as store:
        close_now(store, key=shipyard.OPEN_WAVE, actor=make.ACTOR)
        seats = {person: shipyard.seat(store, person) for person in PEOPLE}
    (tmp_path / "clock").write_text(BEGINS.isoformat(), "utf-8")
    return Loop(tmp_path, seats)


@pytest.fixture
def visits(browser: Browser, loop: Loop) -> Iterator[Visits]:
    """Tabs of those who act."""
    visits = Visits(browser, loop.seats)
    yield visits
    visits.close()
    assert not visits.complaints


def press(page: Page, label: str) -> None:
    """Press a button by its words, and wait for what comes of it."""
    page.get_by_role("button", name=label, exact=True).first.click()
    settled(page)


def a_figure_is_taken_up(page: Page, unit: str) -> None:
    """On the page that shows it."""
    page.goto(f"/trends?unit={unit}&wave=2026-04")
    settled(page)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    page.get_by_text(text("try.take_up_here")).click()
    choose(page, text("try.signal"), "Alignment")
    press(page, text("try.begin"))
    expect(page.get_by_text(text("try.whys.none"))).to_be_visible()


def asked_why(page: Page) -> None:
    """Twice, and whose the second one is; it goes up."""
    for why in ("We do not know which goal comes first.", "Goals change without a reason."):
        page.get_by_role("textbox", name=text("try.whys.add")).last.fill(why)
        page.get_by_role("button", name=text("try.save"), exact=True).first.click()
        expect(page.get_by_text(why).first).to_be_visible()
        settled(page)
    opened = page.get_by_test_id("stPopoverBody")
    page.get_by_role("button", name=text("try.edit"), exact=True).last.click()
    opened.get_by_text(text(f"try.whose.{Whose.NOT_OURS.replace(' ', '_')}"), exact=True).click()
    opened.get_by_role("button", name=text("try.save"), exact=True).click()
    expect(page.locator(".try-badge", has_text=text("try.whose.not_ours"))).to_be_visible()
    settled(page)
    if not opened.is_visible():
        page.get_by_role("button", name=text("try.edit"), exact=True).last.click()
    opened.get_by_role("button", name=text("try.whys.pass"), exact=True).click()
    expect(page.get_by_text(text("try.whys.waits"))).to_be_visible()
    settled(page)
    page.keyboard.press("Escape")


def a_bet_is_made(page: Page) -> None:
    """With an idea that others know, for two weeks."""
    page.get_by_text(text("try.ideas.add")).click()
    choose(page, text("try.ideas.starter"), IDEA)
    asked = page.get_by_role("textbox", name=text("try.ideas.name"))
    expect(asked).to_have_value(IDEA)
    settled(page)
    form = page.get_by_test_id("stExpander").filter(has=asked)
    form.get_by_role("button", name=text("try.save"), exact=True).click()
    settled(page)
    expect(page.get_by_text(text("try.bet.shows"))).to_be_visible()
    press(page, text("try.bet.make"))
    expect(page.get_by_text("Too early to say")).to_be_visible()


def it_is_answered_above(page: Page) -> None:
    """By whoever leads there, from what stands on their first page."""
    page.goto("/")
    page.get_by_role("link", name=re.compile(text("try.passed.open", count=1))).first.click()
    settled(page)
    expect(page.get_by_text("Goals change without a reason.")).to_be_visible()
    label = text(f"try.answer.{Answer.WE_DO.replace(' ', '_')}")
    page.get_by_text(label, exact=True).click()
    page.get_by_role("textbox", name=text("try.passed.because")).fill("Each change has its why.")
    page.get_by_role("group", name=text("try.passed.day")).get_by_role("spinbutton").first.click()
    page.keyboard.type("20260930")
    press(page, text("try.passed.send"))
    expect(page.get_by_text("Each change has its why.")).to_be_visible()


def two_waves_later(loop: Loop, *, mood: float) -> None:
    """Everybody answers twice, one more wave is planned, and whoever acts signs in again."""
    with loop.resting() as (store, clock):
        clock.move(days=22)
        for wave in ("2026-08", "2026-09"):
            shipyard.publish_a_wave(store, wave, clock=clock, mood=mood)
            clock.move(days=20)
        opens, asks = clock() + timedelta(days=2), shipyard.instrument()
        make.plan(store, "2026-10", state=WaveState.SCHEDULED, opens=opens, days=10, asks=asks)
        loop.seats.update({person: shipyard.seat(store, person) for person in PEOPLE})


def looked_at_again(page: Page, unit: str, *, said: str, decision: State) -> None:
    """From the overview, on its day; what is adapted goes on with the same chain."""
    page.goto(f"/trends?unit={unit}")
    waits = page.get_by_role("link", name=re.compile(text("try.bet.due"))).first
    expect(waits).to_be_visible()
    waits.click()
    settled(page)
    expect(page.get_by_text(said).first).to_be_visible()
    page.get_by_role("textbox", name=text("try.decide.text")).fill(LEARNED)
    press(page, text(f"try.decide.{decision}"))
    if decision is State.ADAPTED:
        expect(page.locator(".try-badge", has_text=text("try.state.thinking"))).to_be_visible()
        expect(page.get_by_text("Goals change without a reason.")).to_be_visible()
        page.get_by_role("link", name=text("try.follows", title=IDEA)).click()
    expect(page.locator(".try-badge", has_text=text(f"try.state.{decision}"))).to_be_visible()


def said_of(key: str) -> str:
    """The middle of a sentence of an effect, without its figures."""
    return text(key, measure="Alignment", after="|", waves="|", least="|", most="|").split("|")[2]


@pytest.mark.parametrize(
    ("unit", "mood", "key", "decision"),
    [
        ("keel", 5.0, "effect.rose", State.KEPT),
        pytest.param("keel", 3.2, "effect.anyway", State.ADAPTED, marks=pytest.mark.long),
        pytest.param("deck", 1.3, "effect.fell", State.DROPPED, marks=pytest.mark.long),
    ],
)
def test_a_fallen_score_becomes_a_bet_and_the_bet_an_effect(  # noqa: PLR0917
    loop: Loop, visits: Visits, unit: str, mood: float, key: str, decision: State
) -> None:
    """Each thing that can be said of it, and each decision there is."""
    with loop.running() as app:
        team = visits.tab(app, person=f"{unit}-1", phone=False)
        a_figure_is_taken_up(team, unit)
        asked_why(team)
        a_bet_is_made(team)
        assert (faults(team), too_wide(team)) == ([], False)
        above = visits.tab(app, person=shipyard.OVER_LEADERS)
        it_is_answered_above(above)
        team.reload()
        expect(team.get_by_text("Each change has its why.")).to_be_visible()
    two_waves_later(loop, mood=mood)
    with loop.running() as app:
        team = visits.tab(app, person=f"{unit}-lead")
        looked_at_again(team, unit, said=said_of(key), decision=decision)
        loop.move(datetime.fromisoformat((loop.folder / "clock").read_text()) + timedelta(days=3))
        mail = loop.invitation("2026-10", f"{unit}-1")
        assert LEARNED in " ".join(mail.split())
        phone = visits.tab(app)
        phone.goto(re.findall(r"http://\S+/i/\S+", mail)[0] + "?page=streamlit")
        answer(phone, "Agree")
        phone.get_by_role("button", name=text("form.send")).click()
        expect(phone.get_by_role("heading", name=text("sent.title"))).to_be_visible()
        expect(phone.get_by_text(LEARNED)).to_be_visible()
