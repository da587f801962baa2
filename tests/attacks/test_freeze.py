"""Attacks 10 and 13: watch an open wave after every ballot, or change it once it is open."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from analytics.closing.publication import close_and_publish, publish
from analytics.exports.formats import Format, as_file
from analytics.jobs.schedule import close_now, make_rounds, open_now
from analytics.promise.counted_in import place_of
from analytics.reports.participation import participation_so_far
from analytics.reports.unit_trend import trend_of
from survey.actions.opening import open_wave
from survey.actions.organisation import grant
from survey.actions.waves import cancel_wave, close_wave, schedule_wave
from survey.answering.sending import send
from survey.errors import BadInput, Refused
from survey.organisation.permissions import units_seen
from survey.organisation.structure import Role, Unit
from survey.store import Store
from survey.store.viewers import viewer
from survey.waves.wave import State
from tests.make import (
    ACTOR,
    Clock,
    Universe,
    answer_all,
    answers_of,
    close,
    grant_operator,
    keep_people,
    person,
    plan,
    populate,
    published,
    respondents,
    shown,
    spent,
    start,
)

TREE = {"all": None, "ant": "all", "bee": "all"}
SMALL = Universe({"all": 0, "ant": 6, "bee": 6}, TREE, ("ant",))
ROLES = ("ant-1", "ant-lead", "bee-1", "hr", "operator")


def views(store: Store) -> str:
    """All that pages, reports and commands are made of, as everybody of every role may ask it."""
    seen: list[object] = []
    for who in ROLES:
        somebody = viewer(store, who)
        assert somebody is not None
        mine = units_seen(somebody, store.units())
        seen += [who, mine, sorted(store.cells(units=mine), key=str)]
        seen.append(trend_of(store, unit=mine[-1], viewer=somebody))
    for wave in store.waves():
        seen += [replace(wave, public_key=None), participation_so_far(wave)]
        seen += [store.diagnostics(wave.id), store.wave_units(wave.id)]
        seen += [place_of(store, wave, unit.key) for unit in store.wave_units(wave.id)]
    seen += [b"".join(as_file(store, wave=None, form=Format.CSV)), store.audit()]
    return repr(seen)


@pytest.fixture
def store(duckdb_store: Store, clock: Clock) -> Store:
    """A published wave, then everything standing ready for the next."""
    populate(duckdb_store, SMALL)
    keep_people(duckdb_store, [person("hr", "all"), person("operator", "all")])
    grant(duckdb_store, person="hr", role=Role.HR, actor=ACTOR)
    grant_operator(duckdb_store, "operator")
    published(duckdb_store, "w1", days=1)
    clock.move(days=2)
    return duckdb_store


def test_watching_an_open_wave_shows_nothing_of_it(store: Store) -> None:
    """Byte for byte the same for every role, after every ballot, whatever rounds are made."""
    links = start(store, "w2")
    make_rounds(store)
    before = views(store)

    for who, form in respondents(store, links, wave="w2").items():
        send(store, form, answers_of(who))
        make_rounds(store)
        assert views(store) == before


def test_of_few_people_nothing_at_all_is_shown_of_an_open_wave(store: Store, clock: Clock) -> None:
    """Not after a day, nor when people are reminded."""
    answer_all(store, start(store, "w2"), wave="w2")
    before = shown(store, "w1"), store.cells(waves=[2])
    for _ in range(5):
        make_rounds(store)
        assert store.wave("w2").participation_from is None
        clock.move(days=1)

    assert (shown(store, "w1"), store.cells(waves=[2])) == before


Attack = Callable[[Store], object]
REFUSED: list[Attack] = [
    partial(open_wave, key="w2", actor=ACTOR),
    partial(open_now, key="w2", actor=ACTOR),
    partial(schedule_wave, key="w2", actor=ACTOR),
    partial(plan, key="w2", k=4),
]
REFUSED_AFTER: list[Attack] = [
    *REFUSED,
    partial(close_wave, key="w2", actor=ACTOR),
    partial(publish, key="w2", actor=ACTOR),
    partial(close_and_publish, key="w2", actor=ACTOR),
    partial(close_now, key="w2", actor=ACTOR),
    partial(cancel_wave, key="w2", actor=ACTOR, reason="I do not like it."),
]


def test_an_open_wave_cannot_be_begun_anew(store: Store) -> None:
    """Its links, its key and its roster stay as they are; answers sent before are counted."""
    links = start(store, "w2")
    forms = respondents(store, links, wave="w2")
    send(store, forms["ant-1"], answers_of("ant-1"))
    before = store.wave("w2"), store.keys.read(2), spent(store, "w2"), store.roster(2)

    for attack in REFUSED:
        with pytest.raises((Refused, BadInput)):
            attack(store)

    assert (store.wave("w2"), store.keys.read(2)) == before[:2]
    assert (spent(store, "w2"), store.roster(2)) == before[2:]
    assert store.box(2).count() == 1


def test_a_published_wave_cannot_be_touched(store: Store) -> None:
    """Not reopened, not closed again, not cancelled: its cells stay as they are."""
    published(store, "w2", days=1)
    before = store.wave("w2"), sorted(store.cells(), key=str), store.audit()

    for attack in REFUSED_AFTER:
        with pytest.raises((Refused, BadInput)):
            attack(store)

    assert (store.wave("w2"), sorted(store.cells(), key=str), store.audit()) == before


def test_moving_people_while_a_wave_is_open_changes_no_figure(store: Store) -> None:
    """Somebody moves, somebody leaves, somebody joins, a unit is hung elsewhere: as if not."""
    links = start(store, "w2", days=1)
    forms = respondents(store, links, wave="w2")
    people = list(forms)
    for who in people[:6]:
        send(store, forms[who], answers_of(who))
    keep_people(
        store,
        [
            replace(store.people()["ant-1"], unit="bee"),
            replace(store.people()["bee-1"], active=False),
            person("new", "ant"),
        ],
        units=[Unit("cow", "Cow", "all"), Unit("bee", "Bee", "cow")],
    )
    for who in people[6:]:
        send(store, forms[who], answers_of(who))
    close(store, "w2")

    assert shown(store, "w2") == shown(store, "w1")


def test_moving_people_after_a_wave_changes_nothing_published(store: Store) -> None:
    """The publication stands under the units as they were."""
    before = shown(store, "w1"), store.wave("w1"), store.wave_units(1), store.roster(1)

    keep_people(
        store,
        [replace(store.people()["ant-1"], unit="bee"), person("bee-2", "bee", active=False)],
        units=[Unit("bee", "Renamed", "all")],
    )

    assert (shown(store, "w1"), store.wave("w1"), store.wave_units(1), store.roster(1)) == before


def test_nothing_in_an_open_wave_tells_more_than_its_plan(store: Store) -> None:
    """No cell and no figure of it exists before it is published."""
    answer_all(store, start(store, "w2"), wave="w2")

    assert store.wave("w2").state is State.OPEN
    assert store.cells(waves=[2]) == []
    assert store.diagnostics(2) == {}
    assert b"w2" not in b"".join(as_file(store, wave=None, form=Format.CSV))
