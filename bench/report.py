"""A report of a million rows as CSV and Parquet, against DuckDB's COPY of the same rows.

Run: python -m bench.report [--units 9000] [--waves 4] [--rounds 5]
The cells are as a publication writes them, of all shown figures; each round reads them, works out
constructs, intervals and changes, and writes the file. COPY writes the very same rows, which then
lie ready in a table of DuckDB's own. Row by row is the reference that the tests compare with.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from analytics.exports.block_arrow import batches_of
from analytics.exports.block_csv import csv_of
from analytics.exports.parquet import write_parquet
from analytics.exports.report import report_rows
from analytics.exports.report_blocks import blocks
from analytics.exports.report_rows_csv import pieces
from bench.trend import build
from survey.settings import Settings
from survey.store import Store


def as_csv(store: Store, file: Path) -> None:
    """The report as HR takes it."""
    with file.open("wb") as out:
        out.writelines(csv_of(blocks(store, wave=None)))


def as_parquet(store: Store, file: Path) -> None:
    """The same as Parquet."""
    with file.open("wb") as out:
        write_parquet(batches_of(blocks(store, wave=None)), out)


def row_by_row(store: Store, file: Path) -> None:
    """The same CSV from the reference."""
    with file.open("wb") as out:
        out.writelines(pieces(report_rows(store, wave=None)))


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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        store = Store(Settings(data=at))
        build(store, options.units, options.waves)
        reference = timed(lambda: row_by_row(store, at / "rows.csv"))
        as_parquet(store, at / "ours.parquet")
        copy = duckdb.connect()
        copy.execute(f"CREATE TABLE report AS SELECT * FROM '{at / 'ours.parquet'}'")
        rows = copy.execute("SELECT count(*) FROM report").fetchone()
        parts: dict[str, Callable[[], object]] = {
            "COPY csv": lambda: copy.execute(f"COPY report TO '{at / 'copy.csv'}'"),
            "report csv": lambda: as_csv(store, at / "ours.csv"),
            "COPY parquet": lambda: copy.execute(f"COPY report TO '{at / 'copy.parquet'}'"),
            "report parquet": lambda: as_parquet(store, at / "ours.parquet"),
            "cells and figures alone": lambda: sum(len(b.mean) for b in blocks(store, wave=None)),
        }
        took = [{name: timed(work) for name, work in parts.items()} for _ in range(options.rounds)]
        assert (at / "ours.csv").read_bytes() == (at / "rows.csv").read_bytes(), "the same bytes"
        print(f"{rows[0] if rows else 0:,} rows; row by row {reference[0]:.1f} s")
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
        store.close()


if __name__ == "__main__":
    main()
