"""Pages of A4 with a footer that knows how many there are; the same bytes every time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO, Any

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import Flowable, SimpleDocTemplate  # type: ignore[import-untyped]

from analytics.paper.tags import Piece, no_content, write_tree
from analytics.paper.type import GRID, SMALL, Paragraph, said
from survey.organisation.brand import Brand
from survey.text import text

MARGIN, FOOT = 18 * mm, 15 * mm
ROOM = 16 * mm
MARK = 7 * mm


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands below every page, and what the file is called inside."""

    title: str
    left: str
    why: str
    language: str
    brand: Brand


class _Pages(Canvas):  # type: ignore[misc]
    """A canvas that writes its footers at the end, when the number of pages is known."""

    def __init__(self, *args: Any, footer: Footer, **options: Any) -> None:
        super().__init__(*args, **options)
        self._footer = footer
        self._kept: list[dict[str, Any]] = []
        self.pieces: list[Piece] = []
        self.inside = False

    def showPage(self) -> None:  # noqa: N802  (reportlab's own name)
        """Keep the page for later."""
        self._kept.append(dict(self.__dict__))
        self.pieces = []
        self._startPage()

    def save(self) -> None:
        """Write every page with its footer, and what is read in which order."""
        read: list[tuple[Any, Sequence[Piece]]] = []
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            with no_content(self):
                self._foot(number, len(self._kept))
            name, there = self._doc.thisPageName(), self._doc.thisPageRef()
            super().showPage()
            self._number(self._doc.idToObject[name], number - 1)
            read.append((there, page["pieces"]))
        write_tree(self._doc, read)
        super().save()

    def _number(self, page: Any, number: int) -> None:
        """Under which number the tree knows a page."""
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
        page.StructParents = number

    def _foot(self, number: int, pages: int) -> None:
        width = A4[0] - 2 * MARGIN
        self.setStrokeColor(GRID)
        self.setLineWidth(0.4)
        self.line(MARGIN, FOOT + 7 * mm, MARGIN + width, FOOT + 7 * mm)
        numbered = text("paper.page", self._footer.language, page=number, pages=pages)
        for words, top in ((f"{self._footer.left} · {numbered}", 6.2), (self._footer.why, 2.2)):
            line = Paragraph(said(words), SMALL)
            _, height = line.wrap(width, ROOM)
            line.drawOn(self, MARGIN, FOOT + top * mm - height)
        if self._footer.brand.mark:
            self._mark(ImageReader(BytesIO(self._footer.brand.mark)), MARGIN + width)

    def _mark(self, picture: ImageReader, right: float) -> None:
        """The organisation's mark above the line, at its right end."""
        across, high = picture.getSize()
        width = MARK * across / high
        self.drawImage(picture, right - width, FOOT + 8 * mm, width, MARK, mask="auto")


def bind(file: IO[bytes], story: Sequence[Flowable], footer: Footer) -> None:
    """Set a story on pages."""
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=FOOT + 9 * mm,
        title=footer.title,
        author=footer.brand.name,
        lang=footer.language,
        invariant=1,
    )
    document.build(list(story), canvasmaker=partial(_Pages, footer=footer))
