"""Promises of the page of an area: published figures, no ranks, and the rule of who may see it."""

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from analytics.jobs.schedule import close_now
from survey.actions.experiments import begin_experiment
from survey.actions.units import close_unit
from survey.experiments.experiment import Signal, SignalOf
from survey.organisation.structure import Unit
from survey.store.viewers import viewer
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import drawn, elements, errors, words

PAGE = "leader/area.py"
BELOW = ["Deck", "Flags", "Keel"]


def opened(yard: Visitor, *, person: str = shipyard.OVER_LEADERS, **asked: str) -> AppTest:
    """The page of an area."""
    return yard.sign_in(person).open(PAGE, **asked)


def table(run: AppTest) -> str:
    """The table of the units, as it is in the page; "" where there is none."""
    return next(iter(re.findall(r'<table class="figures".*?</table>', drawn(run))), "")


def names(run: AppTest) -> list[str]:
    """The units in it, from the top."""
    return [
        unescape(one) for one in re.findall(r'<th scope="row".*?>.*?<a [^>]*>(.*?)</a>', table(run))
    ]


def row(run: AppTest, name: str) -> str:
    """The row of a unit."""
    found: list[str] = re.findall(r'<tr role="row".*?</tr>', table(run))
    return next(one for one in found if f">{name}<" in one)


def columns(run: AppTest) -> list[str]:
    """What stands above the figures."""
    return [unescape(one) for one in re.findall(r"<th scope=.col.[^>]*>(.*?)</th>", table(run))]


def test_the_figures_are_those_published_of_the_units_directly_below(yard: Visitor) -> None:
    """The flags have none; ground is for what lies off the whole."""
    run = opened(yard, measure="belonging")
    published = {
        (row.unit.title(), row.measure): row.tenths / 10
        for row in yard.store.cells(
            waves=[yard.store.wave(shipyard.LAST_WAVE).id], kinds=["composite"]
        )
        if row.tenths is not None and row.scope == "team"
    }

    assert names(run) == BELOW
    for name in BELOW:
        score = published.get((name, "belonging"))
        shown = re.search(r'class="now">(.*?)<', row(run, name))
        assert shown
        assert shown[1] == ("–" if score is None else str(round(score)))
    assert {"tile low", "tile none"} <= set(re.findall(r'class="(tile[^"]*)"', table(run)))
    assert text("withheld.why", k=5) in words(run)


def test_looking_at_alignment_shows_its_parts_and_stands_in_the_address(yard: Visitor) -> None:
    """The address can be passed on, to whoever may open it."""
    run = opened(yard)
    first = columns(run)
    run.segmented_control(key="measure").set_value("alignment").run()
    second = columns(run)

    assert first[4:-1] == ["Alignment", "Mattering", "Responsibility", "Respect", "Across teams"]
    assert second[4:-1] == ["Belonging", "Purpose", "Incentives", "Accountability", "Direction"]
    assert run.query_params["measure"] == "alignment"
    assert table(opened(yard, measure="alignment")) == table(run)


def test_three_sentences_say_where_to_help_what_to_celebrate_and_what_moved(yard: Visitor) -> None:
    """The teams fell against the last wave that shows them; each is named once."""
    run = opened(yard)
    said = [one.value.replace("\\", "") for one in run.markdown][1:4]  # after who is signed in

    assert said[0].startswith("**Offer help:** Deck, Belonging fell by 24 in Wave 2026-04; Keel, ")
    assert said[0].count("Keel") == 1
    assert said[1]
    assert said[2] == text("area.story.moved", moved=2, count=2, silent=2)
    assert "▼ 25 since" in row(run, "Keel")
    assert "rank" not in drawn(run).lower()


def test_a_first_wave_has_nothing_to_be_compared_with(yard: Visitor) -> None:
    assert text("area.story.none") in words(opened(yard, wave="2026-02"))


def test_a_wave_without_figures_below_says_so(yard: Visitor) -> None:
    """Nobody answered: not even an empty map."""
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR)
    run = opened(yard, wave=shipyard.OPEN_WAVE)

    assert table(run) == ""
    assert "Wave 2026-06 shows no figures of the units directly below Hulls" in words(run)
    assert text("withheld.why", k=5) in words(run)
    newest = opened(yard)
    assert names(newest) == BELOW
    assert text("unit_bar.newer", wave="Wave 2026-06") in words(newest)


def test_a_row_opens_its_unit_an_area_as_an_area(yard: Visitor) -> None:
    """Of the same wave; areas are offered above too, teams are not."""
    run = opened(yard, person=shipyard.HR, units="direct")

    assert [name.strip() for name in run.selectbox[0].options] == ["Yard", "Hulls"]
    assert f'href="/area?unit=hulls&amp;wave={shipyard.LAST_WAVE}"' in row(run, "Hulls")
    assert f'href="/trends?unit=office&amp;wave={shipyard.LAST_WAVE}"' in row(run, "Office")


def test_every_team_is_shown_at_once_or_the_units_directly_below(yard: Visitor) -> None:
    """What is chosen stands in the address; an area with teams alone has nothing to choose."""
    run = opened(yard, person=shipyard.HR)
    teams = names(run)
    run.segmented_control(key="units").set_value("direct").run()

    assert teams == ["Deck", "Flags", "Keel", "Office"]
    assert names(run) == ["Hulls", "Office"]
    assert run.query_params["units"] == "direct"
    run.selectbox[0].set_value("hulls").run()
    assert not errors(run)
    assert [one.key for one in run.segmented_control if one.key] == ["show", "measure"]
    assert names(run) == BELOW
    assert errors(opened(yard, units="people")) == ["There is no such choice of units."]


