"""Promises of docs/attacks.md: its table says what a run of the attacks said, and no more."""

import re
from pathlib import Path

from tests.attacks.attacks_page import BLOCK, PAGE, SAID, Ran, attacks, filled, ran, table, together

RUN = re.compile(r"\| \d+: ")
WHOLE = re.compile(r"(\d+) of \1 passed")
NAME = "test_no_combination_of_shown_cells_tells_of_fewer_than_k_people"
REPORT = """<testsuites><testsuite>
<testcase classname="tests.attacks.test_row_space" name="{name}[0]"><system-out>
attacks 1, 3: seeds 10000 to 10999: 1,500 combinations, no leak
</system-out></testcase>
<testcase classname="tests.attacks.test_row_space" name="{name}[1]"><system-out>
attacks 1, 3: seeds 11000 to 11999: 500 combinations, no leak
</system-out><failure message="x"/></testcase>
<testcase classname="tests.promise.test_mutants" name="test_x"><system-out>
mutants: 45, each seen: a, b
</system-out></testcase>
</testsuite></testsuites>"""


def test_seeds_and_counts_of_a_run_stand_in_the_row_of_their_attack(tmp_path: Path) -> None:
    """Those of several seeds added; one that failed is said, and what was not run too."""
    file = tmp_path / "run.xml"
    file.write_text(REPORT.format(name=NAME))

    tests = ran([file])

    rows = table(tests)
    said = "attacks 1, 3: seeds 10000 to 11999: 2,000 combinations, no leak"
    first = "1: all integer combinations of shown sets"
    assert f"| {first} | 1 of 2 passed, **1 failed or skipped** | {said} |" in rows
    assert "| 2: groups recomputed from shown cells | not run | |" in rows
    assert "| mutants | 1 of 1 passed | mutants: 45, each seen: a, b |" in rows
    assert filled("before <!-- run -->\nold\n<!-- end --> after", tests) == (
        f"before <!-- run -->\n{rows}<!-- end --> after"
    )


def test_what_says_something_else_is_not_added() -> None:
    """Percentages and parts of names stand as they are."""
    lines = ["top band, 10 invited: today 0.000", "top band, 12 invited: today 0.000"]

    assert together(lines) == lines
    assert together(["attack 8: 18 sizes, 5 bytes"] * 2) == ["attack 8: 36 sizes, 10 bytes"]


def test_the_page_has_a_row_for_every_attack() -> None:
    """Whether it was run or not."""
    (shown,) = BLOCK.findall(PAGE.read_text("utf-8"))

    assert [f"| {one.number}: {one.title} |" in shown for one in attacks()] == [True] * 23
    assert filled("<!-- run -->\n<!-- end -->", [Ran("x", True, ())]).count("not run") == 23


def test_every_attack_was_run_to_its_end_and_says_how_much_it_read() -> None:
    """What stands in the page as it is kept: each row passed, and has a count."""
    (shown,) = BLOCK.findall(PAGE.read_text("utf-8"))
    rows = [line.split(" | ") for line in shown.splitlines() if RUN.match(line)]

    assert len(rows) == 23
    for name, passed, said in rows:
        assert WHOLE.fullmatch(passed), name
        assert SAID.search(said), name
