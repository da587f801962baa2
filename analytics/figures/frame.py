"""How does an analyst open the report? As a table of pandas, from a Parquet file or the store."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from analytics.figures.arrow import batches_of, schema
from analytics.figures.report import report_blocks
from survey.store import Store


def read(source: Store | Path | str, *, wave: str | None = None) -> pd.DataFrame:
    """The report of one wave by its key, or of all when None, in the columns of report_columns.

    `source` is a Parquet file that HR took, or a store. Text is categorical, closed words in their
    order; numbers and days are Arrow's own, with <NA> in an empty cell, and lie where Arrow has
    them. What a file of an earlier version lacks is empty. Errors: NotFound (of a store).
    """
    if isinstance(source, Store):
        return framed(pa.Table.from_batches(batches_of(report_blocks(source, wave=wave)), schema()))
    only = None if wave is None else [("wave", "==", wave)]
    return framed(_declared(pq.read_table(source, filters=only)))


def framed(table: Any) -> pd.DataFrame:
    """An Arrow table of the declared columns as one of pandas; numbers and days are not copied."""
    found: pd.DataFrame = table.unify_dictionaries().to_pandas(types_mapper=_type_of)
    return found


def _type_of(kind: Any) -> pd.ArrowDtype | None:
    """Whatever is not a dictionary stays as it is; that becomes categorical by itself."""
    return None if pa.types.is_dictionary(kind) else pd.ArrowDtype(kind)


def _declared(table: Any) -> Any:
    """The declared columns of a file, in their order and types."""
    there = set(table.column_names)
    return pa.table(
        [
            table[field.name].cast(field.type)
            if field.name in there
            else pa.nulls(len(table), field.type)
            for field in schema()
        ],
        schema=schema(),
    )
