"""Promises where files lie without their database: nothing starts over them, nothing is lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from analytics.promise.checks import check
from survey.actions.opening import open_wave
from survey.actions.waves import cancel_wave
from survey.answering.sending import send
from survey.errors import DatabaseMissing, Refused
from survey.settings import ROOT, Settings
from survey.store import Store
from survey.waves.comments import random_key
from survey.waves.wave import State
from tests.conftest import ENGINES
from tests.journeys.server import free_port
from tests.make import (
    ACTOR,
    Clock,
    Universe,
    answer_all,
    answers_of,
    close,
    plan,
    populate,
    respondents,
    start,
    together,
    tokens,
)
from tests.originals import copy_of, original
from tests.processes import killed

pytestmark = pytest.mark.slow

FEW = Universe({"all": 0, "ant": 6, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ())


def lived_in(store: Store) -> None:
    """A published wave with comments and kept rows, an open one with answers and mails."""
    populate(store, FEW)
    forms = respondents(store, start(store, keep_days=90))
    together(lambda who: send(store, forms[who], answers_of(who) | {"O1": f"By {who}"}), forms)
    close(store)
    now = store.now
    assert isinstance(now, Clock)
    now.move(days=8)
    answer_all(store, start(store, "w2"), wave="w2")
    mails = store.settings.outbox / "wave-2"
    mails.mkdir(parents=True)
    (mails / "one.eml").write_text("a personal link")


@pytest.fixture(scope="module", params=ENGINES)
def untouched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A data folder that was lived in, on either engine, to be copied."""
    with original(request, tmp_path_factory.mktemp("lived_in"), lived_in) as settings:
        yield settings


