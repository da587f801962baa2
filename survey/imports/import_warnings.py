"""What should somebody know before importing, though nothing is wrong?"""

from collections.abc import Iterator

from survey.imports.phrasing import counted, people_named, units_named
from survey.imports.problems import quoted
from survey.imports.requested_people import PEOPLE_FILE, UNITS_FILE, Placing, Wanted
from survey.organisation.structure import Organisation, people_by_home
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
    made = counted(len(result.units) - 1, "unit", "units")
    yield (
        f"There are no units yet and no {UNITS_FILE} came: {made} will be made from the "
        f"{PEOPLE_FILE}, directly below one named {quoted(root.name)}."
    )


def _staying_units(wanted: Wanted, now: Organisation) -> Iterator[str]:
    if wanted.units is None:
        return
    asked = {asked.unit.key for asked in wanted.units}
    staying = [unit for unit in now.units.values() if unit.key not in asked and not unit.closed]
    if staying:
        names = units_named(staying)
        yield f"Units are never removed. Not in the {UNITS_FILE} and staying: {names}."


def _staying_inactive(wanted: Wanted, result: Organisation) -> Iterator[str]:
    if wanted.says_active:
        return
    people = [result.people[asked.person.key] for asked in wanted.people]
    if inactive := [person for person in people if not person.active]:
        yield (
            f"In the {PEOPLE_FILE}, but they left earlier and stay inactive: "
            f"{people_named(inactive)}. Add the column active with yes to bring them back."
        )


def _without_address(result: Organisation) -> Iterator[str]:
    people = [p for p in result.people.values() if p.active and not p.email]
    if people:
        yield (
            f"Without an e-mail address, so they need their link on paper or by hand: "
            f"{people_named(people)}."
        )


def _small_teams(result: Organisation) -> Iterator[str]:
    homes = people_by_home(result.people.values(), result.units)
    small = [result.units[key] for key, people in homes.items() if len(people) < SMALLEST_K]
    if small:
        yield (
            f"With fewer than {SMALLEST_K} people, so they get no figures of their own and "
            f"their answers count further up: {units_named(small)}."
        )


def _leading_one(result: Organisation) -> Iterator[str]:
    homes = people_by_home(result.people.values(), result.units)
    parents = {unit.parent for unit in result.units.values()}
    leaders = [p for p in result.people.values() if p.active and p.leads not in parents]
    if alone := [p for p in leaders if p.leads and len(homes.get(p.leads, ())) == 1]:
        yield f"Leading a team of one: {people_named(alone)}."
