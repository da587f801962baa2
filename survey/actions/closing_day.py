"""Moving the closing day of an open wave: later only, on the record, under the seal of the wave.

Nothing else of an open wave changes. Never earlier: whoever has not answered yet was told a day.
"""

from dataclasses import replace
from datetime import datetime

from survey.actions.distance import check_closing
from survey.actions.wave_state import lock, set_state
from survey.audit import AuditVerb
from survey.errors import Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.text import sentence
from survey.waves.opening_seal import Amendment, frozen_seal
from survey.waves.wave import State, why_not


def move_closing(store: Store, *, key: str, closes: datetime, viewer: Viewer) -> None:
    """Let an open wave close later than was planned. Errors: NotAllowed, Refused."""
    check_is_hr(viewer)
    wave = store.wave(key)
    if wave.state is not State.OPEN or wave.replay:
        raise Refused(sentence("refused.wave.closing_day", wave=wave.name, why=why_not(wave)))
    if closes <= max(wave.closes, store.now()):
        raise Refused(sentence("refused.wave.later_only", wave=wave.name))
    check_closing(store, wave, closes=closes)
    units, roster = store.wave_units(wave.id), store.roster(wave.id)
    seals = [frozen_seal(one, units, roster) for one in (wave, replace(wave, closes=closes))]
    days = (f"{wave.closes:%F %H:%M}", f"{closes:%F %H:%M}")
    said = Amendment(key, {key: (seals[0], seals[1]), "from and to": days}).detail()
    with store.change(
        AuditVerb.MOVE_CLOSING, actor=viewer.person, subject=key, detail=said
    ) as session:
        # The line first: PostgreSQL allows the move only beside it.
        session.flush()
        lock(session, wave)
        set_state(session, wave, State.OPEN, closes=closes)
