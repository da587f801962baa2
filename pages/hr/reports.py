"""Reports: the figures of one wave or of all as a CSV file, as on screen."""

from urllib.parse import urlencode

import streamlit as st

from analytics.reports import published
from pages.ui.session import signed_in, store
from survey.settings import ROOT
from survey.text import text

COLUMNS = ROOT / "docs" / "report-columns.md"

signed_in()
st.title(text("reports.title"), anchor=False)
waves = {wave.key: wave.name for wave in reversed(published(store()))}
if not waves:
    st.info(text("reports.none_yet"), icon=":material/hourglass_empty:")
    st.stop()

chosen = st.selectbox(
    text("reports.wave"), ["", *waves], format_func=lambda key: waves.get(key, text("reports.all"))
)
separator = st.radio(
    text("reports.separator"),
    [",", ";"],
    format_func=lambda s: text("reports.comma" if s == "," else "reports.semicolon"),
    horizontal=True,
)
bom = st.checkbox(text("reports.bom"), value=True)
asked = urlencode({"wave": chosen, "separator": separator, "bom": int(bom)})
st.link_button(
    text("reports.download"), f"/report.csv?{asked}", type="primary", icon=":material/download:"
)
st.caption(text("reports.what"))
if chosen:
    st.header(text("comments.file"), anchor=False)
    st.caption(text("comments.file_how"))
    address = f"/comments.csv?{urlencode({'wave': chosen})}"
    st.link_button(text("reports.download"), address, icon=":material/forum:")
with st.expander(text("reports.columns"), icon=":material/view_column:"):
    st.markdown(COLUMNS.read_text("utf-8").partition("\n")[2])
