"""The form: one instrument drawn for a thumb, its answers kept in the page until Send."""

import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import streamlit as st

from survey.instrument import Instrument, Item
from survey.text import text

CANNOT_SAY = 0
_STYLE = f"<style>{Path(__file__).with_name('form.css').read_text('utf-8')}</style>"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#~$:|!+-])")


def ask(
    instrument: Instrument, *, send: Callable[[Mapping[str, object]], str | None]
) -> bool:
    """Draw the form; True once `send` has taken the answers by item id.

    `send` is called when Send is pressed, and gives back None or the sentence that says why not,
    which then stands beside the button. Statements come as 1-5 or None, signs as True or False.
    """
    st.html(_STYLE)
    with st.form("pulse", enter_to_submit=False, border=False):
        st.html(f"<p class='stem'>{escape(text('form.stem', stem=instrument.stem))}</p>")
        raw: dict[str, object] = {
            item.id: _statement(instrument, number, item)
            for number, item in enumerate(instrument.statements, start=1)
        }
        raw |= _signs(instrument)
        with st.container(key="send_bar"):
            st.html(_track(instrument))
            problem = st.empty()
            st.html(_progress(instrument))
            pressed = st.form_submit_button(text("form.send"), type="primary", key="send")
    if not pressed:
        return False
    if (reason := send(raw)) is None:
        return True
    problem.html(f'<p role="alert">{escape(reason)}</p>')
    return False


def _statement(instrument: Instrument, number: int, item: Item) -> int | None:
    labels = (instrument.cannot_say, *instrument.scale)
    chosen = st.radio(
        f"{number}. {plain(item.text)}",
        (1, 2, 3, 4, 5, CANNOT_SAY),
        index=None,
        format_func=labels.__getitem__,
        key=f"answer_{item.id}",
        horizontal=True,
        width="stretch",
    )
    return chosen or None


def _signs(instrument: Instrument) -> dict[str, object]:
    if not instrument.signs:
        return {}
    st.html(f"<h2>{text('form.signs')}</h2><p>{text('form.signs_hint')}</p>")
    return {
        item.id: st.checkbox(plain(item.text), key=f"answer_{item.id}", width="stretch")
        for item in instrument.signs
    }


def _track(instrument: Instrument) -> str:
    """One mark for each statement; the stylesheet lights it once the statement is answered."""
    statements = enumerate(instrument.statements, start=1)
    lit = ",".join(
        f".stForm:has(.st-key-answer_{item.id} :checked) .track i:nth-child({number})"
        for number, item in statements
    )
    marks = "<i></i>" * len(instrument.statements)
    return f"<style>{lit}{{background:var(--accent)}}</style><div class='track'>{marks}</div>"


def _progress(instrument: Instrument) -> str:
    """How far one is; the numbers themselves are counted by the stylesheet."""
    answered = text(
        "form.answered", count="<b class='answered'></b>", total=len(instrument.statements)
    )
    cannot = text("form.cannot_say", count="<b class='cannot'></b>")
    return f"<p class='progress'>{answered} <small>{cannot}</small></p>"


def plain(words: str) -> str:
    """Words as they are, for a label that would read them as Markdown."""
    return _MARKDOWN.sub(r"\\\1", words)
