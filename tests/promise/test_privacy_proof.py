"""Promises of the proof: it holds where the promise holds, and finds whatever breaks it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from analytics.promise.privacy_proof import Proof, prove, prove_anew
from commands.desk import Request
from commands.verbs import carry_out
from survey.answering.sealing import SEALED_BYTES
from survey.settings import Settings
from survey.store import Store
from survey.store.evidence import LENGTHS
from survey.waves.comments import random_key
from tests.conftest import ENGINES
from tests.english import text as words
from tests.make import Clock, answer_all, populate, published, start
from tests.originals import original, store_like

pytestmark = pytest.mark.slow


def claims(proofs: list[Proof]) -> set[str]:
    """The claims that do not hold."""
    return {proof.claim for proof in proofs if not proof.holds}


@pytest.fixture(scope="module", params=ENGINES)
def promised(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A published wave and an open one that everybody but one has answered, on either engine."""
    clock = Clock()

    def build(store: Store) -> None:
        populate(store)
        published(store, days=1, keep_days=30)
        clock.move(days=2)
        answer_all(store, start(store, "w2"), wave="w2", leave_out=["ant-1"])

    with original(request, tmp_path_factory.mktemp("promised"), build, clock=clock) as settings:
        yield settings


@pytest.fixture
def here(
    promised: Settings, tmp_path: Path, request: pytest.FixtureRequest, clock: Clock
) -> Iterator[Store]:
    """A copy of it, at the moment it was made."""
    clock.move(days=2)
    with store_like(promised, tmp_path, request, clock) as store:
        yield store


def test_the_promise_holds_and_every_proof_shows_what_was_asked_and_found(here: Store) -> None:
    proofs = list(prove_anew(here))

    assert claims(proofs) == set()
    assert len(proofs) == 12 + here.embedded
    assert all(proof.query and proof.answer for proof in proofs)


def test_the_length_that_is_proved_is_the_one_that_is_sealed() -> None:
    """The proof has a number of its own, so that a change is seen."""
    assert f"IN ({SEALED_BYTES}, " in LENGTHS


def test_an_empty_database_breaks_no_promise(store: Store) -> None:
    assert claims(list(prove_anew(store))) == set()


def test_the_proof_tells_nothing_of_an_open_wave(store: Store) -> None:
    """Byte for byte the same before the first answer and after the last."""
    populate(store)
    links = start(store)
    before = list(prove_anew(store))
    answer_all(store, links)

    assert list(prove_anew(store)) == before


def test_whoever_asks_again_within_half_a_minute_sees_the_same_run(
    duckdb_store: Store, clock: Clock
) -> None:
    populate(duckdb_store)
    first = prove(duckdb_store)
    published(duckdb_store, days=1)

    assert prove(duckdb_store) == first
    clock.move(seconds=31)
    assert prove(duckdb_store) != first


