"""Promises of the page of sources: published figures only, and a construct opened by address."""

import re
from html import escape, unescape

import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from analytics.published.cells import Score
from analytics.published.kept_cells import figure_of
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, settled
from tests.journeys.conftest import Visitor
from tests.journeys.server import Server
from tests.journeys.words import drawn, elements, errors, words

PAGE = "team/sources.py"
CONSTRUCTS = {
    "BEL": ("BEL1", "BEL2"),
    "RSP": ("RSP1", "RSP3"),
    "RES": ("RES1", "RES2"),
    "BND": ("BND1", "BND3"),
    "PUR": ("PUR1", "PUR2"),
    "INC": ("INC1", "INC3"),
    "OWN": ("OWN1", "OWN2"),
    "DIR": ("DIR1", "DIR3"),
    "followup": ("FUP1", "FUP2"),
}


def page(yard: Visitor, *, person: str = shipyard.HR, **asked: str) -> AppTest:
    """The page of sources."""
    return yard.sign_in(person).open(PAGE, **asked)


def published(yard: Visitor, unit: str, wave: str = shipyard.LAST_WAVE) -> dict[str, float]:
    """The shown scores of a unit in a wave by measure."""
    rows = yard.store.cells(units=[unit], waves=[yard.store.wave(wave).id])
    return {row.measure: row.tenths / 10 for row in rows if row.tenths is not None}


def test_the_dots_are_the_published_statements_put_together(yard: Visitor) -> None:
    """Each construct is the mean of the shown scores of its two statements."""
    rows = re.findall(r"<summary>.*?</summary>", drawn(page(yard, unit="keel")))
    scores = published(yard, "keel")

    expected = sorted(
        round(sum(scores[item] for item in items) / len(items), 1) for items in CONSTRUCTS.values()
    )
    dots = [float(one) for row in rows for one in re.findall(r'dot" style="left:([\d.]+)%', row)]
    assert sorted(dots) == pytest.approx(expected)


def test_the_table_holds_every_statement_with_its_published_score(yard: Visitor) -> None:
    table = page(yard, unit="deck").dataframe[0].value
    scores = published(yard, "deck")
    asked = {item.id: item.text for item in shipyard.instrument("standard").statements}

    shown = dict(zip(table["Measure"], table["Score"], strict=True))
    assert {name: shown[name] for name in asked.values()} == {
        name: scores[item] for item, name in asked.items()
    }


def test_a_construct_in_the_address_is_open_and_no_other(yard: Visitor) -> None:
    """Its statements stand in its row, whether it is open or not."""
    said = drawn(page(yard, unit="deck", measure="PUR"))
    asked = {item.id: item.text for item in shipyard.instrument("standard").statements}
    (opened,) = re.findall(r'<details class="source" open>.*?</details>', said)

    assert " open" not in drawn(page(yard, unit="deck"))
    assert asked["PUR1"] in unescape(opened)
    assert asked["BND1"] not in unescape(opened)
    assert asked["BND1"] in unescape(said)


def test_a_distribution_is_drawn_where_ten_answered(yard: Visitor) -> None:
    """Of the deck team with 13, not of the keel team with 9."""
    bars = {
        unit: [
            2 * float(width)
            for width in re.findall(
                r'class="part [^"]*" style="[^"]*width:([\d.]+)%', drawn(page(yard, unit=unit))
            )
        ]
        for unit in ("deck", "keel")
    }
    rows = yard.store.cells(
        units=["deck"], waves=[yard.store.wave(shipyard.LAST_WAVE).id], kinds=["item", "scope"]
    )
    figures = {row.measure: figure_of(row) for row in rows}
    shares = [share for f in figures.values() if isinstance(f, Score) for share in f.shares]

    assert sorted(bars["deck"]) == pytest.approx(sorted(shares), abs=0.11)
    assert bars["deck"] != bars["keel"] == []


def test_a_withheld_wave_says_so_and_shows_no_figure(yard: Visitor) -> None:
    run = page(yard, unit="keel", wave=shipyard.GAP_WAVE, person=shipyard.MEMBER)

    assert text("sources.not_shown", wave=f"Wave {shipyard.GAP_WAVE}") in words(run)
    assert text("withheld.why", k=5) in words(run)
    table = run.dataframe[0].value
    assert table["Score"].isna().all()
    assert run.expander[0].label == text("sources.table")


def test_the_keel_team_reads_what_fell_and_how_much_at_home_it_is(yard: Visitor) -> None:
    """Against February, because March is withheld."""
    run = page(yard, unit="keel", person=shipyard.LEADER)
    said = drawn(run)

    assert re.search(r"Behind it: .* fell by \d+", words(run))
    assert escape(text("sources.home")) in said
    assert "Responsibility focus" in said


def test_a_first_wave_an_area_and_its_teams_all_read_well(yard: Visitor) -> None:
    for unit in ("hulls", "yard", "flags"):
        for wave in ("2026-02", shipyard.LAST_WAVE):
            run = page(yard, unit=unit, wave=wave)
            assert not errors(run)
            assert not run.exception
    first = words(page(yard, unit="deck", wave="2026-02"))
    assert text("sources.nothing_before") in first


@pytest.mark.parametrize(
    "asked", [{"unit": "deck"}, {"unit": "office"}, {"unit": "keel", "wave": "no-such-wave"}]
)
def test_a_foreign_unit_or_wave_reads_like_an_unknown_one(
    yard: Visitor, asked: dict[str, str]
) -> None:
    run = page(yard, person=shipyard.MEMBER, **asked)

    unknown = {"unit": "nowhere"} if "wave" not in asked else asked | {"wave": "never"}
    assert elements(run) == elements(page(yard, person=shipyard.MEMBER, **unknown))
    assert len(errors(run)) == 1


def test_a_construct_nobody_asked_about_opens_nothing(yard: Visitor) -> None:
    run = page(yard, unit="deck", measure="NOPE")

    assert not errors(run)
    assert drawn(run) == drawn(page(yard, unit="deck"))


def test_before_any_wave_closed_there_is_nothing_to_see(empty: Visitor) -> None:
    shipyard.settle(empty.store)
    shipyard.open_a_wave(empty.store, "first")
    run = page(empty, person=shipyard.MEMBER)

    assert [info.value for info in run.info] == [text("sources.none_yet")]
    assert drawn(run).count("<details") == 0


@pytest.mark.browser
def test_a_construct_opens_where_it_stands(app: Server, visits: Visits) -> None:
    """Without asking the server again, and by the keyboard."""
    reader = visits.tab(app, person=shipyard.HR)
    reader.goto("/sources?unit=deck")
    settled(reader)
    statement = reader.get_by_text("Our priorities follow")
    expect(statement).to_be_hidden()
    reader.locator("summary", has_text="Direction & trust").press("Enter")

    expect(statement).to_be_visible()
