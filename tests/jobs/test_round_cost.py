"""Promise of the background: a round costs the same after 8 waves and after 400."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event, text

from analytics.jobs.schedule import make_rounds
from survey.mailing.delivering import deliver_here
from survey.store import Store, waves
from tests.make import Clock, answer_all, populate, published, start

EARLIER = """
INSERT INTO wave SELECT * REPLACE (id + {more} AS id, key || '-{more}' AS key)
FROM wave WHERE key = 'w1'
"""
AS_MANY_AS = 400


@pytest.fixture
def sailing(duckdb_store: Store, clock: Clock) -> Store:
    """A wave that was published long ago, and one that is open and answered."""
    populate(duckdb_store)
    published(duckdb_store, "w1", days=1)
    clock.move(days=60)
    answer_all(duckdb_store, start(duckdb_store, "w2"), wave="w2")
    make_rounds(duckdb_store)
    return duckdb_store


def cost(store: Store, monkeypatch: pytest.MonkeyPatch, done: Callable[[Store], None]) -> object:
    """How many statements are made, and how many waves are read."""
    made: list[str] = []
    read: list[object] = []
    one = waves.wave_of

    def reading(row: object) -> object:
        read.append(row)
        return one(row)  # type: ignore[arg-type]

    def note(_: object, __: object, statement: str, *___: object) -> None:
        made.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(waves, "wave_of", reading)
            done(store)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert read, "waves are read by this function"
    return len(made), len(read)


@pytest.mark.parametrize("done", [make_rounds, deliver_here], ids=["round", "mails"])
def test_a_round_costs_the_same_after_8_waves_and_after_400(
    sailing: Store, monkeypatch: pytest.MonkeyPatch, done: Callable[[Store], None]
) -> None:
    """In statements and in waves read: of those that are over nothing is read any more."""

    def grow(first: int, last: int) -> None:
        with sailing.unsaid() as connection:
            for number in range(first, last):
                connection.execute(text(EARLIER.format(more=10 * number)))

    grow(1, 7)
    few = cost(sailing, monkeypatch, done)
    assert len(sailing.waves()) == 8

    grow(7, AS_MANY_AS - 1)

    assert len(sailing.waves()) == AS_MANY_AS
    assert cost(sailing, monkeypatch, done) == few
