"""Mending addresses that the mail server refused, while a wave is open; in the open.

Mails of a wave go to the addresses of its opening, so that nobody can have a link sent to
themselves. But somebody whose address was refused would never be asked. So where the invitation was
given up, and the person has another address by now, it goes there: on the record, and told on the
form. Who has answered plays no part (decision record 0018).
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select, update
from sqlmodel import col

from survey.actions.deliveries import of
from survey.audit import AuditVerb
from survey.errors import Refused
from survey.mail.deliveries import Occasion, Standing
from survey.organisation.permissions import Viewer, check_is_hr
from survey.storage.people_tables import AskedAddressRow
from survey.storage.tables import DeliveryRow
from survey.store import Store
from survey.text import sentence
from survey.waves.recognising import folded
from survey.waves.wave import State, Wave

PERSONAL = frozenset({Occasion.INVITATION, Occasion.REMINDER, Occasion.CLOSES_LATER})


def to_mend(store: Store, wave: Wave) -> dict[str, str]:
    """The corrected address of everybody whose invitation to an open wave was given up.

    One that is somebody else's too is none.
    """
    if wave.state is not State.OPEN or wave.replay:
        return {}
    given_up = of(wave.id, {Occasion.INVITATION}) & (
        col(DeliveryRow.state) == Standing.FAILED.value
    )
    query = select(col(DeliveryRow.person)).where(given_up)
    failed = store.box(wave.id).look(lambda box: list(box.execute(query).scalars()))
    frozen, people = store.asked_addresses(wave.id), store.people()
    taken = set(map(folded, frozen.values()))
    found = {who: people[who].email for who in failed if who in people and people[who].active}
    return {who: at for who, at in sorted(found.items()) if at and folded(at) not in taken}


def mend_addresses(store: Store, *, key: str, viewer: Viewer) -> int:
    """Send the invitations that were given up to the corrected addresses; how many.

    Errors: NotAllowed, Refused when there is nothing to mend.
    """
    check_is_hr(viewer)
    wave = store.wave(key)
    found = to_mend(store, wave)
    if not found:
        raise Refused(sentence("refused.wave.nothing_to_mend", wave=wave.name))
    for person, address in found.items():
        with store.change(
            AuditVerb.MEND_ADDRESS, actor=viewer.person, subject=person, detail=key
        ) as session:
            # The line first: PostgreSQL allows the change only beside it.
            session.flush()
            mine = (col(AskedAddressRow.wave) == wave.id) & (col(AskedAddressRow.person) == person)
            session.execute(update(AskedAddressRow).where(mine).values(address=address))
    store.box(wave.id).errand(lambda box: _send_again(box, store, wave, found))
    return len(found)


def _send_again(box: Connection, store: Store, wave: Wave, found: Mapping[str, str]) -> None:
    theirs = of(wave.id, PERSONAL) & col(DeliveryRow.person).in_(sorted(found))
    given_up = theirs & (col(DeliveryRow.state) == Standing.FAILED.value)
    anew = {"state": Standing.WAITING.value, "tries": 0, "due": store.now()}
    box.execute(update(DeliveryRow).where(given_up).values(anew))
