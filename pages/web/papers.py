"""Papers: the PDF of a unit for whoever may see it, and the ZIP for whoever asked for it."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.routing import Route

from analytics.paper.area_papers import papers_for
from analytics.paper.unit_paper import paper_for
from pages.ui.frame.session import store
from pages.web.asking import file_route, spoken_to, who_asks, who_reads


def paper_routes() -> list[Route]:
    """The routes of papers."""
    return [
        file_route("/paper.pdf", _paper, _called, "application/pdf"),
        file_route("/papers/{key}.zip", _papers, "same-boat-papers.zip", "application/zip"),
    ]


def _called(request: Request) -> str:
    asked = request.query_params
    parts = ("same-boat", asked.get("unit"), asked.get("wave"))
    return f"{'-'.join(part for part in parts if part)}.pdf"


def _paper(request: Request) -> Iterator[bytes]:
    """One unit as of one wave."""
    asked = request.query_params
    unit, wave = asked.get("unit", ""), asked.get("wave", "")
    viewer, language = who_reads(request), spoken_to(request)
    return iter([paper_for(store(), unit=unit, viewer=viewer, language=language, wave=wave)])


def _papers(request: Request) -> Iterator[bytes]:
    """All units of an area, as they were asked for."""
    return papers_for(store(), viewer=who_asks(request), key=request.path_params["key"])
