"""Promises of the table of pandas: declared types, nothing copied, and a page whose code runs."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from analytics.exports.parquet import write_parquet
from analytics.figures import frame, read
from analytics.figures.arrow import batches_of, schema
from analytics.figures.report_columns import ColumnKind, Row, columns
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import Band, Cell, MeasureKind, Scope
from survey.organisation.structure import Unit
from survey.settings import ROOT
from survey.store import Store
from tests.make import Universe, populate
from tests.make import published as publish
from tests.make_report import blocks_of, report_of
from tests.make_waves import ASKED, PublishedWave, closed_wave, figures, instrument, score

NAMES = {"org": "Northwind", "harbour": "Harbour", "t1": "Kitchen", "t2": "Dock"}
ABOVE = {"org": None, "harbour": "org", "t1": "harbour", "t2": "harbour"}
BOTH = instrument((*ASKED, "SCO1", "SCO2"))
MANY = Band(35, 45)
SMALL = Universe({"all": 0, "ant": 8, "bee": 9}, {"all": None, "ant": "all", "bee": "all"}, ())


def a_wave(
    at: int, belonging: Mapping[str, float | None], gaps: Mapping[str, int]
) -> PublishedWave:
    """A wave of an area of two teams; a gap is how far home in the team is above the whole."""
    wave = closed_wave(at, asked=BOTH)
    units = {key: Unit(key, NAMES[key], above) for key, above in ABOVE.items()}
    cells = []
    for key, points in belonging.items():
        found = figures(wave, belonging=points, people=MANY, invited=45)
        found |= {"SCO1": score(50 + gaps.get(key, 0), people=MANY), "SCO2": score(50, people=MANY)}
        scope = Scope.TEAM if key.startswith("t") else Scope.AREA
        kinds = ((measure, wave.measures[measure].kind) for measure in found)
        cells += [Cell(key, scope, measure, kind, found[measure]) for measure, kind in kinds]
    return PublishedWave(wave, units, cells)


def history() -> list[PublishedWave]:
    """Dock fell in the seventh wave; the area fell in the fourth and came back in the seventh."""
    area = (70, 70, 70, 40, 40, 40, 70, 70)
    dock = (70, 70, 70, 70, 70, 70, 30, 30)
    return [
        a_wave(
            at, {"org": 60, "harbour": one, "t1": None if at == 2 else 55, "t2": other}, {"t2": 25}
        )
        for at, (one, other) in enumerate(zip(area, dock, strict=True))
    ]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report as HR took it."""
    at = tmp_path_factory.mktemp("taken") / "report.parquet"
    with at.open("wb") as out:
        write_parquet(blocks_of(history()), out)
    return at


def dtype_of(name: str, kind: ColumnKind) -> object:
    """What a column is declared to be in pandas."""
    if kind is ColumnKind.TEXT:
        return "category"
    return pd.ArrowDtype(schema().field(name).type)


def test_every_column_has_its_declared_type(file: Path) -> None:
    found = read(file)

    assert list(found.columns) == list(Row._fields)
    for column in columns():
        assert found[column.name].dtype == dtype_of(column.name, column.kind), column.name


def test_closed_words_are_all_there_in_their_order(file: Path) -> None:
    """So that counting them counts those that nobody has, too."""
    found = read(file)

    for name, words in {
        "scope": Scope,
        "measure_kind": MeasureKind,
        "change_verdict": Verdict,
        "reason": Reason,
    }.items():
        assert list(found[name].cat.categories) == [word.value for word in words]


def test_it_holds_the_rows_of_the_report(file: Path) -> None:
    """Values and blanks."""
    found = read(file)

    for name, values in zip(Row._fields, zip(*report_of(history()), strict=True), strict=True):
        column = found[name]
        there = [value is not None for value in values]
        assert column.notna().tolist() == there, name
        plain = [value for value in values if value is not None]
        if name in {c.name for c in columns() if c.kind is ColumnKind.NUMBER}:
            assert column.dropna().astype(float).tolist() == pytest.approx(plain, rel=1e-6)
        else:
            assert column.dropna().tolist() == plain, name


def test_numbers_and_days_lie_where_arrow_has_them() -> None:
    table = pa.Table.from_batches(batches_of(blocks_of(history())), schema())
    found = frame.framed(table)

    for column in columns():
        if column.kind is not ColumnKind.TEXT:
            ours = found[column.name].array.__arrow_array__()
            assert [_address(chunk) for chunk in ours.chunks] == [
                _address(chunk) for chunk in table[column.name].chunks
            ], column.name


def _address(chunk: Any) -> int:
    return int(chunk.buffers()[1].address)


def test_one_wave_is_its_rows(file: Path) -> None:
    whole = read(file)

    only = read(file, wave="w3")

    assert len(only) == (whole.wave == "w3").sum() > 0
    assert only.score.tolist() == whole[whole.wave == "w3"].score.tolist()


def test_what_an_older_file_lacks_is_empty(file: Path, tmp_path: Path) -> None:
    """Not known is not invented."""
    old = pq.read_table(file).drop_columns(["reason", "since_wave", "level_now"])
    pq.write_table(old, tmp_path / "old.parquet")

    found = read(tmp_path / "old.parquet")

    assert found[["reason", "since_wave", "level_now"]].isna().all().all()
    assert list(found.columns) == list(Row._fields)


def test_a_store_gives_the_same_as_its_file(store: Store, tmp_path: Path) -> None:
    """Of all waves, and of one."""
    populate(store, SMALL)
    publish(store)
    (key,) = (wave.key for wave in store.waves())

    found = read(store)

    assert len(found) > 0
    assert (found.wave == key).all()
    pd.testing.assert_frame_equal(found, read(store, wave=key))


def test_pandas_is_loaded_by_those_who_want_it_only() -> None:
    """Whoever reads figures otherwise does without."""
    look = "import sys, analytics.figures.report, analytics.exports.formats; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert "analytics.figures.arrow" in ran.stdout.split()
    assert "pandas" not in ran.stdout.split()


def test_the_page_answers_its_questions(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its code, run in order beside a report of this history."""
    monkeypatch.chdir(file.parent)
    page = (ROOT / "docs" / "figures-table.md").read_text("utf-8")
    said: dict[str, Any] = {}

    for code in re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL):
        exec(code, said)

    fell = said["fell"]
    assert fell.unit_name.tolist() == ["Dock"]
    assert (fell.since_wave.tolist(), fell.level_now.tolist()) == (["w6"], [30.0])
    assert said["levels"] == [("w0", "w2", 70.0), ("w3", "w5", 40.0), ("w6", "w7", 70.0)]
    assert said["gap"].index[0] == "t2"
    assert said["gap"].tolist() == [25.0, 0.0]
