"""Which statements are unlike the rest: in more than one column, or on a scale of their own?"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from pages.ui.history.file import Chosen
from survey.imports.history.looking import answered_otherwise, seen
from survey.imports.history.mapping import (
    HistoryMapping,
    ItemScale,
    scale_said,
    scale_written,
)
from survey.imports.problems import quoted
from survey.questionnaire.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Unlike:
    """The statements that stand in more than one column, and those on a scale of their own."""

    in_more: tuple[str, ...] = ()
    on_own: tuple[str, ...] = ()


def ask_unlike(chosen: Chosen, preset: HistoryMapping, asks: Instrument, stamp: str) -> Unlike:
    """Ask which they are; closed as long as nothing was said and nothing looks like it."""
    looks = [] if preset.scale else answered_otherwise(chosen.export, preset)
    more = [id_ for id_, columns in preset.also.items() if columns]
    own = list(preset.scales)
    with st.expander(
        text("history.unlike"), expanded=bool(looks or more or own), icon=":material/call_split:"
    ):
        st.markdown(text("history.unlike_how"))
        if looks:
            st.info(text("history.unlike_looks", items=", ".join(looks)), icon=":material/help:")
        return Unlike(
            _which("in_more", asks, more, stamp),
            _which("on_own", asks, own, stamp),
        )


def _which(what: str, asks: Instrument, said: Sequence[str], stamp: str) -> tuple[str, ...]:
    words = {item.id: f"{item.id}: {item.text}" for item in asks.statements}
    found = st.multiselect(
        text(f"history.{what}"),
        list(words),
        [id_ for id_ in said if id_ in words],
        format_func=lambda id_: plain(words[id_]),
        key=f"{what}-{stamp}",
    )
    return tuple(found)


def more_columns(
    chosen: Chosen, preset: HistoryMapping, unlike: Unlike, stamp: str
) -> dict[str, tuple[str, ...]]:
    """Which more columns hold those that stand in several."""
    found = {}
    for id_ in unlike.in_more:
        columns = st.multiselect(
            text("history.more_columns", item=id_),
            chosen.export.names,
            [c for c in preset.also.get(id_, ()) if c in chosen.export.names],
            format_func=plain,
            key=f"more-{id_}-{stamp}",
        )
        found[id_] = tuple(columns)
    return {id_: columns for id_, columns in found.items() if columns}


def own_scales(
    chosen: Chosen, mapping: HistoryMapping, unlike: Unlike, stamp: str
) -> dict[str, ItemScale]:
    """How those were answered that have a scale of their own; what was seen stands below."""
    found = {}
    for id_ in unlike.on_own:
        known = mapping.scales.get(id_, ItemScale())
        said = st.text_input(
            text("history.own_scale", item=id_),
            scale_written(known),
            placeholder="0-10",
            help=text("history.own_scale_how"),
            key=f"own-scale-{id_}-{stamp}",
        )
        column = mapping.statements.get(id_)
        if column and (values := seen(chosen.export, [column])):
            listed = ", ".join(plain(quoted(value)) for value in values)
            st.caption(text("history.own_scale_seen", values=listed))
        found[id_] = scale_said(said)
    return found
