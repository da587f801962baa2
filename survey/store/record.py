"""Questions about the record: who did what to what, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from survey.store.opened import Opened
from survey.tables import EventRow


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit log; a later line has a larger number."""

    number: int
    moment: datetime
    actor: str
    verb: str
    subject: str
    detail: str


class RecordQuestions(Opened):
    """The part of the store that holds the audit log."""

    def events(self, *, most: int = 1000) -> list[Event]:
        """The latest lines of the audit log, newest first."""
        query = select(EventRow).order_by(col(EventRow.id).desc()).limit(most)
        with self.rows() as session:
            return [_event(row) for row in session.scalars(query)]

    def last_event(self, *, verb: str, subject: str) -> Event | None:
        """The latest line that says this was done to a subject, or None."""
        same = (col(EventRow.verb) == verb) & (col(EventRow.subject) == subject)
        query = select(EventRow).where(same).order_by(col(EventRow.id).desc()).limit(1)
        with self.rows() as session:
            row = session.scalars(query).first()
            return _event(row) if row else None


def _event(row: EventRow) -> Event:
    assert row.id is not None, "a line that was kept has its number"
    return Event(row.id, row.moment, row.actor, row.verb, row.subject, row.detail)
