"""The tables of the organisation: its units and people, their roles, and what it chose."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from survey.storage.table_parts import Table, UtcTime, moment, one_of


class UnitRow(Table, table=True):
    """A unit of the tree as it stands now; `id` is its number in published cells, for ever.

    A closed unit has no people; its history stays.
    """

    __tablename__ = "unit"
    id: int = Field(primary_key=True)
    key: str = Field(unique=True)
    name: str
    parent: str | None = None
    closed: bool | None = False


class PersonRow(Table, table=True):
    """Somebody in the organisation."""

    __tablename__ = "person"
    key: str = Field(primary_key=True)
    name: str
    email: str
    language: str
    unit: str
    leads: str | None = None
    active: bool = True
    gone_since: datetime | None = moment()


class GrantRow(Table, table=True):
    """A role somebody was given; `operator` is one of earlier releases, which lets do nothing."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint("role IN ('hr', 'council', 'operator')"),)
    person: str = Field(primary_key=True)
    role: str = Field(primary_key=True)


class SignInKind(StrEnum):
    """What a token is for: to make a session, or to be one."""

    LINK = "link"
    SESSION = "session"


class SignInRow(Table, table=True):
    """A sign-in link or a session, by the hash of its token; unused until `idle` a session ends.

    `browser` is the kind of browser a session was begun in, in two words (survey.browsers).
    """

    __tablename__ = "sign_in"
    __table_args__ = (one_of("kind", SignInKind),)
    hash: str = Field(primary_key=True)
    person: str
    kind: str
    once: bool
    expires: datetime = Field(sa_type=UtcTime)
    idle: datetime | None = moment()
    browser: str | None = None


class BounceRow(Table, table=True):
    """Somebody whose address does not work, until it is corrected."""

    __tablename__ = "bounce"
    person: str = Field(primary_key=True)
    noted: datetime = Field(sa_type=UtcTime)


class AskedAddressRow(Table, table=True):
    """Where the mails of an open wave go: the addresses of its opening; empty once it is over.

    Whoever is asked and has no row had no address then. Not in the roster, which stays for ever.
    """

    __tablename__ = "asked_address"
    wave: int = Field(primary_key=True)
    person: str = Field(primary_key=True)
    address: str


class PreferenceRow(Table, table=True):
    """What an organisation chose for itself, by name, such as its time zone."""

    __tablename__ = "preference"
    name: str = Field(primary_key=True)
    value: str


class UndoKind(StrEnum):
    """What an import made or changed."""

    PERSON = "person"
    UNIT = "unit"


class ImportUndoRow(Table, table=True):
    """Somebody, or a unit, before and after an import of people; kept while it can be undone.

    `number` is the import's; both are JSON, `before` nothing for whatever was new.
    """

    __tablename__ = "import_undo"
    __table_args__ = (one_of("kind", UndoKind),)
    number: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    moment: datetime = Field(sa_type=UtcTime)
    before: str | None = None
    after: str
