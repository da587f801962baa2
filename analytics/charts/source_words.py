"""What is said beside one construct or statement, on the screen and on paper."""

from analytics.charts.sources_geometry import Words
from analytics.figures.line import Gap, Told
from analytics.figures.text import band_text
from analytics.figures.verdicts import Verdict
from analytics.reports.phrasing import whole
from analytics.reports.sources import Source
from survey.text import text


def chart_words(language: str) -> Words:
    """What is said on the chart itself."""
    said = {word: text(f"sources.chart.{word}", language) for word in Words._fields[:-1]}
    return Words(**said, language=language)


def note(source: Source, *, language: str) -> str:
    """How many answers, and what became of the figure."""
    if isinstance(source.point, Gap):
        return text("sources.withheld", language)
    people = text("sources.people", language, people=band_text(source.point.people))
    said = [people, _told(source.told, language)]
    return " · ".join([*said, text("sources.turned", language)] if source.turned else said)


def _told(told: Told, language: str) -> str:
    if told.reason is not None:
        return text(f"sources.{told.reason.name.lower()}", language)
    change = told.change
    assert change is not None, "what is compared has a difference"
    if told.drifting:
        key = f"sources.{told.verdict.name.lower()}" if told.verdict else ""
        return text(key, language, since=told.drifting.name)
    if not told.moved:
        return text("sources.steady", language, since=change.since.name)
    ends = sorted((abs(change.low), abs(change.high)))
    key = "sources.rose" if told.verdict is Verdict.ROSE else "sources.fell"
    size = {"points": whole(abs(change.difference)), "since": change.since.name}
    return text(key, language, **size, low=whole(ends[0]), high=whole(ends[1]))
