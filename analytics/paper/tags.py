"""What is each piece of a page to somebody who hears it? Tags of a PDF (ISO 32000-1, 14.7, 14.8).

Pieces are marked as they are drawn and listed in the order of reading; what stands on every page,
and lines between pieces, are no content and are passed over.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import (  # type: ignore[import-untyped]
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFString,
)


class Tag(StrEnum):
    """What a piece is."""

    TITLE = "H1"
    HEADING = "H2"
    SMALL_HEADING = "H3"
    TEXT = "P"
    PICTURE = "Figure"


class Piece(NamedTuple):
    """A piece of a page; `alt` says a picture in words."""

    tag: Tag
    alt: str = ""


@contextmanager
def tagged(page: Any, tag: Tag, alt: str = "") -> Iterator[None]:
    """Mark what is drawn meanwhile; a piece within a piece is part of it."""
    pieces: list[Piece] | None = getattr(page, "pieces", None)
    if pieces is None or page.inside:
        yield
        return
    page._code.append(f"/{tag} <</MCID {len(pieces)}>> BDC")
    pieces.append(Piece(tag, alt))
    page.inside = True
    yield
    page.inside = False
    page._code.append("EMC")


@contextmanager
def no_content(page: Any) -> Iterator[None]:
    """Mark what is drawn meanwhile as no content of its own."""
    page.inside = True
    page._code.append("/Artifact BMC")
    yield
    page._code.append("EMC")
    page.inside = False


def write_tree(document: Any, pages: Sequence[tuple[Any, Sequence[Piece]]]) -> None:
    """List the pieces of all pages (their references) in the order in which they are read."""
    root, whole = PDFDictionary(), PDFDictionary()
    root_at, whole_at = document.Reference(root), document.Reference(whole)
    numbered: list[object] = []
    everything: list[object] = []
    for number, (page, pieces) in enumerate(pages):
        there = [
            document.Reference(_element(piece, at, page, whole_at))
            for at, piece in enumerate(pieces)
        ]
        numbered += [number, PDFArray(there)]
        everything += there
    whole.dict.update(
        {"Type": PDFName("StructElem"), "S": PDFName("Document"), "P": root_at},
        K=PDFArray(everything),
    )
    root.dict.update(
        {"Type": PDFName("StructTreeRoot"), "K": whole_at, "ParentTreeNextKey": len(pages)},
        ParentTree=document.Reference(PDFDictionary({"Nums": PDFArray(numbered)})),
    )
    document.Catalog.StructTreeRoot = root_at
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _element(piece: Piece, at: int, page: Any, whole: Any) -> Any:
    said = {"Alt": PDFString(piece.alt)} if piece.alt else {}
    kinds = {"Type": PDFName("StructElem"), "S": PDFName(str(piece.tag))}
    return PDFDictionary({**kinds, "P": whole, "Pg": page, "K": at, **said})
