"""Which answers does a wave file bring? Read into a few bytes a row, given out one by one.

No message repeats an answer or says whose it was: the place says enough.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from survey.errors import BadInput
from survey.imports.columns import check_columns
from survey.imports.invited import check_invited, invited_table
from survey.imports.problems import Problems
from survey.imports.table import Row, Table, read_table
from survey.organisation.values import clean, wrong_id
from survey.questionnaire.answers import Answers, comment_room
from survey.questionnaire.instrument import Instrument, Item
from survey.questionnaire.scale import AGREEING
from survey.text import sentence


def answers_file() -> str:
    """What the file is called in a sentence."""
    return sentence("told.file.answers")


MOST_PROBLEMS = 20

_POINTS = {"": 0} | {str(point): point for point in AGREEING.points}
_TICKS = {"": 0, "0": 0, "1": 1}
_NOT_A_POINT = "refused.answers.not_a_point"
_NOT_A_TICK = "refused.answers.not_a_tick"


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One person's answers, and the unit they count in."""

    unit: str
    person_id: str | None
    answers: Answers


@dataclass(frozen=True, slots=True)
class WaveFile:
    """The answers of one past wave; iterating gives a WaveRow for each row of the file.

    `units` stand in order of first appearance, those without answers last; `invited` has each of
    them. `statements`, `signs` and `prompts` are those asked: an item without a column was not.
    `homes` holds a place in `units` for each row, `people` an id or nothing, `points` one byte for
    each statement of each row (0 is no answer), `ticks` one for each sign; `comments` what was
    written, by row and prompt, where there is anything.
    """

    units: tuple[str, ...]
    invited: Mapping[str, int]
    statements: tuple[str, ...]
    signs: tuple[str, ...]
    prompts: tuple[str, ...]
    homes: Sequence[int] = field(repr=False)
    people: tuple[str | None, ...] = field(repr=False)
    points: bytes = field(repr=False)
    ticks: bytes = field(repr=False)
    comments: Mapping[int, Mapping[str, str]] = field(repr=False)

    def __len__(self) -> int:
        """How many people answered."""
        return len(self.homes)

    def __iter__(self) -> Iterator[WaveRow]:
        """Every row, in the order of the file."""
        return map(self._row, range(len(self)))

    def _row(self, place: int) -> WaveRow:
        points = _nth(self.points, place, len(self.statements))
        ticks = _nth(self.ticks, place, len(self.signs))
        return WaveRow(
            unit=self.units[self.homes[place]],
            person_id=self.people[place],
            answers=Answers(
                scores={item: p for item, p in zip(self.statements, points, strict=True) if p},
                signs=frozenset(item for item, t in zip(self.signs, ticks, strict=True) if t),
                comments=self.comments.get(place, {}),
            ),
        )


def read_wave(file: bytes, instrument: Instrument, invited: bytes | None) -> WaveFile:
    """The answers in a wave file, and how many were invited in each unit (else: as many as rows).

    BadInput names the first MOST_PROBLEMS problems of both files together.
    """
    table = _table(file, instrument)
    return wave_of(table, instrument, None if invited is None else invited_table(invited))


def wave_of(table: Table, instrument: Instrument, asked: Table | None) -> WaveFile:
    """The answers in a table with our own columns, each row under its number; see read_wave.

    An item without a column was not asked.
    """
    problems = Problems(most=MOST_PROBLEMS)
    reader = _Reader(table, instrument, problems)
    for row in table.rows:
        reader.take(row)
    answered = reader.answered()
    counts = answered if asked is None else check_invited(asked, answered, problems)
    problems.refuse(sentence("refused.answers.headline"))
    return reader.result(counts)


def _table(file: bytes, instrument: Instrument) -> Table:
    table = read_table(file, called=answers_file())
    items = [item.id for item in instrument.statements]
    others = [item.id for item in (*instrument.signs, *instrument.prompts)]
    optional = ["person_id", *others]
    table = check_columns(table, needed=["unit", *items], optional=optional, called=answers_file())
    if not table.rows:
        raise BadInput(sentence("refused.answers.none", file=answers_file()))
    return table


def _nth(values: bytes, place: int, width: int) -> bytes:
    return values[place * width : (place + 1) * width]


