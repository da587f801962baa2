"""Importing people from the file of another tool, with managers, against the app's own database.

Run: python -m bench.import_people [--people 10000]
The steps are those of the page: read the file, plan, say the plan, carry it out; first into an
empty organisation, then the same file with one in ten changed, and as a workbook.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TypeVar

import xlsxwriter  # type: ignore[import-untyped]

from survey.actions.people import carry_out
from survey.imports.people import Mode, plan, read_people, summary
from survey.settings import Settings
from survey.store import Store

Done = TypeVar("Done")
REPORTS = 8
HEADER = ("Name", "Employee Id", "Email", "Language", "End Date", "Manager Email", "Department")
TODAY = date(2026, 11, 22)


def rows(people: int, *, dice: Random, changed: float = 0.0) -> Iterator[tuple[str, ...]]:
    """Everybody but the first reports to somebody before them, eight to each."""
    for number in range(people):
        name = f"Person {number}" + (" Neu" if dice.random() < changed else "")
        manager = f"p{(number - 1) // REPORTS}@x.org" if number else ""
        yield (name, str(number), f"p{number}@x.org", "en", "", manager, f"D{number % 50}")


def csv_of(table: list[tuple[str, ...]]) -> bytes:
    """The rows with their header, as CSV."""
    return "\n".join(",".join(row) for row in [HEADER, *table]).encode()


def xlsx_of(table: list[tuple[str, ...]]) -> bytes:
    """The same as a workbook."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate([HEADER, *table]):
        sheet.write_row(line, 0, row)
    book.close()
    return file.getvalue()


def imported(store: Store, file: bytes) -> None:
    """The steps of the page, one after the other, and the seconds of all of them."""
    begun, used = time.perf_counter(), time.process_time()
    wanted = timed("read", lambda: read_people(file, None, today=TODAY))
    planned = timed("plan", lambda: plan(wanted, store.organisation(), mode=Mode.FULL))
    timed("say", lambda: summary(planned))
    timed("carry out", lambda: carry_out(store, planned, actor="bench"))
    took, cpu = time.perf_counter() - begun, time.process_time() - used
    print(f"  all of it: {took:.2f} s ({cpu:.2f} s CPU)")


def timed(name: str, work: Callable[[], Done]) -> Done:
    """Do it, and say how long it took."""
    begun, used = time.perf_counter(), time.process_time()
    done = work()
    took, cpu = time.perf_counter() - begun, time.process_time() - used
    print(f"  {name}: {took:.2f} s ({cpu:.2f} s CPU)")
    return done


def main() -> None:
    """Import, import again with changes, and the same as a workbook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    options = parser.parse_args()
    first = list(rows(options.people, dice=Random(1)))
    second = list(rows(options.people, dice=Random(2), changed=0.1))
    files = {"CSV, all new": csv_of(first), "CSV, one in ten changed": csv_of(second)}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data=Path(folder)))
        for name, file in (files | {"XLSX, one in ten changed back": xlsx_of(first)}).items():
            print(f"{options.people} people, {name}:")
            imported(store, file)
        store.close()


if __name__ == "__main__":
    main()
