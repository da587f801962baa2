"""Promises of who stays: no import, edit or erasing locks out oneself, HR, or almost everybody."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from commands import line
from commands.desk import Reply, Request
from commands.verbs import carry_out
from survey.actions.erasure import erase_person
from survey.actions.organisation import apply_people, grant, revoke
from survey.actions.people import edit_person, import_people
from survey.actions.staying import count_wanted
from survey.actions.units import merge_units
from survey.errors import NotFound, Refused
from survey.imports.changes import Mode, PeoplePlan, plan
from survey.imports.requested_people import read_people
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from tests.make import ACTOR, Universe, grant_operator, populate

pytestmark = pytest.mark.slow

CREW = Universe({"all": 2, "ant": 9, "bee": 9}, {"all": None, "ant": "all", "bee": "all"}, ())
HEADER = "person_id,name,email,language,unit,leads,active\n"
FIRST, SECOND = "all-1", "all-2"
YOURSELF, LAST_HR = "your own way in", "Nobody would be left in HR"


def hr(person: str = FIRST) -> Viewer:
    """Somebody of HR, signed in."""
    return Viewer(person, person.title(), "all", None, frozenset({Role.HR}))


@pytest.fixture
def crew(duckdb_store: Store) -> Store:
    """Twenty people, one of them in HR."""
    populate(duckdb_store, CREW)
    grant(duckdb_store, person=FIRST, role=Role.HR, actor=ACTOR)
    return duckdb_store


def people_file(store: Store, *, without: tuple[str, ...] = (), gone: tuple[str, ...] = ()) -> str:
    """Everybody as a file, but for those left out; those gone are in it as not active."""
    return HEADER + "".join(
        f"{p.key},{p.name},{p.email},en,{p.unit},,{'no' if p.key in gone else 'yes'}\n"
        for p in store.people().values()
        if p.key not in without
    )


def planned(store: Store, file: str, mode: Mode = Mode.FULL) -> PeoplePlan:
    """What the file would change."""
    wanted = read_people(file.encode(), None, today=store.now().date())
    return plan(wanted, store.organisation(), mode=mode)


def by_command(store: Store, file: str, **options: object) -> Reply:
    """The import as the operator gives it."""
    asked = {"mode": "full", "dry_run": False, **options}
    return carry_out(store, Request("import people", asked, {"file": file.encode()}))


def active(store: Store) -> set[str]:
    """Whoever is here."""
    return {key for key, person in store.people().items() if person.active}


# What the defaults are


def test_the_command_takes_a_file_for_only_these_people_unless_told(
    duckdb_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows change two people, and everybody else stays."""
    monkeypatch.setenv("SAME_BOAT_DATA", str(duckdb_settings.data))
    store = Store(duckdb_settings)
    populate(store, CREW)
    file = tmp_path / "two.csv"
    file.write_text(HEADER + "ant-1,Ada,,en,ant,,\nant-2,Bo,,en,ant,,\n")
    store.close()

    done = CliRunner().invoke(line.admin, ["import", "people", str(file)])

    store = Store(duckdb_settings)
    assert (done.exit_code, store.people()["ant-1"].name) == (0, "Ada")
    assert active(store) == set(CREW.people)
    store.close()


# A number typed


def test_a_file_that_lets_more_than_a_tenth_go_asks_for_their_number(crew: Store) -> None:
    """Of three of twenty the number is asked, and only it will do; one goes without asking."""
    three = ("ant-1", "ant-2", "ant-3")
    many = planned(crew, people_file(crew, without=three))
    said = "3 of the 20 people here would become inactive"

    for typed in (None, 2, 20):
        with pytest.raises(Refused, match=said):
            import_people(crew, many, viewer=hr(), leaving=typed)
    assert active(crew) == set(CREW.people)
    import_people(crew, many, viewer=hr(), leaving=3)

    assert active(crew) == set(CREW.people) - set(three)
    import_people(crew, planned(crew, people_file(crew, without=(*three, "bee-1"))), viewer=hr())
    assert len(active(crew)) == 16


def test_it_asks_as_well_when_the_file_names_each_of_them(crew: Store) -> None:
    """A column read the wrong way round does not pass in silence either."""
    gone = tuple(f"ant-{number}" for number in range(1, 10))
    file = people_file(crew, gone=gone)

    with pytest.raises(Refused, match="9 of the 20 people here would become inactive"):
        import_people(crew, planned(crew, file, Mode.PARTIAL), viewer=hr())


def test_the_command_says_the_option_that_lets_them_go(crew: Store) -> None:
    """In the refusal, and in a dry run before it."""
    file = people_file(crew, without=("ant-1", "ant-2", "ant-3"))

    with pytest.raises(Refused, match="--leaving 3"):
        by_command(crew, file)
    with pytest.raises(Refused, match="--leaving 3"):
        by_command(crew, file, leaving=4)
    assert any("--leaving 3" in said for said in by_command(crew, file, dry_run=True).lines)
    assert active(crew) == set(CREW.people)

    assert by_command(crew, file, leaving=3).lines[-1] == "Done."
    assert len(active(crew)) == 17


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_tenth_is_counted_in_whole_people(going: int, here: int) -> None:
    """Exactly a tenth is not more than one."""
    assert count_wanted(going=going, here=here) is (going > here / 10)


