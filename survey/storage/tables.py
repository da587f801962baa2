"""The tables of waves, of long work and of the record, and which lie in files of their own.

Nothing outside the store and the actions sees a row of any table.

Table models do not validate: input is parsed in pure code, and CHECKs hold the rest. Foreign keys
and secondary indexes exist on PostgreSQL only (DuckDB refuses updates of rows they point to).
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from survey.mail.deliveries import Standing
from survey.storage.table_parts import Table, UtcTime, moment, one_of, unique_key
from survey.waves.wave import State

SCHEMA_VERSION = 12


class SchemaVersionRow(Table, table=True):
    """Which version of these tables the database holds; one row."""

    __tablename__ = "schema_version"
    version: int = Field(primary_key=True)


class WaveRow(Table, table=True):
    """One asking: its plan, then what was frozen when it opened, then the seal of its publication.

    `replay` marks past answers brought in by command; the schedule never opens or closes those.
    """

    __tablename__ = "wave"
    __table_args__ = (
        CheckConstraint("k >= 4"),
        one_of("state", State),
        CheckConstraint("closes > opens"),
        CheckConstraint("keep_days BETWEEN 1 AND 730"),
    )
    id: int = Field(primary_key=True)
    key: str = Field(unique=True)
    name: str
    state: str
    opens: datetime = Field(sa_type=UtcTime)
    closes: datetime = Field(sa_type=UtcTime)
    k: int
    instrument: str
    instrument_version: int
    definition: str
    rules: int
    keep_days: int | None = None
    audience: str = "[]"
    series: str | None = None
    replay: bool = False
    public_key: str | None = None
    invited: int | None = None
    opened: datetime | None = moment()
    invited_at: datetime | None = moment()
    closed: datetime | None = moment()
    published: datetime | None = moment()
    seal: str | None = None
    participation_from: int | None = None
    participation_at: datetime | None = moment()
    reason: str | None = None


class WaveUnitRow(Table, table=True):
    """The tree as it stood when the wave opened, with how many were invited by home."""

    __tablename__ = "wave_unit"
    __mapper_args__: ClassVar[Any] = {"primary_key": ["wave", "unit"]}
    __table_args__ = (unique_key("wave_unit", "wave", "unit"),)
    wave: int
    unit: int
    key: str
    name: str
    parent: str | None
    position: int
    invited: int


class RosterRow(Table, table=True):
    """Who is asked in a wave, and the home their answers count in."""

    __tablename__ = "roster"
    __mapper_args__: ClassVar[Any] = {"primary_key": ["wave", "person"]}
    __table_args__ = (unique_key("roster", "wave", "person"),)
    wave: int
    person: str
    home: int


class InvitationRow(Table, table=True):
    """A personal link by its keyed hash, and whether it was used. Lives in the ballot box."""

    __tablename__ = "invitation"
    hash: str = Field(primary_key=True)
    wave: int
    answered: bool


class BallotRow(Table, table=True):
    """One person's sealed answers under a random key. Lives in the ballot box."""

    __tablename__ = "ballot"
    key: str = Field(primary_key=True)
    wave: int
    sealed: bytes = Field(sa_type=LargeBinary)


class CommentRow(Table, table=True):
    """A comment in the one place it stands; its text is empty once it is withdrawn.

    Lives in a file of its own wave, as the box does.
    """

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("scope IN ('team', 'area')"),
        CheckConstraint("withdrawn IS NULL OR text = ''"),
        Index("comment_wave", "wave").ddl_if(dialect="postgresql"),
    )
    key: str = Field(primary_key=True)
    wave: int
    unit: int
    scope: str
    prompt: str
    text: str
    withdrawn: str | None = None


class KeptAnswerRow(Table, table=True):
    """An anonymous answer row kept by agreement, under its group; never with a person.

    The group is the people of home `unit` when it is its `own`, else those who climbed there.
    Lives in a file of its own wave, as the box does.
    """

    __tablename__ = "kept_answer"
    __table_args__ = (Index("kept_answer_wave", "wave").ddl_if(dialect="postgresql"),)
    key: str = Field(primary_key=True)
    wave: int
    unit: int
    own: bool
    answers: str


class DeliveryRow(Table, table=True):
    """A mail to one person for an occasion of a wave: waiting, under way, sent or given up.

    It holds no address. Invitations and reminders lie in the ballot box, and go with it. What is
    sent after publication lies in the main database.
    """

    __tablename__ = "delivery"
    __mapper_args__: ClassVar[Any] = {"primary_key": ["wave", "occasion", "person"]}
    __table_args__ = (
        unique_key("delivery", "wave", "occasion", "person"),
        one_of("state", Standing),
    )
    wave: int
    occasion: str
    person: str
    state: str
    tries: int = 0
    due: datetime = Field(sa_type=UtcTime)


class InstrumentRow(Table, table=True):
    """A version of an instrument composed here; it is never changed, only followed by another."""

    __tablename__ = "instrument"
    __mapper_args__: ClassVar[Any] = {"primary_key": ["key", "version"]}
    __table_args__ = (
        unique_key("instrument", "key", "version"),
        CheckConstraint("version >= 1"),
    )
    key: str
    version: int
    definition: str
    made: datetime = Field(sa_type=UtcTime)
    retired: bool = False


class JobRow(Table, table=True):
    """Long work somebody asked for: what, how far it is, and until when its file is kept."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'under way', 'done', 'failed')"),
        CheckConstraint("0 <= done AND done <= total"),
    )
    key: str = Field(primary_key=True)
    person: str
    kind: str
    asked: str
    state: str
    done: int = 0
    total: int = 0
    made: datetime = Field(sa_type=UtcTime)
    ends: datetime = Field(sa_type=UtcTime)


class AuditRow(Table, table=True):
    """The audit log: who did what to what, and when."""

    __tablename__ = "event"
    __table_args__ = (Index("event_subject", "verb", "subject").ddl_if(dialect="postgresql"),)
    id: int | None = Field(default=None, primary_key=True)
    moment: datetime = Field(sa_type=UtcTime)
    actor: str
    verb: str
    subject: str
    detail: str = ""


BOX_TABLES = (InvitationRow, BallotRow, DeliveryRow)
WAVE_ROW_TABLES = (CommentRow, KeptAnswerRow)
ONLY_APART = (InvitationRow, BallotRow, *WAVE_ROW_TABLES)
"""The tables that, embedded, are in no way part of the main database."""
