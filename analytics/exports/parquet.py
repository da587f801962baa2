"""The report as Parquet: typed columns, text as dictionaries, and the data dictionary inside."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from analytics.exports.prefetch import ahead
from analytics.figures.report_columns import Column, ColumnKind, Row, columns

ROW_GROUP = 1 << 17
SOUGHT_BY = ["wave", "opened", "unit", "measure"]
"""The columns by which readers pass over parts of a file; of others their ends help nobody."""
TYPES = {
    ColumnKind.TEXT: pa.dictionary(pa.int32(), pa.string()),
    ColumnKind.DATE: pa.date32(),
    ColumnKind.WHOLE: pa.int16(),
    ColumnKind.NUMBER: pa.float32(),
}


def schema() -> Any:
    """The types of the columns, with their meanings as metadata."""
    said = [{"name": c.name, "kind": c.kind, "meaning": c.meaning} for c in columns()]
    fields = [pa.field(one.name, type_of(one), nullable=True) for one in columns()]
    return pa.schema(fields, metadata={"columns": json.dumps(said, ensure_ascii=False)})


def type_of(column: Column) -> Any:
    """The Arrow type of a column."""
    return pa.int32() if column.beyond_int16 else TYPES[column.kind]


def write_parquet(batches: Iterable[Any], file: IO[bytes]) -> None:
    """Write record batches as they come, a row group each; the same bytes for the same batches.

    One is written while the next is worked out.
    """
    how = {"compression": "zstd", "compression_level": 1, "write_statistics": SOUGHT_BY}
    with pq.ParquetWriter(file, schema(), **how) as writer:
        for batch in ahead(batches):
            writer.write_batch(batch, row_group_size=ROW_GROUP)


def batches(rows: Iterable[Row]) -> Iterator[Any]:
    """Rows as record batches of up to 131,072."""
    remaining, of = iter(rows), schema()
    while some := list(islice(remaining, ROW_GROUP)):
        parts = zip(zip(*some, strict=True), of, strict=True)
        yield pa.record_batch([_column(values, field.type) for values, field in parts], schema=of)


def _column(values: tuple[Any, ...], kind: Any) -> Any:
    if pa.types.is_dictionary(kind):
        plain = [None if value is None else str(value) for value in values]
        return pa.array(plain, pa.string()).dictionary_encode()
    return pa.array(values, kind)
