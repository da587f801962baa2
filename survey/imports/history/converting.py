"""Which answers does an export bring by a mapping? Handed to the reader of our own wave files.

What is wrong is listed by row and column, never with the value: it may be what somebody wrote.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from survey.errors import BadInput, Problem
from survey.imports.history.export import Export, Skipped
from survey.imports.history.guessing import filled_in, unit_values
from survey.imports.history.habits import Skip
from survey.imports.history.mapping import LEFT_OUT, HistoryMapping, Repeats, check_mapping
from survey.imports.history.scales import NO_ANSWER, steps_of, worded
from survey.imports.history.ticks import Reader, sign_reader
from survey.imports.invited import invited_table
from survey.imports.problems import Problems, quoted, visible
from survey.imports.table import Row, Table
from survey.imports.wave import MOST_PROBLEMS, WaveFile, wave_of
from survey.imports.words import fold
from survey.organisation.structure import Unit
from survey.organisation.values import clean, wrong_id
from survey.questionnaire.answers import comment_room
from survey.questionnaire.instrument import Instrument, Item, Kind
from survey.questionnaire.scale import AGREEING
from survey.text import sentence

_ANSWERED = frozenset("12345")
_Cell = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Converted:
    """The answers as a wave, and what was left: rows, cells by row and column, columns."""

    file: WaveFile = field(repr=False)
    answered: Mapping[str, int]
    skipped: tuple[Skipped, ...]
    wrong: tuple[_Cell, ...]
    unused: tuple[str, ...]
    invited_known: bool


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose besides the mapping: how many were invited, and what to do with rows.

    `invited_file` or `invited` (by unit) say how many were asked; without both as many as answered.
    `leave_out` leaves out rows with a value that is no answer, which else refuse the file.
    """

    invited_file: bytes | None = field(default=None, repr=False)
    invited: Mapping[str, int] = field(default_factory=dict)
    leave_out: bool = False


def convert(
    export: Export,
    mapping: HistoryMapping,
    instrument: Instrument,
    *,
    units: Mapping[str, Unit],
    wishes: Wishes,
) -> Converted:
    """The answers of an export by a mapping. Errors: BadInput."""
    check_mapping(mapping, export, instrument)
    homes = _homes(export, mapping, units)
    reader = _Rows(export, mapping, instrument, homes)
    found = list(zip(export.people, map(reader.row, export.rows), strict=True))
    if reader.wrong and not wishes.leave_out:
        _refuse(reader.wrong)
    taken = [(person, row) for person, row in found if row is not None]
    rows, repeated = _one_each(taken, mapping.repeats)
    if not rows:
        raise BadInput(sentence("history.nothing_left"))
    answered = Counter(row.cells[0] for row in rows)
    table = Table(reader.columns, tuple(rows))
    return Converted(
        file=wave_of(table, instrument, _asked(wishes, answered)),
        answered=dict(answered),
        skipped=tuple(
            sorted([*export.skipped, *reader.skipped, *repeated], key=lambda one: one.row)
        ),
        wrong=tuple(reader.wrong),
        unused=tuple(name for name in export.names if name not in mapping.columns),
        invited_known=bool(wishes.invited_file or any(wishes.invited.values())),
    )


def _refuse(wrong: Sequence[_Cell]) -> None:
    problems = Problems(most=MOST_PROBLEMS)
    for row, column in wrong:
        problems.add(sentence("history.not_an_answer"), row=row, column=visible(column))
    problems.refuse(sentence("history.refused"))


def _one_each(rows: Sequence[tuple[int, Row]], repeats: Repeats) -> tuple[list[Row], list[Skipped]]:
    """One row of each person, and those not taken. Errors: BadInput where which is unsaid."""
    of: dict[int, list[Row]] = {}
    for person, row in rows:
        of.setdefault(person, []).append(row)
    several = [found for found in of.values() if len(found) > 1]
    if several and repeats is Repeats.UNSAID:
        raise BadInput(
            sentence("history.repeated", people=len(several), rows=sum(map(len, several)))
        )
    which = -1 if repeats is Repeats.LAST else 0
    kept = {found[which].number for found in of.values()}
    left = [Skipped(row.number, Skip.REPEATED) for _, row in rows if row.number not in kept]
    return [row for _, row in rows if row.number in kept], left


def _homes(export: Export, mapping: HistoryMapping, units: Mapping[str, Unit]) -> Mapping[str, str]:
    """The unit of each value of the unit column, folded; every value must have one."""
    if not mapping.unit_column:
        return {}
    values = unit_values(export, mapping.unit_column)
    if not values:
        column = quoted(mapping.unit_column)
        raise BadInput(sentence("history.no_unit_column", column=column))
    homes = {fold(value): key for value, key in filled_in(mapping, export, units).items()}
    missing = [value for value in values if fold(value) not in homes]
    wrong = {key for key in homes.values() if key != LEFT_OUT and wrong_id(key)}
    problems = [Problem(sentence("history.value_unknown", value=quoted(v))) for v in missing]
    problems += [Problem(sentence("history.unit_wrong", unit=quoted(key))) for key in sorted(wrong)]
    if problems:
        raise BadInput(sentence("history.units_refused"), problems)
    return homes


