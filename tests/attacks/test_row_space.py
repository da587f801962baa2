"""Nothing shown can be added and subtracted until it tells of fewer than k people, or of a team
that is hidden (privacy rules, attacks 1, 2, 3, 4 and 5)."""

from dataclasses import replace
from random import Random

import pytest

from analytics.disclosure.control import Plans, cells_of
from analytics.disclosure.rollup import climb, homes
from analytics.published.cells import Band, Figure, Participation, Scope, Score
from tests.attacks.former_rules import Rule, held_teams_planned_with_others, planned_from_homes
from tests.attacks.row_space import (
    Shown,
    held_rows,
    leaks,
    plans_of,
    sets_of,
    shown_by,
    who_answered,
)
from tests.make_cells import cells
from tests.make_organisations import ITEMS, Answerer, Universe, a_universe
from tests.reference import slow_gate

ORGANISATIONS = 320


def universes(many: int, *, first: int = 0) -> list[Universe]:
    """Small organisations whose sizes lie around the thresholds; many skip, many are held."""
    return [small_universe(seed) for seed in range(first, first + many)]


def small_universe(seed: int) -> Universe:
    rng = Random(seed)
    return a_universe(rng, units=rng.choice((4, 6, 8)), size=rng.choice((8, 12, 18)))


@pytest.mark.parametrize("first", range(0, ORGANISATIONS, 40))
def test_no_combination_of_shown_cells_tells_of_fewer_than_k_people(first: int) -> None:
    for universe in universes(40, first=first):
        assert leaks(universe, shown_by(universe, plans_of(universe))) == []


@pytest.mark.long
@pytest.mark.parametrize("first", range(10_000, 20_000, 1000))
def test_no_combination_tells_of_few_in_many_more_organisations(first: int) -> None:
    tried = 0
    for universe in universes(1000, first=first):
        shown = shown_by(universe, plans_of(universe))
        assert leaks(universe, shown) == []
        tried += shown.combinations()

    print(f"\nattacks 1, 3: seeds {first} to {first + 999}: {tried:,} combinations, no leak")


def test_the_search_finds_most_shapes_of_publication() -> None:
    """The organisations searched are worth searching: much is shown, and much is hidden."""
    shown = [shown_by(universe, plans_of(universe)) for universe in universes(ORGANISATIONS)]

    assert sum(bool(s.held) for s in shown) >= 50
    assert sum(any(len(sets) >= 4 for sets in s.sets.values()) for s in shown) >= 50
    assert sum(any(s.sets[f"{item} shares"] for item in ITEMS) for s in shown) >= 100


@pytest.mark.parametrize("first", range(0, 80, 40))
def test_the_sets_searched_are_those_of_the_published_cells(first: int) -> None:
    for universe in universes(40, first=first):
        tree, k, held = universe.tree, universe.k, universe.held
        sets = shown_by(universe, plans_of(universe)).sets
        published = cells(universe.tally, tree=tree, k=k, held=held)

        for item in ITEMS:
            figures = [cell.figure for cell in published if cell.measure == item]
            assert_same_people(figures, [len(people) for people in sets[item]])
            assert any(isinstance(f, Score) and f.shares for f in figures) == bool(
                sets[f"{item} shares"]
            )
        asked = {
            cell.figure.invited for cell in published if isinstance(cell.figure, Participation)
        }
        assert asked == {len(people) for people in sets["participation"]}


def assert_same_people(figures: list[Figure], sizes: list[int]) -> None:
    """Every shown figure has a set of as many people, and every set a figure."""
    bands = [figure.people for figure in figures if isinstance(figure, Score)]

    assert all(any(band.low <= size <= band.high for size in sizes) for band in bands)
    assert all(any(band.low <= size <= band.high for band in bands) for size in sizes)


def test_held_items_that_climb_would_be_caught() -> None:
    """The rule we do not use: a held team's items count for its areas, its composite is shown."""
    caught = 0
    for universe in universes(160):
        everybody = replace(universe, held=frozenset())
        plans = plans_of(everybody)
        shown = shown_by(everybody, plans)
        own = {
            frozenset(p.name for p in who_answered(universe, item) if p.home == unit)
            for item in ITEMS
            for unit in universe.held
        }
        sets = {variable: groups - own for variable, groups in shown.sets.items()}
        found = leaks(universe, Shown(sets, held_rows(universe, plans.base)))
        caught += any("which is hidden" in leak for leak in found)

    assert caught >= 10


def test_held_items_that_climb_with_others_would_be_caught() -> None:
    """The same, where a held team rests with a few more people: they could be told apart."""
    caught = 0
    for universe in universes(160):
        sets = {item: shown_when_held_climb(universe, item) for item in ITEMS}
        shares: dict[str, set[frozenset[str]]] = {f"{item} shares": set() for item in ITEMS}
        rows = held_rows(universe, plans_of(universe).base)
        found = leaks(universe, Shown(sets | shares, rows))
        caught += any(leak.startswith("a figure about") for leak in found)

    assert caught >= 5


