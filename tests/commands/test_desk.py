"""Promises of the desk: commands work whether or not the app runs, and only for who may ask."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client

import pytest

from commands import desk as desks
from commands.desk import Desk, Reply, Request, ask
from commands.verbs import carry_out
from survey.errors import BadInput, DatabaseBusy, NotFound, Problem, SameBoatError, Trouble
from survey.settings import Settings
from survey.store import Store
from tests.make import plan, populate
from tests.processes import Line, Other, die

pytestmark = pytest.mark.slow

ODD = bytes(range(256)) * 3


def handle(store: Store, request: Request) -> Reply:
    """Do as a test asks."""
    match request.verb:
        case "echo":
            return Reply((f"options {sorted(request.options.items())}",), request.files)
        case "refuse":
            problems = [Problem("twice", row=3, column="unit"), Problem("too large")]
            raise BadInput("The file cannot be read.", problems)
        case "miss":
            raise NotFound("There is no such wave.")
        case "bad":
            return Reply(("Something is wrong.",), ok=False)
        case _:
            raise KeyError("somebody's answer")


@pytest.fixture
def running(duckdb_store: Store) -> Iterator[Settings]:
    """The settings of an app that runs in this process, with its desk open."""
    desk = Desk(duckdb_store, handle)
    yield duckdb_store.settings
    desk.close()


def hand_over(settings: Settings, request: Request) -> Reply:
    """Give a request to the running app."""
    reply = desks._hand_over(settings, request)
    assert reply is not None
    return reply


# With the app running


def test_a_request_is_carried_out_in_the_app(running: Settings) -> None:
    """Options and files arrive as they were given, and files come back."""
    reply = hand_over(running, Request("echo", {"k": 5, "name": "Ü"}, {"file": ODD, "none": b""}))

    assert reply == Reply(("options [('k', 5), ('name', 'Ü')]",), {"file": ODD, "none": b""})


def test_a_reply_says_when_not_all_is_well(running: Settings) -> None:
    """So that the command's exit code can say it."""
    assert hand_over(running, Request("bad")) == Reply(("Something is wrong.",), ok=False)


def test_a_request_that_is_refused_gives_the_same_problems_back(running: Settings) -> None:
    """Row and column of each."""
    with pytest.raises(BadInput) as refusal:
        hand_over(running, Request("refuse"))

    assert str(refusal.value) == "The file cannot be read."
    assert [str(p) for p in refusal.value.problems] == ["row 3, unit: twice", "too large"]
    assert refusal.value.problems[0] == Problem("twice", row=3, column="unit")


def test_any_refusal_comes_back_in_its_words(running: Settings) -> None:
    """As it would be said without the app."""
    with pytest.raises(SameBoatError, match="There is no such wave"):
        hand_over(running, Request("miss"))


