"""Promises of results mails: everybody at once, and a link that reads and does nothing else."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from analytics.jobs.schedule import close_now, make_rounds
from pages.web.cookie_routes import figures_of
from survey.actions.cards import make_cards, without_mail
from survey.actions.organisation import grant
from survey.actions.sign_in import enter, leave, make_reading_links, person_in, reader_in
from survey.audit import AuditVerb
from survey.errors import NotAllowed, NotFound, Refused
from survey.mailing.bounced import read_bounced
from survey.mailing.queues import FRESH
from survey.organisation.permissions import ADMINISTRATOR, Viewer, allowed, as_member, check_is_hr
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from survey.store.viewers import viewer
from tests.make import (
    ACTOR,
    Clock,
    Universe,
    answer_all,
    keep_people,
    person,
    populate,
    start,
)
from tests.make_mails import Taking, send_all, server_at

CREW = Universe({"all": 2, "ant": 6, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ("ant",))
HR = Viewer("all-1", "All", "all", None, frozenset({Role.HR}))


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    """A store with a crew whose mails go to a mail server, on both engines."""
    with closing(Store(server_at(settings), clock=clock)) as store:
        populate(store, CREW)
        yield store


@pytest.fixture
def here(duckdb_settings: Settings, clock: Clock) -> Iterator[Store]:
    """The same on DuckDB."""
    with closing(Store(server_at(duckdb_settings), clock=clock)) as store:
        populate(store, CREW)
        yield store


def told(store: Store) -> Taking:
    """The mails of two rounds."""
    way = Taking()
    for _ in range(2):
        make_rounds(store)
        send_all(store, way)
    return way


def test_everybody_asked_is_told_at_the_same_moment_and_once(store: Store, clock: Clock) -> None:
    """But for who left, has no address, or one that does not work; leaders like everybody."""
    answer_all(store, start(store))
    gone = [
        replace(person("ant-1", "ant"), active=False),
        replace(person("ant-2", "ant"), email=""),
        person("new-1", "ant"),
    ]
    keep_people(store, gone)
    close_now(store, key="w1", actor=ACTOR)
    way = told(store)
    clock.moment += FRESH

    asked = set(CREW.people) - {"ant-1", "ant-2"}
    assert way.to() == sorted(f"{who}@boat.example" for who in asked)
    assert told(store).mails == []
    line = store.last_audit(verb=AuditVerb.SEND_RESULTS, subject="w1")
    assert line is not None
    assert line.detail == f"{len(asked)} mails"


def test_a_wave_published_long_ago_is_not_announced(here: Store, clock: Clock) -> None:
    """Nor is one that was brought in from the past, when a release first sends such mails."""
    answer_all(here, start(here))
    close_now(here, key="w1", actor=ACTOR)
    clock.moment += FRESH + timedelta(seconds=1)

    assert told(here).mails == []


def test_a_link_to_read_works_many_times_for_thirty_days_and_is_no_way_in(
    store: Store, clock: Clock
) -> None:
    """No session can be begun with it, and what it says of itself cannot be left out."""
    token = make_reading_links(store, ["ant-1"])["ant-1"]
    for _ in range(3):
        assert reader_in(store, token) == "ant-1"
    leave(store, token)
    for wrong in (token, token.removeprefix("read-")):
        assert person_in(store, wrong) is None
        with pytest.raises(NotFound):
            enter(store, wrong)
    assert reader_in(store, token.removeprefix("read-")) is None
    assert reader_in(store, f"{token}x") is None

    clock.moment += timedelta(days=30) - timedelta(seconds=1)
    assert reader_in(store, token) == "ant-1"
    clock.move(seconds=1)
    assert reader_in(store, token) is None


@pytest.mark.parametrize("who", ["all-1", "ant-lead", "ant-3"])
def test_whoever_reads_by_a_link_is_a_member_and_no_more(here: Store, who: str) -> None:
    """HR, a leader and a member alike: a mail is forwarded easily."""
    grant(here, person="all-1", role=Role.HR, actor=ACTOR)
    found = viewer(here, who)
    assert found is not None

    assert as_member(found).roles == frozenset()
    assert as_member(found).leads is None
    assert not allowed(check_is_hr, as_member(found))
    assert figures_of(here, who).startswith("/trends")


def test_the_link_leads_to_the_unit_in_which_somebody_counts(here: Store) -> None:
    """For a leader the unit above; to no unit a member could not see."""
    away = replace(person("cat-lead", "bee", leads="ant"), unit="bee")
    keep_people(here, [replace(CREW.people["ant-lead"], leads=None), away])

    assert figures_of(here, "ant-1") == "/trends?unit=ant"
    assert figures_of(here, "cat-lead") == "/trends?unit=all"
    assert figures_of(here, ADMINISTRATOR) == figures_of(here, "nobody") == "/"


# Cards


def test_cards_are_made_once_and_again_only_for_a_reason(here: Store) -> None:
    """For everybody asked without a working address; each making is on the record with how many."""
    keep_people(here, [replace(person(f"ant-{n}", "ant"), email="") for n in (1, 2)])
    links = start(here)
    cards = make_cards(here, key="w1", reason="", viewer=HR)
    assert [(card.name, card.unit) for card in cards] == [("Ant-1", "Ant"), ("Ant-2", "Ant")]
    assert cards[0].link == f"http://boat.example/i/{links['ant-1']}"

    with pytest.raises(Refused, match="made before"):
        make_cards(here, key="w1", reason=" ", viewer=HR)
    with pytest.raises(NotAllowed):
        make_cards(here, key="w1", reason="", viewer=as_member(HR))
    assert make_cards(here, key="w1", reason="The printer ate them.", viewer=HR) == cards

    made = [event.detail for event in here.audit() if event.verb == "make link cards"]
    assert made == ["2 cards; The printer ate them.", "2 cards"]
    assert "/i/" not in repr(cards) + "".join(event.detail for event in here.audit())


def test_who_gets_a_card_says_nothing_about_who_answered(here: Store) -> None:
    """The list is the same after everybody answered; when the wave is over there is none."""
    keep_people(here, [replace(person("ant-1", "ant"), email="")])
    links = start(here)
    before = without_mail(here, here.wave("w1"), viewer=HR)
    answer_all(here, links)

    assert without_mail(here, here.wave("w1"), viewer=HR) == before == ["ant-1"]
    close_now(here, key="w1", actor=ACTOR)
    with pytest.raises(Refused, match="is not open"):
        make_cards(here, key="w1", reason="", viewer=HR)


# Lists of addresses that do not work


@pytest.mark.parametrize(
    ("content", "people", "unknown"),
    [
        (b"ant-1\nBEE-2@boat.example\n", {"ant-1", "bee-2"}, ()),
        (b"\xef\xbb\xbfemail\r\nant-1@boat.example,550 unknown\r\n", {"ant-1"}, ()),
        (b"ant-1\nant-1@boat.example\n\n  \n", {"ant-1"}, ()),
        (b"ant\nant-1@boat.exampl\n", set(), ("ant", "ant-1@boat.exampl")),
        (b"", set(), ()),
    ],
)
def test_a_list_names_people_by_id_or_address_and_nothing_is_guessed(
    content: bytes, people: set[str], unknown: tuple[str, ...]
) -> None:
    """Whom nobody knows is listed as it stands there."""
    found = read_bounced(content, CREW.people.values())

    assert (set(found.people), found.unknown) == (people, unknown)
