"""What should somebody know before importing, though nothing is wrong?"""

from collections.abc import Iterator, Sequence

from survey.imports.problems import quoted, visible
from survey.imports.wanted import PEOPLE_FILE, UNITS_FILE, Wanted
from survey.organisation import Organisation, Person, Unit, people_by_home
from survey.waves import SMALLEST_K

MOST_NAMED = 5


def worth_knowing(wanted: Wanted, now: Organisation, result: Organisation) -> Iterator[str]:
    """Sentences about what was made up, what stays, and what the result will not do well."""
    yield from _made_up(wanted, now, result)
    yield from _staying_units(wanted, now)
    yield from _staying_inactive(wanted, result)
    yield from _without_address(result)
    yield from _small_teams(result)
    yield from _leading_one(result)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: 1 person, 2 people."""
    return f"{number:,} {one if number == 1 else many}"


def who(person: Person) -> str:
    """A person as sentences name them."""
    return f"{visible(person.name)} ({visible(person.key)})"


def _made_up(wanted: Wanted, now: Organisation, result: Organisation) -> Iterator[str]:
    if wanted.units is not None or now.units:
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
    staying = [unit for unit in now.units.values() if unit.key not in asked]
    if staying:
        yield f"Units are never removed. Not in the {UNITS_FILE} and staying: {_units(staying)}."


def _staying_inactive(wanted: Wanted, result: Organisation) -> Iterator[str]:
    if wanted.says_active:
        return
    people = [result.people[asked.person.key] for asked in wanted.people]
    if inactive := [person for person in people if not person.active]:
        yield (
            f"In the {PEOPLE_FILE}, but they left earlier and stay inactive: {_people(inactive)}. "
            "Add the column active with yes to bring them back."
        )


def _without_address(result: Organisation) -> Iterator[str]:
    people = [p for p in result.people.values() if p.active and not p.email]
    if people:
        yield (
            f"Without an e-mail address, so they need their link on paper or by hand: "
            f"{_people(people)}."
        )


def _small_teams(result: Organisation) -> Iterator[str]:
    homes = people_by_home(result.people.values(), result.units)
    small = [result.units[key] for key, people in homes.items() if len(people) < SMALLEST_K]
    if small:
        yield (
            f"With fewer than {SMALLEST_K} people, so they get no figures of their own and "
            f"their answers count further up: {_units(small)}."
        )


def _leading_one(result: Organisation) -> Iterator[str]:
    homes = people_by_home(result.people.values(), result.units)
    parents = {unit.parent for unit in result.units.values()}
    leaders = [p for p in result.people.values() if p.active and p.leads not in parents]
    if alone := [p for p in leaders if p.leads and len(homes.get(p.leads, ())) == 1]:
        yield f"Leading a team of one: {_people(alone)}."


def _people(people: Sequence[Person]) -> str:
    return _named([who(person) for person in people])


def _units(units: Sequence[Unit]) -> str:
    return _named([quoted(unit.name) for unit in units])


def _named(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
