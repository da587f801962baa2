"""Builders: organisations, waves and answers with defaults, made by the actions of real use."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

from analytics.closing.publication import publish
from survey.actions.distance import DAYS_APART
from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people
from survey.actions.waves import Plan, close_wave, plan_wave
from survey.answering.links import link_hash, link_token
from survey.answering.respondent import Respondent, respondent
from survey.answering.sending import send
from survey.audit import AuditVerb
from survey.organisation.structure import Person, Unit
from survey.questionnaire.instrument import Instrument, Item, Kind, Named
from survey.storage.people_tables import GrantRow
from survey.store import Store
from survey.waves.wave import State, Wave

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACTOR = "a test"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """What time it is."""
        return self.moment

    def move(self, **by: float) -> None:
        """Let time pass, such as days=1."""
        self.moment += timedelta(**by)


def statement(key: str, composite: str | None = "belonging", *, reverse: bool = False) -> Item:
    """A statement of which only its id, composite and direction matter."""
    return Item(key, Kind.AGREE5, "C", composite, "we", reverse, f"Text of {key}.", "A reason.")


def instrument(
    statements: Iterable[Item] = (
        statement("B1"),
        statement("B2", reverse=True),
        statement("A1", "alignment"),
        statement("A2", "alignment"),
    ),
    *,
    key: str = "tiny",
    signs: Iterable[str] = ("S1",),
    prompts: Iterable[str] = ("O1",),
) -> Instrument:
    """A small instrument: four statements in two composites, one sign, one open prompt."""
    items = (
        *statements,
        *(Item(s, Kind.SIGN, "C", None, "we", False, f"Text of {s}.", "A reason.") for s in signs),
        *(
            Item(p, Kind.OPEN, "C", None, "we", False, f"Text of {p}.", "A reason.")
            for p in prompts
        ),
    )
    fed = {item.composite for item in items}
    composites = (Named("belonging", "Belonging"), Named("alignment", "Alignment"))
    return Instrument(
        key=key,
        version=1,
        name="Tiny",
        stem="Lately",
        scale=("never", "rarely", "now and then", "often", "always"),
        cannot_say="Can't say",
        items=items,
        constructs=(Named("C", "One construct"),),
        composites=tuple(c for c in composites if c.id in fed),
    )


TINY = instrument()

Given = TypeVar("Given")
Made = TypeVar("Made")
Answers = Mapping[str, object]


@dataclass(frozen=True)
class Universe:
    """An organisation as tests know it: members of each unit, and the units above units.

    Everybody whose key ends in -lead leads the unit they are named for, and so counts above it.
    """

    members: Mapping[str, int] = field(
        default_factory=lambda: {"all": 1, "ant": 8, "bee": 6, "cat": 3, "dog": 5}
    )
    above: Mapping[str, str | None] = field(
        default_factory=lambda: {
            "all": None, "north": "all", "ant": "north", "bee": "north", "cat": "all", "dog": "all"
        }
    )  # fmt: skip
    leaders: tuple[str, ...] = ("ant", "north")

    @property
    def units(self) -> dict[str, Unit]:
        """The units by key."""
        return {key: Unit(key, key.title(), parent) for key, parent in self.above.items()}

    @property
    def people(self) -> dict[str, Person]:
        """The people by key: ant-1, ant-2, ... and ant-lead."""
        members = [
            person(f"{unit}-{number}", unit)
            for unit, many in self.members.items()
            for number in range(1, many + 1)
        ]
        leads = [person(f"{unit}-lead", unit, leads=unit) for unit in self.leaders]
        return {p.key: p for p in (*members, *leads)}


def person(key: str, unit: str, *, leads: str | None = None, active: bool = True) -> Person:
    """Somebody with a mail address."""
    return Person(key, key.title(), f"{key}@boat.example", "en", unit, leads, active)


def populate(store: Store, universe: Universe | None = None) -> Universe:
    """Bring an organisation's units and people into a store."""
    universe = universe or Universe()
    keep_people(store, universe.people.values(), units=universe.units.values())
    return universe


def keep_people(store: Store, people: Iterable[Person], *, units: Iterable[Unit] = ()) -> None:
    """Write units and people as an import does."""
    apply_people(store, units=units, people=people, actor=ACTOR, detail="")


def grant_operator(store: Store, person: str) -> None:
    """A grant as earlier releases wrote it, of a role that never let anybody do anything."""
    with store.change(AuditVerb.GRANT_OPERATOR, actor=ACTOR, subject=person) as session:
        session.add(GrantRow(person=person, role="operator"))


