"""What an instrument says in other languages: read, fitted to what it asks, and what is missing.

The bank's translations lie beside it, one file for each language. Whatever is made from the bank
takes the translations of what it takes over unchanged; items of one's own bring theirs in the same
shape. A wave keeps them in its frozen instrument, so a language says the same as long as it is
open.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from survey.questionnaire.instrument import WRITTEN_IN, Instrument, Labels, Translation
from survey.questionnaire.scale import AGREEING
from survey.questionnaire.toml_table import TomlTable, read_toml
from survey.text import sentence

FOLDER, KEY = "translations", "translations"
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
FRAME = ("stem", "scale", "cannot_say")


def read_translations(folder: Path, bank: Instrument) -> tuple[Translation, ...]:
    """The translations beside a bank, by language. Errors: BadInput with file and key."""
    return tuple(_read(file, bank) for file in sorted((folder / FOLDER).glob("*.toml")))


def _read(file: Path, bank: Instrument) -> Translation:
    table = read_toml(file)
    translation = _translation(table, file.stem, bank)
    table.refuse_problems(file.name)
    return translation


def translations_in(table: TomlTable, instrument: Instrument) -> tuple[Translation, ...]:
    """The translations that an instrument's own file brings, by language."""
    found = _tables(table, KEY)
    return tuple(_translation(found[language], language, instrument) for language in sorted(found))


def fitted(bank: Instrument | None, instrument: Instrument) -> tuple[Translation, ...]:
    """The bank's translations of what an instrument takes over as it is, by language."""
    if bank is None:
        return ()
    items = {item.id for item in instrument.items}
    found = [_fit(translation, bank, instrument) for translation in bank.translations]
    return tuple(translation for translation in found if items & dict(translation.texts).keys())


def _fit(translation: Translation, bank: Instrument, instrument: Instrument) -> Translation:
    """What still holds where an instrument says the same in English as the bank."""
    same = dict(_texts_of(bank)).items() & dict(_texts_of(instrument)).items()
    kept = {id_ for id_, _ in same}
    return Translation(
        translation.language,
        translation.stem if instrument.stem == bank.stem else None,
        translation.scale if instrument.scale == bank.scale else None,
        translation.cannot_say if instrument.cannot_say == bank.cannot_say else None,
        tuple((id_, text) for id_, text in translation.texts if id_ in kept),
    )


def joined(one: Iterable[Translation], other: Iterable[Translation]) -> tuple[Translation, ...]:
    """Translations of two origins, by language; the other one's words come first."""
    found = {translation.language: translation for translation in one}
    for translation in other:
        language = translation.language
        found[language] = _over(found.get(language, Translation(language)), translation)
    return tuple(found[language] for language in sorted(found))


def _over(under: Translation, over: Translation) -> Translation:
    return Translation(
        under.language,
        over.stem or under.stem,
        over.scale or under.scale,
        over.cannot_say or under.cannot_say,
        tuple(sorted((dict(under.texts) | dict(over.texts)).items())),
    )


def as_table(translations: Iterable[Translation]) -> dict[str, dict[str, object]]:
    """Translations as `translations_in` reads them."""
    return {
        translation.language: {
            **{part: said for part in FRAME if (said := getattr(translation, part)) is not None},
            **({"texts": dict(translation.texts)} if translation.texts else {}),
        }
        for translation in translations
    }


def missing_in(instrument: Instrument, language: str) -> tuple[str, ...]:
    """What is asked in English although somebody reads this language: parts of the frame, items."""
    if language == WRITTEN_IN:
        return ()
    translation = instrument.translation(language)
    texts = dict(translation.texts)
    frame = [part for part in FRAME if getattr(translation, part) is None]
    return (*frame, *(item.id for item in instrument.items if item.id not in texts))


def _texts_of(instrument: Instrument) -> Iterable[tuple[str, str]]:
    """What an instrument says in English, by id."""
    yield from ((item.id, item.text) for item in instrument.items)
    yield from ((name.id, name.name) for name in (*instrument.constructs, *instrument.composites))


def _translation(table: TomlTable, language: str, instrument: Instrument) -> Translation:
    table.only(*FRAME, "texts", "whys")
    if not LANGUAGE.fullmatch(language) or language == WRITTEN_IN:
        table.wrong("language", sentence("refused.toml.language"))
    translation = Translation(
        language,
        table.text("stem") if table.has("stem") else None,
        labels_in(table) if table.has("scale") else None,
        table.text("cannot_say") if table.has("cannot_say") else None,
        _by_id(table, "texts", {id_ for id_, _ in _texts_of(instrument)}),
        _by_id(table, "whys", {item.id for item in instrument.items}),
    )
    if translation.cannot_say in (translation.scale or ()):
        table.wrong("cannot_say", sentence("refused.toml.label_twice"))
    return translation


def labels_in(table: TomlTable, usual: Labels = ()) -> Labels | None:
    """The labels of the scale, one a point; None, and a problem, where they do not fit."""
    labels = tuple(table.texts("scale", usual))
    if len(labels) == len(set(labels)) == AGREEING.top:
        return labels
    table.wrong("scale", sentence("refused.toml.labels"))
    return None


def _by_id(table: TomlTable, key: str, known: set[str]) -> tuple[tuple[str, str], ...]:
    texts = _table(table, key)
    for id_ in texts.values.keys() - known:
        texts.wrong(id_, sentence("refused.toml.no_id"))
    return tuple((id_, texts.text(id_)) for id_ in sorted(texts.values))


def _tables(table: TomlTable, key: str) -> Mapping[str, TomlTable]:
    found = _table(table, key)
    return {name: _table(found, name) for name in found.values}


def _table(table: TomlTable, key: str) -> TomlTable:
    """The table under a key; an empty one where it is missing or something else."""
    found = table.values.get(key, {})
    if not isinstance(found, dict):
        table.wrong(key, sentence("refused.toml.table"))
        found = {}
    return TomlTable(found, f"{table.path}{key}.", table.problems)
