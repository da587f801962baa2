"""Promises of where the mails of a wave go: to the addresses of its opening, whatever follows."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import text

from analytics.jobs.schedule import close_now, make_rounds
from analytics.promise.privacy_proof import prove_anew
from commands.desk import Request
from commands.verbs import carry_out
from survey.actions.bounces import forget_bounces, note_bounces
from survey.actions.cards import make_cards
from survey.actions.opening import open_wave
from survey.actions.waves import cancel_wave
from survey.answering.personal_links import printed_on
from survey.answering.respondent import respondent
from survey.errors import SameBoatError
from survey.mail import Mail, Outcome
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Person, Role
from survey.settings import Settings
from survey.store import Store
from tests.make import (
    ACTOR,
    NOON,
    Clock,
    answer,
    answer_all,
    keep_people,
    person,
    plan,
    populate,
    start,
    tokens,
)
from tests.make_mails import Taking, send_all, server_at, team
from tests.processes import killed

pytestmark = pytest.mark.slow

HR = Viewer("ant-10", "Ant", "ant", None, frozenset({Role.HR}))
RAW = {"B1": 3, "B2": 3}
Do = Callable[[Store, Person], object]


def at(kind: str) -> Do:
    """Give somebody another address, or none."""
    return lambda store, who: keep_people(store, [replace(who, email=theirs(who, kind))])


def theirs(who: Person, kind: str) -> str:
    """An address of somebody; of no kind, none."""
    return f"{who.key}-{kind}@boat.example" if kind else ""


def fails(store: Store, who: Person) -> None:
    """Note that mail does not reach somebody."""
    note_bounces(store, {who.key}, viewer=HR)


def works(store: Store, who: Person) -> None:
    """Note that mail reaches somebody again."""
    forget_bounces(store, {who.key}, viewer=HR)


def leaves(store: Store, who: Person) -> None:
    """Somebody is not here any more."""
    keep_people(store, [replace(who, active=False)])


def nothing(_store: Store, _who: Person) -> None:
    """Nothing is done."""


@dataclass(frozen=True)
class Row:
    """What is done before the opening and after it, and to which address each mail goes, if any."""

    before: Do
    after: Do
    invitation: str | None
    reminder: str | None
    results: str | None
    card: bool


TABLE = {
    "nothing happens": Row(nothing, nothing, "old", "old", "old", card=False),
    "the address is changed": Row(nothing, at("new"), "old", "old", "new", card=False),
    "the address is taken away": Row(nothing, at(""), "old", "old", None, card=False),
    "the address is noted as failing": Row(nothing, fails, "old", "old", None, card=False),
    "they leave": Row(nothing, leaves, "old", "old", None, card=False),
    "there was none": Row(at(""), nothing, None, None, None, card=True),
    "there was none, and now there is": Row(at(""), at("new"), None, None, "new", card=True),
    "it failed": Row(fails, nothing, None, None, None, card=True),
    "it failed, and now it works": Row(fails, works, None, None, "old", card=True),
    "it failed, and is changed": Row(fails, at("new"), None, None, "new", card=True),
}


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    """A store whose mails go to a mail server, on both engines; tests stand in for the server."""
    with closing(Store(server_at(settings), clock=clock)) as store:
        yield store


@pytest.fixture
def here(duckdb_settings: Settings, clock: Clock) -> Iterator[Store]:
    """The same on DuckDB."""
    with closing(Store(server_at(duckdb_settings), clock=clock)) as store:
        yield store


def sent(store: Store) -> list[Mail]:
    """The mails that go out when rounds are made."""
    way = Taking()
    make_rounds(store)
    send_all(store, way)
    return way.mails


def went(mails: list[Mail], who: Person) -> str | None:
    """To which address of somebody a mail went."""
    found = [mail.to for mail in mails if mail.name == who.name]
    kinds = [kind for kind in ("old", "new") if [theirs(who, kind)] == found]
    assert len(found) == len(kinds)
    return kinds[0] if kinds else None


@pytest.mark.parametrize("answered", [True, False])
def test_whom_each_mail_goes_to(store: Store, clock: Clock, *, answered: bool) -> None:
    """A truth table, each row a person: the same whether or not they have answered."""
    people = dict(zip(team(len(TABLE)).people.values(), TABLE.items(), strict=True))
    populate(store, team(len(TABLE)))
    for who, (_, row) in people.items():
        at("old")(store, who)
        row.before(store, store.people()[who.key])
    links = start(store)
    for who, (_, row) in people.items():
        row.after(store, store.people()[who.key])
    invitations = sent(store)
    if answered:
        answer_all(store, links)
    clock.move(days=4)
    reminders = sent(store)
    cards = make_cards(store, key="w1", reason="", viewer=HR)
    close_now(store, key="w1", actor=ACTOR)
    results = sent(store)

    for who, (what, row) in people.items():
        to = [went(mails, who) for mails in (invitations, reminders, results)]
        assert to == [row.invitation, row.reminder, row.results], what
        assert (who.name in {card.name for card in cards}) is row.card, what
    for mail in (*invitations, *reminders):
        assert links[mail.name.lower()] in mail.body


@pytest.mark.parametrize("how", ["published", "cancelled"])
def test_the_addresses_go_with_the_wave_in_the_same_transaction(store: Store, how: str) -> None:
    """And the proof would say when one is left."""
    populate(store, team(6))
    links = start(store)
    assert len(store.asked_addresses(1)) == 6
    answer_all(store, links)
    if how == "published":
        close_now(store, key="w1", actor=ACTOR)
    else:
        cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")

    assert store.asked_addresses(1) == {}
    assert all(proof.holds for proof in prove_anew(store))
    with store.engine.begin() as connection:
        if store.settings.database_url:
            connection.execute(text("ALTER TABLE asked_address DISABLE TRIGGER USER"))
        connection.execute(text("INSERT INTO asked_address VALUES (1, 'ant-1', 'a@b.example')"))
    assert [proof.holds for proof in prove_anew(store)].count(False) == 1


def test_past_answers_have_no_addresses(store: Store) -> None:
    """Nobody is written to."""
    populate(store, team(6))
    plan(store, replay=True)
    open_wave(store, key="w1", actor=ACTOR)

    assert store.asked_addresses(1) == {}


def open_it(store: Store) -> None:
    """Open the wave that is planned."""
    open_wave(store, key="w1", actor=ACTOR)


@pytest.mark.parametrize("after", [True, False])
def test_an_opening_that_is_cut_off_leaves_no_address(
    duckdb_settings: Settings, *, after: bool
) -> None:
    """Before it commits there are none; opened again there is one for each."""
    with closing(Store(duckdb_settings, clock=Clock())) as store:
        populate(store, team(6))
        plan(store)
    killed(
        duckdb_settings,
        NOON,
        open_it,
        at="survey.actions.opening._freeze_addresses",
        after=after,
    )

    with closing(Store(duckdb_settings, clock=Clock())) as store:
        assert store.asked_addresses(1) == {}
        open_it(store)
        assert len(store.asked_addresses(1)) == 6


def test_a_refused_address_that_was_corrected_meanwhile_is_not_noted(here: Store) -> None:
    """The mail went to the one before."""
    populate(here, team(6))
    start(here)
    at("new")(here, here.people()["ant-1"])
    make_rounds(here)
    gone = {f"ant-{n}@boat.example": [Outcome.NO_SUCH_ADDRESS] for n in (1, 2)}
    send_all(here, Taking(gone))

    assert here.bounces().keys() == {"ant-2"}


# Cards and links on paper


def test_the_form_tells_on_which_days_a_card_was_made(store: Store, clock: Clock) -> None:
    """Those who had no address, each making; nobody else, and nobody before the first."""
    populate(store, team(6))
    keep_people(store, [replace(person("ant-1", "ant"), email="")])
    links = start(store)
    fails(store, store.people()["ant-2"])
    days = [respondent(store, links["ant-1"]).printed]
    for reason in ("", "", "The printer ate them."):
        try:
            make_cards(store, key="w1", reason=reason, viewer=HR)
        except SameBoatError:
            clock.move(days=1)
        days.append(respondent(store, links["ant-1"]).printed)
    answer(store, links["ant-3"], RAW)

    first, second = NOON.date(), clock().date()
    assert days == [(), (first,), (first,), (first, second)]
    assert [respondent(store, links[f"ant-{n}"]).printed for n in (2, 4, 5, 6)] == [()] * 4
    assert printed_on(store, store.wave("w1")) == (first, second)


def test_links_written_out_by_the_operator_are_on_the_record(here: Store) -> None:
    """With how many; without them there is no such line."""
    populate(here, team(6))
    for key, links in (("w1", False), ("w2", True)):
        plan(here, key)
        reply = carry_out(here, Request("wave open", {"key": key, "links": links}))
        assert ("links" in reply.files) is links
        if key == "w1":
            cancel_wave(here, key=key, actor=ACTOR, reason="Wrong week.")

    lines = [event for event in here.audit() if event.verb == "write out links"]
    assert [(line.actor, line.subject, line.detail) for line in lines] == [
        ("operator (command)", "w2", "6 links")
    ]
    assert not any(token in lines[0].detail for token in tokens(here, "w2").values())
