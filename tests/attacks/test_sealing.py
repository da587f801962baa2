"""Attacks 14 to 18 on sealed ballots: copy everything there is, at any moment, and look for people.

Canary answers, comments and links are sent; whoever reads every byte of the data folder, of the
log and of every error while the wave is open, and once it is closed, finds none of them.
"""

import json
import logging
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from analytics.jobs.schedule import close_now, make_rounds
from analytics.published.diagnostics import COMPARED
from commands.desk import Desk, Request, _hand_over
from commands.verbs import carry_out
from survey.actions import sign_in
from survey.actions.waves import cancel_wave
from survey.answering.links import link_hash
from survey.answering.respondent import respondent
from survey.answering.sealing import SEALED_BYTES
from survey.answering.sending import send
from survey.errors import SameBoatError
from survey.mailing.inviting import send_invitations
from survey.questionnaire.answers import parse_answers, to_json
from survey.settings import Settings
from survey.storage.tables import BallotRow
from survey.store import Store
from tests.make import (
    ACTOR,
    TINY,
    Clock,
    Universe,
    answer,
    answer_all,
    close,
    populate,
    respondents,
    shown,
    start,
    together,
)
from tests.tamper import tamper

FEW = Universe({"all": 0, "ant": 6, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ())
CANARY = "canaryXcomment"
SHORTEST = 12


def raw_of(who: str) -> dict[str, object]:
    """What somebody answers: their canary stands in a comment."""
    return {"B1": 4, "B2": 2, "A1": 3, "A2": 5, "S1": True, "O1": f"{CANARY} of {who}"}


def secrets_of(store: Store, links: dict[str, str]) -> list[bytes]:
    """What must stand nowhere in the clear: comments, bodies of ballots, tokens of links."""
    bodies = [to_json(who[:3], parse_answers(TINY, raw_of(who))) for who in links]
    tokens = [token.partition("-")[2].encode() for token in links.values()]
    assert all(len(secret) >= SHORTEST for secret in (*bodies, *tokens))
    return [CANARY.encode(), b'"answers":', *bodies, *tokens]


def bytes_of(folder: Path, *, but: tuple[str, ...] = ()) -> bytes:
    """Every byte of every file in a folder, but for some folders in it."""
    files = [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not set(file.relative_to(folder).parts) & set(but)
    ]
    return b"\n".join(file.read_bytes() for file in files)


def found(secrets: list[bytes], haystack: bytes) -> list[bytes]:
    """Which of these stand in it."""
    return [secret for secret in secrets if secret in haystack]


# While a wave is open


def test_while_a_wave_is_open_nothing_written_can_be_read(duckdb_store: Store) -> None:
    """After every single ballot: database, box, logs of both. Keys and mails lie elsewhere."""
    populate(duckdb_store, FEW)
    links = start(duckdb_store)
    send_invitations(duckdb_store, duckdb_store.wave("w1"), actor=ACTOR)
    secrets = secrets_of(duckdb_store, links)

    for who, token in links.items():
        answer(duckdb_store, token, raw_of(who))
        stolen = bytes_of(duckdb_store.settings.data, but=("keys", "outbox"))
        assert found(secrets, stolen) == []
        assert len(stolen) > SEALED_BYTES

    duckdb_store.close()
    assert found(secrets, bytes_of(duckdb_store.settings.data, but=("keys", "outbox"))) == []
    assert found(secrets, bytes_of(duckdb_store.settings.outbox)) != []


def test_on_postgresql_nothing_written_can_be_read_either(
    postgresql_store: Store, postgres_folder: Path
) -> None:
    """Tables, write-ahead log and the server's own log."""
    populate(postgresql_store, FEW)
    links = start(postgresql_store)
    for who, form in respondents(postgresql_store, links).items():
        send(postgresql_store, form, raw_of(who))
    with postgresql_store.engine.connect() as connection:
        server = connection.execution_options(isolation_level="AUTOCOMMIT")
        server.execute(text("CHECKPOINT"))
        sealed = next(postgresql_store.box(1).sealed())

    stolen = bytes_of(postgres_folder)

    assert found(secrets_of(postgresql_store, links), stolen) == []
    assert sealed[:64] in stolen


@pytest.fixture
def postgres_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the PostgreSQL server."""
    folder = request.getfixturevalue("postgres").folder
    assert isinstance(folder, Path)
    return folder


def test_every_sealed_ballot_is_of_one_length(store: Store) -> None:
    """Nothing said, everything said, a comment that fills the envelope."""
    populate(store, FEW)
    forms = list(respondents(store, start(store)).values())
    long: dict[str, object] = {"B1": 1, "O1": "é" * 1900}
    said: list[dict[str, object]] = [{}, {"B1": 1}, raw_of("x"), long]
    for form, raw in zip(forms, said, strict=False):
        send(store, form, raw)

    assert Counter(map(len, store.box(1).sealed())) == {SEALED_BYTES: 4}


def test_two_equal_ballots_look_different(store: Store) -> None:
    """Nobody finds out who answers like them by sealing the same."""
    populate(store, FEW)
    for form in respondents(store, start(store)).values():
        send(store, form, {"B1": 3})

    sealed = list(store.box(1).sealed())

    assert len({ballot[32:64] for ballot in sealed}) == len(sealed) == 12


def test_no_table_holds_a_link_or_an_answer(store: Store) -> None:
    """Every row of every table, of the box too, as text."""
    populate(store, FEW)
    links = start(store)
    for who, form in respondents(store, links).items():
        send(store, form, raw_of(who))
    rows = everything(store)

    assert found(secrets_of(store, links), rows) == []
    secret = store.keys.read(1).links
    assert link_hash(secret, links["ant-1"]).encode() in rows
    assert link_hash(bytes(32), links["ant-1"]).encode() not in rows


def everything(store: Store) -> bytes:
    """Every row of every table, as text."""
    lines = []
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = :schema"
    schema = {"schema": "public" if store.settings.database_url else "main"}
    engines = {store.engine, store.box(1)._engine}
    for engine in engines:
        with engine.connect() as connection:
            for table in connection.execute(text(tables), schema).scalars().all():
                rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
                lines += [repr(tuple(row)) for row in rows]
    assert len(lines) > 30
    return "\n".join(lines).encode()


# Once it is closed


def test_once_a_wave_is_closed_nothing_of_it_is_left_anywhere(
    duckdb_settings: Settings, clock: Clock
) -> None:
    """No sealed ballot, no hash, no link, no key, in no file; comments in their own file only."""
    with closing(Store(duckdb_settings, clock=clock)) as store:
        populate(store, FEW)
        links = start(store)
        send_invitations(store, store.wave("w1"), actor=ACTOR)
        for who, form in respondents(store, links).items():
            send(store, form, raw_of(who))
        keys, sealed = store.keys.read(1), list(store.box(1).sealed())
        traces = [
            *secrets_of(store, links),
            *(ballot[at : at + 64] for ballot in sealed for at in (0, 2000, 4000)),
            *(link_hash(keys.links, token).encode() for token in links.values()),
            *(link_hash(keys.links, token)[:SHORTEST].encode() for token in links.values()),
            *(part for key in (keys.private, keys.links) for part in (key, key.hex().encode())),
        ]
        before = bytes_of(duckdb_settings.data)
        close(store)
        running = bytes_of(duckdb_settings.data, but=("comments",))

    assert len(found(traces, before)) > 12 * 4
    assert found(traces, running) == []
    assert found(traces, bytes_of(duckdb_settings.data, but=("comments",))) == []
    assert found(traces, bytes_of(duckdb_settings.comments)) == [CANARY.encode()]


@pytest.mark.parametrize("how", ["closed", "cancelled"])
def test_on_postgresql_no_row_is_left(postgresql_store: Store, how: str) -> None:
    """No ballot, no hash, no flag; whoever was asked stands on the roster only."""
    populate(postgresql_store, FEW)
    links = start(postgresql_store)
    answer_all(postgresql_store, links)
    hashed = link_hash(postgresql_store.keys.read(1).links, links["ant-1"]).encode()
    assert hashed in everything(postgresql_store)

    if how == "closed":
        close(postgresql_store)
    else:
        cancel_wave(postgresql_store, key="w1", actor=ACTOR, reason="Wrong week.")

    assert hashed not in everything(postgresql_store)
    for table in ("ballot", "invitation"):
        with postgresql_store.reading() as connection:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_a_copy_of_an_open_wave_is_worth_nothing_once_it_is_closed(
    duckdb_store: Store, tmp_path: Path
) -> None:
    """A backup holds sealed bytes; the key that would open them is in no backup and is gone."""
    populate(duckdb_store, FEW)
    links = start(duckdb_store)
    answer_all(duckdb_store, links)
    backup = bytes_of(duckdb_store.settings.data, but=("keys", "outbox"))
    key = duckdb_store.keys.read(1)
    close(duckdb_store)

    left = bytes_of(duckdb_store.settings.data) + backup
    assert found([key.private, key.private.hex().encode()], left) == []


# Order


def test_the_order_of_arrival_is_not_the_order_of_anything_kept(duckdb_store: Store) -> None:
    """In 200 runs of 8 ballots that arrive in a known order, keys fall in every order alike.

    Of the 28 pairs of a run half are in order, with a standard error of 0.29 over 200 runs; the
    mean stays within five of these.
    """
    populate(duckdb_store, FEW)
    start(duckdb_store)
    box, links = duckdb_store.box(1), [f"{place}" for place in range(1600)]
    box.fill({link: link for link in links})
    together(lambda link: box.send(link, link.encode()), links)
    with box._engine.connect() as connection:
        kept = connection.execute(select(col(BallotRow.sealed), col(BallotRow.key))).all()
    keys = [key for _, key in sorted((int(sealed), key) for sealed, key in kept)]

    runs = [keys[start_ : start_ + 8] for start_ in range(0, 1600, 8)]
    in_order = [sum(a < b for a, b in combinations(run, 2)) for run in runs]
    assert abs(sum(in_order) / 200 - 14) < 5 * 0.29


def test_whoever_permutes_the_ballots_publishes_the_same(duckdb_store: Store) -> None:
    """The same answers given by others of the same unit, in another order."""
    populate(duckdb_store, FEW)
    first = sealed_wave(duckdb_store, "w1", Random(1))
    assert isinstance(duckdb_store.now, Clock)
    duckdb_store.now.move(days=1)

    assert sealed_wave(duckdb_store, "w2", Random(2)) == first


def sealed_wave(store: Store, key: str, order: Random) -> tuple[object, object]:
    """All figures of a wave where each unit gives the same six answers in any order."""
    forms = respondents(store, start(store, key, days=1), wave=key)
    people = order.sample(sorted(forms), len(forms))
    given: dict[str, int] = {}
    for who in people:
        turn = given[who[:3]] = given.get(who[:3], 0) + 1
        send(store, forms[who], {"B1": turn % 5 + 1, "B2": 3, "A1": turn // 2 + 1, "A2": 4})
    figures = store.diagnostics(close(store, key).id)
    # Which waves there were before it is known, and no answer.
    said = {name: value for name, value in figures.items() if not name.startswith(COMPARED)}
    return said, shown(store, key)


# Errors and logs

Fault = Callable[[Store], None]


def no_ballots(store: Store) -> None:
    """The table of ballots is gone."""
    with store.box(1)._engine.begin() as connection:
        connection.execute(text("ALTER TABLE ballot RENAME TO away"))


def no_invitations(store: Store) -> None:
    """The table of invitations is gone."""
    with store.box(1)._engine.begin() as connection:
        connection.execute(text("ALTER TABLE invitation RENAME TO away"))


def no_key(store: Store) -> None:
    """The key file is gone."""
    store.keys.destroy(1)


def no_roster(store: Store) -> None:
    """The roster is empty: an invariant is broken."""
    tamper(store, "DELETE FROM roster")


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every log record of every library, the chattiest included."""
    with caplog.at_level(logging.DEBUG):
        for name in ("sqlalchemy.engine", "sqlalchemy.pool", "psycopg", "same_boat"):
            caplog.set_level(logging.DEBUG, logger=name)
        yield caplog


def told(error: BaseException) -> str:
    """All that an error and its causes say, as a traceback with every context."""
    chain, at = [], error
    while at is not None:
        chain += traceback.format_exception(at)
        at = at.__cause__ or at.__context__  # type: ignore[assignment]
    return "".join(chain)


@pytest.mark.parametrize("break_it", [no_ballots, no_invitations, no_key, no_roster])
def test_no_error_and_no_log_tells_an_answer_or_a_link(
    store: Store, everything_logged: pytest.LogCaptureFixture, break_it: Fault
) -> None:
    """Whatever breaks, at the link, at Send and at closing."""
    populate(store, FEW)
    links = start(store)
    forms = respondents(store, links)
    send(store, forms["ant-1"], raw_of("ant-1"))
    break_it(store)
    said = []

    for attempt in (
        lambda: respondent(store, links["ant-2"]),
        lambda: send(store, forms["ant-2"], raw_of("ant-2")),
        lambda: send(store, forms["ant-1"], raw_of("ant-1")),
        lambda: send(store, forms["ant-3"], raw_of("ant-3") | {"B1": 9, "A1": CANARY}),
        lambda: send(store, forms["ant-3"], {"O1": CANARY * 500}),
        lambda: close_now(store, key="w1", actor=ACTOR),
        lambda: make_rounds(store),
    ):
        try:
            attempt()
        except (SameBoatError, AssertionError, KeyError) as error:
            said.append(told(error))

    assert len(said) >= 3
    logged = everything_logged.text + "".join(
        json.dumps(record.__dict__, default=str) for record in everything_logged.records
    )
    secrets = secrets_of(store, links)
    assert found(secrets, "".join(said).encode()) == []
    assert found(secrets, logged.encode()) == []


def test_no_log_tells_a_sign_in_link(
    duckdb_store: Store, everything_logged: pytest.LogCaptureFixture
) -> None:
    """Nor the token of a session; nor does the audit log; the operator is told it once."""
    populate(duckdb_store, FEW)
    desk = Desk(duckdb_store, carry_out)
    reply = _hand_over(duckdb_store.settings, Request("link", {"person": "ant-1"}))
    desk.close()
    assert reply is not None
    token = reply.lines[0].rpartition("/")[2]
    session = sign_in.enter(duckdb_store, token)
    sign_in.leave(duckdb_store, session)

    kept = str(duckdb_store.audit()).encode() + bytes_of(duckdb_store.settings.data)

    assert found([token.encode(), session.encode()], everything_logged.text.encode() + kept) == []
