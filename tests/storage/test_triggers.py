"""Promises of the database itself: whoever writes SQL by hand cannot weaken a rule afterwards."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from analytics.promise.checks import check
from survey.actions.opening import open_wave
from survey.actions.waves import cancel_wave, schedule_wave
from survey.audit import AuditVerb
from survey.errors import Refused
from survey.settings import Settings
from survey.storage.triggers import guards
from survey.store import Store
from survey.waves.wave import State
from tests.make import (
    ACTOR,
    NOON,
    Clock,
    Universe,
    answer_all,
    close,
    plan,
    populate,
    published,
    start,
)
from tests.postgres import Postgres
from tests.tamper import tamper

FEW = Universe({"all": 0, "ant": 6, "cat": 3}, {"all": None, "ant": "all", "cat": "all"}, ())
LATER = NOON + timedelta(days=30)


@pytest.fixture(scope="module")
def store(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """On PostgreSQL: a published wave (1), an open one (2), a cancelled one (3), a draft (4)."""
    clock = Clock()
    with postgres.database() as url:
        settings = Settings(data=tmp_path_factory.mktemp("guards"), database_url=url)
        with closing(Store(settings, clock=clock)) as store:
            populate(store, FEW)
            published(store, days=1, keep_days=30)
            clock.move(days=2)
            start(store, "w2", keep_days=30)
            plan(store, "w3")
            cancel_wave(store, key="w3", actor=ACTOR, reason="Wrong week.")
            plan(store, "w4", opens=LATER)
            yield store


def everything(store: Store) -> dict[str, list[str]]:
    """Every row of every table."""
    with store.reading() as connection:
        tables = inspect(connection).get_table_names()
        return {
            table: sorted(map(str, connection.execute(text(f"SELECT * FROM {table}")).all()))
            for table in tables
        }


FIXED = "the rules of a wave are fixed when it opens"
FIGURE, LINE = "a published figure is", "a line of the record is"
COMPARED = "who may be compared is"
ROSTER, TREE = "a roster is", "the tree of a wave is"
A_CELL = (
    "INSERT INTO published_cell (wave, unit, scope, measure, kind, shown)"
    " VALUES ({}, 1, 'team', 'other', 'item', FALSE)"
)
REFUSED = {
    # An open wave
    **{
        f"UPDATE wave SET {change} WHERE key = 'w2'": FIXED
        for change in (
            "k = 4",
            "k = 6",
            "definition = replace(definition, 'B1', 'B9')",
            "instrument = 'other'",
            "instrument_version = 2",
            "audience = '[\"ant\"]'",
            "keep_days = NULL",
            "keep_days = 31",
            "opens = opens - interval '1 day'",
            "public_key = 'mine'",
            "invited = 99",
            "opened = now()",
            "replay = TRUE",
            "key = 'w9'",
            "id = 9",
        )
    },
    **{
        f"UPDATE wave SET closes = closes {by} interval '1 day' WHERE key = 'w2'": (
            "an open wave closes later only, on the record"
        )
        for by in "+-"
    },
    "UPDATE wave SET state = 'draft' WHERE key = 'w2'": "a wave does not go back",
    "UPDATE wave SET state = 'published' WHERE key = 'w2'": "a wave does not go back",
    "DELETE FROM wave WHERE key = 'w2'": "a wave is never deleted",
    # A published or cancelled wave
    **{
        f"UPDATE wave SET {change} WHERE key = 'w1'": "a published wave is never changed"
        for change in (
            "state = 'open'",
            "state = 'closed'",
            "k = 4",
            "seal = 'x'",
            "closed = now()",
        )
    },
    "UPDATE wave SET state = 'open' WHERE key = 'w3'": "a wave does not go back",
    "UPDATE wave SET closed = now() WHERE key = 'w3'": "a wave closes once",
    "DELETE FROM wave WHERE key = 'w1'": "a wave is never deleted",
    "DELETE FROM wave": "a wave is never deleted",
    "TRUNCATE wave": "a wave is never deleted",
    "INSERT INTO wave SELECT (w).* FROM (SELECT w FROM wave w WHERE key = 'w1') AS copied": (
        "a wave begins as a plan"
    ),
    # Figures
    "UPDATE published_cell SET tenths = 900 WHERE shown": f"{FIGURE} never changed",
    "UPDATE published_cell SET wave = 2": f"{FIGURE} never changed",
    "DELETE FROM published_cell WHERE measure = 'A1'": f"{FIGURE} never deleted",
    "TRUNCATE published_cell": f"{FIGURE} never deleted",
    **{A_CELL.format(wave): f"{FIGURE} written once, at closing" for wave in (1, 2, 3, 4)},
    "UPDATE diagnostic SET value = 9": f"{FIGURE} never changed",
    "DELETE FROM diagnostic": f"{FIGURE} never deleted",
    "TRUNCATE diagnostic": f"{FIGURE} never deleted",
    "INSERT INTO diagnostic VALUES (1, 'more', 1)": f"{FIGURE} written once, at closing",
    # Who may be compared
    "UPDATE other_people SET was = NULL": f"{COMPARED} never changed",
    "DELETE FROM other_people": f"{COMPARED} never deleted",
    "TRUNCATE other_people": f"{COMPARED} never deleted",
    **{
        f"INSERT INTO other_people VALUES ({wave}, 9, 1, FALSE, NULL)": (
            f"{COMPARED} written once, at closing"
        )
        for wave in (1, 2, 3, 4)
    },
    # Who is asked, in which tree
    "UPDATE roster SET home = 3 WHERE person = 'ant-1'": f"{ROSTER} never changed",
    "TRUNCATE roster": f"{ROSTER} never deleted",
    "UPDATE wave_unit SET parent = NULL": f"{TREE} never changed",
    "TRUNCATE wave_unit": f"{TREE} never deleted",
    **{
        statement.format(wave): f"{what} fixed when it opens"
        for wave in (1, 2, 3)
        for statement, what in (
            ("INSERT INTO roster VALUES ({}, 'me', 1)", ROSTER),
            ("INSERT INTO wave_unit VALUES ({}, 9, 'x', 'X', NULL, 9, 0)", TREE),
        )
    },
    "DELETE FROM roster WHERE person = 'ant-1'": f"{ROSTER} fixed when it opens",
    "DELETE FROM wave_unit WHERE wave = 2": f"{TREE} fixed when it opens",
    # Where its mails go
    "UPDATE asked_address SET address = 'me@boat.example'": "where the mails of a wave go is fixed",
    **{
        f"INSERT INTO asked_address VALUES ({wave}, 'me', 'me@boat.example')": (
            "where the mails of a wave go is fixed when it opens"
        )
        for wave in (1, 2, 3)
    },
    # The record
    "UPDATE event SET actor = 'somebody else'": f"{LINE} never changed",
    "DELETE FROM event WHERE verb = 'open wave'": f"{LINE} never deleted",
    "TRUNCATE event": f"{LINE} never deleted",
}


@pytest.mark.parametrize("statement", REFUSED)
def test_postgresql_refuses_what_would_weaken_a_rule(store: Store, statement: str) -> None:
    """With our sentence, and nothing is changed."""
    before = everything(store)

    with (
        pytest.raises(ProgrammingError, match=f"Same Boat refuses this: {REFUSED[statement]}"),
        store.engine.begin() as connection,
    ):
        connection.execute(text(statement))

    assert everything(store) == before


def test_one_bad_row_among_good_ones_is_refused(store: Store) -> None:
    """And the good ones with it."""
    before = everything(store)

    with (
        pytest.raises(ProgrammingError, match="a roster is fixed"),
        store.engine.begin() as connection,
    ):
        connection.execute(text("INSERT INTO roster VALUES (4, 'a', 1), (2, 'b', 1), (4, 'c', 1)"))

    assert everything(store) == before


def test_what_a_guard_refuses_is_said_in_its_sentence(store: Store) -> None:
    """Without the statement, and without where in the database it was."""
    with (
        pytest.raises(Refused) as refusal,
        store.change(AuditVerb.SIGN_IN, actor=ACTOR, subject="w2") as session,
    ):
        session.execute(text("UPDATE wave SET k = 4 WHERE key = 'w2'"))

    assert str(refusal.value) == f"Same Boat refuses this: {FIXED}."


def test_a_draft_may_still_be_changed(postgresql_store: Store) -> None:
    """Nobody has been told its rules; the life of a wave goes on as ever."""
    populate(postgresql_store, FEW)
    plan(postgresql_store)
    with postgresql_store.engine.begin() as connection:
        connection.execute(text("UPDATE wave SET k = 6, name = 'Other'"))

    schedule_wave(postgresql_store, key="w1", actor=ACTOR)
    open_wave(postgresql_store, key="w1", actor=ACTOR)
    wave = close(postgresql_store)

    assert (wave.k, wave.state) == (6, State.PUBLISHED)
    assert all(finding.holds for finding in check(postgresql_store))


# Switched off


@pytest.mark.parametrize(
    "attack",
    [
        "ALTER TABLE wave DISABLE TRIGGER USER",
        "DROP TRIGGER same_boat_guard_event_update ON event",
        "DROP FUNCTION same_boat_guard_roster_insert() CASCADE",
        "CREATE OR REPLACE FUNCTION same_boat_guard_wave_update() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "CREATE FUNCTION same_boat_guard_0_wave_update() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;"
        "CREATE TRIGGER same_boat_guard_0_wave_update BEFORE UPDATE ON wave"
        " FOR EACH ROW EXECUTE FUNCTION same_boat_guard_0_wave_update()",
    ],
    ids=["off", "no trigger", "no function", "another function", "of another release"],
)
def test_guards_that_are_off_gone_or_others_are_put_back_at_the_next_start(
    postgresql_settings: Settings, clock: Clock, attack: str
) -> None:
    """Exactly ours are in place then."""
    with closing(Store(postgresql_settings, clock=clock)) as store:
        assert store.guarded()
        with store.engine.begin() as connection:
            connection.execute(text(attack))
        assert not store.guarded()

    with closing(Store(postgresql_settings, clock=clock)) as store:
        assert store.guarded()
        populate(store, FEW)
        start(store)
        with (
            pytest.raises(ProgrammingError, match=FIXED),
            store.engine.begin() as connection,
        ):
            connection.execute(text("UPDATE wave SET k = 4"))


def test_every_guard_has_a_name_of_its_own() -> None:
    """PostgreSQL would cut a long one off."""
    names = [guard.name for guard in guards()]

    assert len(set(names)) == len(names)
    assert max(map(len, names)) < 63


# CHECKs, on both engines


@pytest.fixture(scope="module", params=["duckdb", "postgresql"])
def checked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A published wave and another one, on either engine."""
    if request.param == "postgresql":
        yield request.getfixturevalue("store")
        return
    with closing(Store(Settings(data=tmp_path_factory.mktemp("checked")), clock=Clock())) as store:
        populate(store, FEW)
        answer_all(store, start(store, days=1))
        close(store)
        plan(store, "w2", opens=LATER)
        yield store


@pytest.mark.parametrize(
    "change",
    [
        "wave SET k = 3 WHERE key = 'w2'",
        "wave SET keep_days = 0 WHERE key = 'w2'",
        "wave SET keep_days = 731 WHERE key = 'w2'",
        "published_cell SET tenths = 500 WHERE NOT shown",
        "published_cell SET shown = FALSE WHERE measure = 'B1'",
        "published_cell SET people_low = 3 WHERE measure = 'B1'",
        "published_cell SET invited = 3 WHERE measure = 'participation'",
    ],
)
def test_both_engines_refuse_what_must_never_be(checked: Store, change: str) -> None:
    """Also of whoever owns the database and has switched the guards off."""
    before = everything(checked)

    with pytest.raises(IntegrityError, match=r"(?i)check"):
        tamper(checked, f"UPDATE {change}")

    assert everything(checked) == before
