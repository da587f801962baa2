"""The promise above the form: what is asked, who sees what, and what cannot be undone."""

from html import escape

import streamlit as st

from pages.respondent.asked import Asked
from survey.instrument import Instrument
from survey.text import text

SECONDS_A_STATEMENT = 6
SECONDS_A_SIGN = 3
PROOF = "/promise"


def promise(asked: Asked) -> None:
    """Draw the title and the promise: the short part in sight, the longer one on demand."""
    stem = text("pulse.stem", stem=escape(asked.instrument.stem))
    st.html(
        f"<div class='promise'><h1>{text('pulse.title')}</h1>{_in_sight(asked)}"
        f"{_on_demand(asked)}<p class='stem'>{stem}</p></div>"
    )


def _in_sight(asked: Asked) -> str:
    minutes = minutes_for(asked.instrument)
    long = text("pulse.minute") if minutes == 1 else text("pulse.minutes", minutes=minutes)
    about = text("pulse.about", count=len(asked.instrument.statements), minutes=long)
    return f"<p>{about}</p><p>{_counts_in(asked)} {text('pulse.final')}</p>{_kept(asked.keep_days)}"


def _kept(days: int | None) -> str:
    """That anonymous rows outlive the closing, where they do: nobody has to look for it."""
    if days is None:
        return ""
    long = text("pulse.kept_day") if days == 1 else text("pulse.kept_days", days=days)
    return f"<p>{text('pulse.kept', days=long)}</p>"


def _counts_in(asked: Asked) -> str:
    if not asked.counts_in:
        return text("pulse.counts_nowhere", k=asked.k)
    unit = f"<b>{escape(asked.counts_in)}</b>"
    return text("pulse.counts_in", unit=unit, invited=asked.invited, k=asked.k)


def _on_demand(asked: Asked) -> str:
    parts = (
        (text("pulse.why"), text("pulse.why_said")),
        (text("pulse.who"), text("pulse.who_said", closes=asked.closes, k=asked.k)),
        (text("pulse.nobody"), text("pulse.nobody_said")),
    )
    said = "".join(f"<p><b>{head}</b> {words}</p>" for head, words in parts)
    proof = f"<a href='{PROOF}' target='_blank' rel='noopener'>{text('pulse.proof')}</a>"
    return f"<details><summary>{text('pulse.more')}</summary>{said}</details><p>{proof}</p>"


def minutes_for(instrument: Instrument) -> int:
    """About how many minutes an instrument takes, at least one."""
    seconds = SECONDS_A_STATEMENT * len(instrument.statements)
    return max(1, round((seconds + SECONDS_A_SIGN * len(instrument.signs)) / 60))
