"""The promise above the form: what is asked, who sees what, and what cannot be undone."""

from collections.abc import Callable
from functools import partial
from html import escape

from pages.respondent.asked import Asked
from pages.respondent.model import direction
from pages.ui.frame.session import ASKED_FOR
from survey.languages import day, moment
from survey.questionnaire.instrument import Instrument
from survey.text import text

SECONDS_A_STATEMENT = 6
SECONDS_A_SIGN = 3
PROOF = "/promise"
Said = Callable[..., str]


def promise(asked: Asked, language: str) -> str:
    """The title and the promise as HTML: the short part in sight, the longer one on demand."""
    said = partial(_said, language)
    stem = said("stem", stem=escape(asked.instrument.in_language(language).stem))
    return (
        f"<div class='promise' lang='{language}' dir='{direction(language)}'>"
        f"<h1>{said('title')}</h1>{_in_sight(asked, said, language)}"
        f"{_printed(asked, said, language)}"
        f"{_on_demand(asked, said, language)}<p class='stem'>{stem}</p></div>"
    )


def _said(language: str, key: str, /, **values: object) -> str:
    return text(f"pulse.{key}", language, **values)


def _in_sight(asked: Asked, said: Said, language: str) -> str:
    minutes = minutes_for(asked.instrument)
    long = said("minute") if minutes == 1 else said("minutes", minutes=minutes)
    about = said("about", count=len(asked.instrument.statements), minutes=long)
    until = said("until", closes=moment(asked.closes, language))
    kept = _kept(asked.keep_days, said)
    final = f"{said('final')} {said('first_count')}"
    short = f"<p class='lead'>{about}</p><p>{said('skip')} {until}</p>"
    return f"{short}<p>{_counts_in(asked, said)} {final}</p>{kept}"


def _printed(asked: Asked, said: Said, language: str) -> str:
    """That somebody else may hold this link, so that nobody answers unnoticed with it."""
    told = {"printed": asked.printed, "mended": asked.mended}
    days = {key: ", ".join(day(one, language) for one in on) for key, on in told.items() if on}
    return "".join(f"<p>{said(key, days=on)}</p>" for key, on in days.items())


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
    closes, address = moment(asked.closes, language), f"{PROOF}?{ASKED_FOR}={language}"
    parts = (
        (said("why"), said("why_said")),
        (said("who"), said("who_said", closes=closes, k=asked.k)),
        (said("nobody"), said("nobody_said")),
        (said("not_you"), said("not_you_said")),
    )
    words = "".join(f"<p><b>{head}</b> {sentences}</p>" for head, sentences in parts)
    proof = f"<a href='{address}' target='_blank' rel='noopener'>{said('proof')}</a>"
    return f"<details><summary>{said('more')}</summary>{words}</details><p>{proof}</p>"


def minutes_for(instrument: Instrument) -> int:
    """About how many minutes an instrument takes, at least one."""
    seconds = SECONDS_A_STATEMENT * len(instrument.statements)
    return max(1, round((seconds + SECONDS_A_SIGN * len(instrument.signs)) / 60))
