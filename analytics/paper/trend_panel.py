"""The trend of one composite drawn on paper, from the same geometry as on screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.platypus import Flowable  # type: ignore[import-untyped]

from analytics.charts.theme import Months
from analytics.charts.trend_geometry import Context, Panel, Stretch, margins, tick_dates
from analytics.paper.tags import Tag, tagged
from analytics.paper.type import ACCENT, BAND, BOLD, CONTEXT, GRID, LEVEL, MUTED, PLAIN
from analytics.reports.phrasing import whole
from analytics.reports.trend import Step

HEIGHT, LEFT, RIGHT, BELOW, ABOVE = 46 * mm, 9 * mm, 13 * mm, 9 * mm, 3 * mm
SCALE = (0, 25, 50, 75, 100)
DOT, ALONE, GAP, WIDE = 1.7, 5, 4, 6


class TrendPanel(Flowable):  # type: ignore[misc]
    """Likely range, units above, own line, and an upright stripe where a figure is not shown."""

    def __init__(
        self, panel: Panel, dates: Sequence[date], months: Months, *, alt: str = ""
    ) -> None:
        super().__init__()
        self._alt = alt
        self._panel, self._dates, self._months = panel, dates, months
        first, last = (date.fromisoformat(end).toordinal() for end in margins(dates))
        self._first, self._days = first, max(1, last - first)
        self.height = HEIGHT

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        """As wide as there is room."""
        self.width = width
        return width, HEIGHT

    def draw(self) -> None:
        """As one picture, said in words to whoever does not see it."""
        with tagged(self.canv, Tag.PICTURE, self._alt):
            self._draw(self.canv)

    def _draw(self, page: Any) -> None:
        """From the back to the front."""
        self._axes(page)
        for gap in self._panel.gaps:
            self._line(page, [(gap, 0), (gap, 100)], GRID, width=GAP)
        for stretch in self._panel.stretches:
            self._range(page, stretch)
        for level in self._panel.levels:
            self._level(page, level)
        for above in self._panel.context:
            self._above(page, above)
        for stretch in self._panel.stretches:
            self._own(page, stretch, last=stretch is self._panel.stretches[-1])

    def _x(self, day: str) -> float:
        through = (date.fromisoformat(day).toordinal() - self._first) / self._days
        return float(LEFT + through * (self.width - LEFT - RIGHT))

    def _y(self, score: float) -> float:
        return float(BELOW + score / 100 * (HEIGHT - BELOW - ABOVE))

    def _axes(self, page: Any) -> None:
        page.setFont(PLAIN, 8)
        page.setStrokeColor(GRID)
        page.setFillColor(MUTED)
        page.setLineWidth(0.4)
        for score in SCALE:
            page.line(LEFT, self._y(score), self.width - RIGHT, self._y(score))
            page.drawRightString(LEFT - 4, self._y(score) - 3, str(score))
        for day in tick_dates(self._dates):
            page.drawCentredString(self._x(day.isoformat()), 9, self._months.full(day))

    def _range(self, page: Any, stretch: Stretch) -> None:
        """The likely range as an area; of a single point as an upright bar."""
        if len(stretch.dates) == 1:
            (day,) = stretch.dates
            self._line(page, [(day, stretch.lows[0]), (day, stretch.highs[0])], BAND, width=ALONE)
            return
        upper = list(zip(stretch.dates, stretch.highs, strict=True))
        lower = list(zip(stretch.dates, stretch.lows, strict=True))
        path = self._path(page, [*upper, *lower[::-1]])
        path.close()
        page.setFillColor(BAND)
        page.drawPath(path, stroke=0, fill=1)

    def _level(self, page: Any, level: Step) -> None:
        """Flat, and a little longer than its waves, so that a single wave's can be seen."""
        y = self._y(level.mean)
        first, last = (self._x(day.isoformat()) for day in (level.start, level.end))
        page.setStrokeColor(LEVEL)
        page.setLineWidth(WIDE)
        page.line(first - WIDE, y, last + WIDE, y)

    def _above(self, page: Any, above: Context) -> None:
        """Thin and broken; the pen is lifted where there is no figure."""
        page.setDash(3, 2)
        run: list[tuple[str, float]] = []
        for day, score in [*zip(above.dates, above.scores, strict=True), ("", None)]:
            if score is not None:
                run.append((day, score))
            elif run:
                self._line(page, run, CONTEXT, width=0.9)
                run = []
        page.setDash()

    def _own(self, page: Any, stretch: Stretch, *, last: bool) -> None:
        points = list(zip(stretch.dates, stretch.scores, strict=True))
        self._line(page, points, ACCENT, width=1.8)
        page.setFillColor(ACCENT)
        for day, score in points:
            page.circle(self._x(day), self._y(score), DOT, stroke=0, fill=1)
        if last:
            day, score = points[-1]
            page.setFont(BOLD, 9)
            page.drawString(self._x(day) + 5, self._y(score) - 3, whole(score))

    def _line(
        self, page: Any, points: Sequence[tuple[str, float]], colour: Any, *, width: float
    ) -> None:
        page.setStrokeColor(colour)
        page.setLineWidth(width)
        page.drawPath(self._path(page, points), stroke=1, fill=0)

    def _path(self, page: Any, points: Sequence[tuple[str, float]]) -> Any:
        path = page.beginPath()
        for at, (day, score) in enumerate(points):
            (path.lineTo if at else path.moveTo)(self._x(day), self._y(score))
        return path
