"""Promises of the maps page: published figures, a blank that is said, and words for the finding."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.jobs.schedule import close_now
from survey.organisation.structure import Unit
from survey.store import CellRow
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import charts, drawn, elements, errors, words

PAGE = "team/maps.py"
PURPOSE, RESPECT = ("PUR1", "PUR2", "INC1", "INC3"), ("RES1", "RES2")


def opened(yard: Visitor, unit: str, *, person: str = shipyard.HR, **asked: str) -> AppTest:
    """The maps of a unit."""
    return yard.sign_in(person).open(PAGE, unit=unit, **asked)


def publish(yard: Visitor, key: str, *, asks: str) -> None:
    """A wave that asks other statements than those of the yard, answered by everybody."""
    links = shipyard.open_a_wave(yard.store, key, asks=asks)
    shipyard.answer_all(yard.store, key, links, leave_out=[])
    yard.clock.move(days=9)
    close_now(yard.store, key=key, actor=make.ACTOR)


def shown(yard: Visitor, unit: str, wave: str) -> dict[str, float]:
    """The scores of a unit that a wave shows, by statement."""
    rows: list[CellRow] = yard.store.cells(units=[unit], waves=[yard.store.wave(wave).id])
    scope = "area" if unit in shipyard.YARD.above.values() else "team"
    return {r.measure: r.tenths / 10 for r in rows if r.tenths is not None and r.scope == scope}


def mean(scores: dict[str, float], items: tuple[str, ...]) -> float:
    return sum(scores[item] for item in items) / len(items)


def dot(chart: dict[str, Any], name: str) -> tuple[float, float]:
    """Where a chart has the dot that its legend calls so."""
    (trace,) = (t for t in chart["data"] if t.get("name") == name and t["x"] != [None])
    return trace["x"][0], trace["y"][0]


@pytest.mark.parametrize(("unit", "area"), [("keel", "hulls"), ("hulls", "yard")])
def test_the_dots_stand_where_the_published_statements_say(
    yard: Visitor, unit: str, area: str
) -> None:
    """The unit and the area above it, on both maps."""
    trust, ownership = charts(opened(yard, unit))

    for key in (unit, area):
        scores = shown(yard, key, shipyard.LAST_WAVE)
        purpose, respect = mean(scores, PURPOSE), mean(scores, RESPECT)
        assert dot(trust, key.title()) == pytest.approx((purpose, respect), abs=0.051)
        assert dot(ownership, key.title()) == (scores["OWN1"], scores["OWN2"])


def test_the_finding_stands_beside_the_map_and_is_told_to_those_who_do_not_see_it(
    yard: Visitor,
) -> None:
    """The keel team fell against February, because March is withheld."""
    run = opened(yard, "keel", person=shipyard.LEADER)
    trust, ownership = run.get("plotly_chart")

    assert trust.proto.alt.startswith("Keel stands in the corner “needs support on both”.")
    assert ownership.proto.alt.startswith("Keel stands between “waiting for leaders to decide” and")
    for chart, measure in ((trust, "Mutual purpose"), (ownership, "Empowerment")):
        assert f"{measure} fell in Wave 2026-04." in chart.proto.alt
        assert re.search(rf"<span>{measure}</span>.*?▼ \d+ since Wave 2026-04", drawn(run))
    assert "Mutual purpose in Wave 2026-04: likely between" in words(run)
    assert re.search(r"The step of \d+ points: likely between", words(run))


def test_a_withheld_wave_draws_nothing_and_says_so(yard: Visitor) -> None:
    """The rule is said too, and the table has blanks."""
    run = opened(yard, "keel", person=shipyard.MEMBER, wave=shipyard.GAP_WAVE)

    assert charts(run) == []
    assert "Mutual purpose is not shown for Wave 2026-03" in words(run)
    assert "Empowerment is not shown for Wave 2026-03" in words(run)
    assert text("withheld.why", k=5) in words(run)
    table = run.dataframe[0].value
    gap = table[table["Wave"] == f"Wave {shipyard.GAP_WAVE}"]
    assert len(gap) == 4
    assert gap[["Score", "Likely from", "Likely to", "Change"]].isna().all(axis=None)


def test_a_unit_of_two_has_no_map_of_its_own(yard: Visitor) -> None:
    run = opened(yard, "flags")

    assert charts(run) == []
    assert run.dataframe[0].value["Score"].isna().all()
    assert text("withheld.why", k=5) in words(run)


def test_another_wave_shows_what_was_known_then_and_changes_the_address(yard: Visitor) -> None:
    """Nothing of later waves is in it."""
    run = opened(yard, "deck")

    then = run.selectbox[1].set_value("2026-02").run()

    assert run.query_params["wave"] == "2026-02"
    scores = shown(yard, "deck", "2026-02")
    assert dot(charts(then)[1], "Deck") == (scores["OWN1"], scores["OWN2"])
    assert text("trends.verdict_too_early") in drawn(then)
    assert set(then.dataframe[0].value["Wave"]) == {"Wave 2026-02"}
    assert charts(opened(yard, "deck", wave="2026-02")) == charts(then)


def test_a_short_wave_has_no_quadrant_and_says_what_it_did_not_ask(empty: Visitor) -> None:
    """One statement of respect is enough for the map of trust."""
    shipyard.settle(empty.store)
    publish(empty, "first", asks="short")
    run = opened(empty, "deck")

    assert len(charts(run)) == 1
    assert "Wave first did not ask about Empowerment" in words(run)
    assert "withheld" not in words(run)


def test_waiting_for_leaders_stands_beside_the_quadrant_when_it_was_asked(empty: Visitor) -> None:
    """Turned round: the figure says how far work goes on without them."""
    shipyard.settle(empty.store)
    publish(empty, "first", asks="full-a")
    run = opened(empty, "deck")

    own3 = shown(empty, "deck", "first")["OWN3"]
    assert f"Going on without waiting for a leader: {own3:.0f}" in words(run)
    assert "Work stalls here until a leader tells us what to do next." in words(run)


def test_a_wave_that_asked_nothing_of_the_kind_says_so(empty: Visitor) -> None:
    """An instrument of an organisation's own."""
    shipyard.settle(empty.store)
    publish(empty, "first", asks="lq2002")
    run = opened(empty, "deck")

    assert charts(run) == []
    assert "Wave first did not ask about Mutual purpose" in words(run)
    assert not run.dataframe


