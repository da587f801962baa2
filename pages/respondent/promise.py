"""The promise above the form: what is asked, who sees what, and what cannot be undone."""

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from pages.respondent.asked import Asked
from pages.respondent.speaking import ASKED_FOR
from survey.languages import day
from survey.questionnaire.instrument import Instrument
from survey.text import text

SECONDS_A_STATEMENT = 6
SECONDS_A_SIGN = 3
PROOF = "/promise"
Said = Callable[..., str]


def promise(asked: Asked, language: str) -> None:
    """Draw the title and the promise: the short part in sight, the longer one on demand."""
    said = partial(_said, language)
    stem = said("stem", stem=escape(asked.instrument.in_language(language).stem))
    st.html(
        f"<div class='promise' lang='{language}'><h1>{said('title')}</h1>{_in_sight(asked, said)}"
        f"{_printed(asked, said, language)}"
        f"{_on_demand(asked, said, language)}<p class='stem'>{stem}</p></div>"
    )


def _said(language: str, key: str, /, **values: object) -> str:
    return text(f"pulse.{key}", language, **values)


def _in_sight(asked: Asked, said: Said) -> str:
    minutes = minutes_for(asked.instrument)
    long = said("minute") if minutes == 1 else said("minutes", minutes=minutes)
    about = said("about", count=len(asked.instrument.statements), minutes=long)
    kept = _kept(asked.keep_days, said)
    return f"<p>{about}</p><p>{_counts_in(asked, said)} {said('final')}</p>{kept}"


def _printed(asked: Asked, said: Said, language: str) -> str:
    """That somebody may hold a card with this link, so that nobody answers unnoticed with it."""
    if not asked.printed:
        return ""
    days = ", ".join(day(one, language) for one in asked.printed)
    return f"<p>{said('printed', days=days)}</p>"


def _kept(days: int | None, said: Said) -> str:
    """That anonymous rows outlive the closing, where they do: nobody has to look for it."""
    if days is None:
        return ""
    long = said("kept_day") if days == 1 else said("kept_days", days=days)
    return f"<p>{said('kept', days=long)}</p>"


def _counts_in(asked: Asked, said: Said) -> str:
    if not asked.counts_in:
        return said("counts_nowhere", k=asked.k)
    unit = f"<b>{escape(asked.counts_in)}</b>"
    there = said("counts_in", unit=unit, invited=asked.invited, k=asked.k)
    return f"{there} {said('new_there', new=asked.new)}" if asked.new else there


def _on_demand(asked: Asked, said: Said, language: str) -> str:
    closes, address = day(asked.closes, language), f"{PROOF}?{ASKED_FOR}={language}"
    parts = (
        (said("why"), said("why_said")),
        (said("who"), said("who_said", closes=closes, k=asked.k)),
        (said("nobody"), said("nobody_said")),
    )
    words = "".join(f"<p><b>{head}</b> {sentences}</p>" for head, sentences in parts)
    proof = f"<a href='{address}' target='_blank' rel='noopener'>{said('proof')}</a>"
    return f"<details><summary>{said('more')}</summary>{words}</details><p>{proof}</p>"


def minutes_for(instrument: Instrument) -> int:
    """About how many minutes an instrument takes, at least one."""
    seconds = SECONDS_A_STATEMENT * len(instrument.statements)
    return max(1, round((seconds + SECONDS_A_SIGN * len(instrument.signs)) / 60))
