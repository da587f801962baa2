"""Which records does a text of separated values hold?"""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from survey.errors import BadInput, Problem
from survey.text import sentence

SEPARATORS = (",", ";", "\t", "|")
LONGEST_HEADER = 1_000_000
MOST_ABOVE = 12

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

    A title above them has no names: then the first record that has several decides.
    """
    first = _bare_record(text, 0)
    place, header = first.end(), _QUOTED.sub("", first.group())
    for _ in range(MOST_ABOVE):
        if max(map(header.count, SEPARATORS)) > 1 or place >= len(text):
            break
        record = _bare_record(text, place)
        place, bare = record.end() + 1, _QUOTED.sub("", record.group())
        if max(map(bare.count, SEPARATORS)) > 1:
            header = bare
    return max(SEPARATORS, key=header.count)


def _bare_record(text: str, place: int) -> re.Match[str]:
    found = _FIRST_RECORD.match(text, place, place + LONGEST_HEADER)
    assert found, "nothing is a record too"
    return found


def _broken(error: csv.Error, row: int, called: str) -> BadInput:
    key = "endless" if "field larger" in str(error) else "quotes"
    problem = Problem(sentence(f"refused.cell.{key}"), row)
    return BadInput(sentence("refused.file.broken_row", called=called, row=row), [problem])
