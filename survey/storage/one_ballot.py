"""How is a ballot written that comes alone? By the driver itself.

The same statements write whether or not the link was used before: whoever holds somebody's link
and a clock learns nothing.
"""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection

HELD = "SELECT answered FROM invitation WHERE hash = ? AND wave = ? FOR UPDATE"
KEPT = (
    "INSERT INTO ballot (key, wave, sealed) SELECT ?, ?, ? FROM invitation"
    " WHERE hash = ? AND wave = ? AND NOT answered"
)
MARKED = "UPDATE invitation SET answered = TRUE WHERE hash = ? AND wave = ? RETURNING hash"


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """A sealed ballot on its way into the box, with the hash of the link it came by."""

    link_hash: str
    sealed: bytes


def take_one(connection: Connection, wave: int, ballot: Envelope, *, embedded: bool) -> bool:
    """Keep a sealed ballot if it is the first of its link; whether there is such a link."""
    mark, link = "?" if embedded else "%s", (ballot.link_hash, wave)
    if not embedded:
        # Another process may take a ballot of the same link: one after the other.
        connection.exec_driver_sql(HELD.replace("?", mark), link)
    connection.exec_driver_sql(KEPT.replace("?", mark), (str(uuid4()), wave, ballot.sealed, *link))
    return connection.exec_driver_sql(MARKED.replace("?", mark), link).fetchone() is not None
