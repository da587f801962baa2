"""The parts of the page of an area: what is looked at, and what is said about it."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from analytics.reports.area import Area, View
from analytics.reports.area_rows import Show, Tried, moved, rows_of
from analytics.reports.area_units import AT_ONCE, Reach
from pages.ui.choosing.choose import as_addressed, into_the_address
from pages.ui.figures.area_table import teams_table
from pages.ui.figures.area_words import changes_table, how_to_read, map_table, story, view_name
from pages.ui.frame.pieces import not_shown, why_not_shown
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from pages.ui.frame.tables import table
from survey.errors import NotFound
from survey.organisation.structure import Unit
from survey.text import sentence

_VIEW, _REACH, _SHOW, _WORDS, _PART = "measure", "units", "show", "find", "part"
SEARCH_FROM = 8
"""So many units are too many to see at a glance."""
_beside = partial(st.segmented_control, label_visibility="collapsed", required=True)


def choose_reach(offered: Sequence[Reach]) -> Reach:
    """The units of an area to look at: from the address, else those to begin with.

    Errors: NotFound. Where there is nothing to choose, what the address says of another area is
    passed over.
    """
    first = offered[0]
    asked = st.query_params.get(_REACH) or first
    if asked not in tuple(Reach):
        raise NotFound(sentence("refused.missing.choice"))
    return Reach(asked) if len(offered) > 1 else first


def choose_view(area: Area) -> View:
    """The composite to look at: from the address, else one of which something is told.

    Errors: NotFound.
    """
    views = {view.key: view for view in area.views}
    told = next((move.measure.id for move in moved(area)), None)
    asked = st.query_params.get(_VIEW) or (told if told in views else next(iter(views)))
    if asked not in views:
        raise NotFound(sentence("refused.missing.measure"))
    return views[asked]


def tell_story(area: Area, tried: Tried, whole_name: str) -> None:
    """Where to offer help, what to celebrate, what moved."""
    with st.container(key="story", gap="small"):
        for said in story(area, tried, whole_name):
            st.markdown(said)


def show_teams(
    area: Area, units: Mapping[str, Unit], tried: Tried, *, view: View, reaches: Sequence[Reach]
) -> None:
    """A row for each unit that is looked for, thirty at once; a row opens the unit."""
    with st.container(border=True, key="teams", gap="small"):
        with st.container(horizontal=True, vertical_alignment="bottom", key="teams_choices"):
            words, show = _words() if len(area.rows) > SEARCH_FROM else "", _show()
            views = {one.key: view_name(one) for one in area.views}
            _ask(_VIEW, text("area.view"), views, view.key)
            names = {str(one): text(f"area.reaches.{one}") for one in reaches}
            _ask(_REACH, text("area.reach"), names, choose_reach(reaches))
        places = rows_of(area, units, tried, words=words, show=show).tolist()
        if not places:
            st.markdown(text("area.none_fit"))
            return
        st.html(teams_table(area, _part(area, places), view, tried))


def _ask(place: str, label: str, names: Mapping[str, str], asked: str) -> None:
    """Where there is something to choose."""
    if len(names) > 1:
        as_addressed(_beside, label, names, place=place, asked=str(asked))


def _words() -> str:
    """Words to look for; in the address, so that the way back finds them."""
    st.session_state[_WORDS] = st.query_params.get(_WORDS, "")
    words: str = st.text_input(
        text("area.find"),
        key=_WORDS,
        icon=":material/search:",
        placeholder=text("area.find"),
        label_visibility="collapsed",
        on_change=into_the_address,
        args=(_WORDS,),
        width=220,
    )
    return words


def _show() -> Show:
    asked = st.query_params.get(_SHOW) or Show.ALL
    if asked not in tuple(Show):
        raise NotFound(sentence("refused.missing.choice"))
    names = {str(one): text(f"area.show.{one.replace('-', '_')}") for one in Show}
    label = text("area.show_label")
    return Show(as_addressed(_beside, label, names, place=_SHOW, asked=str(asked)))


def _part(area: Area, places: Sequence[int]) -> Sequence[int]:
    """As many as are read at once, chosen by the names of the first and the last."""
    if len(places) <= AT_ONCE:
        return places
    parts = {at: places[at : at + AT_ONCE] for at in range(0, len(places), AT_ONCE)}
    chosen = st.selectbox(
        text("area.part", count=f"{len(places):,}"),
        list(parts),
        key=_PART,
        format_func=lambda at: text(
            "area.part_name",
            first=area.rows[parts[at][0]].name,
            last=area.rows[parts[at][-1]].name,
        ),
    )
    return parts[chosen]


def nothing_shown(area: Area, reach: Reach) -> None:
    """Said in place of a table without a single figure."""
    said = {"wave": plain(area.wave.name), "area": plain(area.name)}
    not_shown(text(f"area.nothing_shown.{reach}", **said))
    st.caption(text("withheld.why", k=area.wave.k))


def explain(area: Area, whole_name: str) -> None:
    """How to read the table, and why figures are missing."""
    st.caption(how_to_read(area, whole_name))
    if not all(column.complete for column in area.columns):
        why_not_shown(text("withheld.why", k=area.wave.k))


def numbers_of(area: Area) -> None:
    """All figures of the area and what became of each, written out when somebody opens them."""
    part = st.expander(
        text("area.table"), icon=":material/table:", key="numbers", on_change="rerun"
    )
    if not part.open:
        return
    with part:
        columns = map_table(area)
        table(columns, alt=text("area.table"), decimals=list(columns)[3:])
        points = (text("area.col_change"), text("area.col_low"), text("area.col_high"))
        if area.moves:
            table(changes_table(area), alt=text("area.changes_table"), decimals=points)
