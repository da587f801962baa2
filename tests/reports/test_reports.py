"""What reports promise beside their figures."""

import pytest

from analytics.figures import reading
from analytics.figures.published_waves import published
from analytics.reports.unit_view import view_of
from survey.organisation.permissions import Viewer
from survey.store import Store
from tests import make

TOP = Viewer("h", "H", "all", "all", frozenset())


def test_a_wave_published_while_a_page_is_made_waits_for_the_next_look(
    duckdb_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its cells are there before the page knows the wave; the page shows the waves it knows."""
    make.populate(duckdb_store)
    make.published(duckdb_store, "w1")
    known = published(duckdb_store)
    make.published(duckdb_store, "w2", opens=duckdb_store.now())
    monkeypatch.setattr(reading, "published", lambda _: known)
    view = view_of(duckdb_store, unit="ant", viewer=TOP)

    assert view is not None
    assert [wave.key for wave in view.figures.waves] == ["w1"]
