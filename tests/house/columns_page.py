"""The table of docs/report-columns.md, made from the code: `python -m tests.house.columns_page`."""

import re

from analytics.exports.dictionary import HEADINGS, PAGE
from analytics.figures.report_columns import columns

HEAD = f"| {' | '.join(HEADINGS)} |\n|---|---|---|\n"
TABLE = re.compile(rf"{re.escape(HEAD)}(\|.*\n)*")


def described(page: str) -> str:
    """The page with the table of columns made anew."""
    lines = [f"| {one.name} | {one.kind} | {one.marked} |\n" for one in columns()]
    return TABLE.sub(lambda _: HEAD + "".join(lines), page)


if __name__ == "__main__":
    PAGE.write_text(described(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
