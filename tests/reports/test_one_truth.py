"""Promises of one truth: what is said of a figure is the same wherever it is read, and true.

On pages, on paper and in files; in an organisation in which nothing ever changed, in the same with
a change in the middle, and in random ones.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from analytics.charts.source_words import note
from analytics.exports.formats import Format, as_file
from analytics.figures.measures import MEANS
from analytics.figures.published_waves import published
from analytics.figures.reading import in_order
from analytics.figures.report import report_blocks
from analytics.figures.report_columns import Row
from analytics.figures.rows import rows_of
from analytics.figures.verdicts import Reason, Verdict
from analytics.paper import conversation_page, unit_paper
from analytics.paper.type import said
from analytics.published.cells import Scope
from analytics.reports.area import area_of
from analytics.reports.area_units import Reach
from analytics.reports.sources import sources
from analytics.reports.trend import trend
from analytics.reports.unit_view import UnitView, view_of
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import Wave
from tests.english import text
from tests.exports.test_exports import sheet
from tests.make import Clock
from tests.make_by_turns import ABOVE, CHANGED, WAVES, build
from tests.make_held import closing_as_before, few_changes
from tests.make_report import read_of, report_of
from tests.make_waves import published as published_wave
from tests.one_truth import Rows, contradictions, contradicts_area, keyed

pytestmark = pytest.mark.slow

HR = Viewer("h", "H", "all", None, frozenset({Role.HR}))
KEYS = [f"w{at}" for at in range(WAVES)]
AREAS = ("all", "area", "rest")
TOLD = re.compile(r"\b(rose|fell|risen|fallen)\b")


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The organisation after its eight waves."""
    with opened(tmp_path_factory.mktemp("steady")) as store:
        build(store)
        yield store


@pytest.fixture(scope="module")
def turns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Rows]]:
    """The same with a change in the middle, and its report."""
    with opened(tmp_path_factory.mktemp("changed")) as store:
        build(store, change=CHANGED)
        yield store, keyed(rows_of(report_blocks(store, wave=None)))


def opened(folder: Path) -> closing[Store]:
    return closing(Store(Settings(data=folder), clock=Clock()))


def views(store: Store, unit: str, *, after: int = 0) -> Iterator[UnitView]:
    """A unit as of each of its waves, the first ones left out."""
    view = view_of(store, unit=unit, viewer=HR)
    assert view is not None
    for wave in view.figures.waves[after:]:
        yield view.until(wave.key)


def test_where_nothing_changed_hardly_any_area_is_told_of_a_change(steady: Store) -> None:
    """At most 3 % of all its figures that are compared, over waves that ask by turns."""
    rows = [row for row in rows_of(report_blocks(steady, wave=None)) if row.scope is Scope.AREA]
    compared = [row for row in rows if row.change is not None]
    told = [row for row in compared if row.change_verdict is not Verdict.STEADY]

    assert len(compared) > 500
    assert len(told) <= 0.03 * len(compared)


def test_where_teams_changed_their_areas_are_told(turns: tuple[Store, Rows]) -> None:
    """Two teams fell in one, and all rose in the other."""
    _, rows = turns
    told = {
        (row.unit, row.change_verdict)
        for row in rows.values()
        if row.scope is Scope.AREA and row.measure == "belonging" and row.wave in KEYS[4:]
    }

    assert told >= {("area", Verdict.FELL), ("rest", Verdict.ROSE)}


def test_no_two_places_contradict_each_other_about_a_unit(turns: tuple[Store, Rows]) -> None:
    """In later waves: trend, sources, maps, focus, conversation, and the report."""
    store, rows = turns
    seen = (view for unit in (*AREAS, "t1", "t6", "u1") for view in views(store, unit, after=3))

    assert [line for view in seen for line in contradictions(view, rows)] == []


@pytest.mark.parametrize("reach", Reach)
def test_the_page_of_an_area_says_what_each_unit_says(
    turns: tuple[Store, Rows], reach: Reach
) -> None:
    """Of the units right below, and of every team."""
    store, _ = turns
    whole = {unit: view_of(store, unit=unit, viewer=HR) for unit in ABOVE}

    for key in KEYS[::2]:
        own = {(u, v.figures.scope): v.until(key) for u, v in whole.items() if v is not None}
        assert len(own) == len(ABOVE)
        found = area_of(store, unit="all", viewer=HR, wave=key, reach=reach)
        assert list(contradicts_area(found, own)) == []


@pytest.mark.parametrize("form", Format)
def test_every_file_holds_the_report(turns: tuple[Store, Rows], form: Format) -> None:
    """CSV, workbook and Parquet: what changed since when, how surely, and why it is not said."""
    store, rows = turns
    columns = ("since_wave", "change", "change_low", "change_high", "change_verdict", "reason")
    there = list(_read(b"".join(as_file(store, wave=None, form=form)), form))

    assert len(there) == len(rows)
    for found in there:
        key = (
            str(found["wave"]),
            str(found["unit"]),
            Scope(str(found["scope"])),
            str(found["measure"]),
        )
        for column in ("score", *columns):
            assert _alike(found[column], getattr(rows[key], column)), (key, column)


