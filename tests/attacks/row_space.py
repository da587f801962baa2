"""What can be worked out from shown cells by adding and subtracting them, searched exhaustively.

Worst case: the attacker knows who is in every shown set, who skipped what, and every figure without
coarsening. A figure is then a known linear function of unknown answers, one unknown for each
variable and person, and what can be worked out is the row space of all figures together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import gcd

import numpy as np

from analytics.arrays import Ints
from analytics.disclosure.control import Plans, plan
from analytics.disclosure.rollup import Atoms
from analytics.disclosure.tree import Tree
from tests.make_organisations import ITEMS, Answerer, Universe

Unknown = tuple[str, str]  # variable, person
Row = dict[Unknown, int]
Group = frozenset[str]  # names
COEFFICIENTS = (-2, -1, 0, 1, 2)
SETS_TO_COMBINE = 8  # all 5 ** 8 combinations; where there are more sets, the atoms alone must do


@dataclass(frozen=True)
class Shown:
    """The sets of people shown in each variable.

    Every item has two variables: its score, and under "B1 shares" its distribution. "took part"
    holds whoever was asked, in the groups of participation and of every figure of answers: where
    nobody skips, each number of answers is a number of people who took part.
    """

    sets: dict[str, set[Group]]

    def merged(self) -> dict[str, set[Group]]:
        """The sets of each variable, those of a score with those of its distribution."""
        return {v: s | self.sets.get(f"{v} shares", set()) for v, s in self.sets.items()}

    def combinations(self) -> int:
        """How many combinations of sets are tried."""
        many = (len(groups) for groups in self.merged().values())
        return sum(len(COEFFICIENTS) ** n for n in many if 0 < n <= SETS_TO_COMBINE)

    def rows(self) -> list[Row]:
        """Every shown figure as a linear function of the unknowns."""
        return [
            {(variable, name): 1 for name in group}
            for variable, groups in self.sets.items()
            for group in groups
        ]


def plans_of(universe: Universe) -> Plans:
    return plan(universe.tally, tree=universe.tree, k=universe.k)


def who_answered(universe: Universe, item: str) -> list[Answerer]:
    return [p for p in universe.ballots if p.answers and item in p.answers]


def shown_by(universe: Universe, plans: Plans) -> Shown:
    """What a publication with these plans shows."""
    tree = universe.tree
    sets = {
        "signs": sets_of(plans.base, tree, universe.ballots),
        "participation": sets_of(plans.participation, tree, list(universe.people)),
        "comments": places_of(plans.comments, tree, universe.ballots),
    }
    sets["took part"] = sets["participation"] | who_took_part(universe, plans)
    for item, of_item in plans.items.items():
        people = who_answered(universe, item)
        sets[item] = sets_of(of_item.score, tree, people)
        sets[f"{item} shares"] = sets_of(of_item.three, tree, people)
        sets[f"{item} shares"] |= sets_of(of_item.five, tree, people)
    return Shown(sets)


def who_took_part(universe: Universe, plans: Plans) -> set[Group]:
    """Whoever was asked in each group that a number of answers is shown for."""
    of_answers = [plans.base, *(of_item.score for of_item in plans.items.values())]
    everybody = list(universe.people)
    return set().union(*(sets_of(atoms, universe.tree, everybody) for atoms in of_answers))


def sets_of(atoms: Atoms, tree: Tree, people: list[Answerer]) -> set[Group]:
    """The people of each shown Team and Area."""
    place = {key: t for t, key in enumerate(tree.keys)}
    alone = atoms.stands_alone()
    teams = [frozenset(p.name for p in people if place[p.home] == t) for t in np.flatnonzero(alone)]
    node = {p.name: atoms.node[a] for p in people if (a := atoms.of[place[p.home]]) >= 0}
    areas = [
        frozenset(name for name, at in node.items() if t <= at < tree.end[t])
        for t in np.flatnonzero(~tree.leaves())
    ]
    return {group for group in (*teams, *areas) if group}


def places_of(atoms: Atoms, tree: Tree, people: list[Answerer]) -> set[Group]:
    """The people of each atom: whose comments stand in one place."""
    place = {key: t for t, key in enumerate(tree.keys)}
    groups: dict[int, set[str]] = {}
    for person in people:
        groups.setdefault(int(atoms.of[place[person.home]]), set()).add(person.name)
    return {frozenset(names) for atom, names in groups.items() if atom >= 0}


def leaks(universe: Universe, shown: Shown) -> list[str]:
    """Everything that can be worked out about fewer than k people, or about who is hidden."""
    return [
        *_few_people_by_combining(universe, shown),
        *_few_people_in_the_row_space(universe, shown),
        *_hidden_teams_in_the_row_space(universe, shown),
    ]


def _few_people_by_combining(universe: Universe, shown: Shown) -> Iterator[str]:
    """Every combination of the sets of one variable, and the atoms that they cut out."""
    for variable, groups in shown.merged().items():
        incidence, sizes = _atoms(sorted(groups, key=sorted))
        if sizes.size and sizes.min() < universe.k:
            yield f"{variable}: an atom of {sizes.min()}"
        if 0 < len(groups) <= SETS_TO_COMBINE:
            least = _smallest_support(incidence, sizes)
            if least < universe.k:
                yield f"{variable}: a combination about {least}"


def _atoms(groups: list[Group]) -> tuple[Ints, Ints]:
    """People who are in the same sets: which sets ([set, atom]), and how many people."""
    signatures: dict[tuple[int, ...], int] = {}
    for name in frozenset().union(*groups):
        signature = tuple(int(name in group) for group in groups)
        signatures[signature] = signatures.get(signature, 0) + 1
    return np.array(list(signatures)).T, np.array(list(signatures.values()))


def _smallest_support(incidence: Ints, sizes: Ints) -> int:
    """The fewest people that any combination of the sets, but the empty one, tells of."""
    support = (_combinations(len(incidence)) @ incidence != 0) @ sizes
    return int(support[support > 0].min())


@cache
def _combinations(many: int) -> Ints:
    """All combinations of this many sets; the first coefficient is not negative, by symmetry."""
    if many == 1:
        return np.array([[0], [1], [2]])
    before = _combinations(many - 1)
    return np.concatenate([np.insert(before, before.shape[1], c, axis=1) for c in COEFFICIENTS])


def _few_people_in_the_row_space(universe: Universe, shown: Shown) -> Iterator[str]:
    """Is any figure, of all variables together, about no more than these fewer than k people?

    The row space holds a function of their unknowns alone exactly when the rank falls as their
    columns are left out. Columns that are equal cannot be told apart: one stands for all.
    """
    columns = _columns(shown.rows())
    everything = list(columns)
    for group in _small_groups(universe):
        inside = {c for c, unknowns in columns.items() if all(n in group for _, n in unknowns)}
        rest = [c for c in everything if c not in inside]
        if inside and _rank(_rows(rest)) < _rank(_rows(everything)):
            yield f"a figure about {', '.join(sorted(group))} alone"


def _small_groups(universe: Universe) -> Iterator[Group]:
    """Each person, and each few homes with fewer than k people together."""
    homes: dict[str, Group] = {}
    for person in universe.people:
        yield frozenset({person.name})
        if person.counts:
            homes[person.home] = homes.get(person.home, frozenset()) | {person.name}
    small = [group for group in homes.values() if len(group) < universe.k]
    for many in (1, 2, 3):
        for groups in combinations(small, many):
            if len(group := frozenset().union(*groups)) < universe.k:
                yield group


def _hidden_teams_in_the_row_space(universe: Universe, shown: Shown) -> Iterator[str]:
    """Can the figure of a team that is hidden be put together from others?"""
    columns = _columns(shown.rows())
    for unit in universe.above:
        for item in ITEMS:
            names = frozenset(p.name for p in who_answered(universe, item) if p.home == unit)
            for variable in (item, f"{item} shares"):
                hidden = bool(names) and names not in shown.sets.get(variable, set())
                if hidden and _is_in_row_space({(variable, name) for name in names}, columns):
                    yield f"{variable} of {unit}, which is hidden"


def _is_in_row_space(target: set[Unknown], columns: dict[tuple[int, ...], set[Unknown]]) -> bool:
    """Whether the sum over these unknowns is a combination of the rows."""
    inside = [unknowns <= target for unknowns in columns.values()]
    covered = set().union(*(u for u, is_in in zip(columns.values(), inside, strict=True) if is_in))
    if covered != target:
        return False
    rows = _rows(list(columns))
    return _rank([*rows, [int(is_in) for is_in in inside]]) == _rank(rows)


def _columns(rows: list[Row]) -> dict[tuple[int, ...], set[Unknown]]:
    """The unknowns by their column: their coefficient in each row."""
    columns: dict[tuple[int, ...], set[Unknown]] = {}
    for unknown in {unknown for row in rows for unknown in row}:
        columns.setdefault(tuple(row.get(unknown, 0) for row in rows), set()).add(unknown)
    return columns


def _rows(columns: list[tuple[int, ...]]) -> list[list[int]]:
    return [list(row) for row in zip(*columns, strict=True)]


def _rank(rows: list[list[int]]) -> int:
    """The rank of a matrix of whole numbers, exactly."""
    left, rank = [row for row in rows if any(row)], 0
    while left:
        pivot, rank = left.pop(), rank + 1
        at = next(i for i, value in enumerate(pivot) if value)
        left = [_without(row, pivot, at) if row[at] else row for row in left]
        left = [row for row in left if any(row)]
    return rank


def _without(row: list[int], pivot: list[int], at: int) -> list[int]:
    """A row less as much of the pivot as makes it 0 at a place."""
    reduced = [pivot[at] * a - row[at] * b for a, b in zip(row, pivot, strict=True)]
    common = gcd(*reduced) or 1
    return [value // common for value in reduced]
