"""Who is asked for the first time, and where are they most of those asked?

Accounts could be made up to fill a group, so that its figures are about one person. They cannot be
told from people; but people who answer can be told how many of their group are new.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey.waves.recognising import Asked


@dataclass(frozen=True, slots=True)
class Newcomers:
    """By unit, how many are asked for the first time."""

    by_unit: Mapping[str, int]

    def mostly(self, asked: Mapping[str, int]) -> dict[str, int]:
        """The units of which more than half is new, and by how many, those that are new too.

        A unit made for one newcomer and some accounts has nobody in it who was asked before.
        """
        return {u: new for u, new in sorted(self.by_unit.items()) if 2 * new > asked[u]}


def newcomers(now: Asked, earlier: Iterable[Asked]) -> Newcomers | None:
    """Whom no earlier wave asked, by id or mailbox; None where there was no earlier wave.

    Where a file did not say whom it asked in a unit, nobody of that unit is taken for new.
    """
    waves = list(earlier)
    if not waves:
        return None
    ids = {person for wave in waves for person in wave.homes}
    strangers = {who: unit for who, unit in now.homes.items() if who not in ids}
    if not strangers:
        return Newcomers({})
    mailboxes = {mailbox for wave in waves for mailbox in wave.mailboxes.values()}
    unsaid = {unit for wave in waves for unit in wave.unknown}
    return Newcomers(
        Counter(
            unit
            for person, unit in strangers.items()
            if now.mailboxes.get(person) not in mailboxes and unit not in unsaid
        )
    )


def sharing(asked: Asked) -> list[str]:
    """Everybody asked whose mailbox is somebody else's too: one mailbox counts once."""
    people = Counter(asked.mailboxes.values())
    return sorted(who for who, mailbox in asked.mailboxes.items() if people[mailbox] > 1)
