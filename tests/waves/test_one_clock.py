"""One clock: mail, form, thank-you, card, promise, calendar and report say one closing moment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar as File

from analytics.promise.rules import promises
from pages.respondent.answering import answering
from pages.respondent.model import form_of
from pages.respondent.promise import promise
from pages.respondent.thanks import results_entry, sent_by, thanks
from pages.ui.promise.promise_words import about
from pages.ui.waves.link_cards import sheet
from survey.actions.cards import Card
from survey.actions.deliveries import queue_invitations, queue_reminder
from survey.actions.opening import open_wave
from survey.actions.preferences import prefer
from survey.languages import moment
from survey.mailing.delivering import deliver
from survey.store import Store
from survey.waves.calendar import Preference, calendar_of
from survey.waves.wave import Wave
from tests.make import ACTOR, Clock, plan, populate, tokens
from tests.make_mails import MANY, Taking

ZONES = ("America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland")
EVENING = datetime(2026, 4, 1, 18, tzinfo=UTC)


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> str:
    """Where an organisation is."""
    return str(request.param)


@pytest.fixture
def wave(duckdb_store: Store, clock: Clock, zone: str) -> Wave:
    """An open wave that closes on 1 April at 18:00 on the organisation's own clocks."""
    closes = EVENING.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    clock.moment = closes - timedelta(days=8)
    populate(duckdb_store)
    prefer(duckdb_store, {Preference.TIME_ZONE: zone}, actor=ACTOR, about="days")
    plan(duckdb_store, "w1", opens=clock.moment, closes=closes)
    open_wave(duckdb_store, key="w1", actor=ACTOR)
    return duckdb_store.wave("w1")


def test_every_mail_page_and_file_says_the_same_closing_moment(
    duckdb_store: Store, wave: Wave, clock: Clock, zone: str
) -> None:
    """The day and the hour on the organisation's clocks, wherever it is."""
    store, calendar = duckdb_store, calendar_of(duckdb_store.preferences())
    asked = answering(store, tokens(store)["ant-1"])
    way = Taking()
    queue_invitations(store, wave)
    deliver(store, way, most=MANY)
    clock.move(days=2)
    queue_reminder(store, wave, actor=ACTOR)
    deliver(store, way, most=MANY)
    closes = moment(calendar.local(wave.closes), "en")
    card = sheet([Card("Ant-1", "Ant", "http://boat.example/i/1")], wave, closes)
    said = {
        "form": promise(asked, "en"),
        "thank-you": "".join(thanks(store, sent_by(asked, ""), "en")),
        "card": card,
        "promise": about(promises(wave, calendar=calendar), "en"),
        **{f"mail {n}": mail.subject + mail.body for n, mail in enumerate(way.mails)},
    }
    (entry,) = File.from_ical(results_entry(store, wave.id, "en")).walk("VEVENT")

    assert form_of(asked.instrument, "en").statements.questions
    assert closes == "1 April 2026, 18:00"
    assert [name for name, words in said.items() if closes not in words] == []
    assert len(said) > 20
    assert entry.decoded("dtstart") == EVENING.replace(tzinfo=ZoneInfo(zone))
    assert wave.closed_on(zone) == date(2026, 4, 1)
