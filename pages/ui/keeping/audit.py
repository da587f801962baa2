"""The record on screen: what to look for, the lines day by day, and the way to the file."""

import re
from datetime import date, time, timedelta
from itertools import groupby
from urllib.parse import urlencode

import streamlit as st

from analytics.reports.audit import A_PAGE, AuditPage
from pages.ui.frame.moments import day_said
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from survey.audit import About, Sought
from survey.languages import counted
from survey.store import AuditLine
from survey.waves.calendar import Calendar

_PAGE = "audit_page"
LONGEST_DETAIL = 160
_SEAL = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{20,}\b")


def ask_for(calendar: Calendar) -> tuple[Sought, int]:
    """What to look for, and which page of it; another question begins on its first page."""
    left, right = st.columns(2)
    who = left.text_input(text("record.who"), key="record_who", on_change=_first_page)
    about = right.selectbox(
        text("record.about"),
        ["", *(about.value for about in About)],
        format_func=lambda about: text(f"record.kind.{about or 'all'}"),
        key="record_about",
        on_change=_first_page,
    )
    subject = left.text_input(text("record.subject"), key="record_subject", on_change=_first_page)
    days = right.date_input(
        text("record.days"), [], key="record_days", on_change=_first_page, format="DD/MM/YYYY"
    )
    first, last = _span(days)
    since = calendar.moment(first, time()) if first else None
    until = calendar.moment(last + timedelta(days=1), time()) if last else None
    sought = Sought(who.strip(), About(about) if about else None, subject.strip(), since, until)
    return sought, int(st.session_state.get(_PAGE, 0))


def _span(days: object) -> tuple[date | None, date | None]:
    """The first and last day chosen; a first one alone is only itself."""
    match days:
        case (date() as first, date() as last):
            return first, last
        case (date() as only,):
            return only, only
    return None, None


def _first_page() -> None:
    st.session_state[_PAGE] = 0


def _turn(by: int) -> None:
    st.session_state[_PAGE] = int(st.session_state.get(_PAGE, 0)) + by


def show_lines(report: AuditPage, calendar: Calendar) -> None:
    """Each day with its lines, the newest first."""
    by_day = groupby(report.lines, key=lambda line: calendar.day(line.moment))
    for day, lines in by_day:
        st.markdown(f"**{day_said(day)}**")
        st.markdown("\n".join(f"- {_line(line, report, calendar)}" for line in lines))


def _line(line: AuditLine, report: AuditPage, calendar: Calendar) -> str:
    hour = f"{calendar.local(line.moment):%H:%M}"
    who, what = (say(line, language=language()) for say in (report.doer, report.deed))
    said = f"{hour} {plain(who)}: {plain(what)}"
    if not line.detail:
        return said
    detail = _SEAL.sub(r"\1…", " ".join(line.detail.split()))
    cut = detail if len(detail) <= LONGEST_DETAIL else f"{detail[:LONGEST_DETAIL]}…"
    return f"{said} :small[({plain(cut)})]"


def turn_pages(report: AuditPage) -> None:
    """Where one is among all lines found, and the way to newer and older ones."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if report.count > A_PAGE:
            st.button(
                text("record.newer"),
                key="record_newer",
                icon=":material/chevron_left:",
                disabled=report.first == 1,
                on_click=_turn,
                args=(-1,),
            )
            st.button(
                text("record.older"),
                key="record_older",
                icon=":material/chevron_right:",
                disabled=report.last == report.count,
                on_click=_turn,
                args=(1,),
            )
        counts = {"first": report.first, "last": report.last, "count": counted(report.count)}
        st.caption(text("record.counts", **counts))


def offer_file(sought: Sought, report: AuditPage) -> None:
    """The lines found as a file; what is in no line is said beside it."""
    asked = {
        "who": sought.who,
        "about": sought.about or "",
        "subject": sought.subject,
        "since": sought.since.isoformat() if sought.since else "",
        "until": sought.until.isoformat() if sought.until else "",
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    st.link_button(
        text("record.download", count=counted(report.count)),
        f"/record.csv?{query}",
        icon=":material/download:",
    )
    st.caption(text("record.download_how"))
    with st.expander(text("record.not_in_it"), icon=":material/visibility_off:"):
        st.markdown(text("record.not_in_it_says"))
