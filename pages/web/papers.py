"""Papers: the PDF of a unit for whoever may see it, and the ZIP for whoever asked for it."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analytics.paper.area_papers import papers_for
from analytics.paper.unit_paper import paper_for
from pages.ui.frame.session import store
from pages.web.asking import Named, file_answer, spoken_to, who_asks, who_reads


def paper_routes() -> list[Route]:
    """The routes of papers."""
    return [Route("/paper.pdf", paper), Route("/papers/{key}.zip", papers)]


async def paper(request: Request) -> Response:
    """One unit as of one wave; whoever may not see it is told that there is nothing here."""
    asked = request.query_params
    name = "-".join(part for part in ("same-boat", asked.get("unit"), asked.get("wave")) if part)
    return await file_answer(request, _paper, Named(f"{name}.pdf", "application/pdf"))


async def papers(request: Request) -> Response:
    """All units of an area, as they were asked for."""
    return await file_answer(request, _papers, Named("same-boat-papers.zip", "application/zip"))


def _paper(request: Request) -> Iterator[bytes]:
    asked = request.query_params
    unit, wave = asked.get("unit", ""), asked.get("wave", "")
    viewer, language = who_reads(request), spoken_to(request)
    return iter([paper_for(store(), unit=unit, viewer=viewer, language=language, wave=wave)])


def _papers(request: Request) -> Iterator[bytes]:
    return papers_for(store(), viewer=who_asks(request), key=request.path_params["key"])
