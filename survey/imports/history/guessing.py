"""Which column is probably which item, and which is the unit? Shown to a person, who decides."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from survey.imports.history.export import Column, Export
from survey.imports.history.mapping import HistoryMapping, SignSource
from survey.imports.history.scales import guess_scale
from survey.imports.words import fold, words
from survey.organisation.structure import Unit
from survey.questionnaire.instrument import Instrument, Item

ALIKE = 0.6
LOOKED_AT = 2_000
MOST_UNITS = 500
LONGEST_UNIT = 100
SAME = 2.0

_OPTION = re.compile(r"\[([^\[\]]+)\]\s*$")
_PREFIX = re.compile(r"^\s*([\w\[\]-]{1,20})[.:]\s+(?=\S)")
_WORD = re.compile(r"\w+")


def guess(export: Export, instrument: Instrument, units: Mapping[str, Unit]) -> HistoryMapping:
    """A mapping to begin with: items by code or likeness, units by key or name."""
    columns, languages = export.columns, _in_every_language(instrument)
    statements = _pairs(_statements(instrument), columns)
    taken = set(statements.values())
    prompts = _pairs([asked.prompts for asked in languages], _without(columns, taken))
    taken |= set(prompts.values())
    signs = _signs(export, [asked.signs for asked in languages], _without(columns, taken))
    taken |= {source.column for source in signs.values()}
    unit_column = next(iter(unit_columns(export, units, _without(columns, taken))), "")
    return HistoryMapping(
        instrument=instrument.key,
        statements=statements,
        signs=signs,
        prompts=prompts,
        unit_column=unit_column,
        units=guess_units(unit_values(export, unit_column), units) if unit_column else {},
        scale=guess_scale(_seen(export, statements.values()), [a.scale for a in languages]),
        no_answer=tuple(dict.fromkeys(asked.cannot_say for asked in languages)),
        reading=export.reading,
    )


def guess_instrument(export: Export, known: Mapping[str, Instrument]) -> str:
    """The key of the instrument most of which an export has; of equals the first."""

    def found(key: str) -> tuple[float, int]:
        mapped = len(_pairs(_statements(known[key]), export.columns))
        return mapped / len(known[key].statements), mapped

    return max(known, key=found)


def _statements(instrument: Instrument) -> list[Sequence[Item]]:
    return [asked.statements for asked in _in_every_language(instrument)]


def _in_every_language(instrument: Instrument) -> list[Instrument]:
    return [instrument.in_language(language) for language in instrument.languages]


def guess_units(values: Iterable[str], units: Mapping[str, Unit]) -> dict[str, str]:
    """The units whose key or name a value is; values that are neither are left for a person.

    In an organisation without units each value is a new one.
    """
    if not units:
        return {value: value for value in values}
    names = {fold(unit.name): key for key, unit in units.items()}
    keys = names | {fold(key): key for key in units}
    return {value: keys[fold(value)] for value in values if fold(value) in keys}


def unit_values(export: Export, column: str) -> list[str]:
    """The values of a column that may be units, most frequent first; none when it looks unlike."""
    found: dict[str, str] = {}
    count: dict[str, int] = {}
    for cell in export.cells(column):
        if folded := fold(cell):
            found.setdefault(folded, cell)
            count[folded] = count.get(folded, 0) + 1
    if len(found) > MOST_UNITS or any(len(value) > LONGEST_UNIT for value in found.values()):
        return []
    return [found[folded] for folded in sorted(count, key=lambda f: (-count[f], f))]


def fitting(export: Export, instrument: Instrument) -> dict[str, list[str]]:
    """The columns that have the code or exactly the words of each item, in any language."""
    said = [(column.name, set(_codes(column)), _bags(column)) for column in export.columns]
    found: dict[str, dict[str, None]] = {item.id: {} for item in instrument.items}
    for item in (item for asked in _in_every_language(instrument) for item in asked.items):
        fit = (name for name, codes, bags in said if _alike(item, codes, bags) >= 1)
        found[item.id].update(dict.fromkeys(fit))
    return {id_: list(names) for id_, names in found.items()}


def _without(columns: Sequence[Column], taken: set[str]) -> list[Column]:
    return [column for column in columns if column.name not in taken]


def _pairs(asked: Sequence[Sequence[Item]], columns: Sequence[Column]) -> dict[str, str]:
    """The likeliest column for each item, each column once; `asked` are the items by language."""
    said = [(column.name, set(_codes(column)), _bags(column)) for column in columns]
    pairs = [
        (alike, item.id, name)
        for items in asked
        for item in items
        for name, codes, bags in said
        if (alike := _alike(item, codes, bags)) >= ALIKE
    ]
    found: dict[str, str] = {}
    for _, id_, name in sorted(pairs, key=lambda pair: -pair[0]):
        if id_ not in found and name not in found.values():
            found[id_] = name
    return {item.id: found[item.id] for item in asked[0] if item.id in found}


def _alike(item: Item, codes: set[str], bags: Sequence[frozenset[str]]) -> float:
    if fold(item.id) in codes:
        return SAME
    own = _bag(item.text)
    return max((_shared(own, bag) for bag in bags), default=0.0)


def _shared(own: frozenset[str], bag: frozenset[str]) -> float:
    """The words of both among those of either, without building the latter: a bag may be large."""
    both = len(own & bag)
    return both / max(1, len(own) + len(bag) - both)


def _codes(column: Column) -> Iterator[str]:
    yield fold(column.name)
    if option := _OPTION.search(column.name):
        yield fold(option[1])
    if prefix := _PREFIX.match(column.name):
        yield fold(prefix[1])


def _bags(column: Column) -> list[frozenset[str]]:
    """The words of a question: as a whole, without its number, and of its row alone."""
    texts = [column.wording, _PREFIX.sub("", column.wording)]
    if option := _OPTION.search(column.wording):
        texts.append(option[1])
    texts.append(column.wording.rpartition(" - ")[2])
    return [_bag(text) for text in texts]


def _bag(said: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(said)))


def _signs(
    export: Export, asked: Sequence[Sequence[Item]], columns: Sequence[Column]
) -> dict[str, SignSource]:
    """A column of its own for each sign, or else the first list that names it."""
    found = {id_: SignSource(name) for id_, name in _pairs(asked, columns).items()}
    free = _without(columns, {source.column for source in found.values()})
    lists = {
        column.name: {fold(cell) for cell in export.cells(column.name)[:LOOKED_AT]}
        for column in free
    }
    for sign in (sign for signs in asked for sign in signs if sign.id not in found):
        option = fold(sign.text)
        name = next((n for n, said in lists.items() if any(option in s for s in said)), None)
        if name is not None:
            found[sign.id] = SignSource(name, sign.text)
    return found


def unit_columns(export: Export, units: Mapping[str, Unit], columns: Sequence[Column]) -> list[str]:
    """The columns that may be the unit, likeliest first: most of their values are units we know.

    Where there is none, those that are called so. Any other would be a guess without a reason.
    """
    shares = {column.name: _share(unit_values(export, column.name), units) for column in columns}
    known = [name for name in shares if 2 * shares[name] >= 1]
    if known:
        return sorted(known, key=lambda name: -shares[name])
    called = {fold(column.wording): column.name for column in reversed(columns)}
    called |= {fold(column.name): column.name for column in reversed(columns)}
    return list(dict.fromkeys(called[name] for name in words("unit", "names") if name in called))


def _share(values: Sequence[str], units: Mapping[str, Unit]) -> float:
    """How many of some values are units; in an organisation without any, none."""
    return len(guess_units(values, units)) / len(values) if values and units else 0.0


def _seen(export: Export, columns: Iterable[str]) -> set[str]:
    """Every value of some columns once."""
    wanted = set(columns)
    places = [place for place, name in enumerate(export.names) if name in wanted]
    return {row.cells[place] for row in export.rows for place in places}


def missing_units(export: Export, mapping: HistoryMapping) -> list[str]:
    """The values of the unit column that the mapping says nothing about."""
    if not mapping.unit_column:
        return []
    said = {fold(value) for value in mapping.units}
    return [v for v in unit_values(export, mapping.unit_column) if fold(v) not in said]


def filled_in(mapping: HistoryMapping, export: Export, units: Mapping[str, Unit]) -> dict[str, str]:
    """The units of a mapping, and of values it does not know those that are units by name."""
    return dict(mapping.units) | guess_units(missing_units(export, mapping), units)