def test_a_fault_tells_its_kind_and_no_value(
    running: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither to who asked nor to the log; the desk goes on."""
    with pytest.raises(SameBoatError) as trouble:
        hand_over(running, Request("stumble"))

    assert str(trouble.value) == "The command failed (KeyError). Nothing more was done."
    assert "Command stumble failed: KeyError" in caplog.text
    assert "somebody" not in caplog.text
    assert hand_over(running, Request("echo")).ok


def test_only_who_knows_the_secret_is_served(
    running: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Another user of the machine finds the door, and it stays shut."""
    port = json.loads((running.data / "desk.json").read_text())["port"]

    with pytest.raises(AuthenticationError):
        Client(("127.0.0.1", port), authkey=b"guessed")

    assert hand_over(running, Request("echo")).ok
    assert "does not know the secret" in caplog.text


def test_the_secret_is_readable_by_its_owner_only(running: Settings) -> None:
    """And is gone when the app is closed."""
    assert (running.data / "desk.json").stat().st_mode & 0o777 == 0o600


def test_whoever_says_nothing_keeps_nobody_waiting(running: Settings) -> None:
    """A port scan does not stop the operator."""
    port = json.loads((running.data / "desk.json").read_text())["port"]

    with (
        socket.create_connection(("127.0.0.1", port)),
        socket.create_connection(("127.0.0.1", port)) as noisy,
    ):
        noisy.sendall(b"GET / HTTP/1.1\r\n\r\n")

        assert hand_over(running, Request("echo")).ok


def test_closing_waits_for_the_command_under_way(duckdb_store: Store) -> None:
    """It is finished and answered; later ones find no desk."""
    started, go_on = threading.Event(), threading.Event()

    def slowly(_: Store, request: Request) -> Reply:
        started.set()
        go_on.wait()
        return Reply((request.verb,))

    desk, replies = Desk(duckdb_store, slowly), list[Reply]()
    asking = threading.Thread(
        target=lambda: replies.append(hand_over(duckdb_store.settings, Request("slow")))
    )
    asking.start()
    assert started.wait(10)
    closing_desk = threading.Thread(target=desk.close)
    closing_desk.start()
    go_on.set()
    closing_desk.join()
    asking.join()

    assert replies == [Reply(("slow",))]
    assert not (duckdb_store.settings.data / "desk.json").exists()
    assert desks._hand_over(duckdb_store.settings, Request("late")) is None


def test_an_app_that_stops_meanwhile_is_said_so(duckdb_settings: Settings) -> None:
    """The operator looks before giving the command again."""
    with Other(serve_and_die, duckdb_settings) as app:
        app.line.recv()

        with pytest.raises(Trouble, match="The app stopped while it carried out the command"):
            desks._hand_over(duckdb_settings, Request("anything"))


def serve_and_die(line: Line, settings: Settings) -> None:
    """An app that is killed by the first command."""

    def killed(_: Store, request: Request) -> Reply:
        die()
        return Reply((request.verb,))

    Desk(Store(settings), killed)
    line.send("ready")
    threading.Event().wait()


# From another process


def ask_there(line: Line, settings: Settings, request: Request) -> None:
    """Give a command in another process, as admin.py does."""
    desks.PATIENCE = 0.3
    try:
        line.send(ask(settings, request, carry_out).lines)
    except SameBoatError as refusal:
        line.send((type(refusal).__name__, str(refusal)))


def asked_elsewhere(settings: Settings, request: Request) -> tuple[str, ...]:
    """What a command in another process says."""
    with Other(ask_there, settings, request) as other:
        said = other.line.recv()
        assert isinstance(said, tuple)
        return said


LIST = Request("wave list")
LISTED = ("w1  draft      2026-03-02 to 2026-03-09  Wave w1",)


def test_a_command_works_while_the_app_runs(duckdb_store: Store) -> None:
    """The database is in use, so the app does it; what it changes is seen here at once."""
    populate(duckdb_store)
    plan(duckdb_store)
    desk = Desk(duckdb_store, carry_out)

    assert asked_elsewhere(duckdb_store.settings, LIST) == LISTED
    granting = Request("grant", {"person": "ant-1", "role": "hr"})
    assert asked_elsewhere(duckdb_store.settings, granting) == ("ant-1 now has the role hr.",)
    assert duckdb_store.grants("ant-1") == {"hr"}
    desk.close()


def test_a_command_works_while_no_app_runs(duckdb_store: Store) -> None:
    """A note that a killed app left behind does not mislead it."""
    populate(duckdb_store)
    plan(duckdb_store)
    settings = duckdb_store.settings
    Desk(duckdb_store, carry_out).close()
    (settings.data / "desk.json").write_text('{"port": 1, "secret": "00"}')
    duckdb_store.close()

    assert asked_elsewhere(settings, LIST) == LISTED
    assert ask(settings, LIST, carry_out).lines == LISTED
    with closing(Store(settings)):
        pass


@pytest.mark.parametrize("note", [None, "", "{}", "[]", '{"port": "x", "secret": "00"}'])
def test_a_second_process_without_a_desk_is_told_who_holds_the_file(
    duckdb_store: Store, note: str | None
) -> None:
    """Such as while another command runs; it waits a while before it says so."""
    if note is not None:
        (duckdb_store.settings.data / "desk.json").write_text(note)

    kind, said = asked_elsewhere(duckdb_store.settings, LIST)

    assert kind == DatabaseBusy.__name__
    assert "Same Boat is probably running already; use that one, or stop it first." in said


def test_on_postgresql_a_command_needs_no_desk(postgresql_store: Store) -> None:
    """It works beside the app."""
    populate(postgresql_store)
    plan(postgresql_store)

    assert asked_elsewhere(postgresql_store.settings, LIST) == LISTED
