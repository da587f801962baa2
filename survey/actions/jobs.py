"""Asking for long work, taking it, saying how far it is, and forgetting it after a day."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, update
from sqlmodel import col, insert

from survey.audit import AuditVerb
from survey.private_files import write_private
from survey.storage.database import speaking
from survey.storage.tables import JobRow
from survey.store import Store
from survey.store.jobs import Job, JobKind, JobState, file_of, jobs_over

KEPT_FOR = timedelta(days=1)
WORKER = "worker"
PATIENCE = timedelta(minutes=15)
"""So long nobody may look before work that is waited for ends."""
LOOKED = timedelta(minutes=5)
"""Whoever looks is noted at most this often."""
WAITED_FOR = frozenset({JobKind.REPORT})
ASKED = {JobKind.PAPERS: AuditVerb.ASK_FOR_PAPERS, JobKind.REPORT: AuditVerb.ASK_FOR_REPORT}
DONE = {JobKind.PAPERS: AuditVerb.DONE_PAPERS, JobKind.REPORT: AuditVerb.DONE_REPORT}
FAILED = {JobKind.PAPERS: AuditVerb.FAILED_PAPERS, JobKind.REPORT: AuditVerb.FAILED_REPORT}


def ask(store: Store, *, person: str, kind: JobKind, about: str, asked: Mapping[str, str]) -> str:
    """Ask for long work; gives its key. `about` is what the record says it is about."""
    key, now = secrets.token_hex(16), store.now()
    row = {
        **{"key": key, "person": person, "kind": kind.value, "asked": json.dumps(dict(asked))},
        **{"state": JobState.WAITING.value, "made": now, "ends": now + _kept(kind)},
    }
    with store.change(ASKED[kind], actor=person, subject=about) as session:
        session.execute(insert(JobRow), [row])
    return key


def _kept(kind: JobKind) -> timedelta:
    return PATIENCE if kind in WAITED_FOR else KEPT_FOR


def note_looked(store: Store, job: Job) -> None:
    """Say that somebody still waits for work; nothing of anybody's changes, so no line."""
    ends = store.now() + _kept(job.kind)
    if job.kind in WAITED_FOR and ends - job.ends > LOOKED:
        for state in (JobState.WAITING, JobState.UNDER_WAY):
            _update(store, state, {"ends": ends}, key=job.key)


def stop(store: Store, job: Job, *, actor: str) -> None:
    """Take back work that was asked for; what is under way ends at its next step."""
    with store.change(AuditVerb.STOP_REPORT, actor=actor, subject=job.kind) as session:
        session.execute(delete(JobRow).where(col(JobRow.key) == job.key))


@contextmanager
def drafted(store: Store, job: Job) -> Iterator[Path]:
    """An empty draft of its file, which gets the file's name only when it is whole."""
    file = file_of(store, job)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    draft = file.with_suffix(".part")
    write_private(draft, b"")
    yield draft
    draft.replace(file)


def begin_anew(store: Store) -> None:
    """Work that a stop cut off waits again; only whoever has the turn may say so."""
    _update(store, JobState.UNDER_WAY, {"state": JobState.WAITING.value, "done": 0})


def take(store: Store, job: Job, *, total: int) -> bool:
    """Begin a piece of work that waits; False when somebody else has it already."""
    begun = {"state": JobState.UNDER_WAY.value, "done": 0, "total": total}
    return _update(store, JobState.WAITING, begun, key=job.key)


def note_progress(store: Store, job: Job, *, done: int) -> None:
    """Say how far it is; this changes nothing of anybody's, so no line on the record."""
    _update(store, JobState.UNDER_WAY, {"done": done}, key=job.key)


def finish(store: Store, job: Job, *, well: bool) -> None:
    """Say that it is done, or that it failed, on the record."""
    state, verb = (JobState.DONE, DONE[job.kind]) if well else (JobState.FAILED, FAILED[job.kind])
    subject = job.asked.get("unit", job.kind)
    ends = store.now() + KEPT_FOR if job.kind in WAITED_FOR else job.ends
    with store.change(verb, actor=WORKER, subject=subject) as session:
        here = update(JobRow).where(col(JobRow.key) == job.key)
        session.execute(here.values(state=state.value, ends=ends))


def forget(store: Store) -> None:
    """Delete what was kept for a day, with its file."""
    for job in jobs_over(store):
        file_of(store, job).unlink(missing_ok=True)
        with speaking(), store.engine.begin() as connection:
            connection.execute(delete(JobRow).where(col(JobRow.key) == job.key))


def _update(
    store: Store, state: JobState, values: Mapping[str, object], *, key: str | None = None
) -> bool:
    """Whether any work in this state was there to be changed; of two who try, one is told so."""
    change = update(JobRow).where(col(JobRow.state) == state.value).values(**values)
    if key is not None:
        change = change.where(col(JobRow.key) == key)
    with speaking(), store.engine.begin() as connection:
        return bool(connection.execute(change.returning(col(JobRow.key))).all())
