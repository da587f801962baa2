"""Handing over: deliveries taken from the queue, settled, and decided after a fault.

Each is one transaction, and none writes a line of the audit log: queueing did, and a line a mail
would say whom it went to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlmodel import col

from survey.actions.deliveries import of
from survey.mail.deliveries import Delivery, Next, Occasion, Standing, after_doubt
from survey.storage.tables import DeliveryRow
from survey.store import Clock, Store

Run = Callable[[Callable[[Connection], Any]], Any]
Done = Sequence[tuple[Delivery, Next]]


@dataclass(frozen=True)
class Rows:
    """The deliveries of some occasions of a wave, wherever they lie; only one process has a turn.

    `run` does something with them in one transaction.
    """

    wave: int
    occasions: frozenset[Occasion]
    run: Run
    now: Clock

    def recover(self, *, certain: bool) -> None:
        """Decide what was under way when a process ended.

        A `certain` carrier takes a mail twice and leaves one, so everything is handed over again.
        """
        self.run(lambda rows: _recover(rows, self, certain=certain))

    def next(self, done: Done, *, most: int) -> list[Delivery]:
        """Keep what became of the last ones, and take the next that are due: under way from now."""

        def settle_and_take(rows: Connection) -> list[Delivery]:
            _settle(rows, done)
            return _take(rows, self, most=most) if most > 0 else []

        taken: list[Delivery] = self.run(settle_and_take)
        return taken

    def give_back(self, taken: Sequence[Delivery]) -> None:
        """Have deliveries wait as if they had not been taken: the mail server was not there."""
        self.run(lambda rows: _give_back(rows, taken))


def rows_in_box(store: Store, wave: int, occasions: frozenset[Occasion]) -> Rows:
    """Mails of an open wave. Errors: BoxTrouble."""
    return Rows(wave, occasions, store.box(wave).errand, store.now)


def rows_in_main(store: Store, wave: int, occasions: frozenset[Occasion]) -> Rows:
    """Mails of the main database."""

    def run(errand: Callable[[Connection], Any]) -> Any:
        with store.mail_queue() as connection:
            return errand(connection)

    return Rows(wave, occasions, run, store.now)


def _take(connection: Connection, rows: Rows, *, most: int) -> list[Delivery]:
    """The next deliveries that are due, marked as under way when the transaction commits."""
    now, wave = rows.now(), rows.wave
    row = DeliveryRow
    waiting = of(wave, rows.occasions) & (col(row.state) == Standing.WAITING.value)
    due = waiting & (col(row.due) <= now)
    first = select(col(row.occasion), col(row.person), col(row.tries)).where(due)
    first = first.order_by(col(row.occasion), col(row.due), col(row.person)).limit(most)
    found = [
        Delivery(wave, Occasion(occasion), person, tries + 1, now)
        for occasion, person, tries in connection.execute(first)
    ]
    for occasion in {delivery.occasion for delivery in found}:
        people = [delivery.person for delivery in found if delivery.occasion is occasion]
        mine = of(wave, {occasion}) & col(row.person).in_(people)
        under_way = {"state": Standing.UNDER_WAY.value, "tries": col(row.tries) + 1, "due": now}
        connection.execute(update(DeliveryRow).where(mine).values(under_way))
    return found


def _settle(connection: Connection, found: Sequence[tuple[Delivery, Next]]) -> None:
    """Keep how deliveries stand; whatever asked for a sign-in mail is forgotten when it is done."""
    groups: dict[tuple[int, Occasion, Next], list[str]] = {}
    for delivery, following in found:
        groups.setdefault((delivery.wave, delivery.occasion, following), []).append(delivery.person)
    for (wave, occasion, following), people in groups.items():
        mine = of(wave, {occasion}) & col(DeliveryRow.person).in_(people)
        if occasion is Occasion.SIGN_IN and following.standing is not Standing.WAITING:
            connection.execute(delete(DeliveryRow).where(mine))
        else:
            stands = {"state": following.standing.value, "due": following.due}
            connection.execute(update(DeliveryRow).where(mine).values(stands))


def _recover(connection: Connection, rows: Rows, *, certain: bool) -> None:
    now, wave = rows.now(), rows.wave
    row = DeliveryRow
    mine = of(wave, rows.occasions) & (col(row.state) == Standing.UNDER_WAY.value)
    query = select(col(row.occasion), col(row.person), col(row.tries), col(row.due)).where(mine)
    found = [
        Delivery(wave, Occasion(occasion), person, tries, due)
        for occasion, person, tries, due in connection.execute(query)
    ]
    again = Next(Standing.WAITING, now)
    _settle(
        connection,
        [(one, again if certain else after_doubt(one, now=now)) for one in found],
    )


def _give_back(connection: Connection, found: Sequence[Delivery]) -> None:
    """Have deliveries wait as if they had not been taken: the mail server was not there."""
    row = DeliveryRow
    for one in found:
        mine = of(one.wave, {one.occasion}) & (col(row.person) == one.person)
        waiting = {"state": Standing.WAITING.value, "tries": col(row.tries) - 1}
        connection.execute(update(row).where(mine).values(waiting))
