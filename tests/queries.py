"""What is asked of a store's database meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event as listening

from survey.store import Store


@contextmanager
def queries_of(store: Store) -> Iterator[list[str]]:
    """The queries that were asked meanwhile."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    listening.listen(store.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        listening.remove(store.engine, "before_cursor_execute", note)
