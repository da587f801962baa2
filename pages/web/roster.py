"""The list of people and units as files for HR, and an empty one to fill in."""

from collections.abc import Callable, Iterator
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analytics.exports.roster import people_csv, roster_xlsx, units_csv
from analytics.exports.safe_csv import Separator
from pages.ui.frame.session import store
from pages.web.asking import Named, file_answer, who_asks

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def roster_files() -> list[Route]:
    """The routes of these files."""
    return [
        Route("/people.csv", partial(table, make=people_csv, name="same-boat-people.csv")),
        Route("/units.csv", partial(table, make=units_csv, name="same-boat-units.csv")),
        Route("/people.xlsx", workbook),
    ]


async def table(request: Request, *, make: Callable[..., Iterator[bytes]], name: str) -> Response:
    """People or units as CSV; whoever may not have it is told that there is nothing here."""
    separator: Separator = ";" if request.query_params.get("separator") == ";" else ","
    bom = request.query_params.get("bom") == "1"

    def written(asking: Request) -> Iterator[bytes]:
        return make(store(), viewer=who_asks(asking), separator=separator, bom=bom)

    return await file_answer(request, written, Named(name))


async def workbook(request: Request) -> Response:
    """Both in a workbook, or an empty one to fill in."""
    empty = request.query_params.get("empty") == "1"

    def written(asking: Request) -> Iterator[bytes]:
        return iter([roster_xlsx(store(), viewer=who_asks(asking), empty=empty)])

    name = "same-boat-people-to-fill-in.xlsx" if empty else "same-boat-people.xlsx"
    return await file_answer(request, written, Named(name, WORKBOOK))
