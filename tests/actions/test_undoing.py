"""Promises of undoing an import of people: one step, for 30 days, never over other changes."""

import json
from dataclasses import replace

import pytest

from analytics.jobs.schedule import make_rounds
from survey.actions.erasure import erase
from survey.actions.organisation import grant
from survey.actions.people import carry_out, edit_person
from survey.actions.undoing import undo, undo_people, undo_plan
from survey.errors import BadInput, NotAllowed, NotFound, Refused
from survey.imports.changes import Mode, plan
from survey.imports.requested_people import read_people
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.store import Store
from tests.make import ACTOR, Clock, populate, start

HR = Viewer(ACTOR, "HR", "all", None, frozenset({Role.HR}))
NEW = "person_id,name,email,unit,leads\nnew,Newcomer,new@x.org,fresh,\n"
UNITS = "unit,name,parent\nfresh,Fresh team,all\n"


def bring(store: Store, people: str, *, units: str | None = None, mode: Mode = Mode.PARTIAL) -> int:
    """Import people; the number of the import."""
    files = people.encode(), units.encode() if units else None
    planned = plan(read_people(*files, today=store.now().date()), store.organisation(), mode=mode)
    carry_out(store, planned, actor=ACTOR, leaving=len(planned.leaving))
    return store.imports_of_people()[0].number


def renamed(store: Store, many: int = 3) -> str:
    """A file that gives people other names and takes their units as they are."""
    rows = [f"{p.key},New {p.name},{p.email},{p.unit}" for p in people(store)[:many]]
    return "\n".join(["person_id,name,email,unit", *rows, ""])


def people(store: Store):  # type: ignore[no-untyped-def]
    """Everybody, by key."""
    return sorted(store.people().values(), key=lambda person: person.key)


def test_one_step_brings_everything_back(store: Store) -> None:
    """Names, units, new people and new units, and whoever had left."""
    populate(store)
    before = store.organisation().fingerprint
    number = bring(store, renamed(store), mode=Mode.FULL)
    second = bring(store, NEW, units=UNITS)
    assert store.people()["new"].unit == "fresh"

    undo_people(store, number=second, viewer=HR)
    undo_people(store, number=number, viewer=HR)

    assert store.organisation().fingerprint == before
    assert store.imports_of_people() == []
    assert [line.verb for line in store.audit()][:2] == ["undo people", "undo people"]


def test_imports_are_undone_in_any_order_and_later_changes_stay(duckdb_store: Store) -> None:
    """Whatever somebody changed since is named, and stays."""
    populate(duckdb_store)
    number = bring(duckdb_store, renamed(duckdb_store))
    first, second, third = people(duckdb_store)[:3]
    edit_person(duckdb_store, replace(first, name="By hand"), viewer=HR)

    assert undo_plan(duckdb_store, number=number).staying == ("By hand",)
    undo(duckdb_store, number=number, actor=ACTOR)

    found = duckdb_store.people()
    assert found[first.key].name == "By hand"
    assert [found[p.key].name for p in (second, third)] == [second.name[4:], third.name[4:]]


def test_whoever_was_asked_meanwhile_becomes_inactive(duckdb_store: Store) -> None:
    """Rosters stay as they are, and so does the unit somebody was asked in."""
    populate(duckdb_store)
    number = bring(duckdb_store, NEW, units=UNITS)
    start(duckdb_store, "w1")

    undo(duckdb_store, number=number, actor=ACTOR)

    assert not duckdb_store.people()["new"].active
    assert "fresh" in duckdb_store.units()


def test_nobody_undoes_their_own_way_in(duckdb_store: Store) -> None:
    """The last of HR stays, though the import that brought them is undone."""
    populate(duckdb_store)
    number = bring(duckdb_store, NEW, units=UNITS)
    grant(duckdb_store, person="new", role=Role.HR, actor=ACTOR)

    with pytest.raises(Refused):
        undo(duckdb_store, number=number, actor="new")

    assert duckdb_store.people()["new"].active


def test_after_thirty_days_it_is_over_and_forgotten(store: Store, clock: Clock) -> None:
    """The rounds delete how things stood, with a line on the record."""
    populate(store)
    number = bring(store, renamed(store))
    clock.move(days=29)
    make_rounds(store)
    assert undo_plan(store, number=number).people

    clock.move(days=1)
    with pytest.raises(NotFound, match="cannot be undone any more"):
        undo(store, number=number, actor=ACTOR)
    make_rounds(store)

    assert store.imports_of_people() == []
    assert "forget imports" in [line.verb for line in store.audit()]


def test_what_would_not_fit_together_is_refused(duckdb_store: Store) -> None:
    """An address that somebody else has by now."""
    populate(duckdb_store)
    one, other, *_ = people(duckdb_store)
    edit_person(duckdb_store, replace(one, email="old@x.org"), viewer=HR)
    file = f"person_id,name,email,unit\n{one.key},{one.name},other@x.org,{one.unit}\n"
    number = bring(duckdb_store, file)
    edit_person(duckdb_store, replace(other, email="old@x.org"), viewer=HR)

    with pytest.raises(BadInput, match="cannot be undone as things stand"):
        undo(duckdb_store, number=number, actor=ACTOR)


def test_whoever_is_erased_is_in_no_import_any_more(store: Store) -> None:
    """Neither as they were before nor as the import left them."""
    populate(store)
    number = bring(store, renamed(store))
    gone = people(store)[0]

    erase(store, person=gone.key, actor=ACTOR)

    noted, _ = store.before_import(number)
    assert gone.name not in json.dumps([repr(one) for one in noted])
    undo(store, number=number, actor=ACTOR)
    assert gone.key not in store.people()


def test_only_hr_undoes(duckdb_store: Store) -> None:
    with pytest.raises(NotAllowed):
        undo_people(duckdb_store, number=1, viewer=replace(HR, roles=frozenset()))
