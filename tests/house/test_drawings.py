"""The drawings of the house: made from the code, and current."""

from tests.house.drawings import BLOCK, DRAWN, PAGE, drawn


def test_the_drawings_are_those_of_todays_code() -> None:
    """Run `python -m tests.house.drawings` after folders, moves or the way of an answer changed."""
    page = PAGE.read_text(encoding="utf-8")

    assert {found[2] for found in BLOCK.finditer(page)} == set(DRAWN)
    assert drawn(page) == page
