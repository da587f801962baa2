"""Promises of withdrawing a past wave: nothing shows it any more, and the record says why."""

from dataclasses import replace

import pytest

from analytics.figures.published_waves import published as shown
from analytics.jobs.past_waves import bring
from analytics.promise.checks import check
from survey.actions.withdrawing import withdraw, withdraw_wave
from survey.errors import NotAllowed, NotFound, Refused
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.store import Store
from tests.jobs.test_past_waves import past
from tests.make import ACTOR, populate, published

HR = Viewer(ACTOR, "HR", "all", None, frozenset({Role.HR}))


def test_a_withdrawn_wave_is_shown_nowhere_and_its_publication_stays(store: Store) -> None:
    """The reason is on the record, and every seal holds."""
    populate(store)
    bring(store, past(), actor=ACTOR)
    key = store.waves()[0].key
    cells = store.cells()
    assert [wave.key for wave in shown(store)] == [key]

    withdraw_wave(store, key=key, reason=" wrong scale ", viewer=HR)

    assert shown(store) == []
    assert sorted(store.cells()) == sorted(cells)
    line = store.audit()[0]
    assert (line.verb, line.subject, line.detail) == ("withdraw wave", key, "wrong scale")
    assert [found.sentence for found in check(store) if not found.holds] == []
    with pytest.raises(Refused, match="published and shown"):
        withdraw(store, key=key, reason="again", actor=ACTOR)


def test_only_a_past_wave_is_withdrawn_by_hr_with_a_reason(duckdb_store: Store) -> None:
    """What people answered here stays as it was promised."""
    populate(duckdb_store)
    published(duckdb_store, "w1")
    bring(duckdb_store, past(), actor=ACTOR)
    (own,) = (wave.key for wave in duckdb_store.waves() if wave.replay)

    for key, reason, error in (("w1", "x", Refused), (own, " ", Refused), ("no", "x", NotFound)):
        with pytest.raises(error):
            withdraw(duckdb_store, key=key, reason=reason, actor=ACTOR)
    with pytest.raises(Refused, match="300"):
        withdraw(duckdb_store, key=own, reason="x" * 301, actor=ACTOR)
    with pytest.raises(NotAllowed):
        withdraw_wave(duckdb_store, key=own, reason="x", viewer=replace(HR, roles=frozenset()))

    assert len(shown(duckdb_store)) == 2
