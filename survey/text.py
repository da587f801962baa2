"""Every sentence on screen, by key and language, read once from data/locales."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from survey.settings import CONTENT

LOCALES = CONTENT / "locales"
FALLBACK = "en"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def text(key: str, language: str = FALLBACK, /, **values: object) -> str:
    """The sentence of a dotted key, its placeholders filled; English where there is no other.

    `language` is a tag such as "de" or "de-CH". A key that is nowhere raises KeyError.
    """
    sentence = catalogue(language).get(key) or catalogue(FALLBACK)[key]
    return sentence.format(**values) if values else sentence


@cache
def catalogue(language: str, folder: Path = LOCALES) -> Mapping[str, str]:
    """Every sentence of one language by dotted key; empty where we do not speak it."""
    found = _LANGUAGE.match(language.lower())
    file = folder / f"{found[0]}.toml" if found else None
    if file is None or not file.exists():
        return MappingProxyType({})
    return MappingProxyType(dict(_flat(tomllib.loads(file.read_text("utf-8")))))


@cache
def words_that_are_names(file: Path = LOCALES / "en_words_that_are_names.txt") -> frozenset[str]:
    """Ordinary words that are people's names too, in small letters."""
    lines = file.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        match value:
            case str():
                yield prefix + key, value
            case dict():
                yield from _flat(value, f"{prefix}{key}.")
            case _:
                raise ValueError(f"{prefix}{key}: a sentence or a table of sentences expected")
