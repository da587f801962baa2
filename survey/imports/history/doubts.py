"""What of a guess has somebody to say, before anything may be done on it? In sentences."""

from collections.abc import Iterator, Mapping

from survey.imports.history.export import Export
from survey.imports.history.guessing import fitting, unit_columns
from survey.imports.history.habits import Tool
from survey.imports.history.looking import answered_otherwise, seen
from survey.imports.history.mapping import HistoryMapping
from survey.imports.problems import quoted
from survey.organisation.structure import Unit
from survey.questionnaire.instrument import Instrument
from survey.text import joined, sentence


def doubts(
    export: Export, guessed: HistoryMapping, instrument: Instrument, units: Mapping[str, Unit]
) -> list[str]:
    """What is guessed of an export without being certain; none where everything is."""
    return [
        *_unit(export, guessed, units),
        *_scale(export, guessed),
        *(
            [sentence("history.doubt_layout")]
            if export.turned and export.tool is Tool.PLAIN
            else []
        ),
        *_repeats(export),
        *_items(export, guessed, instrument),
    ]


def _unit(export: Export, guessed: HistoryMapping, units: Mapping[str, Unit]) -> Iterator[str]:
    taken = guessed.columns - {guessed.unit_column}
    free = [column for column in export.columns if column.name not in taken]
    found = unit_columns(export, units, free)
    if not found:
        yield sentence("history.doubt_no_unit")
    elif len(found) > 1:
        yield sentence("history.doubt_units", columns=joined(map(quoted, found)))
    elif not units:
        yield sentence("history.doubt_new_units", column=quoted(found[0]))


def _scale(export: Export, guessed: HistoryMapping) -> Iterator[str]:
    if not guessed.statements or guessed.scale:
        return
    yield sentence("history.doubt_scale")
    if unlike := answered_otherwise(export, guessed):
        yield sentence("history.doubt_scales", items=", ".join(unlike))
    if values := seen(export, guessed.statements.values()):
        yield sentence("history.seen", values=joined(map(quoted, values)))


def _repeats(export: Export) -> Iterator[str]:
    if export.repeated:
        yield sentence("history.doubt_repeats", count=export.repeated)


def _items(export: Export, guessed: HistoryMapping, instrument: Instrument) -> Iterator[str]:
    own = {id_: source.column for id_, source in guessed.signs.items() if not source.option}
    said = {**guessed.statements, **own, **guessed.prompts}
    fit = fitting(export, instrument)
    if unsure := [id_ for id_ in said if fit[id_] != [said[id_]]]:
        yield sentence("history.doubt_items", items=", ".join(unsure))
