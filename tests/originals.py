"""Stores that are made once and copied for each test: making them takes longer than most tests."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from survey.settings import Settings
from survey.store import Store
from tests.make import Clock


@contextmanager
def original(
    request: pytest.FixtureRequest,
    folder: Path,
    build: Callable[[Store], object],
    *,
    clock: Clock | None = None,
) -> Iterator[Settings]:
    """A store on the engine that is the request's parameter (DuckDB without one), built, closed."""
    with ExitStack() as stack:
        url = ""
        if getattr(request, "param", "duckdb") == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        settings = Settings(data=folder, database_url=url)
        with closing(Store(settings, clock=clock or Clock())) as store:
            build(store)
        yield settings


@contextmanager
def copy_of(settings: Settings, folder: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """A copy of it, data folder and database."""
    shutil.copytree(settings.data, folder / "copy")
    with ExitStack() as stack:
        url = settings.database_url
        if url:
            url = stack.enter_context(request.getfixturevalue("postgres").database(like=url))
        yield Settings(data=folder / "copy", database_url=url)


@contextmanager
def store_like(
    settings: Settings, folder: Path, request: pytest.FixtureRequest, clock: Clock
) -> Iterator[Store]:
    """A store over a copy of it."""
    with copy_of(settings, folder, request) as copied, closing(Store(copied, clock=clock)) as store:
        yield store
