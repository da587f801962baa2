"""Who reports to whom, according to a people file and, where that is silent, to what we know?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from survey.imports.requested_people import Wanted, WantedPerson
from survey.organisation.structure import Organisation, Person


@dataclass(frozen=True, slots=True)
class Chart:
    """Everybody of the file, once, with the manager their row names.

    `manager` is None where the row names nobody, `unknown` somebody we do not know, or `themselves`
    the person of the row. A manager need not be in the file. `heads` are those to whom somebody
    active reports, in the order of the file.
    """

    rows: Mapping[str, WantedPerson]
    active: Mapping[str, bool]
    manager: Mapping[str, str | None]
    unknown: tuple[str, ...]
    themselves: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]
    heads: Mapping[str, None]

    def head_above(self, person: str) -> str | None:
        """The nearest manager up the line who has a team, or None when nobody above has."""
        at = self.manager.get(person)
        while at is not None and at not in self.heads:
            at = self.manager.get(at)
        return at


def chart_of(wanted: Wanted, now: Organisation, *, full: bool) -> Chart:
    """The chart; lines that go round in a circle are cut, and named in `circles`."""
    rows: dict[str, WantedPerson] = {}
    for asked in wanted.people:
        rows.setdefault(asked.person.key, asked)
    known = _known(rows, now)
    named = {key: _meant(r.above[0], known) if r.above else None for key, r in rows.items()}
    lines = {key: None if manager == key else manager for key, manager in named.items()}
    cut = tuple(circles(lines))
    manager = lines | dict.fromkeys((key for circle in cut for key in circle), None)
    active = {key: _active(row, wanted, now, full=full) for key, row in rows.items()}
    reported_to = (manager[key] for key in rows if active[key])
    return Chart(
        rows=rows,
        active=active,
        manager=manager,
        unknown=tuple(key for key, row in rows.items() if row.above and named[key] is None),
        themselves=tuple(key for key in rows if named[key] == key),
        circles=cut,
        heads=dict.fromkeys(head for head in reported_to if head is not None),
    )


def _known(rows: Mapping[str, WantedPerson], now: Organisation) -> Mapping[str, str]:
    """Whom an id, an address or a name means: of the file before others, in this order.

    A name means nobody where two are called so; zeros before an id may be lost, where it is clear.
    """
    people = [row.person for row in rows.values()]
    others = sorted(now.people.values(), key=lambda person: not person.active)
    known: dict[str, str] = {}
    for group in (people, others):
        for person in group:
            known.setdefault(person.key.casefold(), person.key)
        for person in group:
            known.setdefault(person.email.casefold(), person.key)
    for of in (_bare, lambda person: person.name.casefold()):
        for words, keys in _by(of, (*people, *others)).items():
            if len(keys) == 1:
                known.setdefault(words, *keys)
    known.pop("", None)
    return known


def _by(of: Callable[[Person], str], people: Iterable[Person]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for person in people:
        found.setdefault(of(person), set()).add(person.key)
    return found


def _bare(person: Person) -> str:
    return person.key.casefold().lstrip("0")


def _meant(said: str, known: Mapping[str, str]) -> str | None:
    words = said.casefold()
    return known.get(words) or known.get(words.lstrip("0"))


def _active(row: WantedPerson, wanted: Wanted, now: Organisation, *, full: bool) -> bool:
    before = now.people.get(row.person.key)
    if before and not wanted.says_active and not full:
        return before.active
    return row.person.active


def circles(above: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """Each line upwards that comes back to where it began, once."""
    done: set[str] = set()
    for start in above:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = above.get(at)
        if at is not None and at in path:
            yield tuple(path)[list(path).index(at) :]
        done.update(path)
