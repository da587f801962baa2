"""The menu: which pages there are for whoever is looking; any other does not exist."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from analytics.reports.area_units import check_looks_after_leaders
from pages.ui.frame.session import store, text
from survey.organisation.permissions import Viewer, allowed, check_is_hr, check_sits_in_council

FROM_ELSEWHERE = {"preview"}
"""Pages that are about one wave, which its card leads to."""


class Menu(NamedTuple):
    """The pages of a viewer, home first; `hr` are those among them that HR's bar leads to."""

    pages: list[StreamlitPage]
    hr: list[StreamlitPage]


def menu(viewer: Viewer | None) -> Menu:
    """The pages of a viewer; of HR's the menu names the first, and a bar the others."""
    pages = _for_all(viewer)
    hr = _hr() if viewer is not None and allowed(check_is_hr, viewer) else []
    return Menu([*pages, *hr], hr)


def _for_all(viewer: Viewer | None) -> list[StreamlitPage]:
    pages = [
        st.Page(
            "everyone/home.py",
            title=text("menu.home"),
            icon=":material/sailing:",
            default=True,
        ),
        st.Page("everyone/promise.py", title=text("promise.menu"), icon=":material/verified_user:"),
        _hidden("respondent/pulse.py", title=text("menu.pulse")),
        _hidden("respondent/sent.py", title=text("menu.sent")),
    ]
    if viewer is not None:
        pages += [
            st.Page("team/trends.py", title=text("menu.trends"), icon=":material/trending_up:"),
            st.Page("team/sources.py", title=text("sources.menu"), icon=":material/account_tree:"),
            st.Page("team/maps.py", title=text("maps.title"), icon=":material/explore:"),
            st.Page("team/comments.py", title=text("menu.comments"), icon=":material/forum:"),
            st.Page("team/try.py", title=text("try.menu"), icon=":material/science:"),
            st.Page(
                "team/conversation.py",
                title=text("conversation.menu"),
                icon=":material/diversity_3:",
            ),
        ]
    if viewer is not None:
        title, icon = text("heard.menu"), ":material/campaign:"
        pages.append(st.Page("everyone/heard.py", title=title, icon=icon))
    if viewer is not None and allowed(check_looks_after_leaders, viewer, store().units()):
        pages.append(st.Page("leader/area.py", title=text("area.menu"), icon=":material/grid_on:"))
    if viewer is not None and allowed(check_sits_in_council, viewer):
        pages.append(st.Page("council/seat.py", title=text("seat.menu"), icon=":material/gavel:"))
        if not allowed(check_is_hr, viewer):
            pages.append(_record())
    return pages


def _record() -> StreamlitPage:
    return _hidden("hr/audit.py", title=text("record.menu"), icon=":material/history:")


def _hr() -> list[StreamlitPage]:
    return [
        st.Page("hr/waves.py", title=text("menu.hr"), icon=":material/waves:"),
        _hidden("hr/people.py", title=text("menu.people"), icon=":material/groups:"),
        _hidden("hr/questions.py", title=text("questions.menu"), icon=":material/quiz:"),
        _hidden("hr/links.py", title=text("links.menu"), icon=":material/mail:"),
        _hidden("hr/participation.py", title=text("turnout.menu"), icon=":material/how_to_reg:"),
        _hidden("hr/reports.py", title=text("menu.reports"), icon=":material/table_view:"),
        _hidden("hr/history.py", title=text("history.menu"), icon=":material/history:"),
        _hidden("hr/quality.py", title=text("quality.menu"), icon=":material/fact_check:"),
        _record(),
        _hidden("hr/retention.py", title=text("retention.menu"), icon=":material/auto_delete:"),
        _hidden("hr/settings.py", title=text("days.menu"), icon=":material/tune:"),
        _hidden("hr/preview.py", title=text("preview.menu"), icon=":material/smartphone:"),
    ]


def _hidden(page: str, *, title: str, icon: str | None = None) -> StreamlitPage:
    """A page that is reached from others, and not by the menu."""
    return st.Page(page, title=title, icon=icon, visibility="hidden")


def sign_out(viewer: Viewer) -> None:
    """The last line of every page: who is signed in, and the way out."""
    who = escape(text("menu.signed_in", name=viewer.name))
    way_out = f'<a href="/sign-out" target="_self">{text("menu.sign_out")}</a>'
    st.html(f'<p class="signed-in">{who} {way_out}</p>')


def hr_bar(pages: Sequence[StreamlitPage], here: StreamlitPage) -> None:
    """A link to each of HR's pages, on HR's pages only."""
    if here not in pages:
        return
    with st.container(horizontal=True, gap="small", key="hr_bar"):
        for page in (page for page in pages if page.url_path not in FROM_ELSEWHERE):
            label = text("menu.waves") if page is pages[0] else page.title
            st.page_link(page, label=f"**{label}**" if page is here else label, icon=page.icon)
