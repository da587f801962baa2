"""Which point of our scale does a value of an export stand for?"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from survey.imports.history.habits import fold
from survey.questionnaire.scale import AGREEING

Worth = Mapping[str, int]
"""The point each value stands for, 1 for the first label; any other value is no answer."""

NUMBERS: Worth = {str(point): point for point in AGREEING.points}
_ENDS = {min(NUMBERS), max(NUMBERS)}
NO_ANSWER = (
    "n/a", "na", "-", "can't say", "cannot say", "don't know", "prefer not to say",
    "not applicable", "no answer", "keine angabe", "k. a.", "weiß nicht", "kann ich nicht sagen",
)  # fmt: skip

_NEITHER = (
    "neither agree nor disagree", "neither", "neutral", "undecided", "neither disagree nor agree",
    "partly", "partly agree", "neither nor",
)  # fmt: skip
_TEILS = ("teils/teils", "teils teils", "teils, teils", "teils-teils", "neutral", "unentschieden",
          "weder noch", "weder/noch")  # fmt: skip
_WORDINGS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("strongly disagree", "totally disagree", "completely disagree", "disagree strongly"),
        ("disagree", "somewhat disagree", "slightly disagree", "tend to disagree",
         "rather disagree"),
        _NEITHER,
        ("agree", "somewhat agree", "slightly agree", "tend to agree", "rather agree"),
        ("strongly agree", "totally agree", "completely agree", "agree strongly"),
    ),
    (
        ("stimme überhaupt nicht zu", "stimme gar nicht zu", "stimme absolut nicht zu"),
        ("stimme nicht zu", "stimme eher nicht zu"),
        _TEILS,
        ("stimme zu", "stimme eher zu"),
        ("stimme voll zu", "stimme voll und ganz zu", "stimme völlig zu", "stimme absolut zu"),
    ),
    (
        ("stimme nicht zu",), ("stimme eher nicht zu",), _TEILS, ("stimme eher zu",),
        ("stimme zu", "stimme voll zu", "stimme voll und ganz zu"),
    ),
    (
        ("trifft überhaupt nicht zu", "trifft gar nicht zu", "trifft nicht zu"),
        ("trifft eher nicht zu",), _TEILS, ("trifft eher zu",),
        ("trifft voll zu", "trifft voll und ganz zu", "trifft völlig zu", "trifft zu"),
    ),
    (
        ("trifft überhaupt nicht zu", "trifft gar nicht zu"), ("trifft nicht zu",), _TEILS,
        ("trifft zu",), ("trifft voll zu", "trifft voll und ganz zu", "trifft völlig zu"),
    ),
)  # fmt: skip


def guess_scale(values: Iterable[str], labels: Sequence[Sequence[str]] = ()) -> Worth:
    """What values mean that are 1 to 5, or five labels known in English and German; else nothing.

    `labels` are five more each, such as those of the instrument in its languages. Where a reading
    is not the only one, nothing is guessed: of 1 to 4, where nobody gave a 5, the 4 may be the top.
    """
    seen = {folded for value in values if (folded := fold(value))} - set(NO_ANSWER)
    if not seen:
        return {}
    if seen <= set(NUMBERS):
        return NUMBERS if seen >= _ENDS else {}
    own = [tuple((fold(label),) for label in of_one) for of_one in labels]
    found = [
        scale for wording in (*own, *_WORDINGS) if (scale := _reading(seen, wording)) is not None
    ]
    same = all(_points(scale, seen) == _points(found[0], seen) for scale in found)
    return found[0] if found and same else {}


def _reading(seen: Collection[str], wording: Sequence[Sequence[str]]) -> Worth | None:
    """Five labels, each as it was seen where it was; None when anything else was seen."""
    if not set(seen) <= set(chain.from_iterable(wording)):
        return None
    if any(sum(label in seen for label in point) > 1 for point in wording):
        return None
    return dict(_labels(seen, wording))


def _labels(seen: Collection[str], wording: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    for point, ways in enumerate(wording, start=1):
        yield next((way for way in ways if way in seen), ways[0]), point


def _points(scale: Worth, seen: Iterable[str]) -> dict[str, int]:
    return {value: scale[value] for value in seen}
