"""Builders of areas: many units with the figures of make_waves, as the store gives them."""

from collections.abc import Mapping, Sequence

import numpy as np

from analytics.figures.many_cells import ManyCells, many_cells, rows_of
from analytics.figures.wave_cells import ClosedWave
from analytics.published.cells import Figure, Hidden, Participation
from analytics.reports.area import Area, area
from survey.organisation.structure import Unit
from survey.store import CellColumns
from tests.make_waves import closed_wave, figures


def columns_of(
    wave: ClosedWave, units: Sequence[Mapping[str, Figure]], *, are_areas: bool = False
) -> CellColumns:
    """What a wave shows of units, as columns; all of them teams, or all of them areas."""
    places = rows_of(wave)
    found = [
        (at, places[measure], are_areas, *_numbers(figure))
        for at, cells in enumerate(units)
        for measure, figure in cells.items()
        if measure in places and not isinstance(figure, Hidden)
    ]
    table = np.array(found, dtype=np.int64).reshape(-1, len(CellColumns._fields))
    unit, measure, area, *rest = table.T
    return CellColumns(unit, measure, area.astype(bool), *rest)


def _numbers(figure: Figure) -> tuple[int, int, int, int]:
    match figure:
        case Participation(invited, answered):
            return invited, answered.low, answered.high, 0
        case Hidden():
            raise AssertionError("a withheld figure has no numbers")
        case score:
            return score.tenths, score.people.low, score.people.high, score.step


def cells_of(
    wave: ClosedWave, units: Sequence[Mapping[str, Figure]], *, are_areas: bool = False
) -> ManyCells:
    """Units in one wave."""
    columns = columns_of(wave, units, are_areas=are_areas)
    return many_cells(wave, columns, np.full(len(units), are_areas))


def area_with(
    *belonging: float | None, wave: ClosedWave | None = None, names: Sequence[str] = ()
) -> Area:
    """An area of teams with these figures in belonging; alignment is 60 throughout."""
    wave = wave or closed_wave()
    names = names or [f"Team {at}" for at in range(len(belonging))]
    below = [Unit(f"t{at}", name, "root") for at, name in enumerate(names)]
    cells = cells_of(wave, [figures(wave, belonging=points) for points in belonging])
    return area("Harbours", below, np.zeros(len(below), dtype=np.bool_), cells)
