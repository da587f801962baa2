"""What the page of sources says, in the words of the catalogue."""

from collections.abc import Sequence
from functools import partial

from analytics.charts.source_words import note
from analytics.charts.sources_geometry import Note
from analytics.figures.timeline import Point
from analytics.figures.two_scopes import Home, TwoScopes
from analytics.figures.wave_cells import band_text
from analytics.reports.sources import Coverage, Source, Sources
from analytics.reports.trend import Trend
from analytics.reports.trend_sentence import signed, whole
from analytics.statistics.change import Verdict
from pages.ui.frame.plain import plain
from survey.text import text


def notes_of(found: Sequence[Source]) -> Note:
    """What stands below each row of a chart; the earlier wave only where rows differ in it."""
    return partial(note, alike=one_before(found) is not None)


def one_before(found: Sequence[Source]) -> str | None:
    """The name of the earlier wave, where all changes are since the same one."""
    names = {source.step.before.name for source in found if source.step and source.change}
    return names.pop() if len(names) == 1 else None


def since(found: Sequence[Source]) -> str:
    """Since when the changes of a chart are; "" where it shows none."""
    if not any(source.change for source in found):
        return ""
    before = one_before(found)
    key = "sources.all_since" if before else "sources.some_since"
    return text(key, before_wave=plain(before))


def lead(report: Sources) -> str:
    """The finding: where the unit stands, and what moved behind it."""
    stands = ", ".join(
        text("sources.composite", measure=plain(one.name), score=plain(whole(one.point.score)))
        for one in report.composites
        if isinstance(one.point, Point)
    )
    not_shown = text("sources.not_shown", wave=plain(report.wave.name))
    behind = _moved(report) if report.shown else not_shown
    return " ".join([text("sources.composites", figures=stands), behind] if stands else [behind])


def _moved(report: Sources) -> str:
    what = ", ".join(_one_moved(source) for source in report.moved)
    if what:
        return text("sources.moved", what=what)
    if any(c.itself.change for c in report.constructs):
        return text("sources.nothing_moved")
    steps = [c.itself.step for c in report.constructs if c.itself.step]
    apart = any(step.held_inside for step in steps)
    return text("sources.held_inside_all" if apart else "sources.nothing_before")


def _one_moved(source: Source) -> str:
    assert source.change is not None, "what moved has a change"
    up = source.change.verdict is Verdict.ROSE
    points = plain(whole(abs(source.change.difference)))
    key = "sources.moved_up" if up else "sources.moved_down"
    return text(key, measure=plain(source.name), points=points)


def detectable(report: Sources) -> str:
    """The smallest change that this unit could show; "" where nothing is compared."""
    found = [c.itself.change.detectable for c in report.constructs if c.itself.change]
    if not found:
        return ""
    low, high = whole(min(found)), whole(max(found))
    return text(
        "sources.detectable" if low != high else "sources.detectable_one", low=low, high=high
    )


def coverage(covered: Coverage) -> str:
    """How many of an area's answers its statements are about."""
    bands = {"statements": covered.statements, "all": covered.composite}
    return text("sources.coverage", **{key: plain(band_text(band)) for key, band in bands.items()})


def home(scopes: TwoScopes) -> str:
    """The two scopes of belonging beside each other."""
    low, high = scopes.low, scopes.high
    match scopes.home:
        case Home.TEAM:
            key, ends = "sources.home_team", (whole(low), whole(high))
        case Home.ORGANISATION:
            key, ends = "sources.home_organisation", (whole(-high), whole(-low))
        case Home.UNCLEAR:
            key, ends = "sources.home_unclear", (signed(low), signed(high))
    figures = {"team": scopes.team, "organisation": scopes.organisation, "points": abs(scopes.gap)}
    said = {name: plain(whole(value)) for name, value in figures.items()}
    return text(key, **said, low=plain(ends[0]), high=plain(ends[1]))


def focus_how(focus: Trend) -> str:
    """How to read the responsibility focus, with the two statements as last asked."""
    asked = [wave.instrument.statements for wave in focus.waves if wave.instrument.statements]
    first, second = (plain(item.text) for item in sorted(asked[-1], key=lambda item: item.id))
    return text("sources.focus_how", first=first.rstrip("\\."), second=second)
