"""Our conversation: one sheet for the meeting, on screen and paper, and what it leaves behind."""

import streamlit as st

from analytics.reports.conversation import conversation
from analytics.reports.tried import tried_around
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.papers import pdf_link
from pages.ui.figures.sheet import STYLE, in_short, sheet
from pages.ui.frame.session import signed_in, store, text
from pages.ui.trying.agreed import agreed_in, show_agreed
from pages.ui.trying.ways_in import ways_in
from survey.organisation.permissions import allowed, check_may_write

viewer = signed_in()
unit, view = unit_bar(viewer, "team/conversation.py")
report = conversation(view.figures) if view else None
tried = tried_around(store(), unit=unit, view=view) if unit else ()
agreed = agreed_in(store(), unit, report.wave.key) if unit and report else ()
with st.container(key="story"):
    st.markdown(in_short(report))
with st.container(horizontal=True, vertical_alignment="center", key="to_paper"):
    if unit and report:
        pdf_link(unit, report.wave.key)
    st.caption(text("conversation.lead"), width="stretch")
st.html(f"<style>{STYLE}</style>")
st.html(sheet(report, tried, agreed=[one.signal.name for one in agreed]))
if unit and report:
    writes = allowed(check_may_write, viewer, unit, store().units())
    about = report.wave.key, report.wave.name
    show_agreed(store(), viewer, unit, about, writes=writes)
if unit:
    ways_in(store(), viewer, unit, report)
if unit and report and report.wave.instrument.prompts:
    there = {"unit": unit, "wave": report.wave.key}
    label, icon = text("conversation.to_comments"), ":material/forum:"
    st.page_link("team/comments.py", label=label, icon=icon, query_params=there)
st.caption(text("conversation.print"))