def sql(store: Store, *statements: str) -> None:
    """What somebody does who owns the database and knows no rules."""
    with store.engine.begin() as connection:
        if store.settings.database_url:
            for table in ("wave", "published_cell", "diagnostic", "roster", "wave_unit", "event"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


def a_person_beside_answers(store: Store) -> None:
    """A column more in the table of ballots."""
    engine = store.engine if store.settings.database_url else store.box(2)._engine
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE ballot ADD COLUMN person VARCHAR"))


def a_shadow_table(store: Store) -> None:
    """Somebody writes down who said what."""
    sql(store, "CREATE TABLE shadow (person VARCHAR, answers VARCHAR)")


def a_shadow_table_elsewhere(store: Store) -> None:
    """In a schema where nobody looks."""
    sql(store, "CREATE SCHEMA attic", "CREATE TABLE attic.roster (wave INT, person VARCHAR)")


def a_column_too_many(store: Store) -> None:
    """Who is asked stands beside what they said."""
    sql(store, "ALTER TABLE roster ADD COLUMN said VARCHAR")


def a_view_of_both(store: Store) -> None:
    """A question that somebody keeps asking."""
    sql(store, "CREATE VIEW both_sides AS SELECT person, home FROM roster")


def a_ballot_known_to_an_invitation(store: Store) -> None:
    """A ballot's random key is the hash of a link."""
    engine = store.engine if store.settings.database_url else store.box(2)._engine
    with engine.begin() as connection:
        hashed = connection.execute(text("SELECT min(hash) FROM invitation")).scalar()
        key = connection.execute(text("SELECT min(key) FROM ballot")).scalar()
        change = text("UPDATE ballot SET key = :hash WHERE key = :key")
        connection.execute(change, {"hash": hashed, "key": key})


def a_box_left_over(store: Store) -> None:
    """Something of a published wave was not destroyed."""
    store.keys.keep(1, store.keys.read(2))


def a_figure_about_four(store: Store) -> None:
    """A cell says that it is about fewer people than k."""
    sql(
        store,
        "UPDATE published_cell SET people_low = 4 WHERE unit IN (SELECT id FROM unit WHERE"
        " key = 'ant') AND people_low IS NOT NULL",
    )


def a_group_of_four(store: Store) -> None:
    """Closing recorded a group that is too small."""
    sql(store, "UPDATE diagnostic SET value = 4 WHERE figure = 'smallest:answered'")


def a_plan_found_wanting(store: Store) -> None:
    """Closing recorded that a group of some plan does not reach its threshold."""
    sql(store, "UPDATE diagnostic SET value = 0 WHERE figure = 'enough:statements'")


def a_lower_threshold(store: Store) -> None:
    """Closing recorded that it asked for fewer people than a distribution needs."""
    sql(store, "UPDATE diagnostic SET value = 5 WHERE figure = 'least:three parts'")


def no_outcome(store: Store) -> None:
    """What closing found is gone."""
    sql(store, "DELETE FROM diagnostic WHERE figure LIKE 'enough:%'")


def an_outcome_that_is_denied(store: Store) -> None:
    """As if the wave had closed before anything was recorded."""
    sql(store, "DELETE FROM diagnostic WHERE figure LIKE 'enough:%'", "UPDATE wave SET rules = 2")


def a_distribution_about_nine(store: Store) -> None:
    """A distribution of fewer people than one stands on."""
    sql(
        store,
        "UPDATE published_cell SET people_low = 9 WHERE shares IS NOT NULL",
    )


def a_team_that_can_be_subtracted(store: Store) -> None:
    """A small team is hidden and its area is not: area less the other team is the small one."""
    sql(
        store,
        "UPDATE published_cell SET invited = invited + 3 WHERE scope = 'area'"
        " AND measure = 'participation' AND shown"
        " AND unit IN (SELECT id FROM unit WHERE key = 'north')",
    )


def rows_in_order_of_arrival(store: Store) -> None:
    """Kept rows under keys that do not lie in order."""
    keys = sorted((random_key() for _ in range(3)), reverse=True)
    rows = [{"key": k, "wave": 1, "unit": 1, "own": True, "answers": "{}"} for k in keys]
    shelf = store.kept_rows
    engine = store.engine if store.settings.database_url else None
    if engine is not None:
        with engine.begin() as connection:
            shelf._insert(connection, rows)
    else:
        shelf._put_file(1, rows)


def rows_kept_too_long(store: Store) -> None:
    """The schedule did not delete what was to be deleted."""
    store.now.move(days=40)  # type: ignore[attr-defined]


def another_figure(store: Store) -> None:
    """A cell changed after closing."""
    sql(store, "UPDATE published_cell SET tenths = tenths + 10 WHERE tenths = 500")


def another_seal(store: Store) -> None:
    """The seal of a wave is not the one on the record."""
    sql(store, "UPDATE wave SET seal = 'x' WHERE id = 1")


@pytest.mark.parametrize(
    ("harm", "claim"),
    [
        (a_person_beside_answers, "apart"),
        (a_ballot_known_to_an_invitation, "linked"),
        (a_box_left_over, "over"),
        (a_figure_about_four, "shown"),
        (a_group_of_four, "groups"),
        (a_plan_found_wanting, "groups"),
        (a_lower_threshold, "groups"),
        (no_outcome, "groups"),
        (an_outcome_that_is_denied, "sealed"),
        (a_distribution_about_nine, "shown"),
        (a_shadow_table, "apart"),
        (a_shadow_table_elsewhere, "apart"),
        (a_column_too_many, "apart"),
        (a_view_of_both, "apart"),
        (a_team_that_can_be_subtracted, "subtracting"),
        (rows_in_order_of_arrival, "order"),
        (rows_kept_too_long, "kept"),
        (another_figure, "sealed"),
        (another_seal, "sealed"),
    ],
)
def test_whatever_breaks_the_promise_is_found(
    here: Store, harm: Callable[[Store], None], claim: str
) -> None:
    """And the command says so, with an exit code other than 0."""
    harm(here)

    found = claims(list(prove_anew(here)))
    assert words(f"proof.{claim}", wave="Wave w1") in found
    reply = carry_out(here, Request("check", {"anonymity": True}))
    assert not reply.ok
    assert reply.lines[-1].startswith("The promise is broken")


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE cell_by_unit SET tenths = tenths + 10 WHERE tenths = 500",
        "UPDATE cell_by_unit SET measure = 'B2' WHERE measure = 'B1'",
        "DELETE FROM cell_by_unit WHERE measure = 'A1'",
        "INSERT INTO cell_by_unit SELECT * REPLACE (99 AS wave) FROM cell_by_unit",
        "UPDATE published_cell SET tenths = tenths + 10 WHERE tenths = 500",
    ],
)
def test_a_copy_that_says_something_else_is_found(
    duckdb_store: Store, clock: Clock, harm: str
) -> None:
    """Pages read figures of a unit from there; without it they read what was published."""
    populate(duckdb_store)
    published(duckdb_store)
    clock.move(seconds=31)
    claim = words("proof.copied")
    proved = {proof.claim: proof for proof in prove(duckdb_store)}
    assert proved[claim].holds
    assert "cell_by_unit" in proved[claim].query

    sql(duckdb_store, harm)

    assert claim in claims(list(prove_anew(duckdb_store)))
    sql(duckdb_store, "DELETE FROM cell_by_unit")
    assert claim not in claims(list(prove_anew(duckdb_store)))


def test_a_box_that_is_missing_proves_nothing(duckdb_store: Store) -> None:
    populate(duckdb_store)
    start(duckdb_store)
    duckdb_store.box(1).destroy()
    duckdb_store._boxes.clear()

    assert words("proof.linked") in claims(list(prove_anew(duckdb_store)))


def test_the_command_shows_every_query_and_its_result(here: Store) -> None:
    reply = carry_out(here, Request("check", {"anonymity": True}))

    assert reply.ok
    said = "\n".join(reply.lines)
    assert said.count("SELECT") >= 9
    assert "rows_out_of_order = 0" in said
    assert reply.lines[-1] == "The promise holds."
