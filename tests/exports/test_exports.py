"""Promises of the report's formats: the same rows everywhere, the same bytes, nothing that runs."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from python_calamine import CalamineWorkbook

from analytics.exports import xlsx
from analytics.exports.dictionary import dictionary_csv, dictionary_rows
from analytics.exports.formats import Format, Manner, as_file, nameless, report_file
from analytics.exports.parquet import write_parquet
from analytics.exports.report_csv import csv_of
from analytics.exports.safe_csv import inert
from analytics.exports.xlsx import write_xlsx
from analytics.figures.report import report_blocks
from analytics.figures.report_columns import Row, columns
from analytics.figures.rows import rows_of
from analytics.published.cells import Hidden
from survey.errors import NotAllowed, NotFound, Refused
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role, Unit
from survey.store import Store
from tests.exports.test_report_csv import with_figures
from tests.make import Clock, Universe
from tests.make import populate as bring_in
from tests.make import published as publish
from tests.make_report import blocks_of, report_of
from tests.make_waves import PublishedWave, published

HR = Viewer("hr", "HR", "", None, frozenset({Role.HR}))
SMALL = Universe({"all": 0, "ant": 10, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ())
TRICKS = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0"),
    *('=HYPERLINK("http://boat.example","here")', "http://boat.example", "mailto:a@b.example"),
    *("{=1+1}", "<b>", "5", "_x000D_"),
]


def report() -> list[PublishedWave]:
    """Two waves, of which the second withholds a figure and all of participation."""
    hidden = with_figures(published(1, belonging=40), "t1", BEL1=Hidden(), participation=Hidden())
    return [published(0), hidden]


def workbook(waves: list[PublishedWave], folder: Path) -> bytes:
    """The workbook of some waves."""
    file = BytesIO()
    write_xlsx(blocks_of(waves), file, folder=folder)
    return file.getvalue()


def parquet(waves: list[PublishedWave]) -> bytes:
    """The Parquet file of some waves."""
    file = BytesIO()
    write_parquet(blocks_of(waves), file)
    return file.getvalue()


def sheet(book: bytes, name: str = "Report") -> list[list[Any]]:
    """A sheet as a spreadsheet reads it; an empty cell is ""."""
    return CalamineWorkbook.from_object(BytesIO(book)).get_sheet_by_name(name).to_python()


def plain(row: Row) -> list[Any]:
    """The values of a row, None for an empty cell."""
    return [str(value) if isinstance(value, str) else value for value in row]


def test_all_formats_hold_the_figures_and_blanks_of_the_screen(tmp_path: Path) -> None:
    expected = [plain(row) for row in report_of(report())]
    names = [column.name for column in columns()]
    read = csv.reader(StringIO(b"".join(csv_of(blocks_of(report()))).decode(), newline=""))
    in_parquet = pq.read_table(BytesIO(parquet(report()))).to_pylist()

    header, *in_xlsx = sheet(workbook(report(), tmp_path))
    assert header == next(read) == names
    assert [[None if one == "" else one for one in line] for line in in_xlsx] == expected
    assert [list(map(_near, line.values())) for line in in_parquet] == expected
    assert [[_as_read(one) for one in row] for row in expected] == list(read)


def _near(value: object) -> object:
    """What single precision stands for; figures have at most one decimal."""
    return round(value, 1) if isinstance(value, float) else value


def _as_read(value: object) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case str():
            return value
        case _:
            return f"{value}"


@pytest.mark.parametrize("trick", TRICKS)
def test_a_name_that_is_a_trick_is_text_and_nothing_else(trick: str, tmp_path: Path) -> None:
    """No formula, no link, no relation to elsewhere; read again it is what stands in CSV."""
    waves = [published(0, names={"t1": trick})]
    book = workbook(waves, tmp_path)

    assert {line[5] for line in sheet(book) if line[4] == "t1"} == {inert(trick)}
    assert {line["unit_name"] for line in pq.read_table(BytesIO(parquet(waves))).to_pylist()} >= {
        trick
    }
    with ZipFile(BytesIO(book)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets" in name]
        assert not any(mark in one for one in sheets for mark in (b"<f>", b"<f ", b"hyperlink"))
        assert not [name for name in parts.namelist() if "worksheets/_rels" in name]


def test_keys_are_the_same_in_csv_and_in_a_workbook(tmp_path: Path) -> None:
    """So that one can be looked up in the other, whatever they begin with."""
    waves = [published(at) for at in range(2)]
    odd = {"t1": "-t1", "t2": "=t2", "root": "@root"}
    renamed = [
        one._replace(
            units={
                odd[key]: Unit(odd[key], unit.name, odd.get(unit.parent or ""))
                for key, unit in one.units.items()
            },
            cells=[replace(cell, unit=odd[cell.unit]) for cell in one.cells],
        )
        for one in waves
    ]
    in_csv = list(
        csv.DictReader(StringIO(b"".join(csv_of(blocks_of(renamed))).decode(), newline=""))
    )
    head, *lines = sheet(workbook(renamed, tmp_path))

    in_xlsx = [dict(zip(head, line, strict=True)) for line in lines]
    for name in ("wave", "unit", "parent", "measure", "since_wave"):
        assert [row[name] for row in in_xlsx] == [row[name] for row in in_csv]
    assert {row["unit"] for row in in_csv} == {"'-t1", "'=t2", "'@root"}


def test_the_same_report_is_the_same_bytes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither holds the time at which it was made."""
    first = workbook(report(), tmp_path), parquet(report())
    later = datetime.now(UTC) + timedelta(days=40)
    monkeypatch.setattr("time.time", later.timestamp)

    assert (workbook(report(), tmp_path), parquet(report())) == first


