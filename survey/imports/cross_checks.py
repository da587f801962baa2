"""Do people and units fit together, as they would stand after an import?"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from survey.imports.problems import Problems, quoted, visible
from survey.imports.requested_people import PEOPLE_FILE, UNITS_FILE, Wanted
from survey.organisation.structure import Organisation, Person, Unit

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


def _first_rows(places: Iterable[tuple[str, int]]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for key, row in places:
        rows.setdefault(key, row)
    return rows


def _check_units_known(wanted: Wanted, units: Mapping[str, Unit], problems: Problems) -> None:
    where = f"in the {UNITS_FILE} or " if wanted.units is not None else ""
    help_ = f"Correct the name, or put the unit into the {UNITS_FILE}."
    for asked in wanted.people:
        for column, unit in (("unit", asked.person.unit), ("leads", asked.person.leads)):
            if unit and unit not in units:
                message = f"There is no unit {quoted(unit)} {where}in the organisation. {help_}"
                problems.add(message, row=asked.row, column=column)


def _check_none_closed(wanted: Wanted, units: Mapping[str, Unit], problems: Problems) -> None:
    """A closed unit comes back when somebody says so, not because an old file names it."""
    closed = {key: unit for key, unit in units.items() if unit.closed}
    for asked in wanted.people if closed else ():
        for column, key in (("unit", asked.person.unit), ("leads", asked.person.leads or "")):
            if key in closed and asked.person.active:
                problems.add(_closed(closed[key]), row=asked.row, column=column)
    listed = (*((u, UNITS_FILE) for u in wanted.units or ()), *((u, "") for u in wanted.made))
    for unit, file in listed:
        for column, key in (("unit", unit.unit.key), ("parent", unit.unit.parent or "")):
            if key in closed:
                place = column if file else "unit"
                problems.add(_closed(closed[key]), row=unit.row, column=place, file=file)


def _closed(unit: Unit) -> str:
    return (
        f"The unit {quoted(unit.name)} is closed. Open it again on the page People first, or name "
        "another."
    )


def _check_parents_known(units: Mapping[str, Unit], rows: Rows, problems: Problems) -> None:
    for unit in units.values():
        if unit.parent is not None and unit.parent not in units:
            message = f"There is no unit {quoted(unit.parent)} for {quoted(unit.key)} to be below."
            problems.add(message, row=rows.get(unit.key), column="parent", file=UNITS_FILE)


def _check_one_root(units: Mapping[str, Unit], rows: Rows, problems: Problems) -> None:
    rule = "Only one unit, the whole organisation, has no parent."
    roots = sorted((k for k, u in units.items() if u.parent is None), key=lambda k: rows.get(k, 0))
    if units and not roots:
        message = f"No unit has an empty parent. {rule}"
        problems.add(message, column="parent", file=UNITS_FILE)
    for other in roots[1:]:
        message = f"{quoted(other)} has no parent, and neither has {quoted(roots[0])}. {rule}"
        problems.add(message, row=rows.get(other), column="parent", file=UNITS_FILE)


def _check_no_cycles(units: Mapping[str, Unit], rows: Rows, problems: Problems) -> None:
    for cycle in _cycles(units):
        chain = " is below ".join(quoted(key) for key in (*cycle, cycle[0]))
        row = min((rows[key] for key in cycle if key in rows), default=None)
        problems.add(
            f"Units go round in a circle: {chain}.", row=row, column="parent", file=UNITS_FILE
        )


def _cycles(units: Mapping[str, Unit]) -> Iterator[list[str]]:
    """Each circle of parents once."""
    done: set[str] = set()
    for start in units:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in units and at not in done and at not in path:
            path[at] = None
            at = units[at].parent
        if at is not None and at in path:
            yield list(path)[list(path).index(at) :]
        done.update(path)


def _check_one_leader_each(result: Organisation, rows: Rows, problems: Problems) -> None:
    for first, other in _sharing(result.people.values(), rows, lambda person: person.leads or ""):
        led = quoted(other.leads or "")
        message = f"{led} already has a leader: {_who(first, rows)}. A unit has only one."
        problems.add(message, row=rows.get(other.key), column="leads")


def _check_own_addresses(result: Organisation, rows: Rows, problems: Problems) -> None:
    for first, other in _sharing(result.people.values(), rows, lambda p: p.email.casefold()):
        message = (
            f"{quoted(other.email)} is already the address of {_who(first, rows)}. Everybody needs "
            "their own, or an empty cell."
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
    return f"{visible(person.name)} ({visible(person.key)}), {_place(rows.get(person.key))}"


def _place(row: int | None) -> str:
    return f"row {row}" if row is not None else f"who is not in the {PEOPLE_FILE}"
