"""The one place that changes a wave's row: lock it, then set its state and columns.

With a wave that is over go the addresses its mails went to, in the same transaction.
"""

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from survey.errors import Refused
from survey.storage.people_tables import AskedAddressRow
from survey.storage.tables import WaveRow
from survey.text import sentence
from survey.waves.wave import MOVES, OVER, State, Wave


def lock(session: Session, wave: Wave) -> None:
    """Hold the wave's row until the transaction ends. Errors: Refused when it moved meanwhile."""
    row = select(col(WaveRow.state), col(WaveRow.public_key)).where(col(WaveRow.id) == wave.id)
    postgresql = session.get_bind().dialect.name == "postgresql"
    found = session.execute(row.with_for_update() if postgresql else row).first()
    if found is None or tuple(found) != (wave.state.value, wave.public_key):
        raise Refused(sentence("refused.wave.raced", wave=wave.name))


def set_state(session: Session, wave: Wave, state: State, **values: object) -> None:
    """Move a wave to a state (or leave it there) and set other columns. Errors: Refused."""
    assert state is wave.state or state in MOVES[wave.state]
    lock(session, wave)
    row = update(WaveRow).where(col(WaveRow.id) == wave.id)
    session.execute(row.values(state=state.value, **values))
    if state in OVER:
        session.execute(delete(AskedAddressRow).where(col(AskedAddressRow.wave) == wave.id))
