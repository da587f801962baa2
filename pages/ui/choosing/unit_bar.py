"""The bar on every page about figures: which unit and wave, who took part, what else there is."""

from collections.abc import Collection, Mapping

import streamlit as st

from analytics.figures.text import participation_text
from analytics.figures.unit import UnitFigures
from analytics.reports.area_units import areas_of
from analytics.reports.unit_view import UnitView, view_in
from pages.ui.choosing.choose import choose_unit, choose_wave
from pages.ui.frame.menu import AREA, DEPTHS
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, store, text
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Unit, above


def unit_bar(
    viewer: Viewer,
    page: str,
    *,
    among: Collection[str] | None = None,
) -> tuple[str | None, UnitView | None]:
    """The unit that is looked at, and its figures as they stood in the chosen wave; None for none.

    `page` is the one the bar stands on. The newest wave that shows a figure is chosen unless the
    address names another. What was asked is said in the reader's language. Errors: NotFound.
    """
    units = store().units()
    with st.container(key="unit_bar", gap="small"):
        path, head = st.container(), st.container(horizontal=True, vertical_alignment="bottom")
        with head:
            # A page that ends in an error, or has nothing to show, has its title too.
            name = st.empty()
            name.title(text({AREA: "area.menu", **DEPTHS}[page]), anchor=False)
            unit = choose_unit(units, viewer, among=among)
            if unit is None:
                return None, None
            with path:
                _path(units, unit)
            name.title(plain(units[unit].name), anchor=False)
            view = view_in(language(), store(), unit=unit, viewer=viewer)
            if view is not None:
                view = _as_of_a_wave(view)
                _took_part(view.figures)
        area = {AREA: "area.tab"} if unit in areas_of(viewer, units) else {}
        _tabs(area | DEPTHS, page, unit)
    return unit, view


def _path(units: Mapping[str, Unit], unit: str) -> None:
    """The units above, the organisation first."""
    names = [plain(units[key].name) for key in reversed(above(unit, units)[1:])]
    st.caption(" › ".join(names) or text("unit_bar.whole"))


def _as_of_a_wave(view: UnitView) -> UnitView:
    """The unit as it stood in the chosen wave; says so where a newer one shows no figure."""
    waves, newest = view.figures.waves, view.newest_shown
    chosen = choose_wave({wave.key: wave.name for wave in reversed(waves)}, first=newest)
    if chosen == newest != waves[-1].key:
        st.caption(text("unit_bar.newer", wave=plain(waves[-1].name)))
    return view.until(chosen)


def _took_part(figures: UnitFigures) -> None:
    took_part = figures.participation(len(figures.waves) - 1)
    if took_part is not None:
        share, invited = participation_text(took_part), took_part.invited
        st.caption(text("unit_bar.took_part", share=share, invited=invited), width="content")


def _tabs(tabs: Mapping[str, str], here: str, unit: str) -> None:
    """The pages of this unit; what is chosen stays chosen."""
    there = {"unit": unit, **{k: st.query_params[k] for k in ("wave",) if k in st.query_params}}
    with st.container(horizontal=True, gap="medium", key="unit_tabs"):
        for page, key in tabs.items():
            label = f"**{text(key)}**" if page == here else text(key)
            st.page_link(page, label=label, query_params=there)
