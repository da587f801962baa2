"""Which people of two waves are the same? By their id, else by an address that is theirs alone."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from survey.waves.wave import Wave

Together = Counter[tuple[str, str]]
"""How many are in one unit of one wave and in one unit of the other."""


@dataclass(frozen=True)
class Asked:
    """Who was asked in a wave: the unit each person counts in, and what tells who they are.

    `addresses` are as typed. `unknown` counts by unit whom a file brought without
    saying who they were: those who did not answer, and rows without an id. `from_file` says that it
    was a file that named people, perhaps by other ids than ours.
    """

    homes: Mapping[str, str]
    addresses: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    from_file: bool = False

    @cached_property
    def mailboxes(self) -> Mapping[str, str]:
        """The addresses folded; hardly ever asked for, as most people are known by their id."""
        return {person: folded(address) for person, address in self.addresses.items()}

    @property
    def people(self) -> int:
        """How many were asked, known or not."""
        return len(self.homes) + sum(self.unknown.values())

    def by_unit(self) -> Counter[str]:
        """How many were asked in each unit, known or not."""
        return Counter(self.homes.values()) + Counter(self.unknown)


def nobody(wave: str, *place: object) -> str:
    """The key, in the roster of a past wave, of somebody whom its file does not name."""
    return ":".join(map(str, ("past", wave, *place)))


def asked_of(wave: Wave, homes: Mapping[str, str], addresses: Mapping[str, str]) -> Asked:
    """Who was asked, of everybody's home and of the addresses that are kept, as typed."""
    start = nobody(wave.key, "")
    invented = {person for person in homes if wave.replay and person.startswith(start)}
    return Asked(
        homes={person: unit for person, unit in homes.items() if person not in invented},
        addresses={person: addresses[person] for person in homes if addresses.get(person, "")},
        unknown=Counter(homes[person] for person in invented),
        from_file=wave.replay,
    )


def folded(address: str) -> str:
    """The mailbox of an address: without blanks, in whichever letter case, without a plus-part.

    What follows a plus sign before the @ reaches the same mailbox, so it makes nobody new.
    """
    if "+" not in address:
        return address.strip().casefold()
    box, at, domain = address.strip().casefold().rpartition("@")
    return f"{box.partition('+')[0] or box}{at}{domain}"


def the_same(one: Asked, other: Asked) -> Together:
    """Whoever is known to be in both, by the unit they are in here and there.

    Nobody twice: an id counts before an address, and an address that several people of a wave
    share tells nothing about any of them.
    """
    ids = one.homes.keys() & other.homes.keys()
    together = Counter((one.homes[person], other.homes[person]) for person in ids)
    here, there = _by_address(one, ids), _by_address(other, ids)
    for address in here.keys() & there.keys():
        together[one.homes[here[address]], other.homes[there[address]]] += 1
    return together


def _by_address(asked: Asked, found: Collection[str]) -> dict[str, str]:
    """Whom an address belongs to, of those who were not found by their id."""
    if len(found) == len(asked.homes):
        return {}
    has = {who: asked.mailboxes[who] for who in asked.homes if who in asked.mailboxes}
    shared = Counter(has.values())
    return {at: who for who, at in has.items() if who not in found and shared[at] == 1}


def maybe_the_same(one: Asked, other: Asked, known: Together) -> Counter[str]:
    """How many more of each unit may be the same, because nobody says who they were.

    Whoever is not named is taken for somebody of the same unit who was not found: as many as can
    be paired when everybody is paired once, and one of each two was not named.
    """
    if not (one.unknown or other.unknown):
        return Counter()
    here, there = _not_found(one, known, 0), _not_found(other, known, 1)
    more = {}
    for unit in {*one.unknown, *other.unknown}:
        a, b, c, d = here[unit], one.unknown.get(unit, 0), there[unit], other.unknown.get(unit, 0)
        more[unit] = min(a + b, b + d, c + d)
    return Counter(more)


def in_both(one: Asked, other: Asked) -> int:
    """How many people were asked in both, those taken for the same included."""
    known = the_same(one, other)
    return known.total() + maybe_the_same(one, other, known).total()


def _not_found(asked: Asked, known: Together, side: int) -> Counter[str]:
    left = Counter(asked.homes.values())
    for units, people in known.items():
        left[units[side]] -= people
    return left
