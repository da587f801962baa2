"""Our conversation: one sheet for the meeting, on screen and on paper."""

import streamlit as st

from analytics.reports.conversation import conversation
from analytics.reports.tried import tried_around
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.papers import pdf_link
from pages.ui.figures.sheet import STYLE, sheet
from pages.ui.frame.session import signed_in, store, text
from pages.ui.trying.ways_in import ways_in

viewer = signed_in()
unit, view = unit_bar(viewer, "team/conversation.py")
st.markdown(text("conversation.lead"))
report = conversation(view.figures) if view else None
tried = tried_around(store(), unit=unit, view=view) if unit else ()
st.html(f"<style>{STYLE}</style>")
st.html(sheet(report, tried))
st.caption(text("conversation.print"))
if unit:
    ways_in(store(), viewer, unit, report)
if unit and report:
    pdf_link(unit, report.wave.key)
if unit and report and report.wave.instrument.prompts:
    there = {"unit": unit, "wave": report.wave.key}
    label, icon = text("conversation.to_comments"), ":material/forum:"
    st.page_link("team/comments.py", label=label, icon=icon, query_params=there)
