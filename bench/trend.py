"""The trend page's server part with 10,000 units x 52 waves published, against a bare query.

Run: python -m bench.trend [--units 10000] [--waves 52]
The cells of the first wave are written as a publication writes them and copied for the others;
each report is of another unit.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import text

from analytics.charts.trend import trend_chart
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
from survey.store import CellRow, Store
from survey.store.asked import Roster

REPORTS = 60
FIRST = datetime(2022, 1, 3, tzinfo=UTC)
HR = Viewer("hr", "HR", "org", None, frozenset({Role.HR}))


def build(store: Store, units: int, waves: int) -> None:
    """Areas of 20 teams, and publications with a figure in every cell."""
    areas = [Unit(f"a{n}", f"Area {n}", "org") for n in range(max(1, units // 20))]
    tree = [Unit("org", "Organisation", None), *areas]
    tree += [Unit(f"t{n}", f"Team {n}", areas[n % len(areas)].key) for n in range(units)]
    apply_people(store, units=tree, people=[], actor="bench", detail="")
    instrument = load_instruments(CONTENT / "instruments")["standard"]
    homes = {f"p{n}": f"t{n}" for n in range(units)}
    for number in range(waves):
        publish(store, number, instrument, Roster({u.key: u for u in tree}, homes))


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
    write_publication(store, wave, Publication(cells, {}, "made up"), actor="bench")
    if number:
        copy_first(store, wave.id)
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


def timed(work: Callable[[str], object], units: list[str]) -> list[float]:
    """Milliseconds for each unit."""
    took = []
    for unit in units:
        start = time.perf_counter()
        work(unit)
        took.append(1000 * (time.perf_counter() - start))
    return took


def main() -> None:
    """Build, then time the query alone, the report, and the report with its chart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--waves", type=int, default=52)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data=Path(folder)))
        build(store, options.units, options.waves)
        dice = Random(7)
        units = [f"t{dice.randrange(options.units)}" for _ in range(REPORTS)]
        report = timed(lambda unit: trend_of(store, unit=unit, viewer=HR), units[:3])
        parts: dict[str, Callable[[str], object]] = {
            "query": lambda unit: store.cells(units=[unit]),
            "report": lambda unit: trend_of(store, unit=unit, viewer=HR),
            "report and chart": lambda unit: trend_chart(trend_of(store, unit=unit, viewer=HR)),
        }
        print(f"{options.units} units x {options.waves} waves; first report {report[0]:.0f} ms")
        for name, work in parts.items():
            took = sorted(timed(work, units))
            print(f"{name}: median {statistics.median(took):.1f} ms, p95 {took[-4]:.1f} ms")
        store.close()


if __name__ == "__main__":
    main()
