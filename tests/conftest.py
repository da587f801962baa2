"""Fixtures: a store on both engines, a clock that tests move, and no environment that leaks in."""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings as examples
from playwright.sync_api import Browser, expect, sync_playwright

from survey.settings import Settings
from survey.store import Store
from tests.journeys.chromium import CHROMIUM, FLAGS, PATIENCE
from tests.make import Clock
from tests.postgres import Postgres

ENGINES = ("duckdb", "postgresql")
SETTINGS = "_hypothesis_internal_use_settings"
"""Where Hypothesis keeps the settings of a test."""
STARTS = {
    "browser": {"browser"},
    "server": {"app", "launch", "world", "still"},
    "postgresql": {"postgres"},
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """--looks FOLDER keeps pictures of pages; --examples N has Hypothesis try fewer."""
    parser.addoption(
        "--looks", help="a folder for pictures of pages (tests/journeys/test_looks.py)"
    )
    parser.addoption(
        "--examples",
        type=int,
        default=100,
        help="how many of 100 examples Hypothesis tries, whatever a test says",
    )


def pytest_configure(config: pytest.Config) -> None:
    """No example has a deadline: how long one takes says something about the machine.

    Where Hypothesis tries fewer, they are the same each time: a change that touches nothing of them
    is not stopped by them. `make attacks` tries others every time.
    """
    fewer = config.getoption("--examples") < 100
    examples.register_profile("ours", deadline=None, derandomize=fewer)
    examples.load_profile("ours")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests are marked by what they start; a file stays whole on one worker, the slow ones first.

    So both workers are busy until the end.
    """
    for item in items:
        _try_fewer(item, config.getoption("--examples"))
        for mark in _started_by(item):
            item.add_marker(mark)
        if config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
    slow = {
        item.path for item in items if {"slow", "browser"} & {m.name for m in item.iter_markers()}
    }
    items.sort(key=lambda item: item.path not in slow)


def _try_fewer(item: pytest.Item, of_100: int) -> None:
    """A profile is no help: what a test asks for itself stands above it."""
    tried = getattr(item, "obj", None)
    own = getattr(tried, SETTINGS, None)
    if own is not None and of_100 < 100:
        fewer = max(1, own.max_examples * of_100 // 100)
        setattr(tried, SETTINGS, examples(own, max_examples=fewer))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded to collect tests stays until the end: nobody looks for garbage in it.

    And what tests make is looked through less often, which spares one second of thirty.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 100)
        gc.enable()


def _started_by(item: pytest.Item) -> Iterator[str]:
    """The marks of what a test starts, read from the fixtures it asks for."""
    asked = set(getattr(item, "fixturenames", ()))
    chosen = getattr(item, "callspec", None)
    engines = (
        [value for value in chosen.params.values() if isinstance(value, str)] if chosen else []
    )
    yield from (mark for mark, fixtures in STARTS.items() if asked & fixtures)
    if "postgresql" in engines:
        yield "postgresql"


@pytest.fixture(scope="session", autouse=True)
def _no_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing an operator set reaches a test, and no test reaches an operator's data."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("SAME_BOAT_")]:
            patch.delenv(name)
        patch.setenv("SAME_BOAT_DATA", str(tmp_path_factory.getbasetemp() / "nobody"))
        yield


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is moved."""
    return Clock()


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DuckDB file with empty tables, to be copied: making one takes longer than most tests."""
    settings = Settings(data=tmp_path_factory.mktemp("blank"))
    Store(settings).close()
    return settings.database_file


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for all tests."""
    # The server's own user must be able to walk to its folder, which pytest's does not let it.
    folder = Path(tempfile.mkdtemp(prefix="same-boat-tests-"))
    folder.chmod(0o755)
    try:
        with Postgres(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def duckdb_settings(tmp_path: Path, blank: Path) -> Settings:
    """A data folder of its own with an empty embedded database."""
    settings = Settings(data=tmp_path / "data", base_url="http://boat.example")
    settings.data.mkdir(mode=0o700)
    shutil.copyfile(blank, settings.database_file)
    return settings


@pytest.fixture
def postgresql_settings(tmp_path: Path, postgres: Postgres) -> Iterator[Settings]:
    """A data folder and an empty PostgreSQL database of their own."""
    with postgres.database() as url:
        yield Settings(data=tmp_path / "data", database_url=url, base_url="http://boat.example")


@pytest.fixture(params=ENGINES)
def settings(request: pytest.FixtureRequest) -> Settings:
    """A data folder and an empty database of their own, on both engines."""
    found = request.getfixturevalue(f"{request.param}_settings")
    assert isinstance(found, Settings)
    return found


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    """An empty store, on both engines."""
    yield from _opened(settings, clock)


@pytest.fixture
def duckdb_store(duckdb_settings: Settings, clock: Clock) -> Iterator[Store]:
    """An empty store on DuckDB."""
    yield from _opened(duckdb_settings, clock)


@pytest.fixture
def postgresql_store(postgresql_settings: Settings, clock: Clock) -> Iterator[Store]:
    """An empty store on PostgreSQL."""
    yield from _opened(postgresql_settings, clock)


def _opened(settings: Settings, clock: Clock) -> Iterator[Store]:
    store = Store(settings, clock=clock)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once in each worker: a second one in the same thread cannot start."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
