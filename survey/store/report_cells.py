"""The cells of one wave as Arrow columns, which a long report is made of; and making columns."""

from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
from sqlalchemy import CursorResult, text

from survey.store.opened import Opened

NUMBERS = (
    "tenths",
    "people_low",
    "people_high",
    "step",
    "invited",
    "answered_low",
    "answered_high",
)
SCHEMA = pa.schema(
    [
        ("unit", pa.int64()),
        ("area", pa.bool_()),
        ("measure", pa.string()),
        ("shown", pa.bool_()),
        ("shares", pa.string()),
        *((name, pa.int64()) for name in NUMBERS),
    ]
)
CELLS = text("""
    SELECT unit, scope = 'area' AS area, measure, shown, shares,
        tenths, people_low, people_high, step, invited, answered_low, answered_high
    FROM published_cell WHERE wave = :wave
""")


def report_cells(store: Opened, wave: int) -> Any:
    """The cells of a wave, unordered, with the unit's number; null where nothing is shown."""
    with store.reading() as connection:
        return arrow_of(connection.execute(CELLS, {"wave": wave}), SCHEMA)


def arrow_of(found: CursorResult[Any], schema: Any) -> Any:
    """What was found as Arrow columns.

    Right away where the database can: making an object of each row takes ten times as long.
    """
    if found.dialect.name == "duckdb":
        return found.cursor.to_arrow_table().cast(schema)
    columns = list(zip(*found.fetchall(), strict=True)) or [()] * len(schema)
    made = [pa.array(part, field.type) for part, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(made, schema=schema)
