"""The thank-you: the answers are in, and when results come."""

import streamlit as st

from pages.respondent.answering import respondent
from pages.respondent.refusal import explain
from pages.respondent.speaking import language, tab_title
from pages.respondent.thanks import sent_here, thank
from pages.ui.frame.session import go_on
from survey.errors import LinkRefused

spoken = language()
tab_title("menu.sent", spoken)
if (closes := sent_here()) is not None:
    thank(closes, spoken)
    st.stop()
try:
    respondent()
except LinkRefused as refusal:
    explain(refusal, spoken)
    st.stop()
go_on("respondent/pulse.py")
