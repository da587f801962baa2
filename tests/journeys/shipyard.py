"""A small organisation for journeys, built through the actions: teams, waves, answers, seats."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from analytics.jobs.schedule import close_now, open_now
from analytics.reports.trying import signals
from analytics.reports.unit_view import view_of
from survey.actions.experiments import begin_experiment, change_experiment
from survey.actions.organisation import grant
from survey.actions.passing import pass_up
from survey.actions.sign_in import CONSOLE, enter, make_link
from survey.experiments import steps
from survey.experiments.experiment import State as Stand
from survey.experiments.experiment import Watched, Whose
from survey.organisation.structure import Role
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, Settings
from survey.store import Store
from survey.waves.wave import State
from tests import make
from tests.make_experiments import idea, who

YARD = make.Universe(
    members={"keel": 9, "deck": 13, "flags": 2, "office": 5},
    above={
        "yard": None, "hulls": "yard", "keel": "hulls", "deck": "hulls", "flags": "hulls",
        "office": "yard",
    },
    leaders=("keel", "deck", "hulls"),
)  # fmt: skip
MEMBER, LEADER, OVER_LEADERS = "keel-1", "keel-lead", "hulls-lead"
HR, OPERATOR, ADMINISTRATOR = "office-1", "office-2", "office-3"
COUNCIL = "office-4"
ROLES = (MEMBER, LEADER, OVER_LEADERS, HR, OPERATOR, ADMINISTRATOR, COUNCIL)
GRANTS = (
    (HR, Role.HR),
    (ADMINISTRATOR, Role.HR),
    (COUNCIL, Role.COUNCIL),
)
GAP_WAVE, LAST_WAVE, OPEN_WAVE = "2026-03", "2026-04", "2026-06"
MOODS = {"2026-02": 4.3, GAP_WAVE: 3.9, LAST_WAVE: 3.2}
TODAY = datetime(2026, 6, 8, 9, tzinfo=UTC)


def build(folder: Path, *, today: datetime = TODAY, base_url: str = "http://boat.example") -> None:
    """The yard with three published waves (the keel team withheld in the second) and one open."""
    clock = make.Clock(today - timedelta(days=105))
    store = Store(Settings(data=folder, base_url=base_url), clock=clock)
    try:
        settle(store)
        for key, mood in MOODS.items():
            publish_a_wave(store, key, clock=clock, mood=mood, silent=5 if key == GAP_WAVE else 0)
            clock.move(days=21)
        clock.moment = today - timedelta(days=1)
        open_a_wave(store, OPEN_WAVE)
    finally:
        store.close()


def settle(store: Store) -> None:
    """Bring in units, people and grants."""
    make.populate(store, YARD)
    for person, role in GRANTS:
        grant(store, person=person, role=role, actor=make.ACTOR)
    make.grant_operator(store, OPERATOR)


def instrument(key: str = "short") -> Instrument:
    """An instrument of the bank."""
    return load_instruments(CONTENT / "instruments")[key]


def open_a_wave(store: Store, key: str, *, asks: str = "short", days: float = 10) -> dict[str, str]:
    """Plan a wave, open it and write its invitations; the token of everybody's personal link."""
    make.plan(store, key, state=State.SCHEDULED, days=days, asks=instrument(asks))
    open_now(store, key=key, actor=make.ACTOR)
    return make.tokens(store, key)


def publish_a_wave(
    store: Store, key: str, *, clock: make.Clock, mood: float = 4, silent: int = 0
) -> None:
    """A whole wave of nine days, in which `silent` people of the keel team do not answer."""
    links = open_a_wave(store, key, asks="standard")
    answer_all(store, key, links, mood=mood, leave_out=[f"keel-{n}" for n in range(1, silent + 1)])
    clock.move(days=9)
    close_now(store, key=key, actor=make.ACTOR)


def answer_all(
    store: Store, key: str, links: dict[str, str], *, mood: float = 4, leave_out: list[str]
) -> None:
    """Everybody answers but those left out; in the keel team the mood is lower."""
    asks = store.wave(key).instrument

    def send(who: str) -> None:
        low = 1 if who.startswith("keel") else 0
        make.answer(store, links[who], said(asks, mood - low, seed=f"{who} in {key}"))

    make.together(send, [who for who in links if who not in leave_out])


