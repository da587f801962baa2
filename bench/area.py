"""The report of an area of 10,000 units x 10 measures, against reading their cells alone.

Run: python -m bench.area [--units 10000] [--rounds 9]
All units stand directly below one; the page itself shows 30 at once, the report all.
Each round times the query, the report worked out anew, and the changes, one after the other.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from analytics.reports.area import Area, _area_of, area_of
from bench.trend import HR, publish
from survey.actions.organisation import apply_people
from survey.organisation.structure import Unit
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, Settings
from survey.store import Store
from survey.store.asked import Roster
from survey.store.report_cells import report_cells

LAST = "w1"


def build(store: Store, units: int) -> None:
    """Teams directly below one unit, and two waves of 24 statements with every figure shown."""
    tree = [Unit("org", "Organisation", None)]
    tree += [Unit(f"t{n}", f"Team {n}", "org") for n in range(units)]
    apply_people(store, units=tree, people=[], actor="bench", detail="")
    instrument = load_instruments(CONTENT / "instruments")["full-a"]
    homes = {f"p{n}": f"t{n}" for n in range(units)}
    for number in range(2):
        publish(store, number, instrument, Roster({u.key: u for u in tree}, homes))


def report(store: Store) -> Area:
    """The report of all units, worked out anew."""
    _area_of.cache_clear()
    return area_of(store, unit="org", viewer=HR, wave=LAST)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of wall time, and of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def main() -> None:
    """Build, then time each part in turn, round by round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data=Path(folder)))
        build(store, options.units)
        first = timed(lambda: report(store))
        found = report(store)
        wave = store.wave(LAST).id
        parts: dict[str, Callable[[], object]] = {
            "query": lambda: report_cells(store, wave),
            "report": lambda: report(store),
            "changes": lambda: replace(found).moves,
        }
        took = [[timed(work) for work in parts.values()] for _ in range(options.rounds)]
        size = f"{len(found.rows)} units x {len(found.columns)} measures"
        print(f"{size}; first report {first[0]:.0f} ms")
        for at, name in enumerate(parts):
            wall, cpu = (statistics.median(one[at][which] for one in took) for which in (0, 1))
            ratio = statistics.median(one[at][1] / one[0][1] for one in took)
            print(f"{name}: {wall:.0f} ms, {cpu:.0f} ms CPU, {ratio:.2f} x the query's CPU")
        store.close()


if __name__ == "__main__":
    main()
