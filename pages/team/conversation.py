"""Our conversation: one sheet for the meeting, on screen and on paper."""

import streamlit as st

from analytics.reports.conversation import conversation
from pages.ui.figures.papers import pdf_link
from pages.ui.figures.sheet import STYLE, sheet
from pages.ui.frame.session import signed_in, text
from pages.ui.frame.unit_bar import unit_bar

view = unit_bar(signed_in(), "team/conversation.py")
st.markdown(text("conversation.lead"))
report = conversation(view.figures) if view else None
st.html(f"<style>{STYLE}</style>")
st.html(sheet(report))
st.caption(text("conversation.print"))
if view and report:
    pdf_link(view.figures.unit, report.wave.key)
if view and report and report.wave.instrument.prompts:
    there = {"unit": view.figures.unit, "wave": report.wave.key}
    label, icon = text("conversation.to_comments"), ":material/forum:"
    st.page_link("team/comments.py", label=label, icon=icon, query_params=there)
