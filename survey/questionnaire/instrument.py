"""What a wave asks: items, constructs and composites, parsed once from data into frozen types."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from survey.questionnaire.scale import Scale

WRITTEN_IN = "en"
Labels = tuple[str, ...]


class Kind(StrEnum):
    """How an item is answered."""

    AGREE5 = "agree5"
    SIGN = "sign"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Item:
    """One statement, warning sign or open prompt; `composite` is None where it feeds none."""

    id: str
    kind: Kind
    construct: str
    composite: str | None
    referent: str
    reverse: bool
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Named:
    """A construct or composite: its id and the name people read."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Translation:
    """What an instrument says in one more language; `texts` goes by id of item or name.

    What is None or absent has no translation, and is asked in English. `whys` say by id of item why
    it is asked; they are the bank's, and in no wave.
    """

    language: str
    stem: str | None = None
    scale: Labels | None = None
    cannot_say: str | None = None
    texts: tuple[tuple[str, str], ...] = ()
    whys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A named, versioned choice of items in the order they are asked.

    `scale` holds the labels of its points, `cannot_say` a further, quieter choice. It is
    written in English; `translations` are in the order of their languages.
    """

    key: str
    version: int
    name: str
    stem: str
    scale: Labels
    cannot_say: str
    items: tuple[Item, ...]
    constructs: tuple[Named, ...]
    composites: tuple[Named, ...]
    translations: tuple[Translation, ...] = ()

    @property
    def statements(self) -> tuple[Item, ...]:
        """The items answered on the scale, in the order asked."""
        return tuple(item for item in self.items if item.kind is Kind.AGREE5)

    @property
    def signs(self) -> tuple[Item, ...]:
        """The warning signs, in the order asked."""
        return tuple(item for item in self.items if item.kind is Kind.SIGN)

    @property
    def prompts(self) -> tuple[Item, ...]:
        """The open prompts, in the order asked."""
        return tuple(item for item in self.items if item.kind is Kind.OPEN)

    @property
    def answered_on(self) -> Scale:
        """The points of its statements."""
        return Scale(len(self.scale))

    @property
    def enough(self) -> int:
        """How many statements a ballot must answer to count: at least half (privacy rule 4)."""
        return (len(self.statements) + 1) // 2

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can be asked in, English first."""
        return (WRITTEN_IN, *(translation.language for translation in self.translations))

    def spoken_in(self, languages: Collection[str]) -> "Instrument":
        """The same instrument with these of its translations only."""
        kept = tuple(one for one in self.translations if one.language in languages)
        return replace(self, translations=kept)

    def asking(self, ids: Collection[str]) -> "Instrument":
        """The same instrument with these of its items only, and the names they are counted in."""
        items = tuple(item for item in self.items if item.id in ids)
        named = {name for item in items for name in (item.id, item.construct, item.composite)}
        return replace(
            self,
            items=items,
            constructs=tuple(one for one in self.constructs if one.id in named),
            composites=tuple(one for one in self.composites if one.id in named),
            translations=tuple(_about(named, one) for one in self.translations),
        )

    def in_language(self, language: str) -> "Instrument":
        """The same instrument as it is asked in one of its languages; the ids stay."""
        return _said_in(self.translation(language), self) if self.translations else self

    def translation(self, language: str) -> Translation:
        """What it says in a language; an empty one where it has no words in it."""
        found = (one for one in self.translations if one.language == language)
        return next(found, Translation(language))


def _about(named: Collection[str | None], translation: Translation) -> Translation:
    texts = tuple((id_, said) for id_, said in translation.texts if id_ in named)
    return replace(translation, texts=texts)


@lru_cache(maxsize=64)
def _said_in(translation: Translation, instrument: Instrument) -> Instrument:
    texts = dict(translation.texts)
    return replace(
        instrument,
        stem=translation.stem or instrument.stem,
        scale=translation.scale or instrument.scale,
        cannot_say=translation.cannot_say or instrument.cannot_say,
        items=tuple(replace(item, text=texts.get(item.id, item.text)) for item in instrument.items),
        constructs=tuple(Named(n.id, texts.get(n.id, n.name)) for n in instrument.constructs),
        composites=tuple(Named(n.id, texts.get(n.id, n.name)) for n in instrument.composites),
        translations=(),
    )


def composites(instrument: Instrument) -> Mapping[str, tuple[str, ...]]:
    """The statements that feed each composite."""
    fed = {
        composite.id: tuple(i.id for i in instrument.statements if i.composite == composite.id)
        for composite in instrument.composites
    }
    return {composite: items for composite, items in fed.items() if items}
