"""Who may see and do what: each rule is one check that raises the sentence shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ParamSpec

from survey.errors import NotAllowed, NotFound, SameBoatError
from survey.organisation.structure import Role, Unit, above, below
from survey.text import sentence

P = ParamSpec("P")

ADMINISTRATOR = "@administrator"
"""Whoever sets up an empty installation; no import can make a person with such an id."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody signed in: where they belong, what they lead, what they were granted.

    `was` are closed units in which their answers once counted; who came by a link to read
    `only_reads`.
    """

    person: str
    name: str
    unit: str
    leads: str | None
    roles: frozenset[Role]
    was: frozenset[str] = frozenset()
    only_reads: bool = False


EVERYWHERE = Viewer("@everywhere", "", "", None, frozenset({Role.HR}))
"""Sees every unit, where figures of many are put together; what it saw of one is for nobody."""


def as_member(viewer: Viewer) -> Viewer:
    """Somebody with the rights of a member only, whatever else they may do when they sign in."""
    return replace(viewer, leads=None, roles=frozenset(), only_reads=True)


def allowed(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Whether a check lets this pass; for showing or leaving out what it guards."""
    try:
        check(*args, **kwargs)
    except (NotAllowed, NotFound):
        return False
    return True


def why_not(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> str | None:
    """What a check would say against this, to be shown beforehand; None where it lets it pass."""
    try:
        check(*args, **kwargs)
    except SameBoatError as refusal:
        return str(refusal)
    return None


def check_may_see(viewer: Viewer, unit: str, units: Mapping[str, Unit]) -> None:
    """A unit is seen by its people, its leader, everybody above, and HR; else it does not exist.

    People also see the areas they are part of, and the past of a unit that was closed or merged
    with theirs in it: what a figure is about, it is for.
    """
    if unit in units and (
        _hr(viewer) or _part_of(viewer, unit, units) or _over(viewer, unit, units)
    ):
        return
    raise NotFound(sentence("refused.missing.unit"))


def check_may_see_all_below(viewer: Viewer, area: str, units: Mapping[str, Unit]) -> None:
    """An area with everything below it is for its leader, everybody above, and HR."""
    if area in units and (_hr(viewer) or _over(viewer, area, units)):
        return
    raise NotFound(sentence("refused.missing.unit"))


def _hr(viewer: Viewer) -> bool:
    return Role.HR in viewer.roles


def _part_of(viewer: Viewer, unit: str, units: Mapping[str, Unit]) -> bool:
    if units[unit].closed and unit in viewer.was:
        return True
    return viewer.unit in units and unit in above(viewer.unit, units)


def _over(viewer: Viewer, unit: str, units: Mapping[str, Unit]) -> bool:
    return viewer.leads is not None and viewer.leads in above(unit, units)


def units_seen(viewer: Viewer, units: Mapping[str, Unit]) -> list[str]:
    """The keys of every unit somebody may see: what check_may_see lets pass, found in one go."""
    if _hr(viewer):
        return list(units)
    seen = set(above(viewer.unit, units)) if viewer.unit in units else set[str]()
    seen |= {unit for unit in viewer.was & units.keys() if units[unit].closed}
    over = {unit.key for unit in below(viewer.leads, units)}
    return [unit for unit in units if unit in seen or unit in over]


def check_may_write(viewer: Viewer, unit: str, units: Mapping[str, Unit]) -> None:
    """What a unit tries is written by anybody in it, and by who leads it."""
    check_may_see(viewer, unit, units)
    if units[unit].closed:
        raise NotAllowed(sentence("refused.role.closed_unit"))
    if viewer.only_reads:
        raise NotAllowed(sentence("refused.role.reads"))
    if unit not in {viewer.unit, viewer.leads}:
        raise NotAllowed(sentence("refused.role.member"))


def check_may_answer(viewer: Viewer, unit: str) -> None:
    """What was passed up to a unit is answered by who leads it, or by HR."""
    if viewer.leads != unit and not _hr(viewer):
        raise NotAllowed(sentence("refused.role.answers"))


def check_speaks_for_all(viewer: Viewer, units: Mapping[str, Unit]) -> None:
    """What was heard is written by HR and by who leads the whole organisation."""
    leads = units.get(viewer.leads or "")
    leads_all = leads is not None and leads.parent is None
    if not (leads_all or _hr(viewer)):
        raise NotAllowed(sentence("refused.role.for_all"))


def check_is_hr(viewer: Viewer) -> None:
    """Waves, people and reports are HR's."""
    if not _hr(viewer):
        raise NotAllowed(sentence("refused.role.hr"))


def check_may_watch(viewer: Viewer) -> None:
    """What is planned, what was published and the record: HR's, and the works council's to read."""
    if not viewer.roles & {Role.HR, Role.COUNCIL}:
        raise NotAllowed(sentence("refused.role.watch"))


def check_sits_in_council(viewer: Viewer) -> None:
    """The seat of the works council or the data protection officer."""
    if Role.COUNCIL not in viewer.roles:
        raise NotAllowed(sentence("refused.role.watch"))
