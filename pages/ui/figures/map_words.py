"""What the two maps say, in the words of the catalogue."""

from analytics.charts.maps_geometry import Words, alt_text
from analytics.figures.timeline import Gap
from analytics.reports.map_sentence import CORNERS, MapNames
from analytics.reports.maps import Leaders, Map, Maps, Names
from analytics.reports.trend_sentence import Sentence, whole
from pages.ui.figures.trend_words import say
from pages.ui.frame.plain import plain
from survey.text import text

DRAWN = Words(
    hover=text("maps.hover"),
    earlier=text("maps.earlier"),
    likely=text("maps.likely"),
    alt_point=text("maps.alt_point"),
    alt_area=text("maps.alt_area"),
    alt_earlier=text("maps.alt_earlier"),
)
NAMES = Names(
    trust=MapNames(
        x=text("maps.purpose"),
        y=text("maps.respect"),
        corners={(x, y): text(f"maps.trust_corner.{x}_{y}") for x, y in CORNERS},
    ),
    ownership=MapNames(
        x=text("maps.accountability"),
        y=text("maps.empowerment"),
        corners={(x, y): text(f"maps.ownership_corner.{x}_{y}") for x, y in CORNERS},
    ),
    leaders=text("maps.leaders"),
)


def finding(of: Map) -> str:
    """Where the unit stands on a map and what moved, for the page."""
    return " ".join(say(sentence) for sentence in of.says)


def details(of: Map) -> str:
    """The change along both axes, for the page."""
    return " ".join(say(sentence) for sentence in of.details)


def alt(of: Map) -> str:
    """A map in words, for readers who do not see it."""
    return alt_text(of, finding=" ".join(_told(sentence) for sentence in of.says), words=DRAWN)


def _told(sentence: Sentence) -> str:
    return text(sentence.key, **sentence.values)


def statements(report: Maps) -> str:
    """What was asked, word for word."""
    x, y = map(plain, report.statements)
    return text("maps.statements", x=x, y=y)


def leaders(report: Leaders) -> str:
    """How far work goes on without waiting for a leader."""
    figure = report.figure
    if isinstance(figure, Gap):
        return text("maps.leaders_withheld", wave=plain(figure.name))
    ends = {"low": whole(figure.low), "high": whole(figure.high)}
    return text("maps.leaders_at", score=whole(figure.score), **ends)