def test_before_any_wave_closed_there_is_nothing_to_see(empty: Visitor) -> None:
    shipyard.settle(empty.store)
    shipyard.open_a_wave(empty.store, "first")
    run = empty.sign_in(shipyard.MEMBER).open(PAGE)

    assert [info.value for info in run.info] == [text("trends.none_yet")]
    assert charts(run) == []


@pytest.mark.parametrize("asked", [{"unit": "deck"}, {"unit": "keel", "wave": "2026-06"}])
def test_what_one_may_not_see_reads_like_what_does_not_exist(
    yard: Visitor, asked: dict[str, str]
) -> None:
    """A foreign unit, and a wave that is still open."""
    nowhere = {**asked, list(asked)[-1]: "nowhere"}
    yard.sign_in(shipyard.MEMBER)

    found = yard.open(PAGE, **asked)

    assert errors(found) != []
    assert elements(found) == elements(yard.open(PAGE, **nowhere))


def test_team_and_leader_see_the_same_maps(yard: Visitor) -> None:
    member, leader = (opened(yard, "keel", person=p) for p in (shipyard.MEMBER, shipyard.LEADER))

    assert charts(member) == charts(leader) != []
    # First on a page stands who is signed in.
    assert elements(member)[1:] == elements(leader)[1:]


def test_a_name_is_read_as_it_was_written(yard: Visitor) -> None:
    """Marks in it do nothing, in the words and in the chart."""
    unit = Unit("keel", "**Keel** <b>[x](y)", "hulls")
    make.keep_people(yard.store, [], units=[unit])
    run = opened(yard, "keel")

    said = "".join(str(node.value) for node in run.markdown)
    assert r"\*\*Keel\*\* \<b\>\[x\]\(y\) stands" in said
    assert "**Keel** &lt;b&gt;[x](y)" in str(charts(run)[0])
    assert run.get("plotly_chart")[0].proto.alt.startswith("**Keel** <b>[x](y) stands")
