"""What each column of the report means, as a file beside it."""

from collections.abc import Sequence

from analytics.exports.safe_csv import LineEnding, Separator, csv_pieces, inert
from analytics.figures.report_columns import columns
from survey.settings import ROOT

PAGE = ROOT / "docs" / "report-columns.md"

HEADINGS = ("column", "kind", "meaning")


def page_in(language: str) -> str:
    """The page about the report in a language, without its title; in English where it has none."""
    spoken = PAGE.with_suffix(f".{language}.md")
    return (spoken if spoken.exists() else PAGE).read_text("utf-8").partition("\n")[2]


def dictionary_rows() -> list[Sequence[str]]:
    """The data dictionary as rows of text, its headings first."""
    return [HEADINGS, *((one.name, one.kind.value, one.meaning) for one in columns())]


def dictionary_csv(
    *, separator: Separator = ",", bom: bool = False, line_ending: LineEnding = "\n"
) -> bytes:
    """The data dictionary as a CSV file, in the same manner as the report it lies beside."""
    rows = (map(inert, row) for row in dictionary_rows())
    return b"".join(csv_pieces(rows, separator=separator, bom=bom, line_ending=line_ending))