def _asked(wishes: Wishes, answered: Mapping[str, int]) -> Table | None:
    """How many were invited as a table of our own, a number of 0 being as many as answered."""
    if wishes.invited_file is not None:
        return invited_table(wishes.invited_file)
    given = {unit: wishes.invited.get(unit) or many for unit, many in answered.items()}
    few = [unit for unit, many in answered.items() if given[unit] < many]
    if few:
        problems = [
            Problem(sentence("history.few_invited", unit=quoted(unit), answered=answered[unit]))
            for unit in few
        ]
        raise BadInput(sentence("history.invited_refused"), problems)
    rows = (Row(n, (unit, str(many))) for n, (unit, many) in enumerate(given.items(), start=2))
    return Table(("unit", "invited"), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where an item's answers stand in the export, and how a cell is read.

    A statement may stand in several columns, each for some of the people.
    """

    column: str
    at: tuple[int, ...]
    read: Reader

    def given(self, cells: Sequence[str]) -> str | None:
        """What stands in one of the columns; None where it is no answer, or there are two."""
        values = {self.read(cells[at]) for at in self.at}
        answers = values - {""}
        if len(answers) > 1:
            return None
        return next(iter(answers), "")


class _Rows:
    """Turns the rows of an export into rows of our own; what is not taken is noted."""

    def __init__(
        self,
        export: Export,
        mapping: HistoryMapping,
        instrument: Instrument,
        homes: Mapping[str, str],
    ) -> None:
        self.wrong: list[_Cell] = []
        self.skipped: list[Skipped] = []
        self._mapping, self._homes, self._instrument = mapping, homes, instrument
        at = {name: place for place, name in enumerate(export.names)}
        self._unit = at.get(mapping.unit_column)
        sources = {i.id: _source(i, mapping, at) for i in instrument.items if _closed(i)}
        # An item without a column was not asked: it has no column here either.
        asked = {id_: source for id_, source in sources.items() if source is not None}
        self._items = list(asked.values())
        self._prompts = {id_: _Source(c, (at[c],), clean) for id_, c in mapping.prompts.items()}
        self.columns = ("unit", *asked, *self._prompts)

    def row(self, row: Row) -> Row | None:
        """A row of our own, or None for one that is not taken."""
        unit = self._home(row)
        if isinstance(unit, Skip):
            self._skip(row, unit)
            return None
        given = [source.given(row.cells) for source in self._items]
        said = {id_: source.given(row.cells) for id_, source in self._prompts.items()}
        wrong = [*self._unread(given), *self._too_long(unit, said)]
        if wrong:
            self.wrong += [(row.number, column) for column in wrong]
            self._skip(row, Skip.NO_ANSWER)
            return None
        if not any(value in _ANSWERED for value in given) and not any(said.values()):
            self._skip(row, Skip.NOTHING)
            return None
        cells = (value or "" for value in (*given, *said.values()))
        return Row(row.number, (unit, *cells))

    def _skip(self, row: Row, why: Skip) -> None:
        self.skipped.append(Skipped(row.number, why))

    def _home(self, row: Row) -> str | Skip:
        if self._unit is None:
            return self._mapping.everybody
        value = fold(row.cells[self._unit])
        if not value:
            return Skip.NO_UNIT
        return self._homes[value] or Skip.LEFT_OUT

    def _unread(self, given: Sequence[str | None]) -> Iterator[str]:
        """The columns of cells that are no answer."""
        for source, value in zip(self._items, given, strict=True):
            if value is None:
                yield source.column

    def _too_long(self, unit: str, said: Mapping[str, str | None]) -> Iterator[str]:
        """The first column of comments that no ballot has room for."""
        texts = {id_: word for id_, word in said.items() if word}
        if texts and comment_room(self._instrument, unit, texts) < 0:
            yield self._prompts[next(iter(texts))].column


def _closed(item: Item) -> bool:
    return item.kind is not Kind.OPEN


def _source(item: Item, mapping: HistoryMapping, at: Mapping[str, int]) -> _Source | None:
    if sign := mapping.signs.get(item.id):
        return _Source(sign.column, (at[sign.column],), sign_reader(sign, item.text))
    if item.id not in mapping.statements:
        return None
    first, *more = mapping.columns_of(item.id)
    return _Source(first, tuple(at[c] for c in (first, *more)), _point_reader(mapping, item))


def _point_reader(mapping: HistoryMapping, item: Item) -> Reader:
    """What reads a cell: the point as we write it, empty for no answer, None for neither."""
    none = set(map(worded, ("", *NO_ANSWER, *mapping.no_answer)))
    known: dict[str, str | None] = {}

    def read(cell: str) -> str | None:
        if cell not in known:
            found = point_of(mapping, cell, item=item.id)
            known[cell] = str(found) if found else "" if worded(cell) in none else None
        return known[cell]

    return read


def point_of(mapping: HistoryMapping, cell: str, *, item: str) -> int | None:
    """The point of ours that a value of a statement stands for; None where it is none."""
    scale = mapping.scale_of(item)
    value, steps = worded(cell), steps_of(scale.steps)
    said = (point for one, point in scale.worth.items() if worded(one) == value)
    found = next(said, None if steps is None else steps.point(cell))
    return AGREEING.turned(found) if found and item in mapping.turned else found
