"""Questions about long work: who asked for what, and how far is it?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlmodel import col

from survey.errors import NotFound
from survey.storage.tables import JobRow
from survey.store import Store
from survey.text import sentence

PIECE = 1 << 18


class JobKind(StrEnum):
    """Which long work there is."""

    PAPERS = "papers"
    REPORT = "report"


SUFFIXES = {JobKind.PAPERS: "zip", JobKind.REPORT: "xlsx"}


class JobState(StrEnum):
    """How far long work is."""

    WAITING = "waiting"
    UNDER_WAY = "under way"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """Long work somebody asked for; its file is kept until it `ends`."""

    key: str
    person: str
    kind: JobKind
    asked: dict[str, str]
    state: JobState
    done: int
    total: int
    ends: datetime


def jobs_of(store: Store, person: str) -> list[Job]:
    """What somebody asked for and is not forgotten yet, newest first."""
    return [job for job in _jobs(store) if job.person == person and job.ends > store.now()][::-1]


def job_of(store: Store, key: str, *, person: str) -> Job | None:
    """One piece of work, for whoever asked for it; None for anybody else, and when it is over."""
    return next((job for job in jobs_of(store, person) if job.key == key), None)


def is_wanted(store: Store, job: Job) -> bool:
    """Whether a piece of work was neither stopped nor left alone for too long."""
    return any(one.key == job.key and one.ends > store.now() for one in _jobs(store))


def waiting_jobs(store: Store) -> list[Job]:
    """What is to be done, in the order in which it was asked for."""
    return [job for job in _jobs(store) if job.state is JobState.WAITING]


def jobs_over(store: Store) -> list[Job]:
    """What has been kept long enough."""
    return [job for job in _jobs(store) if job.ends <= store.now()]


def file_of(store: Store, job: Job) -> Path:
    """Where the file of a piece of work lies."""
    return store.settings.data / "jobs" / f"{job.key}.{SUFFIXES[job.kind]}"


def pieces_of(store: Store, job: Job) -> Iterator[bytes]:
    """The file of a piece of work as it is sent. Errors: NotFound."""
    file = file_of(store, job)
    if not file.exists():
        raise NotFound(sentence("refused.missing.file"))
    return _pieces(file.open("rb"))


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(PIECE):
            yield piece


def _jobs(store: Store) -> list[Job]:
    query = select(JobRow).order_by(col(JobRow.made), col(JobRow.key))
    with store.rows() as session:
        return [_job(row) for row in session.scalars(query)]


def _job(row: JobRow) -> Job:
    asked = json.loads(row.asked)
    named = (row.key, row.person, JobKind(row.kind), asked, JobState(row.state))
    return Job(*named, row.done, row.total, row.ends)
