"""A mapping as a small TOML file: written to be read and changed by people, and read again."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence

from survey.errors import BadInput, Problem
from survey.imports.history.mapping import HistoryMapping, ItemScale, Repeats, SignSource
from survey.imports.history.reading import Reading
from survey.imports.words import toml_text
from survey.text import sentence

MOST_BYTES = 256 * 1024
TABLES = ("statements", "also", "signs", "prompts", "units", "scale", "scales", "only")
KEYS = (
    *("instrument", "unit_column", "everybody", "turned", "no_answer", "repeats", "steps", "sheet"),
    *TABLES,
)


def mapping_toml(mapping: HistoryMapping, *, seen: Sequence[str] = ()) -> str:
    """The file of a mapping; the same for the same mapping. `seen` are values to say points for."""
    notes = (
        [f"# {sentence('history.seen', values=', '.join(map(toml_text, seen)))}"] if seen else []
    )
    return "\n".join([*_lines(mapping), *notes]) + "\n"


def _lines(mapping: HistoryMapping) -> Iterator[str]:
    yield f"# {sentence('history.toml_about')}"
    yield f"instrument = {toml_text(mapping.instrument)}"
    yield f"unit_column = {toml_text(mapping.unit_column)}"
    yield f"everybody = {toml_text(mapping.everybody)}"
    yield f"turned = {_list(sorted(mapping.turned))}"
    yield f"no_answer = {_list(mapping.no_answer)}"
    yield f"repeats = {toml_text(mapping.repeats)}  # {sentence('history.holds.repeats')}"
    yield f"steps = {toml_text(mapping.steps)}  # {sentence('history.holds.steps')}"
    yield f"sheet = {toml_text(mapping.reading.sheet)}  # {sentence('history.holds.sheet')}"
    yield from _table("only", {c: toml_text(v) for c, v in mapping.reading.only.items()})
    yield from _table("statements", {i: toml_text(c) for i, c in mapping.statements.items()})
    yield from _table("also", {i: _list(more) for i, more in mapping.also.items() if more})
    yield from _table("signs", {i: _sign(source) for i, source in mapping.signs.items()})
    yield from _table("prompts", {i: toml_text(c) for i, c in mapping.prompts.items()})
    yield from _table("units", {value: toml_text(key) for value, key in mapping.units.items()})
    yield from _table("scale", {value: str(point) for value, point in mapping.scale.items()})
    yield from _table("scales", {i: _own_scale(scale) for i, scale in mapping.scales.items()})


def _table(name: str, values: Mapping[str, str]) -> Iterator[str]:
    yield f"\n[{name}]  # {sentence(f'history.holds.{name}')}"
    yield from (f"{toml_text(key)} = {value}" for key, value in values.items())


def _sign(source: SignSource) -> str:
    return f"{{ column = {toml_text(source.column)}, option = {toml_text(source.option)} }}"


def _own_scale(scale: ItemScale) -> str:
    """The ends of a scale, or what each value stands for."""
    if scale.steps:
        return toml_text(scale.steps)
    return "{ " + ", ".join(f"{toml_text(value)} = {p}" for value, p in scale.worth.items()) + " }"


def _list(values: tuple[str, ...] | list[str]) -> str:
    return f"[{', '.join(map(toml_text, values))}]"


def read_mapping(file: bytes) -> HistoryMapping:
    """The mapping of a file that mapping_toml wrote or a person changed. Errors: BadInput."""
    values = _values(file)
    problems = [
        Problem(sentence("history.toml_unknown", known=", ".join(KEYS)), column=key[:40])
        for key in values
        if key not in KEYS
    ]
    reader = _Reader(values, problems)
    mapping = HistoryMapping(
        instrument=reader.words("instrument"),
        statements=reader.texts("statements"),
        signs=reader.signs(),
        prompts=reader.texts("prompts"),
        unit_column=reader.words("unit_column"),
        units=reader.texts("units"),
        everybody=reader.words("everybody"),
        scale=reader.points(),
        turned=frozenset(reader.names("turned")),
        no_answer=reader.names("no_answer"),
        repeats=reader.repeats(),
        steps=reader.words("steps"),
        also=reader.lists("also"),
        scales=reader.scales(),
        reading=Reading(reader.words("sheet"), reader.texts("only")),
    )
    if problems:
        raise BadInput(sentence("history.toml_refused"), problems)
    return mapping


def _values(file: bytes) -> dict[str, object]:
    if len(file) > MOST_BYTES:
        raise BadInput(sentence("history.toml_unreadable"))
    try:
        return tomllib.loads(file.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        # What the file holds instead may be anything, an export with addresses too.
        raise BadInput(sentence("history.toml_unreadable")) from None


class _Reader:
    """Takes values out of the outermost table, and notes what is not as it should be."""

    def __init__(self, values: Mapping[str, object], problems: list[Problem]) -> None:
        self._values, self._problems = values, problems

    def words(self, key: str) -> str:
        """A text; empty where there is none."""
        found = self._values.get(key, "")
        if isinstance(found, str):
            return found
        self._wrong(key)
        return ""

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self._values.get(key, [])
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return tuple(found)
        self._wrong(key)
        return ()

    def texts(self, key: str) -> dict[str, str]:
        """A table of texts."""
        found = self._table(key)
        if not all(isinstance(value, str) for value in found.values()):
            self._wrong(key)
        return {name: value for name, value in found.items() if isinstance(value, str)}

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table of lists of texts."""
        found: dict[str, tuple[str, ...]] = {}
        for name, value in self._table(key).items():
            if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
                found[name] = tuple(value)
            else:
                self._wrong(key)
        return found

    def scales(self) -> dict[str, ItemScale]:
        """A table of scales: each by its ends, or by what each value stands for."""
        found: dict[str, ItemScale] = {}
        for name, value in self._table("scales").items():
            match value:
                case str():
                    found[name] = ItemScale(steps=value)
                case dict() if value and all(type(point) is int for point in value.values()):
                    found[name] = ItemScale(worth=value)
                case _:
                    self._wrong("scales")
        return found

    def points(self) -> dict[str, int]:
        """A table of whole numbers."""
        found = self._table("scale")
        if not all(type(value) is int for value in found.values()):
            self._wrong("scale")
        return {name: value for name, value in found.items() if isinstance(value, int)}

    def repeats(self) -> Repeats:
        """Which row counts of somebody who has several."""
        found = self.words("repeats")
        if found in list(Repeats):
            return Repeats(found)
        self._wrong("repeats")
        return Repeats.UNSAID

    def signs(self) -> dict[str, SignSource]:
        """Where each sign was ticked."""
        found: dict[str, SignSource] = {}
        for id_, value in self._table("signs").items():
            match value:
                case {"column": str(column), "option": str(option), **rest} if not rest:
                    found[id_] = SignSource(column, option)
                case {"column": str(column), **rest} if not rest:
                    found[id_] = SignSource(column)
                case _:
                    self._wrong("signs")
        return found

    def _table(self, key: str) -> Mapping[str, object]:
        found = self._values.get(key, {})
        if isinstance(found, dict):
            return found
        self._wrong(key)
        return {}

    def _wrong(self, key: str) -> None:
        self._problems.append(Problem(sentence("history.toml_wrong"), column=key))
