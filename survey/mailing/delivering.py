"""Mailing: what is due in the queue is handed to the mail server or the outbox, once.

Before a mail is handed over it is marked as under way, and that is on disk. What is under way when
a process ends is decided by decision record 0012. No address and no link is ever logged.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from survey.actions.bounces import note_bounce
from survey.errors import MailTrouble, SameBoatError
from survey.mail import Carrier, Mail, Outcome, carrier
from survey.mail.deliveries import Delivery, Next, Standing, after
from survey.mailing.letters import letter
from survey.mailing.queues import Enclose, Queue, queues
from survey.organisation.brand import Brand
from survey.store import Store

MOST = 200
ACTOR = "mail"
log = logging.getLogger("same_boat.mail")
Pace = Callable[[], bool]
Done = list[tuple[Delivery, Next]]


def deliver(store: Store, way: Carrier, *, most: int = MOST, pace: Pace = lambda: True) -> int:
    """Hand over what is due, `most` mails at most; how many were.

    `pace` waits as long as it takes between two mails, and says whether to go on. Does nothing when
    another thread or process is at it. Errors: MailTrouble when the mail server is not there; all
    mails wait then as they did.
    """
    with store.mailing() as ours:
        return _Turn(store, way, most, pace).make() if ours else 0


def deliver_here(store: Store, *, most: int = MOST) -> None:
    """Hand over a first batch right away where that is only a folder; a mail server has time."""
    if not store.settings.smtp_host:
        deliver(store, carrier(store.settings, clock=store.now), most=most)


@dataclass
class _Turn:
    """One turn at the queues; whoever a mail goes to is read when it is written."""

    store: Store
    way: Carrier
    left: int
    pace: Pace
    going: bool = True

    def make(self) -> int:
        """Go through every queue; a fault in one holds up no other."""
        most = self.left
        for queue in queues(self.store):
            if self.going and self.left > 0:
                self._try(queue)
        return most - self.left

    def _try(self, queue: Queue) -> None:
        try:
            self._empty(queue)
        except MailTrouble:
            raise
        except SameBoatError as trouble:
            log.warning("Mails of %s: %s", queue.name, trouble)
        except Exception as error:
            # No traceback: its values may be addresses and links.
            log.error("Mails of %s failed: %s", queue.name, type(error).__name__)  # noqa: TRY400

    def _empty(self, queue: Queue) -> None:
        enclose = queue.prepare()
        queue.rows.recover(certain=self.way.certain)
        done: Done = []
        room = self.left if queue.most is None else min(queue.most, self.left)
        while batch := queue.rows.next(done, most=self._most(room)):
            done = self._hand_over(queue, enclose, batch)
            room, self.left = room - len(batch), self.left - len(batch)
            self.going = self.going and self.pace()

    def _most(self, room: int) -> int:
        return min(self.way.at_once, room) if self.going else 0

    def _hand_over(self, queue: Queue, enclose: Enclose, batch: list[Delivery]) -> Done:
        mails = dict(_written(queue, enclose, batch, self.store.brand()))
        try:
            outcomes = self.way.carry(list(mails.values())) if mails else []
        except MailTrouble:
            queue.rows.give_back(batch)
            raise
        now = self.store.now()
        done = [(one, Next(Standing.FAILED, now)) for one in batch if one not in mails]
        for one, outcome in zip(mails, outcomes, strict=True):
            self._note(one, mails[one], outcome)
            done.append((one, after(one, outcome, now=now)))
        return done

    def _note(self, delivery: Delivery, mail: Mail, outcome: Outcome) -> None:
        """An address that was corrected since the wave opened is another one."""
        if outcome is Outcome.NO_SUCH_ADDRESS:
            person = self.store.person(delivery.person)
            if person is not None and person.email == mail.to:
                note_bounce(self.store, person=delivery.person, actor=ACTOR)


def _written(
    queue: Queue, enclose: Enclose, batch: list[Delivery], brand: Brand
) -> Iterator[tuple[Delivery, Mail]]:
    """The mail of each who is still here and can be written to."""
    people = queue.reach([one.person for one in batch])
    there = [one for one in batch if one.person in people]
    enclosed = enclose(there)
    for one in there:
        yield one, letter(people[one.person], enclosed[one], brand)
