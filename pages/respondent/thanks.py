"""The thank-you after sending, and what the tab remembers for it."""

from datetime import date

import streamlit as st

from survey.languages import day
from survey.text import text

_SENT = "sent_in_wave_closing"
_TICK = """<style>.tick {
  align-items: center; background: light-dark(#0f5c69, #1a7685); border-radius: 50%; color: #fff;
  display: flex; font-size: 2rem; height: 4rem; justify-content: center; width: 4rem;
}</style><div class="tick" aria-hidden="true">✓</div>"""


def note_sent(closes: date) -> None:
    """Remember that this tab has sent its answers."""
    st.session_state[_SENT] = closes.isoformat()


def sent_here() -> date | None:
    """The day the wave closes in which this tab has sent its answers, or None."""
    kept = st.session_state.get(_SENT)
    return date.fromisoformat(kept) if kept else None


def thank(closes: date, language: str) -> None:
    """Draw the thank-you and when results come."""
    st.html(_TICK)
    st.title(text("sent.title", language), anchor=False)
    st.write(text("sent.sealed", language))
    st.write(text("sent.results", language, closes=day(closes, language)))
    st.write(text("sent.done", language))
