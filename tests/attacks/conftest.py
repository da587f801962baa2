"""What attacks start from beside the store: the shipyard, pages in process, a running world."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.attacks.world import World, build, running
from tests.journeys.conftest import (
    _no_search_for_components,
    built,
    empty,
    yard,
)

__all__ = ["_no_search_for_components", "built", "empty", "yard"]


@pytest.fixture(scope="session")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world that nobody has run, to be copied."""
    return build(tmp_path_factory.mktemp("world"))


@pytest.fixture
def still(at_rest: World, tmp_path: Path) -> World:
    """A world of one's own that does not run yet."""
    folder = tmp_path / "world"
    shutil.copytree(at_rest.folder, folder)
    return replace(at_rest, folder=folder)


@pytest.fixture
def world(still: World) -> Iterator[World]:
    """A world of one's own, running."""
    with running(still) as alive:
        yield alive
