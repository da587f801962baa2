"""Promises of changing people and units by hand: one tree, one line of the record, history kept."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.actions.organisation import CHANGED
from survey.actions.people import carry_out, edit_person, import_people
from survey.actions.units import (
    close_unit,
    merge_units,
    move_unit,
    open_unit_again,
    rename_unit,
)
from survey.errors import BadInput, NotAllowed, NotFound, Refused, SameBoatError
from survey.imports.changes import Mode, plan
from survey.imports.requested_people import wanted_person
from survey.organisation.permissions import Viewer, allowed, check_may_see
from survey.organisation.restructuring import closed, merged, moved, opened_again
from survey.organisation.structure import Organisation, Person, Role, Unit, above, home
from survey.store import Store
from tests.english import text
from tests.make import Universe, close, person, populate, published, start

HR = Viewer("hr", "Hanna", "all", None, frozenset({Role.HR}))
NOBODY = Viewer("bee-1", "Bee", "bee", None, frozenset())
SMALL = Universe(
    {"all": 0, "ant": 6, "bee": 6, "cat": 0},
    {"all": None, "ant": "all", "bee": "all", "cat": "bee"},
    ("ant",),
)


def tree(store: Store) -> dict[str, str | None]:
    """What is above each open unit."""
    return {key: unit.parent for key, unit in store.units().items() if not unit.closed}


def test_each_change_by_hand_is_one_line_of_the_record(store: Store) -> None:
    """Who, what, which unit; of a person which fields, not what they say."""
    populate(store, SMALL)
    ant = store.people()["ant-1"]
    before = len(store.audit())

    rename_unit(store, unit="ant", name=" Ants ", viewer=HR)
    move_unit(store, unit="cat", below="ant", viewer=HR)
    merge_units(store, unit="ant", into="bee", viewer=HR)
    open_unit_again(store, unit="ant", viewer=HR)
    close_unit(store, unit="cat", viewer=HR)
    edit_person(store, replace(ant, name="Ada", email="", unit="bee"), viewer=HR)

    lines = store.audit()[: len(store.audit()) - before]
    assert [(e.actor, e.verb, e.subject, e.detail) for e in reversed(lines)] == [
        ("hr", "rename unit", "organisation", "ant: Ants"),
        ("hr", "move unit", "organisation", "cat: below ant"),
        ("hr", "merge units", "organisation", "ant: into bee"),
        ("hr", "open unit again", "organisation", "ant"),
        ("hr", "close unit", "organisation", "cat"),
        ("hr", "edit person", "ant-1", "name, email"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda store: rename_unit(store, unit="ant", name="X", viewer=NOBODY),
        lambda store: move_unit(store, unit="cat", below="ant", viewer=NOBODY),
        lambda store: merge_units(store, unit="ant", into="bee", viewer=NOBODY),
        lambda store: close_unit(store, unit="cat", viewer=NOBODY),
        lambda store: open_unit_again(store, unit="cat", viewer=NOBODY),
        lambda store: edit_person(store, store.people()["ant-1"], viewer=NOBODY),
    ],
)
def test_only_hr_changes_people_and_units(
    duckdb_store: Store, change: Callable[[Store], None]
) -> None:
    """Whatever page or address somebody finds."""
    populate(duckdb_store, SMALL)
    before = duckdb_store.organisation().fingerprint

    with pytest.raises(NotAllowed):
        change(duckdb_store)
    assert duckdb_store.organisation().fingerprint == before


def test_a_merged_unit_closes_and_its_people_and_units_move(store: Store) -> None:
    """Its leader leads nothing; it takes nobody in until it is opened again."""
    populate(store, SMALL)
    move_unit(store, unit="cat", below="ant", viewer=HR)

    merge_units(store, unit="ant", into="bee", viewer=HR)

    people = store.people()
    assert {p.unit for p in people.values()} == {"bee"}
    assert people["ant-lead"].leads is None
    assert tree(store) == {"all": None, "bee": "all", "cat": "bee"}
    with pytest.raises(BadInput) as refused:
        edit_person(store, replace(people["bee-1"], unit="ant"), viewer=HR)
    assert str(refused.value.problems[0]).startswith("unit: The unit “Ant” is closed.")


def test_what_was_published_about_a_closed_unit_stays_where_it_is(store: Store) -> None:
    """Readable to whoever is above it and to HR, under its lasting number."""
    populate(store, SMALL)
    published(store)
    cells, number = store.cells(waves=[1]), store.unit_numbers()["ant"]
    merge_units(store, unit="ant", into="bee", viewer=HR)
    over_all = Viewer("boss", "Boss", "all", "all", frozenset())

    assert store.cells(waves=[1]) == cells
    assert store.unit_numbers()["ant"] == number
    assert allowed(check_may_see, over_all, "ant", store.units())
    assert allowed(check_may_see, HR, "ant", store.units())


def test_while_a_wave_is_open_its_roster_and_tree_stay_as_they_were(store: Store) -> None:
    """Whatever is changed by hand; it closes with what it opened with."""
    populate(store, SMALL)
    start(store)
    wave = store.wave("w1")
    frozen = (store.roster(wave.id), store.wave_units(wave.id))

    move_unit(store, unit="cat", below="ant", viewer=HR)
    merge_units(store, unit="ant", into="bee", viewer=HR)
    rename_unit(store, unit="bee", name="Bees", viewer=HR)
    edit_person(store, replace(store.people()["bee-1"], active=False), viewer=HR)

    assert (store.roster(wave.id), store.wave_units(wave.id)) == frozen
    close(store)
    assert (store.roster(wave.id), store.wave_units(wave.id)) == frozen


def test_somebody_who_leaves_leads_nothing_and_is_signed_out(store: Store) -> None:
    """As by an import."""
    populate(store, SMALL)
    edit_person(store, replace(store.people()["ant-lead"], active=False), viewer=HR)

    found = store.people()["ant-lead"]
    assert (found.active, found.leads) == (False, None)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"email": "nowhere"}, "email: This is not an e-mail address."),
        ({"email": "BEE-2@boat.example"}, "email: “BEE-2@boat.example” is already the address"),
        ({"name": " "}, "name: A person needs a name."),
        ({"name": "A\nB"}, "name: There is a line break"),
        ({"language": "Klingon"}, "language: This is not a language code."),
        ({"unit": "moon"}, "unit: There is no unit “moon”"),
        ({"leads": "ant"}, "leads: “ant” already has a leader: Ant-Lead"),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(
    duckdb_store: Store, change: dict[str, str], problem: str
) -> None:
    """By the rules of an import, without rows."""
    populate(duckdb_store, SMALL)
    ant = duckdb_store.people()["bee-1"]

    with pytest.raises(BadInput) as refused:
        edit_person(duckdb_store, replace(ant, **change), viewer=HR)  # type: ignore[arg-type]
    assert [str(p).startswith(problem) for p in refused.value.problems] == [True]
    assert duckdb_store.people()["bee-1"] == ant


def test_nobody_is_made_by_changing_them(duckdb_store: Store) -> None:
    """Somebody who was erased meanwhile does not come back."""
    populate(duckdb_store, SMALL)

    with pytest.raises(NotFound):
        edit_person(duckdb_store, person("new", "ant"), viewer=HR)


def test_an_import_does_what_was_previewed_or_nothing(store: Store) -> None:
    """Of two plans for the same organisation the second is refused."""
    populate(store, SMALL)
    now = store.organisation()
    plans = [
        plan(wanted_person(person(f"new-{number}", "ant")), now, mode=Mode.PARTIAL)
        for number in (1, 2)
    ]
    import_people(store, plans[0], viewer=HR)

    with pytest.raises(Refused, match="Somebody changed the organisation since you looked"):
        carry_out(store, plans[1], actor="operator")
    assert set(store.people()) - set(now.people) == {"new-1"}
    assert text(CHANGED).endswith("confirm again.")


NOW = Organisation(SMALL.units, SMALL.people)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda: moved(NOW, "all", below="ant"), "It cannot be moved, merged or closed."),
        (lambda: merged(NOW, "all", into="ant"), "It cannot be moved, merged or closed."),
        (lambda: closed(NOW, "all"), "It cannot be moved, merged or closed."),
        (lambda: moved(NOW, "bee", below="cat"), "“Cat” is “Bee” itself, or below it."),
        (lambda: moved(NOW, "bee", below="bee"), "“Bee” is “Bee” itself, or below it."),
        (lambda: merged(NOW, "bee", into="cat"), "“Cat” is “Bee” itself, or below it."),
        (lambda: closed(NOW, "ant"), "There are people in “Ant”."),
        (lambda: moved(NOW, "moon", below="all"), "There is no such unit."),
        (lambda: moved(closed(NOW, "cat"), "ant", below="cat"), "“Cat” is closed."),
        (lambda: merged(closed(NOW, "cat"), "ant", into="cat"), "“Cat” is closed."),
        (lambda: closed(closed(NOW, "cat"), "cat"), "“Cat” is closed."),
    ],
)
def test_a_tree_that_cannot_be_is_refused_in_a_sentence(
    change: Callable[[], Organisation], said: str
) -> None:
    """The whole organisation stays, nothing is below itself, nothing is lost in a closed unit."""
    with pytest.raises(SameBoatError, match=said.replace(".", r"\.")):
        change()


def test_a_unit_with_units_below_or_a_leader_is_not_closed() -> None:
    """It says what to do first."""
    empty = Organisation(NOW.units, {"x": Person("x", "X", "", "en", "all", leads="cat")})

    with pytest.raises(Refused, match="There are units below “Bee”"):
        closed(empty, "bee")
    with pytest.raises(Refused, match="Somebody leads “Cat”"):
        closed(empty, "cat")


KEYS = [f"u{number}" for number in range(7)]


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """A tree of up to seven units with people who belong or lead anywhere."""
    units = {"u0": Unit("u0", "U0", None)}
    for key in KEYS[1 : draw(st.integers(1, 7))]:
        units[key] = Unit(key, key.upper(), draw(st.sampled_from(sorted(units))))
    people = {
        f"p{n}": Person(f"p{n}", "P", "", "en", draw(st.sampled_from(sorted(units))))
        for n in range(draw(st.integers(0, 6)))
    }
    leaders = draw(st.lists(st.sampled_from(sorted(units)), unique=True, max_size=len(people)))
    led = {
        key: replace(people[key], leads=unit) for key, unit in zip(people, leaders, strict=False)
    }
    return Organisation(units, {**people, **led})


CHANGES = st.lists(
    st.tuples(st.sampled_from(["move", "merge", "close", "open"]), st.sampled_from(KEYS),
              st.sampled_from(KEYS)),
    max_size=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(organisations(), CHANGES)
def test_any_changes_leave_one_tree_with_everybody_in_an_open_unit(
    now: Organisation, changes: list[tuple[str, str, str]]
) -> None:
    """Nobody is lost, no unit is lost, and everybody counts in an open unit."""
    after = now
    for verb, unit, other in changes:
        try:
            match verb:
                case "move":
                    after = moved(after, unit, below=other)
                case "merge":
                    after = merged(after, unit, into=other)
                case "close":
                    after = closed(after, unit)
                case _:
                    after = opened_again(after, unit)
        except SameBoatError:
            continue

    units = after.units
    assert set(units) == set(now.units)
    assert set(after.people) == set(now.people)
    assert all(above(key, units)[-1] == "u0" for key in units)
    for found in after.people.values():
        assert not units[found.unit].closed
        assert not units[home(found, units)].closed


def test_whoever_leads_everybody_counts_in_the_whole() -> None:
    """All other leaders count in the unit above; the promise says both."""
    units = {"all": Unit("all", "All", None), "ant": Unit("ant", "Ant", "all")}
    first, second = (replace(person(unit, unit), leads=unit) for unit in ("all", "ant"))

    assert (home(first, units), home(second, units)) == ("all", "all")
