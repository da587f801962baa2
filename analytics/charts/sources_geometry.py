"""How is one construct or statement drawn, as plain values: its shares, or its dot with its range?

x runs from -100 to 100 around the middle: shares in per cent, or a score's distance from 50, twice.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from analytics.disclosure.rounding import FIVE_SHARES, THREE_SHARES
from analytics.figures.line import Gap
from analytics.reports.phrasing import whole
from analytics.reports.sources import Source
from survey.languages import decimal

NEUTRAL, THREE = 50, 3


class Words(NamedTuple):
    """What is said of a row, in the reader's language; {places} as in the text catalogue.

    `three` and `five` name the parts of a distribution, unfavourable first, with " / " between.
    """

    low: str
    middle: str
    high: str
    three: str
    five: str
    hover: str
    withheld: str
    language: str


class Share(NamedTuple):
    """One part of a stacked bar: its place among `parts`, and where it starts and ends."""

    at: int
    parts: int
    start: float
    end: float
    text: str


class Dot(NamedTuple):
    """A score with its interval, and the level before, where it rose or fell."""

    score: float
    low: float
    high: float
    before: float | None


class Row(NamedTuple):
    """One construct or statement; it has shares, or a dot, or, when withheld, neither."""

    score: str
    said: str
    shares: list[Share]
    dot: Dot | None


def source_row(source: Source, words: Words) -> Row:
    """What is drawn of a construct or statement, and said of it."""
    return Row(
        score="" if isinstance(source.point, Gap) else whole(source.point.score),
        said=_said(source, words),
        shares=shares(source.shares),
        dot=None if source.shares else _dot(source),
    )


def shares(published: Sequence[int]) -> list[Share]:
    """The parts side by side, the middle one around 0; as published, they need not add up to 100.

    A part at the low end, which is that much or less, carries no number.
    """
    if not published:
        return []
    count = len(published)
    left = -sum(published[: count // 2]) - published[count // 2] / 2
    ends = list(accumulate(published, initial=left))
    return [
        Share(at, count, start, end, share_text(share, count, short=True))
        for at, (share, start, end) in enumerate(zip(published, ends, ends[1:], strict=False))
    ]


def share_text(share: int, count: int, *, short: bool = False) -> str:
    """A share as it is read: at its ends "≤" or "≥", because more extreme ones are merged there."""
    margin = (THREE_SHARES if count == THREE else FIVE_SHARES).margin
    if share <= margin:
        return "" if short else f"≤{share}"
    return f"≥{share}" if share >= 100 - margin else str(share)


def _dot(source: Source) -> Dot | None:
    if isinstance(source.point, Gap):
        return None
    point, before = source.point, level_before(source)
    ring = None if before is None else _around(before)
    return Dot(_around(point.score), _around(point.low), _around(point.high), ring)


def _around(score: float) -> float:
    return 2 * (score - NEUTRAL)


def level_before(source: Source) -> float | None:
    """The level before, where the figure rose or fell from it over all that is shown now."""
    change = source.change
    if not source.moved or change is None or change.before is None or change.over is not None:
        return None
    return change.before


def _said(source: Source, words: Words) -> str:
    if isinstance(source.point, Gap):
        return words.withheld
    point = source.point
    values = {"score": point.score, "low": point.low, "high": point.high}
    figures = {name: decimal(value, words.language) for name, value in values.items()}
    said = words.hover.format(**figures)
    return f"{said} {shares_said(source.shares, words)}" if source.shares else said


def shares_said(published: Sequence[int], words: Words) -> str:
    """A distribution in words."""
    count = len(published)
    names = (words.three if count == THREE else words.five).split(" / ")
    return ", ".join(
        f"{name} {share_text(share, count)} %" for name, share in zip(names, published, strict=True)
    )
