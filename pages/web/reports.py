"""Files for HR, streamed from an address that asks who is there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from starlette.requests import Request
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
from pages.web.asking import file_route, spoken_to, who_asks
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
        *map(_report_route, Format),
        file_route("/reports/{key}.xlsx", _made, "same-boat-report.xlsx", MEDIA[Format.XLSX]),
        file_route("/columns.csv", _columns, "same-boat-columns.csv"),
        file_route("/comments.csv", _comments, _comments_called),
        file_route("/experiments.csv", _experiments, "same-boat-experiments.csv"),
        file_route("/evidence.csv", _found_here, "same-boat-evidence.csv"),
        file_route("/people.csv", partial(_table, make=people_csv), "same-boat-people.csv"),
        file_route("/units.csv", partial(_table, make=units_csv), "same-boat-units.csv"),
        file_route("/people.xlsx", _workbook, _workbook_called, MEDIA[Format.XLSX]),
        file_route("/record.csv", _record, "same-boat-record.csv"),
    ]


def _report_route(form: Format) -> Route:
    def called(request: Request) -> str:
        return f"same-boat-{request.query_params.get('wave') or 'all-waves'}.{form}"

    return file_route(f"/report.{form}", partial(_report, form=form), called, MEDIA[form])


def _experiments(request: Request) -> Iterator[bytes]:
    """What all units try; with what people wrote where that is asked for."""
    texts = request.query_params.get("texts") == "1"
    return experiments_file(store(), viewer=who_asks(request), texts=texts)


def _found_here(request: Request) -> Iterator[bytes]:
    """What was found over teams that share; it names no unit."""
    check_is_hr(who_asks(request))
    return iter((evidence_csv(store()),))


def _report(request: Request, *, form: Format) -> Iterator[bytes]:
    wave = request.query_params.get("wave") or None
    viewer, manner = who_asks(request), _manner(request)
    return report_file(store(), viewer=viewer, wave=wave, form=form, manner=manner)


def _made(request: Request) -> Iterator[bytes]:
    """A workbook that was made beside the page, for whoever asked for it."""
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
    """The data dictionary."""
    check_is_hr(who_asks(request))
    how = _manner(request)
    return iter([dictionary_csv(separator=how.separator, bom=how.bom, line_ending=how.line_ending)])


def _comments(request: Request) -> Iterator[bytes]:
    """The comments of one wave."""
    wave = request.query_params.get("wave", "")
    return comments_file(store(), viewer=who_asks(request), wave=wave)


def _comments_called(request: Request) -> str:
    return f"same-boat-comments-{request.query_params.get('wave')}.csv"


def _table(request: Request, *, make: Callable[..., Iterator[bytes]]) -> Iterator[bytes]:
    """People or units as CSV."""
    separator: Separator = ";" if request.query_params.get("separator") == ";" else ","
    bom = request.query_params.get("bom") == "1"
    return make(store(), viewer=who_asks(request), separator=separator, bom=bom)


def _workbook(request: Request) -> Iterator[bytes]:
    """People and units in a workbook, or an empty one to fill in."""
    return iter([roster_xlsx(store(), viewer=who_asks(request), empty=_is_empty(request))])


def _workbook_called(request: Request) -> str:
    return f"same-boat-people{'-to-fill-in' if _is_empty(request) else ''}.xlsx"


def _is_empty(request: Request) -> bool:
    return request.query_params.get("empty") == "1"


def _record(request: Request) -> Iterator[bytes]:
    """The lines of the record that are asked for."""
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
