"""Who is somebody, as a viewer: what they lead and what they were granted."""

from survey.organisation.permissions import ADMINISTRATOR, Viewer
from survey.organisation.structure import Role
from survey.store import Store


def viewer(store: Store, person: str) -> Viewer | None:
    """Somebody as a viewer, or None when they are not (or no longer) here.

    The administrator is here until somebody is granted HR or operator.
    """
    if person == ADMINISTRATOR:
        return _administrator() if nobody_in_charge(store) else None
    found = store.person(person)
    if found is None or not found.active:
        return None
    led = {Role.LEADER} if found.leads else set()
    return Viewer(found.key, found.name, found.unit, found.leads, store.grants(person) | led)


def _administrator() -> Viewer:
    return Viewer(ADMINISTRATOR, "Administrator", "", None, frozenset({Role.HR, Role.OPERATOR}))


def nobody_in_charge(store: Store) -> bool:
    """Whether nobody was granted HR or operator yet."""
    return not any(store.people_granted(role) for role in (Role.HR, Role.OPERATOR))
