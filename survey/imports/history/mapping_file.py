"""A mapping as a small TOML file: written to be read and changed by people, and read again."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from survey.errors import BadInput, Problem
from survey.imports.history.mapping import HistoryMapping, ItemScale, Repeats, SignSource
from survey.imports.history.reading import Reading
from survey.imports.words import toml_text
from survey.text import sentence

MOST_BYTES = 256 * 1024


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


class _Sign(BaseModel, strict=True, extra="forbid"):
    column: str
    option: str = ""


class _File(BaseModel, strict=True, extra="forbid"):
    """What may stand in the file."""

    instrument: str = ""
    unit_column: str = ""
    everybody: str = ""
    turned: frozenset[str] = Field(frozenset(), strict=False)
    no_answer: tuple[str, ...] = Field((), strict=False)
    repeats: Repeats = Field(Repeats.UNSAID, strict=False)
    steps: str = ""
    sheet: str = ""
    statements: dict[str, str] = {}
    also: dict[str, Annotated[tuple[str, ...], Field(strict=False, min_length=1)]] = {}
    signs: dict[str, _Sign] = {}
    prompts: dict[str, str] = {}
    units: dict[str, str] = {}
    scale: dict[str, int] = {}
    scales: dict[str, str | Annotated[dict[str, int], Field(min_length=1)]] = {}
    only: dict[str, str] = {}


KEYS = tuple(_File.model_fields)


def read_mapping(file: bytes) -> HistoryMapping:
    """The mapping of a file that mapping_toml wrote or a person changed. Errors: BadInput."""
    values = _values(file)
    try:
        read = _File.model_validate(values)
    except ValidationError as wrong:
        # Only the names of keys are taken: what stands there may be an export.
        keys = dict.fromkeys(str(one["loc"][0]) for one in wrong.errors(include_input=False))
        raise BadInput(sentence("history.toml_refused"), list(map(_problem, keys))) from None
    return HistoryMapping(
        instrument=read.instrument,
        statements=read.statements,
        signs={key: SignSource(one.column, one.option) for key, one in read.signs.items()},
        prompts=read.prompts,
        unit_column=read.unit_column,
        units=read.units,
        everybody=read.everybody,
        scale=read.scale,
        turned=read.turned,
        no_answer=read.no_answer,
        repeats=read.repeats,
        steps=read.steps,
        also=read.also,
        scales={
            key: ItemScale(steps=said) if isinstance(said, str) else ItemScale(said)
            for key, said in read.scales.items()
        },
        reading=Reading(read.sheet, read.only),
    )


def _problem(key: str) -> Problem:
    if key in KEYS:
        return Problem(sentence("history.toml_wrong"), column=key)
    return Problem(sentence("history.toml_unknown", known=", ".join(KEYS)), column=key[:40])


def _values(file: bytes) -> dict[str, object]:
    if len(file) > MOST_BYTES:
        raise BadInput(sentence("history.toml_unreadable"))
    try:
        return tomllib.loads(file.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        # What the file holds instead may be anything, an export with addresses too.
        raise BadInput(sentence("history.toml_unreadable")) from None
