"""The sheet of a conversation: one piece of HTML that reads well on screen and prints on one A4.

It is HTML of our own, not elements of Streamlit, because only so its layout on paper is ours.
Lines to write on are for paper only: what people say to each other is kept nowhere.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from analytics.reports.conversation import QUESTIONS, Conversation, Statement, Theme
from analytics.reports.phrasing import Sentence, most_first, whole
from analytics.reports.topics import MIDDLE, ROOM_BELOW, Reason
from analytics.reports.tried import Tried
from pages.ui.frame.pieces import told_chip
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from survey.languages import day
from survey.text import FALLBACK, catalogue

STYLE = Path(__file__).with_name("sheet.css").read_text("utf-8")
NOTE_LINES = 30
"""More than a sheet has room for: the stylesheet leaves out those that do not fit."""


def in_short(report: Conversation | None) -> str:
    """What to talk about, in one line."""
    if report is None or not report.shown:
        return text("conversation.short_none")
    theme, best = next(iter(report.themes), None), report.strength
    talk = plain(theme.name) if theme else ""
    if talk and best:
        return text("conversation.short", theme=talk, strength=plain(best.name))
    if best:
        return text("conversation.short_strength", strength=plain(best.name))
    return text("conversation.short_theme", theme=talk) if talk else text("conversation.short_none")


def sheet(
    report: Conversation | None, tried: Sequence[Tried] = (), *, agreed: Sequence[str] = ()
) -> str:
    """The whole sheet; without a report the four questions, and what is tried.

    `agreed` stands on paper only.
    """
    parts = [_head(report)]
    if report:
        parts.append(_standing(report))
    parts += [_tried(tried), _questions(report), *_chosen(report), _notes(agreed)]
    if report and report.shown:
        parts.append(_p(text("conversation.how", middle=MIDDLE, room=ROOM_BELOW), "how"))
    return f'<article class="sheet">{"".join(parts)}</article>'


def _head(report: Conversation | None) -> str:
    """What paper needs on top; on screen the page itself says it."""
    title = f"<strong>{_said('conversation.title')}</strong>"
    about = ""
    if report:
        about = f"{report.unit} · {report.wave.name} · {day(report.wave.opened, language())}"
    return f'<header class="paper">{title}<span>{escape(about)}</span></header>'


def _standing(report: Conversation) -> str:
    lines = "".join(_p(_of(said[:1])) for said in most_first(report.standing))
    if report.withheld:
        lines += _p(text("withheld.why", k=report.wave.k), "small")
    return _section("stand", text("conversation.stand"), lines) if lines else ""


def _tried(tried: Sequence[Tried]) -> str:
    """What is tried, and what became of it; nothing where nothing is."""
    lines = "".join(
        f'<li dir="auto"><a href="/try?experiment={one.key}" target="_self">'
        f"<b>{escape(one.title)}</b></a> ({_said(f'try.state.{one.state}')})"
        f" {_p(_of([one.came]), 'small')}"
        f"{_p(text('try.around_learned', learned=one.learned), 'small') if one.learned else ''}"
        "</li>"
        for one in tried
    )
    title = text("try.around")
    return _section("tried", title, f'<ol class="bets">{lines}</ol>') if lines else ""


def _questions(report: Conversation | None) -> str:
    intro = ""
    if report is None:
        intro = _p(text("conversation.none_yet"))
    elif not report.shown:
        intro = _p(text("conversation.none_here", wave=report.wave.name))
    asked = "".join(
        f"<li>{_said(f'conversation.four.{question}')}{_lines(1)}</li>" for question in QUESTIONS
    )
    how = _p(text("conversation.open_how"), "small")
    inside = f'{intro}{how}<ol class="four">{asked}</ol>'
    return _section("open", text("conversation.open"), inside)


def _chosen(report: Conversation | None) -> Iterable[str]:
    if report is None or not report.shown:
        return
    best = report.strength
    good = _theme(best) if best else _p(text("conversation.no_strength"))
    yield _section("strength", text("conversation.strength"), good)
    talk = "".join(_theme(theme) for theme in report.themes)
    talk = talk or _p(text("conversation.no_theme"))
    yield _section("talk", text("conversation.talk"), talk)


def _theme(theme: Theme) -> str:
    """A construct: its name and score, what it is about, why it stands here, and a question."""
    score = text("conversation.score", score=whole(theme.point.score))
    about, ask = _known(f"conversation.about.{theme.id}"), _known(f"conversation.ask.{theme.id}")
    return "".join(
        (
            '<div class="theme">',
            f"<h3>{escape(theme.name)} {told_chip(theme.told) if theme.told.moved else ''}"
            f"<span>{escape(score)}</span></h3>",
            _p(about, "small") if about else "",
            _p(" ".join(_why(theme))),
            f"<ul>{''.join(map(_statement, theme.statements))}</ul>",
            _p(ask or text("conversation.ask_any"), "ask"),
            "</div>",
        )
    )


def _why(theme: Theme) -> Iterable[str]:
    """Why this was chosen, and what changed where that can be told."""
    range_said = {"low": whole(theme.point.low), "high": whole(theme.point.high)}
    if theme.reason in (Reason.ABOVE, Reason.LOWEST, Reason.NEXT):
        yield text(f"conversation.why.{theme.reason}", **range_said)
    if theme.changed:
        yield _of(theme.changed[:1])


def _statement(statement: Statement) -> str:
    turned = f" <em>{_said('conversation.turned')}</em>" if statement.turned else ""
    score = text("conversation.withheld")
    if statement.score is not None:
        score = whole(statement.score)
    return f"<li><span>{escape(statement.text)}{turned}</span> <b>{escape(score)}</b></li>"


def _notes(agreed: Sequence[str]) -> str:
    """Lines to write on, and the one small thing that comes out of it, or what was agreed."""
    notes = f"<h2>{_said('conversation.notes')}</h2>{_lines(NOTE_LINES)}"
    tried = "".join(f"<b>{escape(one)}</b>" for one in agreed) or _lines(1)
    small = (
        f"<div><span>{_said('conversation.try')}</span>{tried}</div>"
        f"<div><span>{_said('conversation.look_again')}</span>{_lines(1)}</div>"
    )
    room = f'<section class="paper notes">{notes}</section>'
    return f'{room}<section class="paper try">{small}</section>'


def _section(name: str, title: str, inside: str) -> str:
    return f'<section class="{name}"><h2>{escape(title)}</h2>{inside}</section>'


def _lines(count: int) -> str:
    return f'<div class="paper lines" aria-hidden="true">{"<i></i>" * count}</div>'


def _p(words: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(words)}</p>' if kind else f"<p>{escape(words)}</p>"


def _said(key: str) -> str:
    return escape(text(key))


def _of(sentences: Iterable[Sentence]) -> str:
    return " ".join(sentence.said(language()) for sentence in sentences)


def _known(key: str) -> str:
    """What the catalogue has for a construct of the bank; nothing for any other construct."""
    return text(key) if key in catalogue(FALLBACK) else ""
