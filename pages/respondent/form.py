"""The form: one instrument drawn for a thumb, its answers kept in the page until Send."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit as st

from analytics.climb import COMMENTS_FROM_PEOPLE, COMMENTS_FROM_WRITERS
from survey.answers import comment_room
from survey.imports.values import LONGEST_ID
from survey.instrument import Instrument, Item
from survey.text import FALLBACK, text

SEND = "send"
CANNOT_SAY = 0
LETTER_BYTES = 2
COMMENT_STEP = 50
COMMENT_HEIGHT = 120
_STYLE = f"<style>{Path(__file__).with_name('form.css').read_text('utf-8')}</style>"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#~$:|!+-])")


def given(instrument: Instrument, language: str = FALLBACK) -> Mapping[str, object] | None:
    """The answers by item id when Send was just pressed, else None.

    Statements are 1-5 or None, signs True or False, comments text or None. Asked before drawing, so
    that a form whose answers were taken is not drawn a second time.
    """
    if not st.session_state.get(SEND):
        return None
    kept = {item.id: st.session_state.get(_key(item, language)) for item in instrument.items}
    statements = {item.id: kept[item.id] or None for item in instrument.statements}
    signs = {item.id: kept[item.id] is True for item in instrument.signs}
    return statements | signs | {item.id: kept[item.id] or None for item in instrument.prompts}


def draw(
    instrument: Instrument,
    language: str = FALLBACK,
    *,
    problem: str | None = None,
    sends: bool = True,
) -> None:
    """Draw the form in the language its instrument says; `problem` stands above the button.

    Without `sends` the button is switched off: HR looks at the form beforehand.
    """
    st.html(_STYLE)
    with st.form("pulse", enter_to_submit=False, border=False):
        for number, item in enumerate(instrument.statements, start=1):
            _statement(instrument, number, item, language)
        _signs(instrument, language)
        _comments(instrument, language)
        with st.container(key="send_bar"):
            if problem is not None:
                st.html(f'<p role="alert">{escape(problem)}</p>')
            st.html(_progress(instrument, language))
            send = text("form.send", language)
            st.form_submit_button(send, type="primary", key=SEND, disabled=not sends)


def _key(item: Item, language: str) -> str:
    """The wire carries labels, not values: in another language it is another widget."""
    return f"answer_{language}_{item.id}"


def _statement(instrument: Instrument, number: int, item: Item, language: str) -> None:
    labels = (instrument.cannot_say, *instrument.scale)
    st.radio(
        f"{number}. {plain(item.text)}",
        (1, 2, 3, 4, 5, CANNOT_SAY),
        index=None,
        format_func=labels.__getitem__,
        key=_key(item, language),
        horizontal=True,
        width="stretch",
    )


def _signs(instrument: Instrument, language: str) -> None:
    if instrument.signs:
        head, hint = text("form.signs", language), text("form.signs_hint", language)
        st.html(f"<div lang='{language}'><h2>{head}</h2><p>{hint}</p></div>")
    for item in instrument.signs:
        st.checkbox(plain(item.text), key=_key(item, language), width="stretch")


def _comments(instrument: Instrument, language: str) -> None:
    if instrument.prompts:
        few = {"people": COMMENTS_FROM_PEOPLE, "few": COMMENTS_FROM_WRITERS}
        where = text("form.comments_hint", language, **few)
        head, care = text("form.comments", language), text("form.comments_care", language)
        st.html(f"<div lang='{language}'><h2>{head}</h2><p>{where}</p><p>{care}</p></div>")
    for item in instrument.prompts:
        st.text_area(
            plain(item.text),
            key=_key(item, language),
            max_chars=room(instrument),
            height=COMMENT_HEIGHT,
            placeholder=text("form.comment_optional", language),
        )


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
