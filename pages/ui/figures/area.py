"""The parts of the page of an area: what is looked at, and what is said about it."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import streamlit as st

from analytics.figures.verdicts import Verdict
from analytics.reports.area import Area, View
from analytics.reports.area_units import AT_ONCE, Reach, reaches
from pages.ui.choosing.choose import as_addressed
from pages.ui.figures.area_words import (
    changes_table,
    differ_said,
    how_to_read,
    map_table,
    story,
    teams_table,
    view_name,
)
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from pages.ui.frame.tables import table
from survey.errors import NotFound
from survey.organisation.structure import Unit
from survey.text import sentence

_VIEW, _PART, _REACH = "measure", "part", "units"
_beside = partial(st.radio, horizontal=True)


def choose_reach(area: str, units: Mapping[str, Unit]) -> Reach:
    """The units of an area to look at: from the address, else those to begin with.

    Errors: NotFound. Where there is nothing to choose, what the address says of another area is
    passed over.
    """
    offered = reaches(area, units)
    first = offered[0]
    asked = st.query_params.get(_REACH) or first
    if asked not in tuple(Reach):
        raise NotFound(sentence("refused.missing.choice"))
    if len(offered) == 1:
        return first
    names = {str(reach): text(f"area.reaches.{reach}") for reach in Reach}
    label = text("area.reach")
    return Reach(as_addressed(_beside, label, names, place=_REACH, asked=str(asked)))


def choose_view(area: Area) -> View:
    """The composite to look at: from the address, else the first. Errors: NotFound."""
    views = {view.key: view for view in area.views}
    asked = st.query_params.get(_VIEW) or next(iter(views))
    if asked not in views:
        raise NotFound(sentence("refused.missing.measure"))
    if len(views) == 1:
        return views[asked]
    names = {key: view_name(view) for key, view in views.items()}
    return views[as_addressed(_beside, text("area.view"), names, place=_VIEW, asked=asked)]


def choose_part(area: Area) -> Area:
    """As many units as fit on one map: all, or those chosen."""
    count = len(area.rows)
    if count <= AT_ONCE:
        return area
    names = [row.name for row in area.rows]
    parts = {at: names[at : at + AT_ONCE] for at in range(0, count, AT_ONCE)}
    chosen = st.selectbox(
        text("area.part"),
        list(parts),
        key=_PART,
        format_func=lambda at: text("area.part_name", first=parts[at][0], last=parts[at][-1]),
    )
    return area.only(np.arange(chosen, min(count, chosen + AT_ONCE)))


def nothing_shown(area: Area, reach: Reach) -> None:
    """Said in place of a map without a single figure."""
    said = {"wave": plain(area.wave.name), "area": plain(area.name)}
    st.info(text(f"area.nothing_shown.{reach}", **said), icon=":material/visibility_off:")
    st.caption(text("withheld.why", k=area.wave.k))


def tell_whether_they_differ(area: Area, view: View) -> None:
    """Whether the units differ in what the view is about."""
    st.markdown(differ_said(area.column(view.lead.id)))


def explain(area: Area) -> None:
    """How to read the map, why figures are missing, and the way deeper."""
    st.caption(how_to_read(area))
    if not all(column.complete for column in area.columns):
        st.caption(f":material/visibility_off: {text('withheld.why', k=area.wave.k)}")
    deeper = [plain(row.name) for row in area.rows if row.is_area]
    if deeper:
        st.caption(text("area.deeper", areas=", ".join(deeper[:AT_ONCE])))


def numbers_of(area: Area) -> None:
    """The numbers of the whole map."""
    with st.expander(text("area.table"), icon=":material/table:"):
        columns = map_table(area)
        table(columns, alt=text("area.table"), decimals=list(columns)[3:])


def tell_story(area: Area) -> None:
    """Who may need support, what there is to be glad of, or that nothing clearly moved."""
    fell, rose = area.told(Verdict.FELL), area.told(Verdict.ROSE)
    with st.container(key="story"):
        if not fell and not rose:
            st.markdown(text("area.story.steady" if area.moves else "area.story.none"))
        for way, moves in (("fell", fell), ("rose", rose)):
            if moves:
                st.markdown(story(area, moves, way))
    if fell:
        st.markdown(text("area.help"))


def show_teams(area: Area) -> None:
    """A row for each unit, its figures over time and what became of them; a row opens the unit."""
    rows, columns = teams_table(area)
    chosen = st.dataframe(
        rows,
        key="teams",
        hide_index=True,
        placeholder="–",
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        alt=text("area.teams"),
    )
    for at in chosen.selection.rows[:1]:
        there = {"unit": area.rows[at].key, "wave": area.wave.key}
        st.switch_page("team/trends.py", query_params=there)
    st.caption(text("area.teams_how"))


def changes_of(area: Area) -> None:
    """What became of each figure, in numbers."""
    alone = [*area.told(Verdict.TOO_EARLY), *area.told(Verdict.NOT_COMPARABLE)]
    if alone:
        st.caption(text("area.alone", count=len(alone)))
    if area.moves:
        points = (text("area.col_change"), text("area.col_low"), text("area.col_high"))
        with st.expander(text("area.changes_table"), icon=":material/table:"):
            table(changes_table(area), alt=text("area.changes_table"), decimals=points)
