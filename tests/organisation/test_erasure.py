"""Promises of erasing a person: their rows are gone, figures stay, and tampering is still found."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from analytics.promise.checks import check
from survey.actions import sign_in
from survey.actions.erasure import UNNAMED_TEAM, erase_person
from survey.actions.organisation import grant
from survey.actions.units import rename_unit
from survey.actions.waves import cancel_wave, close_wave
from survey.audit import AuditVerb
from survey.errors import NotAllowed, NotFound, Refused
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.storage.people_tables import BounceRow
from survey.storage.tables import DeliveryRow, JobRow
from survey.store import Store
from survey.waves.opening_seal import SOMEBODY
from tests.make import (
    ACTOR,
    Clock,
    Universe,
    answer_all,
    close,
    grant_operator,
    keep_people,
    plan,
    populate,
    published,
    start,
)
from tests.make import person as somebody
from tests.tamper import tamper

pytestmark = pytest.mark.slow

FEW = Universe({"all": 1, "ant": 6, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ("ant",))
HR = Viewer("all-1", "Hanna", "all", None, frozenset({Role.HR}))
GONE = "ant-1"
CHANGED = "roster or rules were changed after opening."


def bad(store: Store) -> list[str]:
    """What is found to be wrong."""
    return [finding.sentence for finding in check(store) if not finding.holds]


def two_waves(store: Store) -> None:
    """Two published waves and a cancelled one, all with the same people."""
    clock = store.now
    assert isinstance(clock, Clock)
    populate(store, FEW)
    published(store, "w1")
    clock.move(days=30)
    published(store, "w2")
    clock.move(days=30)
    start(store, "w3")
    cancel_wave(store, key="w3", actor=ACTOR, reason="Wrong week.")


def everything(store: Store) -> str:
    """Every row of every table of the main database, as text."""
    tables = (
        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
    )
    with store.reading() as connection:
        names = connection.execute(text(tables)).scalars().all()
        return "\n".join(
            str(row) for name in names for row in connection.execute(text(f"SELECT * FROM {name}"))
        )


def known_everywhere(store: Store) -> None:
    """Signed in, granted, bounced, with a mail to come, work asked for and an address left over."""
    grant(store, person=GONE, role=Role.HR, actor=ACTOR)
    grant(store, person=HR.person, role=Role.HR, actor=ACTOR)
    link = sign_in.make_link(store, person=GONE, lasts=timedelta(days=1), once=False, actor=ACTOR)
    sign_in.enter(store, link)
    tamper(store, f"INSERT INTO asked_address VALUES (2, '{GONE}', '{GONE}@boat.example')")
    now = store.now()
    with store.change(AuditVerb.NOTE_FAILING_ADDRESS, actor=GONE, subject="bounces") as session:
        session.add(BounceRow(person=GONE, noted=now))
        session.add(DeliveryRow(wave=2, occasion="results", person=GONE, state="sent", due=now))
        session.add(
            JobRow(key="j", person=GONE, kind="zip", asked="all", state="done", made=now, ends=now)
        )


def test_nothing_is_kept_about_somebody_who_was_erased(store: Store) -> None:
    """No row of any table has their id, name or address; everybody else is as before."""
    two_waves(store)
    known_everywhere(store)
    others = {key: p for key, p in store.people().items() if key != GONE}

    erase_person(store, person=GONE, viewer=HR)

    assert not re.search(r"'(ant-1|Ant-1|ant-1@boat\.example)'", everything(store))
    assert store.people() == others
    assert store.grants(GONE) == frozenset()


def test_the_lines_of_the_record_stay_and_name_nobody(store: Store) -> None:
    """One more line; what and when are as they were."""
    two_waves(store)
    known_everywhere(store)
    before = store.audit()

    erase_person(store, person=GONE, viewer=HR)

    line, *after = store.audit()
    assert (line.actor, line.verb) == (HR.person, AuditVerb.ERASE_PERSON)
    assert re.fullmatch("erased-[0-9a-f]{32}", line.subject)
    assert "Ant-1" not in line.detail
    assert [(e.number, e.moment, e.verb, e.detail) for e in after] == [
        (e.number, e.moment, e.verb, e.detail) for e in before
    ]
    assert {e.actor for e in after if e.verb == AuditVerb.NOTE_FAILING_ADDRESS} == {SOMEBODY}
    assert {e.subject for e in after if e.verb == "make sign-in link"} == {SOMEBODY}


def test_rosters_keep_their_homes_under_one_key_that_is_nobodys(store: Store) -> None:
    """So that who joined or left between two waves is counted as before."""
    two_waves(store)
    before = [store.roster(wave) for wave in (1, 2, 3)]

    erase_person(store, person=GONE, viewer=HR)

    after = [store.roster(wave) for wave in (1, 2, 3)]
    (key,) = {person for roster in after for person in roster} - set(before[0])
    for was, now in zip(before, after, strict=True):
        assert now == {key if person == GONE else person: home for person, home in was.items()}


def test_publications_are_untouched_and_the_seals_hold(store: Store) -> None:
    """After one erasure, and after a second of the same rosters."""
    two_waves(store)
    cells = store.cells(waves=[1, 2])

    erase_person(store, person=GONE, viewer=HR)
    assert bad(store) == []
    erase_person(store, person="bee-2", viewer=HR)

    assert bad(store) == []
    assert store.cells(waves=[1, 2]) == cells


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE roster SET home = 5 - home WHERE wave = 1 AND person = 'ant-2'",
        "UPDATE roster SET home = 5 - home WHERE wave = 1 AND person LIKE 'erased-%'",
        f"UPDATE roster SET person = 'erased-{'0' * 32}' WHERE wave = 1 AND person = 'ant-2'",
        f"UPDATE roster SET person = 'erased-{'0' * 32}' WHERE wave = 1 AND person LIKE 'erased%'",
        "UPDATE roster SET person = 'ant-1' WHERE wave = 1 AND person LIKE 'erased-%'",
        "DELETE FROM roster WHERE wave = 1 AND person LIKE 'erased-%'",
        "DELETE FROM event WHERE verb = 'erase person'",
        "UPDATE event SET detail = '{}' WHERE verb = 'erase person'",
        "UPDATE event SET detail = 'nothing' WHERE verb = 'erase person'",
        f"UPDATE event SET subject = 'erased-{'0' * 32}' WHERE verb = 'erase person'",
    ],
)
def test_tampering_after_an_erasure_is_found(store: Store, change: str) -> None:
    """With the rosters, with nobody's key, or with the line that says so."""
    populate(store, FEW)
    published(store, "w1")
    erase_person(store, person=GONE, viewer=HR)
    assert bad(store) == []

    tamper(store, change)

    assert bad(store) == [f"Wave w1: {CHANGED}"]


