"""Our conversation: one sheet for the meeting, on screen and on paper."""

import streamlit as st

from analytics.reports.conversation import conversation
from analytics.reports.unit_view import view_of
from pages.ui.choosing.choose import choose_unit, choose_wave
from pages.ui.figures.papers import pdf_link
from pages.ui.figures.sheet import STYLE, sheet
from pages.ui.frame.session import signed_in, store, text
from pages.ui.trying.ways_in import ways_in

viewer = signed_in()
st.title(text("conversation.title"), anchor=False)
st.markdown(text("conversation.lead"))
unit = choose_unit(store(), viewer)
view = view_of(store(), unit=unit, viewer=viewer) if unit else None
report = None
if view:
    wave = choose_wave({one.key: one.name for one in reversed(view.figures.waves)})
    report = conversation(view.until(wave).figures)
st.html(f"<style>{STYLE}</style>")
st.html(sheet(report))
st.caption(text("conversation.print"))
if report and unit:
    ways_in(store(), unit, report)
if report:
    pdf_link(str(unit), report.wave.key)
if report and report.wave.instrument.prompts:
    there = {"unit": str(unit), "wave": report.wave.key}
    label, icon = text("conversation.to_comments"), ":material/forum:"
    st.page_link("team/comments.py", label=label, icon=icon, query_params=there)
