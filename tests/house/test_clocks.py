"""One clock: the organisation's zone decides every day that is said, and one function asks it."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.code import modules, parsed

ONE_PLACE = "survey.waves.calendar"
NO_MOMENTS = {
    # A workbook's cell and a day typed after a command have no zone: they are days already.
    "survey.imports.sheet",
    "commands.line",
}


def days_made(tree: ast.Module) -> Iterator[int]:
    """The lines on which a day is made of a moment."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="date"), args=[]):
                yield node.lineno
            case ast.Call(func=ast.Attribute(ast.Name("date" | "datetime"), "today")):
                yield node.lineno


@pytest.mark.parametrize("name", sorted(modules()))
def test_no_day_is_made_of_a_moment_but_on_the_organisations_clocks(name: str) -> None:
    """A wave closing on 1 April at 18:00 in Los Angeles was printed as closing on 2 April."""
    found = list(days_made(parsed(modules()[name])))

    assert name in {ONE_PLACE, *NO_MOMENTS} or found == []
    assert found or name not in {ONE_PLACE, *NO_MOMENTS}, "nobody stays on the list for nothing"


def test_the_search_finds_what_it_looks_for() -> None:
    """In each way it is written."""
    wrong = "a = moment.date()\nb = store.now().date()\nc = date.today()\nd = Date.date(2)"

    assert list(days_made(ast.parse(wrong))) == [1, 2, 3]
