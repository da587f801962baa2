"""The law, read from outside: every figure on a page is a function of published cells.

Whatever else is kept is taken away or made another; the pages of figures stay as they are. Then one
published cell is another, and they do not.
"""

import json

import pytest

from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import charts, elements
from tests.tamper import tamper

FIGURES = {
    "team/trends.py": ("yard", "keel", "deck"),
    "team/sources.py": ("yard", "keel", "deck"),
    "team/maps.py": ("yard", "keel", "deck"),
    "team/conversation.py": ("yard", "keel", "deck"),
    "leader/area.py": ("yard", "hulls"),
    "hr/quality.py": ("yard",),
}
NOT_PUBLISHED = (
    "DELETE FROM roster",
    "DELETE FROM role_grant WHERE person <> 'office-1'",
    "DELETE FROM person WHERE key <> 'office-1'",
    "DELETE FROM event WHERE subject <> 'organisation'",
    "UPDATE wave SET invited = 1000, participation_from = NULL, seal = 'another'",
)


def pages(yard: Visitor) -> dict[tuple[str, str], str]:
    """Everything that HR's browser would be sent of every page of figures."""
    found = {}
    for page, units in FIGURES.items():
        for unit in units:
            run = yard.open(page, unit=unit)
            assert not run.exception
            found[page, unit] = json.dumps([elements(run), charts(run)], default=str)
    return found


@pytest.fixture
def before(yard: Visitor) -> dict[tuple[str, str], str]:
    """The pages as they are."""
    return pages(yard.sign_in(shipyard.HR))


def test_no_page_of_figures_reads_anything_but_the_publication(
    yard: Visitor, before: dict[tuple[str, str], str]
) -> None:
    """Without rosters, people, the record and open boxes they say the very same."""
    for box in yard.store.settings.boxes.glob("*"):
        box.write_bytes(b"")
    tamper(yard.store, *NOT_PUBLISHED)

    assert pages(yard) == before


def test_every_page_of_figures_reads_the_publication(
    yard: Visitor, before: dict[tuple[str, str], str]
) -> None:
    """Other published scores in the last wave, and each of them says something else."""
    wave = yard.store.wave(shipyard.LAST_WAVE).id
    shown = f"shown AND tenths IS NOT NULL AND wave = {wave}"
    both = ("published_cell", "cell_by_unit")
    tamper(yard.store, *(f"UPDATE {table} SET tenths = 555 WHERE {shown}" for table in both))
    after = pages(yard)

    same = {page for page, said in before.items() if after[page] == said}
    assert same == {("hr/quality.py", "yard")}
