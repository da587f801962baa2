"""The pulse: the promise, the form, and sending."""

import streamlit as st

from pages.respondent.asked import Asked, forget, remember, remembered
from pages.respondent.form import draw, given
from pages.respondent.promise import promise
from pages.respondent.refusal import explain
from pages.respondent.sending import send
from pages.respondent.speaking import language, offer_others, tab_title
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
        spoken = language()
        tab_title("menu.pulse", spoken)
        explain(refusal, spoken)
        st.stop()

speaks = asked.instrument.languages
spoken = language(speaks)
tab_title("menu.pulse", spoken)
instrument = asked.instrument.in_language(spoken)
problem = None
if (answers := given(instrument, spoken)) is not None:
    problem = send(asked, answers, language=spoken)
    if problem is None:
        note_sent(asked.closes)
        forget()
        st.switch_page("respondent/sent.py")

offer_others(speaks, chosen=spoken)
promise(asked, spoken)
draw(instrument, spoken, problem=problem)
