"""What in a text points at a person: names of the roster, mail addresses, phone numbers.

Names and texts are compared folded: small letters, no accents, nothing that cannot be seen. A name
is found where all of it stands, or any part of it that has three letters or more, as whole words. A
part that is an ordinary word as well (may, grace) counts on its own only with a capital letter
inside a sentence.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

from survey.answering.contacts import addresses, phones, veiled
from survey.text import words_that_are_names

SHORTEST_PART = 3
MOST_WORDS = 8
WIDEST_JOINT = 3
_JOINTS = frozenset(" .'’ʼ‘`-‐‑\u00a0\t\n\r")
_ENDS = frozenset(".!?…:\n\r")
_BEFORE_A_WORD = frozenset(" \t\u00a0\"'“”„‘’«»‹›()[]*•·-–—")
_UNSEEN = frozenset({"Mn", "Mc", "Me", "Cf"})
_PLAIN = re.compile("[A-Za-z]+")
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
)
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


@dataclass(frozen=True, slots=True)
class Naming:
    """What points at people, as written in the text, each once and in order."""

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that was found."""
        return (*self.names, *self.addresses, *self.phones)


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Names made ready for looking up: in full (folded words joined by spaces) and their parts.

    `longest` counts the words of the longest one; `ordinary` holds words that are names too.
    """

    full: frozenset[str]
    parts: frozenset[str]
    longest: int
    ordinary: Collection[str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A run of letters, folded, and where it stands in the text."""

    folded: str
    start: int
    end: int


def name_index(names: Iterable[str], ordinary: Collection[str] | None = None) -> NameIndex:
    """The index of these people's names."""
    full: set[tuple[str, ...]] = set()
    parts: set[str] = set()
    for spelling in (spelling for name in names for spelling in _spellings(name)):
        chunks = [tuple(word.folded for word in _words(chunk)) for chunk in spelling.split()]
        words = tuple(word for chunk in chunks for word in chunk)
        full.update(run for run in (words, *chunks) if 1 < len(run) <= MOST_WORDS)
        shortest = SHORTEST_PART if len(words) > 1 else SHORTEST_PART - 1
        parts.update(part for part in (*words, *map("".join, chunks)) if len(part) >= shortest)
    return NameIndex(
        full=frozenset(map(" ".join, full)),
        parts=frozenset(parts),
        longest=max(map(len, full), default=1),
        ordinary=words_that_are_names() if ordinary is None else ordinary,
    )


def _spellings(name: str) -> tuple[str, ...]:
    """A name as it is, and with its vowels spelt out as people do: Müller, Mueller."""
    if name.isascii():
        return (name,)
    composed = normalize("NFC", name).lower()
    spelt_out = composed.translate(_SPELT_OUT)
    return (name,) if spelt_out == composed else (name, spelt_out)


def naming(texts: Iterable[str], names: NameIndex) -> Naming:
    """What in these texts points at people."""
    read = list(texts)
    rest = [veiled(text) for text in read]
    return Naming(
        names=_each_once((name for text in rest for name in _names(text, names)), like=_spoken),
        addresses=_each_once((a for text in read for a in addresses(text)), like=str.casefold),
        phones=_each_once((phone for text in rest for phone in phones(text)), like=str),
    )


def _each_once(found: Iterable[str], *, like: Callable[[str], str]) -> tuple[str, ...]:
    """The first way of writing of those that are alike, in order."""
    first: dict[str, str] = {}
    for written in found:
        first.setdefault(like(written), written)
    return tuple(first.values())


def _spoken(name: str) -> str:
    return " ".join(word.folded for word in _words(name))


def _names(text: str, names: NameIndex) -> Iterator[str]:
    words = list(_words(text))
    at = 0
    while at < len(words):
        length = _full_name(text, words[at : at + names.longest], names)
        length = length or int(_is_part(text, words[at], names))
        if length:
            yield text[words[at].start : words[at + length - 1].end]
        at += length or 1


def _full_name(text: str, words: Sequence[_Word], names: NameIndex) -> int:
    """How many of the words the longest full name takes with which they begin; 0 for none."""
    together = 1
    while together < len(words) and _joined(text, words[together - 1], words[together]):
        together += 1
    for length in range(together, 1, -1):
        if " ".join(word.folded for word in words[:length]) in names.full:
            return length
    return 0


def _joined(text: str, one: _Word, other: _Word) -> bool:
    """Whether nothing stands between two words but what stands inside names."""
    gap = other.start - one.end
    return gap <= WIDEST_JOINT and _JOINTS.issuperset(text[one.end : other.start])


def _is_part(text: str, word: _Word, names: NameIndex) -> bool:
    if word.folded not in names.parts:
        return False
    if word.folded not in names.ordinary and len(word.folded) >= SHORTEST_PART:
        return True
    return text[word.start].isupper() and not _begins_a_sentence(text, word.start)


def _begins_a_sentence(text: str, start: int) -> bool:
    at = start
    while at and text[at - 1] in _BEFORE_A_WORD:
        at -= 1
    return at == 0 or text[at - 1] in _ENDS


def _words(text: str) -> Iterator[_Word]:
    """The words of a text; hyphens and apostrophes part them, marks belong to the letter before."""
    if text.isascii():
        return (_Word(run[0].lower(), *run.span()) for run in _PLAIN.finditer(text))
    return _words_of_any_script(text)


def _words_of_any_script(text: str) -> Iterator[_Word]:
    letters: list[str] = []
    start = end = 0
    for at, char in enumerate(text):
        folded = _folded(char)
        if folded:
            start = start if letters else at
            letters.append(folded)
        if folded != "":
            end = at + 1
        elif letters:
            yield _Word("".join(letters), start, end)
            letters = []
    if letters:
        yield _Word("".join(letters), start, end)


@lru_cache(maxsize=4096)
def _folded(char: str) -> str | None:
    """A letter as it is compared, "" for what parts words, None for what cannot be seen."""
    if category(char) in _UNSEEN:
        return None
    plain = normalize("NFKD", normalize("NFKD", char).casefold().translate(_STROKES))
    return "".join(letter for letter in plain if letter.isalpha())
