"""Builders of long reports: published waves as the columns the store gives, and their blocks."""

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa  # type: ignore[import-untyped]

from analytics.figures.block import Block, blocks, places_of
from analytics.figures.cells import cells_of
from analytics.figures.reading import Continued, Places, Read, lines_of
from analytics.figures.report_columns import Row
from analytics.figures.rows import rows_of
from analytics.published.kept_cells import row_of
from survey.store.report_cells import NUMBERS, SCHEMA
from tests.make_waves import PublishedWave

ANY_WAVE = 1
NOTHING_KNOWN: Continued = {}


def columns_of(wave: PublishedWave, numbers: Mapping[str, int]) -> pa.Table:
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


def blocks_of(
    waves: Iterable[PublishedWave],
    *,
    came_from: Continued = NOTHING_KNOWN,
    only: str | None = None,
) -> list[Block]:
    """The blocks of some waves, made as for the store's."""
    read = read_of(waves, came_from=came_from)
    there = [places_of(one.units, read.places) for one in in_order(waves)]
    return list(blocks(read.cells, read.lines, there, only=only))


def read_of(waves: Iterable[PublishedWave], *, came_from: Continued = NOTHING_KNOWN) -> Read:
    """The figures of all units over some waves, as they are read from the store."""
    ordered = in_order(waves)
    numbers = {key: at for at, key in enumerate(_keys(ordered))}
    places, at = Places(numbers), Places.of_numbers(numbers.values())
    cells = [cells_of(one.wave, columns_of(one, numbers), at, len(places)) for one in ordered]
    return Read(cells, places, lines_of(cells, places, came_from))


def report_of(waves: Iterable[PublishedWave], *, came_from: Continued = NOTHING_KNOWN) -> list[Row]:
    """The rows of some waves."""
    return list(rows_of(blocks_of(waves, came_from=came_from)))


def in_order(waves: Iterable[PublishedWave]) -> list[PublishedWave]:
    """Waves by the day they opened."""
    return sorted(waves, key=lambda one: (one.wave.opened, one.wave.key))


def _keys(waves: Sequence[PublishedWave]) -> list[str]:
    return list(dict.fromkeys(key for one in waves for key in one.units))
