"""Reading instruments: files into frozen types, and the frozen form that a wave keeps.

A file stands alone, or names items of the bank by id. The bank (`bank.toml` in the same folder) is
itself written as an instrument, which asks everything and is never launched. Ids of items,
constructs and composites are the names of published measures, so no two may be the same.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path

from survey.errors import BadInput
from survey.questionnaire.instrument import Instrument, Item, Kind, Named
from survey.questionnaire.toml_table import TomlTable, read_toml
from survey.questionnaire.translations import KEY as TRANSLATIONS
from survey.questionnaire.translations import (
    as_table,
    fitted,
    joined,
    labels_in,
    read_translations,
    translations_in,
)
from survey.text import sentence

BANK = "bank.toml"
MOST_ITEMS = 60
RESERVED_ID = "participation"
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
FIELDS = (
    *("key", "version", "name", "stem", "scale", "cannot_say"),
    *("composites", "constructs", "items", "offered", TRANSLATIONS),
)


def load_instruments(folder: Path) -> Mapping[str, Instrument]:
    """Every instrument of a folder by key, the bank left out.

    Errors: BadInput with the file, the line or key, and what is wrong.
    """
    bank = read_bank(folder)
    found: dict[str, Instrument] = {}
    for file in _files(folder):
        instrument = read_instrument(file, bank)
        if instrument.key in found:
            raise BadInput(sentence("refused.toml.key_taken", file=file.name))
        found[instrument.key] = instrument
    return found


def load_offered(folder: Path) -> Mapping[str, Instrument]:
    """Those of a folder that HR may ask, by key: the files that say which place they take.

    Errors: BadInput.
    """
    known = load_instruments(folder)
    places: dict[str, int] = {}
    for file in _files(folder):
        table = read_toml(file)
        if table.has("offered"):
            places[table.text("key")] = table.whole("offered")
    return {key: known[key] for key in sorted(places, key=places.__getitem__)}


def _files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.glob("*.toml")) if file.name != BANK]


def read_bank(folder: Path) -> Instrument | None:
    """The question bank of a folder, or None where it has none. Errors: BadInput."""
    file = folder / BANK
    if not file.exists():
        return None
    bank = read_instrument(file)
    return replace(bank, translations=read_translations(folder, bank))


def read_instrument(file: Path, bank: Instrument | None = None) -> Instrument:
    """The instrument of one file. Errors: BadInput."""
    return _read(read_toml(file), file.name, bank)


@lru_cache(maxsize=64)
def freeze(instrument: Instrument) -> str:
    """The instrument as one canonical line of JSON, which needs no bank to be read again."""
    values = asdict(instrument)
    del values[TRANSLATIONS]
    if instrument.translations:
        values[TRANSLATIONS] = as_table(instrument.translations)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@lru_cache(maxsize=64)
def thaw(text: str) -> Instrument:
    """The instrument that `freeze` wrote. Errors: BadInput."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(sentence("refused.toml.not_json")) from error
    table = values if isinstance(values, dict) else {}
    return _read(TomlTable(table), sentence("refused.toml.frozen"), None)


def _read(table: TomlTable, name: str, bank: Instrument | None) -> Instrument:
    instrument = _translated(table, _instrument(table, bank), bank)
    table.refuse_problems(name)
    _check(table, instrument)
    table.refuse_problems(name)
    return instrument


def _translated(table: TomlTable, instrument: Instrument, bank: Instrument | None) -> Instrument:
    own = translations_in(table, instrument)
    return replace(instrument, translations=joined(fitted(bank, instrument), own))


def _instrument(table: TomlTable, bank: Instrument | None) -> Instrument:
    table.only(*FIELDS)
    items = tuple(_items(table, bank))
    return Instrument(
        key=table.matching("key", KEY, "refused.toml.key"),
        version=table.whole("version"),
        name=table.text("name"),
        stem=table.text("stem", bank.stem if bank else None),
        scale=labels_in(table, bank.scale if bank else ()) or (),
        cannot_say=table.text("cannot_say", bank.cannot_say if bank else None),
        items=items,
        constructs=_used(bank.constructs if bank else (), {i.construct for i in items})
        + tuple(_named(table, "constructs", bank)),
        composites=_used(bank.composites if bank else (), {i.composite for i in items})
        + tuple(_named(table, "composites", bank)),
    )


def _items(table: TomlTable, bank: Instrument | None) -> Iterable[Item]:
    known = {item.id: item for item in bank.items} if bank else {}
    for entry in table.entries("items"):
        match entry:
            case str() if entry in known:
                yield known[entry]
            case str():
                table.wrong(f"items[{entry}]", sentence("refused.toml.no_item"))
            case _:
                yield _item(entry, bank)


def _item(table: TomlTable, bank: Instrument | None) -> Item:
    table.only("id", "kind", "construct", "composite", "referent", "reverse", "text", "why")
    kind = _kind(table)
    reverse = table.flag("reverse")
    if reverse and kind is not Kind.AGREE5:
        table.wrong("reverse", sentence("refused.toml.reverse"))
    return Item(
        id=_id(table, bank),
        kind=kind,
        construct=table.text("construct"),
        composite=table.text("composite") if table.has("composite") else None,
        referent=table.words("referent"),
        reverse=reverse,
        text=table.text("text"),
        why=table.words("why"),
    )


def _kind(table: TomlTable) -> Kind:
    kind = table.text("kind")
    if kind in list(Kind):
        return Kind(kind)
    if kind:
        table.wrong("kind", sentence("refused.toml.unknown_kind", known=", ".join(Kind)))
    return Kind.AGREE5


def _id(table: TomlTable, bank: Instrument | None) -> str:
    found = table.matching("id", ID, "refused.toml.id")
    if found == RESERVED_ID:
        table.wrong("id", sentence("refused.toml.participation"))
    if bank and found in _ids(bank):
        table.wrong("id", sentence("refused.toml.in_bank"))
    return found


def _named(table: TomlTable, key: str, bank: Instrument | None) -> Iterable[Named]:
    for entry in table.tables(key):
        entry.only("id", "name")
        yield Named(id=_id(entry, bank), name=entry.text("name"))


def _used(known: Iterable[Named], ids: Set[str | None]) -> tuple[Named, ...]:
    return tuple(named for named in known if named.id in ids)


def _ids(instrument: Instrument) -> list[str]:
    named = (*instrument.constructs, *instrument.composites)
    return [item.id for item in instrument.items] + [name.id for name in named]


def _check(table: TomlTable, instrument: Instrument) -> None:
    constructs = {construct.id for construct in instrument.constructs}
    composites = {composite.id for composite in instrument.composites} | {None}
    for item in instrument.items:
        if item.construct not in constructs:
            table.wrong(
                f"items[{item.id}].construct",
                sentence("refused.toml.no_construct", construct=item.construct),
            )
        if item.composite not in composites:
            table.wrong(
                f"items[{item.id}].composite",
                sentence("refused.toml.no_composite", composite=item.composite),
            )
    for id_, times in Counter(_ids(instrument)).items():
        if times > 1:
            table.wrong(id_, sentence("refused.toml.id_twice"))
    if instrument.cannot_say in instrument.scale:
        table.wrong("cannot_say", sentence("refused.toml.label_twice"))
    if not instrument.statements:
        table.wrong("items", sentence("refused.toml.no_statement"))
    if len(instrument.items) > MOST_ITEMS:
        table.wrong("items", sentence("refused.toml.items", most=MOST_ITEMS))
