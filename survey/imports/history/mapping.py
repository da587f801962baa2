"""What stands for what in an export: said by a person, kept for the next export of the survey."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from survey.errors import BadInput, Problem
from survey.imports.history.export import Export
from survey.imports.history.reading import Reading
from survey.imports.history.scales import Worth, steps_of, worded
from survey.imports.problems import quoted
from survey.imports.words import fold
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.scale import AGREEING
from survey.text import sentence

LEFT_OUT = ""
"""The unit of values whose rows are left out."""


class Repeats(StrEnum):
    """Which row counts of somebody who has several, in the order of the file."""

    UNSAID = ""
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class SignSource:
    """Where a sign was ticked: a column of its own, or an option in a column of several."""

    column: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class ItemScale:
    """How a statement was answered that was not answered as the rest: by values or by ends."""

    worth: Worth = field(default_factory=dict)
    steps: str = ""


@dataclass(frozen=True, slots=True)
class HistoryMapping:
    """Which column is which item, which is the unit, and what the values mean.

    `units` holds a unit's key for each value of `unit_column` (LEFT_OUT leaves rows out); without
    that column everybody counts in `everybody`. `turned` are the statements that the export has
    turned round already; `no_answer` are more values that mean no answer. `also` are more columns
    in which some people answered the same statement; `scales` are those of single statements.
    `repeats` says which row counts of somebody who has several; `steps` a scale of other numbers by
    its ends, such as 0-10; `reading` how the file was read.
    """

    instrument: str
    statements: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, SignSource] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    unit_column: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    everybody: str = ""
    scale: Worth = field(default_factory=dict)
    turned: frozenset[str] = frozenset()
    no_answer: tuple[str, ...] = ()
    repeats: Repeats = Repeats.UNSAID
    steps: str = ""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scales: Mapping[str, ItemScale] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)

    @property
    def columns(self) -> set[str]:
        """The columns of which something is taken."""
        signs = {source.column for source in self.signs.values()}
        own = {self.unit_column} if self.unit_column else set[str]()
        also = {column for columns in self.also.values() for column in columns}
        return {*self.statements.values(), *also, *signs, *self.prompts.values(), *own}

    def columns_of(self, statement: str) -> tuple[str, ...]:
        """The columns in which a statement was answered, by each person in one of them."""
        return (self.statements[statement], *self.also.get(statement, ()))

    def scale_of(self, statement: str) -> ItemScale:
        """How a statement was answered: its own scale, else that of all."""
        return self.scales.get(statement) or ItemScale(self.scale, self.steps)


def scale_said(said: str) -> ItemScale:
    """A scale as somebody writes it on one line: 0-10, or Never = 1; Always = 5."""
    pairs = [part.rpartition("=") for part in said.split(";") if part.strip()]
    if pairs and all(value.strip() and point.strip().isdigit() for value, _, point in pairs):
        return ItemScale({value.strip(): int(point) for value, _, point in pairs})
    return ItemScale(steps=said.strip())


def scale_written(scale: ItemScale) -> str:
    """The same the other way round."""
    return scale.steps or "; ".join(f"{value} = {point}" for value, point in scale.worth.items())


def fitted(mapping: HistoryMapping, export: Export) -> HistoryMapping:
    """A mapping of an earlier export without the columns that this one does not have."""
    there = set(export.names)
    return replace(
        mapping,
        statements={i: c for i, c in mapping.statements.items() if c in there},
        also={i: tuple(c for c in more if c in there) for i, more in mapping.also.items()},
        signs={i: s for i, s in mapping.signs.items() if s.column in there},
        prompts={i: c for i, c in mapping.prompts.items() if c in there},
        unit_column=mapping.unit_column if mapping.unit_column in there else "",
    )


def check_mapping(mapping: HistoryMapping, export: Export, instrument: Instrument) -> None:
    """Refuse a mapping that says too little, or the same twice. Errors: BadInput."""
    problems = [
        *_unknown_items(mapping, instrument),
        *_missing_columns(mapping, export),
        *_taken_twice(mapping),
        *_wrong_scale(mapping),
        *_wrong_units(mapping),
    ]
    if len(mapping.statements) < instrument.enough:
        total = len(instrument.statements)
        said = sentence("history.few_statements", enough=instrument.enough, total=total)
        problems.append(Problem(said))
    if problems:
        raise BadInput(sentence("history.mapping_refused"), problems)


def _unknown_items(mapping: HistoryMapping, instrument: Instrument) -> Iterator[Problem]:
    kinds = (
        (mapping.statements, instrument.statements),
        (mapping.signs, instrument.signs),
        (mapping.prompts, instrument.prompts),
        (mapping.scales, instrument.statements),
    )
    for said, items in kinds:
        for id_ in said.keys() - {item.id for item in items}:
            yield Problem(sentence("history.unknown_item", instrument=instrument.name), column=id_)
    for id_ in mapping.also.keys() - mapping.statements.keys():
        yield Problem(sentence("history.also_alone"), column=id_)
    for id_ in mapping.turned - {item.id for item in instrument.statements if item.reverse}:
        yield Problem(sentence("history.not_turned"), column=id_)


def _missing_columns(mapping: HistoryMapping, export: Export) -> Iterator[Problem]:
    for name in sorted(mapping.columns - set(export.names)):
        yield Problem(sentence("history.no_column", column=quoted(name)))


def _taken_twice(mapping: HistoryMapping) -> Iterator[Problem]:
    own = [*mapping.statements.values(), *mapping.prompts.values()]
    own += [column for columns in mapping.also.values() for column in columns]
    own += [source.column for source in mapping.signs.values() if not source.option]
    own += [mapping.unit_column] if mapping.unit_column else []
    lists = {source.column for source in mapping.signs.values() if source.option}
    for name, times in Counter([*own, *lists]).items():
        if times > 1:
            yield Problem(sentence("history.column_twice", column=quoted(name)))


def _wrong_scale(mapping: HistoryMapping) -> Iterator[Problem]:
    common = mapping.statements.keys() - mapping.scales.keys()
    if common or mapping.scale or mapping.steps:
        scale = ItemScale(mapping.scale, mapping.steps)
        yield from _wrong_in(scale, mapping.no_answer, column="steps" if mapping.steps else None)
    for id_, scale in mapping.scales.items():
        yield from _wrong_in(scale, mapping.no_answer, column=id_)


def _wrong_in(
    scale: ItemScale, no_answer: Sequence[str], *, column: str | None
) -> Iterator[Problem]:
    if any(type(p) is not int or p not in AGREEING.points for p in scale.worth.values()):
        yield Problem(sentence("history.not_points"), column=column)
    twice = [v for v, times in Counter(map(worded, scale.worth)).items() if times > 1]
    both = {worded(v) for v in scale.worth} & {worded(v) for v in no_answer}
    for value in sorted({*twice, *both}):
        yield Problem(sentence("history.value_twice", value=quoted(value)), column=column)
    if scale.steps and steps_of(scale.steps) is None:
        yield Problem(sentence("history.no_steps"), column=column)
    if not scale.worth and not scale.steps:
        yield Problem(sentence("history.no_scale"), column=column)


def _wrong_units(mapping: HistoryMapping) -> Iterator[Problem]:
    if not mapping.unit_column and not mapping.everybody:
        yield Problem(sentence("history.no_unit"))
    for value, times in Counter(map(fold, mapping.units)).items():
        if times > 1:
            yield Problem(sentence("history.value_twice", value=quoted(value)))
