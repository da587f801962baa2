"""Promises of the shelf: rows wave by wave, all of them or none, in an order that says nothing."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from survey.audit import AuditVerb
from survey.errors import NotFound, Trouble
from survey.settings import Settings
from survey.storage.wave_rows import WaveRows
from survey.store import Store
from tests.make import Clock
from tests.processes import killed

Row = dict[str, object]


def row(key: str, said: str, *, wave: int = 1) -> Row:
    """A comment as a row."""
    return {
        "key": key, "wave": wave, "unit": 1, "scope": "team",
        "prompt": "O1", "text": said, "withdrawn": None,
    }  # fmt: skip


def said(shelf: WaveRows, wave: int = 1) -> list[str]:
    """The texts of a wave's rows, in the order they come."""
    return [found.text for found in shelf.rows(wave)]


@pytest.fixture
def shelf(store: Store) -> WaveRows:
    """An empty shelf, on both engines."""
    return store.comment_rows


def bytes_kept(request: pytest.FixtureRequest, store: Store) -> bytes:
    """Every byte that DuckDB keeps, or that PostgreSQL keeps of the table."""
    if not store.settings.database_url:
        files = [file for file in store.settings.data.rglob("*") if file.is_file()]
        return b"".join(file.read_bytes() for file in files)
    with store.engine.connect() as connection:
        server = connection.execution_options(isolation_level="AUTOCOMMIT")
        server.execute(text("CHECKPOINT"))
        path = server.execute(text("SELECT pg_relation_filepath('comment')")).scalar_one()
    file: Path = request.getfixturevalue("postgres").folder / "pg" / path
    return file.read_bytes()


def test_rows_come_in_the_order_of_their_keys_whatever_order_they_were_given_in(
    shelf: WaveRows,
) -> None:
    shelf.put(1, [row("c", "third"), row("a", "first"), row("b", "second")])

    assert said(shelf) == ["first", "second", "third"]


def test_rows_lie_in_the_order_of_their_keys_too(store: Store, shelf: WaveRows) -> None:
    """After every change, over all waves of a table: where a row lies says nothing."""
    shelf.put(1, [row("c", "x"), row("e", "x"), row("a", "x")])
    shelf.put(2, [row("d", "x", wave=2), row("b", "x", wave=2)])
    shelf.put(1, [row("c", "y"), row("a", "y"), row("e", "y")])

    for look in store.rows_out_of_order():
        assert look.rows == ((0,),)


def test_putting_again_replaces_the_rows_of_that_wave_and_of_no_other(shelf: WaveRows) -> None:
    shelf.put(1, [row("a", "one"), row("b", "two")])
    shelf.put(2, [row("c", "beside", wave=2)])
    assert said(shelf) == ["one", "two"]

    shelf.put(1, [row("a", "changed")])

    assert said(shelf) == ["changed"]
    assert said(shelf, 2) == ["beside"]
    assert shelf.waves() == {1, 2}


def test_what_is_not_there_is_empty(shelf: WaveRows) -> None:
    """A wave without rows, one whose rows were taken away, one that is destroyed twice."""
    shelf.put(1, [row("a", "one")])

    shelf.put(1, [])
    shelf.destroy(1)
    shelf.destroy(1)

    assert said(shelf) == said(shelf, 7) == []
    assert shelf.waves() == frozenset()


def test_looking_at_a_file_that_is_not_there_makes_none(duckdb_store: Store) -> None:
    """DuckDB would; then a wave had an empty file."""
    shelf = duckdb_store.comment_rows

    with pytest.raises(NotFound, match="Nothing of this wave is kept"):
        shelf.look(7, lambda connection: connection.execute(text("SELECT 1")))

    assert shelf.waves() == frozenset()


def test_only_their_owner_can_look_into_the_folder(duckdb_store: Store) -> None:
    duckdb_store.comment_rows.put(1, [row("a", "one")])

    assert duckdb_store.settings.comments.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("gone", ["replaced", "emptied", "destroyed"])
def test_rows_that_are_gone_leave_no_byte(
    store: Store, shelf: WaveRows, request: pytest.FixtureRequest, gone: str
) -> None:
    """Not in any file of DuckDB, not in the table's file on PostgreSQL."""
    canary, other = "a canary with a long and winding song", "the words beside it, which stay"
    shelf.put(1, [row("a", canary), row("b", other)])
    shelf.put(2, [row("c", other, wave=2)])
    assert canary.encode() in bytes_kept(request, store)

    if gone == "destroyed":
        shelf.destroy(1)
    else:
        shelf.put(1, [row("b", other)] if gone == "replaced" else [])

    kept = bytes_kept(request, store)
    assert canary.encode() not in kept
    assert other.encode() in kept


