"""The conversation on paper: where we stand, what to talk about, and room to write."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    Flowable,
    HRFlowable,
    KeepTogether,
    Paragraph,
    Spacer,
)

from analytics.paper.type import BODY, GRID, HEADING, SMALL, SMALL_HEADING, said
from analytics.reports.conversation import QUESTIONS, Conversation, Theme
from analytics.reports.phrasing import whole
from analytics.reports.topics import Reason
from analytics.reports.tried import Tried
from survey.text import FALLBACK, catalogue, text

LINE = 8 * mm
LINES = 5


def conversation_page(
    found: Conversation, tried: Sequence[Tried] = (), *, language: str
) -> Iterator[Flowable]:
    """Everything of the conversation that goes on paper."""
    yield Paragraph(said(text("conversation.title", language)), HEADING)
    yield Paragraph(said(text("conversation.lead", language)), BODY)
    if found.shown:
        yield from _themes(found, language)
    else:
        yield Paragraph(said(text("conversation.none_here", language, wave=found.wave.name)), BODY)
    yield from _tried(tried, language)
    yield Paragraph(said(text("conversation.open", language)), SMALL_HEADING)
    yield Paragraph(said(text("conversation.open_how", language)), SMALL)
    for number, question in enumerate(QUESTIONS, start=1):
        asked = Paragraph(
            said(f"{number}. {text(f'conversation.four.{question}', language)}"), BODY
        )
        yield KeepTogether([asked, *_lines(1)])
    yield KeepTogether(
        [Paragraph(said(text("conversation.notes", language)), SMALL_HEADING), *_lines(LINES)]
    )
    for key in ("conversation.try", "conversation.look_again"):
        yield KeepTogether([Paragraph(said(text(key, language)), BODY), *_lines(1)])


def _themes(found: Conversation, language: str) -> Iterator[Flowable]:
    yield Paragraph(said(text("conversation.strength", language)), SMALL_HEADING)
    if found.strength:
        yield _theme(found.strength, language)
    else:
        yield Paragraph(said(text("conversation.no_strength", language)), BODY)
    yield Paragraph(said(text("conversation.talk", language)), SMALL_HEADING)
    yield from (_theme(theme, language) for theme in found.themes)
    if not found.themes:
        yield Paragraph(said(text("conversation.no_theme", language)), BODY)


def _tried(tried: Sequence[Tried], language: str) -> Iterator[Flowable]:
    """What is tried, and what became of it; nothing where nothing is."""
    if tried:
        yield Paragraph(said(text("try.around", language)), SMALL_HEADING)
    for one in tried:
        state = text(f"try.state.{one.state}", language)
        parts = [Paragraph(f"<b>{said(one.title)}</b> ({said(state)})", BODY)]
        parts.append(Paragraph(said(one.came.said(language)), SMALL))
        if one.learned:
            learned = text("try.around_learned", language, learned=one.learned)
            parts.append(Paragraph(said(learned), SMALL))
        yield KeepTogether(parts)


def _theme(theme: Theme, language: str) -> Flowable:
    score = text("conversation.score", language, score=whole(theme.point.score))
    known = catalogue(FALLBACK)
    about, ask = f"conversation.about.{theme.id}", f"conversation.ask.{theme.id}"
    intro = text(about, language) if about in known else ""
    asked = text(ask if ask in known else "conversation.ask_any", language)
    parts = [Paragraph(f"<b>{said(theme.name)}</b>, {said(score)}", BODY)]
    parts += [
        Paragraph(said(words), SMALL) for words in (intro, " ".join(_why(theme, language))) if words
    ]
    return KeepTogether([*parts, Paragraph(said(asked), BODY)])


def _why(theme: Theme, language: str) -> Iterator[str]:
    """Why this was chosen, and what changed where that can be told."""
    if theme.reason in {Reason.ABOVE, Reason.LOWEST, Reason.NEXT}:
        ends = {"low": whole(theme.point.low), "high": whole(theme.point.high)}
        yield text(f"conversation.why.{theme.reason}", language, **ends)
    yield from (sentence.said(language) for sentence in theme.changed)


def _lines(count: int) -> Iterator[Flowable]:
    """Lines to write on."""
    for _ in range(count):
        yield Spacer(1, LINE)
        yield HRFlowable(width="100%", thickness=0.5, color=GRID, spaceBefore=0, spaceAfter=1)
