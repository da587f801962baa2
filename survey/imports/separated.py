"""Which records does a text of separated values hold?"""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from survey.errors import BadInput, Problem
from survey.text import sentence

SEPARATORS = (",", ";", "\t", "|")
LONGEST_HEADER = 1_000_000
MOST_READ = 25

_SAID = re.compile(r"sep=([^\r\n\"])\r?\n", re.IGNORECASE)
"""The line by which Excel is told what separates the cells."""
_QUOTED = re.compile(r'"[^"]*+"')
_FIRST_RECORD = re.compile(r'(?:[^"\r\n]++|"[^"]*+")*+')


def records(text: str, *, called: str) -> Iterator[tuple[str, ...]]:
    """Every record: an empty line is one without cells, a line break inside quotes ends none.

    Errors: BadInput where quotation marks do not match.
    """
    said = _SAID.match(text)
    between = said[1] if said else separator(text)
    text = text[said.end() :] if said else text
    done = 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        for cells in reader:
            yield tuple(cells)
            done += 1
    except csv.Error as error:
        raise _broken(error, done + 1, called) from None


def separator(text: str) -> str:
    """What stands most often between the names of the header; a comma when nothing does.

    What every record has as often as the header goes before that. A title above the names has
    none: then the first record that has several decides.
    """
    header, *below = islice(_bare_records(text), MOST_READ)
    others = list(filter(str.strip, below))
    even = [
        s for s in SEPARATORS if s in header and {header.count(s)} == {r.count(s) for r in others}
    ]
    if not even and max(map(header.count, SEPARATORS)) <= 1:
        header = next((r for r in others if max(map(r.count, SEPARATORS)) > 1), header)
    return max(even or SEPARATORS, key=header.count)


def _bare_records(text: str) -> Iterator[str]:
    """Records without what they quote; an empty one at a line's end of two letters."""
    place = 0
    while place <= len(text):
        record = _FIRST_RECORD.match(text, place, place + LONGEST_HEADER)
        assert record, "nothing is a record too"
        place = record.end() + 1
        yield _QUOTED.sub("", record.group())


def _broken(error: csv.Error, row: int, called: str) -> BadInput:
    key = "endless" if "field larger" in str(error) else "quotes"
    problem = Problem(sentence(f"refused.cell.{key}"), row)
    return BadInput(sentence("refused.file.broken_row", called=called, row=row), [problem])
