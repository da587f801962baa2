"""How hard is one wording to read and to answer? English words; each test looks at one sentence."""

import re
from collections.abc import Iterator
from enum import StrEnum

LONGEST_EASY = 20
HARD = 55.0
LONG_WORD = 6
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_ENDS = re.compile(r"[.!?:]+(?!\w)")
_QUOTED = re.compile(r"[\"“][^\"“”]*+[\"”]")
_JOINED = re.compile(r"(?<!\S)(\S++)\s++(and|or)\s++(\S++)")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]+s?\b")
_NEGATION = re.compile(
    r"\b(?:not|never|cannot|neither|nor|nobody|nothing|no one|\w+n['’]t)\b", re.I
)
_ABSOLUTE = re.compile(
    r"\b(?:always|all|every|everyone|everybody|everything|none"
    r"|completely|entirely|totally|absolutely)\b",
    re.I,
)
_LEADING = re.compile(
    r"\b(?:obviously|of course|surely|undoubtedly|needless to say|as (?:we|you) (?:all )?know"
    r"|everybody knows|everyone knows|don['’]t you|isn['’]t it|wouldn['’]t you|excellent|wonderful"
    r"|amazing|fantastic|outstanding|world-class|terrible|awful|outrageous)\b",
    re.I,
)
_ASKING = {"who", "what", "when", "where", "which", "why", "how"}
_ONE_THING = {
    *("again and again", "more and more", "over and over", "up and down", "back and forth"),
    *("good or bad", "more or less", "sooner or later", "one or two", "two or three"),
    *("health and safety", "time and again", "rise and fall", "now and then"),
}


class Mark(StrEnum):
    """What makes one wording hard to read or to answer."""

    LONG = "long"
    HARD = "hard"
    TWO_THINGS = "two_things"
    NEGATION = "negation"
    ABSOLUTE = "absolute"
    LEADING = "leading"
    ACRONYM = "acronym"


def words(text: str) -> list[str]:
    """The words of a text; one with a hyphen or an apostrophe is one word."""
    return _WORD.findall(text)


def lix(text: str) -> float:
    """Björnsson's reading index (LIX, 1968): words / sentences + 100 x long words / words.

    A long word has more than six letters; a full stop, question mark, exclamation mark or colon
    ends a sentence. Below 30 is easy, 40 to 50 a newspaper, above 60 difficult. In one sentence a
    single long word counts for much, so it is only a hint there. 0 for a text without words.
    Source: C.-H. Björnsson, Läsbarhet, Stockholm 1968; J. Anderson, Lix and Rix, Journal of Reading
    26(6), 1983.
    """
    found = words(text)
    if not found:
        return 0.0
    sentences = sum(bool(words(part)) for part in _ENDS.split(text))
    long = sum(len(word) > LONG_WORD for word in found)
    return len(found) / sentences + 100 * long / len(found)


def marks(text: str) -> Iterator[tuple[Mark, str]]:
    """What makes a wording hard, each with the words or the number that show it."""
    count, index = len(words(text)), lix(text)
    if count > LONGEST_EASY:
        yield Mark.LONG, str(count)
    if index > HARD:
        yield Mark.HARD, f"{index:.0f}"
    if joined := _two_things(text):
        yield Mark.TWO_THINGS, joined
    for mark, pattern in _PATTERNS.items():
        if found := pattern.search(text):
            yield mark, found[0]


_PATTERNS = {
    Mark.NEGATION: _NEGATION,
    Mark.ABSOLUTE: _ABSOLUTE,
    Mark.LEADING: _LEADING,
    Mark.ACRONYM: _ACRONYM,
}


def _two_things(text: str) -> str | None:
    """The first "and" or "or" that seems to join two things, with its neighbours."""
    for before, joint, after in _JOINED.findall(_QUOTED.sub("", text)):
        pair = f"{_bare(before)} {joint} {_bare(after)}"
        if pair.casefold() not in _ONE_THING and not _is_name(before, after):
            return pair
    return None


def _is_name(before: str, after: str) -> bool:
    """Two asking words ("why and how"), or a name ("Research and Development")."""
    pair = _bare(before), _bare(after)
    asking = all(word.casefold() in _ASKING for word in pair)
    return asking or all(word[:1].isupper() and len(word) > 1 for word in pair)


def _bare(word: str) -> str:
    return word.strip(",;.:!?()")
