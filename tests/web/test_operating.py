"""Promises to whoever runs it: health, metrics, bounds, headers, settings and words of the log."""

import asyncio
import json
import logging
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pydantic import SecretStr
from starlette.types import Message, Receive, Scope, Send

from app import routes
from commands.settings_said import settings_said, variable_of
from pages.ui.frame import session
from pages.ui.frame.plain import plain
from pages.ui.frame.session import SEAT
from pages.web import health
from pages.web.bounds import Bounds, Traffic, Waits, kind_of, raise_descriptors
from pages.web.headers import HEADERS, Headers
from survey.actions.organisation import grant
from survey.actions.sign_in import CONSOLE, enter, make_link
from survey.errors import Trouble
from survey.logs import REQUEST, set_up_logging
from survey.organisation.structure import Role
from survey.release import news, version
from survey.settings import LogFormat, Settings, read_settings
from survey.store import Store
from tests.make import answer_all, populate, start
from tests.web.site import ask, waited_for

pytestmark = pytest.mark.slow

NAMES = ("ant", "bee", "Ant-1", "boat.example", "w1", "Wave")


@pytest.fixture
def sailing(duckdb_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store that pages look at, with a wave that is open."""
    monkeypatch.setattr(session, "_here", {"store": duckdb_store})
    monkeypatch.setattr(health, "_loops", [])
    populate(duckdb_store)
    answer_all(duckdb_store, start(duckdb_store, "w1"))
    return duckdb_store


def with_token(store: Store) -> None:
    token = SecretStr("a token")
    store.settings = store.settings.model_copy(update={"metrics_token": token})


def test_the_process_says_that_it_lives_and_what_it_lacks(sailing: Store) -> None:
    assert ask(sailing, "/healthz")[::2] == (200, b"ok")
    status, _, body = ask(sailing, "/readyz")
    assert (status, set(json.loads(body).values())) == (200, {True})

    sailing.keys.file(1).rename(sailing.settings.data / "elsewhere")
    status, _, body = ask(sailing, "/readyz")
    assert status == 503
    assert [what for what, well in json.loads(body).items() if not well] == ["keys"]


def test_a_loop_that_stands_still_and_a_backup_that_is_late_are_not_ready(
    sailing: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Still:
        name, silent_for, held = "schedule", 3600.0, True

    monkeypatch.setattr(health, "_loops", [Still()])
    sailing.settings = sailing.settings.model_copy(update={"backup_folder": tmp_path})
    found = health.readiness(sailing)
    assert [what for what, well in found.items() if not well] == ["schedule", "clock", "backup"]


def test_metrics_are_for_whoever_has_the_token(sailing: Store) -> None:
    """Without a token set there are none, whatever is given."""
    bearer = [("authorization", "Bearer a token")]
    assert ask(sailing, "/metrics", headers=[("authorization", "Bearer ")])[0] == 404
    with_token(sailing)

    assert ask(sailing, "/metrics")[0] == 404
    assert ask(sailing, "/metrics", headers=[("authorization", "Bearer another")])[0] == 404
    assert ask(sailing, "/metrics", headers=bearer)[0] == 200


def test_metrics_name_no_unit_no_person_and_no_answers(sailing: Store) -> None:
    """Not even how many answered the wave that is open."""
    with_token(sailing)
    bearer = [("authorization", "Bearer a token")]
    before = ask(sailing, "/metrics", headers=bearer)[2].decode()

    assert 'same_boat_waves{state="open"} 1' in before
    assert "same_boat_memory_bytes" in before
    for name in NAMES:
        assert name not in before
    assert "ballot" not in before
    assert "answered" not in before


# Headers


def test_an_answer_that_failed_carries_the_headers_and_no_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise KeyError("somebody's answer")

    sent = run(Headers(fails, https=True), "/")
    names = {name.decode() for name, _ in sent[0]["headers"]}
    assert sent[0]["status"] == 500
    assert {name.lower() for name in HEADERS} | {"strict-transport-security"} <= names
    assert "somebody" not in caplog.text + str(sent)


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/metrics", "/report.csv", "/none", "/i/x"]
)
def test_every_answer_of_ours_has_the_headers_and_a_number(sailing: Store, path: str) -> None:
    _, headers, _ = ask(sailing, path)

    assert {name.lower() for name in HEADERS} <= headers.keys()
    assert len(headers["x-request-id"]) == 12


def test_the_policy_lets_scripts_and_lines_go_nowhere_else() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    closed = ("frame-ancestors", "object-src", "base-uri")
    assert {policy[name] for name in closed} == {"'none'"}


# Fuzz

WORDS = some.text(some.characters(exclude_categories=["Cs"]), max_size=30)
NAMED = some.sampled_from(
    [
        "wave",
        "unit",
        "form",
        "lang",
        "separator",
        "bom",
        "ends",
        "who",
        "about",
        "subject",
        "since",
        "until",
        "empty",
        "link",
        "key",
    ]
)


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_query_string_of_any_route_fails(sailing: Store, signed_in: bool) -> None:
    """Signed in as HR, who gets through to what is behind, and as nobody."""
    grant(sailing, person="ant-1", role=Role.HR, actor="a test")
    link = make_link(sailing, person="ant-1", lasts=CONSOLE, once=False, actor="a test")
    cookies = {SEAT: enter(sailing, link)} if signed_in else {}
    paths = [route.path for route in routes() if route.path != "/sign-out"]

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(some.sampled_from(paths), some.dictionaries(NAMED, WORDS, max_size=4), WORDS)
    def asked(path: str, query: dict[str, str], token: str) -> None:
        address = path.replace("{token}", token or "x").replace("{key}", token or "x")
        said = "&".join(f"{name}={quote(value)}" for name, value in query.items())
        status, _, _ = ask(sailing, f"{address.replace('?', '')}?{said}", cookies=cookies)
        assert status < 500, (address, query)

    asked()


@pytest.mark.parametrize(
    "query", ["%", "%ff%fe", "a=%00", "&&&=", "unit=" + "a" * 9000, "lang=%0d%0aSet-Cookie:x=1"]
)
def test_odd_query_strings_are_answered(sailing: Store, query: str) -> None:
    for route in routes():
        path = route.path.replace("{token}", "x").replace("{key}", "x")
        status, headers, _ = ask(sailing, f"{path}?{query}")
        assert status < 500, path
        assert not any("\r" in value or "\n" in value for value in headers.values())


# Bounds


def run(app: Bounds | Headers, path: str, **more: object) -> list[Message]:
    """What an app sends for a request."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "method": "GET", "headers": [], **more}
    waited_for(app(scope, receive, send))
    return sent


async def stays_open(scope: Scope, receive: Receive, send: Send) -> None:
    await asyncio.Event().wait()


def test_an_address_holds_so_many_tabs_and_others_are_not_kept_out() -> None:
    """And what was closed is given back."""
    traffic = Traffic()

    async def visit() -> list[list[Message]]:
        bounds = Bounds(stays_open, per_address=3, in_all=5, traffic=traffic)
        told: list[list[Message]] = []

        async def tab(address: str) -> None:
            sent: list[Message] = []
            told.append(sent)

            async def receive() -> Message:
                return {"type": "websocket.connect"}

            async def send(message: Message) -> None:
                sent.append(message)

            await bounds({"type": "websocket", "client": (address, 1)}, receive, send)

        tabs = [asyncio.create_task(tab(a)) for a in ("one",) * 5 + ("two",) * 2 + ("three",)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert traffic.tabs == {"one": 3, "two": 2}
        for task in tabs:
            task.cancel()
        await asyncio.gather(*tabs, return_exceptions=True)
        return told

    told = waited_for(visit())
    closed = [sent[0]["code"] for sent in told if sent]
    assert closed == [1013, 1013, 1013]
    assert (traffic.tabs.total(), traffic.refused) == (0, 3)


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    """A request of which half is sent is answered, and let go of."""

    async def reads(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["more_body"]:
            pass

    async def visit() -> list[Message]:
        bounds = Bounds(reads, per_address=1, in_all=1, waits=Waits(rest=0.05), traffic=Traffic())
        sent: list[Message] = []
        came = iter([{"type": "http.request", "body": b"half", "more_body": True}])

        async def receive() -> Message:
            if (message := next(came, None)) is None:
                await asyncio.Event().wait()
            assert message is not None
            return message

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "path": "/", "method": "POST", "headers": []}
        await asyncio.wait_for(bounds(scope, receive, send), 5)
        return sent

    assert waited_for(visit())[0]["status"] == 408


def test_descriptors_are_raised_to_what_the_system_allows() -> None:
    tabs = raise_descriptors()

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert soft == hard
    assert tabs * 7 <= hard


# The log


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/i/secret-token", "/i"), ("/enter/secret", "/enter"), ("/", "/"), ("/trends", "/trends"),
     ("/é/x", "/?"), ("/a\nb", "/?")],
)  # fmt: skip
def test_a_line_of_the_log_holds_no_token(path: str, kind: str) -> None:
    assert kind_of(path) == kind