def test_an_erasure_does_not_make_good_what_was_tampered_with_before(store: Store) -> None:
    """A seal that was broken stays broken."""
    populate(store, FEW)
    published(store, "w1")
    tamper(store, "UPDATE roster SET home = 5 - home WHERE person = 'bee-1'")

    erase_person(store, person=GONE, viewer=HR)

    assert bad(store) == [f"Wave w1: {CHANGED}"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE roster SET person = 'x' WHERE person = 'ant-1'",
        f"UPDATE roster SET person = 'erased-{'0' * 32}' WHERE person = 'ant-1'",
        "UPDATE event SET actor = 'somebody erased' WHERE actor = 'a test'",
    ],
)
def test_the_database_lets_nobody_be_renamed_but_by_an_erasure(
    postgresql_store: Store, change: str
) -> None:
    """Not by hand, and not with a line of an earlier erasure."""
    populate(postgresql_store, FEW)
    published(postgresql_store, "w1")
    erase_person(postgresql_store, person="bee-3", viewer=HR)

    with (
        pytest.raises(ProgrammingError, match=r"is never changed"),
        postgresql_store.engine.begin() as connection,
    ):
        connection.execute(text(change))


LINE = (
    "INSERT INTO event (moment, actor, verb, subject, detail)"
    f" VALUES (now(), 'x', 'erase person', 'erased-{'0' * 32}', '{{}}')"
)
KEY = f"erased-{'0' * 32}"


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE roster SET person = '{KEY}', home = home + 1 WHERE wave = 1 AND person = 'ant-1'",
        f"UPDATE roster SET person = 'erased-{'1' * 32}' WHERE wave = 1 AND person = 'ant-1'",
        f"UPDATE roster SET person = '{KEY}' WHERE wave = 2 AND person = 'ant-1'",
        f"UPDATE roster SET person = '{KEY}' WHERE wave = 1 AND person LIKE 'erased-%'",
        "UPDATE event SET detail = 'x' WHERE verb = 'open wave'",
        "UPDATE event SET actor = 'somebody erased' WHERE actor = 'a test'",
        "UPDATE event SET actor = 'somebody else' WHERE actor = 'all-1'",
    ],
)
def test_even_while_somebody_is_erased_nothing_else_may_change(
    postgresql_store: Store, change: str
) -> None:
    """Not a home, not another key, not a wave that is open, not what the record says."""
    clock = postgresql_store.now
    assert isinstance(clock, Clock)
    populate(postgresql_store, FEW)
    published(postgresql_store, "w1")
    erase_person(postgresql_store, person="bee-3", viewer=HR)
    clock.move(days=30)
    start(postgresql_store, "w2")

    with postgresql_store.engine.connect() as connection:
        connection.execute(text(LINE))
        with pytest.raises(ProgrammingError, match=r"is never changed"):
            connection.execute(text(change))


