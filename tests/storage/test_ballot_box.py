"""Promises of the ballot box: both or neither of flag and ballot, one ballot for each link."""

import threading
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlmodel import col

from survey.answering.sealing import SEALED_BYTES
from survey.errors import BoxTrouble, LinkUnknown, Trouble, WaveNotOpen
from survey.storage.ballot_box import BallotBox
from survey.storage.tables import BallotRow
from survey.storage.taking import UNKNOWN
from survey.store import Store
from survey.text import sentence
from tests.make import populate, start, together

pytestmark = pytest.mark.slow

SEALED = bytes(SEALED_BYTES)


def a_box(store: Store, *hashes: str) -> BallotBox:
    """The box of an open wave, with these hashes put in for somebody each."""
    populate(store)
    start(store, audience=("ant",))
    box = store.box(1)
    box.fill(hashes)
    return box


def another_box(store: Store, link: str) -> BallotBox:
    """The box of a second open wave, of other people."""
    start(store, "w2", audience=("bee",))
    box = store.box(2)
    box.fill([link])
    return box


def outcome(box: BallotBox, link: str) -> str:
    """How sending by a link ends."""
    try:
        box.send(link, SEALED)
    except (LinkUnknown, WaveNotOpen) as refusal:
        return type(refusal).__name__
    return "sent"


def test_a_send_marks_the_link_and_keeps_the_ballot(store: Store) -> None:
    """Both, and nothing of anybody else's."""
    box = a_box(store, "one", "two")

    box.send("one", b"sealed bytes")

    assert box.unspent() == {"two"}
    assert list(box.sealed()) == [b"sealed bytes"]
    assert box.count() == 1
    assert box.share_answered() == (1, 2)


def test_a_second_send_says_the_same_and_changes_nothing(store: Store) -> None:
    """Whoever holds a link learns nothing of whether it was used."""
    box = a_box(store, "one")
    box.send("one", b"first")

    box.send("one", b"second")

    assert list(box.sealed()) == [b"first"]


def test_an_unknown_link_leaves_nothing(store: Store) -> None:
    """No ballot without a flag."""
    box = a_box(store, "one")

    with pytest.raises(LinkUnknown, match=sentence(UNKNOWN)):
        box.send("other", SEALED)

    assert box.count() == 0
    assert box.unspent() == {"one"}


def test_a_link_of_another_wave_is_unknown_here(store: Store) -> None:
    """Even where both waves lie in the same tables."""
    box = a_box(store, "one")
    other = another_box(store, "two")

    with pytest.raises(LinkUnknown):
        box.send("two", SEALED)

    assert (box.count(), other.count()) == (0, 0)
    assert other.unspent() == {"two"}


@pytest.mark.parametrize("table", ["ballot", "invitation"])
def test_neither_is_kept_when_one_cannot_be(store: Store, table: str) -> None:
    """The flag without the ballot would lose an answer; the ballot without it would count twice."""
    box = a_box(store, "one")
    with box._engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO put_away"))

    with pytest.raises(Trouble, match="Nothing was changed"):
        box.send("one", SEALED)

    with box._engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE put_away RENAME TO {table}"))
    assert box.unspent() == {"one"}
    assert box.count() == 0
    assert outcome(box, "one") == "sent"


def test_fifty_threads_with_one_link_leave_one_ballot(store: Store) -> None:
    """All fifty hear the same."""
    box = a_box(store, "one", "two")

    outcomes = Counter(together(lambda _: outcome(box, "one"), range(50)))

    assert outcomes == {"sent": 50}
    assert box.count() == 1
    assert box.unspent() == {"two"}


def test_two_processes_with_one_link_leave_one_ballot(postgresql_store: Store) -> None:
    """On PostgreSQL several apps write; the row decides."""
    box = a_box(postgresql_store, *map(str, range(20)))
    apps = [box, *(BallotBox(1, postgresql_store.engine, Path()) for _ in range(3))]
    sends = [(app, str(link)) for link in range(20) for app in apps]

    outcomes = Counter(together(lambda send: outcome(*send), sends))

    for app in apps[1:]:
        app.close()
    assert outcomes == {"sent": 80}
    assert box.count() == 20


