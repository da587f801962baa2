"""Promises of finding units of an area: by their words in any order, among thousands."""

from dataclasses import replace

import pytest

from analytics.reports.area import Row
from analytics.reports.area_rows import Show, Tried, rows_of
from survey.organisation.structure import Unit
from tests.make_area import area_with

MANY = 2000
TREE = {
    "org": Unit("org", "Fernhollow", None),
    "n": Unit("n", "North Harbour", "org"),
    "s": Unit("s", "South Harbour", "org"),
    **{f"t{at}": Unit(f"t{at}", f"Team {at} Nets", "ns"[at % 2]) for at in range(MANY)},
}
ALL = replace(
    area_with(60),
    rows=tuple(Row(f"t{at}", TREE[f"t{at}"].name, False, None, None) for at in range(MANY)),
)
NOTHING = Tried({}, ())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("team 1234 nets", [1234]),
        ("1234 NORTH", [1234]),
        ("harbour nets 1235 south", [1235]),
        ("north 1235", []),
        ("", range(MANY)),
    ],
)
def test_a_team_is_found_among_2000_by_its_words_in_any_order(words: str, found: list[int]) -> None:
    """By its own name and those above it, in whatever letters."""
    assert rows_of(ALL, TREE, NOTHING, words=words).tolist() == [*found]


def test_without_figures_nobody_is_waited_for() -> None:
    """Only units that show a figure can have talked about it."""
    shown = replace(area_with(60, None), rows=ALL.rows[:2])

    assert rows_of(shown, TREE, NOTHING, show=Show.NOT_TALKED).tolist() == [0, 1]
    talked = Tried({}, {"t0"})
    assert rows_of(shown, TREE, talked, show=Show.NOT_TALKED).tolist() == [1]
