"""The tables of docs/file-formats.md, made from data: `python -m tests.house.formats_page`."""

import re
from collections.abc import Callable, Iterable, Iterator

from survey.imports.history.habits import Skip, Tool
from survey.imports.history.scales import known_wordings
from survey.imports.history.tools import habits_of
from survey.imports.source_tools import Means, tools
from survey.imports.words import data, words
from survey.settings import ROOT
from survey.text import sentence as text

PAGE = ROOT / "docs" / "file-formats.md"
BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def tables(page: str) -> str:
    """The page with every table made anew."""
    return BLOCK.sub(lambda found: found[1] + "".join(TABLES[found[2]]()) + found[3], page)


def _answers() -> Iterator[str]:
    yield from _head("tool", "known by any of these together", "rows that are not taken", "from")
    for tool in Tool:
        habits = habits_of(tool)
        if tool is not Tool.PLAIN:
            marks = "; ".join(_listed(sorted(mark)) for mark in habits.marks)
            yield _row(habits.name, marks, _unwanted(tool), " ".join(_ended(habits.sources)))


def _unwanted(tool: Tool) -> str:
    """Per reason the columns and values, as data says them."""
    return "; ".join(
        f"{text(f'history.skip.{one.why}')}: {_listed(one.columns)} is "
        f"{_listed(sorted(one.values - {''}))}{' or empty' if '' in one.values else ''}"
        for one in habits_of(tool).unwanted
        if one.why in Skip
    )


def _dropped() -> Iterator[str]:
    yield from _head("tool", "why", "columns")
    for tool in Tool:
        habits = habits_of(tool)
        for why in dict.fromkeys(habits.dropped.values()):
            names = [name for name, reason in habits.dropped.items() if reason is why]
            yield _row(habits.name, text(f"history.why.{why}"), _listed(names))


def _people_tools() -> Iterator[str]:
    yield from _head("tool", "known by any of these together", "from")
    for tool in tools():
        marks = "; ".join(_listed(sorted(mark)) for mark in tool.known_by)
        yield _row(tool.name, marks, " ".join(_ended(tool.sources)))


def _people_words() -> Iterator[str]:
    yield from _head("what it says", "names of the column, in any letters")
    for means in Means:
        own = {name for tool in tools() for name in (tool.columns or {}).get(means, ())}
        yield _row(str(means), _listed([*words("people", means), *sorted(own)]))


def _states() -> Iterator[str]:
    yield from _head("taken for", "states")
    for state in ("here", "away", "gone"):
        yield _row(state, _listed(word for word in words("states", state) if word))


def _scales() -> Iterator[str]:
    yield from _head("language", *"12345")
    for said, wording in zip(data("scales")["scale"], known_wordings(), strict=True):
        yield _row(said["language"], *(", ".join(ways) for ways in wording))


TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "answers": _answers,
    "dropped": _dropped,
    "people_tools": _people_tools,
    "people_words": _people_words,
    "states": _states,
    "scales": _scales,
}


def _head(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield f"|{'---|' * len(names)}\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _ended(sentences: Iterable[str]) -> Iterator[str]:
    return (f"{sentence.rstrip('.')}." for sentence in sentences)


if __name__ == "__main__":
    PAGE.write_text(tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
