"""What the page of sources says, in the words of the catalogue."""

from analytics.figures.two_scopes import Home, TwoScopes
from analytics.figures.verdicts import Verdict
from analytics.reports.phrasing import most_first, signed, whole
from analytics.reports.sources import Source, Sources
from analytics.reports.trend import Trend
from pages.ui.figures.trend_words import say
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from survey.questionnaire.parts import FOCUS


def lead(report: Sources) -> str:
    """The finding: what became of belonging and alignment, and what moved behind them."""
    told = most_first(one.sentences for one in report.composites)
    stands = [say(sentences[0]) for sentences in told]
    not_shown = text("sources.not_shown", wave=plain(report.wave.name))
    behind = _moved(report) if report.shown else not_shown
    return " ".join([*stands, behind]).strip()


def _moved(report: Sources) -> str:
    """What moved behind; "" where it was said already why nothing can be compared."""
    what = ", ".join(_one_moved(source) for source in report.moved)
    if what:
        return text("sources.moved", what=what)
    if all(one.told.reason for one in report.composites):
        return ""
    reasons = {c.itself.told.reason for c in report.constructs}
    return text("sources.nothing_moved" if None in reasons else "sources.nothing_before")


def _one_moved(source: Source) -> str:
    assert source.change is not None, "what moved has a change"
    up = source.told.verdict is Verdict.ROSE
    points = plain(whole(abs(source.change.difference)))
    key = "sources.moved_up" if up else "sources.moved_down"
    return text(key, measure=plain(source.name), points=points)


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
    said = {name: plain(whole(value)) for name, value in figures.items()}
    return text(key, **said, low=plain(ends[0]), high=plain(ends[1]))


def focus_how(focus: Trend) -> str:
    """How to read the responsibility focus, with the two statements as last asked."""
    asked = {
        item.id: item.text
        for wave in focus.waves
        for item in wave.instrument.statements
        if item.id in FOCUS
    }
    first, second = (plain(asked[item]) for item in FOCUS)
    return text("sources.focus_how", first=first.rstrip("\\."), second=second)
