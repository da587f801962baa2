"""The report as Arrow columns from blocks: what parquet.batches makes of single rows."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from analytics.exports.parquet import schema
from analytics.figures.block import Block, Part
from analytics.figures.tenths import EMPTY, Tenths


def batches_of(blocks: Iterable[Block]) -> Iterator[Any]:
    """A record batch for each block that has rows."""
    of = schema()
    for block in blocks:
        if len(block.mean):
            kinds = iter([field.type for field in of])
            arrays = [array for part in block[:-1] for array in _arrays(part, kinds)]
            yield pa.record_batch(arrays, schema=of)


def _arrays(part: Part | Tenths, kinds: Iterator[Any]) -> Iterator[Any]:
    if isinstance(part, Part):
        for values in zip(*part.table, strict=True):
            yield _taken(values, part, next(kinds))
    else:
        points = (part / 10).astype(np.float32)
        yield pa.array(points, next(kinds), mask=part == EMPTY)


def _taken(values: tuple[Any, ...], part: Part, kind: Any) -> Any:
    """A column of a table, each line where it stands; text keeps its places."""
    codes = pa.array(part.codes, pa.int32())
    if not pa.types.is_dictionary(kind):
        return pa.array(values, kind).take(codes)
    plain = pa.array([None if one is None else str(one) for one in values], pa.string())
    encoded = plain.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(codes), encoded.dictionary)