def test_rows_that_go_while_something_else_is_written_go_when_that_is_committed(
    store: Store, shelf: WaveRows, request: pytest.FixtureRequest
) -> None:
    """PostgreSQL keeps what an open transaction may still see; tidying comes after it."""
    canary = "a canary with a long and winding song"
    shelf.put(1, [row("a", canary)])

    with store.change(AuditVerb.SIGN_IN, actor="hr-1", subject="s") as session:
        session.flush()
        shelf.put(1, [row("a", "other words")])
    shelf.tidy()

    assert canary.encode() not in bytes_kept(request, store)
    assert said(shelf) == ["other words"]


OLD = [row("a", "old"), row("b", "old too")]
NEW = [row("a", "new"), row("b", "new too"), row("c", "newest")]


def put_new(store: Store) -> None:
    """Put other rows in the place of the old ones."""
    store.comment_rows.put(1, NEW)


CUTS = [
    ("duckdb", "_insert", False, OLD),
    ("duckdb", "_insert", True, OLD),
    ("duckdb", "_put_file", True, NEW),
    ("postgresql", "_insert", False, OLD),
    ("postgresql", "_insert", True, OLD),
    ("postgresql", "_write_anew", False, NEW),
]


@pytest.mark.parametrize(("engine", "at", "after", "then"), CUTS)
def test_a_put_that_is_cut_off_leaves_the_old_rows_or_the_new(
    request: pytest.FixtureRequest,
    clock: Clock,
    *,
    engine: str,
    at: str,
    after: bool,
    then: list[Row],
) -> None:
    """Never some of them; and what it had begun is gone with the next."""
    settings: Settings = request.getfixturevalue(f"{engine}_settings")
    with closing(Store(settings, clock=clock)) as store:
        store.comment_rows.put(1, OLD)

    killed(
        settings, clock.moment, put_new, at=f"survey.storage.wave_rows.WaveRows.{at}", after=after
    )

    with closing(Store(settings, clock=clock)) as store:
        shelf = store.comment_rows
        assert said(shelf) == [r["text"] for r in then]
        shelf.put(1, NEW)
        assert said(shelf) == [r["text"] for r in NEW]
        files = [file.name for file in settings.comments.glob("*")]
        assert files == (["wave-1.duckdb"] if engine == "duckdb" else [])


def test_a_first_put_that_is_cut_off_is_known_as_something_left(
    duckdb_settings: Settings, clock: Clock
) -> None:
    """So that it can be destroyed; but there are no rows."""
    cut = partial(killed, duckdb_settings, clock.moment, put_new)
    cut(at="survey.storage.wave_rows.WaveRows._insert", after=False)

    with closing(Store(duckdb_settings, clock=clock)) as store:
        shelf = store.comment_rows
        assert shelf.waves() == {1}
        assert said(shelf) == []

        shelf.destroy(1)
        assert list(duckdb_settings.comments.iterdir()) == []


def test_many_may_read_while_somebody_puts(shelf: WaveRows) -> None:
    """Each sees all the old rows or all the new ones, and nobody waits for ever."""
    versions = [["1"] * 5, ["2"] * 5]
    shelf.put(1, [row(f"{n}", "1") for n in range(5)])
    over = threading.Event()

    def read() -> Iterator[list[str]]:
        while not over.is_set():
            yield said(shelf)

    with ThreadPoolExecutor(2) as readers:
        seen = [readers.submit(lambda: list(read())) for _ in range(2)]
        try:
            for version in "212121":
                shelf.put(1, [row(f"{n}", version) for n in range(5)])
        finally:
            over.set()

    found = [texts for reader in seen for texts in reader.result()]
    assert len(found) >= 2
    assert all(texts in versions for texts in found)


def test_a_file_that_somebody_else_changed_is_read_anew(duckdb_store: Store) -> None:
    """What was read before is remembered only as long as the file is the same."""
    shelf = duckdb_store.comment_rows
    shelf.put(1, [row("a", "as it was")])
    assert said(shelf) == said(shelf) == ["as it was"]
    aside = WaveRows(shelf._table, duckdb_store.engine, duckdb_store.settings.comments)

    aside.put(1, [row("a", "otherwise")])

    assert said(shelf) == ["otherwise"]


def test_a_damaged_file_is_said_to_be_damaged(duckdb_store: Store) -> None:
    """In a sentence, and it stays as it is."""
    shelf = duckdb_store.comment_rows
    shelf.put(1, [row("a", "one")])
    file = duckdb_store.settings.comments / "wave-1.duckdb"
    file.write_bytes(b"this is not a database" * 1000)

    with pytest.raises(Trouble, match="damaged and was left as it is"):
        shelf.rows(1)
