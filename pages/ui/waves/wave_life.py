"""The life of a wave on one line: planned, checked, open, closed, published."""

from html import escape

import streamlit as st

from pages.ui.frame.session import text
from survey.waves.wave import NOT_OPENED, State, Wave

STEPS = ("planned", "checked", "open", "closed", "published")
AT = {State.OPEN: 2, State.CLOSED: 3, State.PUBLISHED: 4}


def reached(wave: Wave, *, ready: bool) -> int:
    """Which step a wave stands at, counted from 0; `ready` says whether its check list is clear."""
    if wave.state in NOT_OPENED:
        return 1 if ready else 0
    return AT[wave.state]


def show_life(wave: Wave, *, ready: bool = True) -> None:
    """The line; nothing of a wave that was cancelled."""
    if wave.state is State.CANCELLED:
        return
    here = reached(wave, ready=ready)
    steps = "".join(_step(number, here) for number in range(len(STEPS)))
    st.html(f'<ol class="life" aria-label="{escape(text("wave.life"))}">{steps}</ol>')


def _step(number: int, here: int) -> str:
    kind = "done" if number < here else "here" if number == here else "later"
    current = ' aria-current="step"' if number == here else ""
    return f'<li class="{kind}"{current}>{escape(text(f"wave.step.{STEPS[number]}"))}</li>'
