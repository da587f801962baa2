"""Files for HR, streamed from an address that asks who is there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analytics.exports.comments import comments_file
from analytics.exports.dictionary import dictionary_csv
from analytics.exports.formats import Format, Manner, report_file
from analytics.exports.long_report import workbook_for
from analytics.exports.roster import people_csv, roster_xlsx, units_csv
from analytics.exports.safe_csv import Separator
from analytics.reports.audit import audit_file
from analytics.reports.evidence import evidence_csv
from analytics.reports.experiments_file import experiments_file
from pages.ui.frame.session import store
from pages.web.asking import Named, file_answer, spoken_to, who_asks
from survey.audit import About, Sought
from survey.errors import NotFound
from survey.organisation.permissions import check_is_hr
from survey.store.decimals import decimal_sign
from survey.text import sentence

MEDIA = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PARQUET: "application/vnd.apache.parquet",
}


def files() -> list[Route]:
    """The routes of every file."""
    return [
        *(Route(f"/report.{form}", partial(report, form=form)) for form in Format),
        Route("/reports/{key}.xlsx", made),
        Route("/columns.csv", columns),
        Route("/comments.csv", comments),
        Route("/experiments.csv", experiments),
        Route("/evidence.csv", found_here),
        Route("/people.csv", partial(table, make=people_csv, name="same-boat-people.csv")),
        Route("/units.csv", partial(table, make=units_csv, name="same-boat-units.csv")),
        Route("/people.xlsx", workbook),
        Route("/record.csv", record),
    ]


async def report(request: Request, *, form: Format) -> Response:
    """The report in a format; whoever may not have it is told that there is nothing here."""
    name = f"same-boat-{request.query_params.get('wave') or 'all-waves'}.{form}"
    return await file_answer(request, partial(_report, form=form), Named(name, MEDIA[form]))


async def made(request: Request) -> Response:
    """A workbook that was made beside the page, for whoever asked for it."""
    return await file_answer(request, _made, Named("same-boat-report.xlsx", MEDIA[Format.XLSX]))


async def columns(request: Request) -> Response:
    """The data dictionary, for HR."""
    return await file_answer(request, _columns, Named("same-boat-columns.csv"))


async def comments(request: Request) -> Response:
    """The comments of one wave as CSV, for HR who asked for them."""
    name = f"same-boat-comments-{request.query_params.get('wave')}.csv"
    return await file_answer(request, _comments, Named(name))


async def experiments(request: Request) -> Response:
    """What all units try, for HR; with what people wrote where that is asked for."""
    return await file_answer(request, _experiments, Named("same-boat-experiments.csv"))


async def found_here(request: Request) -> Response:
    """What was found over teams that share, for HR; it names no unit."""
    return await file_answer(request, _found_here, Named("same-boat-evidence.csv"))


def _experiments(request: Request) -> Iterator[bytes]:
    texts = request.query_params.get("texts") == "1"
    return experiments_file(store(), viewer=who_asks(request), texts=texts)


def _found_here(request: Request) -> Iterator[bytes]:
    check_is_hr(who_asks(request))
    return iter((evidence_csv(store()),))


def _report(request: Request, *, form: Format) -> Iterator[bytes]:
    wave = request.query_params.get("wave") or None
    viewer, manner = who_asks(request), _manner(request)
    return report_file(store(), viewer=viewer, wave=wave, form=form, manner=manner)


def _made(request: Request) -> Iterator[bytes]:
    return workbook_for(store(), viewer=who_asks(request), key=request.path_params["key"])


def _manner(request: Request) -> Manner:
    """As the address asks; where it says nothing of separators, as the organisation chose."""
    asked = request.query_params
    usual = decimal_sign(store()).separator
    return Manner(
        separator=";" if asked.get("separator", usual) == ";" else ",",
        bom=asked.get("bom") == "1",
        line_ending="\r\n" if asked.get("ends") == "crlf" else "\n",
    )


def _columns(request: Request) -> Iterator[bytes]:
    check_is_hr(who_asks(request))
    how = _manner(request)
    return iter([dictionary_csv(separator=how.separator, bom=how.bom, line_ending=how.line_ending)])


def _comments(request: Request) -> Iterator[bytes]:
    wave = request.query_params.get("wave", "")
    return comments_file(store(), viewer=who_asks(request), wave=wave)


async def table(request: Request, *, make: Callable[..., Iterator[bytes]], name: str) -> Response:
    """People or units as CSV; whoever may not have it is told that there is nothing here."""
    separator: Separator = ";" if request.query_params.get("separator") == ";" else ","
    bom = request.query_params.get("bom") == "1"

    def written(asking: Request) -> Iterator[bytes]:
        return make(store(), viewer=who_asks(asking), separator=separator, bom=bom)

    return await file_answer(request, written, Named(name))


async def workbook(request: Request) -> Response:
    """People and units in a workbook, or an empty one to fill in."""
    empty = request.query_params.get("empty") == "1"

    def written(asking: Request) -> Iterator[bytes]:
        return iter([roster_xlsx(store(), viewer=who_asks(asking), empty=empty)])

    name = "same-boat-people-to-fill-in.xlsx" if empty else "same-boat-people.xlsx"
    return await file_answer(request, written, Named(name, MEDIA[Format.XLSX]))


async def record(request: Request) -> Response:
    """The lines asked for as CSV; whoever may not have them is told that there is nothing here."""
    return await file_answer(request, _record, Named("same-boat-record.csv"))


def _record(request: Request) -> Iterator[bytes]:
    return audit_file(
        store(), _sought(request), viewer=who_asks(request), language=spoken_to(request)
    )


def _sought(request: Request) -> Sought:
    """What the address asks for. Errors: NotFound for what no page asks."""
    asked = request.query_params
    try:
        about = About(asked["about"]) if asked.get("about") else None
        since, until = (_moment(asked.get(name)) for name in ("since", "until"))
    except ValueError as error:
        raise NotFound(sentence("refused.missing.file")) from error
    return Sought(asked.get("who", ""), about, asked.get("subject", ""), since, until)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written).astimezone(UTC) if written else None
