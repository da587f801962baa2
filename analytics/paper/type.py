"""How text looks on paper: embedded fonts, sizes, and what is done with scripts they lack.

Source Sans Pro (SIL Open Font License 1.1) has Latin, Greek and Cyrillic. Chinese, Japanese and
Korean are set in fonts that every reader of PDF brings along; any other character prints as "?".
"""

from functools import cache
from html import escape
from importlib.resources import as_file, files
from itertools import groupby

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import (  # type: ignore[import-untyped]
    getFont,
    registerFont,
    registerFontFamily,
)
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph as Plain  # type: ignore[import-untyped]

from analytics.paper.tags import Tag, tagged

PLAIN, BOLD = "Boat", "Boat-Bold"
FACES = {PLAIN: "Regular", BOLD: "Bold"}
HAN, KANA, HANGUL = "STSong-Light", "HeiseiKakuGo-W5", "HYSMyeongJo-Medium"
ELSEWHERE = (
    (0x3040, 0x30FF, KANA),
    (0x1100, 0x11FF, HANGUL),
    (0xAC00, 0xD7AF, HANGUL),
    (0x2E80, 0x9FFF, HAN),
    (0xFF00, 0xFFEF, HAN),
)
INK, MUTED, GRID = HexColor("#14262b"), HexColor("#4c6066"), HexColor("#c3ced1")
ACCENT, BAND, CONTEXT = HexColor("#0f5c69"), HexColor("#d3e2e4"), HexColor("#8a5a00")
LEVEL = HexColor("#efc79a")
MISSING = "?"


@cache
def ready() -> frozenset[int]:
    """Have the fonts at hand; gives the characters that they can write."""
    folder = files("font_source_sans_pro") / "files"
    for name, face in FACES.items():
        with as_file(folder / f"SourceSansPro-{face}.ttf") as file:
            registerFont(TTFont(name, str(file)))
    # Its italic has neither Greek nor Cyrillic.
    registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
    for name in (HAN, KANA, HANGUL):
        registerFont(UnicodeCIDFont(name))
    return frozenset.intersection(*(frozenset(getFont(one).face.charToGlyph) for one in FACES))


def said(words: str) -> str:
    """Text for a paragraph, as it is: nothing in it acts, and each script has a font."""
    runs = groupby(words, key=_font)
    return "".join(_run(font, "".join(run)) for font, run in runs)


def _font(character: str) -> str:
    if character.isspace() or ord(character) in ready():
        return PLAIN
    found = (font for low, high, font in ELSEWHERE if low <= ord(character) <= high)
    return next(found, "")


def _run(font: str, words: str) -> str:
    if font == PLAIN:
        return escape(words, quote=False)
    return f'<font name="{font}">{escape(words)}</font>' if font else MISSING * len(words)


def style(size: float = 10, *, bold: bool = False, **other: object) -> ParagraphStyle:
    """A style of text."""
    ready()
    look = {"textColor": INK, "leading": size * 1.3, "fontName": BOLD if bold else PLAIN}
    return ParagraphStyle(f"{size}{bold}{other}", fontSize=size, **{**look, **other})


TITLE = style(22, bold=True, spaceAfter=2)
UNDER_TITLE = style(11, textColor=MUTED, spaceAfter=8)
HEADING = style(14, bold=True, spaceBefore=10, spaceAfter=4, keepWithNext=1)
SMALL_HEADING = style(11, bold=True, spaceBefore=5, spaceAfter=1, keepWithNext=1)
BODY = style(10, spaceAfter=3)
SMALL = style(8.5, textColor=MUTED, spaceAfter=3)
NUMBER = style(9, bold=True, alignment=2)
TAGS = {
    TITLE.name: Tag.TITLE,
    HEADING.name: Tag.HEADING,
    SMALL_HEADING.name: Tag.SMALL_HEADING,
}


class Paragraph(Plain):  # type: ignore[misc]
    """Text that says what it is to somebody who hears it."""

    def draw(self) -> None:
        """As any paragraph, and marked."""
        with tagged(self.canv, TAGS.get(self.style.name, Tag.TEXT)):
            super().draw()
