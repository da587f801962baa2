"""What did one unit show over its waves, and what became of each of its figures?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan

import numpy as np

from analytics.arrays import NOWHERE, Ints
from analytics.figures.cells import Cells
from analytics.figures.comparison import Compared, follow_together
from analytics.figures.followed import Followed
from analytics.figures.line import Change, Gap, Line, Point, Stretch, Told
from analytics.figures.lines import Lines
from analytics.figures.measures import MEANS, PARTICIPATION, ClosedWave, Measure
from analytics.figures.stretches import stretches
from analytics.figures.verdicts import REASONS, VERDICTS
from analytics.published.cells import Band, MeasureKind, Participation, Scope
from analytics.statistics.intervals import Estimate, interval
from survey.questionnaire.parts import FOLLOW_UP


@dataclass(frozen=True, eq=False)
class UnitFigures:
    """The published figures of a unit over the waves that are about it, oldest first.

    `read` are the cells of every wave and `lines` all lines in them, of which `line` is the unit's;
    `keys` names the unit at each place.
    """

    unit: str
    name: str
    scope: Scope
    keys: Mapping[int, str]
    read: Sequence[Cells]
    lines: Lines
    line_number: int

    @cached_property
    def _kept(self) -> list[int]:
        """The waves that are about the unit, by their place among all."""
        kept: list[int] = np.flatnonzero(self.lines.place[:, self.line_number] != NOWHERE).tolist()
        return kept

    @cached_property
    def place(self) -> Ints:
        """Where the unit stands in each of its waves."""
        found: Ints = self.lines.place[self._kept, self.line_number]
        return found

    @cached_property
    def cells(self) -> tuple[Cells, ...]:
        """The cells of its waves."""
        return tuple(self.read[at] for at in self._kept)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The key that the unit had in each of its waves."""
        return tuple(self.keys[place] for place in self.place.tolist())

    @cached_property
    def waves(self) -> tuple[ClosedWave, ...]:
        """Its waves, oldest first."""
        return tuple(of.wave for of in self.cells)

    @cached_property
    def _lines(self) -> dict[str, Line]:
        return {}

    @cached_property
    def _joined(self) -> dict[str, tuple[Stretch, ...]]:
        return {}

    def line(self, measure: str) -> Line:
        """One measure over the waves; worked out once, together with all of its kind."""
        if measure not in self._lines:
            kinds = (one.kind for wave in self.waves[::-1] if (one := wave.measures.get(measure)))
            self.work_out(one.id for one in self.measures(next(kinds)))
        return self._lines[measure]

    def work_out(self, measures: Iterable[str]) -> None:
        """The lines of some measures at once: all of them take hardly longer than one."""
        new = [one for one in dict.fromkeys(measures) if one not in self._lines]
        if new:
            self._lines.update(zip(new, self._worked_out(new), strict=True))

    def stretches(self, measure: str) -> tuple[Stretch, ...]:
        """What the line of one measure joins, where nothing is told of it or of any other."""
        if measure in self._lines:
            return self._lines[measure].stretches
        if measure not in self._joined:
            (self._joined[measure],) = self._stretches([self._followed(measure)])
        return self._joined[measure]

    def measures(self, kind: MeasureKind) -> list[Measure]:
        """The measures of any of the waves, as the latest that has them names and orders them."""
        found: dict[str, Measure] = {}
        for wave in reversed(self.waves):
            for measure in wave.of_kind(kind):
                found.setdefault(measure.id, measure)
        return list(found.values())

    @property
    def composites(self) -> list[Measure]:
        """Belonging and alignment, as the latest wave that has them names and orders them."""
        found = self.measures(MeasureKind.COMPOSITE)
        return [measure for measure in found if measure.id != FOLLOW_UP]

    def until(self, at: int) -> "UnitFigures":
        """The same unit as it stood in a wave, by its place."""
        last = self._kept[at]
        if last + 1 == len(self.read):
            return self
        upto = Lines(*(part[: last + 1] for part in self.lines))
        line = int(self.lines.of[last, self.place[at]])
        found = self.unit, self.name, self.scope, self.keys, self.read[: last + 1]
        return UnitFigures(*found, upto, line)

    def participation(self, at: int) -> Participation | None:
        """How many were invited to a wave and which share answered; None where withheld."""
        of, place = self.cells[at], self.place[at]
        row = of.rows[PARTICIPATION]
        invited, low, high = (table[row, place] for table in (of.tenths, of.low, of.high))
        return None if np.isnan(invited) else Participation(int(invited), Band(int(low), int(high)))

    def estimate(self, measure: str) -> Estimate | None:
        """The score of a measure in the last wave with its variance; None where not shown."""
        return self.line(measure).latest_estimate if measure in self.waves[-1].measures else None

    def latest_point(self, measure: str) -> Point | Gap:
        """The figure of the last wave alone: what a line takes long to work out is left out."""
        if measure in self._lines:
            return self._lines[measure].points[-1]
        last = slice(self._kept[-1], self._kept[-1] + 1)
        alone = Lines(*(part[last] for part in self.lines))
        line = np.array([alone.of[0, self.place[-1]]])
        followed = Followed(self.read[last], alone, measure, line)
        return self._point(followed, len(self.waves) - 1, 0, 0)

    def points(self, measure: str) -> tuple[Point | Gap, ...]:
        """The figures of a measure, wave by wave; what takes long in a line is left out."""
        if measure in self._lines:
            return self._lines[measure].points
        return self._points(self._followed(measure))

    @cached_property
    def _ended(self) -> tuple[Sequence[int], list[tuple[int, int]]]:
        """The unit's lines, and each wave with the one of them that ended in it."""
        own = [int(self.lines.of[at, self.place[n]]) for n, at in enumerate(self._kept)]
        different = sorted({*own, self.line_number})
        places = map(different.index, own)
        return different, list(zip(self._kept, places, strict=True))

    def _followed(self, measure: str) -> Followed:
        return Followed(self.read, self.lines, measure, np.array(self._ended[0]))

    def _points(self, followed: Followed) -> tuple[Point | Gap, ...]:
        return tuple(self._point(followed, n, *at) for n, at in enumerate(self._ended[1]))

    def _stretches(self, each: Sequence[Followed]) -> list[tuple[Stretch, ...]]:
        return stretches(each, self._ended[0].index(self.line_number), self._kept)

    def _worked_out(self, measures: Sequence[str]) -> Iterator[Line]:
        """Each wave is told by the line that ended in it: later waves may know more."""
        ended, each = self._ended[1], [self._followed(one) for one in measures]
        told = follow_together([followed.series() for followed in each])
        joined, waves = self._stretches(each), [of.wave for of in self.read]
        for followed, said, of in zip(each, told, joined, strict=True):
            yield Line(
                measure=next(one for at in reversed(self._kept) if (one := followed.measures[at])),
                points=self._points(followed),
                told=tuple(told_at(said, *where, waves) for where in ended),
                stretches=of,
                latest_estimate=_estimate(followed, *ended[-1]),
            )

    def _point(self, followed: Followed, n: int, at: int, line: int) -> Point | Gap:
        """The figure of the n-th wave of the unit, which is wave `at` of all, on one line."""
        found, known = followed.found[at], _estimate(followed, at, line)
        wave, measure = self.waves[n], followed.measures[at]
        named = (wave.key, wave.name, wave.opened)
        if found is None or known is None or measure is None:
            return Gap(*named, asked=measure is not None)
        ends, decimals = interval(known), int(measure.kind in MEANS)
        return Point(
            *named,
            score=round(known.score, 1),
            low=round(ends.low, decimals),
            high=round(ends.high, decimals),
            people=Band(int(found.low[line]), int(found.high[line])),
            step=int(found.step[line]),
            shares=self._shares(n, measure),
        )

    def _shares(self, at: int, measure: Measure) -> tuple[int, ...]:
        of, place = self.cells[at], self.place[at]
        row = of.rows.get(measure.id)
        which = NOWHERE if row is None else int(of.shares[row, place])
        return () if which == NOWHERE else tuple(map(int, of.distributions[which].split(",")))


def told_at(told: Compared, at: int, line: int, waves: Sequence[ClosedWave]) -> Told:
    """What is said of a figure in one wave on one line, as a page tells it."""
    verdict, reason = VERDICTS[told.verdict[at, line]], REASONS[told.reason[at, line]]
    if np.isnan(told.difference[at, line]):
        return Told(verdict, reason)
    before = float(told.before[at, line])
    change = Change(
        since=waves[told.since[at, line]],
        difference=float(told.difference[at, line]),
        low=float(told.low[at, line]),
        high=float(told.high[at, line]),
        confidence=float(told.confidence[at, line]),
        smallest=float(told.smallest[at, line]),
        before=None if np.isnan(before) else before,
        now=float(told.now[at, line]),
        over=int(told.over[at, line]) or None,
    )
    return Told(verdict, reason, change)


def _estimate(followed: Followed, at: int, line: int) -> Estimate | None:
    score, variance = (float(of[at, line]) for of in followed.published)
    return None if isnan(score) else Estimate(score, variance)
