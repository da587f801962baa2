"""The menu: which pages there are for whoever is looking; any other does not exist."""

from collections.abc import Iterator, Sequence
from copy import copy
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from analytics.reports.area_units import check_looks_after_leaders
from pages.ui.frame.session import store, text
from survey.organisation.permissions import Viewer, allowed, check_is_hr, check_sits_in_council

AREA = "leader/area.py"
SESSIONS = "everyone/sessions.py"
DEPTHS = {
    "team/trends.py": "trends.menu",
    "team/sources.py": "sources.menu",
    "team/maps.py": "maps.title",
    "team/comments.py": "menu.comments",
    "team/try.py": "try.menu",
    "team/conversation.py": "conversation.menu",
}
"""The pages of a unit, with the words of their tabs."""
DESIGN = "ui/frame/design_page.py"
"""All pieces and states on one page, for whoever works on them."""
HOME = ""
GROUPS = {
    "asking": (HOME, "waves", "links", "participation"),
    "people": ("people",),
    "questions": ("questions", "quality"),
    "results": ("reports", "history"),
    "keeping": ("audit", "retention", "settings"),
}
"""HR's menu, by the addresses of its pages; from Waves one comes to each wave and its preview."""
WITHIN = {"wave": "waves", "preview": "waves"}
"""Under which of them a page stands that the menu does not name."""


class Menu(NamedTuple):
    """The pages of a viewer, home first; `hr` are those among them that HR's own menu leads to."""

    pages: list[StreamlitPage]
    hr: list[StreamlitPage]


def menu(viewer: Viewer | None) -> Menu:
    """The pages of a viewer; of HR's the menu names the first, and a menu of its own the others."""
    is_hr = viewer is not None and allowed(check_is_hr, viewer)
    home = _home(viewer, is_hr=is_hr)
    hr = [home, *_hr()] if is_hr else []
    return Menu([*_for_all(viewer, home), *hr[1:]], hr)


def _for_all(viewer: Viewer | None, home: StreamlitPage) -> list[StreamlitPage]:
    return [
        *(_about_figures(viewer) if viewer else ()),
        *((_hidden(SESSIONS, title=text("menu.sessions")),) if viewer else ()),
        *(_council(viewer) if viewer and allowed(check_sits_in_council, viewer) else ()),
        home,
        _page("everyone/promise.py", title=text("promise.menu")),
        *((_hidden(DESIGN, title="Design"),) if store().settings.design_page else ()),
        _hidden("respondent/pulse.py", title=text("menu.pulse")),
        _hidden("respondent/sent.py", title=text("menu.sent")),
    ]


def _home(viewer: Viewer | None, *, is_hr: bool) -> StreamlitPage:
    """Where everybody lands: HR at their quarter, whoever looks after nothing at the own team."""
    return _page(
        "everyone/home.py",
        title=text("menu.hr" if is_hr else "menu.home"),
        default=True,
        visibility="visible" if is_hr or viewer is None else "hidden",
    )


def _about_figures(viewer: Viewer) -> Iterator[StreamlitPage]:
    """The own team, the own area, and what the bar of a unit leads to."""
    title = text("menu.team" if viewer.leads or viewer.unit else "menu.figures")
    yield _page("team/trends.py", title=title)
    if allowed(check_looks_after_leaders, viewer, store().units()):
        yield _page(AREA, title=text("area.menu"))
    for page, key in DEPTHS.items():
        if page != "team/trends.py":
            yield _hidden(page, title=text(key))
    yield _page("everyone/heard.py", title=text("heard.menu"))


def _council(viewer: Viewer) -> Iterator[StreamlitPage]:
    yield _page("council/seat.py", title=text("seat.menu"))
    if not allowed(check_is_hr, viewer):
        yield _record()


def is_about_figures(page: StreamlitPage) -> bool:
    """Whether a page has the bar of a unit, and room beside it."""
    return page.url_path in {Path(one).stem for one in (AREA, *DEPTHS)}


def _record() -> StreamlitPage:
    return _hidden("hr/audit.py", title=text("record.menu"), icon=":material/history:")


def _hr() -> list[StreamlitPage]:
    return [
        _hidden("hr/waves.py", title=text("menu.waves"), icon=":material/waves:"),
        _hidden("hr/wave.py", title=text("wave.menu"), icon=":material/waves:"),
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
    return _page(page, title=title, icon=icon, visibility="hidden")


def _page(
    page: str,
    *,
    title: str,
    icon: str | None = None,
    default: bool = False,
    visibility: Literal["visible", "hidden"] = "visible",
) -> StreamlitPage:
    """A page object of this run's own: st.navigation marks in it that it may be run."""
    return copy(_made(page, title, icon, default, visibility))


@cache
def _made(
    page: str,
    title: str,
    icon: str | None,
    default: bool,
    visibility: Literal["visible", "hidden"],
) -> StreamlitPage:
    """Made once: Streamlit asks the disk for each folder on the way to a page, in every run."""
    return st.Page(page, title=title, icon=icon, default=default, visibility=visibility)


def beside_menu(pages: Sequence[StreamlitPage], here: StreamlitPage) -> DeltaGenerator:
    """Where the page stands: on HR's pages beside a menu of them, in groups."""
    if here not in pages:
        return st.container()
    by_path = {page.url_path: page for page in pages}
    above = by_path.get(WITHIN.get(here.url_path, here.url_path), here)
    menu, room = st.columns([2, 9], gap="large")
    with menu, st.container(key="hr_menu", gap=None):
        for group, paths in GROUPS.items():
            st.caption(text(f"menu.groups.{group}"))
            for page in map(by_path.__getitem__, paths):
                label = text("quarter.menu") if page is pages[0] else page.title
                said = f"**{label}**" if page is above else label
                st.page_link(page, label=said, icon=page.icon or ":material/sailing:")
    return room
