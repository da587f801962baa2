"""What should somebody look at before a past wave is brought? Values, units, signs, direction."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from statistics import correlation, fmean

from survey.imports.history.converting import Converted, point_of
from survey.imports.history.export import Export
from survey.imports.history.mapping import HistoryMapping
from survey.imports.history.scales import is_no_answer, worded
from survey.imports.problems import quoted
from survey.imports.wave import WaveRow
from survey.questionnaire.instrument import Instrument, Item
from survey.questionnaire.scale import AGREEING
from survey.text import joined, sentence

MOST_VALUES, LONGEST_VALUE = 15, 40
LOOKED_AT = 5_000
FEWEST_ROWS = 10
USUAL_ENDS = (5, 7, 10, 100)
AGAINST = -0.2
"""A statement that goes with the others so much the other way looks turned round."""


def seen(export: Export, columns: Iterable[str]) -> list[str]:
    """The values of some columns, where they are few and short: others may be words of somebody."""
    found = {value for name in set(columns) for value in set(map(worded, export.cells(name)))}
    values = sorted(value for value in found if not is_no_answer(value))
    short = len(values) <= MOST_VALUES and all(len(value) <= LONGEST_VALUE for value in values)
    return values if short else []


def answered_otherwise(export: Export, mapping: HistoryMapping) -> list[str]:
    """The statements whose values look like those of another scale than most have."""
    reach = {
        id_: found
        for id_ in mapping.statements
        if (found := _reach(_in_any(export, mapping.columns_of(id_))))
    }
    usual = Counter(reach.values()).most_common(1)
    return [id_ for id_, found in reach.items() if found != usual[0][0]]


def _reach(cells: Iterable[str]) -> str:
    """How far numbers go, to the end of a usual scale; or that there are words; or nothing."""
    seen = {value for cell in cells if not is_no_answer(value := worded(cell))}
    if not seen:
        return ""
    if not all(value.isdigit() for value in seen):
        return "words"
    top = max(map(int, seen))
    return str(next((end for end in USUAL_ENDS if top <= end), "more"))


def values(export: Export, mapping: HistoryMapping, instrument: Instrument) -> list[str]:
    """For each statement the values seen, what they are taken for, and how many are left out."""
    return [
        _values_of(export, mapping, item)
        for item in instrument.statements
        if item.id in mapping.statements
    ]


def _values_of(export: Export, mapping: HistoryMapping, item: Item) -> str:
    columns = mapping.columns_of(item.id)
    cells = [worded(cell) for cell in _in_any(export, columns)]
    none = {worded(value) for value in mapping.no_answer}
    empty = sum(is_no_answer(cell) or cell in none for cell in cells)
    read = {cell: point_of(mapping, cell, item=item.id) for cell in set(cells)}
    taken = sorted(((point, cell) for cell, point in read.items() if point is not None))
    wrong = sum(read[c] is None and c not in none and not is_no_answer(c) for c in cells)
    said = [cell if cell == str(point) else f"{quoted(cell)} = {point}" for point, cell in taken]
    more = len(said) - MOST_VALUES
    rest = [sentence("history.more", count=more)] if more > 0 else []
    listed = joined([*said[:MOST_VALUES], *rest])
    return sentence("history.values", item=item.id, values=listed, empty=empty, wrong=wrong)


def _in_any(export: Export, columns: Sequence[str]) -> Iterator[str]:
    """A statement's cell of each row: the first of its columns that is filled."""
    for cells in zip(*map(export.cells, columns), strict=True):
        yield next((cell for cell in cells if not is_no_answer(worded(cell))), cells[0])


def warnings(
    export: Export, mapping: HistoryMapping, instrument: Instrument, converted: Converted
) -> list[str]:
    """What is allowed and may still not be meant."""
    return [
        *_many_units(converted),
        *_never(converted),
        *_turned_round(converted, instrument),
        *([sentence("history.no_signs")] if instrument.signs and not mapping.signs else []),
        *([sentence("history.spread")] if export.is_spread else []),
    ]


def _many_units(converted: Converted) -> Iterator[str]:
    units, rows = len(converted.answered), len(converted.file)
    if units > 1 and 2 * units > rows:
        yield sentence("history.many_units", units=units, rows=rows)


def _never(converted: Converted) -> Iterator[str]:
    given = set(converted.file.points) - {0}
    ends = (AGREEING.points[0], AGREEING.points[-1])
    if never := [str(point) for point in ends if point not in given]:
        yield sentence("history.never", points=joined(never, sentence("told.place.and")))


def _turned_round(converted: Converted, instrument: Instrument) -> Iterator[str]:
    rows = list(islice(converted.file, LOOKED_AT))
    items = [item for item in instrument.statements if item.id in converted.file.statements]
    if against := [item.id for item in items if _goes_against(item, items, rows)]:
        yield sentence("history.looks_turned", items=", ".join(against))


def _goes_against(item: Item, items: Sequence[Item], rows: Sequence[WaveRow]) -> bool:
    """Whether whoever agrees with it agrees less with the rest, each seen from its good side."""
    pairs = []
    for row in rows:
        points = {i.id: _good(i, p) for i in items if (p := row.answers.scores.get(i.id))}
        own = points.pop(item.id, None)
        if own is not None and points:
            pairs.append((own, fmean(points.values())))
    if len(pairs) < FEWEST_ROWS:
        return False
    ones, others = zip(*pairs, strict=True)
    if len(set(ones)) == 1 or len(set(others)) == 1:
        return False
    return correlation(ones, others) < AGAINST


def _good(item: Item, point: int) -> int:
    return AGREEING.turned(point) if item.reverse else point
