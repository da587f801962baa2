"""Every sentence on screen, by key and language, read once from data/locales."""

import re
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from survey.errors import SameBoatError
from survey.settings import CONTENT

LOCALES = CONTENT / "locales"
FALLBACK = "en"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def text(key: str, language: str, /, **values: object) -> str:
    """The sentence of a dotted key, its placeholders filled; English where there is no other.

    `language` is a tag such as "de" or "de-CH". A key that is nowhere raises KeyError.
    """
    said = catalogue(language).get(key) or catalogue(FALLBACK)[key]
    return said.format(**{k: _said(v, language) for k, v in values.items()}) if values else said


class Told(str, ABC):
    """English words that are raised or kept, and can still be said in another language."""

    __slots__ = ()

    @abstractmethod
    def in_language(self, language: str) -> str:
        """The same in another language."""


class Sentence(Told):
    """A sentence of the catalogue."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, object]

    def in_language(self, language: str) -> str:
        """The same with the sentences in it, in another language; English where there is none."""
        return text(self.key, language, **self.values)


class Joined(Told):
    """Some words one after the other, each of which may be said in another language."""

    __slots__ = ("between", "parts")
    between: str
    parts: tuple[str, ...]

    def in_language(self, language: str) -> str:
        """The same with each part, and what is between them, in another language."""
        between, *parts = (str(_said(one, language)) for one in (self.between, *self.parts))
        return between.join(parts)


def joined(parts: Iterable[str], between: str = ", ") -> Joined:
    """Some words as one text for an error, in which each can still be said in another language."""
    those = tuple(parts)
    said = Joined(between.join(those))
    said.between, said.parts = between, those
    return said


def listed(parts: Sequence[str], language: str) -> str:
    """Some words in a row, the last of several after "and"."""
    *first, last = parts
    return text("told.listed", language, first=", ".join(first), last=last) if first else last


def in_language(told: object, language: str) -> str:
    """What is told, as an error too, in a language where it can be said in it, else as it is."""
    match told:
        case SameBoatError(args=(words, *_)):
            return str(_said(words, language))
        case _:
            return str(_said(told, language))


def _said(told: object, language: str) -> object:
    return told.in_language(language) if isinstance(told, Told) else told


def sentence(key: str, /, **values: object) -> Sentence:
    """The sentence of a key for an error, which is told far from where its reader is known."""
    said = Sentence(text(key, FALLBACK, **values))
    said.key, said.values = key, values
    return said


@cache
def catalogue(language: str, folder: Path = LOCALES) -> Mapping[str, str]:
    """Every sentence of one language by dotted key; empty where we do not speak it."""
    found = _LANGUAGE.match(language.lower())
    file = folder / f"{found[0]}.toml" if found else None
    if file is None or not file.exists():
        return MappingProxyType({})
    return MappingProxyType(dict(flat(tomllib.loads(file.read_text("utf-8")))))


@cache
def words_that_are_names(language: str = FALLBACK) -> frozenset[str]:
    """Ordinary words of a language that are people's names too, in small letters."""
    file = LOCALES / f"{language}_words_that_are_names.txt"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The sentences of nested tables by dotted key."""
    for key, value in table.items():
        match value:
            case str():
                yield prefix + key, value
            case dict():
                yield from flat(value, f"{prefix}{key}.")
            case _:
                raise ValueError(f"{prefix}{key}: a sentence or a table of sentences expected")
