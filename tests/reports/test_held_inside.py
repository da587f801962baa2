"""Promises to areas with held teams: nobody is told of a change that is only a team counted apart.

On page, in file and on paper; the organisation is one in which nothing ever changed.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO, StringIO

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from analytics.exports.formats import Format, as_file
from analytics.figures.timeline import Step
from analytics.paper import unit_paper
from analytics.paper.type import said
from analytics.reports.area import area_of, moves_of
from analytics.reports.conversation import conversation
from analytics.reports.focus import focus_trend
from analytics.reports.maps import maps
from analytics.reports.sources import sources
from analytics.reports.trend import trend
from analytics.reports.unit_trend import trend_of
from analytics.reports.unit_view import UnitView, view_of
from analytics.statistics.change import Verdict
from pages.ui.figures.map import map_names
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from survey.text import text
from tests.exports.test_exports import sheet
from tests.make import Clock
from tests.make_by_turns import AREAS, WAVES, Truth, build

HR = Viewer("h", "H", "all", None, frozenset({Role.HR}))
CHANGE = ("change_since_previous", "change_low", "change_high", "change_verdict")
KEYS = [f"w{at}" for at in range(WAVES)]
TOLD = re.compile(r"\b(rose|fell|risen|fallen)\b|as in Wave|cannot be told apart")


@pytest.fixture(scope="module")
def turns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Truth]]:
    """The organisation after its eight waves, and whom each of them held."""
    with closing(Store(Settings(data=tmp_path_factory.mktemp("turns")), clock=Clock())) as store:
        yield store, build(store)


def apart(truth: Truth, area: str, wave: str) -> bool:
    return truth.inside(area, wave)


def views(store: Store, area: str) -> Iterator[tuple[str, UnitView]]:
    """An area as of each of its waves."""
    view = view_of(store, unit=area, viewer=HR)
    for cells in view.waves:
        yield cells.wave.key, view.until(cells.wave.key)


def false(truth: Truth, area: str, wave: str, step: Step | None) -> bool:
    """Whether a step tells a change although a held team is missing in one of its waves."""
    if step is None or step.change is None:
        return False
    return apart(truth, area, wave) or apart(truth, area, step.before.key)


def steps_on_pages(view: UnitView) -> Iterator[Step | None]:
    """Every change of the latest wave that a page of this unit tells, or paper or files made so."""
    report, drawn = sources(view), maps(view, map_names())
    for source in (*report.composites, *report.all):
        yield source.step
    for line in drawn.table.lines:
        yield line.steps[-1]
    focus = focus_trend(view, name="Focus")
    for line in focus.lines if focus else ():
        yield from (step for step in line.steps[-1:])


def test_the_organisation_holds_teams_in_some_waves_and_not_in_others(
    turns: tuple[Store, Truth],
) -> None:
    """Else the promises below would promise nothing."""
    _, truth = turns

    for area in AREAS[:2]:
        assert {apart(truth, area, key) for key in KEYS} == {True, False}


def test_the_figures_of_an_area_tell_by_themselves_that_teams_were_held(
    turns: tuple[Store, Truth],
) -> None:
    """The decision is made from published cells, and agrees with what closing knew."""
    store, truth = turns

    for area in AREAS:
        for key, view in views(store, area):
            assert view.waves[-1].held_inside == apart(truth, area, key), (area, key)


def test_no_page_tells_an_area_of_a_change_where_a_held_team_is_missing(
    turns: tuple[Store, Truth],
) -> None:
    store, truth = turns

    told = [
        (area, key)
        for area in AREAS
        for key, view in views(store, area)
        for step in steps_on_pages(view)
        if false(truth, area, key, step)
    ]
    assert told == []


def test_no_trend_tells_it_in_a_sentence_a_table_or_a_line(turns: tuple[Store, Truth]) -> None:
    store, truth = turns

    for area in AREAS:
        report = trend_of(store, unit=area, viewer=HR)
        for line in report.lines:
            for at, step in enumerate(line.steps):
                assert not false(truth, area, KEYS[at], step)
            for at, shown in enumerate(line.drawn):
                joined = getattr(shown, "joined", False)
                held = at and (apart(truth, area, KEYS[at]) or apart(truth, area, KEYS[at - 1]))
                assert not (joined and held), (area, at)
        for key, view in views(store, area):
            found = conversation(view.name, view.waves)
            if apart(truth, area, key):
                assert not any(theme.change for theme in found.themes)
                assert {one.sentence.key for one in found.standing} <= {
                    "trends.held_inside",
                    "trends.first",
                }
                lines = trend(view.name, view.waves).lines
                assert not any(line.long_run for line in lines)


def test_no_map_of_an_area_says_who_moved_where_a_held_team_is_missing(
    turns: tuple[Store, Truth],
) -> None:
    """The heat map of the whole organisation, over its two areas."""
    store, truth = turns

    for key in KEYS:
        found = area_of(store, unit="all", viewer=HR, wave=key)
        for move in moves_of(store, found).all:
            area = found.rows[move.unit].key
            assert not apart(truth, area, key)
            assert not apart(truth, area, move.since.key)


def test_no_file_has_a_change_of_an_area_where_a_held_team_is_missing(
    turns: tuple[Store, Truth],
) -> None:
    """CSV, workbook and Parquet alike; elsewhere they do have changes."""
    store, truth = turns

    for form, rows in ((form, list(rows_of(store, form))) for form in Format):
        changed = [row for row in rows if any(row[name] not in ("", None) for name in CHANGE)]
        areas = [row for row in changed if row["scope"] == "area"]
        assert len(changed) > len(areas), form
        assert [r for r in areas if apart(truth, str(r["unit"]), str(r["wave"]))] == [], form
        before = {key: KEYS[max(0, at - 1)] for at, key in enumerate(KEYS)}
        whole = [r for r in areas if r["measure"] in ("belonging", "alignment")]
        assert [r for r in whole if apart(truth, str(r["unit"]), before[str(r["wave"])])] == []


def rows_of(store: Store, form: Format) -> Iterator[dict[str, object]]:
    content = b"".join(as_file(store, wave=None, form=form))
    match form:
        case Format.CSV:
            yield from csv.DictReader(StringIO(content.decode()))
        case Format.PARQUET:
            yield from pq.read_table(BytesIO(content)).to_pylist()
        case Format.XLSX:
            names, *lines = sheet(content)
            yield from (dict(zip(names, line, strict=True)) for line in lines)


def test_no_paper_of_an_area_tells_it_and_the_reason_stands_there(
    turns: tuple[Store, Truth], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every text that is set on the paper of a wave with a held team inside."""
    store, truth = turns
    reason = text("trends.held_inside", measure="M", score="1", before_wave="W").split(". ")[1]

    for area in AREAS:
        for key, view in views(store, area):
            if not apart(truth, area, key) or len(view.waves) < 2:
                continue
            words = texts_on_paper(view, monkeypatch)
            legend = {text("sources.dots_how"), text("paper.trend_how")}
            told = [one for one in words if TOLD.search(one) and one not in legend]
            assert told == [], (area, key)
            assert any(reason.split(" W:")[1] in one for one in words)


def texts_on_paper(view: UnitView, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    with monkeypatch.context() as patch:

        def noted(one: str) -> str:
            words.append(one)
            return said(one)

        patch.setattr(unit_paper, "said", noted)
        unit_paper.paper(view)
    return words


def test_what_was_not_touched_by_holding_is_still_told(turns: tuple[Store, Truth]) -> None:
    """Teams keep their changes, and areas those between waves that hold nobody."""
    store, truth = turns
    free = [
        step
        for area in AREAS
        for key, view in views(store, area)
        for step in steps_on_pages(view)
        if step and step.change and not apart(truth, area, key)
    ]

    assert free
    assert {Verdict.UNCLEAR} <= {step.change.verdict for step in free if step.change}
