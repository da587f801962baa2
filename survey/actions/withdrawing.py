"""Withdrawing a past wave that was brought in wrongly: nothing shows it, the record says why.

Its publication is not touched (decision record 0025).
"""

from survey.audit import AuditVerb
from survey.errors import Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.storage.published_tables import WithdrawnRow
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import State

LONGEST_REASON = 300


def withdraw_wave(store: Store, *, key: str, reason: str, viewer: Viewer) -> None:
    """Withdraw a past wave. Errors: NotAllowed, NotFound, Refused."""
    check_is_hr(viewer)
    withdraw(store, key=key, reason=reason, actor=viewer.person)


def withdraw(store: Store, *, key: str, reason: str, actor: str) -> None:
    """The same by the operator's command. Errors: NotFound, Refused."""
    wave, said = store.wave(key), reason.strip()
    shown = wave.state is State.PUBLISHED and wave.id not in store.withdrawn()
    if not (wave.replay and shown):
        raise Refused(sentence("history.not_withdrawable"))
    if not said:
        raise Refused(sentence("refused.reason.wave"))
    if len(said) > LONGEST_REASON:
        raise Refused(sentence("refused.reason.too_long", most=LONGEST_REASON))
    with store.change(AuditVerb.WITHDRAW_WAVE, actor=actor, subject=key, detail=said) as session:
        session.add(WithdrawnRow(wave=wave.id, moment=store.now()))
