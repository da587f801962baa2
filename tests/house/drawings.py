"""The drawings and the map of the house, made from the code: `python -m tests.house.drawings`."""

import re
from collections.abc import Callable, Iterator
from inspect import getsource

from analytics.closing import counting, publication
from pages.respondent import sending as pressing
from survey.answering import sealing, sending
from survey.settings import ROOT
from survey.storage import ballot_box
from survey.waves.wave import MOVES, State
from tests.house.code import ORDER, arrows, modules, question

PAGES = (ROOT / "docs" / "architecture.md", ROOT / "README.md")
BLOCK = re.compile(r"(<!-- drawn: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
WAY: tuple[tuple[str, Callable[..., object], str], ...] = (
    ("the form", pressing.send, "asked.send"),
    ("answering", sending.send, "seal("),
    ("a sealed ballot", sealing.seal, "SealedBox"),
    ("the ballot box", ballot_box.BallotBox.send, "Envelope("),
    ("closing", publication._publication, "seal_of("),
    ("counts by home", counting.tally, "Tally("),
)
"""The way of an answer: at each station the function it passes, and what that does with it."""


def folders(package: str) -> str:
    """The folders of a package, what each answers, and which others each imports."""
    ends = [pair for pair in arrows(package) if all(pair)]
    names = sorted({folder for pair in ends for folder in pair})
    lines = [f'  {_id(name)}["<b>{name}/</b><br>{_question(package, name)}"]' for name in names]
    lines += [f"  {_id(one)} --> {_id(other)}" for one, other in _direct(ends)]
    return _mermaid("flowchart LR", lines)


def _direct(ends: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The arrows that no longer way says too: a drawing of all of them cannot be read."""
    after: dict[str, set[str]] = {}
    for one, other in ends:
        after.setdefault(one, set()).add(other)

    def reached(start: str) -> set[str]:
        return {x for step in after.get(start, ()) for x in {step} | reached(step)}

    for one, other in ends:
        if not any(other in reached(step) for step in after[one] - {other}):
            yield one, other


def _question(package: str, name: str) -> str:
    return question(f"{package}.{name}").partition("?")[0].partition(":")[0].rstrip(".") + "?"


def _id(name: str) -> str:
    return name.replace(".", "_")


def the_map() -> str:
    """Every folder of survey and analytics with its question; each imports only those above it."""
    lines = ["| folder | question |", "|---|---|"]
    for package, order in ORDER.items():
        lines += [
            f"| {package}/{name.replace('.', '/')}/ | {question(f'{package}.{name}')} |"
            for name in order
            if name and package != "pages"
        ]
    return "\n".join([*lines, ""])


def life() -> str:
    """The life of a wave, from its moves."""
    lines = [f"  [*] --> {State.DRAFT}"]
    for state, nexts in MOVES.items():
        lines += [f"  {state} --> {after}" for after in sorted(nexts)]
        if not nexts:
            lines.append(f"  {state} --> [*]")
    return _mermaid("stateDiagram-v2", lines)


def way() -> str:
    """The way of an answer, from the functions it passes."""
    lines = []
    for at, (name, function, does) in enumerate(WAY):
        assert does in getsource(function), f"{function.__qualname__} does not {does} any more"
        where = function.__module__
        assert where in modules()
        lines.append(f'  s{at}["<b>{name}</b><br>{where}<br>{question(where)}"]')
        if at:
            lines.append(f"  s{at - 1} --> s{at}")
    return _mermaid("flowchart TB", lines)


def _mermaid(kind: str, lines: list[str]) -> str:
    return "\n".join(["```mermaid", kind, *lines, "```", ""])


DRAWN = {
    "map": the_map,
    "survey": lambda: folders("survey"),
    "analytics": lambda: folders("analytics"),
    "life": life,
    "way": way,
}


def drawn(page: str) -> str:
    """The page with every drawing made anew."""
    return BLOCK.sub(lambda found: f"{found[1]}{DRAWN[found[2]]()}{found[3]}", page)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(drawn(page.read_text(encoding="utf-8")), encoding="utf-8")
