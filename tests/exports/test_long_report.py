"""Promises of workbooks: a summary first, the limit known before, and long ones beside the page."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from analytics.colours import LIGHT
from analytics.exports import formats, xlsx
from analytics.exports.formats import Format, Manner, as_file, is_long, report_file
from analytics.exports.long_report import ask_for_workbook, workbook_for
from analytics.exports.summary_sheet import CHANGED, FIRST
from analytics.figures.report import count_rows, report_blocks
from analytics.figures.report_columns import Row
from analytics.figures.rows import rows_of
from analytics.figures.summary import BY, Line, Summary, summary
from analytics.figures.verdicts import Verdict
from analytics.jobs import worker
from analytics.jobs.worker import work_off
from analytics.published.cells import Scope
from survey.actions.jobs import note_looked, stop
from survey.actions.organisation import grant
from survey.errors import NotAllowed, NotFound, Refused
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role, Unit
from survey.store import Store
from survey.store.jobs import JobState, jobs_of
from survey.store.viewers import viewer
from tests.exports.test_exports import sheet
from tests.make import ACTOR, Clock, Universe, populate, published
from tests.make_area import area_with

pytestmark = pytest.mark.slow

SMALL = Universe(
    {"all": 6, "sea": 0, "ant": 7, "bee": 2},
    {"all": None, "sea": "all", "ant": "sea", "bee": "sea"},
    ("sea", "ant"),
)
HR, OTHER = "all-1", "sea-lead"


@pytest.fixture
def yard(duckdb_store: Store) -> Store:
    """An area of two teams, one of them of two people, with two published waves."""
    populate(duckdb_store, SMALL)
    grant(duckdb_store, person=HR, role=Role.HR, actor=ACTOR)
    published(duckdb_store, "w1", days=1)
    assert isinstance(duckdb_store.now, Clock)
    duckdb_store.now.move(days=11)
    published(duckdb_store, "w2", days=1)
    return duckdb_store


def seen_as(store: Store, key: str) -> Viewer:
    """Somebody as a viewer."""
    found = viewer(store, key)
    assert found is not None
    return found


def later(store: Store, minutes: int) -> None:
    """Let time go by."""
    assert isinstance(store.now, Clock)
    store.now.move(minutes=minutes)


def in_report(store: Store, wave: str) -> dict[tuple[str, Scope, str], Row]:
    """The rows of a wave, by unit, scope and measure."""
    rows = rows_of(report_blocks(store, wave=wave))
    return {(row.unit, row.scope, row.measure): row for row in rows}


def test_the_first_sheet_has_every_unit_with_the_figures_of_the_report(yard: Store) -> None:
    """And its blanks: what is withheld there is an empty cell here."""
    book = b"".join(as_file(yard, wave="w2", form=Format.XLSX))
    with ZipFile(BytesIO(book)) as parts:
        first = parts.read("xl/worksheets/sheet1.xml").decode()
        assert 'name="Summary"' in parts.read("xl/workbook.xml").decode().split("<sheet ")[1]
    rows, found = in_report(yard, "w2"), summary(yard, wave="w2")
    head, *lines = sheet(book, "Summary")[1:]

    assert head == [*FIRST, *(column.measure.text for column in found.columns), CHANGED]
    assert [line[0].strip() for line in lines] == [one.unit.name for one in found.lines]
    for line, one in zip(lines, found.lines, strict=True):
        for value, column in zip(line[len(FIRST) : -1], found.columns, strict=True):
            row = rows[one.unit.key, one.scope, column.measure.id]
            assert (value == "") == (row.shown == "no")
            assert value == "" or value == pytest.approx(row.score, abs=0.051)
    assert any(set(line[len(FIRST) : -1]) == {""} for line in lines)
    assert 'state="frozen"' in first
    assert "<autoFilter" in first


def test_what_moved_is_said_beside_it_and_nothing_else(yard: Store) -> None:
    """The newest wave's, of belonging, alignment and what is behind them."""
    book = b"".join(as_file(yard, wave=None, form=Format.XLSX))
    found, rows = summary(yard, wave=None), in_report(yard, "w2")
    moving = set(Verdict) - {Verdict.STEADY, Verdict.TOO_EARLY, Verdict.NOT_COMPARABLE}

    for line, one in zip(sheet(book, "Summary")[2:], found.lines, strict=True):
        told = [
            row
            for (unit, scope, _), row in rows.items()
            if (unit, scope) == (one.unit.key, one.scope)
            and row.measure_kind in BY
            and row.change_verdict in moving
        ]
        assert (line[-1] == "") == (not told)
        assert all(row.measure_text in line[-1] for row in told)


