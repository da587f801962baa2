"""What the page of sources says, in the words of the catalogue."""

from analytics.figures.two_scopes import Home, TwoScopes
from analytics.figures.verdicts import Verdict
from analytics.reports.phrasing import signed, whole
from analytics.reports.sources import Source, Sources
from analytics.reports.trend import Trend
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from survey.questionnaire.parts import FOCUS

LISTED = 3


def lead(report: Sources) -> str:
    """The finding: what moved behind belonging and alignment, or why nothing can be said."""
    if not report.shown:
        return text("sources.not_shown", wave=plain(report.wave.name))
    constructs = [one.itself for one in report.constructs]
    told = [_one_moved(source) for source in report.moved]
    told += [_one_slow(source) for source in constructs if source.told.drifting]
    if told:
        more = [text("sources.more", count=len(told) - LISTED)] if len(told) > LISTED else []
        return text("sources.moved", what=", ".join([*told[:LISTED], *more]))
    reasons = {source.told.reason for source in constructs}
    return text("sources.nothing_moved" if None in reasons else "sources.nothing_before")


def _one_moved(source: Source) -> str:
    assert source.change is not None, "what moved has a change"
    up = source.told.verdict is Verdict.ROSE
    points = plain(whole(abs(source.change.difference)))
    key = "sources.moved_up" if up else "sources.moved_down"
    return text(key, measure=plain(source.name), points=points)


def _one_slow(source: Source) -> str:
    up = source.told.verdict is Verdict.RISING
    key = "sources.slowly_up" if up else "sources.slowly_down"
    return text(key, measure=plain(source.name))


def detectable(report: Sources) -> str:
    """The smallest change that this unit could show; "" where nothing is compared."""
    found = [c.itself.change.smallest for c in report.constructs if c.itself.change]
    if not found:
        return ""
    low, high = whole(min(found)), whole(max(found))
    return text(
        "sources.detectable" if low != high else "sources.detectable_one", low=low, high=high
    )


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
    said = {name: whole(value) for name, value in figures.items()}
    return text(key, **said, low=ends[0], high=ends[1])


def focus_how(focus: Trend) -> str:
    """How to read the responsibility focus, with the two statements as last asked."""
    asked = {
        item.id: item.text
        for wave in focus.waves
        for item in wave.instrument.statements
        if item.id in FOCUS
    }
    first, second = (asked[item] for item in FOCUS)
    return text("sources.focus_how", first=first.rstrip("."), second=second)