# Oneself, and the last in HR

WAYS: dict[str, Callable[[Store, str, Viewer], None]] = {
    "a full file": lambda store, who, viewer: import_people(
        store, planned(store, people_file(store, without=(who,))), viewer=viewer
    ),
    "a file that names them": lambda store, who, viewer: import_people(
        store, planned(store, people_file(store, gone=(who,)), Mode.PARTIAL), viewer=viewer
    ),
    "by hand": lambda store, who, viewer: edit_person(
        store, replace(store.people()[who], active=False), viewer=viewer
    ),
    "written by whatever else": lambda store, who, viewer: apply_people(
        store,
        units=(),
        people=[replace(store.people()[who], active=False)],
        actor=viewer.person,
        detail="",
    ),
    "erasing": lambda store, who, viewer: erase_person(store, person=who, viewer=viewer),
    "taking the role": lambda store, who, viewer: revoke(
        store, person=who, role=Role.HR, actor=viewer.person
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_takes_away_their_own_way_in(crew: Store, way: str) -> None:
    """Though somebody else is in HR: the first file in the wrong encoding would be the last."""
    grant(crew, person=SECOND, role=Role.HR, actor=ACTOR)
    before = len(crew.audit())

    with pytest.raises(Refused, match=YOURSELF):
        WAYS[way](crew, FIRST, hr(FIRST))

    assert FIRST in active(crew)
    assert crew.people_granted(Role.HR) == [FIRST, SECOND]
    assert len(crew.audit()) == before


@pytest.mark.parametrize("way", WAYS)
def test_the_last_in_hr_who_is_here_stays(crew: Store, way: str) -> None:
    """Whoever asks, and though others who were in HR are still on the list; it says who it is."""
    grant(crew, person=SECOND, role=Role.HR, actor=ACTOR)
    edit_person(crew, replace(crew.people()[SECOND], active=False), viewer=hr())
    grant_operator(crew, "bee-1")

    with pytest.raises(Refused, match=LAST_HR) as refused:
        WAYS[way](crew, FIRST, hr("somebody else"))

    assert "All-1 (all-1)" in str(refused.value)
    assert "grant" in str(refused.value)
    assert FIRST in active(crew)
    assert FIRST in crew.people_granted(Role.HR)


@pytest.mark.parametrize("way", WAYS)
def test_whoever_is_not_the_last_in_hr_may_go(crew: Store, way: str) -> None:
    """Otherwise nobody in HR could ever leave."""
    grant(crew, person=SECOND, role=Role.HR, actor=ACTOR)

    WAYS[way](crew, FIRST, hr(SECOND))

    assert FIRST not in active(crew) or FIRST not in crew.people_granted(Role.HR)


def test_the_rule_of_the_last_in_hr_holds_for_the_operator_too(crew: Store) -> None:
    """A file is a file; to give the role to somebody else first is one command."""
    file = people_file(crew, without=(FIRST,))

    with pytest.raises(Refused, match=LAST_HR):
        by_command(crew, file)
    assert any(LAST_HR in said for said in by_command(crew, file, dry_run=True).lines)
    carry_out(crew, Request("grant", {"person": SECOND, "role": "hr"}))
    by_command(crew, file)

    assert FIRST not in active(crew)


def test_two_in_hr_cannot_both_go_in_one_file(crew: Store) -> None:
    """Both are named."""
    grant(crew, person=SECOND, role=Role.HR, actor=ACTOR)

    with pytest.raises(Refused, match=LAST_HR) as refused:
        import_people(
            crew, planned(crew, people_file(crew, without=(FIRST, SECOND))), viewer=hr("")
        )
    assert "All-1 (all-1), All-2 (all-2)" in str(refused.value)


def test_merging_the_team_of_hr_locks_nobody_out(crew: Store) -> None:
    """People move with their role."""
    grant(crew, person="ant-1", role=Role.HR, actor=ACTOR)

    merge_units(crew, unit="ant", into="bee", viewer=hr("ant-1"))

    assert active(crew) == set(CREW.people)


def test_where_nobody_is_in_hr_yet_a_first_list_may_say_what_it_likes(duckdb_store: Store) -> None:
    """Nothing is locked that was open."""
    populate(duckdb_store, CREW)
    file = people_file(duckdb_store, without=("ant-1", "ant-2"))

    assert by_command(duckdb_store, file).lines[-1] == "Done."


# The way back


def test_a_link_for_somebody_inactive_says_so_and_how_they_come_back(crew: Store) -> None:
    """Instead of one that opens nothing; the same for a role."""
    edit_person(crew, replace(crew.people()["ant-1"], active=False), viewer=hr())

    for verb in ("link", "grant"):
        with pytest.raises(Refused, match=r"Ant-1 \(ant-1\) is not here any more") as refused:
            carry_out(crew, Request(verb, {"person": "ant-1", "role": "hr"}))
        assert "Is here" in str(refused.value)
        assert "import people" in str(refused.value)
    with pytest.raises(NotFound):
        carry_out(crew, Request("link", {"person": "nobody"}))

    by_command(crew, HEADER + "ant-1,Ant-1,,en,ant,,yes\n", mode="partial")
    assert "/enter/" in carry_out(crew, Request("link", {"person": "ant-1"})).lines[0]
