"""Promises to the figures of version 4 of the database: read by what is known of them, no more."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from analytics.exports.formats import Format, as_file
from analytics.figures import read
from analytics.figures.published_waves import closed_wave
from analytics.figures.reading import read_units
from analytics.published.cells import Scope
from analytics.statistics.noise import LAM, TAU, Q
from survey.settings import Settings
from survey.store import Store
from tests.make import Clock, published
from tests.originals import store_like
from tests.storage.version_4 import WAVES, leave, rows

pytestmark = pytest.mark.slow

AREAS = ("north", "all")


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Its four waves, opened by this release: ant held in w2, ant and bee swapped before w4."""
    settings = Settings(data=tmp_path_factory.mktemp("version_4") / "data")
    leave(settings)
    Store(settings).close()
    return settings


@pytest.fixture
def opened(
    upgraded: Settings, tmp_path: Path, request: pytest.FixtureRequest, clock: Clock
) -> Iterator[Store]:
    """A copy of it."""
    clock.move(days=112)
    with store_like(upgraded, tmp_path, request, clock) as store:
        yield store


def of(report: pd.DataFrame, unit: str, measure: str = "belonging") -> pd.DataFrame:
    """What is said of a unit by wave, of a team or an area."""
    scope = "area" if unit in AREAS else "team"
    chosen = (report.unit == unit) & (report.scope == scope) & (report.measure == measure)
    return report[chosen].set_index("wave")


def test_its_figures_are_the_published_ones(opened: Store) -> None:
    """A score where one was shown, of every cell that is kept."""
    numbers = {unit["key"]: at for at, unit in enumerate(rows("unit"), start=1)}
    report = read(opened)
    found = {
        (WAVES.index(row.wave) + 1, numbers[row.unit], row.scope, row.measure): row.score
        for row in report.itertuples()
    }

    shown = [row for row in rows("published_cell") if "tenths" in row]
    assert len(shown) > 100
    for row in rows("published_cell"):
        score = found[row["wave"], row["unit"], row["scope"], row["measure"]]
        if "tenths" in row:
            assert score == pytest.approx(row["tenths"] / 10, abs=0.01)
        else:
            assert pd.isna(score)


@pytest.mark.parametrize("unit", ["ant", "bee", "dog"])
def test_a_name_stands_for_its_people_where_they_are_not_known(opened: Store, unit: str) -> None:
    """Each later wave is compared with one before it; also of the two teams that swapped."""
    line = of(read(opened), unit)

    assert line.reason.isna().tolist() == [False, True, True, True]
    assert line.reason["w1"] == "first wave"
    assert line.change[1:].notna().all()


def test_what_a_held_team_showed_is_read_and_no_more(opened: Store) -> None:
    report = read(opened)

    assert pd.isna(of(report, "ant", "B1").score["w2"])
    assert of(report, "ant", "B1").reason["w2"] == "withheld"
    assert of(report, "ant").score["w2"] % 10 == 0


@pytest.mark.parametrize("unit", AREAS)
@pytest.mark.parametrize("measure", ["belonging", "B1"])
def test_an_area_that_left_a_held_team_out_is_compared_with_no_wave(
    opened: Store, unit: str, measure: str
) -> None:
    """The waves around it are compared with each other, also with one that closes from now on."""
    published(opened, "w5")
    line = of(read(opened), unit, measure)

    assert (line.change_verdict["w2"], line.reason["w2"]) == ("not comparable", "other people")
    others = line.loc[["w3", "w4", "w5"]]
    assert others.reason.isna().all()
    assert others.change.notna().all()
    assert "w2" not in set(others.since_wave)


def test_what_closes_from_now_on_finds_the_people_of_its_waves_again(opened: Store) -> None:
    """Ant and bee had swapped everybody before w4; what was said of w4 stays as it was."""
    before = of(read(opened), "ant").loc["w4"]
    published(opened, "w5")

    ant = read_units(opened, ["ant"]).unit("ant", scope=Scope.TEAM, name="Ant")
    assert ant is not None
    assert ant.units == ("bee", "bee", "bee", "ant", "ant")
    after = of(read(opened), "ant").loc["w4"]
    assert after.dropna().to_dict() == before.dropna().to_dict()


def test_its_lines_are_taken_to_be_as_restless_as_is_usual(opened: Store) -> None:
    """What closes from now on says how restless they were."""
    wave = published(opened, "w5")
    said = [closed_wave(opened, wave, "UTC") for wave in opened.waves()]
    usual = (LAM.median, Q.median, TAU.median)

    assert [(one.noise, one.drift, one.between) for one in said[:4]] == [usual] * 4
    own = opened.diagnostics(wave.id)
    assert (said[4].noise, said[4].drift) == (own["noise:lambda"], own["noise:q"])


def test_its_report_can_be_taken_as_a_file(opened: Store) -> None:
    """A line for each cell that is kept, and for what is made of them."""
    file = b"".join(as_file(opened, wave=None, form=Format.CSV)).decode()
    lines = list(csv.DictReader(StringIO(file)))

    assert {line["wave"] for line in lines} == {*WAVES}
    cells = [line for line in lines if line["measure_kind"] not in {"construct", "derived"}]
    assert len(cells) == len(rows("published_cell"))
