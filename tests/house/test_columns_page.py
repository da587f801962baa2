"""The page that describes the report's columns: made from the code, and current."""

import re

from analytics.exports.dictionary import PAGE, page_in
from analytics.figures.report_columns import columns
from tests.house.columns_page import HEAD, described


def test_the_page_describes_the_columns_of_todays_code() -> None:
    """Run `python -m tests.house.columns_page` after a column or its meaning changed."""
    page = PAGE.read_text(encoding="utf-8")

    assert page.count(HEAD) == 1
    assert described(page) == page


def test_the_german_page_describes_the_same_columns() -> None:
    """In the same order, and with the same words in them."""
    of_page = re.compile(r"^\| (\w+) \|[^|]+\| (.*) \|$", re.MULTILINE)
    marked = re.compile(r"`[^`]*`")
    english, german = (
        [(name, marked.findall(meaning)) for name, meaning in of_page.findall(page_in(language))]
        for language in ("en", "de")
    )

    assert page_in("de") != page_in("en")
    assert german[-len(columns()) :] == english[-len(columns()) :]
    assert [name for name, _ in german[-len(columns()) :]] == [one.name for one in columns()]


def test_a_column_that_only_the_page_knows_is_no_column() -> None:
    page = PAGE.read_text(encoding="utf-8")
    invented = page.replace("| shown | text |", "| mood | text | how it felt |\n| shown | text |")

    assert "| mood |" in invented
    assert described(invented) == page
