"""How is a ballot written that comes alone? By the driver itself.

The same statements write whether or not the link was used before: whoever holds somebody's link
and a clock learns nothing.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, CursorResult

FOUND = "SELECT answered FROM invitation WHERE hash = ? AND wave = ?"
HELD = f"{FOUND} FOR UPDATE"
"""Where several processes write: ballots of one link come one after the other."""
MARKED = "UPDATE invitation SET answered = TRUE WHERE hash = ? AND wave = ?"
KEPT = "INSERT INTO ballot (key, wave, sealed) SELECT ?, ?, ? WHERE ?"


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """A sealed ballot on its way into the box, with the hash of the link it came by."""

    link_hash: str
    sealed: bytes


def take_one(connection: Connection, wave: int, ballot: Envelope, *, embedded: bool) -> bool:
    """Keep a sealed ballot if it is the first of its link; whether there is such a link."""

    def run(statement: str, *values: object) -> CursorResult[Any]:
        said = statement if embedded else statement.replace("?", "%s")
        return connection.exec_driver_sql(said, values)

    link = (ballot.link_hash, wave)
    found = run(FOUND if embedded else HELD, *link).fetchone()
    if found is None:
        return False
    run(MARKED, *link)
    run(KEPT, str(uuid4()), wave, ballot.sealed, not found[0])
    return True
