"""May the tree be changed like this, and what would the organisation be then?

Nothing here touches a wave: what was frozen when it opened, and what was published, stays as it is.
"""

from collections.abc import Callable
from dataclasses import replace

from survey.errors import NotFound, Refused
from survey.organisation.structure import Organisation, Person, Unit, above
from survey.text import sentence


def renamed(now: Organisation, unit: str, *, name: str) -> Organisation:
    """The same with another name for one unit. Errors: NotFound."""
    return _with(now, replace(_unit(now, unit), name=name))


def moved(now: Organisation, unit: str, *, below: str) -> Organisation:
    """The same with a unit, and all below it, below another. Errors: NotFound, Refused."""
    moving, target = _unit(now, unit), _open(now, below)
    _check_not_root(moving)
    _check_apart(now, moving, target)
    return _with(now, replace(moving, parent=target.key))


def merged(now: Organisation, unit: str, *, into: str) -> Organisation:
    """The same with everybody of a unit, and the units below it, in another; it is closed.

    Whoever led it leads nothing. It stays where it stands in the tree, so that whoever is above it
    goes on seeing what was published about it. Errors: NotFound, Refused.
    """
    merging, target = _open(now, unit), _open(now, into)
    _check_not_root(merging)
    _check_apart(now, merging, target)
    units = {
        key: replace(u, parent=target.key) if u.parent == unit and not u.closed else u
        for key, u in now.units.items()
    }
    people = {key: _moved(p, unit, target.key) for key, p in now.people.items()}
    return _with(Organisation(units, people), replace(merging, closed=True))


def closed(now: Organisation, unit: str) -> Organisation:
    """The same with an empty unit closed. Errors: NotFound, Refused."""
    closing = _open(now, unit)
    _check_not_root(closing)
    for found, key in _WHAT_IS_IN_IT:
        if found(now, unit):
            raise Refused(sentence(key, unit=closing.name))
    return _with(now, replace(closing, closed=True))


def opened_again(now: Organisation, unit: str) -> Organisation:
    """The same with a closed unit open. Errors: NotFound, Refused."""
    found = _unit(now, unit)
    if found.parent:
        _open(now, found.parent)
    return _with(now, replace(found, closed=False))


def _with(now: Organisation, unit: Unit) -> Organisation:
    return Organisation({**now.units, unit.key: unit}, now.people)


def _moved(person: Person, unit: str, into: str) -> Person:
    leads = None if person.leads == unit else person.leads
    return replace(person, unit=into if person.unit == unit else person.unit, leads=leads)


def _unit(now: Organisation, key: str) -> Unit:
    if key not in now.units:
        raise NotFound(sentence("refused.missing.unit"))
    return now.units[key]


def _open(now: Organisation, key: str) -> Unit:
    unit = _unit(now, key)
    if unit.closed:
        raise Refused(sentence("refused.unit.closed", unit=unit.name))
    return unit


def _check_not_root(unit: Unit) -> None:
    if unit.parent is None:
        raise Refused(sentence("refused.unit.root", unit=unit.name))


def _check_apart(now: Organisation, unit: Unit, target: Unit) -> None:
    if unit.key in above(target.key, now.units):
        raise Refused(sentence("refused.unit.below", target=target.name, unit=unit.name))


def _has_people(now: Organisation, unit: str) -> bool:
    return any(p.unit == unit and p.active for p in now.people.values())


def _has_units(now: Organisation, unit: str) -> bool:
    return any(u.parent == unit and not u.closed for u in now.units.values())


def _is_led(now: Organisation, unit: str) -> bool:
    return any(p.leads == unit for p in now.people.values())


_WHAT_IS_IN_IT: tuple[tuple[Callable[[Organisation, str], bool], str], ...] = (
    (_has_people, "refused.unit.has_people"),
    (_has_units, "refused.unit.has_units"),
    (_is_led, "refused.unit.is_led"),
)
