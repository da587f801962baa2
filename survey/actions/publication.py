"""Writing a publication: its cells, its diagnostics and its seal, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sqlmodel import Session

from survey.actions.bulk import insert_rows
from survey.actions.moves import lock, set_state
from survey.store import CellRow, Store
from survey.tables import DiagnosticRow, PublishedCellRow
from survey.waves import State, Wave, check_move


@dataclass(frozen=True, slots=True)
class Publication:
    """All that leaves a wave: cells, whole-organisation figures, and the seal over the cells."""

    cells: Sequence[CellRow]
    diagnostics: Mapping[str, float]
    seal: str


def write_publication(
    store: Store,
    wave: Wave,
    publication: Publication,
    *,
    actor: str,
) -> None:
    """Keep a wave's publication and mark it published, all in one transaction.

    Errors: Refused when the wave is not closed (a publication is written once).
    """
    numbers = store.unit_numbers()
    with store.change(
        actor=actor, verb="publish wave", subject=wave.key, detail=f"seal {publication.seal}"
    ) as session:
        lock(session, wave)
        check_move(wave, State.PUBLISHED)
        rows = [cell._asdict() | {"unit": numbers[cell.unit]} for cell in publication.cells]
        # In order of number, so that one unit's cells of a wave lie in one block of the table.
        insert_rows(session, PublishedCellRow, sorted(rows, key=itemgetter("unit")))
        _write_diagnostics(session, wave, publication)
        set_state(session, wave, State.PUBLISHED, published=store.now(), seal=publication.seal)


def _write_diagnostics(session: Session, wave: Wave, publication: Publication) -> None:
    rows = [
        {"wave": wave.id, "figure": name, "value": value}
        for name, value in sorted(publication.diagnostics.items())
    ]
    insert_rows(session, DiagnosticRow, rows)
