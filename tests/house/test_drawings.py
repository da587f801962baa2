"""The drawings of the house: made from the code, and current."""

from tests.house.drawings import BLOCK, DRAWN, PAGES, drawn


def test_the_drawings_are_those_of_todays_code() -> None:
    """Run `python -m tests.house.drawings` after folders, moves or the way of an answer changed."""
    pages = [page.read_text(encoding="utf-8") for page in PAGES]

    assert {found[2] for page in pages for found in BLOCK.finditer(page)} == set(DRAWN)
    assert [drawn(page) for page in pages] == pages
