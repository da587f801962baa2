"""What teams try tells nothing the gate would not: not by a signal, a forecast, an effect, a pool.

Black box: what leaves is compared with the published cells, and with the same of a twin in which
other people said the same things.
"""

import csv
from collections.abc import Mapping
from contextlib import closing
from dataclasses import astuple
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from analytics.figures.trials import Came
from analytics.reports import evidence as pool
from analytics.reports.effects import before_a_bet, effect_report
from analytics.reports.evidence import evidence_csv
from analytics.reports.experiments_file import experiments_csv
from analytics.reports.trying import signals
from analytics.reports.unit_view import view_of
from survey.actions.experiments import change_experiment, decide_experiment
from survey.actions.organisation import grant
from survey.experiments import steps
from survey.experiments.experiment import SignalOf, State
from survey.organisation.permissions import EVERYWHERE
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from tests.make import ACTOR, Clock, answer, answers_of, close, populate, start
from tests.make_experiments import bet, who

UNITS = ("all", "north", "ant", "bee", "cat", "dog")
SMALL = "cat"
OWN = {"composite", "item", "sign", "scope", "own"}


def wave(store: Store, key: str, clock: Clock, *, swapped: bool) -> None:
    """A wave that all answer but one of bee; swapped, people of a home say each other's answers."""
    links = start(store, key)
    homes = store.homes(store.wave(key).id)
    for home in sorted(set(homes.values())):
        there = sorted(one for one, of in homes.items() if of == home)
        says = sorted(there, key=lambda one: Random(f"{one} {key}").random()) if swapped else there
        for one, as_if in zip(there, says, strict=True):
            answer(store, links[one], answers_of(as_if, wave=key))
    clock.move(days=8)
    close(store, key)
    clock.move(days=12)


def built(folder: Path, *, swapped: bool) -> Store:
    clock = Clock()
    store = Store(Settings(data=folder), clock=clock)
    populate(store)
    grant(store, person="dog-1", role=Role.HR, actor=ACTOR)
    for key in ("w1", "w2"):
        wave(store, key, clock, swapped=swapped)
    for unit in ("ant", "bee", SMALL):
        bet(store, unit=unit, by=f"{unit}-1", guard=None, idea="one-goal-on-the-board")
    clock.move(days=4)
    for key in ("w3", "w4"):
        wave(store, key, clock, swapped=swapped)
    for one in store.experiments():
        by = who(store, f"{one.unit}-1")
        decide_experiment(store, one.key, State.DROPPED, learned="So.", viewer=by)
        change_experiment(store, one.key, lambda said: steps.share(said, shared=True), viewer=by)
    return store


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Mapping[bool, Mapping[str, object]]:
    """All that leaves of either twin, by what it is."""
    found = {}
    for swapped in (False, True):
        with closing(built(tmp_path_factory.mktemp("twin"), swapped=swapped)) as store:
            found[swapped] = _all_of(store)
    return found


def _all_of(store: Store) -> dict[str, object]:
    content = b"".join(experiments_csv(store, texts=False, actor=ACTOR)).decode("utf-8-sig")
    rows = [
        {name: said for name, said in row.items() if name != "experiment"}
        for row in csv.DictReader(StringIO(content))
    ]
    views = {unit: view_of(store, unit=unit, viewer=EVERYWHERE) for unit in UNITS}
    last = store.wave("w4").id
    tried = sorted(store.experiments(), key=lambda one: one.unit)
    return {
        "file": rows,
        "evidence": evidence_csv(store),
        "evidence of fewer": _of_fewer(store),
        "signals": {
            unit: [astuple(one) for one in signals(view.figures)] if view else []
            for unit, view in views.items()
        },
        "forecasts": {
            unit: [before_a_bet(view, name) for name in ("alignment", "belonging", "B1", "S1")]
            if view
            else []
            for unit, view in views.items()
        },
        "effects": [(one.unit, effect_report(views[one.unit], one)) for one in tried],
        "cells": [
            (row.unit, row.scope, row.measure, row.kind, row.shown, row.tenths)
            for row in store.cells(waves=[last])
        ],
    }


def _of_fewer(store: Store) -> bytes:
    """What a pool of fewer would say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "FEWEST", 2)
        pool._evidence.cache_clear()
        said = evidence_csv(store)
    pool._evidence.cache_clear()
    return said


def test_who_said_what_within_a_group_moves_nothing(
    left: Mapping[bool, Mapping[str, object]],
) -> None:
    """The same counts, the same page: signal, forecast, effect, file and evidence."""
    assert left[False].keys() == left[True].keys()
    for what, of in left[False].items():
        assert str(of) == str(left[True][what]), what


def test_a_signal_is_a_published_figure_and_never_a_withheld_one(
    left: Mapping[bool, Mapping[str, object]],
) -> None:
    cells = left[False]["cells"]
    assert isinstance(cells, list)
    found = left[False]["signals"]
    assert isinstance(found, dict)
    shown = {
        (unit, measure): tenths / 10
        for unit, scope, measure, kind, is_shown, tenths in cells
        if is_shown and kind in OWN and scope == ("area" if unit in {"all", "north"} else "team")
    }
    offered = {
        (unit, measure): score
        for unit, those in found.items()
        for of, _, _, _, measure, score, *_ in those
        if of is not SignalOf.LEVEL and (unit, measure) in shown
    }

    assert offered == shown
    assert len(shown) > 20
    assert found[SMALL] == []


def test_of_a_small_unit_there_is_neither_forecast_nor_effect(
    left: Mapping[bool, Mapping[str, object]],
) -> None:
    """What it tries it may write; no figure comes with it."""
    forecasts, effects = left[False]["forecasts"], left[False]["effects"]
    assert isinstance(forecasts, dict)
    assert isinstance(effects, list)
    (report,) = [report for unit, report in effects if unit == SMALL]

    assert not any(forecasts[SMALL])
    assert report.effect.came is Came.TOO_EARLY
    assert report.effect.anyway is None
    assert not any(score is not None for score in report.scores)


def test_the_pool_of_a_few_is_the_pool_of_none(left: Mapping[bool, Mapping[str, object]]) -> None:
    """Though all of them share, and a pool of fewer would tell."""
    assert str(left[False]["evidence of fewer"]).count("\\n") == 2
    assert str(left[False]["evidence"]).count("\\n") == 1
