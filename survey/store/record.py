"""Questions about the record: who did what to what, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from survey.store.opened import Opened
from survey.tables import EventRow


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit log."""

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
            return [
                Event(row.moment, row.actor, row.verb, row.subject, row.detail)
                for row in session.scalars(query)
            ]
