"""Promises of the quality figures: from closing to the page and back, and never about a few."""

from random import Random

import numpy as np
import pytest

from analytics.charts.goes_with import alt_text, bars, goes_with_chart, words_in
from analytics.closing.counting import Opened, Turnout, tally
from analytics.closing.quality import quality_figures
from analytics.disclosure.control import Plans, plan
from analytics.disclosure.tree import Tree
from analytics.published.diagnostics import PARTS, drivers_of, omegas_of, qualities
from analytics.reports.quality import (
    GoesWith,
    QualityReport,
    quality_report,
    waves_to_look_at,
)
from analytics.statistics.agreement import agreement
from analytics.statistics.reliability import reliability
from analytics.statistics.scale_evidence import Outcome
from survey.actions.organisation import grant
from survey.errors import NotAllowed, NotFound
from survey.organisation.structure import Role
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT
from survey.store import Store
from survey.store.viewers import viewer
from tests.make import ACTOR, Universe, instrument, populate, published, statement

STANDARD = load_instruments(CONTENT / "instruments")["standard"]
TEAMS = 12


def crowd(people: int, *, asks: Instrument = STANDARD, seed: int = 1) -> Opened:
    """People of twelve teams who lean one way or the other, and so answer much alike."""
    rng = np.random.default_rng(seed)
    leaning = rng.normal(0, 0.8, people)[:, None]
    scores = np.clip(
        np.rint(3.5 + leaning + rng.normal(0, 0.8, (people, len(asks.statements)))), 1, 5
    )
    home = np.arange(people) % TEAMS + 1
    return Opened(home, scores.astype(np.uint8), np.zeros((people, len(asks.signs)), np.uint8), {})


def plans_for(opened: Opened, asks: Instrument) -> Plans:
    """The plans of a wave in which so many were asked as answered."""
    tree = Tree(("root", *(f"t{n}" for n in range(TEAMS))), (-1, *[0] * TEAMS))
    asked = np.bincount(opened.home, minlength=len(tree)).astype(np.int64)
    counts = tally(opened, Turnout(asked, asked), tree=tree, instrument=asks)
    return plan(counts, tree=tree, k=5)


def figures(opened: Opened, *, asks: Instrument = STANDARD) -> dict[str, float]:
    return quality_figures(opened, plans_for(opened, asks), instrument=asks, k=5)


def test_what_is_kept_is_what_was_worked_out_to_hundredths() -> None:
    opened = crowd(240)
    first = qualities(figures(opened), STANDARD)[0]
    column = [item.id for item in STANDARD.statements]
    answers = opened.scores[:, [column.index(item) for item in first.items]].astype(np.float64)
    whole, agreed = reliability(answers), agreement(answers, opened.home, options=5)

    assert whole is not None
    assert first.reliability is not None
    assert first.reliability.alpha == round(whole.alpha, 2)
    assert first.reliability.item_rest == tuple(round(r, 2) for r in whole.item_rest)
    assert agreed is not None
    assert first.agreement is not None
    assert first.agreement.icc.one == round(agreed.icc.one, 2)
    assert first.agreement.teams == TEAMS


def test_what_goes_with_feeling_at_home_is_read_as_it_was_kept() -> None:
    told = drivers_of(figures(crowd(240)), STANDARD)

    assert told is not None
    ids, found = told
    assert ids == ("BEL", "RSP", "RES", "BND", "PUR", "INC", "OWN", "DIR")
    assert sum(part.importance for part in found.parts) == pytest.approx(found.r2, abs=0.05)
    assert all(part.low <= part.importance <= part.high for part in found.parts)
    assert found.adjusted < found.r2


def test_earlier_publications_say_the_adjusted_share_by_what_they_did_say() -> None:
    """They kept R² alone, with the lower end of the band of people: at most a little less."""
    kept = figures(crowd(249))
    today = drivers_of(kept, STANDARD)
    earlier = drivers_of({k: v for k, v in kept.items() if k != "drivers:adjusted"}, STANDARD)

    assert today is not None
    assert earlier is not None
    assert earlier[1].parts == today[1].parts
    assert today[1].adjusted - 0.015 <= earlier[1].adjusted <= today[1].adjusted + 0.011


@pytest.mark.parametrize(("people", "said"), [(48, False), (60, True)])
def test_fewer_than_fifty_people_say_nothing(people: int, said: bool) -> None:
    found = figures(crowd(people))

    assert any(name.endswith(":alpha") for name in found) == said
    assert bool(omegas_of(found, STANDARD)) == said


@pytest.mark.parametrize(("people", "said"), [(96, False), (108, True)])
def test_fewer_than_a_hundred_say_nothing_about_what_goes_with_what(
    people: int, said: bool
) -> None:
    assert (drivers_of(figures(crowd(people)), STANDARD) is not None) == said


