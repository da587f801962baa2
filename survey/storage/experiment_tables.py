"""The tables of what teams try, pass up and hear: written by people, and about nobody's answers.

What stands in `content` is text made of survey.experiments; the columns beside it are what is
looked for.
"""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from survey.experiments.experiment import State
from survey.storage.table_parts import Table, UtcTime, one_of


class ExperimentRow(Table, table=True):
    """An experiment of a unit; `version` grows with each change, so that two do not overwrite."""

    __tablename__ = "experiment"
    __table_args__ = (
        one_of("state", State),
        Index("experiment_unit", "unit").ddl_if(dialect="postgresql"),
    )
    key: str = Field(primary_key=True)
    unit: str
    state: str
    version: int
    changed: datetime = Field(sa_type=UtcTime)
    content: str


class PassedUpRow(Table, table=True):
    """What a unit cannot change itself, passed to another unit, and whether that has answered."""

    __tablename__ = "passed_up"
    key: str = Field(primary_key=True)
    unit: str
    passed_to: str
    answered: bool
    version: int
    content: str


class HeardRow(Table, table=True):
    """What leadership and HR heard in a wave and do about it, for everybody."""

    __tablename__ = "heard"
    wave: str = Field(primary_key=True)
    version: int
    content: str


class MatchRow(Table, table=True):
    """A need and an offer, two published comments of one unit, that its people brought together."""

    __tablename__ = "match"
    need: str = Field(primary_key=True)
    offer: str = Field(primary_key=True)
    unit: str
    wave: str
    by: str
