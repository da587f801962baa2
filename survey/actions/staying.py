"""Who must stay, so that no mistake locks out oneself, HR, or almost everybody?

Asked wherever somebody becomes inactive, is erased or loses a role: by the action, which raises the
sentence, and by the page, which shows it before anything is pressed. It holds for the operator's
commands too: to give somebody else the role first is one command, and a file is as wrong there.
"""

from collections.abc import Collection

from survey.errors import Refused
from survey.imports.phrasing import people_named, who
from survey.languages import counted
from survey.organisation.structure import Person, Role
from survey.store import Store
from survey.text import sentence

A_TENTH = 10


def check_may_go(store: Store, going: Collection[str], *, actor: str) -> None:
    """Nobody takes away their own way in, or that of the last in HR who is here. Errors: Refused.

    `going` are the keys of people who would have no way in any more.
    """
    if not going:
        return
    granted = map(store.person, store.people_granted(Role.HR))
    hr = [person for person in granted if person and person.active]
    if hr and {person.key for person in hr}.issubset(going):
        raise Refused(sentence("staying.last_hr", names=people_named(hr)))
    if actor in going:
        raise Refused(sentence("staying.yourself"))


def check_may_be_erased(store: Store, person: Person, *, actor: str) -> None:
    """The same; and the last with any role stays, or the door of a new installation opens again.

    Errors: Refused.
    """
    check_may_go(store, {person.key} if person.active else (), actor=actor)
    if store.people_granted() == [person.key]:
        raise Refused(sentence("staying.last_role", name=person.name))


def count_wanted(*, going: int, here: int) -> bool:
    """Whether so many become inactive at once that somebody has to say how many."""
    return going * A_TENTH > here


def check_count(*, going: int, here: int, typed: int | None) -> None:
    """A file lets more than a tenth go only when their number was typed. Errors: Refused."""
    if count_wanted(going=going, here=here) and typed != going:
        raise Refused(sentence("staying.count", going=counted(going), here=counted(here)))


def check_is_here(person: Person) -> None:
    """No link and no role is for somebody inactive; it says how they come back. Errors: Refused."""
    if not person.active:
        raise Refused(sentence("staying.not_here", who=who(person)))
