"""Our conversation: one sheet for the meeting, on screen and on paper."""

import streamlit as st

from analytics.reports.conversation import conversation
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.papers import pdf_link
from pages.ui.figures.sheet import STYLE, sheet
from pages.ui.frame.session import signed_in, store, text
from pages.ui.trying.ways_in import ways_in

unit, view = unit_bar(signed_in(), "team/conversation.py")
st.markdown(text("conversation.lead"))
report = conversation(view.figures) if view else None
st.html(f"<style>{STYLE}</style>")
st.html(sheet(report))
st.caption(text("conversation.print"))
if unit and report:
    ways_in(store(), unit, report)
    pdf_link(unit, report.wave.key)
if unit and report and report.wave.instrument.prompts:
    there = {"unit": unit, "wave": report.wave.key}
    label, icon = text("conversation.to_comments"), ":material/forum:"
    st.page_link("team/comments.py", label=label, icon=icon, query_params=there)
