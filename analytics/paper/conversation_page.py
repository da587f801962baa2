"""The conversation on paper: where we stand, what to talk about, and room to write."""

from collections.abc import Iterator

from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    Flowable,
    HRFlowable,
    KeepTogether,
    Paragraph,
    Spacer,
)

from analytics.paper.type import BODY, GRID, HEADING, SMALL, SMALL_HEADING, said
from analytics.reports.conversation import Conversation, Theme
from analytics.reports.phrasing import whole
from analytics.reports.topics import Reason
from survey.text import FALLBACK, catalogue, text

QUESTIONS = ("effort", "teammates", "from_me", "me")
LINE = 8 * mm
LINES = 5


def conversation_page(found: Conversation) -> Iterator[Flowable]:
    """Everything of the conversation that goes on paper."""
    yield Paragraph(said(text("conversation.title")), HEADING)
    yield Paragraph(said(text("conversation.lead")), BODY)
    if found.shown:
        yield from _themes(found)
    else:
        yield Paragraph(said(text("conversation.none_here", wave=found.wave.name)), BODY)
    yield Paragraph(said(text("conversation.open")), SMALL_HEADING)
    yield Paragraph(said(text("conversation.open_how")), SMALL)
    for number, question in enumerate(QUESTIONS, start=1):
        asked = Paragraph(said(f"{number}. {text(f'conversation.four.{question}')}"), BODY)
        yield KeepTogether([asked, *_lines(1)])
    yield KeepTogether([Paragraph(said(text("conversation.notes")), SMALL_HEADING), *_lines(LINES)])
    for key in ("conversation.try", "conversation.look_again"):
        yield KeepTogether([Paragraph(said(text(key)), BODY), *_lines(1)])


def _themes(found: Conversation) -> Iterator[Flowable]:
    yield Paragraph(said(text("conversation.strength")), SMALL_HEADING)
    if found.strength:
        yield _theme(found.strength)
    else:
        yield Paragraph(said(text("conversation.no_strength")), BODY)
    yield Paragraph(said(text("conversation.talk")), SMALL_HEADING)
    yield from map(_theme, found.themes)
    if not found.themes:
        yield Paragraph(said(text("conversation.no_theme")), BODY)


def _theme(theme: Theme) -> Flowable:
    score = text("conversation.score", score=whole(theme.point.score))
    known = catalogue(FALLBACK)
    about = known.get(f"conversation.about.{theme.id}", "")
    ask = known.get(f"conversation.ask.{theme.id}") or text("conversation.ask_any")
    parts = [Paragraph(f"<b>{said(theme.name)}</b>, {said(score)}", BODY)]
    parts += [Paragraph(said(words), SMALL) for words in (about, " ".join(_why(theme))) if words]
    return KeepTogether([*parts, Paragraph(said(ask), BODY)])


def _why(theme: Theme) -> Iterator[str]:
    """Why this was chosen, and what changed where that can be told."""
    if theme.reason in {Reason.ABOVE, Reason.LOWEST, Reason.NEXT}:
        ends = {"low": whole(theme.point.low), "high": whole(theme.point.high)}
        yield text(f"conversation.why.{theme.reason}", **ends)
    yield from (sentence.said() for sentence in theme.changed)


def _lines(count: int) -> Iterator[Flowable]:
    """Lines to write on."""
    for _ in range(count):
        yield Spacer(1, LINE)
        yield HRFlowable(width="100%", thickness=0.5, color=GRID, spaceBefore=0, spaceAfter=1)
