"""What reports promise beside their figures."""

from analytics.figures.published_waves import by_wave
from analytics.published.cells import Scope
from survey.store import CellRow


def test_a_wave_published_while_a_page_is_made_waits_for_the_next_look() -> None:
    """Its cells are there before the page knows the wave; the page shows the waves it knows."""
    nothing = (None,) * 8
    late = CellRow(2, "team", "team", "BEL1", "item", False, *nothing)

    assert by_wave([late], "team", Scope.TEAM, {}) == []
