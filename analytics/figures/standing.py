"""Where does a unit stand now and where would it go by itself, and how restless are all lines?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.arrays import NOWHERE
from analytics.figures.line import Gap, Line, Stretch
from analytics.figures.noise_lines import mood_of, noise_of
from analytics.figures.reading import read_units
from analytics.figures.unit import UnitFigures
from analytics.published.cells import Scope
from analytics.published.diagnostics import NOISE
from analytics.statistics.forecast import by_itself, forecast
from analytics.statistics.noise import LINES, Lines, Noise
from analytics.statistics.now import filtered, now_range
from survey.store import Store

FROM_WAVES = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands now, with all waves so far, and between where it would go by itself."""

    low: float
    high: float
    later_low: float
    later_high: float


def standing(unit: UnitFigures, line: Line, around: Sequence[float | None]) -> Standing | None:
    """Of a line of a unit in its last wave (analytics.statistics.now); None where not shown.

    `around` is what the unit above shows over the same statements, wave by wave. The wave's own
    interval stands where the published figure would lie outside.
    """
    last = len(unit.waves) - 1
    there = line.points[last]
    if isinstance(there, Gap):
        return None
    lines = line_until(line.stretches[0], around, until=last + 1)
    took_part, wave = unit.participation(last), unit.waves[last]
    noise = Noise(q=wave.drift, tau=wave.between, lam=wave.noise)
    invited = np.array([took_part.invited if took_part else 0])
    now = now_range(lines, filtered(lines, noise=noise), invited)
    later = by_itself(forecast(lines, noise=noise), lines.variances[-1:])
    ends = (now.low[-1], now.high[-1], later.low, later.high)
    found = Standing(*(round(float(np.squeeze(end)), 1) for end in ends))
    # The line may rest on fewer statements than the figure beside it.
    inside = found.low <= there.score <= found.high
    return found if inside else replace(found, low=there.low, high=there.high)


def line_until(
    stretch: Stretch,
    around: Sequence[float | None],
    *,
    until: int,
    mean_until: int | None = None,
) -> Lines:
    """The waves of a stretch up to one, as one series from its first; what it lacks is not shown.

    Where the unit above shows nothing, the line's own mean stands for it: of the waves before
    `mean_until` only, where what comes after is to be compared with them.
    """
    first = stretch.waves[0]
    scores = np.full((until - first, 1), np.nan)
    variances = scores.copy()
    for at, drawn in zip(stretch.waves, stretch.drawn, strict=True):
        if at < until:
            scores[at - first], variances[at - first] = drawn
    above = around[first] if around else None
    own = np.nanmean(scores[: (mean_until or until) - first])
    return Lines(scores, variances, np.array([own if above is None else above]))


def noise_figures(store: Store) -> dict[str, float]:
    """How restless the published lines of an organisation are, as whole-organisation figures.

    An even sample of its teams and of its areas speaks for all; nothing without two waves.
    """
    units = store.units()
    above = {one.parent for one in units.values() if one.parent}
    keys = [*_some(sorted(units)), *_some(sorted(above))]
    read = read_units(store, keys)
    if len(read.cells) < FROM_WAVES:
        return {}
    parents = {key: at for at, key in enumerate(sorted(above))}
    teams = {key: at for (key, scope), at in read.places.items() if scope is Scope.TEAM}
    group = np.array(
        [parents.get(units[key].parent or "", NOWHERE) for key in teams], dtype=np.int64
    )
    found = noise_of(read, np.array(list(teams.values()), dtype=np.int64), group)
    areas = [read.places[key, Scope.AREA] for key in above if (key, Scope.AREA) in read.places]
    moods = mood_of(read, np.array(areas)) if areas else 0.0
    told = {"q": found.q, "tau": found.tau, "lambda": found.lam, "mood": moods}
    return {f"{NOISE}{name}": value for name, value in told.items()}


def _some(keys: Sequence[str]) -> Sequence[str]:
    return keys[:: max(1, -(-len(keys) // LINES))]
