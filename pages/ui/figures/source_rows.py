"""Constructs as rows that open: each with its figure, its range, what became of it, its statements.

What explains a construct stands in its row: the two scopes with belonging, and "how can I help"
with responsibility. All of it is HTML that opens without asking the server again.
"""

from collections.abc import Iterable, Sequence
from html import escape

from analytics.charts.source_words import chart_words
from analytics.charts.sources_geometry import level_before, shares, shares_said
from analytics.disclosure.rounding import FIVE_SHARES, THREE_SHARES
from analytics.figures.line import Gap, Point
from analytics.figures.text import band_text
from analytics.reports.phrasing import whole
from analytics.reports.sources import Construct, Source, Sources
from analytics.reports.trend import Trend
from pages.ui.figures.sources_words import focus_how, home
from pages.ui.frame.pieces import small_picture, told_chip
from pages.ui.frame.session import language, text, told
from survey.questionnaire.parts import BELONGING, RESPONSIBILITY


def source_rows(report: Sources, focus: Trend | None, *, opened: str | None) -> str:
    """Every construct, the one that is `opened` by its id with its statements to be seen."""
    beside = {BELONGING: _home(report), RESPONSIBILITY: _focus(focus)}
    there = {one.itself.id for one in report.constructs}
    rows = [_row(one, beside.get(one.itself.id, ""), opened) for one in report.constructs]
    rows += [
        f'<div class="source">{said}</div>'
        for key, said in beside.items()
        if key not in there and said
    ]
    if report.follow_up:
        rows.append(_row(report.follow_up, "", opened))
    if report.own:
        rows.append(_own(report.own))
    return f'<div class="sources">{_scale()}{"".join(rows)}</div>'


def _scale() -> str:
    words = chart_words(language())
    ends = "".join(f"<span>{escape(one)}</span>" for one in (words.low, words.middle, words.high))
    return f'<p class="scale" aria-hidden="true">{ends}</p>'


def _row(construct: Construct, beside: str, opened: str | None) -> str:
    source = construct.itself
    inside = "".join(map(_statement, construct.statements))
    is_open = " open" if source.id == opened else ""
    return (
        f'<details class="source"{is_open}><summary>{_head(source)}</summary>'
        f'<div class="inside">{inside}</div></details>{beside}'
    )


def _own(found: Sequence[Source]) -> str:
    head = f"<h2>{escape(text('sources.own'))}</h2>"
    return head + "".join(f'<div class="source">{_statement(one)}</div>' for one in found)


def _head(source: Source) -> str:
    return (
        f'<span class="name" dir="auto">{escape(source.name)} {told_chip(source.told)}</span>'
        f"{_drawn(source)}<b>{_score(source)}</b>"
    )


def _statement(source: Source) -> str:
    notes = [_people(source), *([text("sources.turned")] if source.turned else ())]
    note = f"<small>{escape(' · '.join(one for one in notes if one))}</small>"
    chip = told_chip(source.told) if source.moved else ""
    name = f'<span class="name" dir="auto">{escape(source.name)} {chip}{note}</span>'
    return f'<div class="statement">{name}{_drawn(source)}<b>{_score(source)}</b></div>'


def _people(source: Source) -> str:
    if isinstance(source.point, Gap):
        return text("sources.withheld")
    return text("sources.people", people=told(band_text(source.point.people)))


def _score(source: Source) -> str:
    return "–" if isinstance(source.point, Gap) else whole(source.point.score)


def _drawn(source: Source) -> str:
    """A distribution where there is one, else the score with its range on a track."""
    if isinstance(source.point, Gap):
        return '<span class="dots"></span>'
    return _shares(source.shares) if source.shares else _track(source, source.point)


def _track(source: Source, point: Point) -> str:
    said = text("sources.range", low=whole(point.low), high=whole(point.high))
    before = level_before(source)
    ring = "" if before is None else f'<i class="ring" style="left:{before:.1f}%"></i>'
    width = point.high - point.low
    return (
        f'<span class="dots" role="img" aria-label="{escape(said)}" title="{escape(said)}">'
        f'<i class="range" style="left:{point.low:.1f}%;width:{width:.1f}%"></i>{ring}'
        f'<i class="dot" style="left:{point.score:.1f}%"></i></span>'
    )


def _shares(published: Sequence[int]) -> str:
    said = escape(shares_said(published, chart_words(language())))
    parts = "".join(
        f'<i class="part of{one.parts} at{one.at}" style="left:{(one.start + 100) / 2:.1f}%;'
        f'width:{(one.end - one.start) / 2:.1f}%">{escape(one.text)}</i>'
        for one in shares(published)
    )
    return f'<span class="dots shares" role="img" aria-label="{said}" title="{said}">{parts}</span>'


def _home(report: Sources) -> str:
    """Belonging in the team and in the organisation, where the wave asked both."""
    if len(report.scopes) < 2:
        return ""
    said = (
        home(report.home) if report.home else text("sources.home_withheld", wave=report.wave.name)
    )
    return _beside(text("sources.home"), said, map(_statement, report.scopes))


def _focus(focus: Trend | None) -> str:
    """Whether people ask how they can help, where any wave shows it."""
    if focus is None:
        return ""
    line = focus.lines[0]
    scores = [None if isinstance(one, Gap) else one.score for one in line.points]
    said = " ".join(one.said(language()) for one in line.sentences[:1])
    return _beside(
        text("sources.focus_header"),
        said,
        (small_picture(scores), f"<p>{escape(focus_how(focus))}</p>"),
    )


def _beside(title: str, said: str, inside: Iterable[str]) -> str:
    return (
        f'<details class="beside"><summary><span><strong>{escape(title)}</strong> {escape(said)}'
        f'</span></summary><div class="inside">{"".join(inside)}</div></details>'
    )


def how_to_read(report: Sources) -> str:
    """What marks on the tracks mean, and bars where there are any."""
    parts = [len(source.shares) for source in report.all if source.shares]
    said = [text("sources.how_to_read")]
    if parts:
        grain = THREE_SHARES if 3 in parts else FIVE_SHARES
        said.append(text("sources.shares_how", least=grain.margin))
    return " ".join(said)
