"""Which rows is the report of one wave, or of all, and who may take it?"""

from collections.abc import Iterable, Iterator, Sequence

from analytics.figures import report_rows as tidy
from analytics.figures.published_waves import closed_wave, published
from analytics.figures.report_columns import Row
from analytics.published.cells import Cell
from analytics.published.kept_cells import cell_of
from survey.errors import NotFound
from survey.organisation.structure import Unit
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import Wave


def report_rows(store: Store, *, wave: str | None) -> Iterable[Row]:
    """The report of one wave, or of all when None; changes are since earlier waves either way.

    Errors: NotFound when the wave has no publication.
    """
    rows = tidy.rows(_with_cells(store, waves_of_report(store, wave=wave)))
    return rows if wave is None else (row for row in rows if row.wave == wave)


def waves_of_report(store: Store, *, wave: str | None) -> list[Wave]:
    """The waves that the report of one, or of all when None, is worked out from. Errors: NotFound.

    Of one wave the earlier ones too, because changes are since them.
    """
    waves = published(store)
    if wave is None:
        return waves
    chosen = next((w for w in waves if w.key == wave), None)
    if chosen is None:
        store.wave(wave)
        raise NotFound(sentence("refused.missing.figures", wave=wave))
    return waves[: waves.index(chosen) + 1]


def _with_cells(store: Store, waves: Sequence[Wave]) -> Iterator[tidy.PublishedWave]:
    for wave in waves:
        units = {u.key: Unit(u.key, u.name, u.parent) for u in store.wave_units(wave.id)}
        yield tidy.PublishedWave(closed_wave(store, wave), units, _cells(store, wave))


def _cells(store: Store, wave: Wave) -> list[Cell]:
    return [cell_of(row) for row in store.cells(waves=[wave.id])]
