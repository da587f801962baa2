"""Promises of the page of an area: published figures, no ranks, and the rule of who may see it."""

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from analytics.charts import heat_map_geometry as tiles
from analytics.jobs.schedule import close_now
from survey.actions.units import close_unit
from survey.organisation.structure import Unit
from survey.store.viewers import viewer
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import charts, elements, errors, words

PAGE = "leader/area.py"
BELOW = ["Deck", "Flags", "Keel"]


def opened(yard: Visitor, *, person: str = shipyard.OVER_LEADERS, **asked: str) -> AppTest:
    """The page of an area."""
    return yard.sign_in(person).open(PAGE, **asked)


def heat(run: AppTest) -> dict[str, Any]:
    """The one trace of the map."""
    (chart,) = charts(run)
    (trace,) = chart["data"]
    found: dict[str, Any] = trace
    return found


def rows(run: AppTest) -> dict[str, dict[str, Any]]:
    """The table of the teams over time, by name."""
    table = run.dataframe[0].value.set_index("Unit")
    return {str(name): dict(row) for name, row in table.iterrows()}


def columns(run: AppTest) -> list[str]:
    """What stands above the tiles."""
    found: list[str] = charts(run)[0]["layout"]["xaxis"]["ticktext"]
    return found


def places(trace: dict[str, Any]) -> list[float]:
    """Where tiles stand on the scale of colours."""
    packed = base64.b64decode(trace["z"]["bdata"])
    found: list[float] = np.frombuffer(packed, dtype=trace["z"]["dtype"]).astype(float).tolist()
    return found


def test_the_tiles_are_the_published_figures_of_the_units_directly_below(yard: Visitor) -> None:
    """The flags have none; a colour is for what stands apart, and whether units differ is said."""
    run = opened(yard)
    table = run.dataframe[1].value
    published = {
        (row.unit.title(), row.measure): row.tenths / 10
        for row in yard.store.cells(
            waves=[yard.store.wave(shipyard.LAST_WAVE).id], kinds=["composite"]
        )
        if row.tenths is not None and row.scope == "team"
    }

    assert list(table["Unit"]) == BELOW
    for name, score in zip(table["Unit"], table["Belonging"], strict=True):
        assert published.get((name, "belonging")) == (None if np.isnan(score) else score)
    assert [row[0] for row in heat(run)["text"]] == [
        str(round(published["Deck", "belonging"])),
        "–",
        str(round(published["Keel", "belonging"])),
    ]
    assert set(places(heat(run))) == {tiles.NO_FIGURE, tiles.BELOW, tiles.NO_COLOUR, tiles.ABOVE}
    assert text("area.differ", measure="Belonging") in words(run)
    assert text("withheld.why", k=5) in words(run)


def test_looking_at_alignment_shows_its_parts_and_stands_in_the_address(yard: Visitor) -> None:
    """The address can be passed on, to whoever may open it."""
    run = opened(yard)
    first = columns(run)
    run.radio[0].set_value("alignment").run()
    second = columns(run)

    assert first[:2] == second[:2] == ["Belonging", "Alignment"]
    assert first[2:] == ["Mattering", "Responsibility", "Respect", "Across teams"]
    assert second[2:] == ["Purpose", "Incentives", "Accountability", "Direction"]
    assert run.query_params["measure"] == "alignment"
    assert charts(opened(yard, measure="alignment")) == charts(run)


def test_what_rose_and_fell_is_told_apart_from_chance(yard: Visitor) -> None:
    """The keel team fell against the last wave that shows it; help is what is asked for."""
    run = opened(yard)
    said, teams = words(run), rows(run)

    assert text("area.story.lead_fell", moves="").strip() in said
    assert "Keel, where Belonging fell by 25 in Wave 2026-04." in said
    assert teams["Keel"][text("area.col_short", measure="Belonging")].startswith("▼ 25 since")
    assert "Where to offer help" in said
    assert "rank" not in said.lower()


def test_a_first_wave_has_nothing_to_be_compared_with(yard: Visitor) -> None:
    run = opened(yard, wave="2026-02")

    assert text("area.alone", count=4) in words(run)
    assert text("area.story.steady") in words(run)


def test_a_wave_without_figures_below_says_so(yard: Visitor) -> None:
    """Nobody answered: not even an empty map."""
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR)
    run = opened(yard, wave=shipyard.OPEN_WAVE)

    assert charts(run) == []
    assert "Wave 2026-06 shows no figures of the units directly below Hulls" in words(run)
    assert text("withheld.why", k=5) in words(run)
    newest = opened(yard)
    assert len(charts(newest)) == 1
    assert text("unit_bar.newer", wave="Wave 2026-06") in words(newest)


def test_one_goes_deeper_by_choosing_an_area(yard: Visitor) -> None:
    """Areas are offered, teams are not; what is chosen stands in the address."""
    run = opened(yard, person=shipyard.HR, units="direct")

    assert [name.strip() for name in run.selectbox[0].options] == ["Yard", "Hulls"]
    assert "choose it above: Hulls" in words(run)
    run.selectbox[0].set_value("hulls").run()
    assert run.query_params["unit"] == "hulls"
    assert charts(run) == charts(opened(yard))


