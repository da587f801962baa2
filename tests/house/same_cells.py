"""Which published figures of the demo differ between a commit and this tree?

`python -m tests.house.same_cells REVISION`: each builds the demo itself, by the same clock. Prints
how many cells differ, of which units in which waves, and how many figures of whole waves; exit code
1 where a cell differs of a unit in which REVISION held no team (docs/decisions/0020).
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from survey.settings import ROOT
from tests.house.same_output import checked_out

Found = Mapping[tuple[str, ...], tuple[Any, ...]]
BUILD = """
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from commands.demo import build_demo
from survey.settings import Settings
from survey.store import Store
day = datetime(2026, 11, 25, 12, tzinfo=UTC)
with closing(Store(Settings(data=Path(sys.argv[1])), clock=lambda: day)) as store:
    build_demo(store)
"""
CELLS = """
SELECT w.key, u.key, c.scope, c.measure, c.* EXCLUDE (wave, unit, scope, measure)
FROM published_cell c JOIN wave w ON w.id = c.wave JOIN unit u ON u.id = c.unit
"""
FIGURES = "SELECT w.key, d.figure, d.value FROM diagnostic d JOIN wave w ON w.id = d.wave"
HELD = """
WITH RECURSIVE held AS (
  SELECT c.wave, u.key AS unit FROM published_cell c JOIN unit u ON u.id = c.unit
  WHERE c.scope = 'team' AND c.shown GROUP BY c.wave, u.key
  HAVING bool_or(c.kind = 'composite') AND NOT bool_or(c.kind = 'item')
), inside AS (
  SELECT wave, unit FROM held
  UNION SELECT i.wave, w.parent FROM inside i
  JOIN wave_unit w ON w.wave = i.wave AND w.key = i.unit WHERE w.parent IS NOT NULL
)
SELECT w.key, i.unit FROM inside i JOIN wave w ON w.id = i.wave
"""
"""Teams that showed composites and no statement, and every area they are in, by wave."""


class Built(NamedTuple):
    """What one commit published: cells by wave, unit, scope and measure, figures by wave and name.

    `held` are the units with held teams, by wave.
    """

    cells: Found
    figures: Found
    held: frozenset[tuple[str, str]]


def built(tree: Path) -> Built:
    """The demo as the code of a tree builds it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", BUILD, folder]
        environment = os.environ | {"PYTHONPATH": str(tree)}
        subprocess.run(command, cwd=tree, env=environment, check=True)
        with duckdb.connect(Path(folder) / "same_boat.duckdb", read_only=True) as data:
            cells, figures, held = (data.execute(q).fetchall() for q in (CELLS, FIGURES, HELD))
    return Built(
        {row[:4]: row[4:] for row in cells},
        {row[:2]: row[2:] for row in figures},
        frozenset((wave, unit) for wave, unit in held),
    )


def different(before: Found, now: Found) -> list[tuple[str, ...]]:
    """The names of what both have and say otherwise, or one alone has."""
    return sorted(n for n in before.keys() | now.keys() if before.get(n) != now.get(n))


def said(before: Built, now: Built) -> Iterator[str]:
    """What differs, in lines."""
    cells = different(before.cells, now.cells)
    yield f"{len(before.cells)} cells, {len(cells)} differ."
    for (wave, unit, scope), many in sorted(Counter(name[:3] for name in cells).items()):
        why = "held" if (wave, unit) in before.held else "NOBODY HELD"
        yield f"{wave} {unit} ({scope}): {many}, {why}"
    held = (f"{unit} in {wave}" for wave, unit in sorted(before.held))
    yield f"Held, or an area of one held: {', '.join(held) or 'nobody'}."
    figures = [name for name in different(before.figures, now.figures) if name in before.figures]
    waves = (f"{wave} ({many})" for wave, many in sorted(Counter(n[0] for n in figures).items()))
    yield f"{len(before.figures)} figures of waves, {len(figures)} differ: {', '.join(waves)}."


if __name__ == "__main__":
    with checked_out(sys.argv[1]) as base:
        before, now = built(base), built(ROOT)
    print("\n".join(said(before, now)))
    names = different(before.cells, now.cells)
    raise SystemExit(any(name[:2] not in before.held for name in names))
