"""The tables of a publication: its figures, and with whom they may be compared."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from survey.storage.table_parts import Table, UtcTime, every, unique_key

SCORE = ("tenths", "people_low", "people_high", "step")
TURNOUT = ("invited", "answered_low", "answered_high")


class PublishedCellRow(Table, table=True):
    """One published figure, shown or hidden, written once at closing."""

    __tablename__ = "published_cell"
    __mapper_args__: ClassVar[Any] = {"primary_key": ["wave", "unit", "scope", "measure"]}
    __table_args__ = (
        unique_key("published_cell", "wave", "unit", "scope", "measure"),
        CheckConstraint(f"shown OR ({every('IS NULL', *SCORE, 'shares', *TURNOUT)})"),
        CheckConstraint(
            f"NOT shown OR ({every('IS NOT NULL', *SCORE)}) OR ({every('IS NOT NULL', *TURNOUT)})"
        ),
        CheckConstraint("people_low >= 4"),
        CheckConstraint("invited >= 4"),
        Index("published_cell_unit", "unit", "wave").ddl_if(dialect="postgresql"),
    )
    wave: int
    unit: int
    scope: str
    measure: str
    kind: str
    shown: bool
    tenths: int | None = None
    people_low: int | None = None
    people_high: int | None = None
    step: int | None = None
    shares: str | None = None
    invited: int | None = None
    answered_low: int | None = None
    answered_high: int | None = None


class DiagnosticRow(Table, table=True):
    """A whole-organisation figure of a wave, such as a pooled within-unit spread."""

    __tablename__ = "diagnostic"
    wave: int = Field(primary_key=True)
    figure: str = Field(primary_key=True)
    value: float


class OtherPeopleRow(Table, table=True):
    """That a team (or area) has other people than the unit of its key in another wave.

    `was` is the unit that has the same people there, empty where none has. Written at closing.
    """

    __tablename__ = "other_people"
    __mapper_args__: ClassVar[Any] = {"primary_key": ["wave", "other", "unit", "area"]}
    __table_args__ = (
        unique_key("other_people", "wave", "other", "unit", "area"),
        CheckConstraint("wave <> other"),
        CheckConstraint("was IS NULL OR was <> unit"),
    )
    wave: int
    other: int
    unit: int
    area: bool
    was: int | None = None


class WithdrawnRow(Table, table=True):
    """A past wave that was taken back: nothing shows it any more.

    Its publication stays where somebody but HR may have read it; else it is removed, and only its
    number stays here, so that no other wave ever gets it.
    """

    __tablename__ = "withdrawn"
    wave: int = Field(primary_key=True)
    moment: datetime = Field(sa_type=UtcTime)


class UnreadRow(Table, table=True):
    """A past wave of which nobody but HR has been shown anything since it was brought in.

    Its row goes when somebody else is; who that was, and when, is kept nowhere.
    """

    __tablename__ = "unread"
    wave: int = Field(primary_key=True)


class ReceiptRow(Table, table=True):
    """The keyed hash of a receipt of a ballot that was counted, or a random one in its place.

    There are as many as people were asked, written at closing.
    """

    __tablename__ = "receipt"
    __mapper_args__: ClassVar[Any] = {"primary_key": ["wave", "hash"]}
    __table_args__ = (unique_key("receipt", "wave", "hash"),)
    wave: int
    hash: str
