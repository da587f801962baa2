"""In which words are questions and what they measure read about, in the language of a reader?

A wave is asked in the words it was planned with. Its reports are read years later, by people of any
language: so what the wave has no words for is said in those of the bank, where the wave asked the
same in English; an organisation's own wording stays as it was asked.
"""

from dataclasses import replace
from functools import cache, lru_cache

from survey.questionnaire.derived import PURPOSE, RESPONSIBILITY_FOCUS
from survey.questionnaire.instrument import WRITTEN_IN, Instrument
from survey.questionnaire.shipped import bank, shipped
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
    return replace(said, items=tuple(items), name=_name(instrument, language))


def _name(instrument: Instrument, language: str) -> str:
    """What an instrument is called: one we ship has a name in each language."""
    ours = shipped().get(instrument.key)
    if ours is None or ours.name != instrument.name:
        return instrument.name
    return text(f"instruments.{instrument.key}", language)


def derived_names(language: str) -> dict[str, str]:
    """What figures are called that are put together from others, by id."""
    return {id_: text(key, language) for id_, key in DERIVED_NAMES.items()}


class Called(Told):
    """The English name of a measure, by its id, that can be said in another language."""

    __slots__ = ("id", "kept")
    id: str
    kept: str

    def in_language(self, language: str) -> str:
        """The same in another language; as it is where the bank has other words for this id."""
        if _names(WRITTEN_IN).get(self.id) != self.kept:
            return str(self)
        return self._shown(_names(language).get(self.id, self.kept))

    def _shown(self, name: str) -> str:
        return name


class Quoted(Called):
    """The same inside a sentence, which has a full stop of its own."""

    __slots__ = ()

    def _shown(self, name: str) -> str:
        return name.rstrip(".")


def called(measure: str | None, name: str) -> str:
    """A name that was kept in English, as what can be said in another language."""
    return _told(Called(name), measure, name)


def quoted(measure: str | None, name: str) -> str:
    """The same for the middle of a sentence: without the full stop that a statement ends with."""
    return _told(Quoted(name.rstrip(".")), measure, name)


def _told(said: Called, measure: str | None, name: str) -> str:
    said.id, said.kept = measure or "", name
    return said


@cache
def _names(language: str) -> dict[str, str]:
    """What the bank calls all that it asks and measures, by id."""
    of = spoken(bank(), language)
    named = {one.id: one.name for one in (*of.constructs, *of.composites)}
    return {item.id: item.text for item in of.items} | named | derived_names(language)
