"""That something was published, as a table without a single figure of it."""

from collections.abc import Sequence

import streamlit as st

from analytics.reports.council import Publication
from pages.ui.frame.moments import date_said
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.session import text
from survey.store import Store
from survey.waves.calendar import calendar_of


def show_publications(found: Sequence[Publication], store: Store) -> None:
    """A row for each publication, the newest first."""
    if not found:
        nothing_yet(text("seat.published_none"))
        return
    calendar = calendar_of(store.preferences())
    rows = [
        {
            text("seat.wave"): one.name,
            text("seat.closed"): date_said(one.closed, calendar),
            text("seat.k"): one.k,
            text("seat.shown"): one.shown,
            text("seat.withheld"): one.withheld,
            text("seat.seal"): one.seal[:12],
        }
        for one in found
    ]
    st.dataframe(rows, hide_index=True, alt=text("seat.published"))
    st.caption(text("seat.seal_how"))
