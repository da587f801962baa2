"""What was understood of an export, in sentences: what comes, what is dropped, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from survey.imports.history.converting import Converted
from survey.imports.history.export import Export, Skipped
from survey.imports.history.habits import Why
from survey.imports.history.mapping import HistoryMapping
from survey.imports.history.scales import Worth
from survey.imports.problems import quoted, visible
from survey.languages import counted
from survey.questionnaire.instrument import Instrument
from survey.text import joined, sentence

MOST_LISTED = 20


def found(export: Export) -> list[str]:
    """What the file is, before anything is said about its columns."""
    return [sentence(f"history.tool.{export.tool}"), *rows_of(export), *dropped(export)]


def rows_of(export: Export) -> list[str]:
    """How many rows there are to take, and which are not taken."""
    rows, columns = len(export.rows), len(export.columns)
    return [
        *export.told,
        sentence("history.rows_read", rows=counted(rows), columns=columns),
        *(
            [sentence("history.more_than_one_row", count=export.repeated)]
            if export.repeated
            else []
        ),
        *skipped(export.skipped),
        *([sentence("history.empty_rows", count=export.empty)] if export.empty else []),
    ]


def dropped(export: Export) -> list[str]:
    """For each reason the columns of which nothing is kept."""
    columns: dict[Why, list[str]] = {}
    for one in export.dropped:
        columns.setdefault(one.why, []).append(quoted(one.name))
    return [
        sentence("history.dropped", columns=joined(names), why=sentence(f"history.why.{why}"))
        for why, names in columns.items()
    ]


def skipped(rows: Sequence[Skipped]) -> list[str]:
    """For each reason how many rows are not taken, and which."""
    counts = Counter(one.why for one in rows)
    return [
        sentence(
            "history.skipped",
            count=many,
            why=sentence(f"history.skip.{why}"),
            rows=_some(str(one.row) for one in rows if one.why is why),
        )
        for why, many in counts.items()
    ]


def understood(
    mapping: HistoryMapping, instrument: Instrument, converted: Converted, *, k: int
) -> list[str]:
    """Everything an import would do, but for figures: who answered, what is left, what is what."""
    return [
        *who_answered(mapping, converted, k=k),
        *left_out(converted),
        *what_is_what(mapping, instrument),
    ]


def who_answered(mapping: HistoryMapping, converted: Converted, *, k: int) -> list[str]:
    """How many answered and were invited in each unit, and which units are small."""
    return [*_homes(mapping, converted), *_small_units(converted, k)]


def left_out(converted: Converted) -> list[str]:
    """Rows, cells and columns that are not taken."""
    return [*skipped(converted.skipped), *_cells(converted), *_unused(converted)]


def what_is_what(mapping: HistoryMapping, instrument: Instrument) -> list[str]:
    """Which column is which item, and what its values mean."""
    return [*_items(mapping, instrument), *_meaning(mapping)]


def _items(mapping: HistoryMapping, instrument: Instrument) -> Iterator[str]:
    missing = []
    for item in instrument.items:
        sign = mapping.signs.get(item.id)
        column = mapping.statements.get(item.id) or mapping.prompts.get(item.id)
        column = sign.column if sign else column
        if column is None:
            missing.append(item.id)
            continue
        key = "history.is_option" if sign and sign.option else "history.is_item"
        key = "history.is_turned" if item.id in mapping.turned else key
        columns = (column, *mapping.also.get(item.id, ()))
        named = sentence("told.place.and").join(map(quoted, columns))
        yield sentence(key, item=item.id, wording=quoted(item.text), column=named)
    if missing:
        yield sentence("history.not_asked", items=_some(missing))


def _meaning(mapping: HistoryMapping) -> Iterator[str]:
    if mapping.steps:
        yield sentence("history.steps_are", steps=mapping.steps)
    if mapping.scale:
        yield sentence("history.scale_is", scale=_worth(mapping.scale))
    for item, scale in mapping.scales.items():
        if scale.steps:
            yield sentence("history.steps_of", item=item, steps=scale.steps)
        if scale.worth:
            yield sentence("history.scale_of", item=item, scale=_worth(scale.worth))


def _worth(scale: Worth) -> str:
    return ", ".join(f"{quoted(value)} = {point}" for value, point in scale.items())


def _homes(mapping: HistoryMapping, converted: Converted) -> Iterator[str]:
    if mapping.unit_column:
        yield sentence("history.unit_is", column=quoted(mapping.unit_column))
    for unit, answered in converted.answered.items():
        invited = converted.file.invited[unit]
        yield sentence("history.unit_rows", unit=visible(unit), answered=answered, invited=invited)
    if not converted.invited_known:
        yield sentence("history.invited_unknown")


def _small_units(converted: Converted, k: int) -> list[str]:
    """The units in which too few answered to stand alone."""
    few = [visible(unit) for unit, answered in converted.answered.items() if answered < k]
    return [sentence("history.small", k=k, units=_some(few))] if few else []


def _cells(converted: Converted) -> Iterator[str]:
    if converted.wrong:
        places = (
            sentence("history.cell", row=row, column=quoted(name)) for row, name in converted.wrong
        )
        yield sentence("history.cells", cells=_some(places))


def _unused(converted: Converted) -> Iterator[str]:
    if converted.unused:
        yield sentence("history.unused", columns=_some(map(quoted, converted.unused)))


def _some(said: Iterable[str]) -> str:
    """The first of many, and how many more there are."""
    every = list(said)
    more = len(every) - MOST_LISTED
    rest = [sentence("history.more", count=more)] if more > 0 else []
    return joined([*every[:MOST_LISTED], *rest])
