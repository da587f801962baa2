"""Which point of our scale does a value of an export stand for?

Labels of five points stand in data/imports/scales.toml. Where a reading is not the only one nothing
is guessed; more or fewer steps become five only by a rule that somebody says.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from survey.imports.words import data, fold, words
from survey.questionnaire.scale import AGREEING

Worth = Mapping[str, int]
"""The point each value stands for, 1 for the first label; any other value is no answer."""
Wording = Sequence[Sequence[str]]
"""The ways each point is said, from disagreeing to agreeing."""

NUMBERS: Worth = {str(point): point for point in AGREEING.points}
NO_ANSWER = words("no_answer", "values")
_ENDS = {min(NUMBERS), max(NUMBERS)}
_WHOLE = re.compile(r"(\d{1,9})(?:[.,]0{0,9})?")
_AMOUNT = re.compile(r"-?\d{1,9}(?:[.,]\d{1,9})?")
_BEFORE = re.compile(r"\(?(\d{1,2})\)?\s{0,3}[-–—:.=)]?\s{1,3}(\D.{0,200})")
_BEHIND = re.compile(r"(\D.{0,200}?)\s{0,3}[-–—:=]?\s{0,3}\(?(\d{1,2})\)?")
_STEPS = re.compile(r"(\d{1,3})-(\d{1,3})")


def worded(cell: str) -> str:
    """A value as it is compared: small letters, and a whole number without a point."""
    folded = fold(cell)
    whole = _WHOLE.fullmatch(folded)
    return str(int(whole[1])) if whole else folded


@dataclass(frozen=True, slots=True)
class Steps:
    """A scale of numbers that somebody says: from the one for disagreeing to the one for agreeing.

    Each number becomes the nearest of our five points; halfway it goes away from the middle.
    """

    lowest: int
    highest: int

    def point(self, value: str) -> int | None:
        """The point of a number, a percentage too; None for what is none on this scale."""
        amount = fold(value).removesuffix("%").strip()
        if not _AMOUNT.fullmatch(amount):
            return None
        share = (float(amount.replace(",", ".")) - self.lowest) / (self.highest - self.lowest)
        if not 0 <= share <= 1:
            return None
        middle = (AGREEING.top + 1) / 2
        off = share * (AGREEING.top - 1) + 1 - middle
        return int(middle + (1 if off > 0 else -1) * int(abs(off) + 0.5))


def steps_of(said: str) -> Steps | None:
    """The steps that are written as 0-10, or 10-0 where the highest disagrees; None for neither."""
    found = _STEPS.fullmatch(said.strip())
    if found is None or found[1] == found[2]:
        return None
    return Steps(int(found[1]), int(found[2]))


def is_no_answer(value: str) -> bool:
    """Whether a value, as it is compared, is one of the words for no answer, or nothing."""
    return not value or value in NO_ANSWER


def guess_scale(values: Iterable[str], labels: Sequence[Sequence[str]] = ()) -> Worth:
    """What values mean that are 1 to 5, five known labels, or both together; else nothing.

    `labels` are five more each, such as those of the instrument in its languages. Where a reading
    is not the only one, nothing is guessed: of 1 to 4, where nobody gave a 5, the 4 may be the top.
    """
    seen = {value for cell in values if not is_no_answer(value := worded(cell))}
    if not seen:
        return {}
    if seen <= set(NUMBERS):
        return NUMBERS if seen >= _ENDS else {}
    own = (tuple((fold(label),) for label in of_one) for of_one in labels)
    wordings: list[Wording] = [*own, *known_wordings()]
    for read in (_reading, _both):
        found = [scale for one in wordings if (scale := read(seen, one)) is not None]
        if found:
            same = all(_points(scale, seen) == _points(found[0], seen) for scale in found)
            return found[0] if same else {}
    return {}


@cache
def known_wordings() -> tuple[Wording, ...]:
    """Every list of five labels that we know, in all languages."""
    return tuple(
        tuple(tuple(map(fold, ways)) for ways in scale["points"])
        for scale in data("scales")["scale"]
    )


def _reading(seen: Collection[str], wording: Wording) -> Worth | None:
    """Five labels, each as it was seen where it was; None when anything else was seen."""
    if not set(seen) <= set(chain.from_iterable(wording)):
        return None
    if any(sum(label in seen for label in point) > 1 for point in wording):
        return None
    return dict(_labels(seen, wording))


def _both(seen: Collection[str], wording: Wording) -> Worth | None:
    """Numbers with words, "5 - Strongly agree", from either end; one end has to be there in words.

    The ends alone may have words, as in forms that write them beside the first and the last number.
    """
    parts = {value: _numbered(value) for value in seen}
    said = {value: part for value, part in parts.items() if part}
    if not said or any(number not in NUMBERS for number, _ in said.values()):
        return None
    if not {value for value in seen if value not in said} <= set(NUMBERS):
        return None
    for way in (lambda point: point, AGREEING.turned):
        if _fits(said.values(), wording, way):
            numbers = {number: way(point) for number, point in NUMBERS.items()}
            return numbers | {value: numbers[number] for value, (number, _) in said.items()}
    return None


def _fits(said: Iterable[tuple[str, str]], wording: Wording, way: Callable[[int], int]) -> bool:
    pairs = list(said)
    ends = [number for number, _ in pairs if number in _ENDS]
    return bool(ends) and all(label in wording[way(int(n)) - 1] for n, label in pairs)


def _numbered(value: str) -> tuple[str, str] | None:
    """The number and the words of a value that has both."""
    if before := _BEFORE.fullmatch(value):
        return before[1], before[2]
    if (behind := _BEHIND.fullmatch(value)) and not value.isdigit():
        return behind[2], behind[1]
    return None


def _labels(seen: Collection[str], wording: Wording) -> Iterator[tuple[str, int]]:
    for point, ways in enumerate(wording, start=1):
        yield next((way for way in ways if way in seen), ways[0]), point


def _points(scale: Worth, seen: Iterable[str]) -> dict[str, int]:
    return {value: scale[value] for value in seen}
