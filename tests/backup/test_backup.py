"""Promises of backups: whole, of one moment, without a key, and brought back wherever it stops."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from analytics.jobs.nightly import Nights, is_due
from analytics.promise.checks import check
from commands import restoring
from commands.desk import Reply, Request
from commands.restoring import restore
from commands.verbs import carry_out
from survey.actions.backup import back_up, back_up_and_tidy, copy_keys_out
from survey.actions.sign_in import CONSOLE, enter, make_link
from survey.audit import AuditVerb
from survey.backup.manifest import NAME, backups_in, read_manifest
from survey.errors import BadInput, NotFound, Refused, Trouble
from survey.settings import Settings
from survey.storage import copying
from survey.storage.snapshot import snapshot
from survey.store import Store
from survey.text import sentence
from tests.make import (
    ACTOR,
    Clock,
    answer,
    answer_all,
    answers_of,
    close,
    keep_people,
    person,
    populate,
    published,
    shown,
    start,
    tokens,
)
from tests.originals import copy_of, original
from tests.processes import Line, Other, die, killed

pytestmark = pytest.mark.slow


def sailed(store: Store) -> None:
    """A wave that is published, and one that is open with the answers of all but one."""
    populate(store)
    published(store, "w1")
    clock = store.now
    assert isinstance(clock, Clock)
    clock.move(days=30)
    answer_all(store, start(store, "w2"), leave_out=["ant-1"], wave="w2")


@pytest.fixture(scope="module")
def harbour(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    with original(request, tmp_path_factory.mktemp("harbour"), sailed) as settings:
        yield settings


@pytest.fixture
def ship(
    harbour: Settings, tmp_path: Path, request: pytest.FixtureRequest, clock: Clock
) -> Iterator[Store]:
    """A store over a copy of it, a month later."""
    clock.move(days=30)
    with copy_of(harbour, tmp_path, request) as settings:
        settings.data.chmod(0o700)
        with closing(Store(settings, clock=clock)) as store:
            yield store


def brought_back(backup: Path, to: Path, keys: Path | None = None) -> list[tuple[str, bool]]:
    """Restore into a folder; what was said."""
    return list(restore(Settings(data=to), backup, keys=keys, rehearse=False))


def bad(said: list[tuple[str, bool]]) -> list[str]:
    """What was not well."""
    return [line for line, holds in said if not holds]


def test_a_backup_and_the_keys_bring_everything_back(
    ship: Store, tmp_path: Path, clock: Clock
) -> None:
    """People, figures, sealed answers; the open wave goes on, closes and publishes."""
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)
    copy_keys_out(ship, tmp_path / "keys", actor=ACTOR)

    said = brought_back(tmp_path / "backups", tmp_path / "new", tmp_path / "keys")

    assert bad(said) == []
    with closing(Store(Settings(data=tmp_path / "new"), clock=clock)) as again:
        assert again.people() == ship.people()
        assert shown(again) == shown(ship)
        assert again.box(2).count() == ship.box(2).count() > 10
        assert [finding.sentence for finding in check(again) if not finding.holds] == []
        assert shown(again, close(again, "w2").key) == shown(ship, close(ship, "w2").key)
        assert AuditVerb.RESTORE_BACKUP in [line.verb for line in again.audit()]
    assert place.name in [line.subject for line in ship.audit()]


def test_no_key_is_in_a_backup_and_nobody_else_can_read_it(ship: Store, tmp_path: Path) -> None:
    """Not by name and not by content; without keys it is said which waves need theirs."""
    keys = ship.keys.read(2)
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)

    files = [file for file in place.rglob("*") if file.is_file()]
    content = b"".join(file.read_bytes() for file in files)
    for secret in (keys.private, keys.links):
        assert secret not in content
        assert secret.hex().encode() not in content
    assert {file.relative_to(place).parts[0] for file in files} <= {
        *("same_boat.duckdb", "same_boat.duckdb.wal", "boxes", "comments", NAME)
    }
    assert place / "boxes" / "wave-2.duckdb" in files
    assert {file.stat().st_mode & 0o077 for file in (place, *place.rglob("*"))} == {0}
    assert read_manifest(place).waves == (2,)
    said = bad(brought_back(place, tmp_path / "new"))
    assert "w2" in said[0]
    assert str(tmp_path / "new" / "keys") in said[0]


def test_a_backup_while_people_answer_and_change_things_is_of_one_moment(
    ship: Store, tmp_path: Path
) -> None:
    """Every answer that was confirmed before it is in it, and everything in it opens."""
    ended = threading.Event()
    confirmed: list[str] = []

    def busy() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            keep_people(ship, [person(f"new-{number}", "ant")])
            confirmed.append(f"new-{number}")

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        while len(confirmed) < 5:
            pass
        before = list(confirmed)
        places = []
        for _ in range(3):
            ship.now.move(hours=1)  # type: ignore[attr-defined]
            places.append(back_up(ship, tmp_path / "backups", actor=ACTOR))
    finally:
        ended.set()
        thread.join()

    for number, place in enumerate(places):
        settings = Settings(data=tmp_path / f"new-{number}")
        list(restore(settings, place, keys=None, rehearse=False))
        with closing(Store(settings)) as again:
            assert set(before) <= again.people().keys()


def test_a_file_that_changes_while_it_is_copied_is_copied_again(tmp_path: Path) -> None:
    """A commit makes the log longer: the first copy would be of two moments."""
    file = tmp_path / "a.duckdb"
    file.write_bytes(b"old")
    log = tmp_path / "a.duckdb.wal"
    real, calls = copying.copies, []

    def disturbed(places: dict[Path, Path]) -> list[str]:
        calls.append(len(places))
        digests = real(places)
        if len(calls) == 1:
            log.write_bytes(b"a commit")
        return digests

    with patch("survey.storage.copying.copies", disturbed):
        snapshot(file, tmp_path / "b.duckdb")

    assert calls == [1, 2]
    assert (tmp_path / "b.duckdb.wal").read_bytes() == b"a commit"


def test_a_file_that_never_stands_still_is_said(tmp_path: Path) -> None:
    file = tmp_path / "a.duckdb"
    file.write_bytes(b"")

    def restless(places: dict[Path, Path]) -> list[str]:
        for copied in places.values():
            copied.write_bytes(b"")
        file.write_bytes(file.read_bytes() + b"x")
        return [""] * len(places)

    with (
        patch("survey.storage.copying.copies", restless),
        pytest.raises(Trouble, match="written to all the time"),
    ):
        snapshot(file, tmp_path / "b.duckdb")
    assert not (tmp_path / "b.duckdb").exists()


@pytest.mark.parametrize(
    ("at", "after"),
    [
        ("survey.backup.taking._copied", False),
        ("survey.backup.taking._main", False),
        ("survey.backup.taking._of_wave", True),
        ("survey.backup.taking.write_manifest", False),
        ("survey.backup.taking.write_manifest", True),
    ],
)
def test_a_backup_that_is_killed_at_any_step_is_none(
    ship: Store, tmp_path: Path, clock: Clock, *, at: str, after: bool
) -> None:
    """The data are as they were, and the next backup clears away what was left of it."""
    settings, folder = ship.settings, tmp_path / "backups"
    ship.close()

    killed(settings, clock.moment, _BackUp(folder), at=at, after=after)

    assert backups_in(folder) == []
    with closing(Store(settings, clock=clock)) as store:
        assert [f for f in check(store) if not f.holds] == []
        place = back_up(store, folder, actor=ACTOR)
    assert [one.name for one in folder.iterdir()] == [place.name]


class _BackUp:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, store: Store) -> None:
        back_up(store, self.folder, actor=ACTOR)


def restore_and_die(line: Line, backup: Path, to: Path, at: str, after: bool) -> None:
    """Restore in a process that is killed before or after a step."""
    real = getattr(restoring, at)

    def dies(*args: object, **named: object) -> object:
        if after:
            given = real(*args, **named)
            _ = list(given) if isinstance(given, Iterator) else given
        die()
        return None

    with patch(f"commands.restoring.{at}", dies):
        list(restore(Settings(data=to), backup, keys=None, rehearse=False))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", ["_copy", "_looked_at", "_finish"])
def test_a_restore_that_is_killed_at_any_step_is_made_again_or_done(
    ship: Store, tmp_path: Path, *, at: str, after: bool
) -> None:
    """The data folder is empty, or holds all of it."""
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)
    to = tmp_path / "new"
    with Other(restore_and_die, place, to, at, after) as other, pytest.raises(EOFError):
        other.line.recv()

    if at == "_finish" and after:
        assert to.exists()
    else:
        assert not to.exists()
        brought_back(place, to)
    with closing(Store(Settings(data=to))) as again:
        assert again.people() == ship.people()
    brought_back(place, tmp_path / "newer")
    assert not (tmp_path / "newer.restoring").exists()


@pytest.mark.parametrize("fault", ["missing", "changed", "manifest", "cut short"])
def test_a_backup_that_is_not_whole_is_refused_by_file(
    ship: Store, tmp_path: Path, fault: str
) -> None:
    """And nothing is restored."""
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)
    box = place / "boxes" / "wave-2.duckdb"
    match fault:
        case "missing":
            box.unlink()
        case "changed":
            flipped = bytearray(box.read_bytes())
            flipped[len(flipped) // 2] ^= 1
            box.write_bytes(flipped)
        case "cut short":
            box.write_bytes(box.read_bytes()[:-1])
        case "manifest":
            (place / NAME).unlink()

    with pytest.raises(BadInput) as refusal:
        brought_back(place, tmp_path / "new")

    named = [problem.message for problem in refusal.value.problems]
    assert fault == "manifest" or "boxes/wave-2.duckdb" in named[0]
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "keys/wave-2.key", "desk.json"]
)
def test_a_manifest_names_only_files_of_a_backup(ship: Store, tmp_path: Path, name: str) -> None:
    """One that somebody made up reaches nothing outside of it."""
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)
    said = json.loads((place / NAME).read_text())
    said["files"][name] = "0" * 64
    (place / NAME).write_text(json.dumps(said))

    with pytest.raises(BadInput, match="is not a backup"):
        read_manifest(place)


def test_nothing_is_restored_over_anything(ship: Store, tmp_path: Path) -> None:
    """Not even over one file that somebody forgot."""
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)
    to = tmp_path / "new"
    to.mkdir()
    (to / "note.txt").write_text("mine")

    with pytest.raises(Refused, match="is not empty"):
        brought_back(place, to)
    assert [file.name for file in to.iterdir()] == ["note.txt"]


def test_a_rehearsal_says_what_a_restore_would_and_changes_nothing(
    ship: Store, tmp_path: Path
) -> None:
    """It opens everything in a folder of its own; the running data stay."""
    back_up(ship, tmp_path / "backups", actor=ACTOR)
    before = sorted(ship.settings.data.rglob("*"))

    said = list(restore(ship.settings, tmp_path / "backups", keys=None, rehearse=True))

    assert "It opens: 25 people" in "\n".join(line for line, _ in said)
    assert said[-1] == (sentence("backup.rehearsed"), True)
    assert sorted(ship.settings.data.rglob("*")) == before
    assert not ship.settings.data.with_name("copy.restoring").exists()


def test_whoever_was_signed_in_signs_in_anew_after_a_restore(ship: Store, tmp_path: Path) -> None:
    """A session that was ended since the backup does not come back with it."""
    token = make_link(ship, person="ant-1", lasts=CONSOLE, once=False, actor=ACTOR)
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)
    brought_back(place, tmp_path / "new")

    with closing(Store(Settings(data=tmp_path / "new"))) as again, pytest.raises(NotFound):
        enter(again, token)


def test_a_backup_is_not_made_among_the_data(ship: Store) -> None:
    data = ship.settings.data
    for folder in (data, data / "backups", data.parent):
        with pytest.raises(Refused, match="somewhere else"):
            back_up(ship, folder, actor=ACTOR)


def test_a_backup_that_finds_no_room_says_so(ship: Store, tmp_path: Path) -> None:
    """And what was there before is still there."""
    folder = tmp_path / "backups"
    first = back_up(ship, folder, actor=ACTOR)
    ship.now.move(days=1)  # type: ignore[attr-defined]

    with (
        patch("survey.storage.copying.copies", side_effect=OSError(28, "No space left on device")),
        pytest.raises(Trouble, match="No space left"),
    ):
        back_up(ship, folder, actor=ACTOR)
    assert backups_in(folder) == [first]


# Keys


def test_copies_of_keys_go_when_their_wave_is_over(ship: Store, tmp_path: Path) -> None:
    """As the key itself does; what else lies there stays."""
    folder = tmp_path / "keys"
    assert copy_keys_out(ship, folder, actor=ACTOR) == (["w2"], [])
    assert (folder / "wave-2.key").stat().st_mode & 0o777 == 0o600
    close(ship, "w2")

    assert copy_keys_out(ship, folder, actor=ACTOR) == ([], ["w2"])
    assert list(folder.glob("wave-*")) == []


def test_keys_are_never_copied_beside_data_or_a_backup(ship: Store, tmp_path: Path) -> None:
    """Whoever has both can read answers."""
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)
    data = ship.settings.data
    for folder in (place, place / "keys", tmp_path / "backups", data, data / "more", data.parent):
        with pytest.raises(Refused, match="Keys belong in a folder of their own"):
            copy_keys_out(ship, folder, actor=ACTOR)


# At night


def test_a_night_without_a_backup_makes_one_and_keeps_the_newest(
    ship: Store, tmp_path: Path, clock: Clock
) -> None:
    """Once after its hour; older ones go, and nothing else that lies there."""
    folder = tmp_path / "backups"
    ship.settings = ship.settings.model_copy(
        update={"backup_folder": folder, "backup_hour": 2, "backup_keep": 3}
    )
    made = []
    for _ in range(5):
        assert is_due(ship)
        made.append(back_up_and_tidy(ship, folder, most=3, actor=ACTOR))
        assert not is_due(ship)
        clock.move(days=1)
        (folder / "mine.txt").write_text("stays")

    assert backups_in(folder) == made[-3:]
    assert (folder / "mine.txt").exists()


def test_a_backup_is_due_once_its_hour_has_struck(
    ship: Store, tmp_path: Path, clock: Clock
) -> None:
    """Made at 23:50 for the night before, it is due again at 2:00."""
    folder = tmp_path / "backups"
    ship.settings = ship.settings.model_copy(update={"backup_folder": folder, "backup_hour": 2})
    clock.moment = clock.moment.replace(hour=23, minute=50)
    back_up(ship, folder, actor=ACTOR)

    clock.move(hours=2)
    assert not is_due(ship)
    clock.move(minutes=15)
    assert is_due(ship)


def test_the_night_loop_makes_a_backup_and_says_when_it_cannot(
    ship: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Trouble waits an hour and never ends the loop."""
    folder = tmp_path / "backups"
    ship.settings = ship.settings.model_copy(update={"backup_folder": folder})
    nights = Nights(ship)
    nights.close()
    nights._once()
    assert len(backups_in(folder)) == 1

    ship.settings = ship.settings.model_copy(update={"backup_folder": ship.settings.data / "x"})
    nights._once()
    assert "The backup of this night was not made" in caplog.text