@pytest.fixture
def full(
    untouched: Settings, tmp_path: Path, clock: Clock, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """A copy of it, with its database."""
    clock.move(days=8)
    with copy_of(untouched, tmp_path, request) as settings:
        yield settings


@pytest.fixture
def orphaned(full: Settings, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """The same folder without its database: the file is gone, or the address is of an empty one."""
    if not full.database_url:
        full.database_file.unlink()
        yield full
        return
    server = request.getfixturevalue("postgres")
    server._run("CREATE DATABASE bare")
    try:
        yield full.model_copy(update={"database_url": server._url("bare")})
    finally:
        server._run("DROP DATABASE bare WITH (FORCE)")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


# A database that is gone


def test_no_new_database_begins_beside_files_of_another(orphaned: Settings, clock: Clock) -> None:
    """However often it is started; nothing is made or changed."""
    before = contents(orphaned.data)

    for _ in range(2):
        with pytest.raises(DatabaseMissing) as missing:
            Store(orphaned, clock=clock)

    said = str(missing.value)
    assert f"files of another one lie in {orphaned.data}: " in said
    assert str(Path("keys", "wave-2.key")) in said
    assert "Put the database back" in said
    assert "SAME_BOAT_DATA" in said
    assert contents(orphaned.data) == before


@pytest.mark.parametrize("place", ["keys", "boxes", "comments", "kept", "outbox"])
def test_one_file_of_a_wave_is_enough(tmp_path: Path, place: str) -> None:
    """Whichever folder it lies in."""
    settings = Settings(data=tmp_path)
    file = tmp_path / place / {"keys": "wave-1.key", "outbox": "wave-1"}.get(place, "wave-1.duckdb")
    file.parent.mkdir()
    file.mkdir() if place == "outbox" else file.write_bytes(b"of another wave")

    with pytest.raises(DatabaseMissing, match=str(file.relative_to(tmp_path))):
        Store(settings)


@pytest.mark.parametrize("name", ["same_boat.duckdb.wal", "same_boat.version-1.duckdb"])
def test_so_is_what_belongs_to_a_database_file_that_is_gone(tmp_path: Path, name: str) -> None:
    """A new file would take the log for its own, and the next upgrade write over the copy."""
    (tmp_path / name).write_bytes(b"of another database")

    with pytest.raises(DatabaseMissing, match=name):
        Store(Settings(data=tmp_path))

    assert contents(tmp_path) == {name: b"of another database"}


def test_a_database_without_tables_is_new_too(tmp_path: Path) -> None:
    """Such as one whose first start was killed before it came to them."""
    settings = Settings(data=tmp_path)
    duckdb.connect(settings.database_file).close()
    settings.keys.mkdir()
    settings.keys.joinpath("wave-1.key").write_bytes(b"of another wave")

    with pytest.raises(DatabaseMissing, match=r"keys/wave-1\.key"):
        Store(settings)


def test_with_its_database_back_everything_goes_on(
    full: Settings, orphaned: Settings, clock: Clock, untouched: Settings
) -> None:
    """What was refused did no harm."""
    with pytest.raises(DatabaseMissing):
        Store(orphaned, clock=clock)
    if not full.database_url:
        shutil.copyfile(untouched.database_file, full.database_file)

    with closing(Store(full, clock=clock)) as store:
        assert [finding for finding in check(store) if not finding.holds] == []
        assert close(store, "w2").state is State.PUBLISHED


def test_an_empty_data_folder_begins_anew(tmp_path: Path) -> None:
    """With what else may lie in it."""
    for name in ("keys", "boxes", "jobs", "outbox/sign-in"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "desk.json").write_text("{}")

    with closing(Store(Settings(data=tmp_path))) as store:
        assert store.waves() == []


# The operator reads it


def run(data: Path, *command: str, **settings: str) -> tuple[int, str]:
    """The exit code and all that a command says."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env=os.environ | {"SAME_BOAT_DATA": str(data)} | settings,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def serve(data: Path, **settings: str) -> tuple[int, str]:
    """The same of the app, which does not get to serve."""
    options = (f"--server.port={free_port()}", "--server.headless=true")
    return run(data, "-m", "streamlit", "run", "app.py", *options, **settings)


@pytest.fixture
def strewn(tmp_path: Path) -> Path:
    """A data folder with a key and no database."""
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "wave-1.key").write_text("a key")
    return tmp_path


def test_a_command_says_it_in_a_sentence_and_by_its_exit_code(strewn: Path) -> None:
    code, said = run(strewn, "admin.py", "demo")

    assert code == 1
    assert said.startswith("There is no database yet")
    assert len(said.splitlines()) == 1
    assert contents(strewn) == {"keys/wave-1.key": b"a key"}


def test_the_app_says_it_in_a_sentence_and_by_its_exit_code(strewn: Path) -> None:
    code, said = serve(strewn)

    assert code != 0
    assert "There is no database yet" in said
    assert "Traceback" not in said
    assert contents(strewn) == {"keys/wave-1.key": b"a key"}


def test_the_app_says_so_when_its_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "same_boat.duckdb").write_bytes(b"this is not a database" * 1000)

    code, said = serve(tmp_path)

    assert code != 0
    assert "is damaged and was left as it is." in said
    assert "Traceback" not in said


def test_the_app_says_so_when_a_setting_cannot_be_read(tmp_path: Path) -> None:
    code, said = serve(tmp_path, SAME_BOAT_SMTP_PORT="many")

    assert code != 0
    assert "A setting cannot be read: SAME_BOAT_SMTP_PORT." in said
    assert "Traceback" not in said


# A database that is older than the files


def strew(store: Store, wave: int) -> dict[str, bytes]:
    """Files of another wave under the number of one; what lies there."""
    places = [store.settings.keys / f"wave-{wave}.key"]
    if store.embedded:
        folders = (store.settings.boxes, store.settings.comments, store.settings.kept)
        places += [folder / f"wave-{wave}.duckdb" for folder in folders]
    for place in places:
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(random_key().encode())
    return contents(store.settings.data)


def lying(store: Store) -> dict[str, bytes]:
    """The files of waves that lie there."""
    found = contents(store.settings.data)
    return {name: content for name, content in found.items() if Path(name).parent != Path()}


def test_a_wave_is_not_opened_over_files_of_another(store: Store) -> None:
    """The wave stays a plan; whoever moves the files away can open it."""
    populate(store, FEW)
    plan(store)
    strew(store, 1)
    before = lying(store)

    for _ in range(2):
        with pytest.raises(Refused, match=r"Files under its number lie .*keys/wave-1\.key") as said:
            open_wave(store, key="w1", actor=ACTOR)

    assert "move them somewhere else" in str(said.value)
    assert store.wave("w1").state is State.DRAFT
    assert lying(store) == before
    for name in before:
        (store.settings.data / name).unlink()
    open_wave(store, key="w1", actor=ACTOR)
    assert store.wave("w1").state is State.OPEN


@pytest.mark.parametrize("name", ["boxes", "comments", "kept"])
def test_each_of_these_files_is_enough(duckdb_store: Store, name: str) -> None:
    """Not only a key."""
    populate(duckdb_store, FEW)
    plan(duckdb_store)
    file = duckdb_store.settings.data / name / "wave-1.duckdb"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"of another wave")

    with pytest.raises(Refused, match=str(file.relative_to(duckdb_store.settings.data))):
        open_wave(duckdb_store, key="w1", actor=ACTOR)

    assert lying(duckdb_store) == {f"{name}/wave-1.duckdb": b"of another wave"}


def test_cancelling_a_wave_that_never_opened_leaves_files_of_another_alone(store: Store) -> None:
    """It has none of its own to destroy."""
    populate(store, FEW)
    plan(store)
    strew(store, 1)
    before = lying(store)

    cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")

    assert lying(store) == before


def test_a_new_wave_is_given_a_number_under_which_nothing_lies(store: Store) -> None:
    """After an older backup was put back, say: it opens, and what lay there stays."""
    populate(store, FEW)
    strew(store, 7)
    before = lying(store)

    start(store)

    assert store.wave("w1").id == 8
    assert before.items() <= lying(store).items()


def test_files_that_belong_to_no_wave_are_found_by_check(store: Store) -> None:
    """With their names; what belongs to a wave is not among them."""
    populate(store, FEW)
    start(store)
    assert [finding for finding in check(store) if not finding.holds] == []
    strew(store, 7)

    (found,) = [finding.sentence for finding in check(store) if not finding.holds]

    assert "belong to no wave" in found
    assert "keys/wave-7.key" in found
    assert "wave-1" not in found


def test_an_opening_that_was_cut_off_does_not_take_answers_for_its_own(
    duckdb_settings: Settings, clock: Clock
) -> None:
    """A backup made in the middle of an opening, put back when answers had come in."""
    with closing(Store(duckdb_settings, clock=clock)) as store:
        populate(store, FEW)
        plan(store)
    at = "survey.storage.ballot_box.BallotBox.fill"
    killed(duckdb_settings, clock.moment, open_w1, at=at, after=True)
    backup = contents(duckdb_settings.data)
    with closing(Store(duckdb_settings, clock=clock)) as store:
        open_w1(store)
        answer_all(store, tokens(store))
    for name in filter(lambda name: name.startswith("same_boat.duckdb"), backup):
        (duckdb_settings.data / name).write_bytes(backup[name])

    with closing(Store(duckdb_settings, clock=clock)) as store:
        before = lying(store)
        with pytest.raises(Refused, match="Files under its number lie"):
            open_w1(store)
        assert lying(store).keys() == before.keys()
        assert store.box(1).count() == 12


def open_w1(store: Store) -> None:
    """Open the first wave."""
    open_wave(store, key="w1", actor=ACTOR)
