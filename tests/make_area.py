"""Builders of areas: many teams with the figures of make_waves, over one wave or more."""

from collections.abc import Mapping, Sequence

from analytics.figures.measures import ClosedWave
from analytics.published.cells import Figure, Scope
from analytics.reports.area import Area, area
from survey.organisation.structure import Unit
from tests.make_waves import WaveCells, closed_wave, figures, read


def area_with(
    *belonging: float | None, wave: ClosedWave | None = None, names: Sequence[str] = ()
) -> Area:
    """An area of teams with these figures in belonging; alignment is 60 throughout."""
    wave = wave or closed_wave()
    cells = [figures(wave, belonging=points) for points in belonging]
    return area_of_teams([[(wave, one)] for one in cells], names=names)


def area_of_teams(
    teams: Sequence[Sequence[tuple[ClosedWave, Mapping[str, Figure]]]], *, names: Sequence[str] = ()
) -> Area:
    """An area of teams t1, t2, ... with these cells over the same waves, oldest first."""
    named = names or [f"Team {at}" for at in range(1, len(teams) + 1)]
    below = [(Unit(f"t{at}", name, "root"), Scope.TEAM) for at, name in enumerate(named, start=1)]
    waves = [[WaveCells(wave, Scope.TEAM, cells) for wave, cells in team] for team in teams]
    return area("Harbours", below, read(*waves))
