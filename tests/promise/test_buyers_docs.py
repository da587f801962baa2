"""Promises of what buyers read: the three papers say what code and settings say."""

import re
from pathlib import Path

from analytics.promise.come_and_go import come_and_go
from survey.actions.sign_in import READING, SESSION
from survey.organisation.structure import Role
from survey.settings import ROOT
from survey.storage.schema_list import COLUMNS
from survey.waves.retention import FEWEST_DAYS, MOST_DAYS, What
from survey.waves.wave import LONGEST_KEEP_DAYS, SMALLEST_K, USUAL_K

DOCS = ROOT / "docs"
OF_PEOPLE = {"person", "name", "email", "address", "actor"}
IN_WORDS = {"experiment", "import_undo"}
"""Tables that name people in what is written there."""
NAMELESS = {"name": {"unit", "wave", "wave_unit", "preference"}}
"""Tables in which a name is not a person's."""


def table(document: str, first: str) -> dict[str, list[str]]:
    """The table whose head begins with a word: its rows by their first cell."""
    text = (DOCS / document).read_text("utf-8")
    rows = re.search(rf"^\| {first} \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert rows, f"{document} has a table of {first}"
    cells = [[c.strip() for c in row.strip("|").split("|")] for row in rows[1].splitlines()]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_every_table_there_is_stands_in_the_paper_for_works_councils() -> None:
    """And no other."""
    assert set(table("works-council.md", "table")) == set(COLUMNS)


def test_the_paper_says_of_every_table_whether_it_names_people() -> None:
    said = {name for name, row in table("works-council.md", "table").items() if row[-1] == "yes"}
    names = {
        table_
        for table_, columns in COLUMNS.items()
        for column in set(columns.split()) & OF_PEOPLE
        if table_ not in NAMELESS.get(column, ())
    }

    assert said == names | IN_WORDS


def test_every_role_stands_in_the_paper() -> None:
    assert {role.value for role in Role} <= set(table("works-council.md", "who"))


def test_times_are_those_of_the_settings() -> None:
    """Of all that has a time, with the fewest and most days that can be chosen."""
    times = table("privacy-notice.md", "what")

    assert {what.value for what in What} <= set(times)
    for what in (What.COMMENTS, What.PEOPLE, What.EXPERIMENTS):
        assert f"{FEWEST_DAYS} to {MOST_DAYS} days" in times[what][0]
    assert f"1 to {LONGEST_KEEP_DAYS} days" in times[What.ANSWERS][0]
    assert times["a session of whoever signed in"] == [f"{SESSION.days} days at most"]
    assert times["the link in a results mail"] == [f"{READING.days} days"]


def test_the_smallest_groups_are_those_of_the_code() -> None:
    text = (DOCS / "privacy-notice.md").read_text("utf-8").replace("\n", " ")

    assert f"groups of {USUAL_K} or more (never fewer than {SMALLEST_K})" in text


def test_what_is_excluded_and_every_risk_name_code_and_tests_that_are_there() -> None:
    rows = [*table("works-council.md", "excluded").values()]
    rows += table("dpia.md", "risk to people").values()
    files = [cell for row in rows for cell in row if re.fullmatch(r"[\w/]+\.py", cell)]

    assert len(rows) >= 20
    assert len(files) >= 30
    assert [file for file in files if not Path(ROOT / file).exists()] == []


def test_the_figures_of_who_comes_or_goes_are_those_on_record() -> None:
    record = come_and_go()
    usual = [right.all for right in record.usual]
    smallest = max(right.smallest for right in record.usual)
    between, worst = f"{min(usual)} to {max(usual)}", record.nobody_else_changes.all

    council = (DOCS / "works-council.md").read_text("utf-8").replace("\n", " ")
    assert f"{between} times of 100, up to {smallest} in teams of six, {worst} where" in council
    assert (
        between
        in table("dpia.md", "risk to people")[
            "somebody compares waves when a person comes or goes"
        ][3]
    )