def test_numbers_are_numbers_and_days_are_days(tmp_path: Path) -> None:
    _, line, *_ = sheet(workbook(report(), tmp_path))
    table = pq.read_table(BytesIO(parquet(report())))

    assert (line[2], line[16]) == (date(2026, 1, 5), 60.0)
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["opened"], types["level"], types["score"]) == ("date32[day]", "int16", "float")
    assert types["unit"].startswith("dictionary")


def test_the_header_stays_in_sight_and_the_columns_are_explained(tmp_path: Path) -> None:
    book = workbook(report(), tmp_path)
    metadata = pq.read_schema(BytesIO(parquet(report()))).metadata

    with ZipFile(BytesIO(book)) as parts:
        assert b'state="frozen"' in parts.read("xl/worksheets/sheet1.xml")
    assert sheet(book, "Columns") == [list(row) for row in dictionary_rows()]
    assert [one["name"] for one in json.loads(metadata[b"columns"])] == list(Row._fields)


def test_every_column_is_described() -> None:
    """In order, in the manner of the report it lies beside."""
    assert [column.name for column in columns()] == list(Row._fields)
    assert dictionary_csv(separator=";", line_ending="\r\n").startswith(b"column;kind;meaning\r\n")


def test_a_report_that_no_spreadsheet_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 20)

    with pytest.raises(Refused, match="A spreadsheet holds 20 rows"):
        workbook(report(), tmp_path)


def test_every_format_comes_from_the_store_the_same_twice_and_leaves_nothing(store: Store) -> None:
    """On both engines, of one wave and of all."""
    bring_in(store, SMALL)
    publish(store, "w1", days=1)
    assert isinstance(store.now, Clock)
    store.now.move(days=2)
    publish(store, "w2", days=1)
    before = sorted(file.name for file in store.settings.data.iterdir())

    for wave in (None, "w2"):
        found = list(report_blocks(store, wave=wave))
        expected = [plain(row) for row in rows_of(found)]
        files = {form: b"".join(as_file(store, wave=wave, form=form)) for form in Format}
        assert files == {form: b"".join(as_file(store, wave=wave, form=form)) for form in Format}
        assert files[Format.CSV] == b"".join(csv_of(found))
        in_xlsx = sheet(files[Format.XLSX])[1:]
        assert [[None if one == "" else one for one in line] for line in in_xlsx] == expected
        in_parquet = pq.read_table(BytesIO(files[Format.PARQUET])).to_pylist()
        assert [list(map(_near, line.values())) for line in in_parquet] == expected
    assert sorted(file.name for file in store.settings.data.iterdir()) == before


@pytest.mark.parametrize("form", list(Format))
def test_a_report_is_hrs_and_of_waves_that_have_figures(duckdb_store: Store, form: Format) -> None:
    nobody = Viewer("x", "X", "", None, frozenset())
    with pytest.raises(NotAllowed):
        report_file(duckdb_store, viewer=nobody, wave=None, form=form, manner=Manner())
    with pytest.raises(NotFound):
        report_file(duckdb_store, viewer=HR, wave="none", form=form, manner=Manner())


def test_a_file_on_its_way_has_no_name(tmp_path: Path) -> None:
    """So nobody else can open it, and a crash leaves none behind."""
    with nameless(tmp_path) as file:
        file.write(b"figures")

        assert list(tmp_path.iterdir()) == []
