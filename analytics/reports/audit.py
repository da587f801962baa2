"""The record for HR and the council: the lines looked for, a page at a time or all as a file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from analytics.exports.safe_csv import csv_pieces, inert
from survey.audit import OF_PEOPLE, AuditVerb, Sought, about, deed, doer
from survey.organisation.permissions import Viewer, check_may_watch
from survey.store import AuditLine, Store

A_PAGE = 50
COLUMNS = ("line", "moment_utc", "who", "who_name", "what", "verb", "subject", "detail")


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some lines, newest first; `first` is the number of the first among all `count` found."""

    lines: tuple[AuditLine, ...]
    names: Mapping[str, str]
    first: int
    count: int

    @property
    def last(self) -> int:
        """The number of the last line of this page among all found."""
        return self.first + len(self.lines) - 1

    def doer(self, line: AuditLine, *, language: str) -> str:
        """Who did what a line says."""
        return doer(line.actor, self.names, language=language)

    def deed(self, line: AuditLine, *, language: str) -> str:
        """What a line says was done."""
        return deed(line.verb, line.subject, self.names, language=language)


def audit_page(store: Store, sought: Sought, *, page: int, viewer: Viewer) -> AuditPage:
    """A page of the lines looked for, the newest on page 0. Errors: NotAllowed."""
    check_may_watch(viewer)
    count = store.how_many_lines(sought)
    at = min(max(page, 0), max(0, count - 1) // A_PAGE) * A_PAGE
    lines = store.lines(sought, most=A_PAGE, skip=at)
    return AuditPage(tuple(lines), _names(store, lines), at + 1, count)


def audit_file(store: Store, sought: Sought, *, viewer: Viewer, language: str) -> Iterator[bytes]:
    """All lines looked for as CSV; that somebody took them is a line itself, and not among them.

    Errors: NotAllowed.
    """
    check_may_watch(viewer)
    newest = store.lines(sought, most=1)
    upto = newest[0].number + 1 if newest else 0
    taken = f"{store.how_many_lines(sought)} lines"
    store.note(AuditVerb.TAKE_RECORD, actor=viewer.person, subject="record", detail=taken)
    return csv_pieces(_rows(store, sought, upto, language), bom=True)


def _rows(store: Store, sought: Sought, before: int, language: str) -> Iterator[Iterable[str]]:
    yield COLUMNS
    for piece in store.pieces(sought, before=before):
        names = _names(store, piece)
        yield from (_row(line, names, language) for line in piece)


def _row(line: AuditLine, names: Mapping[str, str], language: str) -> list[str]:
    said = deed(line.verb, line.subject, names, language=language)
    who = names.get(line.actor, "")
    moment = f"{line.moment:%Y-%m-%dT%H:%M:%SZ}"
    values = (line.actor, who, said, line.verb, line.subject, line.detail)
    return [str(line.number), moment, *map(inert, values)]


def _names(store: Store, lines: Iterable[AuditLine]) -> Mapping[str, str]:
    of_lines = list(lines)
    somebody = {line.subject for line in of_lines if about(line.verb) in OF_PEOPLE}
    return store.names_of({line.actor for line in of_lines} | somebody)