@contextmanager
def logging_as(form: LogFormat) -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:]
    try:
        set_up_logging(form)
        yield
    finally:
        for handler in root.handlers[:]:
            root.removeHandler(handler)
        for handler in before:
            root.addHandler(handler)


def test_a_line_of_the_log_is_one_object_with_the_number_of_its_request(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with logging_as(LogFormat.JSON):
        REQUEST.set("abc")
        logging.getLogger("same_boat.test").warning("two\nlines %s", "ü")
    line = json.loads(capfd.readouterr().err.strip().splitlines()[-1])
    assert (line["message"], line["request"], line["level"]) == ("two\nlines ü", "abc", "WARNING")


# Settings


def test_the_settings_in_force_are_said_with_their_origin_and_no_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "token"
    secret.write_text("very secret\n")
    monkeypatch.setenv("SAME_BOAT_METRICS_TOKEN_FILE", str(secret))
    monkeypatch.setenv("SAME_BOAT_DATABASE_URL", "postgresql://boat:hidden@db/boat")
    monkeypatch.setenv("SAME_BOAT_BACKUP_KEEP", "7")
    said = "\n".join(settings_said(os.environ))

    assert read_settings().metrics_token.get_secret_value() == "very secret"
    assert "SAME_BOAT_METRICS_TOKEN = ********  (from a file)" in said
    assert "postgresql://boat:********@db/boat  (set in the environment)" in said
    assert "SAME_BOAT_BACKUP_KEEP = 7  (set in the environment)" in said
    assert "SAME_BOAT_SMTP_RATE = 120  (as it is when nothing is set)" in said
    assert "very secret" not in said
    assert "hidden" not in said
    assert len(said.splitlines()) == len(Settings.model_fields)


def test_a_setting_is_given_once_and_its_file_can_be_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SAME_BOAT_METRICS_TOKEN_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(Trouble, match="SAME_BOAT_METRICS_TOKEN_FILE"):
        read_settings()
    monkeypatch.setenv("SAME_BOAT_METRICS_TOKEN", "twice")
    with pytest.raises(Trouble, match="not both"):
        read_settings()


def test_every_setting_stands_in_the_docs() -> None:
    page = Path("docs/operating.md").read_text("utf-8")
    missing = [n for n in Settings.model_fields if f"| {variable_of(n)} |" not in page]

    assert missing == []


# What is new


def test_what_is_new_is_said_once_after_an_upgrade(tmp_path: Path) -> None:
    """Not at the first start of all, and not when nothing changed."""
    kept = Settings(data=tmp_path)
    changes = tmp_path / "CHANGELOG.md"
    changes.write_text(f"# Changes\n\n## {version()} (today)\n- New.\n\n## 0.0.9 (then)\n- Old.\n")
    assert news(kept, changes) == []
    (tmp_path / "release").write_text("0.0.9")

    assert news(kept, changes) == [f"## {version()} (today)", "- New."]
    assert news(kept, changes) == []


# Names


@pytest.mark.parametrize(
    "name", ["www.evil.example", "https://evil.example", "HTTP://x.example", "a@evil.example"]
)
def test_a_bare_address_in_a_name_is_no_link(name: str) -> None:
    """Markdown makes a link of it even if every sign is escaped; a joiner keeps it apart."""
    said = plain(name).replace("\\", "")

    assert said != name
    assert said.replace("\u2060", "") == name
    assert not any(part in said.lower() for part in ("www.", "https:", "http:", "a@"))
