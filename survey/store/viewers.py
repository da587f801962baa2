"""Who is somebody, as a viewer: what they lead and what they were granted."""

from survey.organisation.permissions import ADMINISTRATOR, Viewer
from survey.organisation.structure import Role
from survey.store import Store


def viewer(store: Store, person: str) -> Viewer | None:
    """Somebody as a viewer, or None when they are not (or no longer) here.

    The administrator is here until somebody is granted a role.
    """
    return store.remembered(("viewer", person), lambda: _viewer(store, person))


def _viewer(store: Store, person: str) -> Viewer | None:
    if person == ADMINISTRATOR and nobody_in_charge(store):
        return Viewer(ADMINISTRATOR, "Administrator", "", None, frozenset({Role.HR}))
    found = store.person(person)
    if found is None or not found.active:
        return None
    was = store.closed_homes(person)
    return Viewer(found.key, found.name, found.unit, found.leads, store.grants(person), was)


def nobody_in_charge(store: Store) -> bool:
    """Whether nobody was granted a role yet, also not one of an earlier release."""
    return not store.people_granted()