def shown_when_held_climb(universe: Universe, item: str) -> set[frozenset[str]]:
    """The shown sets of an item where held teams climb until they rest with somebody else."""

    def enough(people: slow_gate.People) -> bool:
        only_held = all(person.home in universe.held for person in people)
        return not only_held and len(slow_gate.answered(people, item)) >= universe.k

    climbed = slow_gate.climb(universe, slow_gate.homes(universe, universe.ballots), enough)
    groups = (
        slow_gate.shown(universe, climbed, unit, scope)
        for unit in universe.above
        for scope in Scope
    )
    return {
        names
        for group in groups
        if (names := frozenset(p.name for p in group if p.answers and item in p.answers))
    }


def test_distributions_planned_apart_from_scores_would_be_caught() -> None:
    """The rule we do not use: a plan for distributions made from homes, not from score atoms."""
    caught = 0
    for universe in universes(80):
        plans = with_distributions_apart(universe, plans_of(universe))
        caught += bool(leaks(universe, shown_by(universe, plans)))

    assert caught >= 5


def with_distributions_apart(universe: Universe, plans: Plans) -> Plans:
    tree, least = universe.tree, max(universe.k, 10)
    apart = {
        item: replace(
            of_item,
            three=climb(tree, homes(tree), plans.rest.counts[item].sum(axis=1), least=least),
        )
        for item, of_item in plans.items.items()
    }
    return replace(plans, items=apart)


@pytest.mark.parametrize("rule", [planned_from_homes, held_teams_planned_with_others])
def test_a_rule_that_tells_who_took_part_would_be_caught(rule: Rule) -> None:
    """Two rules that we started from, by numbers of answers beside numbers of people asked."""
    caught = 0
    for universe in universes(160):
        sets = shown_by(universe, rule(universe)).sets
        caught += bool(leaks(universe, Shown({"took part": sets["took part"]}, [])))

    assert caught >= 5


def answering(home: str, asked: int, *, answer: int | None = None) -> list[Answerer]:
    """So many people of a home who are asked, of whom so many answer everything; all by default."""
    said = dict.fromkeys(ITEMS, 3)
    many = asked if answer is None else answer
    return [Answerer(f"{home}-{n}", home, said if n < many else None) for n in range(asked)]


ONE_MORE = Universe(
    {"area": None, "team": "area"},
    (*answering("team", 5, answer=4), *answering("area", 1)),
    k=5,
)
ONE_LEFT = Universe(
    {"area": None, "a": "area", "b": "area", "c": "area", "held": "area"},
    tuple(p for team in "abc" for p in answering(team, 4, answer=3)) + tuple(answering("held", 1)),
    k=5,
    held=frozenset({"held"}),
)


@pytest.mark.parametrize(
    ("universe", "rule", "who"),
    [
        (ONE_MORE, planned_from_homes, "area-0"),
        (ONE_LEFT, held_teams_planned_with_others, "held-0"),
    ],
)
def test_the_one_person_who_could_be_read_is_in_no_group_of_their_own(
    universe: Universe, rule: Rule, who: str
) -> None:
    """The counterexamples of decision record 0008: found with the old rule, gone with the new."""
    before, after = (shown_by(universe, plans) for plans in (rule(universe), plans_of(universe)))

    assert f"a figure about {who} alone" in leaks(universe, before)
    assert leaks(universe, after) == []


def test_what_the_area_of_a_held_person_told_is_not_told_any_more() -> None:
    """Thirteen asked, three quarters or more took part, eight or nine answered: so the one did."""
    tally, tree = ONE_LEFT.tally, ONE_LEFT.tree

    def seen(plans: Plans) -> tuple[Figure, ...]:
        found = cells_of(plans, tally, tree=tree, k=5)
        area = {c.measure: c.figure for c in found if (c.unit, c.scope) == ("area", Scope.AREA)}
        return area["B1"], area["participation"]

    answered = Score(500, Band(8, 9), 5)
    before = seen(held_teams_planned_with_others(ONE_LEFT))
    assert before == (answered, Participation(13, Band(75, 100)))
    assert seen(plans_of(ONE_LEFT)) == (answered, Participation(12, Band(75, 100)))


def test_hiding_small_teams_and_nothing_else_would_be_caught() -> None:
    """The rule of most tools: a team under k is hidden, its area shows everybody."""
    caught = 0
    for universe in universes(80):
        everybody = replace(universe, held=frozenset())
        tree, plans = universe.tree, plans_of(everybody)
        every = homes(tree)
        sets = {
            item: {
                group
                for group in sets_of(every, tree, who_answered(universe, item))
                if len(group) >= universe.k
            }
            for item in ITEMS
        }
        shares: dict[str, set[frozenset[str]]] = {f"{item} shares": set() for item in ITEMS}
        caught += bool(leaks(everybody, Shown(sets | shares, held_rows(everybody, plans.base))))

    assert caught >= 40