def test_numbers_of_people_are_the_lower_ends_of_their_bands() -> None:
    found = figures(crowd(249))

    assert found["quality:belonging:people"] == 246.0
    assert found["drivers:people"] == 246.0


def test_teams_that_answer_all_alike_look_like_teams_that_nearly_do() -> None:
    """Agreement is merged at its end, as scores are."""
    alike = crowd(240)
    alike.scores[:] = (alike.home % 3 + 2)[:, None]
    nearly = Opened(alike.home, alike.scores.copy(), alike.ticks, {})
    nearly.scores[0] += 1

    found, other = figures(alike), figures(nearly)
    ends = [name for name in found if name.endswith((":deviation", ":r_star", ":rwg", ":icc1"))]
    assert len(ends) == 12
    assert [found[name] for name in ends] == [other[name] for name in ends]


def test_the_order_of_ballots_changes_nothing_but_chance_in_the_last_place() -> None:
    opened = crowd(240)
    order = list(range(240))
    Random(3).shuffle(order)
    shuffled = Opened(opened.home[order], opened.scores[order], opened.ticks[order], {})

    one, two = figures(opened), figures(shuffled)
    assert one.keys() == two.keys()
    assert all(abs(one[name] - two[name]) <= 0.01 for name in one)


def test_an_instrument_without_the_two_scopes_says_nothing_about_feeling_at_home() -> None:
    plain = instrument([statement("B1"), statement("B2"), statement("A1", "alignment")])

    assert drivers_of(figures(crowd(240, asks=plain), asks=plain), plain) is None


def test_where_nothing_was_published_nothing_was_checked() -> None:
    first = qualities({}, STANDARD)[0]

    assert {one.outcome for one in first.checked} == {Outcome.TOO_FEW}
    assert first.reliability is None


def test_the_bars_are_those_with_a_score_in_the_order_given() -> None:
    rows = [
        GoesWith("Purpose", 0.2, 0.1, 0.3, 60.0, 0.08),
        GoesWith("<Respect>", 0.1, 0.05, 0.2, 80.0, 0.02),
        GoesWith("Hidden", 0.1, 0.05, 0.2, None, None),
    ]
    drawn = goes_with_chart(rows, language="en", dark=True)

    assert [bar.weight for bar in bars(rows, words_in("en"))] == [8.0, 2.0]
    assert drawn.to_dict()["data"][0]["x"] == [8.0, 2.0]
    assert "&lt;Respect&gt;" in str(drawn.layout.annotations[1].text)
    assert alt_text(rows, language="en").endswith("Purpose: 8 of 100. <Respect>: 2 of 100.")


@pytest.fixture
def ship(duckdb_store: Store) -> Store:
    """A published wave, and somebody in HR."""
    populate(duckdb_store, Universe())
    grant(duckdb_store, person="dog-1", role=Role.HR, actor=ACTOR)
    published(duckdb_store)
    return duckdb_store


def test_only_hr_asks_and_only_about_published_waves(ship: Store) -> None:
    member, somebody = viewer(ship, "ant-1"), viewer(ship, "dog-1")
    assert member is not None
    assert somebody is not None

    with pytest.raises(NotAllowed):
        waves_to_look_at(ship, viewer=member)
    with pytest.raises(NotAllowed):
        quality_report(ship, viewer=member, wave="w1", language="en")
    with pytest.raises(NotFound):
        quality_report(ship, viewer=somebody, wave="w9", language="en")
    assert quality_report(ship, viewer=somebody, wave="w1", language="en").goes_with == ()


def test_nothing_is_said_to_go_with_feeling_at_home_where_chance_gives_as_much(
    duckdb_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has what is clear, and the names of what is not."""
    populate(duckdb_store, Universe())
    grant(duckdb_store, person="dog-1", role=Role.HR, actor=ACTOR)
    published(duckdb_store, asks=STANDARD)
    somebody = viewer(duckdb_store, "dog-1")
    assert somebody is not None
    parts = {"BEL": (0.25, 0.1, 0.4, 0.5), "RSP": (0.03, 0.005, 0.1, 0.1)}
    kept = {
        f"drivers:{c}:{name}": v
        for c, four in parts.items()
        for name, v in zip(PARTS, four, strict=True)
    }
    kept |= {"drivers:people": 120.0, "drivers:teams": 10.0, "drivers:r2": 0.28}

    def told(adjusted: float) -> QualityReport:
        found = kept | {"drivers:adjusted": adjusted}
        monkeypatch.setattr(Store, "diagnostics", lambda *_: found)
        return quality_report(duckdb_store, viewer=somebody, wave="w1", language="en")

    clear, nothing = told(0.26), told(-0.01)
    assert [row.importance for row in clear.goes_with] == [pytest.approx(0.24)]
    assert (clear.explained, len(clear.unclear)) == (0.26, 1)
    assert (nothing.goes_with, nothing.explained, len(nothing.unclear)) == ((), 0.0, 2)
