"""Who is in the fictional organisation: units, people, leaders, HR, and who comes and goes."""

import heapq
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, product
from unicodedata import normalize

from commands.demo_content import Company, Move, Names, TeamPlan, chance
from survey.errors import Refused
from survey.organisation.structure import Person, Unit
from survey.text import sentence

TEAMS_IN_AN_AREA = 8
FEWEST_TEAMS_IN_AN_AREA = 3
USUAL_AREAS = 3
FEWEST_MEMBERS = 5


@dataclass(frozen=True, slots=True)
class Cast:
    """The organisation before its first wave, parents before children; `hr` is a person's key."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    areas: int
    hr: str


def cast_of(company: Company, *, people: int, teams: int, seed: int) -> Cast:
    """The organisation with this many people and teams. Errors: Refused when people are few."""
    root = Unit(key_of(company.name), company.name, None)
    areas, planned = _units(company, root, teams)
    members = people - 1 - len(areas) - teams
    sizes = _sizes([plan for _, plan in planned], members)
    persons = _persons(company, seed)
    leaders = [
        replace(next(persons), unit=unit.key, leads=unit.key)
        for unit in (root, *areas, *(team for team, _ in planned))
    ]
    followers = [
        replace(next(persons), unit=team.key)
        for (team, _), size in zip(planned, sizes, strict=True)
        for _ in range(size)
    ]
    return Cast(
        units=(root, *areas, *(team for team, _ in planned)),
        people=(*leaders, *followers),
        areas=len(areas),
        hr=_hr(followers, key_of(company.hr)),
    )


def _units(
    company: Company, root: Unit, teams: int
) -> tuple[list[Unit], list[tuple[Unit, TeamPlan]]]:
    """The areas, and each team with its plan; teams are dealt out to the areas in turn."""
    most = min(USUAL_AREAS, teams // FEWEST_TEAMS_IN_AN_AREA)
    number = max(1, most, round(teams / TEAMS_IN_AN_AREA))
    areas: list[Unit] = []
    planned: list[tuple[Unit, TeamPlan]] = []
    for at in range(number):
        round_, place = divmod(at, len(company.areas))
        plan, site = company.areas[place], _site(company.sites, round_)
        area = _unit(f"{plan.name} {site}".strip(), root)
        areas.append(area)
        for team in plan.teams[: teams // number + (at < teams % number)]:
            elsewhere = replace(team, size=max(team.size, FEWEST_MEMBERS), exactly=False)
            unit = _unit(f"{team.name} {site}".strip(), area)
            planned.append((unit, elsewhere if site else team))
    return areas, planned


def _site(sites: Sequence[str], round_: int) -> str:
    """Nothing for the first round, then one place after the other, then numbered ones."""
    if round_ == 0:
        return ""
    again, place = divmod(round_ - 1, len(sites))
    return sites[place] + (f" {again + 1}" if again else "")


def _unit(name: str, parent: Unit) -> Unit:
    return Unit(key_of(name), name, parent.key)


def key_of(name: str) -> str:
    """A name as a key: small letters without accents, dashes for everything else."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _sizes(plans: Sequence[TeamPlan], members: int) -> list[int]:
    """How many members each team gets: in proportion to its planned size, none too small."""
    sizes = [plan.size if plan.exactly else FEWEST_MEMBERS for plan in plans]
    left = members - sum(sizes)
    stretched = [(sizes[at] / plan.size, at) for at, plan in enumerate(plans) if not plan.exactly]
    if left < 0:
        raise Refused(sentence("refused.demo.too_few", more=-left))
    heapq.heapify(stretched)
    for _ in range(left):
        at = stretched[0][1]
        sizes[at] += 1
        heapq.heapreplace(stretched, (sizes[at] / plans[at].size, at))
    return sizes


def _persons(company: Company, seed: int) -> Iterator[Person]:
    """People without end, in no unit yet; a name that comes again gets a number in its key."""
    names = [(name, group.language) for group in company.names for name in _full(group)]
    chance(seed, "names").shuffle(names)
    times: Counter[str] = Counter()
    for name, language in cycle(names):
        key = key_of(name).replace("-", ".")
        times[key] += 1
        key += str(times[key]) if times[key] > 1 else ""
        yield Person(key, name, f"{key}@{company.domain}", language, unit="")


def _full(group: Names) -> list[str]:
    return [f"{given} {family}" for given, family in product(group.given, group.family)]


def _hr(followers: Sequence[Person], team: str) -> str:
    """A member of the HR team, or of any where there is none."""
    return next((p.key for p in followers if p.unit == team), followers[-1].key)


def moved(
    company: Company, people: Sequence[Person], move: Move, *, spare: str, seed: int
) -> list[Person]:
    """The people a move writes: new members, and members who leave; nothing without the unit.

    `people` is everybody as they stand; the person `spare` stays.
    """
    unit, known = key_of(move.unit), {person.key for person in people}
    here = [p for p in people if p.unit == unit and p.active and p.leads is None]
    if not here:
        return []
    new = (person for person in _persons(company, seed) if person.key not in known)
    joining = [replace(next(new), unit=unit) for _ in range(move.joins)]
    staying = sorted(p.key for p in here if p.key != spare)
    gone = set(chance(seed, "leaves", unit, move.at).sample(staying, move.leaves))
    return joining + [replace(p, active=False) for p in here if p.key in gone]
