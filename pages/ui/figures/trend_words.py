"""What a trend says, in the words of the catalogue."""

from analytics.reports.trend import Trend
from analytics.reports.trend_sentence import Sentence
from analytics.statistics.change import Verdict
from pages.ui.frame.plain import plain
from survey.text import text


def say(sentence: Sentence) -> str:
    """A sentence of a report as the reader sees it."""
    return text(sentence.key, **{name: plain(value) for name, value in sentence.values.items()})


def table(report: Trend) -> list[dict[str, object]]:
    """The numbers behind the lines, newest wave first; a withheld figure is an empty cell."""
    return [
        {
            text("trends.col_wave"): row.wave,
            text("trends.col_measure"): row.measure,
            text("trends.col_score"): row.score,
            text("trends.col_low"): row.low,
            text("trends.col_high"): row.high,
            text("trends.col_people"): row.people,
            text("trends.col_participation"): row.participation,
            text("trends.col_change"): row.change,
            text("trends.col_verdict"): verdict_text(row.verdict),
        }
        for row in report.rows
    ]


def verdict_text(verdict: Verdict | None) -> str:
    """A verdict in a word; "" where nothing was compared."""
    return text(f"trends.verdict_{verdict.name.lower()}") if verdict else ""
