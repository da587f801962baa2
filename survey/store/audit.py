"""Questions about the record: who did what to what, and when."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, false, func, select, true
from sqlmodel import col

from survey.audit import AuditVerb, Sought
from survey.storage.people_tables import PersonRow
from survey.storage.tables import AuditRow
from survey.store.opened import Opened

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the audit log; a later line has a larger number."""

    number: int
    moment: datetime
    actor: str
    verb: str
    subject: str
    detail: str


_LINE = select(
    col(AuditRow.id),
    col(AuditRow.moment),
    col(AuditRow.actor),
    col(AuditRow.verb),
    col(AuditRow.subject),
    col(AuditRow.detail),
)


class AuditQuestions(Opened):
    """The part of the store that holds the audit log."""

    def audit(self, *, most: int = 1000) -> list[AuditLine]:
        """The latest lines of the audit log, newest first."""
        return self.lines(Sought(), most=most)

    def lines(
        self, sought: Sought, *, most: int, skip: int = 0, before: int | None = None
    ) -> list[AuditLine]:
        """Some of the lines looked for, newest first; with `before`, those of lower numbers."""
        number = col(AuditRow.id)
        query = _LINE.where(_is(sought)).order_by(number.desc())
        if before is not None:
            query = query.where(number < before)
        return [_event(row) for row in self.found(query.limit(most).offset(skip))]

    def pieces(self, sought: Sought, *, before: int) -> Iterator[list[AuditLine]]:
        """All lines looked for of lower numbers, newest first, read a piece at a time."""
        while piece := self.lines(sought, most=AT_ONCE, before=before):
            yield piece
            before = piece[-1].number

    def subjects_of(self, verb: AuditVerb) -> frozenset[str]:
        """Everything that this was ever done to."""
        query = select(col(AuditRow.subject)).where(col(AuditRow.verb) == verb.value).distinct()
        return frozenset(self.scalars(query))

    def how_many_lines(self, sought: Sought) -> int:
        """How many lines are looked for."""
        query = select(func.count()).select_from(AuditRow).where(_is(sought))
        return self.one(query)

    def names_of(self, keys: Collection[str]) -> Mapping[str, str]:
        """The names of those among some ids who are people here."""
        query = select(col(PersonRow.key), col(PersonRow.name))
        return dict(self.found(query.where(col(PersonRow.key).in_(sorted(set(keys))))))

    def moments_of(self, *, verb: AuditVerb, subject: str) -> list[datetime]:
        """Every moment at which this was done to a subject, in order."""
        same = (col(AuditRow.verb) == verb.value) & (col(AuditRow.subject) == subject)
        query = select(col(AuditRow.moment)).where(same).order_by(col(AuditRow.id))
        return list(self.scalars(query))

    def moments_with(self, *, verb: AuditVerb, detail: str) -> dict[str, list[datetime]]:
        """Subjects to which this was done with just this detail, with every moment, in order."""
        same = (col(AuditRow.verb) == verb.value) & (col(AuditRow.detail) == detail)
        query = select(col(AuditRow.subject), col(AuditRow.moment)).where(same)
        moments: dict[str, list[datetime]] = {}
        with self.reading() as connection:
            for subject, moment in connection.execute(query.order_by(col(AuditRow.id))):
                moments.setdefault(subject, []).append(moment)
        return moments

    def times_done(self, *, verb: AuditVerb, actor: str, since: datetime) -> int:
        """How often somebody has done this since a moment."""
        same = (col(AuditRow.verb) == verb.value) & (col(AuditRow.actor) == actor)
        query = select(func.count()).where(same & (col(AuditRow.moment) > since))
        return self.one(query)

    def lines_of(self, verb: AuditVerb, *, detail: str) -> int:
        """How many lines say that this was done with just this detail."""
        same = (col(AuditRow.verb) == verb.value) & (col(AuditRow.detail) == detail)
        query = select(func.count()).select_from(AuditRow).where(same)
        return self.one(query)

    def last_audit(self, *, verb: AuditVerb, subject: str) -> AuditLine | None:
        """The latest line that says this was done to a subject, or None."""
        same = (col(AuditRow.verb) == verb.value) & (col(AuditRow.subject) == subject)
        query = _LINE.where(same).order_by(col(AuditRow.id).desc()).limit(1)
        with self.reading() as connection:
            row = connection.execute(query).first()
            return _event(row) if row else None

    def lines_about(self, *, verb: AuditVerb, subject: str) -> list[AuditLine]:
        """Every line that says this was done to a subject, in order."""
        same = (col(AuditRow.verb) == verb.value) & (col(AuditRow.subject) == subject)
        return [_event(row) for row in self.found(_LINE.where(same).order_by(col(AuditRow.id)))]


def _event(row: Row[int | None, datetime, str, str, str, str]) -> AuditLine:
    number, *_ = row
    assert number is not None, "a line that was kept has its number"
    return AuditLine(number, row.moment, row.actor, row.verb, row.subject, row.detail)


def _is(sought: Sought) -> ColumnElement[bool]:
    """The condition that a line is looked for."""
    wanted: ColumnElement[bool] = true()
    if sought.who:
        wanted &= _part_of(col(AuditRow.actor), sought.who) | col(AuditRow.actor).in_(
            select(col(PersonRow.key)).where(_part_of(col(PersonRow.name), sought.who))
        )
    if sought.subject:
        wanted &= _part_of(col(AuditRow.subject), sought.subject)
    if sought.verbs is not None:
        wanted &= col(AuditRow.verb).in_(sorted(sought.verbs)) if sought.verbs else false()
    if sought.since is not None:
        wanted &= col(AuditRow.moment) >= sought.since
    if sought.until is not None:
        wanted &= col(AuditRow.moment) < sought.until
    return wanted


def _part_of(column: Any, wanted: str) -> ColumnElement[bool]:
    """Whether a text holds another; letter case does not matter, and no sign stands for others."""
    found: ColumnElement[bool] = func.lower(column).contains(wanted.lower(), autoescape=True)
    return found
