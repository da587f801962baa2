"""The thank-you after sending: what counts, what became of last time, when results come."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from analytics.reports.last_time import Figure, LastTime, last_time
from pages.respondent.asked import Asked
from pages.respondent.model import direction
from survey.errors import SameBoatError
from survey.languages import moment
from survey.store import Store
from survey.store.since import since_last_time
from survey.text import text
from survey.waves.calendar import calendar_of
from survey.waves.calendar_file import results_file

TICK = "<div class='tick' aria-hidden='true'></div>"


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, as the thank-you needs it: nothing of the answers.

    `closes` is on the organisation's clocks; `receipt` is the code of the receipt, "" for none.
    """

    wave: int
    home: str
    unit: str
    closes: datetime
    receipt: str = ""


def sent_by(asked: Asked, receipt: str) -> Sent:
    """What the thank-you says to somebody who has sent."""
    return Sent(asked.wave, asked.home, asked.counts_in, asked.closes, receipt)


def thanks(store: Store, sent: Sent, language: str) -> tuple[str, str]:
    """The thank-you below its title, as HTML in two parts.

    The first ends with the day of the results: what puts it into a calendar stands between them.
    """
    said = partial(_said, language)
    last = ""
    with suppress(SameBoatError):  # whoever has sent is thanked, whatever cannot be read now
        about = ("last time", sent.wave, sent.home, sent.unit, language)
        last = store.remembered(about, lambda: _last_time(store, sent, language))
    arrived = f"{said('sealed')} {text('pulse.first_count', language)}"
    results = _card(said("next"), said("results", closes=moment(sent.closes, language)))
    receipt = _receipt(said("receipt"), said("receipt_said"), sent.receipt) if sent.receipt else ""
    opened = f"<div class='thanks' lang='{language}' dir='{direction(language)}'>"
    return (
        f"{opened}<p class='lead'>{said('arrived')}</p><p>{arrived}</p>{last}{results}</div>",
        f"{opened}{receipt}<p class='quiet'>{said('done')}</p></div>",
    )


@cache
def style() -> str:
    """The stylesheet of the thank-you."""
    return Path(__file__).with_name("thanks.css").read_text("utf-8")


def _said(language: str, key: str, /, **values: object) -> str:
    return text(f"sent.{key}", language, **values)


def _card(head: str, words: str, more: str = "") -> str:
    return f"<section><h2>{head}</h2><p>{words}</p>{more}</section>"


def _receipt(head: str, words: str, code: str) -> str:
    return (
        f"<details class='receipt'><summary>{head}</summary>"
        f"<p>{words}</p><code>{escape(code)}</code></details>"
    )


def _last_time(store: Store, sent: Sent, language: str) -> str:
    """Published figures of the own unit, and what was decided, is tried, was answered."""
    if (last := last_time(store, sent.home)) is None:
        return ""
    names = _names(store, sent.wave, language)
    sentences = " ".join(_figure(figure, names, language) for figure in last.figures)
    lines = since_last_time(store, unit=sent.home, language=language)
    became = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return _card(_since(last, sent, language), sentences, f"<ul>{became}</ul>" if became else "")


def _since(last: LastTime, sent: Sent, language: str) -> str:
    named = {"wave": escape(last.wave), "unit": escape(sent.unit)}
    return text("sent.last" if sent.unit else "sent.last_anywhere", language, **named)


def _figure(figure: Figure, names: dict[str, str], language: str) -> str:
    name = escape(names.get(figure.id, figure.name))
    key = f"sent.figure.{figure.verdict.name.lower()}" if figure.verdict else "sent.figure.alone"
    return text(key, language, measure=name, score=f"{figure.score:.0f}")


def _names(store: Store, number: int, language: str) -> dict[str, str]:
    """What composites are called in the language of the page, as the wave of now calls them."""
    wave = store.wave_numbered(number)
    composites = wave.instrument.in_language(language).composites if wave else ()
    return {one.id: one.name for one in composites}


def results_entry(store: Store, number: int, language: str) -> bytes:
    """A calendar file with the moment the results of a wave are due."""
    about = ("results entry", number, language)
    return store.remembered(about, lambda: _results_entry(store, number, language))


def _results_entry(store: Store, number: int, language: str) -> bytes:
    wave = store.wave_numbered(number)
    assert wave is not None, "a wave in which somebody answers can be read"
    return results_file(
        wave,
        calendar=calendar_of(store.preferences()),
        site=urlsplit(store.settings.base_url).netloc,
        made=store.now(),
        language=language,
    )