def plan(
    store: Store,
    key: str = "w1",
    *,
    state: State = State.DRAFT,
    opens: datetime | None = None,
    closes: datetime | None = None,
    days: float = 7,
    k: int = 5,
    asks: Instrument = TINY,
    audience: tuple[str, ...] = (),
    replay: bool = False,
    keep_days: int | None = None,
) -> Wave:
    """Plan a wave that opens now and lasts so many days, or until ten days after others closed."""
    opens = opens or store.now()
    closes = closes or max(opens + timedelta(days=days), _apart(store, opens))
    wanted = Plan(key, f"Wave {key}", asks, opens, closes, k, audience, replay, keep_days)
    return plan_wave(store, wanted, actor=ACTOR, state=state)


def _apart(store: Store, opens: datetime) -> datetime:
    ended = [wave.closed for wave in store.waves() if wave.closed and wave.closed <= opens]
    return max((end + timedelta(days=DAYS_APART) for end in ended), default=opens)


def start(store: Store, key: str = "w1", **options: object) -> dict[str, str]:
    """Plan and open a wave; the personal link's token of everybody asked."""
    plan(store, key, **options)  # type: ignore[arg-type]
    open_wave(store, key=key, actor=ACTOR)
    return tokens(store, key)


def tokens(store: Store, key: str = "w1") -> dict[str, str]:
    """The token of everybody's personal link in an open wave."""
    wave = store.wave(key)
    secret = store.keys.read(wave.id).links
    return {who: link_token(secret, wave.id, who) for who in sorted(store.roster(wave.id))}


def spent(store: Store, key: str = "w1") -> set[str]:
    """Whose link was used, as whoever has the wave's secret can tell."""
    wave = store.wave(key).id
    secret, left = store.keys.read(wave).links, store.box(wave).unspent()
    links = tokens(store, key).items()
    return {who for who, token in links if link_hash(secret, token) not in left}


def answers_of(who: str, *, asks: Instrument = TINY, wave: str = "w1") -> dict[str, object]:
    """What somebody answers: always the same for the same person and wave."""
    rng = Random(f"{who} in {wave}")
    said: dict[str, object] = {item.id: rng.randint(1, 5) for item in asks.statements}
    said |= {sign.id: rng.random() < 0.4 for sign in asks.signs}
    return said


def answer(store: Store, token: str, raw: Answers) -> None:
    """Open a personal link and send answers, as the page does."""
    send(store, respondent(store, token), raw)


def answer_all(
    store: Store, links: Mapping[str, str], *, leave_out: Iterable[str] = (), wave: str = "w1"
) -> list[str]:
    """Everybody answers but those left out, many at once; who did."""
    forms = respondents(store, links, wave=wave)
    asks, left_out = store.wave(wave).instrument, set(leave_out)
    who = [person for person in links if person not in left_out]
    together(lambda one: send(store, forms[one], answers_of(one, asks=asks, wave=wave)), who)
    return who


def respondents(
    store: Store, links: Mapping[str, str], *, wave: str = "w1"
) -> dict[str, Respondent]:
    """Everybody with their form open; quicker than opening every link."""
    asked = store.wave(wave)
    secret, roster = store.keys.read(asked.id).links, store.roster(asked.id)
    homes = {unit.unit: unit.key for unit in store.wave_units(asked.id)}
    return {
        who: Respondent(asked, homes[roster[who]], link_hash(secret, token))
        for who, token in links.items()
    }


def together(do: Callable[[Given], Made], given: Iterable[Given]) -> list[Made]:
    """Do the same with each of them, many at once; the first error is raised."""
    with ThreadPoolExecutor(50) as threads:
        return list(threads.map(do, given))


def close(store: Store, key: str = "w1") -> Wave:
    """Close and publish a wave, on whatever day."""
    if store.wave(key).state is State.OPEN:
        close_wave(store, key=key, actor=ACTOR, at=store.now())
    publish(store, key=key, actor=ACTOR)
    return store.wave(key)


def published(store: Store, key: str = "w1", **options: object) -> Wave:
    """A whole wave: planned, opened, answered by everybody, closed."""
    answer_all(store, start(store, key, **options), wave=key)
    return close(store, key)


def shown(store: Store, key: str = "w1") -> dict[tuple[str, str, str], tuple[object, ...]]:
    """Every published cell of a wave: its figures by unit, scope and measure; () when hidden."""
    rows = store.cells(waves=[store.wave(key).id])
    return {(row.unit, row.scope, row.measure): tuple(row[6:]) if row.shown else () for row in rows}
