"""The form: one instrument drawn for a thumb, its answers kept in the page until Send."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from analytics.disclosure.rollup import COMMENTS_FROM_PEOPLE, COMMENTS_FROM_WRITERS
from survey.organisation.values import LONGEST_ID
from survey.questionnaire.answers import comment_room
from survey.questionnaire.instrument import Instrument, Item
from survey.text import text

SEND = "send"
WARNED = "warned"
CANNOT_SAY = 0
LETTER_BYTES = 2
COMMENT_STEP = 50
COMMENT_HEIGHT = 120
_STYLE = f"<style>{Path(__file__).with_name('form.css').read_text('utf-8')}</style>"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#~$:|!+-])")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a tab has in its form, by item id, and whether Send was pressed.

    Statements are points or None, signs True or False, comments text or None. `warned` are the
    warnings that stood beside Send. All of it comes from the tab: a new session knows it too.
    """

    answers: Mapping[str, object]
    pressed: bool
    warned: Set[str]


def draw(
    instrument: Instrument,
    language: str,
    *,
    problem: str | None = None,
    warned: Set[str] | None = None,
    sends: bool = True,
) -> Drawn:
    """Draw the form in the language its instrument says; `problem` stands above the button.

    The tab keeps what it was `warned` of; None leaves it as the tab has it. Without `sends` the
    button is switched off: HR looks at the form beforehand. In a session that begins with a press
    nothing can be read before it is drawn.
    """
    st.html(_STYLE)
    with st.form("pulse", enter_to_submit=False, border=False):
        answers = {
            item.id: _statement(instrument, number, item, language)
            for number, item in enumerate(instrument.statements, start=1)
        }
        answers |= _signs(instrument, language)
        answers |= _comments(instrument, language)
        known = _warnings(warned)
        with st.container(key="send_bar"):
            if problem is not None:
                st.html(f'<p role="alert">{escape(problem)}</p>')
            st.html(_progress(instrument, language))
            send = text("form.send", language)
            pressed = st.form_submit_button(send, type="primary", key=SEND, disabled=not sends)
    return Drawn(answers, pressed, known)


def _key(item: Item, language: str) -> str:
    """The wire carries labels, not values: in another language it is another widget."""
    return f"answer_{language}_{item.id}"


def _statement(instrument: Instrument, number: int, item: Item, language: str) -> object:
    labels = (instrument.cannot_say, *instrument.scale)
    chosen = st.radio(
        f"{number}. {plain(item.text)}",
        (*instrument.answered_on.points, CANNOT_SAY),
        index=None,
        format_func=labels.__getitem__,
        key=_key(item, language),
        horizontal=True,
        width="stretch",
    )
    return chosen or None


def _signs(instrument: Instrument, language: str) -> dict[str, object]:
    if instrument.signs:
        head, hint = text("form.signs", language), text("form.signs_hint", language)
        st.html(f"<div lang='{language}'><h2>{head}</h2><p>{hint}</p></div>")
    return {
        item.id: st.checkbox(plain(item.text), key=_key(item, language), width="stretch")
        for item in instrument.signs
    }


def _comments(instrument: Instrument, language: str) -> dict[str, object]:
    if instrument.prompts:
        few = {"people": COMMENTS_FROM_PEOPLE, "few": COMMENTS_FROM_WRITERS}
        where = text("form.comments_hint", language, **few)
        head, care = text("form.comments", language), text("form.comments_care", language)
        st.html(f"<div lang='{language}'><h2>{head}</h2><p>{where}</p><p>{care}</p></div>")
    return {item.id: _comment(instrument, item, language) for item in instrument.prompts}


def _comment(instrument: Instrument, item: Item, language: str) -> str | None:
    written = st.text_area(
        plain(item.text),
        key=_key(item, language),
        max_chars=room(instrument),
        height=COMMENT_HEIGHT,
        placeholder=text("form.comment_optional", language),
    )
    return written or None


def _warnings(warned: Set[str] | None) -> Set[str]:
    """A field that nobody sees: a tab keeps in it what it was warned of, beyond a session."""
    if warned is not None:
        st.session_state[WARNED] = " ".join(sorted(warned))
    return set(st.text_input(WARNED, key=WARNED, label_visibility="collapsed").split())


def room(instrument: Instrument) -> int:
    """How many letters each comment may have, so that all of them fit into the envelope.

    Letters of most alphabets take two bytes or fewer; the unit's key is reckoned at its longest.
    """
    left = comment_room(instrument, home="é" * LONGEST_ID)
    each = left // (LETTER_BYTES * max(1, len(instrument.prompts)))
    return each // COMMENT_STEP * COMMENT_STEP


def _progress(instrument: Instrument, language: str) -> str:
    """How far one is: the stylesheet counts, and lights a mark for each answered statement."""
    total = len(instrument.statements)
    lit = ",".join(
        f".stForm:has(.st-key-{_key(item, language)} :checked) .track i:nth-child({number})"
        for number, item in enumerate(instrument.statements, start=1)
    )
    answered = text("form.answered", language, count="<b class='answered'></b>", total=total)
    cannot = text("form.cannot_say", language, count="<b class='cannot'></b>")
    return (
        f"<style>{lit}{{background:var(--accent)}}</style>"
        f"<div class='track'>{'<i></i>' * total}</div>"
        f"<p class='progress' lang='{language}'>{answered} <small>{cannot}</small></p>"
    )


def plain(words: str) -> str:
    """Words as they are, for a label that would read them as Markdown."""
    return _MARKDOWN.sub(r"\\\1", words)