def waiting_together(box: BallotBox, links: list[str]) -> list[str]:
    """Send by each link, in this order, while the writer is kept busy: all are one batch."""
    busy, go_on = threading.Event(), threading.Event()

    def keep_busy(_: object) -> None:
        busy.set()
        go_on.wait()

    holder = threading.Thread(target=box._writer.submit, args=(keep_busy,))
    holder.start()
    busy.wait()
    outcomes: dict[int, str] = {}
    senders = []
    for place, link in enumerate(links):
        sender = threading.Thread(
            target=lambda at, by: outcomes.update({at: outcome(box, by)}), args=(place, link)
        )
        sender.start()
        senders.append(sender)
        while box._writer._waiting.qsize() <= place:
            pass
    go_on.set()
    for thread in (holder, *senders):
        thread.join()
    return [outcomes[place] for place in range(len(links))]


def test_sends_that_wait_together_are_each_answered_for_themselves(store: Store) -> None:
    """In one commit: the first of each link, a second of one, and one that is unknown."""
    box = a_box(store, "one", "two")

    outcomes = waiting_together(box, ["one", "two", "one", "other"])

    assert outcomes == ["sent", "sent", "sent", "LinkUnknown"]
    assert box.count() == 2


def test_what_waits_together_is_not_kept_in_order_of_arrival(store: Store) -> None:
    """It lies in the order of random keys."""
    links = [f"link-{number:02}" for number in range(40)]
    box = a_box(store, *links)

    waiting_together(box, links)

    with box._engine.connect() as connection:
        keys = list(connection.execute(select(col(BallotRow.key))).scalars())
    assert keys == sorted(keys)
    assert len(set(keys)) == 40


def test_a_ballot_carries_a_random_key_and_nothing_else(store: Store) -> None:
    """No time, no address, no number that counts up."""
    box = a_box(store)

    columns = inspect(box._engine).get_columns("ballot")

    assert [column["name"] for column in columns] == ["key", "wave", "sealed"]


def test_a_box_names_nobody(store: Store) -> None:
    """A link is there by its hash, and whether it was used."""
    box = a_box(store)

    columns = inspect(box._engine).get_columns("invitation")

    assert [column["name"] for column in columns] == ["hash", "wave", "answered"]


def test_stirring_changes_nothing_that_is_in_a_box(store: Store) -> None:
    """However often, and what comes afterwards comes as before."""
    box = a_box(store, "one", "two", "three")
    box.send("one", b"first")
    box.stir()
    box.stir()
    box.send("one", b"again")
    box.send("two", b"second")

    box.stir()

    assert sorted(box.sealed()) == [b"first", b"second"]
    assert box.unspent() == {"three"}
    assert store.has_box(1)


def test_a_box_may_be_stirred_while_people_send(store: Store) -> None:
    """Nothing is lost, nothing is there twice, whoever reads meanwhile."""
    links = [f"link {number}" for number in range(60)]
    box = a_box(store, *links)

    def send_or_stir(link: str) -> None:
        box.send(link, link.encode())
        if int(link.split()[1]) % 10 == 0:
            box.stir()
        assert box.count() > 0

    together(send_or_stir, links)

    box.stir()
    assert sorted(box.sealed()) == sorted(link.encode() for link in links)
    assert box.unspent() == frozenset()


