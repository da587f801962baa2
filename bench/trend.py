"""The trend page's server part with 10,000 units x 52 waves published, against bare queries.

Run: python -m bench.trend [--units 10000] [--waves 52]
The cells of the first wave are written as a publication writes them and copied for the others;
each report is of another unit.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import text

from analytics.charts.trend import trend_chart
from analytics.reports.trend import Trend
from analytics.reports.unit_trend import trend_of
from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people
from survey.actions.publication import Publication, write_publication
from survey.actions.waves import Plan, close_wave, plan_wave, sweep
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role, Unit
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, Settings
from survey.storage.cell_copy import CellCopy
from survey.store import CellRow, Store
from survey.store.asked import Roster
from survey.store.unit_cells import OF_ORIGINAL

REPORTS = 60
LATE = 3
"""So many waves of 52 may be published before the copy by unit is made anew (storage.cell_copy)."""
FIRST = datetime(2022, 1, 3, tzinfo=UTC)
HR = Viewer("hr", "HR", "org", None, frozenset({Role.HR}))


def build(store: Store, units: int, waves: int) -> None:
    """Areas of 20 teams, and publications with a figure in every cell, the last ones not copied."""
    areas = [Unit(f"a{n}", f"Area {n}", "org") for n in range(max(1, units // 20))]
    tree = [Unit("org", "Organisation", None), *areas]
    tree += [Unit(f"t{n}", f"Team {n}", areas[n % len(areas)].key) for n in range(units)]
    apply_people(store, units=tree, people=[], actor="bench", detail="")
    instrument = load_instruments(CONTENT / "instruments")["standard"]
    homes = {f"p{n}": f"t{n}" for n in range(units)}
    for number in range(waves):
        publish(store, number, instrument, Roster({u.key: u for u in tree}, homes))
        if number == waves - 1 - LATE:
            store.renew_copy()


def publish(store: Store, number: int, instrument: Instrument, roster: Roster) -> None:
    """One wave, opened and closed, with made-up cells in the place of counted ones."""
    opens = FIRST + timedelta(days=28 * number)
    key = f"w{number}"
    plan = Plan(key, f"Wave {number}", instrument, opens, opens + timedelta(days=9), 5, (), True)
    plan_wave(store, plan, actor="bench")
    open_wave(store, key=key, actor="bench", roster=roster, at=opens)
    close_wave(store, key=key, actor="bench", at=opens + timedelta(days=9))
    wave = store.wave(key)
    cells = [] if number else list(made_up(wave.id, roster, instrument, Random(number)))
    if number:
        copy_first(store, wave.id)
    write_publication(store, wave, Publication(cells, {}, "made up"), actor="bench")
    sweep(store, store.wave(key))


def copy_first(store: Store, wave: int) -> None:
    """The cells of the first wave again, with other scores, in the order a publication has."""
    columns = ", ".join(CellRow._fields[7:])
    copied = (
        "INSERT INTO published_cell (wave, unit, scope, measure, kind, shown, tenths, "
        f"{columns}) SELECT :wave, unit, scope, measure, kind, shown, "
        f"(tenths - 100 + 50 * :wave) % 800 + 100, {columns} FROM published_cell WHERE wave = 1"
    )
    with store.engine.begin() as connection:
        connection.execute(text(copied), {"wave": wave})


def made_up(wave: int, roster: Roster, instrument: Instrument, dice: Random) -> Iterator[CellRow]:
    """A cell for each unit and measure, all shown."""
    measures = [(item.id, "item") for item in instrument.statements]
    measures += [(sign.id, "sign") for sign in instrument.signs]
    measures += [(composite.id, "composite") for composite in instrument.composites]
    for unit in roster.units.values():
        scope = "team" if unit.key.startswith("t") else "area"
        for measure, kind in measures:
            tenths = dice.randrange(100, 901, 50)
            yield CellRow(
                wave, unit.key, scope, measure, kind, True, tenths, 8, 9, 5, None, None, None, None
            )
        many = (None, None, None, None, None, 10, 75, 100)
        yield CellRow(wave, unit.key, scope, "participation", "participation", True, *many)


def timed(work: Callable[[str], object], units: list[str]) -> list[tuple[float, float]]:
    """Milliseconds for each unit: wall, and CPU."""
    took = []
    for unit in units:
        wall, cpu = time.perf_counter(), time.process_time()
        work(unit)
        took.append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
    return took


def as_they_lie(store: Store, unit: str) -> object:
    """The cells of a unit as columns, from the order in which they were published."""
    with store.reading() as connection:
        found = connection.execute(OF_ORIGINAL, {"units": [store.unit_numbers_of([unit])[unit]]})
        return found.cursor.to_arrow_table()


def say(store: Store, parts: Mapping[str, Callable[[str], object]], units: list[str]) -> None:
    """How long each takes, and how many waves are not in the copy by unit."""
    with store.reading() as connection:
        missing = CellCopy(store.engine).missing(connection)
    print(f"{len(missing)} waves are not copied; file {size_of(store)}")
    for name, work in parts.items():
        wall, cpu = map(sorted, zip(*timed(work, units), strict=True))
        middle, busy = statistics.median(wall), statistics.median(cpu)
        tenth, late = wall[REPORTS // 10], wall[-4]
        print(
            f"  {name}: median {middle:.1f} ms, {busy:.1f} ms CPU, p10 {tenth:.1f}, p95 {late:.1f}"
        )


def size_of(store: Store) -> str:
    """The database on disk."""
    return f"{store.settings.database_file.stat().st_size / 1e6:.0f} MB"


def seen(store: Store, unit: str) -> Trend:
    """The trend report of a team."""
    found = trend_of(store, unit=unit, viewer=HR)
    assert found is not None, "every team has figures"
    return found


def main() -> None:
    """Build; time the query with and without the copy, the report, and the report with its chart.

    Once with some waves that are not copied yet, as closings leave it; then with all of it anew.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--waves", type=int, default=52)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data=Path(folder)))
        build(store, options.units, options.waves)
        dice = Random(7)
        units = [f"t{dice.randrange(options.units)}" for _ in range(REPORTS)]
        report = timed(lambda unit: seen(store, unit), units[:3])
        parts: dict[str, Callable[[str], object]] = {
            "as they lie, columns": lambda unit: as_they_lie(store, unit),
            "by unit, columns": lambda unit: store.unit_cells([unit]),
            "by unit, rows": lambda unit: store.cells(units=[unit]),
            "report": lambda unit: seen(store, unit),
            "report and chart": lambda unit: trend_chart(seen(store, unit), language="en"),
        }
        print(f"{options.units} units x {options.waves} waves; first report {report[0][0]:.0f} ms")
        say(store, parts, units)
        wall, cpu = time.perf_counter(), time.process_time()
        CellCopy(store.engine).make_anew()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"copy made anew in {wall:.1f} s, {cpu:.1f} s CPU")
        say(store, parts, units)
        store.close()


if __name__ == "__main__":
    main()
