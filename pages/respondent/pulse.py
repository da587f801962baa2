"""The pulse: the promise, the form, and sending."""

import streamlit as st

from pages.respondent.answering import answering
from pages.respondent.asked import Asked, forget, remember, remembered, why_over
from pages.respondent.form import draw
from pages.respondent.model import Reply, form_of
from pages.respondent.promise import promise
from pages.respondent.refusal_page import explain
from pages.respondent.replies import forget_replies, keep_reply, last_reply
from pages.respondent.sending import not_sent_because, send
from pages.respondent.sent_here import note_sent
from pages.respondent.speaking import language, others, tab_title, to_light
from pages.respondent.thanks import sent_by
from pages.ui.frame.session import go_on, link, store
from survey.errors import LinkRefused, Trouble

asked: Asked | None
try:
    asked = answering(store(), link())
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
above = (others(speaks, chosen=spoken), promise(asked, spoken), to_light(spoken))
st.html("".join(above))
over, told = why_over(asked), last_reply()
problem = not_sent_because(over, spoken) if over else told.sentence if told else None
form = draw(
    form_of(asked.instrument, spoken),
    problem=problem,
    warned=told.warned if told else None,
    sends=not over,
)
if form.pressed:
    reply = send(asked, form, language=spoken)
    if isinstance(reply, Reply):
        keep_reply(reply)
        st.rerun()
    note_sent(sent_by(asked, reply))
    forget()
    forget_replies()
    go_on("respondent/sent.py")
