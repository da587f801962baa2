"""Promises of mails about what teams try: one when it is time, and a word of it when asked next."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from analytics.jobs.schedule import make_rounds
from survey.actions.experiments import decide_experiment
from survey.actions.organisation import grant
from survey.actions.passing import write_heard
from survey.experiments.experiment import State
from survey.languages import day
from survey.organisation.structure import Role
from survey.store import Store
from survey.store.since import since_last_time
from survey.waves.wave import State as WaveState
from tests.english import text
from tests.make import ACTOR, Clock, plan, populate, published
from tests.make_experiments import bet, who
from tests.make_mails import written

LOOK = text("mail.look_again.subject")


@pytest.fixture
def tried(duckdb_store: Store, clock: Clock) -> Store:
    """A wave is over, and the ant team tries something until its day comes."""
    populate(duckdb_store)
    grant(duckdb_store, person="dog-1", role=Role.HR, actor=ACTOR)
    published(duckdb_store)
    clock.move(days=8)
    bet(duckdb_store)
    return duckdb_store


def _plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def look_agains(store: Store) -> list[str]:
    return [mail["To"] for mail in written(store.settings.outbox) if mail["Subject"] == LOOK]


def test_whoever_looks_after_it_gets_one_mail_on_the_day_and_no_other(
    tried: Store, clock: Clock
) -> None:
    make_rounds(tried)
    assert look_agains(tried) == []
    clock.move(days=30)
    for _ in range(3):
        make_rounds(tried)
        clock.move(days=1)

    (to,) = look_agains(tried)
    assert "ant-1@boat.example" in to


def test_nobody_is_written_to_about_what_is_decided(tried: Store, clock: Clock) -> None:
    (one,) = tried.experiments()
    decide_experiment(tried, one.key, State.DROPPED, learned="So.", viewer=who(tried, "ant-1"))
    clock.move(days=40)
    make_rounds(tried)

    assert look_agains(tried) == []


def test_the_next_invitation_says_what_became_of_the_last_wave_to_each_team_its_own(
    tried: Store, clock: Clock
) -> None:
    """And to everybody what is done; no figure is in it."""
    (one,) = tried.experiments()
    learned = "We name one goal now."
    decide_experiment(tried, one.key, State.KEPT, learned=learned, viewer=who(tried, "ant-1"))
    write_heard(
        tried, "w1", heard="Goals", doing="We explain.", based_on=0, viewer=who(tried, "dog-1")
    )
    clock.move(days=20)
    opens = tried.now() + timedelta(hours=1)
    plan(tried, "w2", state=WaveState.SCHEDULED, opens=opens)
    clock.move(hours=2)
    make_rounds(tried)
    subject = text("mail.invitation.subject", wave="Wave w2")
    mails = {
        str(mail["To"]): _plain(mail)
        for mail in written(tried.settings.outbox)
        if mail["Subject"] == subject
    }
    ants, bees = (
        [body for to, body in mails.items() if f"{unit}-2" in to] for unit in ("ant", "bee")
    )

    assert all(learned in " ".join(body.split()) for body in ants)
    assert not any(learned in " ".join(body.split()) for body in bees)
    assert all("We explain." in body for body in mails.values())
    assert len(mails) > 10


def test_a_day_that_is_over_is_not_said_to_come(tried: Store, clock: Clock) -> None:
    (one,) = tried.experiments()
    assert one.bet is not None
    named = {"title": "One goal on the board", "day": day(one.bet.look_again, "en")}
    for days, key in ((29, "since.trying"), (1, "since.due")):
        clock.move(days=days)
        said = since_last_time(tried, unit="ant", language="en")
        assert said == (text(key, **named),)


def test_what_is_said_is_short_and_in_the_language_of_whoever_reads(tried: Store) -> None:
    (one,) = tried.experiments()
    decide_experiment(tried, one.key, State.KEPT, learned="x" * 900, viewer=who(tried, "ant-1"))
    english, german = (since_last_time(tried, unit="ant", language=one) for one in ("en", "de"))

    assert len(english) == len(german) == 1
    assert english != german
    assert max(map(len, (*english, *german))) < 300
    assert since_last_time(tried, unit="bee", language="en") == ()
