"""Is a publication what its seal was made of?"""

from analytics.published.kept_cells import seal_of
from survey.actions.publication import SEAL
from survey.audit import AuditVerb
from survey.store import CellRow, Store
from survey.waves.wave import RECEIPTS_FROM, Wave

SEALED_RULES = 2


def as_sealed(store: Store, wave: Wave, rows: list[CellRow] | None = None) -> bool:
    """Whether a publication is what its seal was made of, in the wave's row and on the record."""
    cells = store.cells(waves=[wave.id]) if rows is None else rows
    people = store.other_people([wave.id])
    line = store.last_audit(verb=AuditVerb.PUBLISH_WAVE, subject=wave.key)
    recorded = line.detail.removeprefix(SEAL) if line else None
    if wave.rules < SEALED_RULES:
        return seal_of(cells, people=people) == wave.seal == recorded
    figures = store.diagnostics(wave.id)
    receipts = store.receipts(wave.id) if wave.rules >= RECEIPTS_FROM else ()
    now = seal_of(cells, figures, people, receipts=receipts, wave=wave)
    return now == wave.seal == recorded
