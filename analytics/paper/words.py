"""What a unit's paper says, in the words of the catalogue."""

from datetime import date

from analytics.change import Change, Verdict
from analytics.charts.sources_geometry import Words
from analytics.sources import Source
from analytics.timeline import Gap
from analytics.trend_sentence import Sentence, signed, whole
from analytics.wave_cells import band_text
from survey.text import text

SOURCE_WORDS = Words(**{word: text(f"sources.chart.{word}") for word in Words._fields})


def day(when: date) -> str:
    """A day as people write it."""
    return f"{when.day} {when:%B %Y}"


def say(sentence: Sentence, **instead: str) -> str:
    """A sentence of a report."""
    return text(sentence.key, **{**sentence.values, **instead})


def note(source: Source) -> str:
    """How many answers are behind a figure, and what changed."""
    if isinstance(source.point, Gap):
        return text("sources.withheld")
    said = [text("sources.people", people=band_text(source.point.people)), _changed(source)]
    return " · ".join([*said, text("sources.turned")] if source.turned else said)


def _changed(source: Source) -> str:
    if source.step is None:
        return text("sources.first")
    before = source.step.before.name
    if source.step.change is None:
        return text("sources.other_statements", before_wave=before)
    since = text("sources.since", before_wave=before)
    return f"{_of_change(source.step.change)} {since}"


def _of_change(change: Change) -> str:
    low, high = change.low, change.high
    points = whole(abs(change.difference))
    match change.verdict:
        case Verdict.ROSE:
            return text("sources.rose", points=points, low=whole(low), high=whole(high))
        case Verdict.FELL:
            return text("sources.fell", points=points, low=whole(-high), high=whole(-low))
        case Verdict.UNCLEAR:
            ends = {"low": signed(low), "high": signed(high)}
            return text("sources.unclear", points=signed(change.difference), **ends)
