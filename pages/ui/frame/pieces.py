"""The pieces that pages are made of, each once; all in them is text and acts on nothing."""

from base64 import b64encode
from collections.abc import Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from html import escape

import streamlit as st

from analytics.charts.small_line import HEIGHT, WIDTH, small_line
from analytics.figures.line import Told
from analytics.figures.verdicts import Verdict
from analytics.reports.phrasing import in_short, whole
from pages.ui.frame.session import is_dark, language, text


class Tone(StrEnum):
    """How a chip sounds: glad, asking for support, or neither."""

    GOOD = "good"
    WARM = "warm"
    QUIET = "quiet"


TONES = {
    Verdict.ROSE: Tone.GOOD,
    Verdict.RISING: Tone.GOOD,
    Verdict.FELL: Tone.WARM,
    Verdict.FALLING: Tone.WARM,
}
"""Of verdicts; nothing here is red."""


def chip(words: str, tone: Tone = Tone.QUIET) -> str:
    """A few words on a ground of their own."""
    return f'<span class="chip {tone}">{escape(words)}</span>'


def told_chip(told: Told) -> str:
    """What became of a figure; nothing where nothing was asked."""
    if told.verdict is None:
        return ""
    return chip(in_short(told).said(language()), TONES.get(told.verdict, Tone.QUIET))


def small_picture(scores: Sequence[float | None]) -> str:
    """Scores over the waves as a small line, None where one is not shown."""
    packed = b64encode(small_line(scores, dark=is_dark()).encode()).decode()
    said = ", ".join("–" if score is None else whole(score) for score in scores)
    about = f'alt="{escape(text("area.line_alt", scores=said))}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<img src="data:image/svg+xml;base64,{packed}" {about}>'


def nothing_yet(words: str) -> None:
    """Said in place of a page that has nothing to show yet."""
    st.info(words, icon=":material/hourglass_empty:")


def nothing_found(words: str) -> None:
    """Said where nothing fits what was looked for."""
    st.info(words, icon=":material/search_off:")


def not_shown(words: str) -> None:
    """Said in place of figures that are withheld."""
    st.info(words, icon=":material/visibility_off:")


def why_not_shown(words: str) -> None:
    """Said below figures of which some are withheld."""
    st.caption(f":material/visibility_off: {words}")


def refused(words: str) -> None:
    """What did not work, and what to do."""
    st.error(words, icon=":material/error:")


def waiting(words: str) -> AbstractContextManager[None]:
    """What is being done, while nobody can say how long it takes."""
    return st.spinner(words)


def under_way(words: str, done: int, total: int) -> None:
    """How far something is that is made beside the page; nothing is done while it waits."""
    st.progress(done / max(1, total), text=words)


def offline(words: str) -> str:
    """That there is no connection, as HTML of the first page: from then on nothing can be drawn."""
    return f'<p class="offline" role="status">{escape(words)}</p>'
