"""Promises of check and repair: damage is named, kept aside, cut off, and stops nothing else."""

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from sqlalchemy.exc import OperationalError

from analytics.jobs.schedule import make_rounds
from commands.desk import Reply, Request
from commands.repairing import repair_main
from commands.verbs import carry_out
from survey.errors import DatabaseUnfit, Trouble
from survey.settings import Settings
from survey.storage.database import translated
from survey.store import Store
from survey.waves.wave import State
from tests.make import (
    Clock,
    answer,
    answers_of,
    close,
    keep_people,
    person,
    plan,
    populate,
    start,
    tokens,
)
from tests.originals import copy_of, original
from tests.processes import Line, Other, die

pytestmark = pytest.mark.slow


def two_open(store: Store) -> None:
    """Two waves that are open, and one that opens tomorrow."""
    populate(store)
    keep_people(store, [person(f"cat-{number}", "cat") for number in (4, 5, 6)])
    start(store, "w1", audience=("north",))
    start(store, "w2", audience=("dog",), k=5)
    for who, token in list(tokens(store, "w1").items())[:5]:
        answer(store, token, answers_of(who))


@pytest.fixture(scope="module")
def harbour(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    with original(request, tmp_path_factory.mktemp("harbour"), two_open) as settings:
        yield settings


@pytest.fixture
def settings(
    harbour: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    with copy_of(harbour, tmp_path, request) as found:
        found.data.chmod(0o700)
        yield found


def box_of(settings: Settings) -> Path:
    return settings.boxes / "wave-1.duckdb"


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def zeros(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[5000] ^= 255
    file.write_bytes(bytes(content))


def check_said(store: Store, **options: bool) -> Reply:
    return carry_out(store, Request("check", {"anonymity": False, **options}))


@pytest.mark.parametrize("damage", [half, zeros, flipped])
def test_a_damaged_box_is_named_and_stops_no_other_wave(
    settings: Settings, clock: Clock, damage: Callable[[Path], None]
) -> None:
    """Others answer, the schedule opens what is due and closes what is over."""
    damage(box_of(settings))
    with closing(Store(settings, clock=clock)) as store:
        plan(
            store,
            "w3",
            state=State.SCHEDULED,
            opens=clock(),
            closes=clock.moment.replace(day=28),
            audience=("cat",),
        )
        token = tokens(store, "w2")["dog-1"]
        answer(store, token, answers_of("dog-1"))
        reply = check_said(store)
        clock.move(days=8)
        make_rounds(store)

        named = [line for line in reply.lines if "cannot be read" in line]
        assert len(named) == 1
        assert str(box_of(settings)) in named[0]
        assert not reply.ok
        states = {wave.key: wave.state for wave in store.waves()}
        assert states["w1"] in {State.OPEN, State.CLOSED}
        assert states["w2"] in {State.PUBLISHED, State.CLOSED}
        assert states["w3"] is State.OPEN
        assert box_of(settings).exists()


def log_of_a_killed_app(settings: Settings, clock: Clock) -> Path:
    """A box whose last answers stand in its log only, as after a power cut."""
    with Other(_answer_and_die, settings, clock.moment) as other, pytest.raises(EOFError):
        other.line.recv()
    return box_of(settings).with_name("wave-1.duckdb.wal")


def _answer_and_die(line: Line, settings: Settings, moment: object) -> None:
    store = Store(settings, clock=Clock(moment))  # type: ignore[arg-type]
    for who, token in list(tokens(store, "w1").items())[5:10]:
        answer(store, token, answers_of(who))
    for number in range(5):
        keep_people(store, [person(f"new-{number}", "ant")])
    die()


@pytest.mark.parametrize("damage", ["zeros behind", "zeros at the end", "another block"])
def test_a_damaged_end_of_a_log_is_cut_off_and_what_was_before_it_is_kept(
    settings: Settings, clock: Clock, damage: str
) -> None:
    """Copies of both files are kept until the wave is over, and it is said how much went."""
    log = log_of_a_killed_app(settings, clock)
    content = log.read_bytes()
    tail = {"zeros behind": content + bytes(700), "zeros at the end": content[:-90] + bytes(90)}
    damaged = tail.get(damage, content[:-90] + os.urandom(90))
    log.write_bytes(damaged)

    with closing(Store(settings, clock=clock)) as store:
        broken = check_said(store)
        reply = check_said(store, repair=True)
        count = store.box(1).count()

    assert not broken.ok
    assert reply.ok, reply.lines
    assert "opens again" in reply.lines[0]
    assert count >= 9
    if damage == "zeros behind":
        assert count == 10
    (aside,) = settings.boxes.glob("wave-1.duckdb.damaged-*[0-9]")
    assert aside.with_name(f"{aside.name}.wal").read_bytes() == damaged
    with closing(Store(settings, clock=clock)) as store:
        close(store, "w1")
    assert list(settings.boxes.glob("wave-1*")) == []


def test_the_main_file_is_repaired_before_it_is_opened(settings: Settings, clock: Clock) -> None:
    """The sentence of the start says which command does it."""
    log_of_a_killed_app(settings, clock)
    log = settings.database_file.with_name("same_boat.duckdb.wal")
    log.write_bytes(log.read_bytes()[:-60] + bytes(60))
    with pytest.raises(DatabaseUnfit, match="check --repair"):
        Store(settings, clock=clock)

    (line,) = repair_main(settings)

    assert "opens again" in line
    with closing(Store(settings, clock=clock)) as store:
        people = store.people()
    assert {"new-0", "new-1", "new-2", "new-3"} <= people.keys()
    assert len(list(settings.data.glob("same_boat.duckdb.damaged-*"))) == 2
    assert list(repair_main(settings)) == []


def test_what_is_beyond_repair_stays_as_it_was(settings: Settings) -> None:
    """And it is said that only a backup helps."""
    zeros(settings.database_file)
    before = {file: file.read_bytes() for file in settings.data.glob("same_boat.*")}

    (line,) = repair_main(settings)

    assert "restore the last backup" in line
    assert {file: file.read_bytes() for file in settings.data.glob("same_boat.*")} == before


def test_repair_leaves_a_database_alone_that_is_in_use(settings: Settings, clock: Clock) -> None:
    with Other(_hold, settings) as other:
        assert other.line.recv() == "open"
        assert list(repair_main(settings)) == []


def _hold(line: Line, settings: Settings) -> None:
    with closing(Store(settings)):
        line.send("open")
        line.recv()


def test_a_folder_that_others_can_read_is_closed_at_the_start_and_named_after_it(
    settings: Settings, clock: Clock
) -> None:
    settings.data.chmod(0o755)
    with closing(Store(settings, clock=clock)) as store:
        assert settings.data.stat().st_mode & 0o777 == 0o700
        settings.data.chmod(0o755)
        reply = check_said(store)

    assert "chmod -R go=" in "\n".join(reply.lines)
    assert not reply.ok


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ('Failed to commit: Could not write file "x.wal": No space left on device', "disk is full"),
        ('Could not write file "x": Disk quota exceeded', "disk is full"),
        ('Cannot open file "x.wal": Read-only file system', "cannot be written to"),
        ('Cannot open file "x.wal": Permission denied', "cannot be written to"),
        ("Corrupt database file: computed checksum 1 does not match", "damaged"),
        ('Could not read enough bytes from file "x"', "damaged"),
        ("Something else", "could not do this just now"),
    ],
)
def test_trouble_of_the_machine_is_said_in_words(message: str, said: str) -> None:
    """Without the database's own words, which may hold what people wrote."""
    error = translated(OperationalError("INSERT", {}, duckdb.IOException(message)))

    assert isinstance(error, Trouble)
    assert said in str(error)
    assert "INSERT" not in str(error)


def test_a_commit_for_which_there_is_no_room_is_said_and_the_next_one_works(
    settings: Settings,
) -> None:
    """A limit on the size of files stands for a full disk."""
    with Other(_fill, settings) as other:
        full, again, people = other.line.recv()

    assert "disk is full" in full
    assert again == "kept"
    assert people == ["later"]


def _fill(line: Line, settings: Settings) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    store = Store(settings)
    log = settings.database_file.with_name("same_boat.duckdb.wal")
    keep_people(store, [person("first", "ant")])
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, most))
    try:
        keep_people(store, [person("never", "ant")])
        full = "kept"
    except Trouble as trouble:
        full = str(trouble)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    keep_people(store, [person("later", "ant")])
    known = store.people()
    line.send((full, "kept", [who for who in ("never", "later") if who in known]))
