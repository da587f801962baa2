"""Moving a wave: plan, schedule, close, cancel; each move on the record (opening: opening.py)."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from survey.actions.distance import check_closing, check_distance
from survey.actions.opening import check_time_left
from survey.actions.wave_state import lock, set_state
from survey.audit import AuditVerb
from survey.errors import BadInput, Problem, Refused
from survey.mail import Outbox
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import freeze
from survey.storage.leftovers import wave_files
from survey.storage.published_tables import WithdrawnRow
from survey.storage.tables import RosterRow, WaveRow, WaveUnitRow
from survey.store import Store, wave_of
from survey.store.asked import roster_now
from survey.text import sentence
from survey.waves.calendar import calendar_of
from survey.waves.wave import RULES, State, Wave, check_k, check_keep, check_move

KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a wave shall be; `audience` holds unit keys, () is the whole organisation.

    `keep_days` keeps anonymous answer rows for so long after closing; None keeps none.
    """

    key: str
    name: str
    instrument: Instrument
    opens: datetime
    closes: datetime
    k: int
    audience: tuple[str, ...] = ()
    replay: bool = False
    keep_days: int | None = None
    series: str | None = None


def plan_wave(store: Store, plan: Plan, *, actor: str, state: State = State.DRAFT) -> Wave:
    """Keep a new wave, as a draft or scheduled. Errors: BadInput, Refused."""
    check_k(plan.k)
    check_keep(plan.keep_days)
    check_plan(store, plan)
    if state is State.SCHEDULED:
        check_schedule(store, wave_of(new_row(plan, 0, state)))
    with store.change(
        AuditVerb.PLAN_WAVE, actor=actor, subject=plan.key, detail=state.value
    ) as session:
        session.add(new_row(plan, next_number(session, store), state))
    return store.wave(plan.key)


def next_number(session: Session, store: Store) -> int:
    """A number above those of all waves, taken back or not, and of all that lies in their files."""
    columns = (col(WaveRow.id), col(WithdrawnRow.wave))
    last = (session.scalar(select(func.max(column))) or 0 for column in columns)
    return max(*last, *wave_files(store.settings), 0) + 1


def check_schedule(store: Store, wave: Wave) -> None:
    """Refuse a wave that could not open at its time: it is over, or another is in its way."""
    check_time_left(wave, store.now(), calendar_of(store.preferences()))
    check_distance(store, wave, roster_now(store, wave), opens=wave.opens, planning=True)


def check_plan(store: Store, plan: Plan) -> None:
    """Refuse a plan with all that is wrong with it. Errors: BadInput."""
    problems = []
    if not KEY.fullmatch(plan.key):
        shape = sentence("refused.plan.key")
        problems.append(Problem(shape, column="key"))
    elif plan.key in {wave.key for wave in store.waves()}:
        problems.append(Problem(sentence("refused.plan.key_taken", wave=plan.key), column="key"))
    if not plan.name.strip():
        problems.append(Problem(sentence("refused.plan.name"), column="name"))
    if plan.closes <= plan.opens:
        problems.append(Problem(sentence("refused.plan.closes"), column="closes"))
    unknown = sorted(set(plan.audience) - set(store.units()))
    if unknown:
        problems.append(
            Problem(sentence("refused.plan.no_unit", units=", ".join(unknown)), column="audience")
        )
    if problems:
        raise BadInput(sentence("refused.plan.not_planned"), problems)


def new_row(plan: Plan, number: int, state: State) -> WaveRow:
    """The row of a new wave."""
    return WaveRow(
        id=number,
        key=plan.key,
        name=plan.name.strip(),
        state=state.value,
        opens=plan.opens,
        closes=plan.closes,
        k=plan.k,
        instrument=plan.instrument.key,
        instrument_version=plan.instrument.version,
        definition=freeze(plan.instrument),
        rules=RULES,
        keep_days=plan.keep_days,
        audience=json.dumps(sorted(plan.audience)),
        series=plan.series,
        replay=plan.replay,
    )


def schedule_wave(store: Store, *, key: str, actor: str) -> None:
    """Let a draft open by itself at its time. Errors: Refused."""
    wave = store.wave(key)
    check_move(wave, State.SCHEDULED)
    check_schedule(store, wave)
    with store.change(AuditVerb.SCHEDULE_WAVE, actor=actor, subject=key) as session:
        set_state(session, wave, State.SCHEDULED)


def close_wave(store: Store, *, key: str, actor: str, at: datetime | None = None) -> None:
    """Let no more answers in; when this returns, every send was kept or refused.

    Before its planned day it keeps its distance from other closings as its plan does. `at` is for
    past answers. Errors: Refused.
    """
    wave, moment = store.wave(key), at or store.now()
    check_move(wave, State.CLOSED)
    if at is None and moment < wave.closes:
        check_closing(store, wave, closes=moment)
    with store.change(AuditVerb.CLOSE_WAVE, actor=actor, subject=key) as session:
        lock(session, wave)
        set_state(session, wave, State.CLOSED, closed=moment)
    store.box(wave.id).shut()


def cancel_wave(store: Store, *, key: str, actor: str, reason: str) -> None:
    """End a wave without a publication; its ballots are destroyed. Errors: Refused."""
    wave = store.wave(key)
    check_move(wave, State.CANCELLED)
    if not reason.strip():
        raise Refused(sentence("refused.reason.wave"))
    with store.change(AuditVerb.CANCEL_WAVE, actor=actor, subject=key, detail=reason) as session:
        lock(session, wave)
        set_state(session, wave, State.CANCELLED, closed=store.now(), reason=reason.strip())
    sweep(store, wave)


def sweep(store: Store, wave: Wave) -> None:
    """Destroy what a wave that is done leaves: its mails with links, its box, its keys.

    What is cut off is done again: `store.leftovers` names the waves with work left to do. A wave
    whose opening never began has nothing there; what lies under its number is not its own.
    """
    if wave.public_key is None:
        return
    Outbox(store.settings.outbox).clear(f"wave-{wave.id}")
    store.destroy_box(wave.id)
    store.keys.destroy(wave.id)


def mark_invited(store: Store, wave: Wave, *, actor: str, detail: str) -> None:
    """Put on the record that the invitations of an open wave went out."""
    with store.change(
        AuditVerb.SEND_INVITATIONS, actor=actor, subject=wave.key, detail=detail
    ) as session:
        set_state(session, wave, State.OPEN, invited_at=store.now())


def note_participation(store: Store, wave: Wave, *, band_low: int) -> None:
    """Keep the whole-organisation participation band that HR sees while a wave is open."""
    with store.change(AuditVerb.NOTE_PARTICIPATION, actor="schedule", subject=wave.key) as session:
        set_state(
            session, wave, State.OPEN, participation_from=band_low, participation_at=store.now()
        )


def undo_replay(store: Store, *, key: str, actor: str) -> None:
    """Remove past answers whose import was cut off before they were closed. Errors: Refused."""
    wave = store.wave(key)
    if not wave.replay or wave.state not in {State.DRAFT, State.OPEN}:
        raise Refused(sentence("refused.wave.key_taken", wave=key))
    sweep(store, wave)
    with store.change(AuditVerb.UNDO_IMPORT, actor=actor, subject=key) as session:
        for table in (RosterRow, WaveUnitRow):
            session.execute(delete(table).where(col(table.wave) == wave.id))
        session.execute(delete(WaveRow).where(col(WaveRow.id) == wave.id))
