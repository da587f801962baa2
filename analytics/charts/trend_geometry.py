"""What the trend chart draws, as plain values: stretches, gaps, context and the time axis."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from analytics.charts.theme import Months
from analytics.figures.line import Gap, Point
from analytics.figures.text import band_text
from analytics.reports.trend import Line, Step
from survey.languages import decimal
from survey.text import in_language, text

TICKS = 5


class Words(NamedTuple):
    """The words on the chart, in the reader's language; {places} as in the text catalogue."""

    interval: str
    gap: str
    withheld: str
    hover: str
    people: str
    alt: str
    alt_line: str
    months: Months


def words_in(language: str) -> Words:
    """The words on the chart in a language."""
    said = {word: text(f"trends.chart.{word}", language) for word in Words._fields[:-1]}
    return Words(**said, months=Months(language))


class Stretch(NamedTuple):
    """Points that one line joins, with their interval: nothing is drawn between two stretches."""

    dates: list[str]
    scores: list[float]
    lows: list[float]
    highs: list[float]
    hover: list[str]


class Context(NamedTuple):
    """The line of a unit above; None lifts the pen."""

    name: str
    dates: list[str]
    scores: list[float | None]


class Panel(NamedTuple):
    """Everything one measure draws; `gaps` are the dates of waves without a figure.

    Levels are drawn where there is more than one to tell apart.
    """

    name: str
    stretches: list[Stretch]
    levels: list[Step]
    gaps: list[str]
    context: list[Context]


def panel(line: Line, words: Words) -> Panel:
    """The geometry of one measure."""
    dates = [point.date.isoformat() for point in line.points]
    return Panel(
        name=line.name,
        stretches=[_stretch(line.name, run.points, words) for run in line.runs],
        levels=[one for run in line.runs if len(run.levels) > 1 for one in run.levels],
        gaps=[point.date.isoformat() for point in line.points if isinstance(point, Gap)],
        context=[Context(above.name, dates, list(above.scores)) for above in line.context],
    )


def _stretch(name: str, run: Sequence[Point], words: Words) -> Stretch:
    return Stretch(
        dates=[point.date.isoformat() for point in run],
        scores=[point.score for point in run],
        lows=[point.low for point in run],
        highs=[point.high for point in run],
        hover=[_hover(name, point, words) for point in run],
    )


def _hover(name: str, point: Point, words: Words) -> str:
    language = words.months.language
    values = {"score": point.score, "low": point.low, "high": point.high}
    said = words.hover.format(**{name: decimal(v, language) for name, v in values.items()})
    people = words.people.format(people=in_language(band_text(point.people), language))
    wave = f"<b>{escape(point.name, quote=False)}</b>, {words.months.full(point.date)}"
    return f"{wave}<br>{escape(name, quote=False)} {said}<br>{people}"


def tick_dates(dates: Sequence[date]) -> list[date]:
    """At most five waves to name below the axis, evenly chosen, the last among them."""
    step = max(1, -(-len(dates) // TICKS))
    return sorted(list(dates)[::-1][::step])


def margins(dates: Sequence[date]) -> tuple[str, str]:
    """The ends of the time axis, with room for a marker at either side."""
    room = timedelta(days=max(4, round((dates[-1] - dates[0]).days * 0.05)))
    return (dates[0] - room).isoformat(), (dates[-1] + room).isoformat()


def line_said(line: Line, words: Words) -> str:
    """A line in words, for readers who do not see it: every shown score in order."""
    return words.alt_line.format(measure=line.name, scores=_scores(line, words))


def _scores(line: Line, words: Words) -> str:
    drawn = {point.wave: point for run in line.runs for point in run.points}
    return ", ".join(
        f"{words.months.full(p.date)} {decimal(drawn[p.wave].score, words.months.language)}"
        if isinstance(p, Point)
        else f"{words.months.full(p.date)} {words.withheld}"
        for p in line.points
    )
