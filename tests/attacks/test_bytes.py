"""Attacks 15 and 16: copy everything after each ballot, and read every byte of it, then and later.

Read are the files as they lie, and every table of each copy as DuckDB's own export writes it out
(it packs text that it keeps). tests/attacks/test_sealing.py looks for links, hashes and keys.
"""

import shutil
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import text

from survey.answering.links import link_hash
from survey.answering.sealing import SEALED_BYTES
from survey.answering.sending import send
from survey.errors import Trouble
from survey.store import Store
from tests.attacks.test_sealing import bytes_of, found, postgres_folder
from tests.make import Universe, close, populate, respondents, start

__all__ = ["postgres_folder"]

# Of the twelve ants enough write for a place; the comments of six bees have none, nor have dogs'.
TREE = {"all": None, "ant": "all", "bee": "all", "dog": "all"}
SOME = Universe({"all": 0, "ant": 12, "bee": 6, "dog": 2}, TREE, ())
PRIVATE = ("keys", "outbox")
OWN_PLACE = ("comments", "kept")
Links = dict[str, str]


def comment(who: str) -> str:
    """The canary of somebody; no other's begins like it."""
    return f"Kanarienvogel {who}."


def said(who: str) -> dict[str, object]:
    """What somebody answers, with their canary in a comment."""
    return {"B1": 4, "B2": 2, "A1": 3, "A2": 5, "S1": True, "O1": comment(who)}


def canaries(links: Links, *homes: str) -> list[bytes]:
    """What everybody in these homes, or everybody, wrote."""
    return [comment(who).encode() for who in links if not homes or who[:3] in homes]


def begin(store: Store, *, keep_days: int | None = None) -> Links:
    """Open a wave for all of them."""
    populate(store, SOME)
    return start(store, keep_days=keep_days)


def backup(store: Store, to: Path) -> Path:
    """A copy as an operator makes one: every file but keys and mails."""
    shutil.copytree(store.settings.data, to, ignore=shutil.ignore_patterns(*PRIVATE))
    return to


def exported(folder: Path, to: Path) -> bytes:
    """Every table of every database below a folder, as DuckDB writes it out."""
    to.mkdir()
    for number, file in enumerate(sorted(folder.rglob("*.duckdb"))):
        with closing(duckdb.connect(str(file))) as connection:
            connection.execute(f"EXPORT DATABASE '{to / str(number)}' (FORMAT csv)")
    return bytes_of(to)


def lengths(copy: Path) -> Counter[int]:
    """How long the sealed ballots in a copy are."""
    with closing(duckdb.connect(str(copy / "boxes" / "wave-1.duckdb"))) as connection:
        rows = connection.execute("SELECT octet_length(sealed) FROM ballot").fetchall()
    return Counter(length for (length,) in rows)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for the temporary files of this process."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_a_copy_after_each_ballot_holds_nothing_to_read(
    duckdb_store: Store, tmp_path: Path, temporary: Path
) -> None:
    """Database, box, their logs, an export and temporary files: equal lengths, no plain word."""
    links = begin(duckdb_store)
    read = 0
    for sent, (who, form) in enumerate(respondents(duckdb_store, links).items(), start=1):
        send(duckdb_store, form, said(who))
        copy = backup(duckdb_store, tmp_path / f"copy-{sent}")
        seen = bytes_of(copy) + exported(copy, tmp_path / f"export-{sent}") + bytes_of(temporary)
        assert found([*canaries(links), b'"answers":'], seen) == []
        assert lengths(copy) == {SEALED_BYTES: sent}
        read += len(seen)
    print(f"attack 15: {len(links)} copies, {read:,} bytes")


def test_the_running_app_itself_exports_nothing(duckdb_store: Store, tmp_path: Path) -> None:
    """Its connections reach no other file, and no statement opens them again."""
    begin(duckdb_store)
    for statement in (
        f"EXPORT DATABASE '{tmp_path}/out'",
        f"COPY roster TO '{tmp_path}/out.csv'",
        f"ATTACH '{tmp_path}/out.duckdb'",
        "SET enable_external_access = true",
    ):
        with pytest.raises(Trouble), duckdb_store.reading() as connection:
            connection.execute(text(statement))

    assert list(tmp_path.glob("out*")) == []


