"""Which languages can readers be spoken to in, which do they get, and its dates and numbers?"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache, lru_cache

from survey.text import FALLBACK, LOCALES, Sentence, Told, catalogue, in_language, sentence, text


class Readers(StrEnum):
    """Who reads what; whoever reads HR's pages reads all others too."""

    ASKED = "asked"
    READING = "reading"
    HR = "hr"


ASKED = (
    *("language.", "pulse.", "form.", "light.", "sent.", "link.", "refusal.", "mail.", "promise."),
    *("proof.", "since.", "try.answer.", "menu.pulse", "menu.sent", "router.tab", "router.failed"),
)
HR = (
    *("waves.", "plan.", "series.", "check.", "closing.", "links.", "turnout.", "preview."),
    *("people.", "people_change.", "people_columns.", "undo_people.", "staying.", "roles."),
    *("questions.", "lint.", "quality.", "reports.", "decimals.", "history.", "uploads."),
    *("quarter.", "wave.", "brand.", "people_add.", "turnout_now."),
    *("record.", "retention.", "days.", "seat.", "told.", "leftovers.", "objection."),
    *("refused.answer.", "refused.answers.", "refused.bounces.", "refused.brand."),
    *("refused.calendar.", "refused.cell.", "refused.erasing.", "refused.file.", "refused.key."),
    *("refused.mail.", "refused.mark.", "refused.objection.", "refused.people.", "refused.plan."),
    *("refused.questions.", "refused.reason.", "refused.retention.", "refused.unit."),
    *("refused.wave.", "refused.why_not."),
)
OPERATOR = (
    *("told.check.", "told.clock.", "told.command.", "told.demo.", "told.keys_beside"),
    *("told.settings.", "backup.", "database."),
    *("refused.demo.", "refused.desk.", "refused.provider.", "refused.toml."),
)
"""What commands and the log say: in English only, to whoever runs Same Boat."""


@cache
def languages_for(readers: Readers) -> tuple[str, ...]:
    """The languages that have every sentence some readers meet, English first."""
    known = sorted(file.stem for file in LOCALES.glob("*.toml") if file.stem != FALLBACK)
    return (FALLBACK, *(tag for tag in known if not untold(tag, readers)))


def languages() -> tuple[str, ...]:
    """The languages that have every sentence for whoever answers, English first."""
    return languages_for(Readers.ASKED)


def untold(language: str, readers: Readers) -> tuple[str, ...]:
    """The sentences for some readers that a language lacks, by key."""
    return tuple(sorted(told(FALLBACK, readers) - told(language, readers)))


def told(language: str, readers: Readers) -> frozenset[str]:
    """The sentences for some readers that a language has, by key."""
    return frozenset(key for key in catalogue(language) if _is_for(key, readers))


def _is_for(key: str, readers: Readers) -> bool:
    if key.startswith(ASKED):
        return True
    if readers is Readers.ASKED or key.startswith(OPERATOR):
        return False
    return readers is Readers.HR or not key.startswith(HR)


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


def moment(when: datetime, language: str) -> str:
    """A day and an hour, on the clocks `when` is given in: 30 November 2026, 18:00."""
    return text("language.moment", language, day=day(when, language), hour=f"{when:%H:%M}")


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


class Counted(Told):
    """A whole number, 10,000, that can be said in the manner of any language."""

    __slots__ = ("amount",)
    amount: int

    def in_language(self, language: str) -> str:
        """The same in the manner of another language: 10.000."""
        return number(self.amount, language)


def counted(count: int) -> Counted:
    """A whole number for a sentence whose reader is not known yet."""
    said = Counted(f"{count:,}")
    said.amount = count
    return said


def decimal(value: float, language: str, *, places: int = 1) -> str:
    """A number with decimals in the manner of a language: 12.5, 12,5."""
    return in_language(fraction(value, places=places), language)


@lru_cache(maxsize=4096)
def fraction(value: float, *, places: int = 1, sign: str = "") -> Sentence:
    """A number with decimals, 12.5, that can be said in the manner of any language."""
    whole, _, part = f"{value:.{places}f}".partition(".")
    return sentence("language.decimal", whole=f"{sign}{whole}", part=part)
