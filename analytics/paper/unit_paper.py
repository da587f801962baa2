"""One unit in one wave on paper (PDF): trend, sources, warning signs, and the conversation."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from reportlab.platypus import (  # type: ignore[import-untyped]
    Flowable,
    KeepTogether,
    PageBreak,
    Table,
)

from analytics.charts.signs import sign_words, tile_table
from analytics.charts.source_words import chart_words, note
from analytics.charts.sources_geometry import source_row
from analytics.charts.trend_geometry import line_said, panel, words_in
from analytics.disclosure.rounding import THREE_SHARES
from analytics.paper.conversation_page import conversation_page
from analytics.paper.sheet import Footer, bind
from analytics.paper.source_bar import SourceBar
from analytics.paper.trend_panel import TrendPanel
from analytics.paper.type import (
    BODY,
    GRID,
    HEADING,
    NUMBER,
    SMALL,
    SMALL_HEADING,
    TITLE,
    UNDER_TITLE,
    Paragraph,
    said,
)
from analytics.published.cells import MeasureKind
from analytics.reports.conversation import conversation
from analytics.reports.sources import Source, Sources, sources
from analytics.reports.trend import Trend, trend
from analytics.reports.tried import Tried, tried_around
from analytics.reports.unit_view import UnitView, view_of
from survey.errors import NotFound
from survey.languages import day
from survey.organisation.brand import Brand, brand_of
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.text import sentence, text

NAME, SCORE, BAR = 0.40, 0.07, 0.53
LATEST = ""
NO_BRAND = brand_of()


def paper_for(
    store: Store, *, unit: str, viewer: Viewer, language: str, wave: str = LATEST
) -> bytes:
    """The paper of a unit as of a wave (the last it was in, when not said), as its pages say it.

    Errors: NotFound for a unit or wave that is not there, has no figure, or is not for this viewer.
    """
    view = view_of(store, unit=unit, viewer=viewer)
    if view is None:
        raise NotFound(sentence("paper.none_yet"))
    seen = view.until(wave or view.figures.waves[-1].key)
    if not seen.shows_anything:
        raise NotFound(sentence("paper.nothing_shown"))
    tried = tried_around(store, unit=unit, view=seen)
    return paper(seen.in_language(language), tried, language=language, brand=store.brand())


def paper(
    view: UnitView, tried: Sequence[Tried] = (), *, language: str, brand: Brand = NO_BRAND
) -> bytes:
    """The paper of a unit in the last wave of its view; the same bytes every time."""
    now = view.figures.waves[-1]
    file = BytesIO()
    footer = Footer(
        title=f"{view.name}: {now.name}",
        left=f"{brand.name} · {view.name} · {now.name}",
        why=text("paper.why", language, k=max(one.k for one in view.figures.waves)),
        language=language,
        brand=brand,
    )
    bind(file, list(_story(view, tried, language)), footer)
    return file.getvalue()


def _story(view: UnitView, tried: Sequence[Tried], language: str) -> Iterator[Flowable]:
    now, over_time = view.figures.waves[-1], trend(view)
    yield Paragraph(said(view.name), TITLE)
    when = text(
        "paper.when", language, opens=day(now.opened, language), closes=day(now.closed, language)
    )
    yield Paragraph(said(f"{now.name} · {when}"), UNDER_TITLE)
    yield from _trend(over_time, view.area.name if view.area else None, language)
    yield from _signs(over_time, language)
    yield PageBreak()
    yield from _sources(sources(view), language)
    yield PageBreak()
    yield from conversation_page(conversation(view.figures), tried, language=language)


def _trend(found: Trend, area: str | None, language: str) -> Iterator[Flowable]:
    yield Paragraph(said(text("trends.menu", language)), HEADING)
    for line in found.lines:
        yield Paragraph(said(" ".join(one.said(language) for one in line.sentences)), BODY)
        for beneath in (line.sure, line.notes):
            if beneath:
                yield Paragraph(said(" ".join(one.said(language) for one in beneath)), SMALL)
    dates, words = [wave.opened for wave in found.waves], words_in(language)
    for line in found.lines:
        said_too = line_said(line, words)
        drawn = TrendPanel(panel(line, words), dates, words.months, alt=said_too)
        yield KeepTogether([Paragraph(said(line.name), SMALL_HEADING), drawn])
    above = text("paper.above", language, area=area) if area else ""
    yield Paragraph(said(f"{text('paper.trend_how', language)} {above}".strip()), SMALL)


def _signs(found: Trend, language: str) -> Iterator[Flowable]:
    """The share that ticked each sign, in the last waves; nothing where all are withheld."""
    if all(share is None for sign in found.signs for share in sign.shares):
        return
    table = tile_table(found, sign_words(language))
    heads = [Paragraph("<br/>".join(map(said, one.split("<br>"))), NUMBER) for one in table.columns]
    lines = [
        [
            Paragraph(said(sign.text), BODY),
            *(Paragraph(said(tile.text), NUMBER) for tile in row.tiles),
        ]
        for sign, row in zip(found.signs, table.rows, strict=True)
    ]
    yield KeepTogether(
        [
            Paragraph(said(text("trends.signs", language)), HEADING),
            Table([["", *heads], *lines], colWidths=_widths(len(heads)), style=RULED),
            Paragraph(said(text("trends.signs_how", language)), SMALL),
        ]
    )


RULED = [
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, GRID),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (0, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
]


def _widths(columns: int) -> list[str]:
    each = 11
    return [f"{100 - each * columns}%", *[f"{each}%"] * columns]


def _sources(found: Sources, language: str) -> Iterator[Flowable]:
    yield Paragraph(said(text("sources.title", language)), HEADING)
    if not found.shown:
        yield Paragraph(said(text("sources.not_shown", language, wave=found.wave.name)), BODY)
        return
    for construct in (*found.constructs, *([found.follow_up] if found.follow_up else [])):
        # A construct stays with its first statement, so that it never ends a page alone.
        first, *rest = _rows([construct.itself, *construct.statements], language)
        yield KeepTogether([first, *rest[:1]])
        yield from rest[1:]
    yield from _rows((*found.scopes, *found.own), language)
    legend = text("sources.shares_how", language, least=THREE_SHARES.margin)
    yield Paragraph(said(f"{text('sources.dots_how', language)} {legend}"), SMALL)


def _rows(found: Sequence[Source], language: str) -> Iterator[Flowable]:
    words = chart_words(language)
    for source in found:
        drawn = source_row(source, words)
        head = said(source.name)
        if source.kind in {MeasureKind.CONSTRUCT, MeasureKind.COMPOSITE}:
            head = f"<b>{head}</b>"
        bar = [SourceBar(drawn)] if drawn.shares or drawn.dot else []
        beside = [*bar, Paragraph(said(note(source, language=language)), SMALL)]
        yield Table(
            [[Paragraph(head, BODY), Paragraph(said(drawn.score), NUMBER), beside]],
            colWidths=[f"{part * 100:.0f}%" for part in (NAME, SCORE, BAR)],
            style=ROW,
        )


ROW = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (0, -1), 0),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
]
