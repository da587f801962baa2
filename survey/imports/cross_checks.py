"""Do people and units fit together, as they would stand after an import?"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from survey.imports.phrasing import who
from survey.imports.problems import Problems, quoted
from survey.imports.reporting_lines import circles
from survey.imports.requested_people import Wanted, people_file, units_file
from survey.organisation.structure import Organisation, Person, Unit
from survey.text import joined, sentence

Rows = Mapping[str, int]


def check_together(wanted: Wanted, result: Organisation, problems: Problems) -> None:
    """Add every way in which the result would not be one tree with people who fit into it."""
    unit_rows = _first_rows((u.unit.key, u.row) for u in wanted.units or ())
    person_rows = _first_rows((p.person.key, p.row) for p in wanted.people)
    _check_units_known(wanted, result.units, problems)
    _check_none_closed(wanted, result.units, problems)
    _check_parents_known(result.units, unit_rows, problems)
    _check_one_root(result.units, unit_rows, problems)
    _check_no_cycles(result.units, unit_rows, problems)
    _check_one_leader_each(result, person_rows, problems)
    _check_own_addresses(result, person_rows, problems)


def check_zeros(wanted: Wanted, now: Organisation, problems: Problems) -> None:
    """An id that is one we know but for zeros before it has lost them, or got some."""
    bare = {key.lstrip("0"): key for key in now.people}
    for asked in wanted.people:
        key = asked.person.key
        known = bare.get(key.lstrip("0"))
        if known and key.isdigit() and key not in now.people:
            message = sentence("refused.people.zeros", person=quoted(known))
            problems.add(message, row=asked.row, column="person_id")


def _first_rows(places: Iterable[tuple[str, int]]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for key, row in places:
        rows.setdefault(key, row)
    return rows


def _check_units_known(wanted: Wanted, units: Mapping[str, Unit], problems: Problems) -> None:
    there = "no_unit_here" if wanted.units is None else "no_unit"
    for asked in wanted.people:
        for column, unit in (("unit", asked.person.unit), ("leads", asked.person.leads)):
            if unit and unit not in units:
                message = sentence(f"refused.people.{there}", unit=quoted(unit), file=units_file())
                problems.add(message, row=asked.row, column=column)


def _check_none_closed(wanted: Wanted, units: Mapping[str, Unit], problems: Problems) -> None:
    """A closed unit comes back when somebody says so, not because an old file names it."""
    closed = {key: unit for key, unit in units.items() if unit.closed}
    for asked in wanted.people if closed else ():
        for column, key in (("unit", asked.person.unit), ("leads", asked.person.leads or "")):
            if key in closed and asked.person.active:
                problems.add(_closed(closed[key]), row=asked.row, column=column)
    listed = (*((u, units_file()) for u in wanted.units or ()), *((u, "") for u in wanted.made))
    for unit, file in listed:
        for column, key in (("unit", unit.unit.key), ("parent", unit.unit.parent or "")):
            if key in closed:
                place = column if file else "unit"
                problems.add(_closed(closed[key]), row=unit.row, column=place, file=file)


def _closed(unit: Unit) -> str:
    return sentence("refused.people.unit_closed", unit=quoted(unit.name))


def _check_parents_known(units: Mapping[str, Unit], rows: Rows, problems: Problems) -> None:
    for unit in units.values():
        if unit.parent is not None and unit.parent not in units:
            message = sentence(
                "refused.people.no_parent", parent=quoted(unit.parent), unit=quoted(unit.key)
            )
            problems.add(message, row=rows.get(unit.key), column="parent", file=units_file())


def _check_one_root(units: Mapping[str, Unit], rows: Rows, problems: Problems) -> None:
    roots = sorted((k for k, u in units.items() if u.parent is None), key=lambda k: rows.get(k, 0))
    if units and not roots:
        message = sentence("refused.people.no_root")
        problems.add(message, column="parent", file=units_file())
    for other in roots[1:]:
        message = sentence("refused.people.two_roots", one=quoted(other), other=quoted(roots[0]))
        problems.add(message, row=rows.get(other), column="parent", file=units_file())


def _check_no_cycles(units: Mapping[str, Unit], rows: Rows, problems: Problems) -> None:
    for cycle in circles({key: unit.parent for key, unit in units.items()}):
        names = map(quoted, (*cycle, cycle[0]))
        chain = joined(names, sentence("refused.people.is_below"))
        row = min((rows[key] for key in cycle if key in rows), default=None)
        message = sentence("refused.people.circle", units=chain)
        problems.add(message, row=row, column="parent", file=units_file())


def _check_one_leader_each(result: Organisation, rows: Rows, problems: Problems) -> None:
    for first, other in _sharing(result.people.values(), rows, lambda person: person.leads or ""):
        led = quoted(other.leads or "")
        message = sentence("refused.people.second_leader", unit=led, leader=_who(first, rows))
        problems.add(message, row=rows.get(other.key), column="leads")


def _check_own_addresses(result: Organisation, rows: Rows, problems: Problems) -> None:
    for first, other in _sharing(result.people.values(), rows, lambda p: p.email.casefold()):
        message = sentence(
            "refused.people.same_address", address=quoted(other.email), who=_who(first, rows)
        )
        problems.add(message, row=rows.get(other.key), column="email")


def _sharing(
    people: Iterable[Person], rows: Rows, of: Callable[[Person], str]
) -> Iterator[tuple[Person, Person]]:
    """Active people who share what should be their own, each beside the first who has it."""
    first: dict[str, Person] = {}
    for person in sorted(people, key=lambda person: rows.get(person.key, 0)):
        if person.active and (own := of(person)):
            if own in first:
                yield first[own], person
            first.setdefault(own, person)


def _who(person: Person, rows: Rows) -> str:
    row = rows.get(person.key)
    if row is None:
        return f"{who(person)}, {sentence('told.place.not_in', file=people_file())}"
    return f"{who(person)}, {sentence('told.place.row', row=row)}"
