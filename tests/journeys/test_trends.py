"""Promises of the trend page: published figures and nothing else, and why some are withheld."""

import math
import re
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from survey.store import CellRow
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import charts, words


def trends(yard: Visitor, unit: str, *, person: str = shipyard.HR) -> AppTest:
    """The trend page of a unit."""
    return yard.sign_in(person).open("team/trends.py", unit=unit)


def cells(yard: Visitor, unit: str, kind: str) -> list[CellRow]:
    """What was published about a unit."""
    return [row for row in yard.store.cells(units=[unit]) if row.kind == kind]


def shown(yard: Visitor, unit: str, kind: str) -> set[float]:
    """The scores of a unit that were published and are shown."""
    return {row.tenths / 10 for row in cells(yard, unit, kind) if row.tenths is not None}


def numbers(drawn: Any) -> Iterator[float]:
    """Every number in nested lists."""
    if isinstance(drawn, list):
        for part in drawn:
            yield from numbers(part)
    elif isinstance(drawn, int | float):
        yield float(drawn)


def test_the_chart_holds_published_figures_and_their_intervals_only(yard: Visitor) -> None:
    """Own scores, the areas above, and the ends of intervals that the table shows too."""
    run = trends(yard, "keel")
    lines, tiles = charts(run)
    table = run.dataframe[0].value

    own = {y for t in lines["data"] if "text" in t for y in numbers(t["y"])}
    drawn = {y for trace in lines["data"] for y in numbers(trace["y"])}
    ends = {*table["Likely from"].dropna(), *table["Likely to"].dropna()}
    above = shown(yard, "hulls", "composite") | shown(yard, "yard", "composite")
    assert own
    assert own < shown(yard, "keel", "composite") == set(table["Score"].dropna())
    assert all(any(math.isclose(y, e, abs_tol=0.05) for e in ends | own | above) for y in drawn)
    assert {z for t in tiles["data"] for z in numbers(t["z"])} == shown(yard, "keel", "sign")


def test_a_withheld_wave_is_a_gap_and_says_why(yard: Visitor) -> None:
    """No point and no number in the chart, the table or the words; and the rule is said."""
    run = trends(yard, "keel", person=shipyard.MEMBER)
    table = run.dataframe[0].value
    gap = table[table["Wave"] == f"Wave {shipyard.GAP_WAVE}"]

    assert len(gap) == 3
    assert gap[["Score", "Likely from", "Likely to", "Change"]].isna().all(axis=None)
    assert set(gap["Answers"]) == {""}
    assert text("sure.withheld", k=5) in words(run)
    opened = yard.store.wave(shipyard.GAP_WAVE).opened_on("UTC").isoformat()
    own = [trace for trace in charts(run)[0]["data"] if "text" in trace]
    assert own
    assert not [x for trace in own for x in trace["x"] if x == opened]


def test_a_unit_of_two_shows_its_area_and_nothing_of_its_own(yard: Visitor) -> None:
    """No figure, no sign, and the reason."""
    run = trends(yard, "flags")
    table = run.dataframe[0].value

    assert table["Score"].isna().all()
    assert [trace for trace in charts(run)[0]["data"] if "text" in trace] == []
    assert len(charts(run)) == 1
    assert text("withheld.why", k=5) in words(run)
    assert f"Belonging is not shown for Wave {shipyard.LAST_WAVE}" in words(run)


def test_the_sentence_says_what_changed_against_the_last_wave_that_is_shown(yard: Visitor) -> None:
    """The keel team fell against February, because March is withheld."""
    said = words(trends(yard, "keel", person=shipyard.LEADER))

    for measure, points in (("Belonging", 25), ("Alignment", 20)):
        assert re.search(
            rf"{measure} fell by {points} points this wave, from about \d+ to \d+", said
        )
    assert "The step of 25 points: likely between" in said


def test_switching_the_team_changes_figures_and_address(yard: Visitor) -> None:
    """The address can be passed on, to whoever may open it."""
    run = trends(yard, "keel", person=shipyard.OVER_LEADERS)
    before = charts(run)

    run.selectbox[0].set_value("deck").run()

    assert run.query_params["unit"] == "deck"
    assert set(run.dataframe[0].value["Score"]) == shown(yard, "deck", "composite")
    assert charts(run) != before
    again = trends(yard, "deck", person=shipyard.OVER_LEADERS)
    assert charts(again) == charts(run)
    assert charts(run.selectbox[0].set_value("keel").run()) == before


def test_before_any_wave_closed_there_is_nothing_to_see(empty: Visitor) -> None:
    """An open wave shows nothing."""
    shipyard.settle(empty.store)
    shipyard.open_a_wave(empty.store, "first")
    run = empty.sign_in(shipyard.MEMBER).open("team/trends.py")

    assert [info.value for info in run.info] == [text("trends.none_yet")]
    assert charts(run) == []


def test_after_one_wave_there_is_nothing_to_compare_with(empty: Visitor) -> None:
    """One point and no change."""
    shipyard.settle(empty.store)
    shipyard.publish_a_wave(empty.store, "first", clock=empty.clock)
    run = empty.sign_in(shipyard.MEMBER).open("team/trends.py")

    assert "There is no earlier figure to compare with" in words(run)
    assert list(run.dataframe[0].value["What changed"]) == ["too early to say (first wave)"] * 3
    assert "withheld" not in words(run)
