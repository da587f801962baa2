"""A report of a million rows as CSV and Parquet, against DuckDB's COPY of the same rows.

Run: python -m bench.report [--units 9000] [--waves 4] [--rounds 5] [--workbook]
The cells are as a publication writes them, of all shown figures; each round reads them, works out
constructs, intervals and changes, and writes the file. COPY writes the very same rows, which then
lie ready in a table of DuckDB's own.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from analytics.exports.formats import Format, as_file
from analytics.exports.parquet import write_parquet
from analytics.exports.report_csv import csv_of
from analytics.figures.report import report_blocks
from bench.trend import build
from survey.settings import Settings
from survey.store import Store


def as_csv(store: Store, file: Path) -> None:
    """The report as HR takes it."""
    with file.open("wb") as out:
        out.writelines(csv_of(report_blocks(store, wave=None)))


def as_parquet(store: Store, file: Path) -> None:
    """The same as Parquet."""
    with file.open("wb") as out:
        write_parquet(report_blocks(store, wave=None), out)


def as_workbook(store: Store, file: Path) -> None:
    """The same as a workbook, as it is made beside a page. Errors: Refused when none holds it."""
    with file.open("wb") as out:
        out.writelines(as_file(store, wave=None, form=Format.XLSX))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall time, and of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Build, write each file in turn, round by round, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=9000)
    parser.add_argument("--waves", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workbook", action="store_true", help="the workbook too, once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        store = Store(Settings(data=at))
        build(store, options.units, options.waves)
        as_parquet(store, at / "ours.parquet")
        copy = duckdb.connect()
        copy.execute(f"CREATE TABLE report AS SELECT * FROM '{at / 'ours.parquet'}'")
        rows = copy.execute("SELECT count(*) FROM report").fetchone()
        parts: dict[str, Callable[[], object]] = {
            "COPY csv": lambda: copy.execute(f"COPY report TO '{at / 'copy.csv'}'"),
            "report csv": lambda: as_csv(store, at / "ours.csv"),
            "COPY parquet": lambda: copy.execute(f"COPY report TO '{at / 'copy.parquet'}'"),
            "report parquet": lambda: as_parquet(store, at / "ours.parquet"),
            "cells and figures alone": lambda: sum(
                len(b.mean) for b in report_blocks(store, wave=None)
            ),
        }
        took = [{name: timed(work) for name, work in parts.items()} for _ in range(options.rounds)]
        print(f"{rows[0] if rows else 0:,} rows")
        for name in parts:
            wall, cpu = (statistics.median(one[name][which] for one in took) for which in (0, 1))
            print(f"{name}: {wall:.2f} s, {cpu:.2f} s CPU")
        for form in ("csv", "parquet"):
            wall, cpu = (
                statistics.median(
                    one[f"report {form}"][which] / one[f"COPY {form}"][which] for one in took
                )
                for which in (0, 1)
            )
            print(f"{form}: {wall:.2f} x COPY's wall time, {cpu:.2f} x its CPU")
        if options.workbook:
            wall, cpu = timed(lambda: as_workbook(store, at / "ours.xlsx"))
            print(f"workbook: {wall:.1f} s, {cpu:.1f} s CPU")
        store.close()


if __name__ == "__main__":
    main()