def test_a_box_of_an_earlier_release_forgets_its_people_when_it_is_opened(
    duckdb_store: Store,
) -> None:
    """What was sent stays, and what comes is taken."""
    box = a_box(duckdb_store, "one", "two")
    box.send("one", b"first")
    with box._engine.begin() as connection:
        connection.execute(text("ALTER TABLE invitation RENAME TO old"))
        connection.execute(
            text("CREATE TABLE invitation AS SELECT *, 'somebody ' || hash AS person FROM old")
        )
        connection.execute(text("DROP TABLE old"))
    box.close()

    again = BallotBox(1, duckdb_store.engine, duckdb_store.settings.boxes)
    again.send("two", b"second")
    again.close()

    file = duckdb_store.settings.boxes / "wave-1.duckdb"
    assert b"somebody one" not in file.read_bytes()
    last = BallotBox(1, duckdb_store.engine, duckdb_store.settings.boxes)
    assert sorted(last.sealed()) == [b"first", b"second"]
    last.close()


def test_a_shut_box_takes_nothing(store: Store) -> None:
    """Whoever comes later is told that the wave is over."""
    box = a_box(store, "one")
    box.shut()

    with pytest.raises(WaveNotOpen, match="This wave is over"):
        box.send("one", SEALED)
    assert box.count() == 0


def test_what_lies_in_a_box_is_there_when_it_is_opened_again(store: Store) -> None:
    """As after a start."""
    box = a_box(store, "one", "two")
    box.send("one", b"sealed")
    box.close()

    again = BallotBox(1, store.engine, store.settings.boxes)

    assert list(again.sealed()) == [b"sealed"]
    again.send("one", SEALED)
    again.send("two", SEALED)
    assert again.count() == 2
    again.close()


def test_filling_again_leaves_nothing_of_before(store: Store) -> None:
    """An opening that was cut off is made anew."""
    box = a_box(store, "one")
    box.send("one", SEALED)

    box.fill(["two"])

    assert box.count() == 0
    assert box.unspent() == {"two"}


def test_destroying_a_box_leaves_other_boxes_alone(store: Store) -> None:
    """Only what belongs to the wave goes."""
    a_box(store, "one")
    other = another_box(store, "two")
    other.send("two", b"sealed")

    store.destroy_box(1)

    assert not store.has_box(1)
    assert store.has_box(2)
    assert list(other.sealed()) == [b"sealed"]


def test_destroying_twice_is_quiet(store: Store) -> None:
    """Each step of closing may be made again."""
    a_box(store, "one")

    store.destroy_box(1)
    store.destroy_box(1)

    assert not store.has_box(1)


def test_whoever_holds_a_destroyed_box_makes_no_new_one(duckdb_store: Store) -> None:
    """A sender that comes too late is refused, and no empty file appears."""
    box = a_box(duckdb_store, "one")
    duckdb_store.destroy_box(1)

    for late in (
        lambda: box.send("one", SEALED),
        box.unspent,
        box.count,
        lambda: list(box.sealed()),
    ):
        with pytest.raises(WaveNotOpen):
            late()
    assert list(duckdb_store.settings.boxes.glob("wave-*")) == []


def test_a_box_that_is_gone_is_not_replaced_by_an_empty_one(duckdb_store: Store) -> None:
    """An empty box would publish a wave without its answers."""
    box = a_box(duckdb_store, "one")
    file = duckdb_store.settings.boxes / "wave-1.duckdb"
    box.close()
    duckdb_store._boxes.clear()
    file.rename(file.with_suffix(".away"))

    with pytest.raises(BoxTrouble, match=f"The ballot box {file} is missing") as trouble:
        duckdb_store.box(1)

    assert "Put the file back" in str(trouble.value)
    assert not file.exists()


@pytest.mark.parametrize("name", ["wave-1.duckdb", "wave-1.duckdb.wal"])
def test_a_new_box_is_never_made_over_another(duckdb_store: Store, name: str) -> None:
    """Nor beside the log of one, which DuckDB would read into it."""
    duckdb_store.settings.boxes.mkdir()
    file = duckdb_store.settings.boxes / name
    file.write_bytes(b"the ballots of another wave")

    with pytest.raises(BoxTrouble, match=r"wave-1\.duckdb is there already"):
        duckdb_store.box(1, new=True)

    assert file.read_bytes() == b"the ballots of another wave"
    assert list(duckdb_store.settings.boxes.glob("wave-*")) == [file]
