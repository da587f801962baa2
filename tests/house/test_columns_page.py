"""The page that describes the report's columns: made from the code, and current."""

from analytics.exports.dictionary import PAGE
from tests.house.columns_page import HEAD, described


def test_the_page_describes_the_columns_of_todays_code() -> None:
    """Run `python -m tests.house.columns_page` after a column or its meaning changed."""
    page = PAGE.read_text(encoding="utf-8")

    assert page.count(HEAD) == 1
    assert described(page) == page


def test_a_column_that_only_the_page_knows_is_no_column() -> None:
    page = PAGE.read_text(encoding="utf-8")
    invented = page.replace("| shown | text |", "| mood | text | how it felt |\n| shown | text |")

    assert "| mood |" in invented
    assert described(invented) == page
