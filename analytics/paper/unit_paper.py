"""One unit in one wave on paper (PDF): trend, sources, warning signs, and the conversation."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from reportlab.platypus import (  # type: ignore[import-untyped]
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    Table,
)

from analytics.charts.signs import SignWords, tile_table
from analytics.charts.source_words import chart_words, note
from analytics.charts.sources_geometry import drawing
from analytics.charts.trend_geometry import Words as TrendWords
from analytics.charts.trend_geometry import panel
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
    said,
)
from analytics.paper.words import day
from analytics.published.cells import MeasureKind
from analytics.reports.conversation import conversation
from analytics.reports.sources import Source, Sources, sources
from analytics.reports.trend import Trend, trend
from analytics.reports.unit_view import UnitView, view_of
from survey.errors import NotFound
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.text import text

NAME, SCORE, BAR = 0.40, 0.07, 0.53
LATEST = ""


def paper_for(store: Store, *, unit: str, viewer: Viewer, wave: str = LATEST) -> bytes:
    """The paper of a unit as of a wave (the last it was in, when not said), as its pages say it.

    Errors: NotFound for a unit or wave that is not there, or not for this viewer.
    """
    view = view_of(store, unit=unit, viewer=viewer)
    if view is None:
        raise NotFound(text("paper.none_yet"))
    return paper(view.until(wave or view.figures.waves[-1].key))


def paper(view: UnitView) -> bytes:
    """The paper of a unit in the last wave of its view; the same bytes every time."""
    now = view.figures.waves[-1]
    file = BytesIO()
    footer = Footer(
        title=f"{view.name}: {now.name}",
        left=f"{view.name} · {now.name}",
        why=text("paper.why", k=max(one.k for one in view.figures.waves)),
    )
    bind(file, list(_story(view)), footer)
    return file.getvalue()


def _story(view: UnitView) -> Iterator[Flowable]:
    now, over_time = view.figures.waves[-1], trend(view)
    yield Paragraph(said(view.name), TITLE)
    when = text("paper.when", opens=day(now.opened), closes=day(now.closed))
    yield Paragraph(said(f"{now.name} · {when}"), UNDER_TITLE)
    yield from _trend(over_time, view.area.name if view.area else None)
    yield from _signs(over_time)
    yield PageBreak()
    yield from _sources(sources(view))
    yield PageBreak()
    yield from conversation_page(conversation(view.figures))


def _trend(found: Trend, area: str | None) -> Iterator[Flowable]:
    yield Paragraph(said(text("trends.title")), HEADING)
    for line in found.lines:
        yield Paragraph(said(" ".join(one.said() for one in line.sentences)), BODY)
        for beneath in (line.sure, line.notes):
            if beneath:
                yield Paragraph(said(" ".join(one.said() for one in beneath)), SMALL)
    dates = [wave.opened for wave in found.waves]
    for line in found.lines:
        drawn = TrendPanel(panel(line, TrendWords()), dates)
        yield KeepTogether([Paragraph(said(line.name), SMALL_HEADING), drawn])
    above = text("paper.above", area=area) if area else ""
    yield Paragraph(said(f"{text('paper.trend_how')} {above}".strip()), SMALL)


def _signs(found: Trend) -> Iterator[Flowable]:
    """The share that ticked each sign, in the last waves; nothing where all are withheld."""
    if all(share is None for sign in found.signs for share in sign.shares):
        return
    table = tile_table(found, SignWords())
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
            Paragraph(said(text("trends.signs")), HEADING),
            Table([["", *heads], *lines], colWidths=_widths(len(heads)), style=RULED),
            Paragraph(said(text("trends.signs_how")), SMALL),
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


def _sources(found: Sources) -> Iterator[Flowable]:
    yield Paragraph(said(text("sources.title")), HEADING)
    if not found.shown:
        yield Paragraph(said(text("sources.not_shown", wave=found.wave.name)), BODY)
        return
    for construct in found.constructs:
        # A construct stays with its first statement, so that it never ends a page alone.
        first, *rest = _rows([construct.itself, *construct.statements])
        yield KeepTogether([first, *rest[:1]])
        yield from rest[1:]
    yield from _rows((*found.scopes, *found.own))
    legend = text("sources.shares_how", least=THREE_SHARES.margin)
    yield Paragraph(said(f"{text('sources.dots_how')} {legend}"), SMALL)


def _rows(found: Sequence[Source]) -> Iterator[Flowable]:
    drawn = drawing(found, chart_words(), note)
    for source, row in zip(found, drawn.rows, strict=True):
        head = f"<b>{said(source.name)}</b>" if source.kind is MeasureKind.CONSTRUCT else said(
            source.name
        )  # fmt: skip
        bar = [SourceBar(row)] if row.shares or row.dot else []
        beside = [*bar, Paragraph(said(note(source)), SMALL)]
        yield Table(
            [[Paragraph(head, BODY), Paragraph(said(row.score), NUMBER), beside]],
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
