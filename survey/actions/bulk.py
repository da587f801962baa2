"""Many rows at once: straight to the table; the ORM would split them by which cells are empty."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, insert
from sqlmodel import Session, SQLModel

AT_ONCE = 20_000


def insert_rows(session: Session, kind: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns, in parts that keep memory flat."""
    table: Table = kind.__table__  # type: ignore[attr-defined]
    for start in range(0, len(rows), AT_ONCE):
        session.connection().execute(insert(table), rows[start : start + AT_ONCE])
