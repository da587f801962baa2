"""Promises of the team in the middle: told beside the whole, of eight teams or more."""

from statistics import median

import pytest

from analytics.published.cells import MeasureKind, Scope
from analytics.reports.median_team import FEWEST_TEAMS, median_team
from analytics.reports.trend import Line
from analytics.reports.unit_trend import trend_of
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.store import Store
from tests.make import Universe, populate, published

HR = Viewer("hr-1", "Hana", "all", None, frozenset({Role.HR}))


def teams(number: int) -> Universe:
    """An organisation of so many teams of six."""
    keys = [f"team{at}" for at in range(number)]
    above: dict[str, str | None] = {"all": None, **dict.fromkeys(keys, "all")}
    return Universe({"all": 0, **dict.fromkeys(keys, 6)}, above, ())


@pytest.mark.parametrize(("scores", "middle"), [
    ([50.0] * 7, None),
    ([10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0], 45.0),
    ([10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0], 50.0),
])  # fmt: skip
def test_the_middle_of_the_published_scores(scores: list[float], middle: float | None) -> None:
    assert median_team(scores) == middle


def _belonging(store: Store, unit: str) -> Line:
    found = trend_of(store, unit=unit, viewer=HR)
    assert found is not None
    return found.lines[0]


@pytest.mark.parametrize("number", [FEWEST_TEAMS - 1, FEWEST_TEAMS])
def test_it_stands_beside_the_whole_organisation_and_nowhere_else(
    store: Store, number: int
) -> None:
    """The median of the shown teams' scores, or nothing where there are too few of them."""
    populate(store, teams(number))
    published(store)
    scores = [
        row.tenths / 10
        for row in store.cells(kinds=[MeasureKind.COMPOSITE.value])
        if row.measure == "belonging" and row.scope == Scope.TEAM.value and row.tenths is not None
    ]
    whole, team = (_belonging(store, unit) for unit in ("all", "team1"))

    told = [note.values for note in whole.notes if note.key == "trends.median_team"]
    assert len(scores) == number
    assert [said["teams"] for said in told] == ([str(number)] if number >= FEWEST_TEAMS else [])
    assert [float(str(said["score"])) for said in told] == [round(median(scores))] * len(told)
    assert not team.notes
