"""The numbers behind a chart as a table."""

import streamlit as st

from analytics.reports.trend import Trend
from pages.ui.figures.trend_words import table
from survey.text import text

TENTHS = st.column_config.NumberColumn(format="%.1f")
NUMBERS = ("trends.col_score", "trends.col_low", "trends.col_high", "trends.col_change")


def numbers_table(report: Trend) -> None:
    """The numbers of a trend; a figure that is not shown is an empty cell."""
    st.dataframe(
        table(report),
        hide_index=True,
        placeholder="",
        column_config={text(column): TENTHS for column in NUMBERS},
        alt=text("trends.table"),
    )