def test_every_team_is_shown_at_once_or_the_units_directly_below(yard: Visitor) -> None:
    """What is chosen stands in the address; an area with teams alone has nothing to choose."""
    run = opened(yard, person=shipyard.HR)
    teams = list(run.dataframe[0].value["Unit"])
    run.radio(key="units").set_value("direct").run()

    assert teams == ["Deck", "Flags", "Keel", "Office"]
    assert list(run.dataframe[0].value["Unit"]) == ["Hulls", "Office"]
    assert run.query_params["units"] == "direct"
    run.selectbox[0].set_value("hulls").run()
    assert not errors(run)
    assert [radio.key for radio in run.radio] == ["measure"]
    assert list(run.dataframe[0].value["Unit"]) == BELOW
    assert errors(opened(yard, units="people")) == ["There is no such choice of units."]


def test_teams_of_one_name_are_told_apart_and_closed_ones_are_gone(yard: Visitor) -> None:
    """By the unit above; a closed team stays in the waves that show it."""
    office, deck = (
        Unit(key, "Deck", above) for key, above in {"office": "yard", "deck": "hulls"}.items()
    )
    make.keep_people(yard.store, [], units=[office, deck])
    names = list(opened(yard, person=shipyard.HR).dataframe[0].value["Unit"])

    assert names == ["Deck (Hulls)", "Flags", "Keel", "Deck (Yard)"]
    everybody = yard.store.people()
    moved = [replace(p, unit="deck") for p in everybody.values() if p.unit in ("flags", "office")]
    make.keep_people(yard.store, moved)
    hr = viewer(yard.store, shipyard.HR)
    assert hr is not None
    for unit in ("flags", "office"):
        close_unit(yard.store, unit=unit, viewer=hr)
    left = list(opened(yard, person=shipyard.HR).dataframe[0].value["Unit"])
    assert left == ["Deck (Hulls)", "Keel", "Deck (Yard)"]


@pytest.mark.parametrize("asked", [{"unit": "yard"}, {"unit": "keel"}, {"unit": "office"}])
def test_an_area_of_others_reads_like_one_that_does_not_exist(
    yard: Visitor, asked: dict[str, str]
) -> None:
    """So does a team, even one that the leader sees elsewhere; and so do wave and measure."""
    unknown = elements(opened(yard, unit="no-such-unit"))

    assert elements(opened(yard, **asked)) == unknown
    assert errors(opened(yard, wave="2026-06")) == ["There is no such wave."]
    assert errors(opened(yard, measure="signs")) == ["There is no such measure."]


def test_many_units_are_shown_in_parts_by_name(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No numbers that could be read as ranks; the table has them all."""
    monkeypatch.setattr("pages.ui.figures.area.AT_ONCE", 2)
    run = opened(yard)

    assert run.selectbox(key="part").options == ["Deck … Flags", "Keel … Keel"]
    assert len(heat(run)["text"]) == 2
    run.selectbox(key="part").select_index(1).run()
    assert charts(run)[0]["layout"]["yaxis"]["ticktext"] == ["Keel"]
    assert list(run.dataframe[0].value["Unit"]) == BELOW


def test_a_name_is_text_and_nothing_else(yard: Visitor) -> None:
    """Marks in the name of a unit do not act, in words or in the chart."""
    named = Unit("keel", "*K* <b>", "hulls")
    make.keep_people(yard.store, [], units=[named])
    run = opened(yard)

    (fell,) = [said.value for said in run.markdown if "fell by 25" in said.value]
    assert "\\*K\\* \\<b\\>, where" in fell
    assert charts(run)[0]["layout"]["yaxis"]["ticktext"][2] == "*K* &lt;b&gt;"


def test_before_any_wave_closed_there_is_nothing_to_see(empty: Visitor) -> None:
    """An open wave shows nothing."""
    shipyard.settle(empty.store)
    shipyard.open_a_wave(empty.store, "first")
    run = opened(empty)

    assert [info.value for info in run.info] == [text("area.none_yet")]
    assert charts(run) == []


def test_a_row_says_over_time_what_the_pages_of_its_unit_say(yard: Visitor) -> None:
    """The number rounded as on the map, the published line, and a gap where a wave shows none."""
    teams = rows(opened(yard))
    own = yard.open("team/trends.py", unit="keel")
    shown = own.dataframe[0].value
    shown = shown[shown["Measure"] == "Belonging"]

    assert list(teams) == BELOW
    line = teams["Keel"][text("area.col_over_time", measure="Belonging")]
    assert [score for score in line if not np.isnan(score)] == list(shown["Score"].dropna())[::-1]
    assert teams["Keel"]["Belonging"] == round(shown["Score"].iloc[0])
    assert np.isnan(teams["Flags"]["Belonging"])


def test_what_people_say_of_the_pulse_stands_beside_and_in_no_story(yard: Visitor) -> None:
    """A number for each team; it has no tile and no view of its own."""
    run = opened(yard)
    wave = yard.store.wave(shipyard.LAST_WAVE)
    cells = yard.store.cells(units=["keel", "deck"], waves=[wave.id], kinds=["composite"])
    scores = {row.unit: row.tenths for row in cells if row.measure == "followup"}

    for name in ("Keel", "Deck"):
        assert rows(run)[name]["Follow-up"] == round((scores[name.lower()] or 0) / 10)
    assert "Follow-up" not in columns(run)
    assert "Follow-up" not in run.markdown[0].value
