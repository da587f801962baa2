"""How version 4 of the database left an organisation: run once, by the last commit that made it.

    git worktree add --detach ../boat-4 895bc36 && cd ../boat-4
    PYTHONPATH=. python ../same-boat/tests/storage/version_4/made.py

Writes, beside itself, the statements that made its tables on either engine, and their rows.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from sqlalchemy import create_engine, create_mock_engine

from survey.actions.organisation import grant
from survey.answering.sending import send
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.storage.table_parts import Table
from survey.storage.triggers import guards
from survey.store import Store
from tests.make import (
    ACTOR,
    Clock,
    answers_of,
    close,
    keep_people,
    person,
    populate,
    respondents,
    start,
    together,
)

KEEPS_ROWS: Mapping[str, Mapping[str, Any]] = {"w3": {"keep_days": 365}}
NUMBERED = ("unit", "wave", "event")
"""The tables whose rows the database numbers itself, as they come."""


def build(store: Store, clock: Clock) -> None:
    """Four waves: ant is held in the second; before the fourth ant and bee swap everybody."""
    populate(store)
    grant(store, person="all-1", role=Role.HR, actor=ACTOR)
    for key in ("w1", "w2", "w3", "w4"):
        if key == "w2":
            keep_people(store, [person("ant-new", "ant")])
        if key == "w4":
            swapped = {"ant": "bee", "bee": "ant"}
            both = [one for one in store.people().values() if one.unit in swapped]
            keep_people(store, [replace(one, unit=swapped[one.unit]) for one in both])
        _wave(store, key, **KEEPS_ROWS.get(key, {}))
        clock.move(days=20)


def _wave(store: Store, key: str, **options: Any) -> None:
    forms = respondents(store, start(store, key, **options), wave=key)
    together(lambda who: send(store, forms[who], _says(who, key)), list(forms))
    clock = store.now
    assert isinstance(clock, Clock)
    clock.move(days=8)
    close(store, key)


def _says(who: str, wave: str) -> dict[str, object]:
    return answers_of(who, wave=wave) | {"O1": f"What somebody wrote in {wave}."}


def statements(dialect: str) -> Iterator[str]:
    """What makes the tables on an engine; on PostgreSQL also the triggers that guard them."""
    made: list[str] = []
    compiled = create_engine(f"{dialect}://").dialect
    engine = create_mock_engine(
        f"{dialect}://", lambda sql, *_: made.append(str(sql.compile(dialect=compiled)))
    )
    Table.metadata.create_all(engine, checkfirst=False)
    yield from (statement.strip() for statement in made)
    for guard in guards() if dialect.startswith("postgresql") else ():
        function = f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql"
        yield f"{function} AS $${guard.source}$$"
        yield f"CREATE TRIGGER {guard.name} {guard.fires} EXECUTE FUNCTION {guard.name}()"


def rows(data: Path) -> Iterator[dict[str, Any]]:
    """Every row of every file of a data folder: its table, and what stands in which column."""
    for file in (data / "same_boat.duckdb", *sorted(data.glob("*/*.duckdb"))):
        with duckdb.connect(file, read_only=True) as connection:
            tables = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1")
            for (table,) in tables.fetchall():
                found = connection.execute(f"SELECT * FROM {table} ORDER BY ALL")
                names = [column[0] for column in found.description or ()]
                for row in found.fetchall():
                    told = {n: one for n, one in zip(names, row, strict=True) if one is not None}
                    if table in NUMBERED:
                        del told["id"]
                    yield {"table": table} | told


def _in_words(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def main(out: Path) -> None:
    """Write all of it."""
    for name, dialect in (("duckdb", "duckdb"), ("postgresql", "postgresql+psycopg")):
        (out / f"{name}.sql").write_text("\n\n".join(statements(dialect)) + "\n")
    with TemporaryDirectory() as folder:
        clock, settings = Clock(), Settings(data=Path(folder) / "data")
        with closing(Store(settings, clock=clock)) as store:
            build(store, clock)
        lines = [
            json.dumps(row, default=lambda day: day.isoformat()) for row in rows(settings.data)
        ]
    (out / "rows.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(__file__).parent)
