"""The thank-you: the answers are in, and when results come."""

from contextlib import suppress

import streamlit as st

from pages.respondent.answering import answering
from pages.respondent.refusal_page import explain
from pages.respondent.sent_here import sent_here
from pages.respondent.speaking import language, tab_title
from pages.respondent.thanks import TICK, results_entry, style, thanks
from pages.ui.frame.session import go_on, link, store
from survey.errors import LinkRefused, SameBoatError
from survey.text import text

spoken = language()
tab_title("menu.sent", spoken)
if (sent := sent_here()) is not None:
    st.html(f"<style>{style()}</style>{TICK}")
    st.title(text("sent.title", spoken), anchor=False)
    arrived, rest = thanks(store(), sent, spoken)
    st.html(arrived)
    with suppress(SameBoatError):  # whoever has sent is thanked, whatever cannot be read now
        entry = results_entry(store(), sent.wave, spoken)
        label = text("sent.calendar", spoken)
        st.download_button(label, entry, "results.ics", "text/calendar", on_click="ignore")
    st.html(rest)
    st.stop()
try:
    answering(store(), link())
except LinkRefused as refusal:
    explain(refusal, spoken)
    st.stop()
go_on("respondent/pulse.py")
