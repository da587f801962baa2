"""Opening a wave: freeze who is asked, where and by which rules, make keys, let answers in."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import Session, col

from survey.actions.bulk import insert_rows
from survey.actions.distance import check_distance
from survey.actions.objecting import check_may_open
from survey.actions.wave_state import lock, set_state
from survey.answering import sealing as ballots
from survey.answering.links import link_hash, link_token
from survey.audit import AuditVerb
from survey.errors import KeyTrouble, Refused
from survey.organisation.structure import above, in_tree_order
from survey.storage.keys import WaveKeys
from survey.storage.leftovers import named, wave_files
from survey.storage.people_tables import AskedAddressRow
from survey.storage.tables import RosterRow, WaveUnitRow
from survey.store import Store
from survey.store.asked import Roster, address_book, asked_first, roster_now
from survey.text import sentence
from survey.waves.calendar import Calendar, calendar_of
from survey.waves.newcomers import sharing
from survey.waves.opening_seal import FROZEN, frozen_seal
from survey.waves.recognising import Asked, asked_of
from survey.waves.wave import State, Wave, WaveUnit, check_move

MOST_NAMED = 10


def open_wave(
    store: Store, *, key: str, actor: str, roster: Roster | None = None, at: datetime | None = None
) -> None:
    """Freeze who is asked and by which rules, make the keys and links, and let answers in.

    Until the last step commits the wave is not open: whatever was cut off before is made anew,
    and what lies there of any other wave is never written over.
    `roster` and `at` are for past answers; else everybody in the audience is asked, from now.
    Errors: Refused.
    """
    wave, moment = store.wave(key), at or store.now()
    check_move(wave, State.OPEN)
    check_time_left(wave, moment, calendar_of(store.preferences()))
    check_may_open(store, wave)
    roster = roster or roster_now(store, wave)
    _check_enough(wave, roster)
    check_distance(store, wave, roster, opens=moment)
    asked = asked_of(wave, roster.homes, address_book(store))
    _check_mailboxes(store, wave, asked)
    units = _wave_units(roster, store.unit_numbers())
    numbers = {unit.key: unit.unit for unit in units}
    homes = {person: numbers[unit] for person, unit in roster.homes.items()}
    detail = f"{FROZEN}{frozen_seal(wave, units, homes)}"
    if not wave.replay:
        _note_newcomers(store, wave, asked, roster, actor)
    wave, keys = _begin(store, wave, actor)
    with store.change(AuditVerb.OPEN_WAVE, actor=actor, subject=key, detail=detail) as session:
        lock(session, wave)
        # What was objected meanwhile waits for the lock, or was written before it.
        check_may_open(store, wave)
        _fill_box(store, wave, keys, roster)
        _freeze(session, wave, units, homes)
        if not wave.replay:
            _freeze_addresses(session, wave, store.addresses(roster.homes))
        set_state(session, wave, State.OPEN, opened=moment, invited=len(roster.homes))


def check_time_left(wave: Wave, now: datetime, calendar: Calendar) -> None:
    """Refuse to open a wave whose closing time has passed."""
    if wave.closes <= now:
        raise Refused(
            sentence("refused.wave.over", wave=wave.name, closes=calendar.said(wave.closes))
        )


def _check_enough(wave: Wave, roster: Roster) -> None:
    if len(roster.homes) < wave.k:
        raise Refused(
            sentence("refused.wave.too_few", wave=wave.name, people=len(roster.homes), k=wave.k)
        )


def _check_mailboxes(store: Store, wave: Wave, asked: Asked) -> None:
    if not wave.replay and (found := sharing(asked)):
        names = [store.people()[who].name for who in found[:MOST_NAMED]]
        raise Refused(sentence("refused.wave.one_mailbox", wave=wave.name, names=", ".join(names)))


def _note_newcomers(store: Store, wave: Wave, asked: Asked, roster: Roster, actor: str) -> None:
    """Put on the record which teams are mostly people who were never asked before."""
    new, by_unit = asked_first(store, wave, asked, address_book(store)), asked.by_unit()
    if new is None or not (mostly := new.mostly(by_unit)):
        return
    told = (f"{roster.units[unit].name}: {n} of {by_unit[unit]}" for unit, n in mostly.items())
    store.note(AuditVerb.NOTE_NEWCOMERS, actor=actor, subject=wave.key, detail="; ".join(told))


def _begin(store: Store, wave: Wave, actor: str) -> tuple[Wave, WaveKeys]:
    """Keep the public key before there is any file, so that files can be told from another wave's.

    Errors: Refused when there are such.
    """
    keys, public_key = ballots.make_keys()
    with store.change(AuditVerb.MAKE_KEYS, actor=actor, subject=wave.key) as session:
        lock(session, wave)
        _make_room(store, wave)
        set_state(session, wave, wave.state, public_key=public_key)
    return replace(wave, public_key=public_key), keys


def _make_room(store: Store, wave: Wave) -> None:
    """Remove what an opening of this wave that was cut off left, and nothing else."""
    there = wave_files(store.settings).get(wave.id, [])
    if there and not _is_own(store, wave, {file.parent for file in there}):
        files = named(there, store.settings)
        raise Refused(sentence("leftovers.opening", wave=wave.name, files=files))
    if wave.public_key is not None:
        # The box goes first: one without its key is never taken for our own.
        store.destroy_box(wave.id)
        store.keys.destroy(wave.id)


def _is_own(store: Store, wave: Wave, folders: set[Path]) -> bool:
    """Whether what lies there was made by an earlier opening of this wave: a key, then a box."""
    key, box = store.settings.keys, store.settings.boxes
    if wave.public_key is None or not folders <= {key, box}:
        return False
    try:
        return ballots.belongs(store.keys.read(wave.id), wave.public_key)
    except KeyTrouble:
        # Cut off while the key was written.
        return folders == {key}


def _fill_box(store: Store, wave: Wave, keys: WaveKeys, roster: Roster) -> None:
    store.keys.keep(wave.id, keys)
    store.box(wave.id, new=True).fill(
        link_hash(keys.links, link_token(keys.links, wave.id, person)) for person in roster.homes
    )


def _freeze(
    session: Session, wave: Wave, units: Sequence[WaveUnit], homes: Mapping[str, int]
) -> None:
    for table in (RosterRow, WaveUnitRow):
        session.execute(delete(table).where(col(table.wave) == wave.id))
    invited = [
        {"wave": wave.id, "person": person, "home": home} for person, home in sorted(homes.items())
    ]
    insert_rows(session, RosterRow, invited)
    insert_rows(session, WaveUnitRow, [asdict(unit) | {"wave": wave.id} for unit in units])


def _freeze_addresses(session: Session, wave: Wave, addresses: Mapping[str, str]) -> None:
    rows = [
        {"wave": wave.id, "person": person, "address": address}
        for person, address in sorted(addresses.items())
    ]
    insert_rows(session, AskedAddressRow, rows)


def _wave_units(roster: Roster, numbers: Mapping[str, int]) -> list[WaveUnit]:
    """The units in which somebody is asked and those above them, in tree order."""
    invited: dict[str, int] = {}
    for unit in roster.homes.values():
        invited[unit] = invited.get(unit, 0) + 1
    asked = {up for unit in invited for up in above(unit, roster.units)}
    tree = [unit for unit in in_tree_order(roster.units) if unit.key in asked]
    return [
        WaveUnit(numbers[u.key], u.key, u.name, u.parent, place, invited.get(u.key, 0))
        for place, u in enumerate(tree)
    ]
