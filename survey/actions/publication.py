"""Writing a publication: its cells, its diagnostics, whom it compares and its seal, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlmodel import Session

from survey.actions.bulk import insert_rows
from survey.actions.comments import keep_comments
from survey.actions.kept import keep_answers
from survey.actions.wave_state import lock, set_state
from survey.audit import AuditVerb
from survey.storage.published_tables import (
    DiagnosticRow,
    OtherPeopleRow,
    PublishedCellRow,
    ReceiptRow,
    UnreadRow,
)
from survey.store import CellRow, OtherPeople, Store
from survey.waves.comments import Comment, KeptAnswer
from survey.waves.wave import RULES, State, Wave, check_move

SEAL = "seal "


@dataclass(frozen=True, slots=True)
class Publication:
    """All that leaves a wave: cells, whole-organisation figures, the seal over both, comments.

    `kept` are the anonymous answer rows, where people were told that they are kept; `people` says
    which sets were other people in other waves; `receipts` are hashes, as many as were asked.
    """

    cells: Sequence[CellRow]
    diagnostics: Mapping[str, float]
    seal: str
    comments: Sequence[Comment] = ()
    kept: Sequence[KeptAnswer] = ()
    people: Sequence[OtherPeople] = ()
    receipts: Sequence[str] = ()


def write_publication(store: Store, wave: Wave, publication: Publication, *, actor: str) -> None:
    """Keep a wave's publication and mark it published, all in one transaction.

    Errors: Refused when the wave is not closed (a publication is written once).
    """
    numbers = store.unit_numbers()
    with store.change(
        AuditVerb.PUBLISH_WAVE, actor=actor, subject=wave.key, detail=f"{SEAL}{publication.seal}"
    ) as session:
        lock(session, wave)
        check_move(wave, State.PUBLISHED)
        assert wave.keep_days is not None or not publication.kept, "kept only where it was told"
        # Beside this transaction: when it is cut off before it commits, they are written again.
        keep_comments(store, wave, publication.comments)
        if publication.kept:
            keep_answers(store, wave, publication.kept)
        rows = [cell._asdict() | {"unit": numbers[cell.unit]} for cell in publication.cells]
        # In order of number, so that one unit's cells of a wave lie in one block of the table.
        insert_rows(session, PublishedCellRow, sorted(rows, key=itemgetter("unit")))
        _write_diagnostics(session, wave, publication)
        insert_rows(session, OtherPeopleRow, _people_rows(publication, numbers))
        receipts = [{"wave": wave.id, "hash": one} for one in publication.receipts]
        insert_rows(session, ReceiptRow, receipts)
        if wave.replay:
            insert_rows(session, UnreadRow, [{"wave": wave.id}])
        done = {"published": store.now(), "seal": publication.seal, "rules": RULES}
        set_state(session, wave, State.PUBLISHED, **done)
    _tidy(store, publication)


def _tidy(store: Store, publication: Publication) -> None:
    """Leave nothing of what a closing that was cut off had written before."""
    store.comment_rows.tidy()
    if publication.kept:
        store.kept_rows.tidy()


def _people_rows(publication: Publication, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    found = [
        {
            "wave": one.wave,
            "other": one.other,
            "unit": numbers[one.unit],
            "area": one.scope == "area",
            "was": None if one.was is None else numbers[one.was],
        }
        for one in publication.people
    ]
    return sorted(found, key=itemgetter("other", "unit", "area"))


def _write_diagnostics(session: Session, wave: Wave, publication: Publication) -> None:
    rows = [
        {"wave": wave.id, "figure": name, "value": value}
        for name, value in sorted(publication.diagnostics.items())
    ]
    insert_rows(session, DiagnosticRow, rows)
