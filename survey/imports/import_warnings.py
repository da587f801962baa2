"""What should somebody know before importing, though nothing is wrong?"""

from collections.abc import Iterator

from survey.imports.phrasing import people_named, units_named
from survey.imports.problems import quoted
from survey.imports.requested_people import Placing, Wanted, people_file, units_file
from survey.languages import counted
from survey.organisation.structure import Organisation, people_by_home
from survey.text import sentence
from survey.waves.wave import SMALLEST_K


def worth_knowing(wanted: Wanted, now: Organisation, result: Organisation) -> Iterator[str]:
    """Sentences about what was made up, what stays, and what the result will not do well."""
    yield from _made_up(wanted, now, result)
    yield from _staying_units(wanted, now)
    yield from _staying_inactive(wanted, result)
    yield from _without_address(result)
    yield from _small_teams(result)
    yield from _leading_one(result)


def _made_up(wanted: Wanted, now: Organisation, result: Organisation) -> Iterator[str]:
    if wanted.units is not None or wanted.placing is not Placing.UNIT or now.units:
        return
    root = next(unit for unit in result.units.values() if unit.parent is None)
    made = len(result.units) - 1
    yield sentence(
        "told.people.made_up_one" if made == 1 else "told.people.made_up",
        units=units_file(),
        made=counted(made),
        people=people_file(),
        root=quoted(root.name),
    )


def _staying_units(wanted: Wanted, now: Organisation) -> Iterator[str]:
    if wanted.units is None:
        return
    asked = {asked.unit.key for asked in wanted.units}
    staying = [unit for unit in now.units.values() if unit.key not in asked and not unit.closed]
    if staying:
        names = units_named(staying)
        yield sentence("told.people.units_stay", file=units_file(), names=names)


def _staying_inactive(wanted: Wanted, result: Organisation) -> Iterator[str]:
    if wanted.says_active:
        return
    people = [result.people[asked.person.key] for asked in wanted.people]
    if inactive := [person for person in people if not person.active]:
        yield sentence(
            "told.people.stay_inactive", file=people_file(), people=people_named(inactive)
        )


def _without_address(result: Organisation) -> Iterator[str]:
    people = [p for p in result.people.values() if p.active and not p.email]
    if people:
        yield sentence("told.people.no_address", people=people_named(people))


def _small_teams(result: Organisation) -> Iterator[str]:
    homes = people_by_home(result.people.values(), result.units)
    small = [result.units[key] for key, people in homes.items() if len(people) < SMALLEST_K]
    if small:
        yield sentence("told.people.small_teams", k=SMALLEST_K, units=units_named(small))


def _leading_one(result: Organisation) -> Iterator[str]:
    homes = people_by_home(result.people.values(), result.units)
    parents = {unit.parent for unit in result.units.values()}
    leaders = [p for p in result.people.values() if p.active and p.leads not in parents]
    if alone := [p for p in leaders if p.leads and len(homes.get(p.leads, ())) == 1]:
        yield sentence("told.people.leading_one", people=people_named(alone))
