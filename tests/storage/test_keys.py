"""Promises of the key folder: readable by its owner only, and every fault says how to mend it."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from survey.answering.sealing import make_keys
from survey.errors import KeyTrouble
from survey.mailing.inviting import send_invitations
from survey.private_files import write_private
from survey.settings import read_settings
from survey.storage.keys import KeyFolder, WaveKeys
from survey.store import Store
from tests.make import ACTOR, Clock, close, populate, start

KEYS = WaveKeys(private=bytes(range(32)), links=bytes(range(32, 64)))


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    """A folder with the keys of wave 7."""
    folder = KeyFolder(tmp_path / "keys")
    folder.keep(7, KEYS)
    return folder


def test_keys_come_back_as_they_were_kept(folder: KeyFolder) -> None:
    """Both of them."""
    assert folder.read(7) == KEYS


def test_only_their_owner_can_read_them(folder: KeyFolder) -> None:
    """The file and the folder."""
    assert folder.file(7).stat().st_mode & 0o777 == 0o600
    assert folder.folder.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in folder.folder.glob("wave-*")] == ["wave-7.key"]


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """Whatever its mode was before."""
    file = tmp_path / "open"
    file.write_bytes(b"before")
    file.chmod(0o644)

    write_private(file, b"secret")

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes() == b"secret"


def test_keys_are_never_printed() -> None:
    """Not in a log, not in an error."""
    assert KEYS.private.hex() not in repr(KEYS)
    assert "private" not in repr(KEYS)


GOOD = {"private": KEYS.private.hex(), "links": KEYS.links.hex()}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 150,
        b"{",
        b"[]",
        b"[" * 100_000,
        b"{}",
        json.dumps(GOOD).encode()[:-10],
        json.dumps(GOOD | {"private": 5}).encode(),
        json.dumps(GOOD | {"private": "xyz"}).encode(),
        json.dumps(GOOD | {"private": "00"}).encode(),
        json.dumps(GOOD | {"links": ""}).encode(),
        json.dumps(GOOD | {"links": "00" * 33}).encode(),
        "schlüssel".encode(),
    ],
)
def test_a_file_that_is_no_key_says_so_and_how_to_mend_it(
    folder: KeyFolder, content: bytes
) -> None:
    """Whatever is in it; the file stays as it is."""
    folder.file(7).write_bytes(content)

    with pytest.raises(KeyTrouble) as trouble:
        folder.read(7)

    assert str(trouble.value) == (
        f"The key file {folder.file(7)} cannot be read. Nothing was deleted: every ballot is still "
        "sealed in its box. Put the right file back (from your copy of the key folder) and close "
        "the wave again."
    )
    assert folder.file(7).read_bytes() == content


def test_a_missing_file_says_where_it_should_be(folder: KeyFolder) -> None:
    """With its whole path."""
    with pytest.raises(KeyTrouble, match=f"The key file {folder.file(8)} is missing"):
        folder.read(8)


def test_destroying_removes_the_keys_of_one_wave_only(folder: KeyFolder) -> None:
    """With a draft that a cut left behind; twice is quiet."""
    folder.keep(77, KEYS)
    (folder.folder / "wave-7.0badcafe.new").write_bytes(b"a draft")

    folder.destroy(7)
    folder.destroy(7)

    assert [file.name for file in folder.folder.glob("wave-*")] == ["wave-77.key"]


def test_keys_are_overwritten_before_they_are_removed(folder: KeyFolder, tmp_path: Path) -> None:
    """Whoever still holds the file open, or linked it, reads nothing."""
    held = tmp_path / "held"
    held.hardlink_to(folder.file(7))

    folder.destroy(7)

    assert KEYS.private.hex().encode() not in held.read_bytes()
    assert KEYS.links.hex().encode() not in held.read_bytes()


def test_a_key_that_is_there_is_never_written_over(folder: KeyFolder) -> None:
    """Another wave's ballots may need it; not even one that cannot be read is."""
    before = folder.file(7).read_bytes()
    folder.file(8).write_bytes(b"no key")

    for wave in (7, 8):
        with pytest.raises(KeyTrouble, match=f"The key file {folder.file(wave)} is there already"):
            folder.keep(wave, make_keys()[0])

    assert folder.file(7).read_bytes() == before
    assert folder.file(8).read_bytes() == b"no key"
    assert len(list(folder.folder.glob("wave-*"))) == 2


def test_new_keys_can_be_kept_where_the_old_were_destroyed(folder: KeyFolder) -> None:
    """As when an opening that was cut off is made anew."""
    new, _ = make_keys()
    folder.destroy(7)

    folder.keep(7, new)

    assert folder.read(7) == new


def test_keys_lie_where_the_setting_says_and_backups_are_told_to_leave_them_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Best on another disk; whether they lie in the data folder is known."""
    monkeypatch.setenv("SAME_BOAT_DATA", str(tmp_path / "data"))
    beside = read_settings()
    monkeypatch.setenv("SAME_BOAT_KEYS", str(tmp_path / "elsewhere"))
    apart = read_settings()

    assert (beside.keys_lie_beside, apart.keys_lie_beside) == (True, False)
    assert (beside.keys, apart.keys) == (tmp_path / "data" / "keys", tmp_path / "elsewhere")
    with closing(Store(apart, clock=Clock())) as store:
        populate(store)
        start(store)
        send_invitations(store, store.wave("w1"), actor=ACTOR)
        assert (tmp_path / "elsewhere" / "wave-1.key").exists()
        assert not (tmp_path / "data" / "keys").exists()
        for folder in (apart.keys, apart.boxes, apart.outbox):
            tag = (folder / "CACHEDIR.TAG").read_text()
            assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55")
        close(store)
    assert list(apart.keys.glob("wave-*")) == []
