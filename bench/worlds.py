"""Which organisations are pages measured over: the demo, and one of any size, made up."""

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import update

from bench.trend import copy_first, made_up
from commands.demo import build_demo
from survey.actions.deliveries import queue_invitations
from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people, grant
from survey.actions.publication import Publication, write_publication
from survey.actions.sign_in import CONSOLE, enter, make_link
from survey.actions.waves import Plan, close_wave, mark_invited, plan_wave, sweep
from survey.organisation.structure import Person, Role, Unit
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, Settings
from survey.storage.tables import DeliveryRow
from survey.store import Store
from survey.store.asked import roster_now
from survey.waves.wave import State

PUBLISHED, PLANNED = 6, 2
EVERY = timedelta(days=28)


@dataclass(frozen=True)
class World:
    """A data folder, the session of each reader, and what addresses may name."""

    name: str
    folder: Path
    seats: Mapping[str, str]
    places: Mapping[str, str]


@dataclass
class Clock:
    """A clock that is moved on purpose."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        """The moment it stands at."""
        return self.moment


def built(name: str, data: Path, *, units: int, people: int, keep: Path | None = None) -> World:
    """The demo, or another world of some size, copied from where an earlier run kept it, or made.

    `keep` is the folder in which worlds are kept.
    """
    kept = keep / f"{name}-{units}-{people}" if keep else data
    if not kept.exists():
        _demo(kept) if name == "demo" else _large(kept, units, people)
    if keep:
        shutil.copytree(kept, data)
    with closing(Store(Settings(data=data))) as store:
        return _world(name, store)


def _demo(folder: Path) -> None:
    """The fictional organisation, with two more waves planned."""
    with closing(Store(Settings(data=folder))) as store:
        build_demo(store)
        _plan_more(store)


def _large(folder: Path, units: int, people: int) -> None:
    """Areas of 20 teams, published waves with a figure in every cell, one open, some planned."""
    clock = Clock(datetime.now(UTC) - PUBLISHED * EVERY - timedelta(days=3))
    with closing(Store(Settings(data=folder), clock=clock)) as store:
        areas = [Unit(f"a{n}", f"Area {n}", "org") for n in range(max(1, units // 20))]
        teams = units - len(areas) - 1
        tree = [Unit("org", "Organisation", None), *areas]
        tree += [Unit(f"t{n}", f"Team {n}", areas[n % len(areas)].key) for n in range(teams)]
        everybody = [
            Person(
                f"p{n}",
                f"Person Number {n}",
                f"p{n}@example.org" if n % 50 else "",
                "en",
                f"t{n % teams}",
                f"t{n}" if n < teams else None,
            )
            for n in range(people)
        ]
        apply_people(store, units=tree, people=everybody, actor="bench", detail="")
        grant(store, person=f"p{people - 1}", role=Role.HR, actor="bench")
        for number in range(PUBLISHED):
            _publish(store, clock, number)
            clock.moment += EVERY
        store.renew_copy()
        clock.moment = datetime.now(UTC) - timedelta(days=2)
        _open(store, _plan(store, "open", clock.moment))
        clock.moment = datetime.now(UTC)
        _plan_more(store)


def _plan(store: Store, key: str, opens: datetime) -> str:
    asks = load_instruments(CONTENT / "instruments")["standard"]
    plan = Plan(key, f"Pulse {key}", asks, opens, opens + timedelta(days=11), 5)
    plan_wave(store, plan, actor="bench", state=State.SCHEDULED)
    return key


def _plan_more(store: Store) -> None:
    for number in range(1, PLANNED + 1):
        _plan(store, f"planned-{number}", store.now() + number * EVERY)


def _open(store: Store, key: str) -> None:
    """Open a wave whose invitations all went out, but for one in a thousand."""
    open_wave(store, key=key, actor="bench")
    wave = store.wave(key)
    mails = queue_invitations(store, wave)
    store.box(wave.id).errand(lambda box: box.execute(update(DeliveryRow).values(state="sent")))
    mark_invited(store, wave, actor="bench", detail=f"{mails} mails")


def _publish(store: Store, clock: Clock, number: int) -> None:
    key = _plan(store, f"w{number}", clock.moment)
    open_wave(store, key=key, actor="bench")
    wave = store.wave(key)
    mark_invited(store, wave, actor="bench", detail="")
    clock.moment = wave.closes
    close_wave(store, key=key, actor="bench")
    wave = store.wave(key)
    roster = roster_now(store, wave)
    first = list(made_up(wave.id, roster, wave.instrument, Random(number)))
    if number:
        copy_first(store, wave.id)
    cells = [] if number else first
    write_publication(store, wave, Publication(cells, {}, "made up"), actor="bench")
    sweep(store, store.wave(key))
    clock.moment = wave.opens


def _world(name: str, store: Store) -> World:
    """Who reads, and what they read about: the team of a leader, the area above it."""
    units, people = store.units(), store.people()
    hr = store.people_granted(Role.HR)[0]
    parents = {unit.parent for unit in units.values()}
    leads = (p for p in people.values() if p.active and p.leads and p.leads not in parents)
    leader = next(one for one in leads if one.key != hr)
    team = leader.leads or ""
    member = next(p for p in people.values() if p.active and p.unit == team and not p.leads)
    waves = {wave.state: wave.key for wave in store.waves()}
    return World(
        name,
        store.settings.data,
        {
            reader: enter(store, make_link(store, person=one, lasts=CONSOLE, once=True, actor="b"))
            for reader, one in {"hr": hr, "leader": leader.key, "member": member.key}.items()
        },
        {
            "unit": team,
            "area": units[team].parent or team,
            "last": waves[State.PUBLISHED],
            "open": waves[State.OPEN],
            "planned": waves[State.SCHEDULED],
        },
    )
