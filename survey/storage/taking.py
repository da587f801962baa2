"""Which of the ballots that wait together are kept, in one transaction? The first of each link.

Whoever holds somebody's link and a clock learns nothing: the same statements write whether or not
the link was used before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, CursorResult, insert, select, update
from sqlmodel import col

from survey.errors import LinkRefused, LinkUnknown
from survey.storage.tables import BallotRow, InvitationRow
from survey.text import sentence

UNKNOWN = "refusal.unknown"
FOUND = "SELECT answered FROM invitation WHERE hash = ? AND wave = ?"
HELD = f"{FOUND} FOR UPDATE"
"""Where several processes write: ballots of one link come one after the other."""
MARKED = "UPDATE invitation SET answered = TRUE WHERE hash = ? AND wave = ?"
"""Without RETURNING: with it DuckDB writes the row anew, behind those that answered before."""
KEPT = "INSERT INTO ballot (key, wave, sealed) SELECT ?, ?, ? WHERE ?"


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """A sealed ballot on its way into the box, with the hash of the link it came by."""

    link_hash: str
    sealed: bytes


def take(
    connection: Connection, wave: int, sends: Sequence[Envelope], *, alone: bool
) -> list[LinkRefused | None]:
    """Keep the first ballot of each unused link, and say of each send what refuses it.

    `alone`: one thread of one process writes, in DuckDB; several processes do on PostgreSQL.
    """
    if len(sends) == 1:
        return [_take_one(connection, wave, sends[0], alone=alone)]
    hashes = sorted({send.link_hash for send in sends})
    known, claimed = _claim(connection, wave, hashes, alone=alone)
    ballots, outcomes = [], list[LinkRefused | None]()
    for send in sends:
        if send.link_hash in claimed:
            claimed.remove(send.link_hash)
            ballots.append({"key": str(uuid4()), "wave": wave, "sealed": send.sealed})
            outcomes.append(None)
        else:
            there = send.link_hash in known
            outcomes.append(None if there else LinkUnknown(sentence(UNKNOWN)))
    if ballots:
        connection.execute(insert(BallotRow), sorted(ballots, key=itemgetter("key")))
    return outcomes


def _take_one(
    connection: Connection, wave: int, send: Envelope, *, alone: bool
) -> LinkRefused | None:
    """A ballot that comes alone, by the driver itself: most do."""

    def run(statement: str, *values: object) -> CursorResult[Any]:
        return connection.exec_driver_sql(
            statement if alone else statement.replace("?", "%s"), values
        )

    link = (send.link_hash, wave)
    found = run(FOUND if alone else HELD, *link).fetchone()
    if found is None:
        return LinkUnknown(sentence(UNKNOWN))
    run(MARKED, *link)
    run(KEPT, str(uuid4()), wave, send.sealed, not found[0])
    return None


def _claim(
    connection: Connection, wave: int, hashes: list[str], *, alone: bool
) -> tuple[set[str], set[str]]:
    """Which of these links there are, and which were unused and are marked used now."""
    mine = col(InvitationRow.hash).in_(hashes) & (col(InvitationRow.wave) == wave)
    marked = update(InvitationRow).where(mine, ~col(InvitationRow.answered))
    marked = marked.values(answered=True)
    query = select(col(InvitationRow.hash), col(InvitationRow.answered)).where(mine)
    if not alone:
        claimed = connection.execute(marked.returning(col(InvitationRow.hash))).scalars()
        return {hash_ for hash_, _ in connection.execute(query)}, set(claimed)
    found = dict(connection.execute(query).all())
    unused = {hash_ for hash_, answered in found.items() if not answered}
    if unused:
        connection.execute(marked)
    return set(found), unused
