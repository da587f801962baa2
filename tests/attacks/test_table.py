"""The table of attacks: each has a number, a place and a test that is really there."""

import re
from pathlib import Path

from survey.settings import ROOT

TABLE = Path(__file__).with_name("README.md")
ROW = re.compile(r"^\| *(\d*) *\|.*?`(tests/[\w/]+\.py)::(test_\w+)`", re.MULTILINE)
ATTACKS = 23


def test_every_attack_has_a_row_and_every_row_a_test() -> None:
    """The numbers of the rules, section 9; tests that were renamed are renamed here."""
    rows = ROW.findall(TABLE.read_text("utf-8"))
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if "::test_" in line]
    missing = [
        f"{file}::{test}"
        for _, file, test in rows
        if f"def {test}(" not in (ROOT / file).read_text("utf-8")
    ]

    assert [int(number) for number, _, _ in rows if number] == [*range(1, ATTACKS + 1)]
    assert len(rows) == len(lines)
    assert missing == []
