"""Changing a wave that has not opened yet: its name, its days, what it asks."""

from dataclasses import dataclass, replace
from datetime import datetime

from survey.actions.wave_state import set_state
from survey.actions.waves import check_schedule
from survey.audit import AuditVerb
from survey.errors import BadInput, Problem, Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import freeze
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import NOT_OPENED, State, Wave, why_not


@dataclass(frozen=True, slots=True)
class Change:
    """What a wave shall be called, when it opens and closes, and what it asks."""

    name: str
    opens: datetime
    closes: datetime
    instrument: Instrument


def change_wave(store: Store, *, key: str, change: Change, viewer: Viewer) -> None:
    """Change a draft or scheduled wave. Errors: NotAllowed, BadInput, Refused."""
    check_is_hr(viewer)
    wave = store.wave(key)
    if wave.state not in NOT_OPENED:
        raise Refused(sentence("refused.wave.change", wave=wave.name, why=why_not(wave)))
    _check(change)
    changed = replace(
        wave,
        name=change.name.strip(),
        opens=change.opens,
        closes=change.closes,
        definition=freeze(change.instrument),
    )
    if changed == wave:
        return
    if wave.state is State.SCHEDULED:
        check_schedule(store, changed)
    with store.change(
        AuditVerb.CHANGE_WAVE, actor=viewer.person, subject=key, detail=_said(wave, changed)
    ) as session:
        set_state(
            session,
            wave,
            wave.state,
            name=changed.name,
            opens=changed.opens,
            closes=changed.closes,
            definition=changed.definition,
            instrument=change.instrument.key,
            instrument_version=change.instrument.version,
        )


def _check(change: Change) -> None:
    problems = []
    if not change.name.strip():
        problems.append(Problem(sentence("refused.plan.name"), column="name"))
    if change.closes <= change.opens:
        problems.append(Problem(sentence("refused.plan.closes"), column="closes"))
    if problems:
        raise BadInput(sentence("refused.plan.unchanged"), problems)


def _said(before: Wave, after: Wave) -> str:
    """What changed, for the record."""
    pairs = {
        "name": (before.name, after.name),
        "opens": (f"{before.opens:%Y-%m-%d %H:%M}", f"{after.opens:%Y-%m-%d %H:%M}"),
        "closes": (f"{before.closes:%Y-%m-%d %H:%M}", f"{after.closes:%Y-%m-%d %H:%M}"),
        "asks": (_asks(before.instrument), _asks(after.instrument)),
    }
    return "; ".join(f"{what}: {old} -> {new}" for what, (old, new) in pairs.items() if old != new)


def _asks(instrument: Instrument) -> str:
    return f"{instrument.key} {instrument.version}"
