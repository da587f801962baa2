"""One construct or statement drawn on paper: its bar of shares, or its score with its range."""

from typing import Any

from reportlab.lib.colors import HexColor, white  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.platypus import Flowable  # type: ignore[import-untyped]

from analytics.charts.sources_geometry import Dot, Row, Share
from analytics.paper.tags import Tag, tagged
from analytics.paper.type import ACCENT, BAND, BOLD, GRID, INK, MUTED

HEIGHT, THICK = 5.4 * mm, 4.2 * mm
NARROWEST = 9
LOW, LOWER, MIDDLE, HIGHER, HIGH = "#8c510a", "#dfc27d", "#e6e6e6", "#80cdc1", "#01665e"
COLOURS = {3: (LOW, MIDDLE, HIGH), 5: (LOW, LOWER, MIDDLE, HIGHER, HIGH)}
PALE = (LOWER, MIDDLE, HIGHER)


class SourceBar(Flowable):  # type: ignore[misc]
    """A bar around the middle: to the left what calls for support, to the right what goes well."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._row = row

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        """As wide as there is room."""
        self.width = width
        return width, HEIGHT

    def draw(self) -> None:
        """As one picture, said in words to whoever does not see it."""
        with tagged(self.canv, Tag.PICTURE, self._row.said):
            self._draw(self.canv)

    def _draw(self, page: Any) -> None:
        """The middle line, then the shares or the dot."""
        middle = self._x(0)
        page.setStrokeColor(GRID)
        page.setLineWidth(0.4)
        page.line(self._x(-100), HEIGHT / 2, self._x(100), HEIGHT / 2)
        page.setStrokeColor(MUTED)
        page.line(middle, 0, middle, HEIGHT)
        for share in self._row.shares:
            self._share(page, share)
        if self._row.dot:
            self._dot(page, self._row.dot)

    def _x(self, around: float) -> float:
        return (around + 100) / 200 * float(self.width)

    def _share(self, page: Any, share: Share) -> None:
        colour = COLOURS[share.parts][share.at]
        left, right = self._x(share.start), self._x(share.end)
        page.setFillColor(HexColor(colour))
        page.setStrokeColor(white)
        page.rect(left, (HEIGHT - THICK) / 2, right - left, THICK, stroke=1, fill=1)
        if share.text and right - left > NARROWEST:
            page.setFillColor(INK if colour in PALE else white)
            page.setFont(BOLD, 8)
            page.drawCentredString((left + right) / 2, HEIGHT / 2 - 2.8, share.text)

    def _dot(self, page: Any, dot: Dot) -> None:
        """The likely range, a ring where the score stood before, and the score."""
        page.setFillColor(BAND)
        low, high = self._x(dot.low), self._x(dot.high)
        page.rect(low, (HEIGHT - THICK) / 2, high - low, THICK, stroke=0, fill=1)
        if dot.before is not None:
            page.setStrokeColor(MUTED)
            page.setLineWidth(1)
            page.circle(self._x(dot.before), HEIGHT / 2, 3, stroke=1, fill=0)
        page.setFillColor(ACCENT)
        page.circle(self._x(dot.score), HEIGHT / 2, 3, stroke=0, fill=1)
