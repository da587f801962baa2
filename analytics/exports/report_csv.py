"""The report as CSV: the same bytes every time, and nothing that a spreadsheet would run."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from analytics.arrays import Bools
from analytics.exports.prefetch import ahead
from analytics.exports.safe_csv import (
    BYTE_ORDER_MARK,
    CRLF,
    DECIMAL_MARKS,
    DecimalMark,
    LineEnding,
    Separator,
    inert,
)
from analytics.figures.block import Block, Part
from analytics.figures.report_columns import Row
from analytics.figures.tenths import EMPTY, Tenths

ROWS = 1 << 14
MOST = 1000
WHOLE = 2 * MOST + 2
"""Numbers as text: means from -100.0 to 100.0 and an empty one, then the same of whole numbers."""


def csv_of(
    blocks: Iterable[Block],
    *,
    separator: Separator = ",",
    bom: bool = False,
    line_ending: LineEnding = "\n",
) -> Iterator[bytes]:
    """The report in pieces of a few megabytes; the next wave is worked out meanwhile."""
    yield f"{BYTE_ORDER_MARK if bom else ''}{separator.join(Row._fields)}{line_ending}".encode()
    for block in ahead(blocks):
        yield from _of_block(block, separator, line_ending)


def _of_block(block: Block, separator: Separator, line_ending: LineEnding) -> Iterator[bytes]:
    parts: list[Part | Tenths] = list(block[:-1])
    columns = [_written(part, block.mean, separator) for part in parts[:-1]]
    columns.append(_written(parts[-1], block.mean, separator, line_ending))
    for start in range(0, len(block.mean), ROWS):
        some = [table.take(pa.array(codes[start : start + ROWS])) for codes, table in columns]
        yield _bytes(pc.binary_join_element_wise(*some, separator))


def _written(
    part: Part | Tenths, mean: Bools, separator: Separator, ending: str = ""
) -> tuple[Any, Any]:
    """Which text stands in each row, and all these texts."""
    mark = DECIMAL_MARKS[separator]
    if not isinstance(part, Part):
        place = np.where(part == EMPTY, WHOLE - 1, part.astype(np.int32) + MOST)
        return place + np.where(mean, 0, WHOLE), _numbers(mark)
    lines = _Lines()
    writer = csv.writer(lines, delimiter=separator, lineterminator=CRLF)
    # One cell more, because a line of a single empty one would be written as two quotes.
    writer.writerows([*map(partial(cell, mark=mark), values), ""] for values in part.table)
    texts = [line.removesuffix(separator + CRLF) + ending for line in lines]
    return part.codes, pa.array(texts, pa.string())


class _Lines(list[str]):
    """What a writer of CSV has written, line by line; quoted as safe_csv has it."""

    write = list.append


@cache
def _numbers(mark: DecimalMark) -> Any:
    means = [cell(one / 10, mark=mark) for one in range(-MOST, MOST + 1)]
    whole = [cell(one // 10) for one in range(-MOST, MOST + 1)]
    return pa.array([*means, "", *whole, ""], pa.string())


def _bytes(joined: Any) -> bytes:
    """The texts of an Arrow column one after the other: they lie so already."""
    _, ends, content = joined.buffers()
    length = np.frombuffer(ends, dtype=np.int32, count=len(joined) + 1)[-1]
    return bytes(memoryview(content)[:length])


@lru_cache(maxsize=1 << 16, typed=True)
def cell(value: str | float | date | None, *, mark: DecimalMark = ".") -> str:
    """A value as written: numbers with a decimal mark, ISO dates, text that no spreadsheet runs.

    Remembered, because the same few values fill a report; typed, because 5 and 5.0 read apart.
    """
    match value:
        case None:
            return ""
        case str():
            return inert(value)
        case float():
            return f"{value:.1f}".replace(".", mark)
        case int():
            return str(value)
        case _:
            return value.isoformat()
