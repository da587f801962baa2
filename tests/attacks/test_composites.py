"""Attack 6: a composite says nothing that the cells beside it do not say.

From shown cells alone: the composite of a team is the mean of its shown statements, that of an
area joins it with the composites of its held teams. So a composite less its statements is nothing.
"""

from collections.abc import Iterator

import pytest

from analytics.published.cells import Cell, Figure, Hidden, Scope, Score
from tests.make_companies import Company, companies
from tests.make_organisations import COMPOSITES
from tests.reference.slow_gate import joined, mean_of

ORGANISATIONS = range(80_000, 81_000)
STEP = 250
LONG = range(90_000, 100_000)
Cells = dict[tuple[str, Scope], dict[str, Figure]]


def by_unit(published: list[Cell]) -> Cells:
    """The figures of each unit and scope."""
    found: Cells = {}
    for cell in published:
        found.setdefault((cell.unit, cell.scope), {})[cell.measure] = cell.figure
    return found


def is_held(figures: dict[str, Figure], composite: str) -> bool:
    """A team whose composite is shown without its statements: this shows in its cells."""
    shown = isinstance(figures[composite], Score)
    return shown and not any(isinstance(figures[item], Score) for item in COMPOSITES[composite])


def differences(company: Company, cells: Cells) -> Iterator[str]:
    """Composites that are not what the cells of teams and areas make them."""
    tree = company.tree
    for name, items in COMPOSITES.items():
        held: list[list[Figure]] = [[] for _ in tree.keys]
        for t in reversed(range(len(tree))):
            team, area = (cells.get((tree.keys[t], scope)) for scope in Scope)
            if team and is_held(team, name):
                held[t].append(team[name])
            elif team and team[name] != mean_of([team[item] for item in items]):
                yield f"{company.seed}: {name} of team {t}"
            if area and area[name] != joined([mean_of([area[i] for i in items]), *held[t]]):
                yield f"{company.seed}: {name} of area {t}"
            if tree.parent[t] >= 0:
                held[tree.parent[t]] += held[t]


def too_much_of_held_teams(company: Company, cells: Cells) -> Iterator[str]:
    """Held teams that show a statement or a sign, or a composite finer than to ten points."""
    for unit in company.held:
        figures = cells.get((unit, Scope.TEAM), {})
        for measure, figure in figures.items():
            if isinstance(figure, Score) and measure not in COMPOSITES:
                yield f"{company.seed}: {measure} of {unit}, which is held"
            elif isinstance(figure, Score) and (figure.step != 10 or figure.tenths % 100):
                yield f"{company.seed}: {measure} of {unit} is too fine"


def run(first: int, many: int) -> int:
    """Put so many organisations' composites together again; how many are shown."""
    shown = 0
    for company in companies(first, many):
        cells = by_unit(company.published)
        assert list(differences(company, cells)) == []
        assert list(too_much_of_held_teams(company, cells)) == []
        shown += sum(figures[name] != Hidden() for figures in cells.values() for name in COMPOSITES)
    return shown


@pytest.mark.parametrize("first", ORGANISATIONS[::STEP])
def test_every_composite_is_made_of_cells_that_are_shown(first: int) -> None:
    shown = run(first, STEP)

    assert shown > 500


@pytest.mark.long
@pytest.mark.parametrize("first", LONG[::1000])
def test_every_composite_is_made_of_shown_cells_in_many_more_organisations(first: int) -> None:
    shown = run(first, 1000)

    print(f"\nattack 6: seeds {first} to {first + 999}: {shown:,} composites, all made of cells")


def test_held_teams_and_their_areas_are_among_them() -> None:
    """The organisations searched have what the rule is about."""
    held = areas = 0
    for company in companies(ORGANISATIONS[0], 200):
        for (_, scope), figures in by_unit(company.published).items():
            held += scope is Scope.TEAM and is_held(figures, "belonging")
            areas += scope is Scope.AREA and is_held(figures, "belonging")

    assert held > 50
    assert areas > 10