@pytest.mark.parametrize("keep_days", [None, 30])
def test_after_closing_a_comment_is_in_its_place_and_nowhere_else(
    duckdb_store: Store, tmp_path: Path, temporary: Path, keep_days: int | None
) -> None:
    """No ballot, no hash, no flag in any file; comments without a place in none at all."""
    links = begin(duckdb_store, keep_days=keep_days)
    data, keys = duckdb_store.settings.data, duckdb_store.keys.read(1)
    for who, form in respondents(duckdb_store, links).items():
        send(duckdb_store, form, said(who))
    ballots = list(duckdb_store.box(1).sealed())
    early = backup(duckdb_store, tmp_path / "early")
    close(duckdb_store)
    duckdb_store.close()

    everywhere = bytes_of(data) + exported(data, tmp_path / "all") + bytes_of(temporary)
    elsewhere = bytes_of(data, but=OWN_PLACE) + bytes_of(temporary)
    kept_out = backup(duckdb_store, tmp_path / "late")
    for place in OWN_PLACE:
        shutil.rmtree(kept_out / place, ignore_errors=True)
    elsewhere += exported(kept_out, tmp_path / "rest")
    gone = [ballot[at : at + 64] for ballot in ballots for at in (0, 2000, 4000)]
    gone += [link_hash(keys.links, token)[:12].encode() for token in links.values()]
    gone += [token.partition("-")[2].encode() for token in links.values()]
    assert len(found(gone, bytes_of(early))) >= 3 * len(ballots)
    assert found(gone, everywhere) == []
    assert found(canaries(links), elsewhere) == []
    assert found(canaries(links, "bee", "dog"), everywhere) == []
    assert found(canaries(links, "ant"), everywhere) == canaries(links, "ant")
    assert_kept_apart(data, tmp_path, links, keep_days)
    print(f"attack 16: kept {keep_days}, {len(everywhere) + len(elsewhere):,} bytes")


def assert_kept_apart(data: Path, tmp_path: Path, links: Links, keep_days: int | None) -> None:
    """Kept rows stand in a file of their own, without a person and without a comment."""
    kept = exported(data / "kept", tmp_path / "kept") if (data / "kept").exists() else b""
    assert (b"B1" in kept) == (keep_days is not None)
    assert found([*canaries(links), *(f"{who}".encode() for who in links)], kept) == []


def test_on_postgresql_a_comment_without_a_place_is_nowhere(
    postgresql_store: Store, postgres_folder: Path
) -> None:
    """Not in a table, not in the write-ahead log, not in the server's own log."""
    links = begin(postgresql_store, keep_days=30)
    for who, form in respondents(postgresql_store, links).items():
        send(postgresql_store, form, said(who))
    close(postgresql_store)
    with postgresql_store.engine.connect() as connection:
        server = connection.execution_options(isolation_level="AUTOCOMMIT")
        server.execute(text("CHECKPOINT"))

    tables = tables_of(postgresql_store)
    files = bytes_of(postgres_folder)
    assert found(canaries(links, "bee", "dog"), files) == []
    assert found(canaries(links, "ant"), tables.pop("comment")) == canaries(links, "ant")
    assert found(canaries(links), b"".join(tables.values())) == []
    assert not tables["ballot"]
    assert not tables["invitation"]
    assert b"ant-" not in tables["kept_answer"]
    print(f"attack 16 on PostgreSQL: {len(files):,} bytes")


def tables_of(store: Store) -> dict[str, bytes]:
    """Every row of every table, as text."""
    query = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    with store.reading() as connection:
        names = connection.execute(query).scalars().all()
        return {
            name: "\n".join(
                repr(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))
            ).encode()
            for name in names
        }
