"""What does each column of the report hold and mean? Read from the page that people read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from analytics.exports.safe_csv import LineEnding, Separator, csv_pieces, inert
from survey.settings import ROOT

PAGE = ROOT / "docs" / "report-columns.md"
HEADINGS = ("column", "kind", "meaning")
_ROW = re.compile(r"\| (\w+) \| (text|date|whole number|number) \| (.+) \|")


class ColumnKind(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole number"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the report: its name, what stands in it, and what it means."""

    name: str
    kind: ColumnKind
    meaning: str


@cache
def columns(page: Path = PAGE) -> tuple[Column, ...]:
    """The columns in their order, as docs/report-columns.md describes them."""
    found = map(_ROW.fullmatch, page.read_text("utf-8").splitlines())
    return tuple(
        Column(row[1], ColumnKind(row[2]), row[3].replace("`", "")) for row in found if row
    )


def dictionary_rows() -> list[Sequence[str]]:
    """The data dictionary as rows of text, its headings first."""
    return [HEADINGS, *((one.name, one.kind.value, one.meaning) for one in columns())]


def dictionary_csv(
    *, separator: Separator = ",", bom: bool = False, line_ending: LineEnding = "\n"
) -> bytes:
    """The data dictionary as a CSV file, in the same manner as the report it lies beside."""
    rows = (map(inert, row) for row in dictionary_rows())
    return b"".join(csv_pieces(rows, separator=separator, bom=bom, line_ending=line_ending))
