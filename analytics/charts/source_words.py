"""What is said beside one construct or statement, on the screen and on paper."""

from analytics.charts.sources_geometry import Words
from analytics.figures.timeline import Gap
from analytics.figures.wave_cells import band_text
from analytics.reports.sources import Source
from analytics.reports.trend_sentence import signed, whole
from analytics.statistics.change import Change, Verdict
from survey.text import text


def chart_words() -> Words:
    """What is said on the chart itself."""
    return Words(**{word: text(f"sources.chart.{word}") for word in Words._fields})


def note(source: Source, *, alike: bool = False) -> str:
    """How many answers, and what changed, `alike` when the earlier wave is said elsewhere."""
    if isinstance(source.point, Gap):
        return text("sources.withheld")
    said = [text("sources.people", people=band_text(source.point.people)), _changed(source)]
    if source.step and source.change and not alike:
        said.append(text("sources.since", before_wave=source.step.before.name))
    return " · ".join([*said, text("sources.turned")] if source.turned else said)


def _changed(source: Source) -> str:
    if source.step is None:
        return text("sources.first")
    if source.step.change is None:
        why = "held_inside" if source.step.held_inside else "other_statements"
        return text(f"sources.{why}", before_wave=source.step.before.name)
    return _of_change(source.step.change)


def _of_change(change: Change) -> str:
    low, high, points = change.low, change.high, whole(abs(change.difference))
    match change.verdict:
        case Verdict.ROSE:
            key, ends = "sources.rose", (whole(low), whole(high))
        case Verdict.FELL:
            key, ends = "sources.fell", (whole(-high), whole(-low))
        case Verdict.UNCLEAR:
            key, ends = "sources.unclear", (signed(low), signed(high))
            points = signed(change.difference)
    return text(key, points=points, low=ends[0], high=ends[1])
