"""What did one unit show over its waves, and what became of each of its figures?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analytics.arrays import NOWHERE, Floats, Ints
from analytics.figures.cells import Cells
from analytics.figures.comparison import Compared, follow
from analytics.figures.followed import Followed
from analytics.figures.line import Change, Gap, Level, Line, Point, Stretch, Told
from analytics.figures.lines import Lines
from analytics.figures.measures import MEANS, PARTICIPATION, ClosedWave, Measure
from analytics.figures.pieces import Basis, Piece, all_pieces
from analytics.figures.verdicts import REASONS, VERDICTS
from analytics.published.cells import Band, MeasureKind, Participation, Scope
from analytics.statistics.drift import drift
from analytics.statistics.intervals import Estimate, interval
from analytics.statistics.levels import Picture, picture


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

    def line(self, measure: str) -> Line:
        """One measure over the waves; worked out once."""
        if measure not in self._lines:
            self._lines[measure] = self._line(measure)
        return self._lines[measure]

    def measures(self, kind: MeasureKind) -> list[Measure]:
        """The measures of any of the waves, as the latest that has them names and orders them."""
        found: dict[str, Measure] = {}
        for wave in reversed(self.waves):
            for measure in wave.of_kind(kind):
                found.setdefault(measure.id, measure)
        return list(found.values())

    def until(self, at: int) -> "UnitFigures":
        """The same unit as it stood in a wave, by its place."""
        last = self._kept[at]
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

    def _line(self, measure: str) -> Line:
        alone = Lines(
            self.place[:, np.newaxis],
            self.lines.run[self._kept, self.line_number][:, np.newaxis],
            np.zeros((len(self.cells), 1), dtype=np.int64),
        )
        followed = Followed(self.cells, alone, measure, np.array([0]))
        named = next(one for one in reversed(followed.measures) if one)
        *_, latest = (_estimate(followed, at) for at in range(len(self.cells)))
        return Line(
            measure=named,
            points=tuple(self._points(followed)),
            told=tuple(self._told(measure)),
            stretches=tuple(_stretches(followed)),
            latest_estimate=latest,
        )

    def _told(self, measure: str) -> Iterator[Told]:
        """What is said of each wave, by the line that ended in it: later waves may know more."""
        own = [
            int(self.lines.of[at, place]) for at, place in zip(self._kept, self.place, strict=True)
        ]
        different = sorted(set(own))
        told = follow(Followed(self.read, self.lines, measure, np.array(different)))
        waves = [of.wave for of in self.read]
        for at, line in zip(self._kept, own, strict=True):
            yield told_at(told, at, different.index(line), waves)

    def _points(self, followed: Followed) -> Iterator[Point | Gap]:
        for at, wave in enumerate(self.waves):
            found, known = followed.found[at], _estimate(followed, at)
            named, measure = (wave.key, wave.name, wave.opened), followed.measures[at]
            if found is None or known is None or measure is None:
                yield Gap(*named, asked=measure is not None)
                continue
            ends, decimals = interval(known), int(measure.kind in MEANS)
            yield Point(
                *named,
                score=round(known.score, 1),
                low=round(ends.low, decimals),
                high=round(ends.high, decimals),
                people=Band(int(found.low[0]), int(found.high[0])),
                step=int(found.step[0]),
                shares=self._shares(at, measure),
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


def _estimate(followed: Followed, at: int) -> Estimate | None:
    found, sampled = followed.found[at], followed.sampled(at)
    if found is None or sampled is None or np.isnan(found.points[0]):
        return None
    return Estimate(float(found.points[0]), float(sampled.variance[0]))


def _stretches(followed: Followed) -> Iterator[Stretch]:
    for basis, lines in followed.bases():
        for piece in all_pieces(basis):
            yield _stretch(followed, piece, basis, lines)


def _stretch(followed: Followed, piece: Piece, basis: Basis, lines: Ints) -> Stretch:
    scores, variances = followed.over(piece, lines)
    last = piece.waves[-1]
    noise = float(followed.noise[last])
    chance = variances + followed.moods(lines)
    found = picture(scores, chance, measures=followed.family(last), noise=noise)
    alike = all(basis.shown[at] == piece.items for at in piece.waves)
    return Stretch(
        waves=piece.waves,
        drawn=tuple(Estimate(float(scores[at, 0]), float(variances[at, 0])) for at in piece.waves),
        levels=tuple(_levels(piece.waves, found)),
        items=None if alike else followed.named(piece.items),
        run=int(followed.run[last, 0]),
        drift=_drift(piece.waves, scores, chance, noise),
    )


def _drift(
    waves: Sequence[int], scores: Floats, variances: Floats, noise: float
) -> tuple[int, int] | None:
    found = drift(scores[list(waves)], variances[list(waves)], noise)
    way = int(found.way[0])
    return (waves[int(found.since[0])], way) if way else None


def _levels(waves: Sequence[int], found: Picture) -> Iterator[Level]:
    for level in dict.fromkeys(int(found.level_of[at, 0]) for at in waves):
        there = tuple(at for at in waves if found.level_of[at, 0] == level)
        spikes = tuple(at for at in there if found.spike[at, 0])
        yield Level(there, float(found.means[there[0], 0]), spikes)
