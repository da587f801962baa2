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
from survey.text import text

SEND = "send"
CANNOT_SAY = 0
LETTER_BYTES = 2
COMMENT_STEP = 50
COMMENT_HEIGHT = 120
_STYLE = f"<style>{Path(__file__).with_name('form.css').read_text('utf-8')}</style>"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#~$:|!+-])")


def given(instrument: Instrument) -> Mapping[str, object] | None:
    """The answers by item id when Send was just pressed, else None.

    Statements are 1-5 or None, signs True or False, comments text or None. Asked before drawing, so
    that a form whose answers were taken is not drawn a second time.
    """
    if not st.session_state.get(SEND):
        return None
    statements = {item.id: _kept(item) or None for item in instrument.statements}
    signs = {item.id: _kept(item) is True for item in instrument.signs}
    return statements | signs | {item.id: _kept(item) or None for item in instrument.prompts}


def draw(instrument: Instrument, *, problem: str | None = None) -> None:
    """Draw the form; `problem` stands in the bar, above the button."""
    st.html(_STYLE)
    with st.form("pulse", enter_to_submit=False, border=False):
        for number, item in enumerate(instrument.statements, start=1):
            _statement(instrument, number, item)
        _signs(instrument)
        _comments(instrument)
        with st.container(key="send_bar"):
            if problem is not None:
                st.html(f'<p role="alert">{escape(problem)}</p>')
            st.html(_progress(instrument))
            st.form_submit_button(text("form.send"), type="primary", key=SEND)


def _key(item: Item) -> str:
    return f"answer_{item.id}"


def _kept(item: Item) -> object:
    return st.session_state.get(_key(item))


def _statement(instrument: Instrument, number: int, item: Item) -> None:
    labels = (instrument.cannot_say, *instrument.scale)
    st.radio(
        f"{number}. {plain(item.text)}",
        (1, 2, 3, 4, 5, CANNOT_SAY),
        index=None,
        format_func=labels.__getitem__,
        key=_key(item),
        horizontal=True,
        width="stretch",
    )


def _signs(instrument: Instrument) -> None:
    if instrument.signs:
        st.html(f"<h2>{text('form.signs')}</h2><p>{text('form.signs_hint')}</p>")
    for item in instrument.signs:
        st.checkbox(plain(item.text), key=_key(item), width="stretch")


def _comments(instrument: Instrument) -> None:
    if instrument.prompts:
        where = text("form.comments_hint", people=COMMENTS_FROM_PEOPLE, few=COMMENTS_FROM_WRITERS)
        st.html(
            f"<h2>{text('form.comments')}</h2><p>{where}</p><p>{text('form.comments_care')}</p>"
        )
    for item in instrument.prompts:
        st.text_area(
            plain(item.text),
            key=_key(item),
            max_chars=room(instrument),
            height=COMMENT_HEIGHT,
            placeholder=text("form.comment_optional"),
        )


def room(instrument: Instrument) -> int:
    """How many letters each comment may have, so that all of them fit into the envelope.

    Letters of most alphabets take two bytes or fewer; the unit's key is reckoned at its longest.
    """
    left = comment_room(instrument, home="é" * LONGEST_ID)
    each = left // (LETTER_BYTES * max(1, len(instrument.prompts)))
    return each // COMMENT_STEP * COMMENT_STEP


def _progress(instrument: Instrument) -> str:
    """How far one is: the stylesheet counts, and lights a mark for each answered statement."""
    total = len(instrument.statements)
    lit = ",".join(
        f".stForm:has(.st-key-{_key(item)} :checked) .track i:nth-child({number})"
        for number, item in enumerate(instrument.statements, start=1)
    )
    answered = text("form.answered", count="<b class='answered'></b>", total=total)
    cannot = text("form.cannot_say", count="<b class='cannot'></b>")
    return (
        f"<style>{lit}{{background:var(--accent)}}</style>"
        f"<div class='track'>{'<i></i>' * total}</div>"
        f"<p class='progress'>{answered} <small>{cannot}</small></p>"
    )


def plain(words: str) -> str:
    """Words as they are, for a label that would read them as Markdown."""
    return _MARKDOWN.sub(r"\\\1", words)
