"""Which languages whoever answers can be spoken to in, which they get, its dates and numbers."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from survey.text import FALLBACK, LOCALES, catalogue, text

RESPONDENT = (
    *("language.", "pulse.", "form.", "sent.", "link.", "refusal.", "mail.", "promise.", "proof."),
    *("menu.pulse", "menu.sent", "router.tab", "router.failed"),
    *("since.", "try.answer."),
)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have every sentence for whoever answers, English first."""
    known = sorted(file.stem for file in LOCALES.glob("*.toml") if file.stem != FALLBACK)
    return (FALLBACK, *(tag for tag in known if not untold(tag)))


@cache
def reading_languages() -> tuple[str, ...]:
    """The languages that have every sentence of every page, English first."""
    every = catalogue(FALLBACK).keys()
    return tuple(tag for tag in languages() if catalogue(tag).keys() >= every)


def untold(language: str) -> tuple[str, ...]:
    """The sentences for whoever answers that a language lacks, by key."""
    return tuple(sorted(told(FALLBACK) - told(language)))


def told(language: str) -> frozenset[str]:
    """The sentences for whoever answers that a language has, by key."""
    return frozenset(key for key in catalogue(language) if key.startswith(RESPONDENT))


def name_of(language: str) -> str:
    """What a language calls itself, such as Deutsch."""
    return text("language.name", language)


def choose(wanted: Iterable[str | None], offered: Sequence[str]) -> str:
    """The offered language that suits best, wishes in order of preference; English where none does.

    Lookup as in RFC 4647, 3.4: de-CH finds de, and zh-Hant-TW zh-Hant before zh.
    """
    known = {tag.lower(): tag for tag in offered}
    for wish in wanted:
        parts = (wish or "").replace("_", "-").lower().split("-")
        while parts:
            if "-".join(parts) in known:
                return known["-".join(parts)]
            parts.pop()
            if parts and len(parts[-1]) == 1:
                parts.pop()
    return FALLBACK


def day(when: date, language: str) -> str:
    """A date in the manner of a language: 30 November 2026, 30. November 2026."""
    months = text("language.months", language).split()
    written = {"day": when.day, "month": months[when.month - 1], "year": when.year}
    return text("language.date", language, **written)


def day_of_year(when: date, language: str) -> str:
    """A date of a year that is known: 30 November."""
    month = text("language.months", language).split()[when.month - 1]
    return text("language.day_and_month", language, day=when.day, month=month)


def with_weekday(when: date, language: str) -> str:
    """A date with its weekday: Monday 30 November 2026, Montag, 30. November 2026."""
    weekday = text("language.weekdays", language).split()[when.weekday()]
    return text("language.with_weekday", language, weekday=weekday, day=day(when, language))


def number(count: int, language: str) -> str:
    """A whole number in the manner of a language: 10,000, 10.000."""
    return f"{count:,}".replace(",", text("language.thousands", language))
