"""Where a unit stands between two figures, on a map of trust and one of ownership, and since when.

Everything said of a figure is what every other page says of it (analytics.figures.comparison).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from analytics.figures.line import Gap, Point
from analytics.figures.measures import ClosedWave, Measure
from analytics.reports.map_sentence import Axes, MapNames, details, moved, not_shown, path, where
from analytics.reports.phrasing import Sentence
from analytics.reports.trend import Line, Trend, line_of, trend_of_lines
from analytics.reports.unit_view import UnitView
from survey.questionnaire.derived import PURPOSE
from survey.questionnaire.parts import ACCOUNTABILITY, EMPOWERMENT, RESPECT, WITHOUT_LEADERS

LATELY = 8
"""So many waves are told as a way."""
TRUST, OWNERSHIP = (PURPOSE, RESPECT), (ACCOUNTABILITY, EMPOWERMENT)


class Names(NamedTuple):
    """What readers call all that is on the two maps, and the figure beside them."""

    trust: MapNames
    ownership: MapNames
    leaders: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A wave that shows both figures; `joined` to the wave before where they can be compared."""

    x: Point
    y: Point
    joined: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Where the area of a unit stands in the same wave."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Map:
    """One map: a dot per wave, oldest first, None where a figure is not shown.

    `stands` is where the last wave stands, or what is not shown; `says` what moved too, `path` is
    the way there over the last waves, `details` the change along each axis, `along` their lines.
    """

    names: MapNames
    dots: tuple[Dot | None, ...]
    area: Context | None
    says: tuple[Sentence, ...]
    details: tuple[Sentence, ...]
    path: tuple[Sentence, ...] = ()
    along: tuple[Line, ...] = ()

    @property
    def stands(self) -> tuple[Sentence, ...]:
        """Where the last wave stands, or what it does not show."""
        return self.says[:1] if self.here else self.says

    @property
    def here(self) -> Dot | None:
        """The dot of the last wave."""
        return self.dots[-1]


@dataclass(frozen=True, slots=True)
class Leaders:
    """How far work goes on without waiting for a leader: turned-round answers to `statement`."""

    statement: str
    figure: Point | Gap


@dataclass(frozen=True, slots=True)
class Maps:
    """Both maps of one unit in its last wave, and every number behind them in `table`.

    `statements` are those along the axes of ownership, "" where not asked, as `leaders` is None.
    """

    unit: str
    trust: Map
    ownership: Map
    statements: tuple[str, str]
    leaders: Leaders | None
    table: Trend


def maps(view: UnitView, names: Names) -> Maps:
    """The maps of a unit in the last of its waves, of which there is at least one."""
    of, lines = view.figures, _lines(view, names)
    asked = of.waves[-1].measures
    leaders = lines.get(WITHOUT_LEADERS)
    return Maps(
        unit=view.name,
        trust=_map(view, lines, TRUST, names.trust),
        ownership=_map(view, lines, OWNERSHIP, names.ownership),
        statements=(_text(asked, ACCOUNTABILITY), _text(asked, EMPOWERMENT)),
        leaders=_leaders(of.waves[-1], leaders) if leaders else None,
        table=trend_of_lines(of, list(lines.values())),
    )


def _lines(view: UnitView, names: Names) -> dict[str, Line]:
    """Every measure that any of the waves asked about."""
    called = {
        PURPOSE: names.trust.x,
        RESPECT: names.trust.y,
        ACCOUNTABILITY: names.ownership.x,
        EMPOWERMENT: names.ownership.y,
        WITHOUT_LEADERS: names.leaders,
    }
    asked = {measure for wave in view.figures.waves for measure in wave.measures}
    there = {key: name for key, name in called.items() if key in asked}
    view.figures.work_out(there)
    return {key: line_of(view, key, name=name) for key, name in there.items()}


def _text(asked: Mapping[str, Measure], key: str) -> str:
    return asked[key].text if key in asked else ""


def _map(view: UnitView, lines: Mapping[str, Line], axes: tuple[str, str], names: MapNames) -> Map:
    waves = view.figures.waves
    if not all(key in lines for key in axes):
        said = {"wave": waves[-1].name}
        called = dict(zip(axes, (names.x, names.y), strict=True))
        never = tuple(
            Sentence("trends.not_asked", said | {"measure": called[key]})
            for key in axes
            if key not in lines
        )
        return Map(names, (None,) * len(waves), area=None, says=never, details=())
    along = lines[axes[0]], lines[axes[1]]
    dots = tuple(_dot(along, at) for at in range(len(waves)))
    here = dots[-1]
    if here is None:
        return Map(names, dots, area=None, says=not_shown(along), details=())
    return Map(
        names=names,
        dots=dots,
        area=_context(along),
        says=(where(view.name, here.x, here.y, names), *moved(along)),
        details=tuple(details(along)),
        path=path(
            [(dot.x, dot.y) if dot else None for dot in dots[-LATELY:]],
            [wave.name for wave in waves[-LATELY:]],
            names,
        ),
        along=along,
    )


def _dot(along: Axes, at: int) -> Dot | None:
    x, y = (line.points[at] for line in along)
    if not isinstance(x, Point) or not isinstance(y, Point):
        return None
    return Dot(x, y, joined=all(_joined(line, at) for line in along))


def _joined(line: Line, at: int) -> bool:
    """Whether a line joins a wave to the one before it."""
    keys = [[point.wave for point in run.points] for run in line.runs]
    return any(
        (line.points[at - 1].wave, line.points[at].wave) in pairwise(run) for run in keys if at
    )


def _context(along: Axes) -> Context | None:
    """The unit right above, in the same wave."""
    x, y = (next(iter(line.context), None) for line in along)
    if x is None or y is None or x.scores[-1] is None or y.scores[-1] is None:
        return None
    return Context(x.name, x.scores[-1], y.scores[-1]) if x.name == y.name else None


def _leaders(wave: ClosedWave, line: Line) -> Leaders | None:
    asked = wave.measures.get(WITHOUT_LEADERS)
    return Leaders(asked.text, line.points[-1]) if asked else None
