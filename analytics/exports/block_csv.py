"""The report as CSV from blocks: the very bytes that tidy_csv.pieces writes row by row."""

import csv
from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from analytics.arrays import Bools
from analytics.exports.prefetch import ahead
from analytics.exports.report_rows_csv import COLUMNS, cell
from analytics.exports.safe_csv import (
    BYTE_ORDER_MARK,
    CRLF,
    DECIMAL_MARKS,
    DecimalMark,
    LineEnding,
    Separator,
)
from analytics.figures.block import Block, Part
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
    yield f"{BYTE_ORDER_MARK if bom else ''}{separator.join(COLUMNS)}{line_ending}".encode()
    for block in ahead(blocks):
        yield from _of_block(block, separator, line_ending)


def _of_block(block: Block, separator: Separator, line_ending: LineEnding) -> Iterator[bytes]:
    numbers = _numbers(DECIMAL_MARKS[separator])
    columns = [
        _said(block.where, separator),
        _said(block.measure, separator),
        _said(block.counted, separator),
        *(_number(one, block.mean, numbers) for one in (block.score, block.low, block.high)),
        _said(block.shares, separator),
        *(
            _number(one, block.mean, numbers)
            for one in (block.change, block.change_low, block.change_high)
        ),
        _said(block.verdict, separator, line_ending),
    ]
    for start in range(0, len(block.mean), ROWS):
        some = [table.take(pa.array(codes[start : start + ROWS])) for codes, table in columns]
        yield _bytes(pc.binary_join_element_wise(*some, separator))


def _said(part: Part, separator: Separator, ending: str = "") -> tuple[Any, Any]:
    """The lines of a part as they are written, between their first and last separator."""
    lines = _Lines()
    writer = csv.writer(lines, delimiter=separator, lineterminator=CRLF)
    as_cell = partial(cell, mark=DECIMAL_MARKS[separator])
    writer.writerows(map(as_cell, values) for values in part.table)
    return part.codes, pa.array([line.removesuffix(CRLF) + ending for line in lines], pa.string())


class _Lines(list[str]):
    """What a writer of CSV has written, line by line; quoted as safe_csv has it."""

    write = list.append


def _number(tenths: Tenths, mean: Bools, numbers: Any) -> tuple[Any, Any]:
    place = np.where(tenths == EMPTY, WHOLE - 1, tenths.astype(np.int32) + MOST)
    return place + np.where(mean, 0, WHOLE), numbers


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
