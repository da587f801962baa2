"""Attack 6: a composite says nothing that the cells beside it do not say.

From shown cells alone: a composite, of a team or an area, is the mean of its shown statements. So a
composite less its statements is nothing.
"""

from collections.abc import Iterator

import pytest

from analytics.published.cells import Cell, Figure, Hidden, Scope, Score
from tests.attacks.some import some_now
from tests.make_companies import Company, companies
from tests.make_organisations import COMPOSITES
from tests.reference.slow_gate import mean_of

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


def differences(company: Company, cells: Cells) -> Iterator[str]:
    """Composites that are not what the statements beside them make them."""
    for name, items in COMPOSITES.items():
        for (unit, scope), figures in cells.items():
            if figures[name] != mean_of([figures[item] for item in items]):
                yield f"{company.seed}: {name} of {scope} {unit}"


def run(first: int, many: int) -> int:
    """Put so many organisations' composites together again; how many are shown."""
    shown = 0
    for company in companies(first, many):
        cells = by_unit(company.published)
        assert list(differences(company, cells)) == []
        shown += sum(figures[name] != Hidden() for figures in cells.values() for name in COMPOSITES)
    return shown


@pytest.mark.parametrize("first", some_now(ORGANISATIONS[::STEP]))
def test_every_composite_is_made_of_cells_that_are_shown(first: int) -> None:
    shown = run(first, STEP)

    assert shown > 500


@pytest.mark.long
@pytest.mark.parametrize("first", LONG[::1000])
def test_every_composite_is_made_of_shown_cells_in_many_more_organisations(first: int) -> None:
    shown = run(first, 1000)

    print(f"\nattack 6: seeds {first} to {first + 999}: {shown:,} composites, all made of cells")


def test_a_composite_shown_beside_hidden_statements_would_be_found() -> None:
    """As teams that were held back had it, until the gate's version 3."""
    caught = 0
    for company in companies(ORGANISATIONS[0], 100):
        cells = by_unit(company.published)
        shown = next((f for f in cells.values() if isinstance(f["belonging"], Score)), None)
        if shown:
            shown.update(dict.fromkeys(COMPOSITES["belonging"], Hidden()))
            caught += bool(list(differences(company, cells)))

    assert caught >= 40
