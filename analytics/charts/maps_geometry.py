"""What a map of two figures draws, as plain values: corners, tail, dots, and how sure they are.

Both axes run from 0 to 100. The corners are named in strips above and below that, where no dot
can come to lie.
"""

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap
from typing import NamedTuple

from analytics.charts.theme import Months
from analytics.figures.line import Point
from analytics.reports.map_sentence import Corner, Side
from analytics.reports.maps import Context, Dot, Map
from survey.languages import decimal

STRIP = 17
LABEL_WIDTH = 22
TAIL = 8


class Words(NamedTuple):
    """The words on a map, in the reader's language; {places} as in the text catalogue."""

    hover: str
    earlier: str
    likely: str
    alt_point: str
    alt_area: str
    alt_earlier: str
    months: Months


class Label(NamedTuple):
    """The name of a corner, in lines short enough for a phone."""

    side: Corner
    text: str


class Stretch(NamedTuple):
    """Dots that the tail joins, oldest first: nothing is drawn between two stretches."""

    x: list[float]
    y: list[float]


class Box(NamedTuple):
    """From where to where along both axes."""

    left: float
    bottom: float
    right: float
    top: float


class Mark(NamedTuple):
    """A dot, with what it says when somebody points at it."""

    x: float
    y: float
    hover: str


class Drawing(NamedTuple):
    """Everything there is to draw; `earlier` is the end of the tail first."""

    x_name: str
    y_name: str
    unit: str
    corners: list[Label]
    tail: list[Stretch]
    earlier: list[Mark]
    here: Mark
    likely: Box
    rounded: Box
    area: Context | None


def drawing(of: Map, *, unit: str, words: Words) -> Drawing | None:
    """The geometry of a map; None where the last wave does not show both figures."""
    here, recent = of.here, of.dots[-TAIL - 1 :]
    if here is None:
        return None
    return Drawing(
        x_name=of.names.x,
        y_name=of.names.y,
        unit=unit,
        corners=[Label(side, _lines(text)) for side, text in of.names.corners.items()],
        tail=[Stretch([d.x.score for d in run], [d.y.score for d in run]) for run in runs(recent)],
        earlier=[_mark(dot, of, words) for dot in recent[:-1] if dot],
        here=_mark(here, of, words),
        likely=Box(here.x.low, here.y.low, here.x.high, here.y.high),
        rounded=rounded(here),
        area=of.area,
    )


def runs(dots: Sequence[Dot | None]) -> list[list[Dot]]:
    """The dots in runs that a line may join: a wave without one, or other statements, end a run."""
    found: list[list[Dot]] = []
    for dot in filter(None, dots):
        if dot.joined and found:
            found[-1].append(dot)
        else:
            found.append([dot])
    return found


def rounded(dot: Dot) -> Box:
    """All that was rounded to this dot; at the merged ends that reaches to 0 or to 100."""
    left, right = _rounded(dot.x.score, dot.x.step)
    bottom, top = _rounded(dot.y.score, dot.y.step)
    return Box(left, bottom, right, top)


def _rounded(score: float, step: int) -> tuple[float, float]:
    """A score is kept a step from either end (analytics/disclosure/rounding.py)."""
    low = 0.0 if score <= step else score - step / 2
    high = 100.0 if score >= 100 - step else score + step / 2
    return low, high


def label_place(side: Corner) -> tuple[float, float]:
    """Where the middle of a corner's name lies: over its half, above or below the scale."""
    along, up = side
    return 25 if along is Side.LOW else 75, -STRIP / 2 if up is Side.LOW else 100 + STRIP / 2


def _lines(text: str) -> str:
    return "<br>".join(escape(line, quote=False) for line in wrap(text, LABEL_WIDTH))


def _mark(dot: Dot, of: Map, words: Words) -> Mark:
    wave = f"<b>{escape(dot.x.name, quote=False)}</b>, {words.months.full(dot.x.date)}"
    axes = ((of.names.x, dot.x), (of.names.y, dot.y))
    said = [words.hover.format(measure=name, **_values(point, words)) for name, point in axes]
    return Mark(dot.x.score, dot.y.score, "<br>".join([wave, *said]))


def _values(point: Point, words: Words) -> dict[str, str]:
    values = {"score": point.score, "low": point.low, "high": point.high}
    return {name: decimal(value, words.months.language) for name, value in values.items()}


def alt_text(of: Map, *, finding: str, words: Words) -> str:
    """A map in words, for readers who do not see it: what it shows, then its figures."""
    return " ".join([finding, *_figures(of, words)])


def _figures(of: Map, words: Words) -> Iterator[str]:
    here, names = of.here, of.names
    if here is None:
        return
    for name, point in ((names.x, here.x), (names.y, here.y)):
        yield words.alt_point.format(measure=name, **_values(point, words))
    if of.area:
        x, y = (decimal(value, words.months.language) for value in (of.area.x, of.area.y))
        yield words.alt_area.format(area=of.area.name, x_name=names.x, x=x, y_name=names.y, y=y)
    for dot in of.dots[-TAIL - 1 : -1][::-1]:
        if dot:
            scores = dot.x.score, dot.y.score
            x, y = (decimal(value, words.months.language) for value in scores)
            wave = words.months.full(dot.x.date)
            yield words.alt_earlier.format(wave=wave, x_name=names.x, x=x, y_name=names.y, y=y)
