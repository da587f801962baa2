"""Why an area leaves out whom it must: adding them without climbing would tell of just those few.

The trap is old: an area that counts everybody below it, whoever stands in a group of its own or
climbed past, looks fairer and is not. Here is a small organisation where it shows, and the
search of tests/attacks/row_space.py finds it.
"""

from dataclasses import replace

import pytest

from analytics.disclosure.control import Plans
from tests.attacks.row_space import Group, Shown, leaks, plans_of, shown_by, who_answered
from tests.make_organisations import ITEMS, Answerer, Universe


def everybody(unit: str, people: int) -> tuple[Answerer, ...]:
    """So many people of a unit, who answer everything."""
    return tuple(Answerer(f"{unit}-{n}", unit, dict.fromkeys(ITEMS, 3)) for n in range(people))


def adding(universe: Universe, plans: Plans) -> Shown:
    """What would be shown if each area that has a figure counted everybody below it."""
    shown = shown_by(universe, plans)
    sets = {item: _added(universe, item, shown.sets[item]) for item in ITEMS}
    return replace(shown, sets={key: set() for key in shown.sets} | sets)


def _added(universe: Universe, item: str, groups: set[Group]) -> set[Group]:
    """The same teams, and for each area that has a figure all who answered below it."""
    tree, people = universe.tree, who_answered(universe, item)
    home = {person.name: person.home for person in people}
    teams = {group for group in groups if len({home[name] for name in group}) == 1}
    below = (set(tree.keys[t : tree.end[t]]) for t in (~tree.leaves()).nonzero()[0].tolist())
    inside = {frozenset(name for name, unit in home.items() if unit in units) for units in below}
    return teams | {area for area in inside if any(group <= area for group in groups)}


AREA = Universe(
    {"area": None, "team": "area", "few": "area"},
    (*everybody("team", 8), *everybody("few", 3)),
    k=5,
)


@pytest.mark.parametrize("item", ITEMS)
def test_the_few_that_an_area_left_out_would_be_what_is_left_of_it(item: str) -> None:
    """Eight are a team, three climb past their area: eleven less eight would be these three."""
    plans = plans_of(AREA)

    assert leaks(AREA, shown_by(AREA, plans)) == []
    assert f"{item} of few, which is hidden" in leaks(AREA, adding(AREA, plans))