def test_ground_is_that_of_the_screen(tmp_path: Path) -> None:
    """Strong where a unit surely lies off the others, brown below and teal above."""
    area = area_with(20, 60, 60, 60, 60, 60, 60, 90)
    lines = [Line(Unit(r.key, r.name, None), Scope.TEAM, "", 0, "") for r in area.rows]
    file = BytesIO()
    xlsx.write_xlsx([], file, folder=tmp_path, summary=Summary("W", "All", lines, area.columns))
    with ZipFile(file) as parts:
        cells = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    fills = re.findall(r'<fgColor rgb="FF(\w+)"', styles)
    formats_ = re.findall(r"<xf [^>]*fillId=\"(\d+)\"", styles.split("<cellXfs")[1])

    def ground(cell: str) -> str:
        found = re.search(rf'<c r="{cell}" s="(\d+)"', cells)
        assert found
        fill = int(formats_[int(found[1])])
        return f"#{fills[fill - 2].lower()}" if fill > 1 else ""

    assert [ground(f"D{row}") for row in (3, 4, 10)] == [LIGHT.low, "", LIGHT.high]


@pytest.mark.parametrize("wave", [None, "w1", "w2"])
def test_how_long_a_report_is_is_known_before_it_is_made(yard: Store, wave: str | None) -> None:
    assert count_rows(yard, wave=wave) == len(list(rows_of(report_blocks(yard, wave=wave))))


def test_what_no_spreadsheet_holds_is_refused_before_anything_is_made(
    yard: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(xlsx, "MOST_ROWS", 20)
    monkeypatch.setattr(formats, "write_xlsx", never)

    with pytest.raises(Refused, match="holds 20 rows"):
        ask_for_workbook(yard, viewer=seen_as(yard, HR), wave=None)
    with pytest.raises(Refused, match="holds 20 rows"):
        as_file(yard, wave=None, form=Format.XLSX)
    assert jobs_of(yard, HR) == []


def test_a_long_one_is_not_made_while_a_page_waits(
    yard: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made beside it, row by row, for whoever asked, and is the same."""
    rows = count_rows(yard, wave=None)
    monkeypatch.setattr(formats, "AT_ONCE", rows - 1)
    who = seen_as(yard, HR)
    assert is_long(yard, wave=None)
    with pytest.raises(Refused, match="long"):
        report_file(yard, viewer=who, wave=None, form=Format.XLSX, manner=Manner())
    key = ask_for_workbook(yard, viewer=who, wave=None)
    work_off(yard)

    (job,) = jobs_of(yard, HR)
    assert (job.key, job.state, job.total) == (key, JobState.DONE, rows)
    made_here = b"".join(workbook_for(yard, viewer=who, key=key))
    assert made_here == b"".join(as_file(yard, wave=None, form=Format.XLSX))
    later(yard, 60)
    assert b"".join(workbook_for(yard, viewer=who, key=key)) == made_here
    assert [event.verb for event in yard.audit()[:2]] == ["done report", "ask for report"]


def test_only_hr_asks_and_only_who_asked_gets_it(yard: Store) -> None:
    with pytest.raises(NotAllowed):
        ask_for_workbook(yard, viewer=seen_as(yard, OTHER), wave=None)
    key = ask_for_workbook(yard, viewer=seen_as(yard, HR), wave="w2")
    work_off(yard)
    grant(yard, person=OTHER, role=Role.HR, actor=ACTOR)

    for who, asked in ((OTHER, key), (HR, "no-such-key")):
        with pytest.raises(NotFound):
            workbook_for(yard, viewer=seen_as(yard, who), key=asked)


def test_it_ends_when_it_is_stopped_in_the_middle(
    yard: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At its next step, without a file, and without a failure on the record."""
    monkeypatch.setattr(xlsx, "EACH", 10)
    said: list[int] = []

    def noted(store: Store, job: object, *, done: int) -> None:
        said.append(done)
        (there,) = jobs_of(store, HR)
        stop(store, there, actor=HR)

    monkeypatch.setattr(worker, "note_progress", noted)
    ask_for_workbook(yard, viewer=seen_as(yard, HR), wave=None)
    work_off(yard)

    assert said == [10]
    assert jobs_of(yard, HR) == []
    assert not list((yard.settings.data / "jobs").iterdir())
    assert [event.verb for event in yard.audit()[:2]] == ["stop report", "ask for report"]


@pytest.mark.parametrize(("looks", "made_at_last"), [(False, False), (True, True)])
def test_it_ends_when_nobody_waits(yard: Store, looks: bool, made_at_last: bool) -> None:
    """A quarter of an hour after somebody last looked."""
    ask_for_workbook(yard, viewer=seen_as(yard, HR), wave=None)
    later(yard, 10)
    (job,) = jobs_of(yard, HR)
    if looks:
        note_looked(yard, job)
    later(yard, 10)
    work_off(yard)

    states = [one.state for one in jobs_of(yard, HR)]
    assert states == ([JobState.DONE] if made_at_last else [])