def test_the_command_says_where_the_backup_lies(ship: Store, tmp_path: Path) -> None:
    reply: Reply = carry_out(ship, Request("backup", {"folder": str(tmp_path / "backups")}))

    (place,) = backups_in(tmp_path / "backups")
    assert str(place) in reply.lines[0]
    assert "Only the wave keys open them" in reply.lines[1]


def test_nothing_is_lost_between_an_answer_and_a_backup_right_after_it(
    ship: Store, tmp_path: Path
) -> None:
    """What was confirmed is in the copy, though the box was never checkpointed."""
    answer(ship, tokens(ship, "w2")["ant-1"], answers_of("ant-1", wave="w2"))
    count = ship.box(2).count()
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)
    brought_back(place, tmp_path / "new")

    with closing(Store(Settings(data=tmp_path / "new"))) as again:
        assert again.box(2).count() == count


def test_keys_that_have_a_folder_of_their_own_go_there_and_a_rehearsal_leaves_it_alone(
    ship: Store, tmp_path: Path
) -> None:
    place = back_up(ship, tmp_path / "backups", actor=ACTOR)
    copy_keys_out(ship, tmp_path / "copies", actor=ACTOR)
    own, new = tmp_path / "own", tmp_path / "new"
    settings = Settings(data=new).model_copy(update={"keys_folder": own})

    list(restore(settings, place, keys=tmp_path / "copies", rehearse=True))
    assert not own.exists()
    said = list(restore(settings, place, keys=tmp_path / "copies", rehearse=False))

    assert bad(said) == []
    assert [file.name for file in own.glob("wave-*")] == ["wave-2.key"]
    assert not (new / "keys").exists()
    with closing(Store(settings)) as again:
        assert again.keys.read(2) == ship.keys.read(2)
