"""What HR's first page shows: the wave that runs or comes, what needs somebody, what is next."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import streamlit as st

from analytics.figures.text import participation_text
from analytics.reports.phrasing import most_first
from analytics.reports.quarter import Date, Mark, Need, Quarter, What
from analytics.reports.unit_trend import trend_seen
from analytics.reports.unit_view import view_in
from pages.ui.figures.trend_words import say
from pages.ui.frame.large import large
from pages.ui.frame.moments import date_said, moment_said
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from survey.languages import counted
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.calendar import Calendar
from survey.waves.wave import State, Wave

WAVE, LINKS = "hr/wave.py", "hr/links.py"
WHERE = {
    What.NO_PEOPLE: "hr/people.py",
    What.REFUSED: LINKS,
    What.FAILING: LINKS,
    What.PASSED_UP: "team/try.py",
    What.HEARD: "everyone/heard.py",
    What.NOTHING_PLANNED: "hr/waves.py",
}
"""The page that helps; of the wave it is about where none is named."""
MUST = {What.NO_PEOPLE, What.NO_FIGURES, What.OBJECTION, What.NOT_READY, What.REFUSED}
ICONS = {Mark.REMINDER: "notifications", Mark.CLOSES: "lock", Mark.OPENS: "event"}
MOST_BEFORE = 3


def show_now(found: Quarter, store: Store, calendar: Calendar) -> None:
    """The wave that is open, else the one that comes, and how waves follow each other."""
    with st.container(border=True, key="quarter_now", gap="small"):
        if found.open is not None:
            _open(found, found.open, store, calendar)
        elif found.next is not None:
            _next(found, found.next, store, calendar)
        else:
            large(text("quarter.nothing_planned"))
        if found.line:
            _segments(found.line)
        wave = found.open or found.next
        if wave is not None:
            _to_wave(wave, text("quarter.to_wave", wave=plain(wave.name)))


def _open(found: Quarter, wave: Wave, store: Store, calendar: Calendar) -> None:
    begun, ends = calendar.day(wave.opened or wave.opens), calendar.day(wave.closes)
    today = calendar.day(store.now())
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        closes = moment_said(wave.closes, calendar)
        said = text("quarter.is_open", wave=plain(wave.name), closes=closes)
        st.markdown(f"**{said}**", width="content")
        days = {"day": (today - begun).days + 1, "days": (ends - begun).days + 1}
        st.badge(text("quarter.day_of", **days), color="grey")
    large(answered_said(found, wave, calendar) or left_said((ends - today).days, wave))
    if before := before_said(found):
        st.caption(before)


def answered_said(found: Quarter, wave: Wave, calendar: Calendar) -> str | None:
    """The band of those who have answered, in large; None while nothing is noted."""
    band, at = found.so_far, wave.participation_at
    if band is None or at is None:
        return None
    values = {"invited": counted(wave.invited or 0), "noted": date_said(at, calendar)}
    if band.low == 0:
        return text("quarter.answered_few", below=band.high + 1, **values)
    return text("quarter.answered", low=band.low, high=band.high, **values)


def left_said(days: int, wave: Wave) -> str:
    """How many days are left, in large, where no band may be said."""
    key = "today" if days <= 0 else "one" if days == 1 else "many"
    return text(f"quarter.left.{key}", days=days, invited=counted(wave.invited or 0))


def before_said(found: Quarter, *, but: str = "") -> str:
    """What the waves before reached in the end, the newest first; "" where none shows it."""
    shown = [one for one in reversed(found.before) if one.share and one.wave != but]
    shares = [f"{participation_text(one.share)} ({plain(one.wave)})" for one in shown if one.share]
    return text("quarter.before", shares=", ".join(shares[:MOST_BEFORE])) if shares else ""


def _next(found: Quarter, wave: Wave, store: Store, calendar: Calendar) -> None:
    opens = moment_said(wave.opens, calendar)
    st.markdown(f"**{text('quarter.next_opens', wave=plain(wave.name), opens=opens)}**")
    days = (calendar.day(wave.opens) - calendar.day(store.now())).days
    key = "today" if days <= 0 else "one" if days == 1 else "many"
    waits = any(one.what is What.NOT_READY for one in found.needs)
    ready = text("quarter.not_ready" if waits else "quarter.ready")
    large(f"{text(f'quarter.in.{key}', days=days)} {ready}")


def _segments(line: Sequence[State]) -> None:
    """A piece for each wave, and the same in words."""
    pieces = "".join(f'<li class="{state}"></li>' for state in line)
    count = {state: sum(one is state for one in line) for state in State}
    said = escape(
        text(
            "quarter.line",
            published=count[State.PUBLISHED],
            open=count[State.OPEN] + count[State.CLOSED],
            planned=count[State.SCHEDULED],
        )
    )
    st.html(f'<ul class="wave-line" aria-hidden="true">{pieces}</ul><p class="quiet">{said}</p>')


def _to_wave(wave: Wave, label: str) -> None:
    st.page_link(WAVE, label=label, icon=":material/arrow_forward:", query_params=_there(wave))


def _there(wave: Wave) -> dict[str, str]:
    return {"wave": wave.key}


def show_needs(found: Quarter, calendar: Calendar) -> None:
    """Each thing that needs somebody, with the way to it; or that nothing does."""
    with st.container(border=True, key="card_needs", gap="small"):
        st.header(text("quarter.needs"), anchor=False)
        if not found.needs:
            st.markdown(f":material/check_circle: {text('quarter.nothing_needs')}")
        for need in found.needs:
            _need(need, calendar)


def _need(need: Need, calendar: Calendar) -> None:
    values = {
        "count": counted(need.count),
        "wave": plain(need.wave.name) if need.wave else "",
        "opens": date_said(need.wave.opens, calendar) if need.wave else "",
        "closes": moment_said(need.wave.closes, calendar) if need.wave else "",
        "since": date_said(need.since, calendar) if need.since else "",
    }
    key = f"quarter.need.{need.what}"
    icon = ":orange[:material/error:]" if need.what in MUST else ":material/arrow_circle_right:"
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        head, how = text(f"{key}.head", **values), text(f"{key}.how", **values)
        st.markdown(f"{icon} **{head}**  \n:small[{how}]", width="content")
        page, there = WHERE.get(need.what, WAVE), _where(need)
        label = text(f"{key}.do")
        st.page_link(page, label=f"**{label}**", query_params=there, width="content")


def _where(need: Need) -> Mapping[str, str] | None:
    if need.what is What.PASSED_UP:
        return {"unit": need.unit}
    return _there(need.wave) if need.wave and need.what not in WHERE else None


def show_dates(found: Quarter, calendar: Calendar) -> None:
    """What comes when, the next first."""
    with st.container(border=True, height="stretch", key="card_dates", gap="small"):
        st.header(text("quarter.dates"), anchor=False)
        said = list(_dates(found.dates, calendar))
        st.markdown("\n".join(said) if said else text("quarter.no_dates"))


def _dates(dates: Sequence[Date], calendar: Calendar) -> Iterator[str]:
    for one in dates:
        said = text(f"quarter.date.{one.mark}", wave=plain(one.wave.name))
        icon = f":material/{ICONS[one.mark]}:"
        yield f"- {icon} **{moment_said(one.at, calendar)}**  \n  {said}"


def show_last(found: Quarter, store: Store, viewer: Viewer) -> None:
    """How the last wave went: the story of the whole organisation, and who took part."""
    if found.last is None:
        return
    with st.container(border=True, height="stretch", key="card_last", gap="small"):
        st.header(text("quarter.last", wave=plain(found.last.name)), anchor=False)
        if found.open is None and (took := took_part(found, found.last.name)):
            st.markdown(took)  # else it stands beside the wave that is open
        root = next((key for key, unit in store.units().items() if unit.parent is None), None)
        view = view_in(language(), store, unit=root, viewer=viewer) if root else None
        if view is not None:
            report = trend_seen(store, view)
            st.markdown(
                "\n\n".join(
                    say(told[0]) for told in most_first(one.sentences for one in report.lines)
                )
            )
        _to_wave(found.last, text("quarter.to_last"))


def took_part(found: Quarter, wave: str) -> str:
    """Who took part in a wave, beside the wave before it; "" where that is withheld."""
    at = next((n for n, one in enumerate(found.before) if one.wave == wave), None)
    now = found.before[at].share if at is not None else None
    if now is None or at is None:
        return ""
    earlier = found.before[at - 1].share if at else None
    share = participation_text(now)
    if earlier is None:
        return text("quarter.took_part", share=share)
    return text("quarter.took_part_before", share=share, before=participation_text(earlier))
