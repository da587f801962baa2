"""Erasing a person: what is kept about them is gone, and nothing that was published changes.

Their row, roles, sign-ins, mails to come and a note that their address fails are deleted. In the
rosters of waves that are over they stand under one random key that belongs to nobody: the gate
counts who joined or left a team between two waves, and that count must not change. What they wrote
of what their team tries stays the team's, signed by somebody erased. Lines of the record about them
say "somebody erased"; the line of the erasure names the random key only. What
these waves froze is sealed anew in that same line (survey.waves.opening_seal), so that `check`
still finds whatever else was changed.

What is left. The database file is written anew as far as the engine allows: DuckDB frees the
blocks in which the row stood and does not overwrite them until it needs them, so bytes of a name
may stay in free blocks for a while, as they do in older backups. PostgreSQL's tables of people
and of frozen addresses are written anew; its write-ahead log follows its own rule. A
unit called after somebody gets another name, but keeps the old one in trees of earlier waves. Who
knew where somebody worked in which wave can still say which random key that was; nothing else
hangs on it.
"""

import secrets
from dataclasses import replace

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from survey.actions.organisation import Line, change_of, write_changes
from survey.actions.staying import check_may_be_erased
from survey.actions.undoing import forget_somebody
from survey.audit import AuditVerb
from survey.errors import NotFound, Refused
from survey.experiments.kept import signed_by
from survey.imports.managers import team_name
from survey.organisation.permissions import Viewer, check_is_hr
from survey.organisation.structure import Organisation, Person
from survey.storage.experiment_tables import ExperimentRow, HeardRow, MatchRow, PassedUpRow
from survey.storage.people_tables import AskedAddressRow, BounceRow, GrantRow, PersonRow, SignInRow
from survey.storage.tables import AuditRow, DeliveryRow, JobRow, RosterRow
from survey.store import Store
from survey.text import sentence
from survey.waves.opening_seal import (
    ERASED_KEY,
    FROZEN,
    SOMEBODY,
    Amendment,
    erased_as_recorded,
    frozen_seal,
    seal_now,
)
from survey.waves.wave import State, Wave

THEIR_ROWS = (GrantRow, SignInRow, BounceRow, DeliveryRow, AskedAddressRow)
UNNAMED_TEAM = "Team of somebody who left"


def erase_person(store: Store, *, person: str, viewer: Viewer) -> None:
    """Erase somebody for good. Errors: NotAllowed, NotFound, Refused."""
    check_is_hr(viewer)
    erase(store, person=person, actor=viewer.person)


def erase(store: Store, *, person: str, actor: str) -> None:
    """The same by the schedule, when somebody's time is over. Errors: NotFound, Refused."""
    now = store.organisation()
    found = now.people.get(person)
    if found is None:
        raise NotFound(sentence("refused.missing.somebody"))
    check_may_be_erased(store, found, actor=actor)
    key = f"{ERASED_KEY}{secrets.token_hex(16)}"
    rosters = _rosters(store, found)
    seals = {wave.key: seals for wave in rosters if (seals := _seals(store, wave, person, key))}
    _unname_units(store, now, found, actor)
    line = Line(actor, AuditVerb.ERASE_PERSON, Amendment(key, seals).detail(), key)
    with change_of(store, line, based_on=store.organisation().fingerprint) as session:
        check_may_be_erased(store, found, actor=actor)
        _rosters(store, found)
        _erase(session, person, key, [wave.id for wave in rosters])
        forget_somebody(session, found)
    store.write_people_anew()


def _rosters(store: Store, person: Person) -> list[Wave]:
    """The waves that are over in which somebody was asked. Errors: Refused while one is not."""
    asked = [wave for wave in store.waves() if person.key in store.roster(wave.id)]
    for wave in asked:
        if wave.state is State.OPEN:
            raise Refused(
                sentence(
                    "refused.erasing.asked",
                    person=person.name,
                    wave=wave.name,
                    closes=f"{wave.closes:%d %B %Y}",
                )
            )
        if wave.state is State.CLOSED:
            raise Refused(sentence("refused.erasing.figures", person=person.name, wave=wave.name))
    return asked


def _seals(store: Store, wave: Wave, person: str, key: str) -> tuple[str, str] | None:
    """The seal of a wave before and after; none where it is broken, so that it stays broken."""
    line = store.last_audit(verb=AuditVerb.OPEN_WAVE, subject=wave.key)
    if line is None or not line.detail.startswith(FROZEN):
        return None
    roster, units, amendments = store.roster(wave.id), store.wave_units(wave.id), store.amendments()
    before = seal_now(line.detail.removeprefix(FROZEN), wave.key, amendments)
    sound = before == frozen_seal(wave, units, roster)
    if not (sound and erased_as_recorded(roster, wave.key, amendments)):
        return None
    return before, frozen_seal(
        wave, units, {key if other == person else other: home for other, home in roster.items()}
    )


def _unname_units(store: Store, now: Organisation, person: Person, actor: str) -> None:
    """Units that are called after the person get a name of nobody, with a line of their own."""
    named = [unit for unit in now.units.values() if unit.name == team_name(person)]
    if named:
        units = [replace(unit, name=UNNAMED_TEAM) for unit in named]
        line = Line(actor, AuditVerb.RENAME_UNIT, ", ".join(unit.key for unit in named))
        with change_of(store, line, based_on=now.fingerprint) as session:
            write_changes(store, session, units=units, people=(), actor=actor)


def _erase(session: Session, person: str, key: str, waves: list[int]) -> None:
    """Rename first, delete last: the database allows the renaming only of who is still there."""
    session.flush()
    in_these = (col(RosterRow.person) == person) & col(RosterRow.wave).in_(waves)
    session.execute(update(RosterRow).where(in_these).values(person=key))
    lines = update(AuditRow)
    session.execute(lines.where(col(AuditRow.actor) == person).values(actor=SOMEBODY))
    session.execute(lines.where(col(AuditRow.subject) == person).values(subject=SOMEBODY))
    session.execute(update(JobRow).where(col(JobRow.person) == person).values(person=SOMEBODY))
    _unsign(session, person)
    for table in THEIR_ROWS:
        session.execute(delete(table).where(col(table.person) == person))
    session.execute(delete(PersonRow).where(col(PersonRow.key) == person))


def _unsign(session: Session, person: str) -> None:
    """What they wrote of what their team tries stays, and says no longer who wrote it."""
    for table, key in ((ExperimentRow, "key"), (PassedUpRow, "key"), (HeardRow, "wave")):
        for row in session.execute(select(table)).scalars():
            content = signed_by(row.content, person, instead=SOMEBODY)
            if content is not None:
                # Another version: whoever read it before cannot write the name back.
                session.execute(
                    update(table)
                    .where(getattr(table, key) == getattr(row, key))
                    .values(content=content, version=row.version + 1)
                )
    session.execute(update(MatchRow).where(col(MatchRow.by) == person).values(by=SOMEBODY))
