"""docs/attacks.md: its table is made from what a run of the attacks says of itself.

`make attacks` runs them with `--junitxml`; then `python -m tests.attacks.attacks_page FILE...` puts
into the page, attack by attack, how many of its tests passed, and the seeds and counts they
printed. What was not run is said as such. Without a file it prints the tests of attacks that lie
in other folders.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, parse

from survey.settings import ROOT

PAGE, ATTACKS = ROOT / "docs" / "attacks.md", Path(__file__).with_name("README.md")
BLOCK = re.compile(r"<!-- run -->\n.*?<!-- end -->", re.DOTALL)
ROW = re.compile(r"^\| *(\d*) *\| *([^|]*?) *\|.*?`(tests/[\w/]+\.py)::(test_\w+)`", re.MULTILINE)
SAID = re.compile(r"^(?:attacks? [\d, ]+|[a-z ]+)(?:, [^:\n]*)?: .*\d.*$", re.MULTILINE)
SEEDS = re.compile(r"seeds (\d+) to (\d+)")
COUNT = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\w%.]|,\d)")
HEAD = "| attack | tests | seeds and counts |\n|---|---|---|\n"


@dataclass(frozen=True, slots=True)
class Ran:
    """One test as it ran: where it stands, how it ended, and what it printed."""

    test: str
    passed: bool
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attack:
    """A row of tests/attacks/README.md with all the tests that try it."""

    number: int
    title: str
    tests: tuple[str, ...]


def ran(files: Iterable[Path]) -> list[Ran]:
    """Every test of some reports of pytest."""
    return [_ran(case) for file in files for case in parse(file).iter("testcase")]


def _ran(case: Element) -> Ran:
    name = case.get("name", "").partition("[")[0]
    passed = not {"failure", "error", "skipped"} & {part.tag for part in case}
    printed = "".join(part.text or "" for part in case if part.tag == "system-out")
    test = f"{case.get('classname', '').replace('.', '/')}.py::{name}"
    return Ran(test, passed, tuple(found[0] for found in SAID.finditer(printed)))


def attacks() -> list[Attack]:
    """The attacks in order, each with its tests."""
    found: list[Attack] = []
    for number, title, file, test in ROW.findall(ATTACKS.read_text("utf-8")):
        place = f"{file}::{test}"
        if number:
            found.append(Attack(int(number), title, (place,)))
        else:
            last = found[-1]
            found[-1] = Attack(last.number, last.title, (*last.tests, place))
    return found


def together(said: Iterable[str]) -> list[str]:
    """Lines that say the same of different seeds as one: seeds from first to last, counts added."""
    groups: dict[str, list[str]] = {}
    for line in said:
        head, _, rest = line.partition(": ")
        alike = COUNT.sub("#", SEEDS.sub("seeds", rest))
        groups.setdefault(f"{head}: {alike}", []).append(line)
    return [_added(lines) for lines in groups.values()]


def _added(lines: Sequence[str]) -> str:
    first, *others = lines
    if not others:
        return first
    seeds = [tuple(map(int, found)) for line in lines for found in SEEDS.findall(line)]
    head, between, rest = first.partition(": ")
    counts = [_counts(line) for line in lines]
    sums = iter([f"{sum(column):,}" for column in zip(*counts, strict=True)])
    said = COUNT.sub(lambda _: next(sums), SEEDS.sub("seeds", rest))
    if seeds:
        low, high = min(one[0] for one in seeds), max(one[1] for one in seeds)
        said = said.replace("seeds", f"seeds {low} to {high}", 1)
    return f"{head}{between}{said}"


def _counts(line: str) -> list[int]:
    _, _, rest = line.partition(": ")
    found = COUNT.findall(SEEDS.sub("seeds", rest))
    return [int(number.replace(",", "")) for number in found]


def table(tests: Sequence[Ran]) -> str:
    """The rows of the page: every attack, and then what else was printed with a count."""
    by_test: dict[str, list[Ran]] = {}
    for one in tests:
        by_test.setdefault(one.test, []).append(one)
    rows, told = [], set[str]()
    for attack in attacks():
        mine = [one for one in tests if one.test in _beside(attack, by_test)]
        told |= {line for one in mine for line in one.said}
        rows.append(_row(f"{attack.number}: {attack.title}", mine))
    others: dict[str, list[Ran]] = {}
    for one in tests:
        for line in one.said:
            if line not in told:
                others.setdefault(line.partition(":")[0].partition(",")[0], []).append(one)
    rows += [_row(name, mine) for name, mine in others.items()]
    return HEAD + "".join(rows)


def _beside(attack: Attack, by_test: Mapping[str, object]) -> set[str]:
    """The tests of an attack, and the long ones that print its number beside them."""
    files = {test.partition("::")[0] for test in attack.tests if "/attacks/" in test}
    return {test for test in by_test if test in attack.tests or test.partition("::")[0] in files}


def _row(name: str, mine: Sequence[Ran]) -> str:
    if not mine:
        return f"| {name} | not run | |\n"
    passed = sum(one.passed for one in mine)
    failed = f", **{len(mine) - passed} failed or skipped**" if passed < len(mine) else ""
    said = "; ".join(together(line for one in mine for line in one.said))
    return f"| {name} | {passed} of {len(mine)} passed{failed} | {said} |\n"


def filled(page: str, tests: Sequence[Ran]) -> str:
    """The page with the table of a run in the place of the one before."""
    return BLOCK.sub(lambda _: f"<!-- run -->\n{table(tests)}<!-- end -->", page)


def elsewhere() -> list[str]:
    """The tests of attacks that lie beside their folder."""
    return [test for one in attacks() for test in one.tests if "/attacks/" not in test]


def main(files: Sequence[str]) -> None:
    """Write the page, and print its table."""
    if not files:
        sys.stdout.write("\n".join(elsewhere()) + "\n")
        return
    tests = ran(map(Path, files))
    PAGE.write_text(filled(PAGE.read_text("utf-8"), tests), "utf-8")
    sys.stdout.write(table(tests))


if __name__ == "__main__":
    main(sys.argv[1:])
