"""Closing a large wave: 100,000 ballots in 10,000 teams, against only opening the same ballots.

Run: python -m bench.closing [--people 100000] [--teams 10000]
The ballots are sealed and put into the box in large batches (sending is bench.respondents'
business); closing is the real one: open, count, plan, coarsen, write, destroy.
"""

import argparse
import resource
import tempfile
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import Connection, insert, update

from analytics.closing.publication import close_and_publish
from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people
from survey.actions.waves import Plan, plan_wave
from survey.answering.sealing import opener, seal
from survey.organisation.structure import Person, Unit
from survey.questionnaire.answers import Answers, to_json
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, Settings
from survey.storage.tables import BallotRow, InvitationRow
from survey.store import Store

AT_ONCE = 5000


def build(store: Store, people: int, teams: int) -> None:
    """An organisation of areas of 20 teams, with an open wave."""
    areas = [Unit(f"a{n}", f"Area {n}", "org") for n in range(max(1, teams // 20))]
    units = [Unit("org", "Organisation", None), *areas]
    units += [Unit(f"t{n}", f"Team {n}", areas[n % len(areas)].key) for n in range(teams)]
    everybody = [Person(f"p{n}", f"P {n}", "", "en", f"t{n % teams}") for n in range(people)]
    apply_people(store, units=units, people=everybody, actor="bench", detail="")
    instrument = load_instruments(CONTENT / "instruments")["standard"]
    now = store.now()
    plan = Plan("bench", "Bench", instrument, now, now + timedelta(days=2), 5)
    plan_wave(store, plan, actor="bench")
    open_wave(store, key="bench", actor="bench")


def fill(store: Store, people: int, teams: int) -> None:
    """Seal a ballot for everybody and put it in the box."""
    wave, dice = store.wave("bench"), Random(1)
    box = store.box(wave.id)
    assert wave.public_key is not None
    for start in range(0, people, AT_ONCE):
        rows: list[dict[str, object]] = [
            {
                "key": str(UUID(int=dice.getrandbits(128))),
                "wave": wave.id,
                "sealed": seal(wave.public_key, _body(wave.instrument, n % teams, dice)),
            }
            for n in range(start, min(start + AT_ONCE, people))
        ]
        box.errand(partial(_put, rows))
    box.errand(_all_answered)


def _put(rows: list[dict[str, object]], connection: Connection) -> None:
    connection.execute(insert(BallotRow), rows)


def _all_answered(connection: Connection) -> None:
    connection.execute(update(InvitationRow).values(answered=True))


def _body(instrument: Instrument, team: int, dice: Random) -> bytes:
    scores = {item.id: dice.randint(1, 5) for item in instrument.statements if dice.random() < 0.95}
    signs = frozenset(sign.id for sign in instrument.signs if dice.random() < 0.2)
    return to_json(f"t{team}", Answers(scores=scores, signs=signs, comments={}))


def main() -> None:
    """Build, fill, time opening alone and then the real closing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--teams", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data=Path(folder)))
        build(store, options.people, options.teams)
        fill(store, options.people, options.teams)
        wave = store.wave("bench")
        open_sealed = opener(store.keys.read(wave.id))
        before = time.process_time()
        opened = sum(1 for sealed in store.box(wave.id).sealed() if open_sealed(sealed))
        alone = time.process_time() - before
        cpu, wall = time.process_time(), time.perf_counter()
        close_and_publish(store, key="bench", actor="bench")
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        cells = len(store.cells(waves=[wave.id]))
        store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{opened} ballots, {options.teams} teams, {cells} cells: closing {wall:.1f} s wall, "
        f"{cpu:.1f} s CPU, {cpu / alone:.1f} x only opening them ({alone:.1f} s CPU); "
        f"peak memory of the whole run {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
