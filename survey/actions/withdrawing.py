"""Taking back a past wave that was brought in wrongly; the record says why.

As long as nobody but HR has read it, it is removed whole, with its figures. After that it is
withdrawn: nothing shows it, and its publication is not touched (decision record 0038).
"""

from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel, col

from survey.actions.wave_state import lock
from survey.audit import AuditVerb
from survey.errors import Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.storage.cell_copy import COPY
from survey.storage.people_tables import UnitRow
from survey.storage.published_tables import (
    DiagnosticRow,
    OtherPeopleRow,
    PublishedCellRow,
    ReceiptRow,
    UnreadRow,
    WithdrawnRow,
)
from survey.storage.tables import RosterRow, WaveRow, WaveUnitRow
from survey.store import Store
from survey.store.organisation import ORGANISATION
from survey.text import sentence
from survey.waves.wave import State, Wave

LONGEST_REASON = 300
OWN: tuple[type[SQLModel], ...] = (
    PublishedCellRow,
    DiagnosticRow,
    OtherPeopleRow,
    ReceiptRow,
    RosterRow,
    WaveUnitRow,
)
"""The tables whose rows belong to one wave and go with it."""


def withdraw_wave(store: Store, *, key: str, reason: str, viewer: Viewer) -> bool:
    """Take back a past wave; see `withdraw`. Errors: NotAllowed, NotFound, Refused."""
    check_is_hr(viewer)
    return withdraw(store, key=key, reason=reason, actor=viewer.person)


def withdraw(store: Store, *, key: str, reason: str, actor: str) -> bool:
    """The same by the operator's command; whether it is removed whole, with its figures.

    Errors: NotFound, Refused.
    """
    wave, said = store.wave(key), reason.strip()
    shown = wave.state is State.PUBLISHED and wave.id not in store.withdrawn()
    if not (wave.replay and shown):
        raise Refused(sentence("history.not_withdrawable"))
    if not said:
        raise Refused(sentence("refused.reason.wave"))
    if len(said) > LONGEST_REASON:
        raise Refused(sentence("refused.reason.too_long", most=LONGEST_REASON))
    if goes_whole(store, wave):
        _remove(store, wave, actor=actor, reason=said)
        return True
    with store.change(AuditVerb.WITHDRAW_WAVE, actor=actor, subject=key, detail=said) as session:
        session.add(WithdrawnRow(wave=wave.id, moment=store.now()))
    return False


def goes_whole(store: Store, wave: Wave) -> bool:
    """Whether a past wave can be removed: only HR has read it, no later one is compared with it."""
    return wave.id in store.unread() and not store.compared_with(wave.key)


def _remove(store: Store, wave: Wave, *, actor: str, reason: str) -> None:
    """Errors: Refused when somebody else begins to read it meanwhile."""
    units = _only_here(store, wave)
    with store.change(
        AuditVerb.REMOVE_WAVE, actor=actor, subject=wave.key, detail=reason
    ) as session:
        lock(session, wave)
        _hold_unread(session, wave)
        # Beside this transaction: rather comments that are gone than some of a wave that is.
        store.comment_rows.destroy(wave.id)
        for table in OWN:
            session.execute(delete(table).where(col(table.wave) == wave.id))  # type: ignore[attr-defined]
        if store.embedded:
            session.execute(delete(COPY).where(COPY.c.wave == wave.id))
        session.execute(delete(WaveRow).where(col(WaveRow.id) == wave.id))
        session.execute(delete(UnreadRow).where(col(UnreadRow.wave) == wave.id))
        # What is remembered of its number, in any process, is never taken for another wave's.
        session.add(WithdrawnRow(wave=wave.id, moment=store.now()))
    store.renew_copy()
    store.comment_rows.tidy()
    if units:
        detail = f"wave {wave.key}: {len(units)} units"
        with store.change(
            AuditVerb.UNDO_PEOPLE, actor=actor, subject=ORGANISATION, detail=detail
        ) as session:
            session.execute(delete(UnitRow).where(col(UnitRow.key).in_(units)))


def _hold_unread(session: Session, wave: Wave) -> None:
    row = select(col(UnreadRow.wave)).where(col(UnreadRow.wave) == wave.id)
    postgresql = session.get_bind().dialect.name == "postgresql"
    if session.execute(row.with_for_update() if postgresql else row).first() is None:
        raise Refused(sentence("history.read_meanwhile"))


def _only_here(store: Store, wave: Wave) -> list[str]:
    """The units that a file named and nothing else does: called by their key, without anybody."""
    units, people = store.units(), store.people().values()
    used = {key for person in people for key in (person.unit, person.leads)}
    used |= {unit.parent for unit in units.values()} | {one.unit for one in store.experiments()}
    for other in store.waves():
        if other.id != wave.id:
            used |= {*other.audience, *(unit.key for unit in store.wave_units(other.id))}
    named = {unit.key for unit in store.wave_units(wave.id)}
    return sorted(
        unit.key
        for unit in units.values()
        if unit.key in named - used and unit.name == unit.key and unit.parent is not None
    )
