"""Bringing an export of another tool: what was understood, and then the wave."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from analytics.jobs.past_waves import PastWave, bring, preview, undo_import
from commands.desk import OPERATOR, Reply, Request
from survey.actions.withdrawing import withdraw
from survey.errors import BadInput
from survey.imports.history.converting import Converted, Wishes, convert
from survey.imports.history.doubts import doubts
from survey.imports.history.export import Export, read_export
from survey.imports.history.guessing import guess
from survey.imports.history.looking import seen, values, warnings
from survey.imports.history.mapping import HistoryMapping
from survey.imports.history.mapping_file import mapping_toml, read_mapping
from survey.imports.history.reading import Reading
from survey.imports.history.summary import found, understood, what_is_what
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT
from survey.store import Store
from survey.store.choices import choices
from survey.text import sentence

USUAL = "standard"


@dataclass(frozen=True, slots=True)
class _Read:
    """An export, what is said about it, and the questions it answers."""

    export: Export
    mapping: HistoryMapping
    instrument: Instrument


def import_history(store: Store, request: Request) -> Reply:
    """Say what an export holds, and make it a wave where a mapping or a yes says that it is so.

    What is guessed without being certain is never acted on. Errors: SameBoatError.
    """
    read = _read(store, request)
    lines = found(read.export)
    said = seen(read.export, read.mapping.statements.values())
    files = {"write_mapping": mapping_toml(read.mapping, seen=said).encode()}
    if request.options["write_mapping"]:
        return Reply((*lines, sentence("history.mapping_written")), files)
    if "mapping" not in request.files:
        unsure = doubts(read.export, read.mapping, read.instrument, store.units())
        if unsure:
            lines += what_is_what(read.mapping, read.instrument)
            return Reply((*lines, sentence("history.unsure"), *unsure), ok=False)
    converted = _convert(store, request, read)
    past = _past(request.options, read, converted)
    days = {"opened": past.opened, "closed": past.closed}
    lines += [sentence("history.wave_is", name=past.name, key=past.key, **days)]
    lines += preview(store, past)
    lines += understood(read.mapping, read.instrument, converted, k=past.k)
    lines += values(read.export, read.mapping, read.instrument)
    lines += warnings(read.export, read.mapping, read.instrument, converted)
    if request.options["dry_run"]:
        return Reply((*lines, sentence("told.command.dry")))
    if not (request.options["yes"] or "mapping" in request.files):
        return Reply((*lines, sentence("history.say_yes")), ok=False)
    bring(store, past, actor=OPERATOR)
    return Reply((*lines, sentence("told.command.published", wave=past.key)))


def undo(store: Store, request: Request) -> Reply:
    """Remove what an import that was cut off left, or take back what was brought.

    Errors: NotFound, Refused.
    """
    if request.options.get("reason"):
        reason = request.options["reason"]
        whole = withdraw(store, key=request.options["key"], reason=reason, actor=OPERATOR)
        return Reply((sentence("history.removed" if whole else "history.withdrawn"),))
    undo_import(store, key=request.options["key"], actor=OPERATOR)
    return Reply((sentence("history.undone"),))


def _read(store: Store, request: Request) -> _Read:
    given = request.files.get("mapping")
    mapping = None if given is None else read_mapping(given)
    reading = _reading(request.options, mapping.reading if mapping else Reading())
    export = read_export(request.files["file"], reading)
    wanted = request.options["instrument"] or (mapping.instrument if mapping else "") or USUAL
    instrument = _instrument(store, wanted)
    if mapping is None:
        mapping = guess(export, instrument, store.units())
    return _Read(export, replace(mapping, instrument=wanted, reading=reading), instrument)


def _reading(options: Mapping[str, Any], said: Reading) -> Reading:
    """How the file is read: as the command says, else as the mapping does. Errors: BadInput."""
    pairs = [one.partition("=") for one in options.get("only", ())]
    if any(not between for _, between, _ in pairs):
        raise BadInput(sentence("history.only_shape"))
    only = {column.strip(): value.strip() for column, _, value in pairs}
    return Reading(options.get("sheet") or said.sheet, only or said.only)


def _instrument(store: Store, key: str) -> Instrument:
    known = {**load_instruments(CONTENT / "instruments"), **choices(store)}
    if key not in known:
        raise BadInput(sentence("history.no_instrument", key=key, known=", ".join(sorted(known))))
    return known[key]


def _convert(store: Store, request: Request, read: _Read) -> Converted:
    wishes = Wishes(request.files.get("invited"), leave_out=request.options["leave_out"])
    return convert(read.export, read.mapping, read.instrument, units=store.units(), wishes=wishes)


def _past(options: Mapping[str, Any], read: _Read, converted: Converted) -> PastWave:
    first, last = read.export.days or (None, None)
    opened, closed = _day(options["opened"], first), _day(options["closed"], last)
    return PastWave(
        key=options["key"],
        name=options["name"],
        opened=opened,
        closed=closed,
        k=options["k"],
        instrument=read.instrument,
        file=converted.file,
    )


def _day(given: str | None, suggested: date | None) -> date:
    if given is not None:
        return date.fromisoformat(given)
    if suggested is None:
        raise BadInput(sentence("history.give_days"))
    return suggested
