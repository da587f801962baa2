"""Reports: the figures of one wave or of all as a file, and papers to print for a whole area."""

from urllib.parse import urlencode

import streamlit as st

from analytics.exports.dictionary import page_in
from analytics.exports.formats import Format
from analytics.figures.published_waves import published
from pages.ui.figures.long_report import offer_workbook
from pages.ui.figures.papers import ask_for_area
from pages.ui.frame.large import large
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, signed_in, store, text
from survey.store.decimals import DecimalSign, decimal_sign

SIGNS = {sign.separator: sign for sign in DecimalSign}
ENDS = {"lf": "reports.ends_lf", "crlf": "reports.ends_crlf"}


def at(offered: list[str], wanted: str) -> int:
    """Where in a choice stands what the address asks for; else the first."""
    return offered.index(wanted) if wanted in offered else 0


signed_in()
st.title(text("reports.title"), anchor=False)
waves = {wave.key: wave.name for wave in reversed(published(store()))}
if not waves:
    st.info(text("reports.none_yet"), icon=":material/hourglass_empty:")
    st.stop()

last = plain(next(iter(waves.values())))
large(text(f"reports.large.{'one' if len(waves) == 1 else 'more'}", count=len(waves), last=last))
offered, forms = ["", *waves], list(map(str, Format))
chosen = st.selectbox(
    text("reports.wave"),
    offered,
    index=at(offered, st.query_params.get("wave", "")),
    format_func=lambda key: waves.get(key, text("reports.all")),
)
form = st.radio(
    text("reports.format"),
    forms,
    index=at(forms, st.query_params.get("form", "")),
    format_func=lambda one: text(f"reports.formats.{one}"),
    horizontal=True,
)
asked = {"wave": chosen}
if form == Format.CSV:
    usual = decimal_sign(store())
    separator = st.radio(
        text("decimals.ask"),
        list(SIGNS),
        index=list(SIGNS.values()).index(usual),
        format_func=lambda separator: text(f"decimals.{SIGNS[separator]}"),
        horizontal=True,
    )
    bom = st.checkbox(text("reports.bom"), value=True)
    ends = st.radio(
        text("reports.ends"), list(ENDS), format_func=lambda one: text(ENDS[one]), horizontal=True
    )
    asked |= {"separator": separator, "bom": str(int(bom)), "ends": ends}
address = f"/report.{form}?{urlencode(asked)}"
if form == Format.XLSX:
    offer_workbook(chosen, address)
with st.container(horizontal=True):
    if form != Format.XLSX:
        st.link_button(
            text("reports.download_report"), address, type="primary", icon=":material/download:"
        )
    columns = f"/columns.csv?{urlencode(asked)}"
    st.link_button(text("reports.download_columns"), columns, icon=":material/view_column:")
if form == Format.CSV:
    st.caption(text(f"decimals.here_{usual}"))
st.caption(text("reports.what"))
if chosen:
    st.header(text("comments.file"), anchor=False)
    st.caption(text("comments.file_how"))
    address = f"/comments.csv?{urlencode({'wave': chosen})}"
    st.link_button(text("reports.download"), address, icon=":material/forum:")
st.header(text("try.files.title"), anchor=False)
st.caption(text("try.files.how"))
with st.container(horizontal=True):
    for address, label in (
        ("/experiments.csv", "try.files.plain"),
        ("/experiments.csv?texts=1", "try.files.texts"),
        ("/evidence.csv", "try.files.evidence"),
    ):
        st.link_button(text(label), address, icon=":material/science:")
ask_for_area(set(store().units()))
with st.expander(text("reports.columns"), icon=":material/view_column:"):
    st.markdown(page_in(language()))
