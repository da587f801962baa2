"""In which words are questions and what they measure read about, in the language of a reader?

A wave is asked in the words it was planned with. Its reports are read years later, by people of any
language: so what the wave has no words for is said in those of the bank, where the wave asked the
same in English; an organisation's own wording stays as it was asked.
"""

from dataclasses import replace
from functools import cache, lru_cache

from survey.questionnaire.derived import PURPOSE, RESPONSIBILITY_FOCUS
from survey.questionnaire.instrument import WRITTEN_IN, Instrument
from survey.questionnaire.shipped import bank
from survey.questionnaire.translations import fitted, joined
from survey.text import Told, text

DERIVED_NAMES = {RESPONSIBILITY_FOCUS: "sources.focus", PURPOSE: "maps.purpose"}
"""The figures that no instrument names."""


@lru_cache(maxsize=256)
def spoken(instrument: Instrument, language: str) -> Instrument:
    """An instrument as a reader of a language is told of it; the ids stay."""
    if language == WRITTEN_IN:
        return instrument
    known = joined(fitted(bank(), instrument), instrument.translations)
    said = replace(instrument, translations=known).in_language(language)
    english = {item.id: item.why for item in bank().items}
    whys = dict(bank().translation(language).whys)
    items = (
        replace(item, why=whys.get(item.id, item.why)) if english.get(item.id) == item.why else item
        for item in said.items
    )
    return replace(said, items=tuple(items))


def derived_names(language: str) -> dict[str, str]:
    """What figures are called that are put together from others, by id."""
    return {id_: text(key, language) for id_, key in DERIVED_NAMES.items()}


class Called(Told):
    """The English name of a measure, by its id, that can be said in another language."""

    __slots__ = ("id",)
    id: str

    def in_language(self, language: str) -> str:
        """The same in another language; as it is where the bank has other words for this id."""
        english, said = _names(WRITTEN_IN), _names(language)
        return said.get(self.id, self) if english.get(self.id) == self else str(self)


def called(measure: str | None, name: str) -> str:
    """A name that was kept in English, as what can be said in another language."""
    said = Called(name)
    said.id = measure or ""
    return said


@cache
def _names(language: str) -> dict[str, str]:
    """What the bank calls all that it asks and measures, by id."""
    of = spoken(bank(), language)
    named = {one.id: one.name for one in (*of.constructs, *of.composites)}
    return {item.id: item.text for item in of.items} | named | derived_names(language)
