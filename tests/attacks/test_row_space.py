"""Nothing shown can be added and subtracted until it tells of fewer than k people, or of a team
that is hidden (privacy rules, attacks 1, 2, 3, 4 and 5)."""

from dataclasses import replace
from random import Random

import pytest

from analytics.disclosure.control import Plans
from analytics.disclosure.rollup import base_plan, climb, homes, item_plans
from analytics.published.cells import Figure, Participation, Score
from tests.attacks.row_space import Shown, leaks, plans_of, sets_of, shown_by, who_answered
from tests.attacks.some import some_now
from tests.make_cells import cells
from tests.make_organisations import ITEMS, Answerer, Universe, a_universe

ORGANISATIONS = 800


def universes(many: int, *, first: int = 0) -> list[Universe]:
    """Small organisations whose sizes lie around the thresholds; many skip."""
    return [small_universe(seed) for seed in range(first, first + many)]


def small_universe(seed: int) -> Universe:
    rng = Random(seed)
    return a_universe(rng, units=rng.choice((4, 6, 8)), size=rng.choice((8, 12, 18)))


@pytest.mark.parametrize("first", some_now(range(0, ORGANISATIONS, 40), now=5))
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

    assert sum(any(len(sets) >= 4 for sets in s.sets.values()) for s in shown) >= 50
    assert sum(any(s.sets[f"{item} shares"] for item in ITEMS) for s in shown) >= 100


@pytest.mark.parametrize("first", range(0, 80, 40))
def test_the_sets_searched_are_those_of_the_published_cells(first: int) -> None:
    for universe in universes(40, first=first):
        sets = shown_by(universe, plans_of(universe)).sets
        published = cells(universe.tally, tree=universe.tree, k=universe.k)

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


def test_a_team_left_blank_while_its_areas_count_it_would_be_caught() -> None:
    """A rule we do not use: a team that stands alone is hidden all the same, to spare somebody."""
    caught = 0
    for universe in universes(160):
        sets = shown_by(universe, plans_of(universe)).sets
        teams = {frozenset(p.name for p in who_answered(universe, "B1") if p.home == u)
                 for u in universe.above}  # fmt: skip
        blanked = sets | {"B1": sets["B1"] - set(sorted(teams & sets["B1"], key=sorted)[:1])}
        found = leaks(universe, Shown(blanked))
        caught += any("which is hidden" in leak for leak in found)

    assert caught >= 10


def test_an_area_that_adds_people_without_climbing_would_be_caught() -> None:
    """A rule we do not use: shown areas count all their people, those too who climbed past them."""
    caught = 0
    for universe in universes(160):
        plans = plans_of(universe)
        sets = {item: added(universe, item, plans) for item in ITEMS}
        sets |= {f"{item} shares": set() for item in ITEMS}
        caught += any(leak.startswith("a figure about") for leak in leaks(universe, Shown(sets)))

    assert caught >= 40


def added(universe: Universe, item: str, plans: Plans) -> set[frozenset[str]]:
    """The shown sets of an item where each shown area holds everybody below it who answered."""
    tree, people, score = universe.tree, who_answered(universe, item), plans.items[item].score
    place = {key: t for t, key in enumerate(tree.keys)}
    areas = score.areas(universe.tally.counts[item].sum(axis=1), tree=tree) > 0
    teams = score.stands_alone()
    inside = (
        {p.name for p in people if t <= place[p.home] < (tree.end[t] if area else t + 1)}
        for shown, area in ((teams, False), (areas, True))
        for t in shown.nonzero()[0].tolist()
    )
    return {frozenset(names) for names in inside}


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
            three=climb(tree, homes(tree), counts.sum(axis=1), least=least),
        )
        for item, of_item in plans.items.items()
        for counts in [universe.tally.counts[item]]
    }
    return replace(plans, items=apart)


def planned_from_homes(universe: Universe) -> Plans:
    """A rule that we started from: answers are planned from homes, not from who was asked."""
    tally, tree, k = universe.tally, universe.tree, universe.k
    base = base_plan(tree, homes(tree), tally.ballots, k=k)
    items = {
        item: item_plans(tree, base, counts.sum(axis=1), k=k)
        for item, counts in tally.counts.items()
    }
    return replace(plans_of(universe), base=base, items=items)


def test_a_rule_that_tells_who_took_part_would_be_caught() -> None:
    """By numbers of answers beside numbers of people asked."""
    caught = 0
    for universe in universes(160):
        sets = shown_by(universe, planned_from_homes(universe)).sets
        caught += bool(leaks(universe, Shown({"took part": sets["took part"]})))

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


def test_the_one_person_who_could_be_read_is_in_no_group_of_their_own() -> None:
    """The counterexample of decision record 0008: found with the old rule, gone with the new."""
    before, after = (shown_by(ONE_MORE, rule(ONE_MORE)) for rule in (planned_from_homes, plans_of))

    assert "a figure about area-0 alone" in leaks(ONE_MORE, before)
    assert leaks(ONE_MORE, after) == []


def test_hiding_small_teams_and_nothing_else_would_be_caught() -> None:
    """The rule of most tools: a team under k is hidden, its area shows everybody."""
    caught = 0
    for universe in universes(80):
        tree = universe.tree
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
        caught += bool(leaks(universe, Shown(sets | shares)))

    assert caught >= 40
