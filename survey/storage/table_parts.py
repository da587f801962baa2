"""What our tables are made of: their base, aware times, unique keys, and conditions."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, DateTime, Dialect, Index, TypeDecorator
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

COPIED_FROM = "copied from"
"""In the info of a table that is made from another one, by whoever keeps the copy."""


class Table(SQLModel, registry=registry()):
    """The base of our tables, with a registry of its own so that a reload can define them again."""


class UtcTime(TypeDecorator[datetime]):
    """An aware time, given back in UTC (DuckDB gives the time zone of the machine it runs on)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  (SQLAlchemy gives it)
    ) -> datetime | None:
        """The same moment in UTC."""
        return None if value is None else value.astimezone(UTC)


def moment() -> datetime | None:
    """A column for an aware UTC time."""
    column: datetime | None = Field(default=None, sa_type=UtcTime, nullable=True)
    return column


def unique_key(table: str, *columns: str) -> Index:
    """A unique index on PostgreSQL; on DuckDB a key makes loading many times slower."""
    name = f"{table}_key"
    return Index(name, *columns, unique=True).ddl_if(dialect="postgresql")


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The rule that a column holds one of some values."""
    named = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({named})")


def every(test: str, *columns: str) -> str:
    """The condition that every one of these columns passes a test."""
    return " AND ".join(f"{column} {test}" for column in columns)
