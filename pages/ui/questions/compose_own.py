"""The form for a question of one's own: wording, what it is about, which way it is worded, why."""

import streamlit as st

from pages.ui.frame.pieces import refused
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from pages.ui.questions import draft as session
from survey.questionnaire.compose import LONGEST_NAME, constructs_to_choose, own_problems
from survey.questionnaire.draft import Own
from survey.questionnaire.instrument import Kind
from survey.questionnaire.lint import LONGEST_WORDING
from survey.questionnaire.shipped import bank
from survey.questionnaire.spoken import spoken

_PROBLEMS = "compose_own_problems"


def own_form() -> None:
    """Write a question of one's own, or change one; what was typed stays when it is refused."""
    changing = session.changing() is not None
    st.subheader(text("questions.own"), anchor=False)
    st.caption(text("questions.own_changing" if changing else "questions.own_how"))
    names = {named.id: named.name for named in constructs_to_choose(spoken(bank(), language()))}
    with st.form("compose_own", enter_to_submit=False):
        st.radio(
            text("questions.kind"),
            [kind.value for kind in Kind],
            format_func=lambda kind: text(f"questions.one_{kind}"),
            key=session.KIND,
            horizontal=True,
        )
        st.text_area(
            text("questions.wording"),
            key=session.WORDING,
            max_chars=LONGEST_WORDING,
            height=80,
            placeholder=text("questions.wording_example"),
        )
        st.selectbox(
            text("questions.about"),
            ["", *names],
            format_func=lambda id_: names.get(id_, text("questions.about_own")),
            key=session.ABOUT,
            help=text("questions.about_help"),
        )
        st.text_input(text("questions.own_name"), key=session.OWN_NAME, max_chars=LONGEST_NAME)
        st.checkbox(text("questions.is_turned"), key=session.TURNED)
        st.text_input(text("questions.own_why"), key=session.WHY, max_chars=LONGEST_WORDING)
        label = text("questions.change_yes" if changing else "questions.add")
        st.form_submit_button(label, on_click=_add)
    if problems := st.session_state.pop(_PROBLEMS, None):
        refused(problems)


def _add() -> None:
    """Take what was typed, or say what is missing: run before the page is drawn anew."""
    typed = st.session_state
    about = typed[session.ABOUT] or typed[session.OWN_NAME]
    own = Own(
        Kind(typed[session.KIND]),
        typed[session.WORDING],
        about,
        bool(typed[session.TURNED]),
        typed[session.WHY],
    )
    problems = list(own_problems(own))
    if problems:
        lines = [f"- {text(f'questions.field_{p.column}')}: {plain(p.message)}" for p in problems]
        typed[_PROBLEMS] = "\n".join([text("questions.own_refused"), "", *lines])
        return
    session.add(own)
