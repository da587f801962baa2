"""The worker: long work that people asked for, one piece after the other, beside the pages."""

import logging
from collections.abc import Callable
from functools import partial

from analytics.exports.long_report import make_workbook, rows_asked
from analytics.paper.area_papers import make_papers, units_of
from survey.actions.jobs import begin_anew, finish, forget, note_progress, take
from survey.background_loop import BackgroundLoop
from survey.errors import SameBoatError
from survey.store import Store
from survey.store.jobs import Job, JobKind, file_of, is_wanted, waiting_jobs

EVERY_SECONDS = 2.0
Stopping = Callable[[], bool]
log = logging.getLogger("same_boat.worker")


class _Stopped(Exception):
    """There is no time for more; what is under way begins anew at the next start."""


class _Unwanted(Exception):
    """It was taken back, or nobody has looked for too long."""


def work_off(store: Store, *, stopping: Stopping = bool) -> None:
    """Do all that waits, with what was cut off before, and forget what is over.

    `stopping` is asked between steps; bool() is never.
    """
    with store.working() as ours:
        if not ours:
            return
        forget(store)
        begin_anew(store)
        while waiting := waiting_jobs(store):
            if not _do(store, waiting[0], stopping):
                return


def _do(store: Store, job: Job, stopping: Stopping) -> bool:
    """One piece of work, to its end or to its failure; False when there is no time for more."""
    note = partial(_note, store, job, stopping)
    try:
        if _made(store, job, note):
            finish(store, job, well=True)
    except _Stopped:
        return False
    except _Unwanted:
        _drop(store, job)
    except SameBoatError as refusal:
        log.warning("Long work failed: %s", refusal)
        _failed(store, job)
    except Exception as error:
        # No traceback: its values may be what people wrote.
        log.error("Long work failed: %s", type(error).__name__)  # noqa: TRY400
        _failed(store, job)
    return True


def _made(store: Store, job: Job, note: Callable[[int], None]) -> bool:
    """Whether it was there to be taken, and is made."""
    match job.kind:
        case JobKind.PAPERS:
            units = units_of(store, job)
            if taken := take(store, job, total=len(units)):
                make_papers(store, job, units, note)
        case JobKind.REPORT:
            if taken := take(store, job, total=rows_asked(store, job)):
                make_workbook(store, job, note)
    return taken


def _note(store: Store, job: Job, stopping: Stopping, done: int) -> None:
    if stopping():
        raise _Stopped
    if not is_wanted(store, job):
        raise _Unwanted
    note_progress(store, job, done=done)


def _drop(store: Store, job: Job) -> None:
    file_of(store, job).with_suffix(".part").unlink(missing_ok=True)
    forget(store)


def _failed(store: Store, job: Job) -> None:
    file_of(store, job).with_suffix(".part").unlink(missing_ok=True)
    finish(store, job, well=False)


class Worker(BackgroundLoop):
    """Looks for work every two seconds, until closed.

    Closing stops it before the next paper; what is under way begins anew at the next start.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        super().__init__("worker")

    def _once(self) -> float:
        try:
            work_off(self._store, stopping=self._stop.is_set)
        except Exception as error:
            log.error("The worker failed: %s", type(error).__name__)  # noqa: TRY400
        return EVERY_SECONDS
