"""A report that takes long: who may ask for its workbook, making it, and giving it out."""

from collections.abc import Callable, Iterator

from analytics.exports.xlsx import check_fits, write_xlsx
from analytics.figures.report import count_rows, report_blocks
from analytics.figures.summary import summary
from survey.actions.jobs import ask, drafted
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.store.jobs import Job, JobKind, JobState, job_of, pieces_of
from survey.store.viewers import viewer
from survey.text import sentence

Progress = Callable[[int], None]


def ask_for_workbook(store: Store, *, viewer: Viewer, wave: str | None) -> str:
    """Have the workbook of one wave, or of all when None, made; gives the key of the work.

    Errors: NotAllowed, NotFound, Refused when no spreadsheet holds it.
    """
    check_is_hr(viewer)
    check_fits(count_rows(store, wave=wave))
    about = {"wave": wave or ""}
    return ask(store, person=viewer.person, kind=JobKind.REPORT, about="report", asked=about)


def rows_asked(store: Store, job: Job) -> int:
    """How many rows it will have, if whoever asked is still in HR. Errors: NotAllowed, NotFound."""
    who = viewer(store, job.person)
    if who is None:
        raise NotFound(sentence("refused.missing.file"))
    check_is_hr(who)
    rows = count_rows(store, wave=job.asked["wave"] or None)
    check_fits(rows)
    return rows


def make_workbook(store: Store, job: Job, progress: Progress) -> None:
    """Write the workbook; it stands under its own name only when it is whole.

    `progress` is told how many rows are written, and may raise to end it.
    """
    wave = job.asked["wave"] or None
    with drafted(store, job) as draft:
        found, first = report_blocks(store, wave=wave), summary(store, wave=wave)
        with draft.open("r+b") as content:
            write_xlsx(found, content, folder=draft.parent, summary=first, note=progress)


def workbook_for(store: Store, *, viewer: Viewer, key: str) -> Iterator[bytes]:
    """The workbook, for whoever asked for it and is still in HR. Errors: NotAllowed, NotFound."""
    job = job_of(store, key, person=viewer.person)
    if job is None or job.state is not JobState.DONE or job.kind is not JobKind.REPORT:
        raise NotFound(sentence("refused.missing.file"))
    check_is_hr(viewer)
    return pieces_of(store, job)
