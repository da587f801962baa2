"""The form in Streamlit: drawn from its model for a thumb, its answers kept until Send."""

import re
from collections import Counter
from collections.abc import Mapping, Set
from html import escape
from pathlib import Path

import streamlit as st

from pages.respondent.model import Filled, Form, Question, Section, new_receipt
from survey.text import text

SEND = "send"
WARNED, RECEIPT = "warned", "receipt"
COMMENT_HEIGHT = 120
STATEMENTS = "> .stVerticalBlock"
"""Where the statements stand in a form: first of what lies in it."""
CSS, FIRST_CSS = (
    Path(__file__).with_name(name).read_text("utf-8") for name in ("form.css", "first.css")
)
"""Its stylesheet and its page's; both stand in the first page (pages.web.first_page)."""
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#~$:|!+-])")


def draw(
    form: Form,
    *,
    problem: str | None = None,
    warned: Set[str] | None = None,
    sends: bool = True,
) -> Filled:
    """Draw the form; `problem` stands above the button.

    The tab keeps what it was `warned` of; None leaves it as the tab has it. Without `sends` the
    button is switched off: HR looks at the form beforehand, or the wave is over. In a session that
    begins with a press nothing can be read before it is drawn.
    """
    with st.form("pulse", enter_to_submit=False, border=False):
        keys = _keys(form)
        answers = _statements(form, keys)
        _head(form, form.signs)
        answers |= {
            one.id: st.checkbox(plain(one.words), key=keys.get(one.id), width="stretch")
            for one in form.signs.questions
        }
        _head(form, form.comments)
        answers |= {one.id: _comment(form, one) for one in form.comments.questions}
        known, receipt = _warnings(warned), _receipt() if sends else ""
        with st.container(key="send_bar"):
            if problem is not None:
                empty = " class='empty'" if problem == text("form.empty", form.language) else ""
                st.html(f"<p role='alert'{empty}>{escape(problem)}</p>")
            st.html(_progress(form))
            send = text("form.send", form.language)
            pressed = st.form_submit_button(send, type="primary", key=SEND, disabled=not sends)
    return Filled(answers, pressed, known, receipt)


def _key(question: Question, form: Form) -> str:
    """The wire carries labels, not values: in another language it is another widget."""
    return f"answer_{form.language}_{question.id}"


def _statements(form: Form, keys: Mapping[str, str]) -> dict[str, object]:
    labels = dict(form.choices)
    return {
        one.id: st.radio(
            plain(one.words),
            tuple(labels),
            index=None,
            format_func=labels.__getitem__,
            key=keys.get(one.id),
            horizontal=True,
            width="stretch",
        )
        or None
        for one in form.statements.questions
    }


def _keys(form: Form) -> dict[str, str]:
    """Keys where words stand twice; else a field is known by them.

    Each radio reads the values of all fields that have a key, when it is drawn.
    """
    asked = (*form.statements.questions, *form.signs.questions)
    times = Counter(one.words for one in asked)
    return {one.id: _key(one, form) for one in asked if times[one.words] > 1}


def _head(form: Form, section: Section) -> None:
    if section.questions:
        hints = "".join(f"<p>{hint}</p>" for hint in section.hints)
        way = f"lang='{form.language}' dir='{form.direction}'"
        st.html(f"<div {way}><h2>{section.heading}</h2>{hints}</div>")


def _comment(form: Form, question: Question) -> str | None:
    written = st.text_area(
        plain(question.words),
        key=_key(question, form),
        height=COMMENT_HEIGHT,
        placeholder=text("form.comment_optional", form.language),
    )
    return written or None


def _warnings(warned: Set[str] | None) -> Set[str]:
    """A field that nobody sees: a tab keeps in it what it was warned of, beyond a session."""
    if warned is not None:
        st.session_state[WARNED] = " ".join(sorted(warned))
    return set(st.text_input(WARNED, key=WARNED, label_visibility="collapsed").split())


def _receipt() -> str:
    """Another field that nobody sees: the number drawn with the form, which its tab keeps."""
    return st.text_input(RECEIPT, new_receipt(), key=RECEIPT, label_visibility="collapsed")


def _progress(form: Form) -> str:
    """How far one is: the stylesheet counts, and lights a mark for each answered statement.

    The track names statements and signs in their order, for the draft that the tab keeps.
    """
    total = len(form.statements.questions)
    asked = (*form.statements.questions, *form.signs.questions)
    names = escape(" ".join(one.id for one in asked))
    lit = ",".join(
        f".stForm:has({STATEMENTS} > :nth-child({number}) :checked) .track i:nth-child({number})"
        for number in range(1, total + 1)
    )
    language = form.language
    answered = text("form.answered", language, count="<b class='answered'></b>", total=total)
    cannot = text("form.cannot_say", language, count="<b class='cannot'></b>")
    return (
        f"<style>{lit}{{background:var(--accent)}}</style>"
        f"<div class='track' data-asked='{names}'>{'<i></i>' * total}</div>"
        f"<p class='progress' lang='{language}'>{answered} <small>{cannot}</small></p>"
    )


def plain(words: str) -> str:
    """Words as they are, for a label that would read them as Markdown."""
    return _MARKDOWN.sub(r"\\\1", words)
