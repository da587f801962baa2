"""One person's answers: checked against the instrument, counted, and written down for sealing."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from survey.errors import BadInput, Problem
from survey.questionnaire.instrument import Instrument, Item, Kind
from survey.questionnaire.scale import AGREEING
from survey.text import sentence

BALLOT_BYTES = 4096
_KEYS = ("home", "answers", "signs", "comments", "receipt")
_RECEIPT_LETTERS = 32


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person said, as given (reverse keys are applied when scoring).

    `scores` maps item ids to points, "Can't say" and skipped statements are absent; `signs` holds
    the ids ticked; `comments` maps prompt ids to text.
    """

    scores: Mapping[str, int] = field(default_factory=dict)
    signs: frozenset[str] = frozenset()
    comments: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was answered, ticked or written."""
        return not (self.scores or self.signs or self.comments)


def parse_answers(instrument: Instrument, raw: Mapping[str, object]) -> Answers:
    """Answers by item id: a point, True or False for a sign, text for a prompt; None is no answer.

    Errors: BadInput with a problem for each item; no message repeats what was answered.
    """
    items = {item.id: item for item in instrument.items}
    problems = [_problem(items.get(id_), id_, value) for id_, value in raw.items()]
    if found := [problem for problem in problems if problem]:
        raise BadInput(sentence("refused.answer.not_kept", problem=found[0]), found)
    given = [(items[id_], value) for id_, value in raw.items() if value is not None]
    return Answers(
        scores={i.id: v for i, v in given if i.kind is Kind.AGREE5 and isinstance(v, int)},
        signs=frozenset(i.id for i, v in given if i.kind is Kind.SIGN and v),
        comments=written({i.id: v for i, v in given if i.kind is Kind.OPEN and isinstance(v, str)}),
    )


def written(comments: Mapping[str, str]) -> dict[str, str]:
    """Comments as they are kept: no empty ones, and no NUL, which PostgreSQL does not hold."""
    plain = {prompt: text.replace("\0", "").strip() for prompt, text in comments.items()}
    return {prompt: text for prompt, text in plain.items() if text}


def _problem(item: Item | None, given_id: str, value: object) -> Problem | None:
    if item is None:
        return Problem(sentence("refused.answer.not_asked"), column=given_id[:40])
    if value is None or _ALLOWED[item.kind](value):
        return None
    return Problem(sentence(_EXPECTED[item.kind]), column=item.id)


def _is_point(value: object) -> bool:
    return type(value) is int and value in AGREEING.points


def _is_tick(value: object) -> bool:
    return type(value) is bool


def _is_comment(value: object) -> bool:
    return type(value) is str and not any("\ud800" <= letter <= "\udfff" for letter in value)


_ALLOWED: Mapping[Kind, Callable[[object], bool]] = {
    Kind.AGREE5: _is_point,
    Kind.SIGN: _is_tick,
    Kind.OPEN: _is_comment,
}
_EXPECTED: Mapping[Kind, str] = {
    Kind.AGREE5: "refused.answer.point",
    Kind.SIGN: "refused.answer.tick",
    Kind.OPEN: "refused.answer.comment",
}


def counts(instrument: Instrument, answers: Answers) -> bool:
    """Whether enough statements are answered for the ballot to count (privacy rule 4)."""
    return len(answers.scores) >= instrument.enough


def comment_room(
    instrument: Instrument, home: str, comments: Mapping[str, str] | None = None
) -> int:
    """Bytes left for comments beside `comments` once everything else is answered.

    A negative number says how many bytes are too many. Quotes and line breaks take two bytes.
    """
    fullest = Answers(
        scores={item.id: AGREEING.top for item in instrument.statements},
        signs=frozenset(item.id for item in instrument.signs),
        comments={item.id: "" for item in instrument.prompts} | dict(comments or {}),
    )
    return BALLOT_BYTES - len(_written(home, fullest, "0" * _RECEIPT_LETTERS))


def to_json(home: str, answers: Answers, receipt: str = "") -> bytes:
    """The body of a ballot, at most BALLOT_BYTES of UTF-8, the same for the same answers.

    `receipt` is the hash of its receipt, 32 letters; past answers have none. Errors: BadInput when
    the comments are too long.
    """
    assert len(receipt) in {0, _RECEIPT_LETTERS}, "every receipt is of one length"
    body = _written(home, answers, receipt)
    if (over := len(body) - BALLOT_BYTES) > 0:
        raise BadInput(sentence("refusal.too_long", letters=over))
    return body


def _written(home: str, answers: Answers, receipt: str) -> bytes:
    parts = (home, dict(answers.scores), sorted(answers.signs), dict(answers.comments), receipt)
    body = dict(zip(_KEYS, parts, strict=True))
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def from_json(body: bytes) -> tuple[str, Answers, str]:
    """Home, answers and receipt of an opened ballot, with or without its padding of spaces.

    The receipt of past answers, or of a ballot that an earlier release sealed, is empty.

    Errors: BadInput without a word of the ballot, in the message and in what led to it.
    """
    ballot = _read(body)
    if ballot is None:
        raise BadInput(sentence("refused.answer.ballot"))
    return ballot


def _read(body: bytes) -> tuple[str, Answers, str] | None:
    try:
        found = json.loads(body.rstrip(b" ").decode())
    except (ValueError, RecursionError):
        return None
    match found:
        case {
            "home": str(home),
            "answers": dict(scores),
            "signs": list(signs),
            "comments": dict(c),
            **more,
        }:
            receipt = more.pop("receipt", "")
            if not more and isinstance(receipt, str) and _sound(scores, signs, c):
                return home, Answers(scores, frozenset(signs), c), receipt
    return None


def _sound(scores: Mapping[str, object], signs: list[object], comments: Mapping[str, str]) -> bool:
    return (
        all(map(_is_point, scores.values()))
        and all(isinstance(sign, str) for sign in signs)
        and len(set(signs)) == len(signs)
        and all(map(_is_comment, comments.values()))
    )
