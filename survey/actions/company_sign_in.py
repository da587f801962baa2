"""Coming in by the company's own sign-in: who that is here, and which roles follow their groups."""

import logging

from survey.actions.organisation import grant, revoke
from survey.actions.sign_in import begin_session
from survey.audit import AuditVerb
from survey.browsers import Browser
from survey.errors import NotFound, Refused
from survey.organisation.structure import Person, Role
from survey.provider import Provider, Said
from survey.store import Store
from survey.text import sentence

ACTOR = "company sign-in"
log = logging.getLogger("same_boat.doors")


def enter_by_company(store: Store, said: Said, *, provider: Provider, browser: Browser) -> str:
    """The token of a new session for whoever the company's sign-in says it is.

    Errors: Refused when it proves nothing that could be looked up, NotFound for somebody who is
    not here (any more).
    """
    if said.person is None and said.address is None:
        raise Refused(sentence("refused.sign_in.unproven"))
    found = _who(store, said)
    if found is None:
        raise NotFound(sentence("refused.sign_in.unknown"))
    for role in Role:
        if groups := provider.groups.get(role.value):
            _follow(store, found.key, role, belongs=bool(groups & said.groups))
    return begin_session(store, found.key, verb=AuditVerb.SIGN_IN_BY_COMPANY, browser=browser)


def _who(store: Store, said: Said) -> Person | None:
    """The one active person with this id or address; an address of several names nobody."""
    if said.person is not None:
        found = store.person(said.person)
        return found if found is not None and found.active else None
    people = store.people_with_email(said.address or "")
    return people[0] if len(people) == 1 else None


def _follow(store: Store, person: str, role: Role, *, belongs: bool) -> None:
    """Give or take a role as the groups say; the last in HR stays, and the log says so."""
    has = role in store.grants(person)
    if belongs and not has:
        grant(store, person=person, role=role, actor=ACTOR)
    elif has and not belongs:
        try:
            revoke(store, person=person, role=role, actor=ACTOR)
        except Refused:
            log.warning("The last in HR is in no group of HR, and stays until another is.")
