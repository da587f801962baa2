"""Sending invitations to a mail server on this machine: mails a second, the queue included.

Run: python -m bench.mail [--people 10000]
The server takes every mail and throws it away. There is no rate limit; both share the two cores.
"""

import argparse
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people
from survey.actions.waves import Plan, plan_wave
from survey.mail import carrier
from survey.mailing.delivering import deliver
from survey.mailing.inviting import send_invitations
from survey.organisation.structure import Person, Unit
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, Security, Settings
from survey.store import Store

PORT = 20_25


class Taken:
    """Counts what it is given."""

    def __init__(self) -> None:
        self.mails = 0

    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802
        """One mail."""
        self.mails += 1
        return "250 OK"


def build(store: Store, people: int) -> None:
    """One team, and a wave that is open to all of it."""
    everybody = [
        Person(f"p{n}", f"Person {n}", f"p{n}@x.example", "en", "org") for n in range(people)
    ]
    tree = [Unit("org", "Organisation", None)]
    apply_people(store, units=tree, people=everybody, actor="bench", detail="")
    asks, now = load_instruments(CONTENT / "instruments")["short"], store.now()
    plan_wave(store, Plan("w", "Wave", asks, now, now + timedelta(days=9), 5), actor="bench")
    open_wave(store, key="w", actor="bench")


def main() -> None:
    """Queue, then send in turns as the postman does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data=Path(folder),
            smtp_host="localhost",
            smtp_port=PORT,
            smtp_security=Security.PLAIN,
            smtp_from="boat@x.example",
        )
        taken = Taken()
        server = Controller(taken, hostname="localhost", port=PORT)
        server.start()
        store = Store(settings)
        build(store, people)
        begun = time.perf_counter()
        send_invitations(store, store.wave("w"), actor="bench")
        queued, begun = time.perf_counter() - begun, time.perf_counter()
        way = carrier(settings, clock=store.now)
        while deliver(store, way):
            pass
        took = time.perf_counter() - begun
        way.close()
        store.close()
        server.stop()
        print(
            f"{people} invitations: queued in {queued:.2f} s, {taken.mails} taken in {took:.1f} s, "
        )
        print(f"{taken.mails / took:.0f} mails/s with the server on the same two cores")


if __name__ == "__main__":
    main()
