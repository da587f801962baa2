"""All that leaves, as somebody with the files and the pages has it: CSV, figures, tables.

Attacks read these bytes and nothing else: no plan, no atom, no cell that was not written out.
"""

import csv
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from io import StringIO

from analytics.charts.signs import signs_alt_text, signs_chart
from analytics.charts.trend import alt_text, trend_chart
from analytics.exports.formats import Format, as_file
from analytics.exports.report_csv import csv_of
from analytics.figures.measures import ClosedWave
from analytics.reports.trend import Trend, trend
from analytics.reports.unit_trend import trend_of
from pages.ui.figures.trend_words import rows_of, say_all
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role, Unit, in_tree_order
from survey.questionnaire.instrument import Instrument
from survey.store import Store
from tests.make import instrument, statement
from tests.make_cells import cells
from tests.make_organisations import COMPOSITES, ITEMS, SIGNS, Universe
from tests.make_report import blocks_of
from tests.make_waves import PublishedWave, WaveCells, view

FIRST = date(2026, 1, 5)
OF_ITEM = {item: name for name, items in COMPOSITES.items() for item in items}
ASKED: Instrument = instrument([statement(i, OF_ITEM.get(i)) for i in ITEMS], signs=SIGNS)
VALUES = (
    *("score", "interval_low", "interval_high", "favourable_pct", "neutral_pct"),
    *("unfavourable_pct", "since_wave", "level_now", "change", "change_low", "change_high"),
    *("change_confidence", "change_verdict"),
)
WHERE_IT_CHANGED = "level_before"
"""Is there where a figure rose or fell: a value in being there at all."""
NUMBER = re.compile(r"[≤≥]?-?\d+(\.\d+)?")
# Thousands of pages are read here without a tab, and each of their words would be warned of.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True


@dataclass(frozen=True)
class Outputs:
    """The report as bytes, and for each unit its page: figures as JSON, table, sentences."""

    report: bytes
    pages: Mapping[str, str]

    @cached_property
    def lines(self) -> list[dict[str, str]]:
        """The report as a spreadsheet reads it."""
        return list(csv.DictReader(StringIO(self.report.decode(), newline="")))

    def line(self, unit: str, scope: str, measure: str) -> dict[str, str]:
        """One line of the report of a single wave."""
        wanted = (unit, scope, measure)
        (found,) = [r for r in self.lines if (r["unit"], r["scope"], r["measure"]) == wanted]
        return found

    @property
    def blanks(self) -> list[dict[str, str]]:
        """Every label as it stands, and of every value only whether there is one."""
        return [
            {
                name: ("…" if value else "") if name in VALUES else value
                for name, value in line.items()
                if name != WHERE_IT_CHANGED
            }
            for line in self.lines
        ]

    def __len__(self) -> int:
        return len(self.report) + sum(len(page.encode()) for page in self.pages.values())


def page_of(report: Trend | None) -> str:
    """What the page of a unit puts into a browser."""
    if report is None:
        return ""
    chart, tiles = trend_chart(report, language="en"), signs_chart(report, language="en")
    said = [
        say_all(part) for line in report.lines for part in (line.sentences, line.sure, line.notes)
    ]
    words = [
        *(alt(report, language="en") for alt in (alt_text, signs_alt_text)),
        *said,
        say_all(report.notes),
    ]
    words.append(repr(rows_of(report)))
    return "\n".join([chart.to_json(), tiles.to_json(), *words])


def of_store(store: Store) -> Outputs:
    """What leaves an installation to the one who may see everything."""
    hr = Viewer("hr", "HR", "", None, frozenset({Role.HR}))
    pages = {unit: page_of(trend_of(store, unit=unit, viewer=hr)) for unit in store.units()}
    return Outputs(b"".join(as_file(store, wave=None, form=Format.CSV)), pages)


def of_universes(*waves: Universe) -> Outputs:
    """What would leave after these waves, four weeks apart, of organisations that never were."""
    published = [_published(at, universe) for at, universe in enumerate(waves)]
    units = {key: unit for wave in published for key, unit in wave.units.items()}
    return Outputs(
        b"".join(csv_of(blocks_of(published))),
        {unit.key: page_of(_trend(unit.key, units, published)) for unit in in_tree_order(units)},
    )


def _published(at: int, universe: Universe) -> PublishedWave:
    opened = FIRST + timedelta(weeks=4 * at)
    closed = opened + timedelta(days=7)
    wave = ClosedWave(f"w{at}", f"Wave {at}", opened, closed, universe.k, ASKED)
    units = {key: Unit(key, key, parent) for key, parent in universe.above.items()}
    found = cells(universe.tally, tree=universe.tree, k=universe.k)
    return PublishedWave(wave, units, found)


def _trend(unit: str, units: Mapping[str, Unit], waves: list[PublishedWave]) -> Trend | None:
    """As the page chooses: a unit with units below it as an area, any other as a team."""
    wanted = "area" if any(one.parent == unit for one in units.values()) else "team"
    of_unit = []
    for wave in waves:
        mine = [c for c in wave.cells if (c.unit, c.scope.value) == (unit, wanted)]
        if mine:
            of_unit.append(WaveCells(wave.wave, mine[0].scope, {c.measure: c.figure for c in mine}))
    return trend(view(of_unit, name=unit)) if of_unit else None


def without_values(page: str) -> str:
    """A page with every number taken out, so that its blanks and labels are left."""
    return NUMBER.sub("#", page)
