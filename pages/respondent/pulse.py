"""The pulse: the promise, the form, and sending."""

import streamlit as st

from pages.respondent.answering import respondent
from pages.respondent.asked import Asked, forget, remember, remembered
from pages.respondent.form import draw
from pages.respondent.promise import promise
from pages.respondent.refusal import explain
from pages.respondent.replies import forget_replies, keep_reply, last_reply
from pages.respondent.sending import send
from pages.respondent.speaking import language, offer_others, tab_title
from pages.respondent.thanks import note_sent
from pages.ui.frame.session import go_on
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
offer_others(speaks, chosen=spoken)
promise(asked, spoken)
told = last_reply()
form = draw(
    instrument,
    spoken,
    problem=told.sentence if told else None,
    warned=told.warned if told else None,
)
if form.pressed:
    reply = send(asked, form, language=spoken)
    if reply is None:
        note_sent(asked.closes)
        forget()
        forget_replies()
        go_on("respondent/sent.py")
    else:
        keep_reply(reply)
        st.rerun()
