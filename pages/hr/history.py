"""Past waves: bring the answers of another tool, step by step, and publish them as a wave."""

import streamlit as st

from pages.ui.frame.large import large
from pages.ui.frame.session import signed_in, store, text
from pages.ui.history.bring import Ready, dry_run
from pages.ui.history.details import details
from pages.ui.history.file import choose_file, left_behind, say_found
from pages.ui.history.form import mapping_form
from pages.ui.history.questions import ask_questions
from pages.ui.history.withdraw import withdraw_form
from survey.organisation.permissions import check_is_hr
from survey.waves.wave import State

viewer = signed_in()
check_is_hr(viewer)
st.title(text("history.title"), anchor=False)
above = st.container()
st.markdown(text("history.what"))
left_behind(store(), viewer)
withdraw_form(store(), viewer)
brought = sum(wave.replay and wave.state is State.PUBLISHED for wave in store().waves())
with above:
    count = ("none", "one")[brought] if brought < 2 else "more"
    large(text(f"history.large.{count}", count=brought))

chosen = choose_file(store())
if chosen is None:
    st.stop()
say_found(chosen.export)
questions = ask_questions(store(), chosen)
with st.form("history", border=False, enter_to_submit=False):
    said = mapping_form(store(), chosen, questions)
    told = details(store(), chosen)
    look = st.form_submit_button(text("history.look"), type="primary")
dry_run(store(), viewer, Ready(chosen, questions.instrument, said, told), look=look)
