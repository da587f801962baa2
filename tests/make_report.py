"""Builders of long reports: published waves as the columns the store gives, and their blocks."""

from collections.abc import Iterable, Sequence

import pyarrow as pa  # type: ignore[import-untyped]

from analytics.figures.block import Block, Known, block, places
from analytics.figures.grid import grid
from analytics.figures.last_shown import LastShown
from analytics.figures.report_rows import PublishedWave
from analytics.published.cells import Scope
from analytics.published.kept_cells import row_of
from survey.store.report_cells import NUMBERS, SCHEMA

ANY_WAVE = 1


def columns_of(wave: PublishedWave, numbers: dict[str, int]) -> pa.Table:
    """The cells of a wave as survey.store.report_cells gives them."""
    kept = [row_of(cell, ANY_WAVE) for cell in wave.cells]
    rows = [
        {
            "unit": numbers[row.unit],
            "area": row.scope == "area",
            **{name: getattr(row, name) for name in ("measure", "shown", "shares", *NUMBERS)},
        }
        for row in kept
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def blocks_of(waves: Iterable[PublishedWave]) -> list[Block]:
    """The blocks of some waves, made as for the store's."""
    ordered = sorted(waves, key=lambda one: (one.wave.opened, one.wave.key))
    numbers = {key: at for at, key in enumerate(_keys(ordered))}
    known: Known = {}
    there = [places(one.units, known) for one in ordered]
    last = LastShown(len(known))
    at = {
        (number, scope is Scope.AREA): known[key, scope]
        for key, number in numbers.items()
        for scope in Scope
    }
    return [
        block(grid(one.wave, columns_of(one, numbers), at, len(known)), of, last)
        for one, of in zip(ordered, there, strict=True)
    ]


def _keys(waves: Sequence[PublishedWave]) -> list[str]:
    return list(dict.fromkeys(key for one in waves for key in one.units))
