"""Where to begin: the address, and links that let somebody in for the first time."""

from collections import Counter
from collections.abc import Iterator

from commands.demo import build_demo, is_demo, is_empty, is_unfinished
from commands.demo_content import company, script
from commands.demo_organisation import key_of
from survey.actions.sign_in import CONSOLE, make_link
from survey.answering.links import link_hash, link_token
from survey.answering.personal_links import links
from survey.organisation.permissions import ADMINISTRATOR
from survey.organisation.structure import Person, Role
from survey.store import Store
from survey.store.viewers import nobody_in_charge
from survey.text import sentence
from survey.waves.wave import State, Wave

ACTOR = "console"


def welcome(store: Store, *, demo: bool) -> Iterator[str]:
    """What the operator reads at a start; with `demo` an empty database is filled first.

    Links are said only for a fictional organisation, or to whoever sets up a new one.
    Errors: Refused when the filling was cut off before.
    """
    if demo and (is_empty(store) or is_unfinished(store)):
        yield from build_demo(store)
    yield f"Same Boat: {store.settings.base_url}"
    if is_demo(store):
        yield from _demo_links(store)
    elif nobody_in_charge(store):
        yield sentence("told.demo.set_up", link=_sign_in(store, ADMINISTRATOR, once=True))


def _demo_links(store: Store) -> Iterator[str]:
    """Links to try the fictional organisation with, for a day."""
    yield sentence("told.demo.try_it", company=company().name)
    people = store.people()
    yield from _answer_link(store, people)
    for label, person in _to_try(store, people, key_of(script().stories[0].unit)):
        yield f"  {label} ({person.name}): {_sign_in(store, person.key)}"


def _answer_link(store: Store, people: dict[str, Person]) -> Iterator[str]:
    """The personal link of somebody who has not answered, of the largest team."""
    for wave in store.waves():
        if wave.state is State.OPEN and not wave.replay:
            for key in _still_to_answer(store, wave)[:1]:
                yield sentence(
                    "told.demo.answer",
                    wave=wave.name,
                    person=people[key].name,
                    link=links(store, wave)[key],
                )


def _still_to_answer(store: Store, wave: Wave) -> list[str]:
    homes, secret = store.roster(wave.id), store.keys.read(wave.id).links
    unspent = store.box(wave.id).unspent()
    largest = max(Counter(homes.values()).items(), key=lambda team: (team[1], -team[0]))[0]
    links_of = {one: link_hash(secret, link_token(secret, wave.id, one)) for one in homes}
    return sorted(
        key for key, home in homes.items() if home == largest and links_of[key] in unspent
    )


def _to_try(store: Store, people: dict[str, Person], key: str) -> Iterator[tuple[str, Person]]:
    """HR, whoever leads the area of a team, and its leader and a member."""
    units = store.units()
    team, area = units[key], units[units[key].parent or key]
    here = sorted((p for p in people.values() if p.active), key=lambda person: person.key)
    granted = store.people_granted(Role.HR)
    yield from [("HR", p) for p in here if p.key in granted][:1]
    leads, leader, member = (
        sentence(f"told.demo.{who}", area=area.name, team=team.name)
        for who in ("area_leader", "leader", "member")
    )
    yield from [(leads, p) for p in here if p.leads == area.key][:1]
    yield from [(leader, p) for p in here if p.leads == team.key][:1]
    yield from [(member, p) for p in here if p.unit == key and not p.leads][:1]


def _sign_in(store: Store, person: str, *, once: bool = False) -> str:
    token = make_link(store, person=person, lasts=CONSOLE, once=once, actor=ACTOR)
    return f"{store.settings.base_url}/enter/{token}"
