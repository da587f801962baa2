"""The first sheet of the workbook: a row for each unit, coloured as on screen, and what changed."""

from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any

from analytics.colours import LIGHT
from analytics.exports.safe_csv import inert
from analytics.figures.against_whole import Column
from analytics.figures.report_columns import Row
from analytics.figures.summary import BY, Summary
from analytics.figures.verdicts import Verdict
from analytics.published.cells import Scope

NAME = "Summary"
FIRST = ("Team", "Part of", "Took part")
CHANGED = "What changed"
NAME_WIDTH, WIDTH, CHANGED_WIDTH = 26, 13, 60
STEP = "    "
STEPS = {Verdict.ROSE: "rose by", Verdict.FELL: "fell by"}
SLOWLY = {Verdict.RISING, Verdict.FALLING}
GROUNDS = {-2: LIGHT.low, -1: LIGHT.low_pale, 1: LIGHT.high_pale, 2: LIGHT.high}
"""From surely below the whole to surely above it."""
HEAD = 1
"""The row of the names of the columns; above it stands how to read them."""

Told = dict[tuple[str, Scope, str], str]


def note_changed(told: Told, row: Row, names: Mapping[str, str]) -> None:
    """Keep what became of a figure in a few words, where it moved; `names` are those of waves."""
    if row.measure_kind not in BY or row.change_verdict is None:
        return
    verdict, key = row.change_verdict, (row.unit, row.scope, row.measure)
    if verdict in STEPS and row.change is not None:
        since = names.get(row.since_wave or "", row.since_wave)
        told[key] = f"{row.measure_text} {STEPS[verdict]} {abs(row.change):.0f} in {since}"
    elif verdict in SLOWLY:
        told[key] = f"{row.measure_text} is {verdict}"


class SummarySheet:
    """The sheet, which stands first in a book and is filled once all else is known."""

    def __init__(self, book: Any) -> None:
        self._sheet = book.add_worksheet(NAME)
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom"})
        self._note = book.add_format({"italic": True})
        shared = {"num_format": "0", "align": "center"}
        self._plain = book.add_format(shared)
        self._grounds = {
            at: book.add_format({**shared, "bg_color": colour}) for at, colour in GROUNDS.items()
        }

    def fill(self, found: Summary, told: Told) -> None:
        """Write every unit with its figures; an empty cell is a figure that is not shown."""
        sheet, heads = self._sheet, [*FIRST, *(one.measure.text for one in found.columns), CHANGED]
        last = len(heads) - 1
        sheet.set_column(0, 1, NAME_WIDTH)
        sheet.set_column(2, last - 1, WIDTH)
        sheet.set_column(last, last, CHANGED_WIDTH)
        sheet.freeze_panes(HEAD + 1, 1)
        sheet.autofilter(HEAD, 0, HEAD + max(1, len(found.lines)), last)
        sheet.write_string(0, 0, inert(_how_to_read(found)), self._note)
        for at, head in enumerate(heads):
            sheet.write_string(HEAD, at, inert(head), self._bold)
        for at, line in enumerate(found.lines):
            row = HEAD + 1 + at
            name = STEP * line.level + line.unit.name
            for place, said in enumerate((name, line.part_of, line.took_part)):
                sheet.write_string(row, place, inert(said))
            for place, column in enumerate(found.columns, start=len(FIRST)):
                self._figure(row, place, column, at)
            moved = _moved(told, found, line.unit.key, line.scope)
            sheet.write_string(row, last, inert("; ".join(moved)))

    def _figure(self, row: int, place: int, column: Column, at: int) -> None:
        score = float(column.scores[at])
        if isnan(score):
            return
        side = 2 * int(column.apart[at]) or int(column.perhaps[at])
        self._sheet.write_number(row, place, score, self._grounds.get(side, self._plain))


def _how_to_read(found: Summary) -> str:
    return (
        f"{found.wave}. 0 to 100, higher is better, in the order of the organisation. A strong "
        f"ground lies surely off {found.whole}, a pale one perhaps: brown below, teal above. "
        "An empty cell is not shown."
    )


def _moved(told: Told, found: Summary, unit: str, scope: Scope) -> Iterator[str]:
    for column in found.columns:
        if said := told.get((unit, scope, column.measure.id)):
            yield said
