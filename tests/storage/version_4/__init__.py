"""An organisation as version 4 of the database left it, read from text (made.py made it).

Four published waves, four weeks apart, asked by the rules of version 3 of the gate: ant is held in
the second, w3 keeps answer rows, and before the fourth ant and bee swap everybody.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from survey.settings import Settings
from survey.storage.database import duckdb_engine, postgresql_engine
from survey.storage.wave_file import own_file

HERE = Path(__file__).parent
WAVES = ("w1", "w2", "w3", "w4")
NUMBERED = ("unit", "wave", "event")
"""The tables whose rows the database numbers itself, as they come: their `id` is not written."""
APART = ("comment", "kept_answer", "invitation", "ballot")
Row = Mapping[str, Any]


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of a table, in their order; what is empty is left out."""
    lines = (json.loads(line) for line in (HERE / "rows.jsonl").read_text().splitlines())
    return tuple(
        {name: one for name, one in line.items() if name != "table"}
        for line in lines
        if line["table"] == table
    )


def leave(settings: Settings) -> None:
    """Make the database of these settings, and the files beside it, as version 4 left them."""
    settings.data.mkdir(parents=True, exist_ok=True)
    if settings.database_url:
        _fill_postgresql(settings.database_url)
        return
    _fill(settings.database_file, [table for table in _tables("duckdb") if table not in APART])
    for table, folder in (("comment", settings.comments), ("kept_answer", settings.kept)):
        folder.mkdir()
        for wave in sorted({row["wave"] for row in rows(table)}):
            _fill(own_file(folder, wave), [table], wave=wave)


def _statements(engine: str) -> list[str]:
    return (HERE / f"{engine}.sql").read_text().strip().split("\n\n")


def _tables(engine: str) -> list[str]:
    made = (re.match(r"CREATE TABLE (\w+)", statement) for statement in _statements(engine))
    return [found[1] for found in made if found]


def _fill(file: Path, tables: Iterable[str], *, wave: int | None = None) -> None:
    """A DuckDB file with these tables, of one wave or whole."""
    engine = duckdb_engine(file, threads=1)
    with engine.begin() as connection:
        for statement in _about(tables):
            connection.execute(text(statement))
        for table in tables:
            _insert(connection, table, [r for r in rows(table) if wave in {None, r.get("wave")}])
    engine.dispose()


def _about(tables: Iterable[str]) -> Iterator[str]:
    """The statements that make these tables on DuckDB, and what numbers their rows."""
    wanted = tuple(tables)
    for statement in _statements("duckdb"):
        made = re.match(r"CREATE (?:TABLE|SEQUENCE IF NOT EXISTS) (\w+)", statement)
        assert made, statement
        if made[1] in wanted or made[1].endswith("_seq"):
            yield statement


def _fill_postgresql(url: str) -> None:
    engine = postgresql_engine(url)
    with engine.begin() as connection:
        # What is there is a database of this release; triggers watch what is written by hand.
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        for statement in _statements("postgresql"):
            connection.exec_driver_sql(statement)
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in _tables("postgresql"):
            # Rows of all waves lie by their random keys, as every closing left them.
            found = sorted(rows(table), key=itemgetter("key")) if table in APART else rows(table)
            _insert(connection, table, found)
    engine.dispose()


def _insert(connection: Connection, table: str, found: Iterable[Row]) -> None:
    for row in found:
        values = ", ".join(f":{name}" for name in row)
        line = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"
        connection.execute(text(line), dict(row))
