"""The pulse: the promise, the form, and sending."""

import streamlit as st

from pages.respondent.asked import Asked, forget, remember, remembered
from pages.respondent.form import draw, given
from pages.respondent.promise import promise
from pages.respondent.refusal import explain
from pages.respondent.sending import send
from pages.respondent.thanks import note_sent
from pages.ui.session import respondent
from survey.errors import LinkRefused, Trouble

asked: Asked | None
try:
    asked = respondent()
    remember(asked)
except (LinkRefused, Trouble) as refusal:
    asked = remembered(refusal)
    if asked is None:
        if not isinstance(refusal, LinkRefused):
            raise
        explain(refusal)
        st.stop()

problem = None
if (answers := given(asked.instrument)) is not None:
    problem = send(asked, answers)
    if problem is None:
        note_sent(asked.closes)
        forget()
        st.switch_page("respondent/sent.py")

promise(asked)
draw(asked.instrument, problem=problem)
