"""What stands for what in an export: said by a person, kept for the next export of the survey."""

from collections import Counter
from collections.abc import Iterator, Mapping
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
class HistoryMapping:
    """Which column is which item, which is the unit, and what the values mean.

    `units` holds a unit's key for each value of `unit_column` (LEFT_OUT leaves rows out); without
    that column everybody counts in `everybody`. `turned` are the statements that the export has
    turned round already; `no_answer` are more values that mean no answer.
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
    reading: Reading = field(default_factory=Reading)

    @property
    def columns(self) -> set[str]:
        """The columns of which something is taken."""
        signs = {source.column for source in self.signs.values()}
        own = {self.unit_column} if self.unit_column else set[str]()
        return {*self.statements.values(), *signs, *self.prompts.values(), *own}


def fitted(mapping: HistoryMapping, export: Export) -> HistoryMapping:
    """A mapping of an earlier export without the columns that this one does not have."""
    there = set(export.names)
    return replace(
        mapping,
        statements={i: c for i, c in mapping.statements.items() if c in there},
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
    )
    for said, items in kinds:
        for id_ in said.keys() - {item.id for item in items}:
            yield Problem(sentence("history.unknown_item", instrument=instrument.name), column=id_)
    for id_ in mapping.turned - {item.id for item in instrument.statements if item.reverse}:
        yield Problem(sentence("history.not_turned"), column=id_)


def _missing_columns(mapping: HistoryMapping, export: Export) -> Iterator[Problem]:
    for name in sorted(mapping.columns - set(export.names)):
        yield Problem(sentence("history.no_column", column=quoted(name)))


def _taken_twice(mapping: HistoryMapping) -> Iterator[Problem]:
    own = [*mapping.statements.values(), *mapping.prompts.values()]
    own += [source.column for source in mapping.signs.values() if not source.option]
    own += [mapping.unit_column] if mapping.unit_column else []
    lists = {source.column for source in mapping.signs.values() if source.option}
    for name, times in Counter([*own, *lists]).items():
        if times > 1:
            yield Problem(sentence("history.column_twice", column=quoted(name)))


def _wrong_scale(mapping: HistoryMapping) -> Iterator[Problem]:
    if any(type(p) is not int or p not in AGREEING.points for p in mapping.scale.values()):
        yield Problem(sentence("history.not_points"))
    twice = [v for v, times in Counter(map(worded, mapping.scale)).items() if times > 1]
    both = {worded(v) for v in mapping.scale} & {worded(v) for v in mapping.no_answer}
    for value in sorted({*twice, *both}):
        yield Problem(sentence("history.value_twice", value=quoted(value)))
    if mapping.steps and steps_of(mapping.steps) is None:
        yield Problem(sentence("history.no_steps"), column="steps")
    if not mapping.scale and not mapping.steps:
        yield Problem(sentence("history.no_scale"))


def _wrong_units(mapping: HistoryMapping) -> Iterator[Problem]:
    if not mapping.unit_column and not mapping.everybody:
        yield Problem(sentence("history.no_unit"))
    for value, times in Counter(map(fold, mapping.units)).items():
        if times > 1:
            yield Problem(sentence("history.value_twice", value=quoted(value)))
