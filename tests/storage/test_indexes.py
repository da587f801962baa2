"""Promises of PostgreSQL under load: nothing that each respondent asks reads a whole table."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, text

from survey.answering.receipts import new_number
from survey.answering.respondent import respondent
from survey.answering.sending import send
from survey.store import Store
from tests.make import answers_of, populate, start

FEW = {"preference", "wave", "unit", "wave_unit"}
"""Tables that are small in the largest organisation, or read only when something changed."""
Statement = tuple[str, object]


@contextmanager
def statements(engine: Engine) -> Iterator[list[Statement]]:
    """What is asked of a database meanwhile, with its values."""
    made: list[Statement] = []

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        made.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(engine, "before_cursor_execute", note)


def read_whole(store: Store, made: list[Statement]) -> set[str]:
    """The tables that are read from end to end although nothing but that is forbidden."""
    whole: set[str] = set()
    with store.engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        for statement, values in made:
            if statement.startswith(("SELECT", "INSERT", "UPDATE")):
                plan = connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars()  # type: ignore[arg-type]
                whole |= {
                    line.split(" on ")[1].split()[0] for line in plan if "Seq Scan on" in line
                }
        connection.rollback()
    return whole


def test_opening_a_link_and_sending_read_no_table_from_end_to_end(postgresql_store: Store) -> None:
    """Once an app has seen the wave; everything is found by a key or an index."""
    store = postgresql_store
    populate(store)
    links = start(store)
    first, second, *_ = links
    send(store, respondent(store, links[first]), answers_of(first), receipt=new_number())

    with statements(store.engine) as made:
        who = respondent(store, links[second])
        send(store, who, answers_of(second), receipt=new_number())

    assert len(made) > 3
    assert read_whole(store, made) - FEW == set()


def test_a_whole_table_would_be_found(postgresql_store: Store) -> None:
    """Without its index the record is read from end to end."""
    with postgresql_store.engine.begin() as connection:
        connection.execute(text("DROP INDEX event_subject"))

    asked: list[Statement] = [
        ("SELECT id FROM event WHERE subject = 'w1' AND verb = 'open wave'", ())
    ]

    assert read_whole(postgresql_store, asked) == {"event"}