class _Reader:
    """Takes rows one by one and keeps each in a few bytes."""

    def __init__(self, table: Table, instrument: Instrument, problems: Problems) -> None:
        self._problems = problems
        self._unit_column = table.columns.index("unit")
        self._person_column = _column("person_id", table)
        self._statements = _Cells(table, instrument.statements, _POINTS, _NOT_A_POINT)
        self._signs = _Cells(table, instrument.signs, _TICKS, _NOT_A_TICK)
        self._comments = _Comments(table, instrument)
        self._units: dict[str, int] = {}
        self._person_rows: dict[str, int] = {}
        self._homes: list[int] = []
        self._people: list[str | None] = []
        self._points, self._ticks = bytearray(), bytearray()

    def take(self, row: Row) -> None:
        """Keep a row, and add whatever is wrong with it to the problems."""
        self._homes.append(self._home(row))
        self._people.append(self._person(row))
        self._points += self._statements.codes(row, self._problems)
        self._ticks += self._signs.codes(row, self._problems)
        unit = clean(row.cells[self._unit_column])
        self._comments.take(len(self._homes) - 1, row, unit, self._problems)

    def answered(self) -> dict[str, int]:
        """How many rows each unit has."""
        rows = Counter(self._homes)
        return {unit: rows[place] for unit, place in self._units.items()}

    def result(self, invited: Mapping[str, int]) -> WaveFile:
        """All rows taken; `invited` names every unit of theirs, and others after them."""
        return WaveFile(
            units=tuple(invited),
            invited=invited,
            statements=self._statements.ids,
            signs=self._signs.ids,
            prompts=self._comments.ids,
            homes=tuple(self._homes),
            people=tuple(self._people),
            points=bytes(self._points),
            ticks=bytes(self._ticks),
            comments=self._comments.by_row,
        )

    def _home(self, row: Row) -> int:
        unit = clean(row.cells[self._unit_column])
        if message := wrong_id(unit):
            self._problems.add(message, row=row.number, column="unit")
        return self._units.setdefault(unit, len(self._units))

    def _person(self, row: Row) -> str | None:
        if self._person_column is None:
            return None
        person = clean(row.cells[self._person_column])
        if not person:
            return None
        first = self._person_rows.setdefault(person, row.number)
        twice = sentence("refused.answers.person_twice", row=first) if first != row.number else None
        if message := wrong_id(person) or twice:
            self._problems.add(message, row=row.number, column="person_id")
        return person


class _Cells:
    """The cells of some items, and the number each of their values is kept as."""

    def __init__(
        self, table: Table, items: Sequence[Item], values: Mapping[str, int], wrong: str
    ) -> None:
        self.ids = tuple(item.id for item in items if item.id in table.columns)
        self._columns = [table.columns.index(id_) for id_ in self.ids]
        self._values = values
        self._wrong = wrong

    def codes(self, row: Row, problems: Problems) -> bytes:
        """One byte for each item; a cell that is no answer is a problem."""
        cells = [row.cells[column] for column in self._columns]
        try:
            return bytes([self._values[cell] for cell in cells])
        except KeyError:
            return bytes(self._one_by_one(row.number, cells, problems))

    def _one_by_one(self, row: int, cells: list[str], problems: Problems) -> Iterator[int]:
        for id_, cell in zip(self.ids, cells, strict=True):
            value = self._values.get(cell.strip())
            if value is None:
                problems.add(sentence(self._wrong), row=row, column=id_)
            yield value or 0


class _Comments:
    """What was written to the open questions, of the rows where anything was."""

    def __init__(self, table: Table, instrument: Instrument) -> None:
        self.by_row: dict[int, Mapping[str, str]] = {}
        self._instrument = instrument
        self.ids = tuple(p.id for p in instrument.prompts if p.id in table.columns)
        self._columns = {id_: table.columns.index(id_) for id_ in self.ids}

    def take(self, place: int, row: Row, unit: str, problems: Problems) -> None:
        """Keep the comments of a row; more than a ballot holds is a problem."""
        cells = {id_: clean(row.cells[column]) for id_, column in self._columns.items()}
        said = {id_: text for id_, text in cells.items() if text}
        if not said:
            return
        self.by_row[place] = said
        over = -comment_room(self._instrument, unit, said)
        if over > 0:
            message = sentence("refused.answers.too_long", letters=over)
            problems.add(message, row=row.number, column=next(iter(said)))


def _column(name: str, table: Table) -> int | None:
    return table.columns.index(name) if name in table.columns else None
