"""Mutants of storage and sealing: each breaks one rule of theirs, and the proof turns red.

Those of disclosure control are in tests/closing/test_broken_gate.py, those of whoever writes into
the database by hand in test_privacy_proof.py; the last test counts all of them.
"""

from collections.abc import Callable, Iterable

import pytest
from nacl.public import PublicKey, SealedBox
from sqlalchemy import Connection, text

from analytics.closing import publication
from analytics.jobs.schedule import make_rounds
from analytics.promise.privacy_proof import prove
from commands.desk import Request
from commands.verbs import carry_out
from survey.actions import wave_state
from survey.answering import sending
from survey.answering.sealing import make_keys, seal
from survey.errors import SameBoatError
from survey.mail import Outbox
from survey.mailing.inviting import send_invitations
from survey.storage.ballot_box import BallotBox
from survey.storage.keys import KeyFolder
from survey.storage.taking import Envelope
from survey.storage.wave_rows import WaveRows
from survey.store import Store
from tests.closing.test_broken_gate import BREAKS
from tests.make import (
    ACTOR,
    Clock,
    Universe,
    answers_of,
    close,
    populate,
    respondents,
    start,
)
from tests.promise import test_privacy_proof as by_hand

pytestmark = pytest.mark.slow

TEAM = Universe({"all": 0, "ant": 12}, {"all": None, "ant": "all"}, ())
Mutant = Callable[[pytest.MonkeyPatch], None]


def unpadded(patch: pytest.MonkeyPatch) -> None:
    """A ballot is as long as what was said."""

    def short(public_key: str, body: bytes) -> bytes:
        return SealedBox(PublicKey(bytes.fromhex(public_key))).encrypt(body)

    patch.setattr("survey.answering.sending.seal", short)


def not_sealed(patch: pytest.MonkeyPatch) -> None:
    """A ballot lies there as it was said, at the right length."""
    patch.setattr("survey.answering.sending.seal", lambda _, body: body.ljust(8240))


def sealed_for_somebody_else(patch: pytest.MonkeyPatch) -> None:
    """A ballot is sealed with a key that is not the wave's."""
    _, other = make_keys()
    patch.setattr("survey.answering.sending.seal", lambda _, body: seal(other, body))


def not_marked(patch: pytest.MonkeyPatch) -> None:
    """A link stays unspent, so that it could be used again and again."""
    looked = "SELECT hash FROM invitation WHERE hash = ? AND wave = ?"
    patch.setattr("survey.storage.taking.MARKED", looked)


def marked_without_a_ballot(patch: pytest.MonkeyPatch) -> None:
    """A link is spent and what was sent with it is lost."""
    real = BallotBox._take

    def take(box: BallotBox, connection: Connection, sends: list[Envelope]) -> object:
        outcomes = real(box, connection, sends)
        connection.execute(text("DELETE FROM ballot"))
        return outcomes

    patch.setattr(BallotBox, "_take", take)


def known_by_its_link(patch: pytest.MonkeyPatch) -> None:
    """A ballot lies under the hash of the link it came by."""
    real = BallotBox.send

    def send(box: BallotBox, link: str, sealed: bytes) -> None:
        patch.setattr("survey.storage.taking.uuid4", lambda: link)
        real(box, link, sealed)

    patch.setattr(BallotBox, "send", send)


def key_not_destroyed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(KeyFolder, "destroy", lambda *_: None)


def box_not_destroyed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Store, "destroy_box", lambda *_: None)


def addresses_not_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wave_state, "OVER", frozenset())


def mails_not_removed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Outbox, "clear", lambda *_: None)


def receipts_that_count(patch: pytest.MonkeyPatch) -> None:
    """Of a wave there are as many receipts as answers."""
    patch.setattr(publication, "padded", lambda hashes, **_: sorted(hashes))


def rows_as_they_came(patch: pytest.MonkeyPatch) -> None:
    """Comments and kept rows lie in the order in which they were written."""

    def unsorted(rows: Iterable[object], **_: object) -> list[object]:
        return sorted(rows, key=lambda row: row["key"], reverse=True)  # type: ignore[index]

    patch.setattr("survey.storage.wave_rows.sorted", unsorted, raising=False)


def rows_never_deleted(patch: pytest.MonkeyPatch) -> None:
    """What was to be kept for 30 days is kept for ever."""
    patch.setattr("analytics.jobs.schedule.forget_answers", lambda *_, **__: None)
    patch.setattr(WaveRows, "destroy", lambda *_: None)


SEALING: tuple[Mutant, ...] = (
    unpadded,
    not_sealed,
    sealed_for_somebody_else,
    not_marked,
    marked_without_a_ballot,
    known_by_its_link,
    key_not_destroyed,
    box_not_destroyed,
    addresses_not_forgotten,
    mails_not_removed,
    receipts_that_count,
    rows_as_they_came,
    rows_never_deleted,
)


def live(store: Store, clock: Clock) -> set[str]:
    """A whole wave as people live it; every claim that was red at some moment, page and command."""
    populate(store, TEAM)
    forms = respondents(store, start(store, keep_days=30))
    send_invitations(store, store.wave("w1"), actor=ACTOR)
    for who in list(forms)[:10]:
        sending.send(store, forms[who], answers_of(who) | {"O1": f"Words of {who}."})
    found = red(store)
    clock.move(days=8)
    try:
        close(store)
    except SameBoatError:
        make_rounds(store)
    clock.move(minutes=11)
    found |= red(store)
    clock.move(days=31)
    make_rounds(store)
    return found | red(store)


def red(store: Store) -> set[str]:
    """What does not hold, as page and command both say."""
    found = {str(proof.claim) for proof in prove(store) if not proof.holds}
    assert carry_out(store, Request("check", {"anonymity": True})).ok is not bool(found)
    return found


def test_a_wave_that_is_as_promised_is_never_red(duckdb_store: Store, clock: Clock) -> None:
    assert live(duckdb_store, clock) == set()


@pytest.mark.parametrize("mutant", SEALING, ids=[one.__name__ for one in SEALING])
def test_each_mutant_turns_the_proof_red(
    duckdb_store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch, mutant: Mutant
) -> None:
    mutant(monkeypatch)

    assert live(duckdb_store, clock)


def test_there_are_25_mutants_and_more() -> None:
    """Of disclosure control, of storage, of sealing; each is listed by name."""
    harms = [name for name in vars(by_hand) if name.startswith(("a_", "an_", "no_", "rows_"))]
    mutants = {one.__name__ for one in (*BREAKS, *SEALING)} | set(harms)
    print(f"mutants: {len(mutants)}, each seen: {', '.join(sorted(mutants))}")

    assert len(mutants) >= 40
