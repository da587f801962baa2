"""Which rows is the report, one by one? For those who write them so, and who read a few."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from analytics.arrays import Bools
from analytics.figures.block import Block, Part
from analytics.figures.report_columns import Points, Row
from analytics.figures.tenths import EMPTY, Tenths

AT_ONCE = 1 << 12
"""How many rows stand in memory as objects."""


def rows_of(blocks: Iterable[Block]) -> Iterator[Row]:
    """The rows of blocks; means as decimals, figures of single statements as whole numbers."""
    return chain.from_iterable(map(_rows, blocks))


def _rows(block: Block) -> Iterator[Row]:
    for start in range(0, len(block.mean), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        parts = (_columns(part, block.mean, some) for part in block[:-1])
        yield from map(Row._make, zip(*chain.from_iterable(parts), strict=True))


def _columns(part: Part | Tenths, mean: Bools, some: slice) -> list[list[Any]]:
    if isinstance(part, Part):
        lines = [part.table[at] for at in part.codes[some].tolist()]
        return [list(values) for values in zip(*lines, strict=True)]
    pairs = zip(part[some].tolist(), mean[some].tolist(), strict=True)
    return [[_number(one, mean=is_mean) for one, is_mean in pairs]]


def _number(one: int, *, mean: bool) -> Points | None:
    if one == EMPTY:
        return None
    return one / 10 if mean else one // 10
