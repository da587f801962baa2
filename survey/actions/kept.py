"""Anonymous answer rows kept by agreement: written at closing, deleted when their time is over."""

from collections.abc import Sequence
from dataclasses import asdict

from survey.audit import AuditVerb
from survey.store import Store
from survey.waves.comments import KeptAnswer
from survey.waves.wave import Wave


def keep_answers(store: Store, wave: Wave, rows: Sequence[KeptAnswer]) -> None:
    """Keep these answer rows of a wave and no others."""
    numbers = store.unit_numbers()
    store.kept_rows.put(
        wave.id, [asdict(row) | {"wave": wave.id, "unit": numbers[row.unit]} for row in rows]
    )


def forget_answers(store: Store, wave: Wave, *, actor: str) -> None:
    """Delete the kept answer rows of a wave, and what they were written to."""
    with store.change(AuditVerb.DELETE_KEPT_ANSWERS, actor=actor, subject=wave.key):
        store.kept_rows.destroy(wave.id)
    store.kept_rows.tidy()
