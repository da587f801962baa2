"""The table of the page of sources: every figure on it, as numbers."""

from analytics.charts.sources_geometry import share_text
from analytics.figures.line import Point
from analytics.figures.text import band_text
from analytics.reports.sources import Source, Sources
from pages.ui.figures.trend_words import NUMBERS, verdict_text
from pages.ui.frame.session import text, told
from pages.ui.frame.tables import table


def sources_table(report: Sources) -> None:
    """Every construct with its statements; a figure that is not shown is an empty cell."""
    rows, numbers = [_row(source) for source in report.all], [text(column) for column in NUMBERS]
    table(rows, alt=text("sources.table"), decimals=numbers)


def _row(source: Source) -> dict[str, object]:
    shown = source.point if isinstance(source.point, Point) else None
    change = source.change
    parts = [share_text(share, len(source.shares)) for share in source.shares]
    return {
        text("trends.col_measure"): source.name,
        text("trends.col_score"): shown.score if shown else None,
        text("trends.col_low"): shown.low if shown else None,
        text("trends.col_high"): shown.high if shown else None,
        text("trends.col_people"): told(band_text(shown.people)) if shown else "",
        text("sources.col_shares"): " / ".join(parts),
        text("sources.col_favourable"): _favourable(source),
        text("trends.col_change"): round(change.difference, 1) if change else None,
        text("trends.col_since"): change.since.name if change else "",
        text("trends.col_verdict"): verdict_text(source.told.verdict, source.told.reason),
    }


def _favourable(source: Source) -> str:
    """The share that speaks well of us, with where it likely lies."""
    found = source.favourable
    if found is None:
        return ""
    ends = {"low": f"{found.interval.low:.0f}", "high": f"{found.interval.high:.0f}"}
    share = share_text(found.share, len(source.shares))
    return text("sources.favourable", share=share, **ends)
