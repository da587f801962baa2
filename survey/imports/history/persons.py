"""Which rows of an export are one person's? Told from the columns that say who somebody is.

Only a number for each row leaves here, and it means nothing outside of its file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from survey.imports.history.habits import Why
from survey.imports.table import Row
from survey.imports.words import fold, words

_NOBODY = frozenset(words("nobody", "values"))
_OF_ANOTHER = re.compile("|".join(map(re.escape, words("of_another", "parts"))))
_OF_ONE_ANSWER = frozenset(words("one_answer", "names"))
"""Columns that number answers: equal cells are one person's, others may be so too."""


def persons(
    columns: Sequence[str], rows: Sequence[Row], dropped: Mapping[str, Why]
) -> tuple[int, ...]:
    """A number for each row, the same for rows of one person.

    Equal ids or addresses are one person's. So are equal names, unless each of their rows has an
    id or an address: then two people are called the same.
    """
    own = {name: why for name, why in dropped.items() if not _OF_ANOTHER.search(fold(name))}
    marks = [at for at, name in enumerate(columns) if own.get(name) in (Why.TOKEN, Why.ADDRESS)]
    names = [at for at, name in enumerate(columns) if own.get(name) is Why.NAME]
    telling = [at for at in marks if fold(columns[at]) not in _OF_ONE_ANSWER]
    groups = [*_alike(rows, [[at] for at in marks]), *_called(rows, names, telling)]
    return _numbers(len(rows), groups)


def _alike(rows: Sequence[Row], keys: Iterable[Sequence[int]]) -> Iterator[list[int]]:
    """The places of rows with equal cells in the columns of a key."""
    for key in keys:
        found: dict[tuple[str, ...], list[int]] = {}
        for place, row in enumerate(rows):
            said = tuple(fold(row.cells[at]) for at in key)
            if not _NOBODY.issuperset(said):
                found.setdefault(said, []).append(place)
        yield from found.values()


def _called(
    rows: Sequence[Row], names: Sequence[int], telling: Sequence[int]
) -> Iterator[list[int]]:
    if not names:
        return
    for group in _alike(rows, [names]):
        if not all(_tells(rows[place], telling) for place in group):
            yield group


def _tells(row: Row, columns: Sequence[int]) -> bool:
    return any(fold(row.cells[at]) not in _NOBODY for at in columns)


def _numbers(many: int, groups: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """The rows of groups that share a row have one number: that of the first of them."""
    of = list(range(many))

    def first(place: int) -> int:
        while of[place] != place:
            of[place] = of[of[place]]
            place = of[place]
        return place

    for group in groups:
        for place in group[1:]:
            one, other = sorted((first(group[0]), first(place)))
            of[other] = one
    return tuple(map(first, range(many)))
