"""Promises of the promises: every number said is the rule's own, and the drawing is the rule's."""

import re
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import plotly.graph_objects as go
import pytest

from analytics.charts.small_team import small_team_chart
from analytics.charts.small_team_geometry import Kind, alt_text, drawing
from analytics.disclosure.rounding import score_grain
from analytics.promise.come_and_go import Right, come_and_go
from analytics.promise.example import Example, example, planned
from analytics.promise.rules import AboutWave, Coarse, promises, waves_in_question
from pages.ui.promise.promise_words import about, drawing_words, example_said, left, rules
from survey.settings import ROOT, Settings
from survey.store import Store
from survey.waves.wave import SMALLEST_K, State, Wave
from tests import make


def small_team_alone(k: int) -> Example:
    """The same area without the smallest team, so that the small one has nobody to stand with."""
    return planned((k + 3, k - 2), k=k)


EVERY_K = range(SMALLEST_K, 21)
DRAWING = drawing_words("en")


@pytest.fixture(scope="module")
def usual(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Wave:
    """A wave as planned, of which a test changes what matters."""
    settings = Settings(data=tmp_path_factory.mktemp("usual"))
    shutil.copyfile(blank, settings.database_file)
    with closing(Store(settings, clock=make.Clock())) as store:
        return make.plan(store)


def test_without_a_wave_the_usual_numbers_are_said(duckdb_store: Store) -> None:
    """A draft or a scheduled wave is nobody's promise yet."""
    make.populate(duckdb_store)
    make.plan(duckdb_store, "w1", k=9)
    make.plan(duckdb_store, "w2", k=9, state=State.SCHEDULED)

    report = promises(*waves_in_question(duckdb_store))

    assert (report.wave, report.k, report.keep_days) == (None, 5, None)
    assert (report.three_shares_from, report.five_shares_from) == (10, 30)
    assert (report.comments_from_people, report.comments_from_writers) == (10, 3)
    assert report.coarse == (Coarse(10, 5, 7), Coarse(5, 8, 29), Coarse(2, 30, None))


def test_an_open_wave_says_its_own_numbers_and_never_how_many_answered(
    duckdb_store: Store, clock: make.Clock
) -> None:
    """Its k, its end, how many are invited; the same after every answer as before the first."""
    make.populate(duckdb_store)
    make.published(duckdb_store, "w1", days=1)
    clock.move(days=2)
    links = make.start(duckdb_store, "w2", k=6, days=3)
    before = promises(*waves_in_question(duckdb_store))

    make.answer_all(duckdb_store, links, wave="w2")

    report = promises(*waves_in_question(duckdb_store))
    assert report == before
    assert report.k == 6
    closes = duckdb_store.wave("w2").closes
    assert report.wave == AboutWave("Wave w2", is_open=True, invited=len(links), closes=closes)


def test_between_waves_the_last_published_one_is_said(
    duckdb_store: Store, clock: make.Clock
) -> None:
    make.populate(duckdb_store)
    for key, k in (("w1", 5), ("w2", 7)):
        make.published(duckdb_store, key, days=1, k=k)
        clock.move(days=2)

    (wave,) = waves_in_question(duckdb_store)

    assert (wave.key, promises(wave).k) == ("w2", 7)
    closed = wave.closed or wave.closes
    assert promises(wave).wave == AboutWave("Wave w2", False, wave.invited or 0, closed)


def test_of_several_open_waves_each_can_be_read(duckdb_store: Store) -> None:
    """They ask other people and may have other rules."""
    make.populate(duckdb_store)
    for key, unit, k in (("w1", "bee", 5), ("w2", "dog", 4)):
        make.start(duckdb_store, key, audience=(unit,), k=k)

    found = waves_in_question(duckdb_store)

    assert {wave.key: promises(wave).k for wave in found} == {"w1": 5, "w2": 4}


@pytest.mark.parametrize("k", EVERY_K)
def test_the_steps_said_are_those_of_the_rule_for_every_number(usual: Wave, k: int) -> None:
    """From k on, each number of answers is in one line, with the step it is really rounded to."""
    lines = promises(replace(usual, k=k)).coarse

    for n in range(k, 60):
        (line,) = (c for c in lines if c.low <= n and (c.high is None or n <= c.high))
        assert line.step == score_grain(n).step


@pytest.mark.parametrize("k", EVERY_K)
def test_a_larger_k_is_never_said_to_be_undercut(usual: Wave, k: int) -> None:
    """Where comments or distributions need fewer than k people by themselves, they need k."""
    report = promises(replace(usual, k=k))

    assert min(report.three_shares_from, report.five_shares_from) >= k
    assert report.comments_from_people >= k


@pytest.mark.parametrize(
    ("days", "name"), [(None, "Nothing that was said is kept but figures"), (45, "45 days later")]
)
def test_kept_answers_are_said_as_the_wave_keeps_them(
    usual: Wave, days: int | None, name: str
) -> None:
    said = [rule.said for rule in rules(promises(replace(usual, keep_days=days)), "en")]

    assert sum(name in one for one in said) == 1
    assert sum("kept" in one for one in said) == 1


def test_a_name_cannot_bring_anything_onto_the_page(usual: Wave) -> None:
    """Whoever may name a wave cannot load a picture in a reader's browser."""
    said = about(promises(replace(usual, name="![x](http://x.example/y.png)")), "en")

    assert "![" not in said


@pytest.mark.parametrize("k", EVERY_K)
def test_the_example_shows_what_the_rule_is_for(k: int) -> None:
    """Two teams too small for figures of their own, which stand together; the area counts all."""
    small = example(k)
    one, two, three = small.teams

    assert (one.own, two.joins, three.joins) == (True, True, True)
    assert max(two.people, three.people) < k <= small.together
    assert small.area == one.people + two.people + three.people


@pytest.mark.parametrize("k", EVERY_K)
def test_a_small_team_with_nobody_to_stand_with_is_left_out_of_its_area(k: int) -> None:
    """As the page says: else the area less the team shown would be just these people."""
    alone = small_team_alone(k)
    one, two = alone.teams

    assert (alone.area, alone.together) == (one.people, 0)
    assert (two.own, two.joins) == (False, False)
    assert two.people == example(k).teams[1].people


def test_the_words_below_the_drawing_are_of_the_same_example() -> None:
    small = example(5)

    assert [team.people for team in small.teams] == [8, 3, 2]
    assert "exactly those 3 people" in example_said(small, "en")
    assert "all 5 together" in example_said(small, "en")
    assert alt_text(small, DRAWING) == (
        "A team of 8 has figures of its own and counts in its area too. "
        "A team of 3 has none of its own: its answers climb into the area. "
        "A team of 2 has none of its own: its answers climb into the area. "
        "In the area, 5 people stand together, in figures about all 13."
    )


EXAMPLES = [*map(example, (4, 5, 8, 20)), *map(small_team_alone, (4, 5, 20))]
EXAMPLES += [planned(people, k=5) for people in ((9, 9, 9), (1, 1, 1), (3, 3, 2))]


@pytest.mark.parametrize("small", EXAMPLES)
def test_every_person_is_drawn_once_in_their_team_and_once_where_they_count(small: Example) -> None:
    """Filled where a figure is about them; nobody is filled who is in no figure."""
    drawn = drawing(small, DRAWING)
    area = drawn.boxes[0]
    filled = [
        (x, y) for dots in drawn.dots if dots.filled for x, y in zip(dots.x, dots.y, strict=True)
    ]
    hollow = sum(len(dots.x) for dots in drawn.dots if not dots.filled)

    assert area.kind is Kind.AREA
    assert sum(y < area.bottom for _, y in filled) == small.area
    assert sum(y > area.bottom for _, y in filled) == sum(t.people for t in small.teams if t.own)
    assert hollow == sum(t.people for t in small.teams if not t.own)
    assert len(drawn.arrows) == sum(team.own or team.joins for team in small.teams)


@pytest.mark.parametrize("small", EXAMPLES)
def test_nobody_is_drawn_outside_their_box(small: Example) -> None:
    drawn = drawing(small, DRAWING)

    for dots in drawn.dots:
        for x, y in zip(dots.x, dots.y, strict=True):
            around = [b for b in drawn.boxes if b.left < x < b.right and b.top < y < b.bottom]
            assert any(box.kind in (dots.kind, Kind.AREA) for box in around)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("small", EXAMPLES)
def test_plotly_knows_every_property_of_the_drawing(small: Example, dark: bool) -> None:
    """What drawing leaves out for speed is checked here."""
    drawn = small_team_chart(small, DRAWING, dark=dark)

    assert len(go.Figure(drawn.to_dict()).data) == len(drawing(small, DRAWING).dots)


def test_the_documents_state_the_recorded_figures() -> None:
    """docs/promise.md has a row for each reading: in teams of all sizes, and of the smallest."""
    record = come_and_go()
    table = (ROOT / "docs" / "promise.md").read_text("utf-8").splitlines()
    rows = [re.fullmatch(r"\|[^|]+\| (\d+) \| (\d+) \|", line) for line in table]

    assert [tuple(map(int, row.groups())) for row in rows if row] == [
        (right.all, right.smallest)
        for right in (record.before_they_came, *record.usual, record.nobody_else_changes)
    ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_how_well_somebody_can_be_guessed_is_said_in_recorded_figures(language: str) -> None:
    """In a wave with another k, and were the record another, the same words say other numbers."""
    record = replace(
        come_and_go(),
        newcomer_after_one_wave=Right(62, 70),
        newcomer_after_eight_waves=Right(66, 71),
        leaver_after_one_wave=Right(61, 72),
        leaver_after_four_waves=Right(64, 69),
    )

    (*_, said) = left(replace(promises(), k=7), record, language)

    worst = record.nobody_else_changes.all
    assert sorted(map(int, re.findall(r"\d+", said))) == sorted([7, 61, 66, 100, 72, 6, worst, 50])
