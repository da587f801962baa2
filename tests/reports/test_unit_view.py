"""What was published about a unit is worked out once, and anew when anything else is published."""

from sqlalchemy import text

from analytics.figures.measures import PARTICIPATION
from analytics.reports.unit_view import UnitView, view_in, view_of, views_of
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


def test_units_read_at_once_are_what_each_is_alone(store: Store) -> None:
    """Areas and teams, one that is not there, and nothing of one below the limit."""
    populate(store)
    published(store)
    published(store, "w2")
    units = list(store.units())
    at_once = views_of(store, [*units, "nowhere"])

    for unit in units:
        alone, found = view_of(store, unit=unit, viewer=HR), at_once.get(unit)
        assert (alone is None) is (found is None)
        if alone and found:
            assert (found.above, found.called) == (alone.above, alone.called)
            for one in alone.figures.waves[-1].measures.keys() - {PARTICIPATION}:
                assert found.figures.line(one) == alone.figures.line(one)
                beside = [
                    of.read.beside(of.figures, of.area.keys, one) if of.area else ()
                    for of in (alone, found)
                ]
                assert beside[0] == beside[1]
    assert "nowhere" not in at_once
    assert len(at_once) > 1
