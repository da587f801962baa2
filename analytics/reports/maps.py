"""Where a unit stands between two figures, on a map of trust and one of ownership, and since when.

Mutual purpose is the mean of the shown statements of two constructs: the wave is read as if they
were one, so that half of them must be shown and waves are compared as any construct's are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from analytics.figures.timeline import Gap, Point, Step, last_shown, point, steps
from analytics.figures.wave_cells import ClosedWave, Measure, WaveCells
from analytics.reports.map_sentence import Axes, MapNames, details, moved, not_shown, where
from analytics.reports.trend import Line, Trend, rows_of
from analytics.reports.trend_sentence import Sentence, sentence, shared_note
from analytics.reports.unit_view import UnitView
from survey.questionnaire.instrument import Instrument, Item, Named
from survey.questionnaire.parts import (
    ACCOUNTABILITY,
    EMPOWERMENT,
    MUTUAL_PURPOSE,
    RESPECT,
    WITHOUT_LEADERS,
)

PURPOSE = "+".join(MUTUAL_PURPOSE)
TRUST, OWNERSHIP = (PURPOSE, RESPECT), (ACCOUNTABILITY, EMPOWERMENT)


class Names(NamedTuple):
    """What readers call all that is on the two maps, and the figure beside them."""

    trust: MapNames
    ownership: MapNames
    leaders: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A wave that shows both figures; `x_step` and `y_step` are what each was rounded to.

    `joined` to the wave before, unless that one is no dot or asked other statements.
    """

    x: Point
    y: Point
    x_step: int
    y_step: int
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

    `says` is where the last wave stands and what moved, or what is not shown; `details` the change
    along each axis.
    """

    names: MapNames
    dots: tuple[Dot | None, ...]
    area: Context | None
    says: tuple[Sentence, ...]
    details: tuple[Sentence, ...]

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
    waves = [_as_one(cells) for cells in view.waves]
    around = view.area_waves.get(waves[-1].wave.key)
    area = (view.area, _as_one(around)) if view.area and around else None
    lines = _lines(waves, names)
    along = {axes: (lines[axes[0]], lines[axes[1]]) for axes in (TRUST, OWNERSHIP)}
    asked = waves[-1].wave.measures
    return Maps(
        unit=view.name,
        trust=_map(view.name, waves, along[TRUST], area, names.trust),
        ownership=_map(view.name, waves, along[OWNERSHIP], area, names.ownership),
        statements=(_text(asked, ACCOUNTABILITY), _text(asked, EMPOWERMENT)),
        leaders=_leaders(waves[-1].wave, lines[WITHOUT_LEADERS]),
        table=_table(view.name, waves, list(lines.values())),
    )


def _as_one(cells: WaveCells) -> WaveCells:
    """The same figures, read as if what mutual purpose is made of were one construct."""
    wave = replace(cells.wave, instrument=_joined(cells.wave.instrument))
    return WaveCells(wave, cells.scope, cells.cells)


def _joined(asked: Instrument) -> Instrument:
    def joined(item: Item) -> Item:
        return replace(item, construct=PURPOSE) if item.construct in MUTUAL_PURPOSE else item

    items = tuple(joined(item) for item in asked.items)
    return replace(asked, items=items, constructs=(*asked.constructs, Named(PURPOSE, PURPOSE)))


def _lines(waves: Sequence[WaveCells], names: Names) -> dict[str, Line]:
    """Every measure over the waves."""
    called = {
        PURPOSE: names.trust.x,
        RESPECT: names.trust.y,
        ACCOUNTABILITY: names.ownership.x,
        EMPOWERMENT: names.ownership.y,
        WITHOUT_LEADERS: names.leaders,
    }
    table = [_steps(waves[:at], now) for at, now in enumerate(waves)]
    return {
        key: _line(key, name, waves, tuple(found.get(key) for found in table))
        for key, name in called.items()
    }


def _steps(earlier: Sequence[WaveCells], now: WaveCells) -> dict[str, Step | None]:
    """What changed along every axis: one family of tests, as all of them stand on one page."""
    befores = {
        **dict.fromkeys(TRUST, _last_dot(earlier, TRUST)),
        **dict.fromkeys(OWNERSHIP, _last_dot(earlier, OWNERSHIP)),
        WITHOUT_LEADERS: last_shown(earlier, WITHOUT_LEADERS),
    }
    asked = [now.wave.measures[key] for key in befores if key in now.wave.measures]
    found = steps([befores[measure.id] for measure in asked], now, asked)
    return {measure.id: step for measure, step in zip(asked, found, strict=True)}


def _last_dot(waves: Sequence[WaveCells], axes: tuple[str, str]) -> WaveCells | None:
    """The latest wave that shows both figures of a map."""
    return next((w for w in reversed(waves) if all(w.score(key) for key in axes)), None)


def _line(
    key: str, name: str, waves: Sequence[WaveCells], of_line: tuple[Step | None, ...]
) -> Line:
    points = tuple(point(waves, at, key, of_line[at]) for at in range(len(waves)))
    return Line(
        id=key,
        name=name,
        points=points,
        drawn=points,
        steps=of_line,
        context=(),
        sentence=sentence(name, points[-1], of_line[-1]),
        note=shared_note(name, of_line[-1]),
    )


def _map(
    unit: str,
    waves: Sequence[WaveCells],
    along: Axes,
    area: tuple[str, WaveCells] | None,
    names: MapNames,
) -> Map:
    dots = tuple(_dot(cells, along, at) for at, cells in enumerate(waves))
    here = dots[-1]
    if here is None:
        return Map(names, dots, area=None, says=not_shown(along), details=())
    return Map(
        names=names,
        dots=dots,
        area=_context(*area, along) if area else None,
        says=(where(unit, here.x, here.y, names), *moved(along)),
        details=tuple(details(along)),
    )


def _dot(cells: WaveCells, along: Axes, at: int) -> Dot | None:
    x, y = (line.points[at] for line in along)
    x_score, y_score = (cells.score(line.id) for line in along)
    if not isinstance(x, Point) or not isinstance(y, Point) or not x_score or not y_score:
        return None
    return Dot(x, y, x_score.step, y_score.step, joined=x.joined and y.joined)


def _context(name: str, area: WaveCells, along: Axes) -> Context | None:
    x, y = (area.score(line.id) for line in along)
    return Context(name, x.tenths / 10, y.tenths / 10) if x and y else None


def _text(asked: Mapping[str, Measure], key: str) -> str:
    return asked[key].text if key in asked else ""


def _leaders(wave: ClosedWave, line: Line) -> Leaders | None:
    asked = wave.measures.get(WITHOUT_LEADERS)
    return Leaders(asked.text, line.points[-1]) if asked else None


def _table(unit: str, waves: Sequence[WaveCells], lines: Sequence[Line]) -> Trend:
    """The measures that any of the waves asked about, as numbers."""
    asked = tuple(line for line in lines if any(_asked(figure) for figure in line.points))
    return Trend(
        unit=unit,
        waves=tuple(cells.wave for cells in waves),
        lines=asked,
        signs=(),
        participation=tuple(cells.participation for cells in waves),
        rows=tuple(rows_of(waves, asked)),
    )


def _asked(figure: Point | Gap) -> bool:
    return isinstance(figure, Point) or figure.asked
