"""Who took part: choosing an area and a part of it, and the table of units and waves."""

from collections.abc import Mapping, Sequence

import streamlit as st

from analytics.figures.text import participation_text
from analytics.published.cells import Participation
from analytics.reports.participation import AT_ONCE, Nothing, Turnout
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from survey.languages import counted
from survey.organisation.structure import Unit, above

STEP_IN = "\u2003"


def choose_area(areas: Sequence[Unit], units: Mapping[str, Unit]) -> str | None:
    """The area to look at; None for everybody."""
    names = {unit.key: STEP_IN * (len(above(unit.key, units)) - 1) + unit.name for unit in areas}
    if len(names) < 2:
        return None
    chosen: str = st.selectbox(text("turnout.area"), list(names), format_func=names.__getitem__)
    return chosen


def choose_part(found: Turnout) -> int:
    """Which 50 units to show, where there are more."""
    if found.count <= AT_ONCE:
        return 0
    parts = range((found.count + AT_ONCE - 1) // AT_ONCE)
    chosen: int = st.selectbox(
        text("turnout.part"), parts, format_func=lambda part: _part(part, found.count)
    )
    return chosen


def _part(part: int, count: int) -> str:
    first, last = part * AT_ONCE + 1, min(count, (part + 1) * AT_ONCE)
    return text("turnout.part_name", first=counted(first), last=counted(last), count=counted(count))


def latest_said(found: Sequence[tuple[str, Participation | None]]) -> str:
    """Who took part in the newest wave, beside the wave before it; "" where that is withheld."""
    if not found or found[-1][1] is None:
        return ""
    (wave, share), earlier = found[-1], found[-2][1] if found[1:] else None
    assert share is not None, "looked at above"
    values = {"wave": plain(wave), "share": participation_text(share)}
    if earlier is None:
        return text("turnout_now.first", **values)
    return text("turnout_now.after", before=participation_text(earlier), **values)


def turnout_table(found: Turnout) -> None:
    """A row for each unit, a column for each wave."""
    names = [text("turnout.col_unit"), *found.waves]
    rows = [
        dict(zip(names, [STEP_IN * unit.depth + unit.name, *map(_said, unit.waves)], strict=True))
        for unit in found.units
    ]
    st.dataframe(rows, hide_index=True, alt=text("turnout.title"))


def _said(turnout: Participation | Nothing) -> str:
    if isinstance(turnout, Nothing):
        return text(f"turnout.{turnout}")
    return participation_text(turnout)
