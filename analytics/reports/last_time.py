"""What became of the last wave in one unit, in a few published figures?"""

from dataclasses import dataclass
from functools import lru_cache

from analytics.figures.line import Point
from analytics.figures.published_waves import published
from analytics.figures.reading import ever_called, read_units
from analytics.figures.verdicts import Verdict
from analytics.published.cells import Scope
from survey.store import Store


@dataclass(frozen=True, slots=True)
class Figure:
    """A composite's score, 0 to 100, and what became of it; its name as the wave had it."""

    id: str
    name: str
    score: float
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class LastTime:
    """The newest wave with figures of a unit: its name, and the composites that are shown."""

    wave: str
    figures: tuple[Figure, ...]


def last_time(store: Store, unit: str) -> LastTime | None:
    """The newest wave in which a unit shows a composite; None where there is none.

    Nor while a past wave is read by HR only: it stands on the thank-you, and that somebody was
    shown it would tell that somebody has answered.
    """
    if store.unread():
        return None
    return _last_time(store, unit, tuple(wave.key for wave in published(store)))


@lru_cache(maxsize=1024)
def _last_time(store: Store, unit: str, waves: tuple[str, ...]) -> LastTime | None:
    """Kept until there is another wave, because a publication never changes."""
    if not waves:
        return None
    read = read_units(store, ever_called(store, unit))
    is_area = any(one.parent == unit for one in store.units().values())
    found = read.unit(unit, scope=Scope.AREA if is_area else Scope.TEAM, name=unit)
    if found is None:
        return None
    for at in range(len(found.waves) - 1, -1, -1):
        then = found.until(at)
        composites = then.waves[-1].composites
        lines = [(m, then.line(m.id)) for m in composites]
        figures = [
            Figure(m.id, m.text, line.points[-1].score, line.latest.verdict)
            for m, line in lines
            if isinstance(line.points[-1], Point)
        ]
        if figures:
            return LastTime(then.waves[-1].name, tuple(figures))
    return None
