"""Who is asked for the first time, and where are they most of those asked?

Accounts could be made up to fill a group, so that its figures are about one person. They cannot be
told from people; but people who answer can be told how many of their group are new.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from survey.waves.recognising import Asked


@dataclass(frozen=True, slots=True)
class Newcomers:
    """By unit, how many are asked for the first time; `known` units were asked before."""

    by_unit: Mapping[str, int]
    known: frozenset[str]

    def mostly(self, asked: Mapping[str, int]) -> dict[str, int]:
        """The units of which more than half is new, and by how many; none that is new itself.

        A unit that is new counts as known once somebody in it was asked before, elsewhere.
        """
        return {
            unit: new
            for unit, new in sorted(self.by_unit.items())
            if 2 * new > asked[unit] and (unit in self.known or new < asked[unit])
        }


def newcomers(
    now: Asked, earlier: Iterable[Asked], *, units: Collection[str] = ()
) -> Newcomers | None:
    """Whom no earlier wave asked, by id or mailbox; None where there was no earlier wave.

    `units` were asked before too, whoever was in them. Where a file did not say whom it asked in a
    unit, nobody of that unit is taken for new.
    """
    waves = list(earlier)
    if not waves:
        return None
    ids = {person for wave in waves for person in wave.homes}
    mailboxes = {mailbox for wave in waves for mailbox in wave.addresses.values()}
    unsaid = {unit for wave in waves for unit in wave.unknown}
    new = Counter(
        unit
        for person, unit in now.homes.items()
        if person not in ids and now.addresses.get(person) not in mailboxes and unit not in unsaid
    )
    known = {unit for wave in waves for unit in wave.by_unit()}
    return Newcomers(new, frozenset(known | set(units)))


def sharing(asked: Asked) -> list[str]:
    """Everybody asked whose mailbox is somebody else's too: one mailbox counts once."""
    people = Counter(asked.addresses.values())
    return sorted(who for who, mailbox in asked.addresses.items() if people[mailbox] > 1)
