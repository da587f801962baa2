"""How does somebody get a link to sign in? By asking with their address, a few times an hour.

Whether an address is known shows nowhere: asking only puts it into a queue, and one thread looks it
up afterwards. So the answer and its time are the same for everybody. Whoever asks from one network
address can fill only a part of the queue, and nobody known there is locked out by others' typos.
"""

import logging
import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

from survey.actions.deliveries import queue_sign_in
from survey.audit import AuditVerb
from survey.mailing.delivering import deliver_here
from survey.store import Store

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 3
MOST_WAITING, MOST_OF_ONE = 5000, 500
log = logging.getLogger("same_boat.mail")


class SignInDesk:
    """Takes what people ask with, and sees to it one after another in a thread of its own."""

    def __init__(self) -> None:
        self._waiting = Counter[str]()
        self._guard = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "sign-in")

    def ask(self, store: Store, email: str, *, network: str) -> Future[None] | None:
        """Have a link mailed to whoever has this address; None where too many wait already."""
        with self._guard:
            full = self._waiting.total() >= MOST_WAITING
            if full or self._waiting[network] >= MOST_OF_ONE:
                return None
            self._waiting[network] += 1
        return self._thread.submit(self._see_to, store, email, network)

    def _see_to(self, store: Store, email: str, network: str) -> None:
        try:
            for person in store.people_with_email(email):
                mail_sign_in(store, person=person.key)
        except Exception as error:
            # No traceback: its values may be addresses.
            log.error("A sign-in mail failed: %s", type(error).__name__)  # noqa: TRY400
        finally:
            with self._guard:
                self._waiting[network] -= 1


desk = SignInDesk()


def mail_sign_in(store: Store, *, person: str) -> None:
    """Have a sign-in link mailed to somebody, three an hour at most; it is made with its mail."""
    since = store.now() - AN_HOUR
    made = store.times_done(verb=AuditVerb.MAKE_SIGN_IN_LINK, actor=person, since=since)
    if made < MOST_AN_HOUR:
        queue_sign_in(store, person=person)
        deliver_here(store)
