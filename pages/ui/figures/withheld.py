"""Saying why a figure is not there: by the same rule for everybody, and never which reason."""

import streamlit as st

from analytics.figures.timeline import Gap
from analytics.reports.trend import Trend
from survey.text import text


def explain_withheld(report: Trend) -> None:
    """One sentence below a chart with gaps; nothing when every wave is shown."""
    gaps = [p for line in report.lines for p in line.points if isinstance(p, Gap) and p.asked]
    if gaps:
        smallest = max(wave.k for wave in report.waves)
        st.caption(f":material/visibility_off: {text('withheld.why', k=smallest)}")
