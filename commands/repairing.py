"""Which damaged files can be opened again, and what went with the end of their logs?"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from survey.errors import DatabaseBusy, DatabaseUnfit
from survey.settings import Settings
from survey.storage.damaged_log import cut_damaged_end
from survey.storage.wave_file import own_file, waves_in
from survey.store import Store, utc_now
from survey.text import sentence


def repair_main(settings: Settings) -> Iterator[str]:
    """Mend the database, where it does not open; before a store is. Errors: Trouble."""
    file = settings.database_file
    if not settings.database_url and file.exists():
        try:
            yield from _repaired([file])
        except DatabaseBusy:
            # Somebody has it open, so it opens.
            return


def repair_boxes(store: Store) -> list[str]:
    """Mend ballot boxes, none of which is open then; comments and rows are never written to.

    Errors: Trouble when there is no room for copies.
    """
    if store.settings.database_url:
        return []
    folder = store.settings.boxes
    damaged = [wave for wave in sorted(waves_in(folder)) if not store.opens(wave)]
    files = (own_file(folder, wave) for wave in damaged)
    return list(_repaired(files)) or [sentence("told.check.nothing_to_repair")]


def _repaired(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        try:
            cut = cut_damaged_end(file, now=utc_now())
        except DatabaseBusy:
            raise
        except DatabaseUnfit:
            yield sentence("told.check.beyond_repair", file=file)
        else:
            if cut:
                yield sentence("told.check.repaired", file=file, gone=cut.gone, aside=cut.aside)
