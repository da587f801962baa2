"""Promises of evidence: pooled honestly, never from a few, and about no unit."""

import csv
from io import StringIO
from math import sqrt

import numpy as np
import pytest

from analytics.reports import evidence as module
from analytics.reports.evidence import FEWEST, evidence, evidence_csv
from analytics.statistics.pooled import pooled
from survey.actions.experiments import change_experiment, decide_experiment
from survey.audit import AuditVerb
from survey.experiments import steps
from survey.experiments.experiment import State
from survey.store import Store
from tests.make import Clock, Universe, populate, published
from tests.make_experiments import bet, who

pytestmark = pytest.mark.slow

TEAMS = [f"t{at}" for at in range(1, 8)]
MANY = Universe(
    {"all": 0} | dict.fromkeys(TEAMS, 6), {"all": None} | dict.fromkeys(TEAMS, "all"), ()
)


def hedges(effects: list[float], variances: list[float]) -> tuple[float, float]:
    """The random-effects mean and its variance, by the formulas, one kind alone."""
    weight = [1 / v for v in variances]
    fixed = sum(w * e for w, e in zip(weight, effects, strict=True)) / sum(weight)
    excess = sum(w * (e - fixed) ** 2 for w, e in zip(weight, effects, strict=True))
    scale = sum(weight) - sum(w * w for w in weight) / sum(weight)
    between = max(0.0, (excess - len(effects) + 1) / scale)
    weight = [1 / (v + between) for v in variances]
    mean = sum(w * e for w, e in zip(weight, effects, strict=True)) / sum(weight)
    return mean, 1 / sum(weight)


def test_one_kind_alone_is_the_random_effects_mean() -> None:
    effects, variances = [2.0, 8.0, -4.0, 12.0, 5.0], [9.0, 16.0, 25.0, 9.0, 30.0]
    (found,) = pooled([(np.array(effects), np.array(variances))])
    mean, variance = hedges(effects, variances)

    assert found.mean == pytest.approx(mean)
    assert found.high - found.mean == pytest.approx(1.959964 * sqrt(variance), rel=1e-4)


def test_a_kind_little_is_known_of_is_drawn_to_the_others_and_never_past_them() -> None:
    sure = (np.full(30, 4.0), np.full(30, 9.0))
    unsure = (np.full(5, 20.0), np.full(5, 900.0))
    well, little = pooled([sure, unsure])

    assert abs(well.mean - 4.0) < 0.5
    assert 4.0 < little.mean < 20.0
    assert little.high - little.low > well.high - well.low


@pytest.fixture
def tried(duckdb_store: Store, clock: Clock) -> Store:
    """Seven teams tried the same idea, between the second wave and the fourth."""
    store = duckdb_store
    populate(store, MANY)
    for key in ("w1", "w2"):
        published(store, key)
        clock.move(days=20)
    for team in TEAMS:
        bet(store, unit=team, by=f"{team}-1", idea="one-goal-on-the-board", days=30)
    clock.move(days=22)
    for key in ("w3", "w4"):
        published(store, key)
        clock.move(days=20)
    return store


def share(store: Store, teams: list[str]) -> None:
    for one in store.experiments(teams):
        viewer = who(store, f"{one.unit}-1")
        decide_experiment(store, one.key, State.DROPPED, learned="So.", viewer=viewer)
        change_experiment(
            store,
            one.key,
            lambda found: steps.share(found, shared=True),
            viewer=viewer,
            verb=AuditVerb.SHARE_EXPERIMENT,
        )


def test_nothing_is_said_of_fewer_than_five_or_of_those_who_do_not_share(tried: Store) -> None:
    share(tried, TEAMS[: FEWEST - 1])
    assert evidence(tried) == ()
    share(tried, [TEAMS[FEWEST - 1]])
    (kind,) = evidence(tried)

    assert (kind.construct, kind.count) == ("PUR", FEWEST)
    assert kind.low < kind.high


def test_a_team_that_tries_often_counts_once(tried: Store, clock: Clock) -> None:
    """So that five experiments of one team are never a row about it."""
    for one in tried.experiments(TEAMS[1:]):
        decide_experiment(
            tried, one.key, State.DROPPED, learned="So.", viewer=who(tried, f"{one.unit}-1")
        )
    for _ in range(FEWEST):
        bet(tried, unit="t1", by="t1-1", idea="one-goal-on-the-board")
    clock.move(days=25)
    published(tried, "w5")
    share(tried, ["t1"])

    assert evidence(tried) == ()


def test_the_file_names_no_unit_and_nobody(tried: Store) -> None:
    share(tried, TEAMS)
    rows = list(csv.reader(StringIO(evidence_csv(tried).decode())))
    said = evidence_csv(tried).decode()

    assert len(rows) == 2
    assert not [team for team in TEAMS if team in said or team.title() in said]
    assert all(float(end) == int(end) for end in map(float, rows[1][3:]))


def test_the_construct_of_an_idea_of_their_own_is_not_known(tried: Store) -> None:
    """Then it stands in no kind."""
    one = bet(tried, unit="t1", by="t1-1")

    assert module.construct_of(one) is None
