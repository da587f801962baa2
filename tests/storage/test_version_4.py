"""Promises to databases of version 4, as its own commit left one: all of it is read as it was."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from analytics.promise.checks import check
from analytics.promise.privacy_proof import prove_anew
from analytics.promise.seals import as_sealed
from analytics.published.diagnostics import COMPARED, NOISE
from survey.audit import AuditVerb
from survey.settings import Settings
from survey.storage.table_parts import Table
from survey.storage.tables import SCHEMA_VERSION
from survey.store import Store
from survey.waves.wave import RULES
from tests.conftest import ENGINES
from tests.make import Clock, published
from tests.make_held import FORMER_RULES
from tests.originals import store_like
from tests.storage.version_4 import NUMBERED, WAVES, leave, rows

pytestmark = pytest.mark.slow

AS_IT_WAS = (
    *("unit", "person", "role_grant", "sign_in", "bounce", "asked_address", "preference"),
    *("wave", "wave_unit", "roster", "published_cell", "diagnostic", "delivery", "instrument"),
    "job",
)
LATER = 112
"""Days from the opening of its first wave to four weeks after that of its last."""


@pytest.fixture(scope="module", params=ENGINES)
def untouched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A database of version 4 on either engine that nobody has opened since, to be copied."""
    with ExitStack() as stack:
        url = ""
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        settings = Settings(data=tmp_path_factory.mktemp("version_4") / "data", database_url=url)
        leave(settings)
        yield settings


@pytest.fixture
def opened(
    untouched: Settings, tmp_path: Path, clock: Clock, request: pytest.FixtureRequest
) -> Iterator[Store]:
    """A copy of it, opened by this release four weeks after its last wave."""
    clock.move(days=LATER)
    with store_like(untouched, tmp_path, request, clock) as store:
        yield store


Told = tuple[tuple[str, object], ...]


def told(row: Mapping[str, Any], *, numbered: bool = False) -> Told:
    """A row in the words of the fixture, to be found again in any order."""
    left_out = {"id"} if numbered else set()
    said = {name: one for name, one in row.items() if one is not None and name not in left_out}
    moments = {name: one for name, one in said.items() if isinstance(one, datetime)}
    said |= {name: one.astimezone(UTC).isoformat() for name, one in moments.items()}
    return tuple(sorted(said.items()))


def as_left(found: Iterable[Mapping[str, Any]]) -> list[Told]:
    return sorted(map(told, found), key=repr)


def now_in(store: Store, table: str) -> list[Told]:
    """What a table holds, as SQL sees it."""
    with store.engine.connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {table}")).all()
    return sorted((told(row._asdict(), numbered=table in NUMBERED) for row in found), key=repr)


def test_every_row_of_every_table_is_as_it_was(opened: Store) -> None:
    """Cells, seals, diagnostics, rosters, people."""
    assert len(rows("published_cell")) == 256
    for table in AS_IT_WAS:
        assert now_in(opened, table) == as_left(rows(table)), table


def test_the_record_is_as_it_was_with_a_line_for_each_step(opened: Store) -> None:
    lines = now_in(opened, "event")
    before = as_left(rows("event"))
    new = [dict(line) for line in lines if line not in before]

    assert len(lines) == len(before) + len(new)
    assert {line["verb"] for line in new} == {AuditVerb.UPGRADE_DATABASE}
    steps = [f"version {step}" for step in range(5, SCHEMA_VERSION + 1)]
    assert sorted(str(line["subject"]) for line in new) == sorted(steps)


def test_comments_and_kept_rows_are_as_they_were(opened: Store) -> None:
    """In files of their own on DuckDB, in tables on PostgreSQL."""
    for table, kept in (("comment", opened.comment_rows), ("kept_answer", opened.kept_rows)):
        found = [row._asdict() for wave in kept.waves() for row in kept.rows(wave)]

        assert found
        assert as_left(found) == as_left(rows(table))


def test_its_tables_have_the_columns_of_this_release(opened: Store) -> None:
    """And those that came since are there and empty, but for the copy of the figures."""
    there = inspect(opened.engine)

    assert {*AS_IT_WAS, "event", "other_people"} <= set(there.get_table_names())
    for table in there.get_table_names():
        columns = {column["name"] for column in there.get_columns(table)}
        assert columns == set(Table.metadata.tables[table].columns.keys()), table


def test_its_seals_hold_and_every_proof_is_green(opened: Store, clock: Clock) -> None:
    """One wave held a team; the next that closes is by the rules of this release."""
    for _ in range(2):
        assert all(as_sealed(opened, wave) for wave in opened.waves())
        assert [found.sentence for found in check(opened) if not found.holds] == []
        assert [proof.claim for proof in prove_anew(opened) if not proof.holds] == []
        published(opened, f"w{len(opened.waves()) + 1}")
        clock.move(days=20)

    assert [wave.rules for wave in opened.waves()] == [FORMER_RULES] * 4 + [RULES] * 2


def test_what_it_did_not_find_out_is_not_known(opened: Store) -> None:
    """Who was the same, and how restless its lines were: nothing is invented for it."""
    assert opened.other_people() == []
    for wave in opened.waves():
        found = opened.diagnostics(wave.id)
        assert not [name for name in found if name.startswith((COMPARED, NOISE))]


def test_the_next_wave_is_compared_with_all_of_them_by_their_rosters(opened: Store) -> None:
    """Known are the pairs of it and each earlier one; of these among themselves nothing is.

    ant and bee swapped everybody before w4: w5 has the people of w4, and knows them in w1 to w3.
    """
    wave = published(opened, "w5")

    known = {name for name in opened.diagnostics(wave.id) if name.startswith(COMPARED)}
    assert known == {f"{COMPARED}{key}" for key in WAVES}
    found = {(row.other, row.unit, row.scope, row.was) for row in opened.other_people()}
    assert found == {
        (other, unit, "team", was)
        for other in (1, 2, 3)
        for unit, was in (("ant", "bee"), ("bee", "ant"))
    }
    assert {row.wave for row in opened.other_people()} == {wave.id}


def test_an_earlier_publication_cannot_be_told_what_it_did_not_say(opened: Store) -> None:
    """A row beside a seal that was made without it breaks the seal."""
    with opened.engine.begin() as connection:
        if not opened.embedded:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text("INSERT INTO other_people (wave, other, unit, area) VALUES (2, 1, 3, FALSE)")
        )

    assert [as_sealed(opened, wave) for wave in opened.waves()] == [True, False, True, True]


def test_a_database_of_today_has_the_indexes_of_a_new_one(opened: Store) -> None:
    """On PostgreSQL; DuckDB has none beside its keys."""
    there = inspect(opened.engine)
    made = {index["name"] for index in there.get_indexes("event")}

    assert made == ({"event_subject"} if opened.engine.dialect.name == "postgresql" else set())