def test_those_that_moved_and_those_that_have_not_talked_are_found(yard: Visitor) -> None:
    """What is withheld is in neither; what a team notes takes it from the second."""
    moved = opened(yard, show="moved")
    silent = opened(yard, show="not-talked")
    wave = yard.store.wave(shipyard.LAST_WAVE)
    leader = viewer(yard.store, shipyard.LEADER)
    assert leader is not None
    agreed = Signal(SignalOf.TALK, wave.key, wave.name, "One goal")
    begin_experiment(yard.store, agreed, unit="keel", viewer=leader)

    assert names(moved) == ["Deck", "Keel"]
    assert names(silent) == ["Deck", "Keel"]
    after = opened(yard, show="not-talked")
    assert names(after) == ["Deck"]
    assert "tries: One goal" in row(opened(yard), "Keel")
    assert errors(opened(yard, show="best")) == ["There is no such choice of units."]


def test_a_team_is_found_by_its_words_in_any_order(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name and those above it, however they are written."""
    monkeypatch.setattr("pages.ui.figures.area.SEARCH_FROM", 2)
    run = opened(yard, person=shipyard.HR, find="HULLS kee")

    assert names(run) == ["Keel"]
    run.text_input(key="find").set_value("deck hul").run()
    assert (names(run), run.query_params["find"]) == (["Deck"], "deck hul")
    run.text_input(key="find").set_value("rudder").run()
    assert text("area.none_fit") in words(run)


def test_teams_of_one_name_are_told_apart_and_closed_ones_are_gone(yard: Visitor) -> None:
    """By the unit above; a closed team stays in the waves that show it."""
    office, deck = (
        Unit(key, "Deck", above) for key, above in {"office": "yard", "deck": "hulls"}.items()
    )
    make.keep_people(yard.store, [], units=[office, deck])
    called = names(opened(yard, person=shipyard.HR))

    assert called == ["Deck (Hulls)", "Flags", "Keel", "Deck (Yard)"]
    everybody = yard.store.people()
    moved = [replace(p, unit="deck") for p in everybody.values() if p.unit in ("flags", "office")]
    make.keep_people(yard.store, moved)
    hr = viewer(yard.store, shipyard.HR)
    assert hr is not None
    for unit in ("flags", "office"):
        close_unit(yard.store, unit=unit, viewer=hr)
    left = names(opened(yard, person=shipyard.HR))
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
    """No numbers that could be read as ranks; the numbers behind it are all there."""
    monkeypatch.setattr("pages.ui.figures.area.AT_ONCE", 2)
    run = opened(yard)

    assert run.selectbox(key="part").options == ["Deck … Flags", "Keel … Keel"]
    assert names(run) == BELOW[:2]
    run.selectbox(key="part").select_index(1).run()
    assert names(run) == ["Keel"]


def test_a_name_is_text_and_nothing_else(yard: Visitor) -> None:
    """Marks in the name of a unit do not act, in words or in the table."""
    named = Unit("keel", "*K* <b>", "hulls")
    make.keep_people(yard.store, [], units=[named])
    run = opened(yard)

    (fell,) = [said.value for said in run.markdown if "fell by 25" in said.value]
    assert "\\*K\\* \\<b\\>, Belonging" in fell
    assert ">*K* &lt;b&gt;</a>" in table(run)


def test_before_any_wave_closed_there_is_nothing_to_see(empty: Visitor) -> None:
    """An open wave shows nothing."""
    shipyard.settle(empty.store)
    shipyard.open_a_wave(empty.store, "first")
    run = opened(empty)

    assert [info.value for info in run.info] == [text("area.none_yet")]
    assert table(run) == ""


def test_a_row_says_over_time_what_the_pages_of_its_unit_say(yard: Visitor) -> None:
    """The number, and the published line with a gap where a wave shows none."""
    keel = row(opened(yard, measure="belonging"), "Keel")
    own = yard.open("team/trends.py", unit="keel")
    shown = own.dataframe[0].value
    shown = shown[shown["Measure"] == "Belonging"]
    scores: list[float] = shown["Score"].tolist()[::-1]

    line = text("area.line_alt", scores="").strip()
    (said,) = re.findall(rf'alt="{line} (.*?)"', keel)
    expected = ["–" if np.isnan(one) else f"{one:.0f}" for one in scores]
    assert said.split(", ") == expected
    assert f'class="now">{expected[-1]}<' in keel


def test_what_people_say_of_the_pulse_stands_last_and_in_no_story(yard: Visitor) -> None:
    """A number for each team, whatever is looked at; it is no view of its own."""
    wave = yard.store.wave(shipyard.LAST_WAVE)
    cells = yard.store.cells(units=["keel", "deck"], waves=[wave.id], kinds=["composite"])
    scores = {row.unit: row.tenths for row in cells if row.measure == "followup"}
    run = opened(yard)

    assert columns(run)[-1] == "Follow-up"
    for name in ("Keel", "Deck"):
        score = round((scores[name.lower()] or 0) / 10)
        assert re.search(
            rf'data-label="Follow-up"><span class="tile[^"]*">{score}<', row(run, name)
        )
    assert not any("Follow-up" in one.value for one in run.markdown)
