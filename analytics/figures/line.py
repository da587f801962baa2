"""What is told of one measure of a unit over its waves: figures, gaps, changes, levels."""

from dataclasses import dataclass
from datetime import date

from analytics.figures.measures import ClosedWave, Measure
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import Band
from analytics.statistics.intervals import Estimate


@dataclass(frozen=True, slots=True)
class Point:
    """A shown score in one wave, rounded as in the report; `shares` in per cent, () for none.

    Means are given to one decimal, single statements and signs as whole numbers.
    """

    wave: str
    name: str
    date: date
    score: float
    low: float
    high: float
    people: Band
    step: int = 5
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A wave without a figure: withheld, or (`asked` is False) not part of what it asked."""

    wave: str
    name: str
    date: date
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in points with its range of `confidence` per cent (figures.comparison).

    Where the verdict is rose or fell, from one level (`before`) to the next (`now`), in which the
    wave `since` is the first; else of the newest wave against its level, and where it goes slowly
    `since` is the wave since which it does. `over` counts the
    statements behind it where they are fewer than the published figures rest on; `smallest` is the
    change that would be told apart four times in five.
    """

    since: ClosedWave
    difference: float
    low: float
    high: float
    confidence: float
    smallest: float
    before: float | None
    now: float
    over: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a figure in one wave; None where the wave did not ask about it."""

    verdict: Verdict | None = None
    reason: Reason | None = None
    change: Change | None = None

    @property
    def drifting(self) -> ClosedWave | None:
        """The wave since which it has been slowly rising or falling, where it has."""
        slowly = self.verdict in {Verdict.RISING, Verdict.FALLING}
        return self.change.since if slowly and self.change else None

    @property
    def moved(self) -> bool:
        """Whether it rose or fell."""
        return self.verdict in {Verdict.ROSE, Verdict.FELL}


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Level:
    """Waves, by their places, over which a figure stood at one level; `spikes` stood apart."""

    waves: tuple[int, ...]
    mean: float
    spikes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Waves, by their places, that one line joins: their scores as it is drawn, and its levels.

    `items` are the statements it rests on where the waves show different ones, else None: then the
    scores are the published ones. `run` says whose waves they are: 0 the latest people's.
    """

    waves: tuple[int, ...]
    drawn: tuple[Estimate, ...]
    levels: tuple[Level, ...]
    items: tuple[str, ...] | None
    run: int


@dataclass(frozen=True, slots=True)
class Line:
    """One measure over all waves of a unit, `measure` as the latest wave has it.

    `stretches` are put together from the latest wave back; each begins with other people or other
    statements.
    """

    measure: Measure
    points: tuple[Point | Gap, ...]
    told: tuple[Told, ...]
    stretches: tuple[Stretch, ...]
    latest_estimate: Estimate | None

    @property
    def latest(self) -> Told:
        """What is said of the last wave."""
        return self.told[-1]