def said(asks: Instrument, mood: float, *, seed: str = "") -> dict[str, object]:
    """Answers scattered around a mood from 1 to 5; the lower it is, the more signs are ticked."""
    chance = Random(seed)
    given: dict[str, object] = {}
    for item in asks.statements:
        value = max(1, min(5, round(chance.gauss(mood, 0.7))))
        given[item.id] = 6 - value if item.reverse else value
    return given | {sign.id: chance.gauss(mood, 1) < 3 for sign in asks.signs}


def try_something(store: Store) -> dict[str, str]:
    """The keel team thinks about one thing and tries another; the key of each, by its state."""
    viewer = who(store, MEMBER)
    view = view_of(store, unit="keel", viewer=viewer)
    assert view is not None
    found = {one.measure: one for one in signals(view.figures)}
    day = store.now().date()
    tried: dict[str, str] = {}
    for state, measure in ((Stand.THINKING, "alignment"), (Stand.TRYING, "PUR1")):
        one = begin_experiment(store, found[measure], unit="keel", viewer=viewer)
        aim, guard = Watched(measure, found[measure].name), Watched("BEL1", found["BEL1"].name)
        wanted = idea(measure=aim, guard=guard, owner=MEMBER, by=MEMBER, whom="all of us")
        todo: list[steps.Step] = [
            partial(
                steps.add_why, text="We do not know which of four goals comes first.", by=MEMBER
            ),
            partial(steps.add_why, text="Nobody says no when a new one comes.", by=LEADER, under=1),
            partial(
                steps.edit_why,
                number=2,
                text="Nobody says no when a new one comes.",
                whose=Whose.NOT_OURS,
                by=MEMBER,
                seen=1,
            ),
            partial(steps.put_candidate, wanted=wanted),
            partial(steps.put_candidate, wanted=idea("Ask why now", owner=MEMBER, by=LEADER)),
        ]
        if state is Stand.TRYING:
            later = day + timedelta(days=40)
            todo.append(partial(steps.make_bet, number=1, today=day, look_again=later, by=MEMBER))
        for step in todo:
            change_experiment(store, one.key, step, viewer=viewer)
        tried[state] = one.key
    pass_up(store, tried[Stand.THINKING], 2, to="hulls", viewer=viewer)
    return tried


def cast_of(store: Store) -> tuple[dict[str, str], dict[str, str]]:
    """Who of the fictional organisation reads what, in English; and the units and waves they read.

    A member and the leader of a team, the leader above them, HR and the works council.
    """
    units, people = store.units(), store.people()
    above = {unit.parent for unit in units.values()}
    speak = {key: one for key, one in people.items() if one.active and one.language == "en"}
    over, area = next(
        (person, unit)
        for person in speak.values()
        if (unit := person.leads) and unit in above and units[unit].parent
    )
    teams = {p.leads: p for p in speak.values() if p.leads and units[p.leads].parent == area}
    members = [p for p in speak.values() if p.unit in teams and not p.leads]
    member, council = members[0], members[-1]
    grant(store, person=council.key, role=Role.COUNCIL, actor=make.ACTOR)
    waves = {wave.state: wave.key for wave in store.waves()}
    cast = {"member": member, "leader": teams[member.unit], "over": over, "council": council}
    places = {"team": member.unit, "area": area}
    places |= {"opened": waves[State.OPEN], "last": waves[State.PUBLISHED]}
    keys = {role: person.key for role, person in cast.items()}
    return keys | {"hr": store.people_granted(Role.HR)[0]}, places


def seat(store: Store, person: str) -> str:
    """The token of a session in which somebody is signed in."""
    return enter(store, sign_in_link(store, person))


def sign_in_link(store: Store, person: str, *, once: bool = False) -> str:
    """The token of a sign-in link as a command prints it."""
    return make_link(store, person=person, lasts=CONSOLE, once=once, actor=make.ACTOR)
