"""What is the report in memory? Typed Arrow columns, as report_columns declares them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from analytics.figures.block import Block, Part
from analytics.figures.report_columns import Column, ColumnKind, columns
from analytics.figures.tenths import EMPTY, Tenths

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


def batches_of(blocks: Iterable[Block]) -> Iterator[Any]:
    """A record batch for each block that has rows."""
    of = schema()
    for block in blocks:
        if len(block.mean):
            declared = iter(columns())
            arrays = [array for part in block[:-1] for array in _arrays(part, declared)]
            yield pa.record_batch(arrays, schema=of)


def _arrays(part: Part | Tenths, declared: Iterator[Column]) -> Iterator[Any]:
    """The neighbouring columns of a part."""
    if isinstance(part, Part):
        codes = pa.array(part.codes, pa.int32())
        for values in zip(*part.table, strict=True):
            yield _taken(values, codes, next(declared))
    else:
        points = (part / 10).astype(np.float32)
        yield pa.array(points, type_of(next(declared)), mask=part == EMPTY)


def _taken(values: Sequence[Any], codes: Any, column: Column) -> Any:
    """A column of a table, each line where it stands; of closed words all are there."""
    if column.kind is not ColumnKind.TEXT:
        return pa.array(values, type_of(column)).take(codes)
    plain = [None if one is None else str(one) for one in values]
    words = column.words or tuple(dict.fromkeys(one for one in plain if one is not None))
    place = {word: at for at, word in enumerate(words)}
    places = pa.array([None if one is None else place[one] for one in plain], pa.int32())
    return pa.DictionaryArray.from_arrays(places.take(codes), pa.array(words, pa.string()))
