"""What was published about a unit is worked out once, and anew when anything else is published."""

from sqlalchemy import text

from analytics.reports.unit_view import UnitView, view_in
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.store import Store
from survey.store.memory import Memory
from tests.make import populate, published

HR = Viewer("hr", "Hanna", "all", None, frozenset({Role.HR}))


def seen(store: Store, language: str = "en") -> UnitView:
    """One team, which shows something."""
    view = view_in(language, store, unit="ant", viewer=HR)
    assert view is not None
    return view


def test_a_unit_is_worked_out_once_in_each_language(store: Store) -> None:
    populate(store)
    published(store)

    assert seen(store) is seen(store)
    assert seen(store, "de") is seen(store, "de")
    assert seen(store) is not seen(store, "de")


def test_another_wave_and_another_seal_are_seen_at_once(duckdb_store: Store) -> None:
    """Nobody is shown what stood there before."""
    store = duckdb_store
    populate(store)
    published(store)
    first = seen(store)
    published(store, "w2")
    second = seen(store)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE wave SET seal = 'another' WHERE key = 'w2'"))
    store._memory = Memory(alone=False)  # as an app begins
    third = seen(store)

    assert [len(one.figures.waves) for one in (first, second, third)] == [1, 2, 2]
    assert third is not second
