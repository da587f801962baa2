"""What the overview of a unit says: its story, where it stands, and what is worth a word."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.figures.line import Gap, Told
from analytics.figures.verdicts import Verdict
from analytics.reports.conversation import Conversation, Theme
from analytics.reports.phrasing import Sentence, in_short, most_first, whole
from analytics.reports.topics import Reason
from analytics.reports.trend import Line, SignLine, Trend
from pages.ui.figures.trend_words import say
from pages.ui.frame.moments import date_said
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, store, text
from survey.languages import moment
from survey.text import FALLBACK, catalogue
from survey.waves.calendar import calendar_of
from survey.waves.wave import State

COLOURS = {
    Verdict.ROSE: "green",
    Verdict.RISING: "green",
    Verdict.FELL: "orange",
    Verdict.FALLING: "orange",
}
"""Of what is said in short; orange is support needed, and nothing here is red."""
TESTED = {Reason.ABOVE, Reason.ROSE, Reason.CHANGED, Reason.LOWEST}
"""Why something stands out by more than chance."""
AT_MOST = "≤"
"""Marks a share that is hardly any."""


def tell_story(lines: Sequence[Line]) -> None:
    """One sentence on each figure of which there is something to tell; the cards say the rest."""
    with st.container(key="story"):
        told = [line for line in lines if not _is_steady(line)]
        said = [say(one[0]) for one in most_first(line.sentences for line in told)]
        st.markdown(" ".join(said) or text("overview.steady"))


def untold(line: Line) -> Sequence[Sentence]:
    """What the story leaves out of a figure's sentences."""
    return line.sentences if _is_steady(line) else line.sentences[1:]


def _is_steady(line: Line) -> bool:
    return line.told[-1].verdict is Verdict.STEADY and len(line.sentences) == 1


def show_numbers(lines: Sequence[Line]) -> None:
    """Each figure as a card: the number, where it likely is now, what became of it."""
    for line, column in zip(lines, st.columns(max(1, len(lines)), gap="small"), strict=False):
        with column, st.container(border=True, height="stretch", gap="small"):
            _number(line)


def _number(line: Line) -> None:
    last, told = line.points[-1], line.told[-1]
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(f"**{plain(line.name)}**", width="content")
        _chip(told)
    if isinstance(last, Gap):
        st.metric(line.name, "–", label_visibility="collapsed")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        score = whole(last.score)
        st.metric(line.name, score, label_visibility="collapsed", width="content")
        if line.now is not None:
            ends = {"low": whole(line.now.low), "high": whole(line.now.high)}
            st.caption(text("overview.now", **ends), width="content")
    around = [(one.name, one.scores[-1]) for one in line.context]
    beside = [f"{plain(name)} {whole(score)}" for name, score in around if score is not None]
    if beside:
        st.caption(" · ".join(beside))


def _chip(told: Told) -> None:
    if told.verdict is not None:
        st.badge(say(in_short(told)), color=COLOURS.get(told.verdict, "grey"))  # type: ignore[arg-type]


def show_worth_a_word(found: Conversation, unit: str) -> None:
    """One strength and one thing to talk about, each only where it is more than chance."""
    with _card("overview.build_on"):
        _theme(found.strength)
    with _card("overview.talk"):
        _theme(next(iter(found.themes), None))
        there = {"unit": unit, "wave": found.wave.key}
        with st.container(key="to_conversation"):
            label, icon = text("overview.start"), ":material/diversity_3:"
            st.page_link("team/conversation.py", label=label, icon=icon, query_params=there)


def _theme(theme: Theme | None) -> None:
    if theme is None or theme.reason not in TESTED:
        st.markdown(text("overview.nothing"))
        return
    with st.container(horizontal=True, wrap=False, gap="small"):
        st.markdown(f"**{plain(theme.name)}**", width="stretch")
        st.markdown(f"**{whole(theme.point.score)}**", width="content")
    if theme.told.moved:
        _chip(theme.told)
    else:
        st.caption(text(f"overview.why.{theme.reason}"))


def show_follow_up(report: Trend) -> None:
    """What people say of the pulse itself; nothing where this wave did not ask it."""
    line = report.follow_up
    last = line.points[-1] if line else None
    if line and not (isinstance(last, Gap) and not last.asked):
        with st.container(border=True, gap="small", key="card_follow_up"):
            st.caption(f"**{plain(line.name)}**")
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                score = "–" if isinstance(last, Gap) or last is None else whole(last.score)
                st.markdown(f"**{score}**", width="content")
                _chip(line.told[-1])


def show_signs(report: Trend) -> None:
    """The warning sign that most people saw in this wave; all are told over time."""
    here = [sign for sign in report.signs if sign.shares[-1] is not None]
    if not here:
        return
    seen = [sign for sign in here if sign.marks[-1] != AT_MOST]
    with _card("overview.sign"):
        if not seen:
            st.markdown(text("overview.nothing"))
            return
        most = max(seen, key=lambda one: one.shares[-1] or 0)
        share = f"{most.marks[-1]}{whole(most.shares[-1] or 0)}"
        with st.container(horizontal=True, wrap=False, gap="small"):
            st.markdown(f"**{plain(_in_short(most))}**", width="stretch")
            st.markdown(f"**{text('trends.signs_chart.share', share=share)}**", width="content")


def _in_short(sign: SignLine) -> str:
    """What a sign of the bank is called in a few words; any other by its statement."""
    key = f"overview.signs.{sign.id}"
    return text(key) if key in catalogue(FALLBACK) else sign.text


def show_next() -> None:
    """The wave that is open, else the one that comes next; nothing where none is planned."""
    waves = [wave for wave in store().waves() if not wave.replay]
    calendar = calendar_of(store().preferences())
    for wave in (one for one in waves if one.state is State.OPEN):
        closes = moment(calendar.local(wave.closes), language())
        with _card("overview.next"):
            st.markdown(text("overview.open", wave=plain(wave.name), closes=plain(closes)))
        return
    planned = [wave for wave in waves if wave.state is State.SCHEDULED]
    if planned:
        wave = min(planned, key=lambda one: one.opens)
        with _card("overview.next"):
            opens = date_said(wave.opens, calendar)
            st.markdown(text("home.waves_next", wave=plain(wave.name), opens=opens))


def _card(title: str) -> DeltaGenerator:
    """A card named for what it holds, so that its look is known by its name."""
    card = st.container(border=True, gap="small", key=f"card_{title.partition('.')[2]}")
    card.caption(f"**{text(title)}**")
    return card