def _read(content: bytes, form: Format) -> Iterator[Mapping[str, object]]:
    match form:
        case Format.CSV:
            yield from csv.DictReader(StringIO(content.decode()))
        case Format.PARQUET:
            yield from pq.read_table(BytesIO(content)).to_pylist()
        case Format.XLSX:
            names, *lines = sheet(content)
            yield from (dict(zip(names, line, strict=True)) for line in lines)


def _alike(found: object, expected: object) -> bool:
    """Files differ in how they write a number, and in what is empty."""
    if expected is None or isinstance(expected, str):
        return (found or None) == expected
    return float(str(found)) == pytest.approx(float(str(expected)), abs=1e-4)


def test_a_paper_says_what_the_pages_say_and_tells_of_no_other_change(
    turns: tuple[Store, Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = turns

    for unit in ("all", "rest", "t6", "u1"):
        for view in views(store, unit, after=4):
            words, found = _on_paper(view, monkeypatch), sources(view)
            stands = [" ".join(s.said("en") for s in line.sentences) for line in trend(view).lines]
            notes = [note(one, language="en") for one in found.all] if found.shown else []
            changed = [s.said("en") for one in found.all for s in one.sentences]
            known = [*stands, *notes, *changed, text("sources.dots_how"), text("paper.trend_how")]

            assert {*stands, *notes} <= {*words}
            assert [one for one in words if TOLD.search(_without(one, known))] == []


def _without(one: str, known: Sequence[str]) -> str:
    """What is left of a text without all that is said elsewhere too."""
    for said_too in sorted(known, key=len, reverse=True):
        one = one.replace(said_too, "")
    return one


def _on_paper(view: UnitView, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is set on a paper."""
    words: list[str] = []

    def noted(one: str) -> str:
        words.append(one)
        return said(one)

    with monkeypatch.context() as patch:
        patch.setattr(unit_paper, "said", noted)
        patch.setattr(conversation_page, "said", noted)
        unit_paper.paper(view, language="en")
    return words


@pytest.mark.parametrize(
    "said",
    [
        {"change_verdict": Verdict.STEADY},
        {"since_wave": "w0"},
        {"change": 20.0},
        {"change_low": 1.0},
        {"interval_high": 99.0},
        {"reason": Reason.OTHER_PEOPLE},
        {"score": None},
    ],
)
def test_a_contradiction_would_be_found(said: dict[str, object]) -> None:
    """Else the promises above would promise nothing."""
    waves = [published_wave(at, belonging=b) for at, b in enumerate((40, 40, 70))]
    rows, read = dict(keyed(report_of(waves))), read_of(waves)
    unit, key = read.unit("t1", scope=Scope.TEAM, name="T"), ("w2", "t1", Scope.TEAM, "belonging")
    assert unit is not None
    view = UnitView(unit, read, (), unit.units)

    assert contradictions(view, rows) == []
    rows[key] = rows[key]._replace(**said)  # type: ignore[arg-type]
    assert contradictions(view, rows)


def test_areas_of_old_publications_in_which_teams_were_held_stay_uncompared(
    duckdb_store: Store,
) -> None:
    """The statements left teams out, which is other people; the figures tell so by themselves."""
    held: dict[str, frozenset[str]] = {}

    def noted(store: Store, wave: Wave) -> frozenset[str]:
        held[wave.key] = few_changes(store, wave)
        return held[wave.key]

    with closing_as_before(noted):
        build(duckdb_store, waves=4)
    rows = keyed(rows_of(report_blocks(duckdb_store, wave=None)))
    keys = [wave.key for wave in in_order(published(duckdb_store))]
    apart = {(unit, key): _inside(unit, held[key]) for unit in AREAS for key in keys}

    assert {*apart.values()} == {True, False}
    for (unit, key), inside in apart.items():
        if not inside:
            continue
        told = [
            row
            for (wave, of, scope, _), row in rows.items()
            if (wave, of, scope) == (key, unit, Scope.AREA) and row.measure_kind in MEANS
        ]
        assert told
        assert {row.change for row in told} == {None}
        assert {row.reason for row in told} <= {
            Reason.OTHER_PEOPLE,
            Reason.FIRST_WAVE,
            Reason.WITHHELD,
        }
        assert _reason(rows, key, unit) is Reason.OTHER_PEOPLE


def _inside(area: str, held: frozenset[str]) -> bool:
    return any(area == "all" or ABOVE[team] == area for team in held)


def _reason(rows: Rows, wave: str, unit: str) -> Reason | None:
    found: Row = rows[wave, unit, Scope.AREA, "belonging"]
    return found.reason
