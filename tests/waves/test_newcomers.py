"""Promises about accounts made up to fill a team: one mailbox counts once, who is new is said."""

from dataclasses import replace

import pytest

from analytics.promise.counted_in import place_of
from analytics.reports.before_opening import readiness
from survey.actions.opening import open_wave
from survey.audit import AuditVerb
from survey.errors import Refused
from survey.store import Store
from survey.waves.newcomers import newcomers
from survey.waves.recognising import Asked
from tests.make import ACTOR, Clock, Universe, keep_people, person, plan, populate, published, start
from tests.make_hr import BERLIN, HR

TEAMS = Universe({"all": 0, "ant": 6, "bee": 7}, {"all": None, "ant": "all", "bee": "all"}, ())
FAKES = [person(f"fake-{n}", "ant") for n in range(4)]


@pytest.fixture
def asked_once(duckdb_store: Store, clock: Clock) -> Store:
    """Two teams were asked; eleven days have passed."""
    populate(duckdb_store, TEAMS)
    published(duckdb_store, days=1)
    clock.move(days=11)
    return duckdb_store


def recorded(store: Store, key: str) -> str | None:
    """What the record says of newcomers in a wave."""
    line = store.last_audit(verb=AuditVerb.NOTE_NEWCOMERS, subject=key)
    return line.detail if line else None


def test_in_the_first_wave_of_all_nobody_is_called_new(duckdb_store: Store) -> None:
    populate(duckdb_store, TEAMS)
    wave = plan(duckdb_store)
    assert readiness(duckdb_store, wave, viewer=HR, calendar=BERLIN).mostly_new == ()

    open_wave(duckdb_store, key="w1", actor=ACTOR)

    place = place_of(duckdb_store, duckdb_store.wave("w1"), "ant")
    assert place is not None
    assert (place.invited, place.new) == (6, 0)
    assert recorded(duckdb_store, "w1") is None


def test_a_team_filled_with_accounts_is_named_to_everybody(asked_once: Store) -> None:
    """In the check list before, on the record, and on the form of those who answer there."""
    gone = [replace(one, active=False) for one in TEAMS.people.values() if one.unit == "ant"]
    keep_people(asked_once, [*gone[1:], *FAKES])
    wave = plan(asked_once, "w2")
    found = readiness(asked_once, wave, viewer=HR, calendar=BERLIN)
    assert found.mostly_new == (("Ant", 4, 5),)
    assert not found.must_be_solved

    open_wave(asked_once, key="w2", actor=ACTOR)

    assert recorded(asked_once, "w2") == "Ant: 4 of 5"
    place, other = (place_of(asked_once, asked_once.wave("w2"), unit) for unit in ("ant", "bee"))
    assert place is not None
    assert other is not None
    assert (place.invited, place.new) == (5, 4)
    assert other.new == 0


def test_a_new_team_around_one_known_person_is_named_too(asked_once: Store) -> None:
    """A unit made for it does not hide them."""
    known = replace(TEAMS.people["bee-1"], unit="ant")
    gone = [replace(one, active=False) for one in TEAMS.people.values() if one.unit == "ant"]
    keep_people(asked_once, [*gone, known, *FAKES])

    open_wave(asked_once, key=plan(asked_once, "w2").key, actor=ACTOR)

    assert recorded(asked_once, "w2") == "Ant: 4 of 5"


def test_a_new_team_in_which_nobody_was_asked_before_is_named_too(asked_once: Store) -> None:
    """It may be made for one newcomer; before the first wave of all nobody is anything else."""
    crew = [replace(one, unit="cat") for one in FAKES]
    tree = {**TEAMS.above, "cat": "all"}
    populate(asked_once, Universe({**TEAMS.members, "cat": 0}, tree, ()))
    keep_people(asked_once, [*crew, person("eve", "cat")])
    wave = plan(asked_once, "w2")
    found = readiness(asked_once, wave, viewer=HR, calendar=BERLIN)
    assert found.mostly_new == (("Cat", 5, 5),)
    assert not found.must_be_solved

    open_wave(asked_once, key="w2", actor=ACTOR)

    assert recorded(asked_once, "w2") == "Cat: 5 of 5"


def test_new_ids_and_plus_parts_make_nobody_new(asked_once: Store) -> None:
    """The mailbox is the same."""
    old = [one for one in TEAMS.people.values() if one.unit == "ant"]
    again = [replace(o, key=f"x{o.key}", email=o.email.replace("@", "+x@")) for o in old]
    keep_people(asked_once, [*(replace(one, active=False) for one in old), *again])

    start(asked_once, "w2")

    place = place_of(asked_once, asked_once.wave("w2"), "ant")
    assert place is not None
    assert place.new == 0


def test_one_mailbox_counts_once(duckdb_store: Store) -> None:
    """Several people who share one keep a wave shut until that is mended, as the list says."""
    populate(duckdb_store, TEAMS)
    box = TEAMS.people["ant-1"].email
    doubles = [replace(one, email=box.replace("@", f"+{n}@")) for n, one in enumerate(FAKES)]
    keep_people(duckdb_store, doubles)
    wave = plan(duckdb_store)

    found = readiness(duckdb_store, wave, viewer=HR, calendar=BERLIN)
    assert found.must_be_solved
    assert len(found.one_mailbox) == 5
    with pytest.raises(Refused, match="one mailbox counts once"):
        open_wave(duckdb_store, key="w1", actor=ACTOR)
    keep_people(duckdb_store, [replace(one, email="") for one in doubles])
    open_wave(duckdb_store, key="w1", actor=ACTOR)


def test_where_a_file_did_not_say_whom_it_asked_nobody_is_called_new() -> None:
    """Of that unit; of others the file said all."""
    now = Asked({"p1": "ant", "p2": "bee"}, {})
    past = Asked({"p9": "bee"}, {}, {"ant": 6}, from_file=True)

    found = newcomers(now, [past])

    assert found is not None
    assert dict(found.by_unit) == {"bee": 1}
