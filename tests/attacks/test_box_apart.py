"""Attack 15, with the keys: take a box and say by which link each ballot came.

Whoever has the keys of a wave can open its ballots and make everybody's link again. What is left to
find out is which belong together. By one copy: by where they lie, by their order, by what stands
together in the log, by the number of the transaction. By a row of copies: by what is new in each.
The figures are in decision record 0027.
"""

import re
from random import Random

from sqlalchemy import text

from survey.answering.links import link_hash
from survey.answering.sealing import opener
from survey.answering.sending import send
from survey.questionnaire.answers import from_json
from survey.store import Store
from tests.make import Universe, populate, respondents, start, tokens

PEOPLE = 12
TEAM = Universe({"all": 0, "ant": PEOPLE}, {"all": None, "ant": "all"}, ())
MARKED = re.compile(rb"\x66\x00\x08(.{8})\xff\xff\xff\xff\xff\xff", re.DOTALL)
"""How the log of DuckDB 1.5 says which row an update changed: eight bytes, the smallest first."""
Pairs = dict[str, str]
"""Whose ballot is whose, as an attacker says: person by what they wrote."""


def sent(store: Store, order: list[str]) -> None:
    """Everybody sends, one after another, and writes who they are."""
    forms = respondents(store, tokens(store))
    for who in order:
        send(store, forms[who], {"B1": 3, "B2": 3, "O1": f"by {who}"})


def opened(store: Store) -> Store:
    """A wave of one team, opened; nobody has answered."""
    populate(store, TEAM)
    start(store)
    return store


def in_order_of_places(store: Store) -> Pairs:
    """By the order in which spent links and ballots were last written, as one copy shows it."""
    links, ballots = _written(store)
    return dict(zip(ballots, links, strict=True))


def _written(store: Store) -> tuple[list[str], list[str]]:
    """Spent links as people, and ballots as what they say, in the order they were written in."""
    by = "rowid" if store.embedded else "CAST(CAST(xmin AS VARCHAR) AS BIGINT), ctid"
    secret = store.keys.read(1).links
    whose = {link_hash(secret, token): who for who, token in tokens(store).items()}
    unlock = opener(store.keys.read(1))
    with store.box(1)._engine.connect() as connection:
        spent = f"SELECT hash FROM invitation WHERE answered ORDER BY {by}"
        links = [whose[one] for one in connection.execute(text(spent)).scalars()]
        sealed = connection.execute(text(f"SELECT sealed FROM ballot ORDER BY {by}")).scalars()
        return links, [from_json(unlock(bytes(one)))[1].comments["O1"] for one in sealed]


def beside_in_the_log(store: Store) -> Pairs:
    """By the number of the row that DuckDB's log marks nearest before each ballot."""
    unlock, secret = opener(store.keys.read(1)), store.keys.read(1).links
    whose = {link_hash(secret, token): who for who, token in tokens(store).items()}
    with store.box(1)._engine.connect() as connection:
        numbered: dict[int, str] = dict(
            connection.execute(text("SELECT rowid, hash FROM invitation")).all()
        )
        rows = connection.execute(text("SELECT key, sealed FROM ballot")).all()
    pairs: Pairs = {}
    for file in store.settings.boxes.glob("wave-1.duckdb.wal"):
        data = file.read_bytes()
        marks = {m.start(): int.from_bytes(m[1], "little") for m in MARKED.finditer(data)}
        for key, sealed in rows:
            at = data.rfind(str(key).encode())
            before = [place for place in marks if place < at]
            if before:
                words = from_json(unlock(bytes(sealed)))[1].comments["O1"]
                pairs[words] = whose[numbered[marks[max(before)]]]
    return pairs


def right(pairs: Pairs) -> int:
    return sum(words == f"by {who}" for words, who in pairs.items())


def in_any_order(seed: int) -> list[str]:
    order = [f"ant-{n}" for n in range(1, PEOPLE + 1)]
    Random(seed).shuffle(order)
    return order


def test_whoever_has_one_copy_and_the_keys_finds_nobody_once_it_was_stirred(
    store: Store,
) -> None:
    """Of 12 ballots one is matched by chance; five or more happen once in 250 boxes."""
    opened(store)
    sent(store, in_any_order(1))

    store.box(1).stir()

    assert right(in_order_of_places(store)) < 5
    assert not store.embedded or beside_in_the_log(store) == {}


def test_a_box_that_was_not_stirred_tells_them_all_on_postgresql(postgresql_store: Store) -> None:
    """What was sent since the last time: by the number of the transaction, which both rows have."""
    opened(postgresql_store)
    sent(postgresql_store, in_any_order(2))

    assert right(in_order_of_places(postgresql_store)) == PEOPLE


def test_on_duckdb_the_log_tells_what_was_sent_since(duckdb_store: Store) -> None:
    """Link and ballot stand together in it, of nine no more once they were stirred."""
    opened(duckdb_store)
    order = in_any_order(3)
    sent(duckdb_store, order[:9])
    before = beside_in_the_log(duckdb_store)
    duckdb_store.box(1).stir()
    sent(duckdb_store, order[9:])

    since = beside_in_the_log(duckdb_store)

    assert right(before) == len(before) == 9
    assert right(since) == len(since) == 3


def test_stirred_rows_have_nothing_of_when_they_came(postgresql_store: Store) -> None:
    """One number for all, and places in the order of random keys."""
    opened(postgresql_store)
    sent(postgresql_store, in_any_order(4))
    postgresql_store.box(1).stir()

    with postgresql_store.reading() as connection:
        for table, key in (("ballot", "key"), ("invitation", "hash")):
            numbers = connection.execute(
                text(f"SELECT DISTINCT CAST(xmin AS VARCHAR) FROM {table}")
            )
            lies = connection.execute(text(f"SELECT {key} FROM {table} ORDER BY ctid")).scalars()
            there = list(lies)
            assert len(numbers.all()) == 1
            assert there == sorted(there)


def test_whoever_has_no_keys_finds_no_person_in_a_box(store: Store) -> None:
    """Neither in its tables nor, on DuckDB, in any byte of it."""
    opened(store)
    sent(store, in_any_order(5))

    with store.box(1)._engine.connect() as connection:
        rows = [
            repr(tuple(row))
            for table in ("invitation", "ballot")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    assert len(rows) == 2 * PEOPLE
    assert not any("ant-" in row for row in rows)
    for file in store.settings.boxes.glob("wave-1*") if store.embedded else ():
        assert b"ant-" not in file.read_bytes()