def test_nobody_is_erased_while_they_stand_in_a_wave_that_is_not_over(store: Store) -> None:
    """The sentence says when they can be."""
    populate(store, FEW)
    answer_all(store, start(store))
    with pytest.raises(Refused, match=r"which closes on 09 March 2026\. They can be erased once"):
        erase_person(store, person=GONE, viewer=HR)
    close_wave(store, key="w1", actor=ACTOR)
    with pytest.raises(Refused, match="whose figures are being made"):
        erase_person(store, person=GONE, viewer=HR)

    close(store)
    erase_person(store, person=GONE, viewer=HR)
    assert GONE not in store.people()


def test_a_wave_that_is_planned_asks_those_who_are_still_here(store: Store) -> None:
    """Its roster is made when it opens."""
    populate(store, FEW)
    plan(store, "w1")
    erase_person(store, person=GONE, viewer=HR)

    start(store, "w2")

    assert not any(GONE in store.roster(wave.id) for wave in store.waves())


def test_a_unit_called_after_somebody_gets_another_name(store: Store) -> None:
    """Its key stays."""
    populate(store, FEW)
    rename_unit(store, unit="ant", name="Team of Ant-Lead", viewer=HR)

    erase_person(store, person="ant-lead", viewer=HR)

    assert store.units()["ant"].name == UNNAMED_TEAM


def test_who_may_not_erase_or_be_erased(duckdb_store: Store) -> None:
    """Only HR erases, nobody themselves, and never the last who looks after it all."""
    populate(duckdb_store, FEW)
    grant_operator(duckdb_store, "bee-1")
    member = Viewer("bee-2", "Bee", "bee", None, frozenset())

    with pytest.raises(NotAllowed):
        erase_person(duckdb_store, person=GONE, viewer=member)
    with pytest.raises(Refused, match="your own way in"):
        erase_person(duckdb_store, person=HR.person, viewer=HR)
    with pytest.raises(Refused, match="the only one who looks after Same Boat"):
        erase_person(duckdb_store, person="bee-1", viewer=HR)
    with pytest.raises(NotFound):
        erase_person(duckdb_store, person="nobody", viewer=HR)


def test_the_log_of_the_database_file_holds_no_name_afterwards(duckdb_store: Store) -> None:
    """What is written since the last checkpoint is in the file, and the log is empty."""
    populate(duckdb_store, FEW)
    keep_people(duckdb_store, [somebody("zed", "ant")])
    log = duckdb_store.settings.database_file.with_name(
        duckdb_store.settings.database_file.name + ".wal"
    )
    assert b"zed@boat.example" in log.read_bytes()

    erase_person(duckdb_store, person="zed", viewer=HR)

    assert not log.exists() or b"zed@boat.example" not in log.read_bytes()
