"""The gate: what leaves, held against the slow gate and against the promises of a publication."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from analytics.disclosure.tally import Tally
from analytics.published.cells import (
    Band,
    Cell,
    Figure,
    Hidden,
    MeasureKind,
    Participation,
    Scope,
    Score,
)
from tests.make_cells import cells
from tests.make_organisations import (
    COMPOSITES,
    ITEMS,
    SIGNS,
    Answerer,
    Universe,
    big_universes,
    seeded,
    universes,
    with_other_answers,
)
from tests.reference import slow_gate

Table = dict[tuple[str, Scope, str], Figure]
TEAM, AREA = Scope.TEAM, Scope.AREA


def publish(universe: Universe) -> list[Cell]:
    return cells(universe.tally, tree=universe.tree, k=universe.k)


def table(universe: Universe) -> Table:
    return {(cell.unit, cell.scope, cell.measure): cell.figure for cell in publish(universe)}


def people(home: str, many: int, answer: int, **items: int) -> list[Answerer]:
    """People of one home who answer everything alike, but for the items named; 0 is skipped."""
    answers = {item: items.get(item, answer) for item in ITEMS}
    said = {item: value for item, value in answers.items() if value}
    return [Answerer(f"{home}-{said}-{number}", home, said) for number in range(many)]


def universe_of(*groups: list[Answerer], k: int = 5) -> Universe:
    """A root with the homes of these people below it."""
    everybody = tuple(person for group in groups for person in group)
    above = {person.home: "root" for person in everybody if person.home != "root"}
    return Universe({"root": None, **above}, everybody, k)


@given(universes())
@settings(max_examples=60, deadline=None)
def test_the_fast_gate_and_the_slow_gate_publish_the_same(universe: Universe) -> None:
    assert table(universe) == slow_gate.cells(universe)


@given(big_universes())
@settings(max_examples=40, deadline=None)
def test_they_publish_the_same_where_groups_are_large(universe: Universe) -> None:
    assert table(universe) == slow_gate.cells(universe)


@given(universes())
@settings(deadline=None)
def test_there_is_exactly_one_cell_for_each_unit_scope_and_measure(universe: Universe) -> None:
    published = publish(universe)
    measures = [*ITEMS, *SIGNS, *COMPOSITES, "participation"]
    inner = set(universe.above.values())
    somebody = {person.home for person in universe.people}

    expected = [
        (unit, scope, measure)
        for unit in universe.tree.keys
        for scope, there in ((TEAM, unit not in inner or unit in somebody), (AREA, unit in inner))
        if there
        for measure in measures
    ]
    assert [(cell.unit, cell.scope, cell.measure) for cell in published] == expected


@given(universes(), seeded())
@settings(deadline=None)
def test_what_is_hidden_never_depends_on_answers(universe: Universe, rng: Random) -> None:
    mine, theirs = publish(universe), publish(with_other_answers(universe, rng))

    assert [isinstance(cell.figure, Hidden) for cell in mine] == [
        isinstance(cell.figure, Hidden) for cell in theirs
    ]
    assert [cell.figure.people for cell in mine if isinstance(cell.figure, Score)] == [
        cell.figure.people for cell in theirs if isinstance(cell.figure, Score)
    ]


@given(universes())
@settings(deadline=None)
def test_a_composite_is_a_function_of_published_items(universe: Universe) -> None:
    published = table(universe)

    for (unit, scope, measure), figure in published.items():
        if measure in COMPOSITES and isinstance(figure, Score):
            items = [published[unit, scope, item] for item in COMPOSITES[measure]]
            shown = [item.tenths for item in items if isinstance(item, Score)]
            assert abs(figure.tenths * len(shown) - sum(shown)) * 2 <= len(shown)


def test_items_signs_and_scope_have_their_kinds() -> None:
    kinds = {cell.measure: cell.kind for cell in publish(universe_of(people("a", 5, 4)))}

    assert kinds["B1"] is MeasureKind.ITEM
    assert kinds["SCO1"] is MeasureKind.SCOPE
    assert kinds["S1"] is MeasureKind.SIGN
    assert kinds["belonging"] is MeasureKind.COMPOSITE
    assert kinds["participation"] is MeasureKind.PARTICIPATION


def test_one_item_skipped_until_k_minus_one_is_blank_in_that_item_only() -> None:
    published = table(universe_of(people("a", 4, 4), people("a", 1, 4, B1=0)))

    assert published["a", TEAM, "B1"] == Hidden()
    assert published["root", AREA, "B1"] == Hidden()
    assert published["a", TEAM, "B2"] == Score(750 + 50, Band(5, 7), 10)
    assert published["a", TEAM, "belonging"] == Score(800, Band(5, 7), 10)


def test_a_composite_needs_half_of_its_items() -> None:
    one_left = universe_of(people("a", 4, 4), people("a", 1, 4, B1=0, B2=0))
    one_of_two = universe_of(people("a", 4, 4), people("a", 1, 4, A1=0))

    assert table(one_left)["a", TEAM, "belonging"] == Hidden()
    assert table(one_of_two)["a", TEAM, "alignment"] == Score(800, Band(5, 7), 10)


def test_a_composite_has_the_lowest_band_and_the_largest_step_of_its_items() -> None:
    published = table(universe_of(people("a", 7, 3), people("a", 3, 3, B1=0)))

    assert published["a", TEAM, "B1"] == Score(500, Band(5, 7), 10)
    assert published["a", TEAM, "B2"] == Score(500, Band(10, 14), 5, (10, 90, 10))
    assert published["a", TEAM, "belonging"] == Score(500, Band(5, 7), 10)


def test_a_composite_has_one_decimal_ties_to_even() -> None:
    published = table(universe_of(people("a", 8, 3, B1=4)))

    assert published["a", TEAM, "B1"] == Score(750, Band(8, 9), 5)
    assert published["a", TEAM, "belonging"] == Score(583, Band(8, 9), 5)  # 1750 / 3


def test_distributions_go_with_the_number_who_answered() -> None:
    groups = [people("nine", 9, 4), people("ten", 10, 4), people("thirty", 30, 4)]
    published = table(universe_of(*groups))
    shares = {
        unit: figure.shares
        for unit in ("nine", "ten", "thirty")
        if isinstance(figure := published[unit, TEAM, "B1"], Score)
    }

    assert shares == {"nine": (), "ten": (10, 10, 90), "thirty": (5, 5, 5, 95, 5)}


def test_an_area_counts_everybody_of_its_shown_teams() -> None:
    published = table(universe_of(people("a", 6, 5), people("b", 10, 2)))

    # Six of 100 and ten of 25: 53.125, to 5 points; how they spread is told of ten alone.
    assert published["root", AREA, "B1"] == Score(550, Band(15, 29), 5, (90, 10, 10))
    assert published["root", AREA, "belonging"] == Score(550, Band(15, 29), 5)


def test_participation_counts_every_ballot_and_says_who_was_asked() -> None:
    silent = [Answerer(f"silent-{n}", "a", None) for n in range(2)]
    empty = [Answerer(f"empty-{n}", "a", {}) for n in range(3)]
    published = table(universe_of(silent, empty))

    assert published["a", TEAM, "participation"] == Participation(5, Band(50, 74))
    assert published["a", TEAM, "B1"] == Hidden()


@pytest.mark.parametrize("k", [0, 3])
def test_k_under_four_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="smallest is 4"):
        publish(universe_of(people("a", 9, 4), k=k))


def test_counts_of_another_tree_are_refused() -> None:
    universe = universe_of(people("a", 9, 4))

    with pytest.raises(ValueError, match="must be of this tree"):
        cells(universe.tally, tree=universe_of(people("root", 1, 1)).tree, k=5)


ONE, FIVE = np.array([1]), np.array([5])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answered": np.array([6])}, "answered"),
        ({"ballots": np.array([6])}, "ballots"),
        ({"ballots": np.array([-1])}, "ballots"),
        ({"ballots": np.array([5.0])}, "ballots"),
        ({"counts": {"B1": np.array([[2, 2, 1, 1, 0]])}}, "B1"),
        ({"counts": {"B1": np.array([[2, 2, 1, 1, -1]])}}, "B1"),
        ({"counts": {"B1": np.array([[1, 1, 1]])}}, "B1"),
        ({"ticks": {"S1": np.array([6])}}, "S1"),
        ({"composites": {"belonging": ("B9",)}}, "B9"),
        ({"writers": np.array([6])}, "writers"),
    ],
)
def test_counts_that_cannot_be_are_refused(changes: dict[str, object], message: str) -> None:
    good: dict[str, object] = {
        "ballots": FIVE,
        "counts": {"B1": np.array([[1, 1, 1, 1, 1]])},
        "ticks": {"S1": ONE},
        "invited": FIVE,
        "answered": FIVE,
        "composites": {"belonging": ("B1",)},
        "writers": ONE,
    }
    with pytest.raises(ValueError, match=message):
        Tally(**{**good, **changes})  # type: ignore[arg-type]
