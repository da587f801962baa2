"""One model of the form, from which both pages are drawn: what is asked, in words and limits."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

from analytics.disclosure.rollup import COMMENTS_FROM_PEOPLE, COMMENTS_FROM_WRITERS
from survey.organisation.values import LONGEST_ID
from survey.questionnaire.answers import comment_room
from survey.questionnaire.instrument import Instrument, Kind
from survey.questionnaire.letters import letters
from survey.text import text

CANNOT_SAY = 0
LETTER_BYTES = 4
MOST_LETTERS, COMMENT_STEP = 900, 50
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
"""Languages whose scripts run from right to left."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked: the id of its item, and its words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """Questions of one kind, under a heading and hints (statements have neither)."""

    kind: Kind
    questions: tuple[Question, ...]
    heading: str = ""
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked in one language; `choices` are points (0: can't say) and their labels.

    `room` is how many letters each comment may have.
    """

    language: str
    choices: tuple[tuple[int, str], ...]
    statements: Section
    signs: Section
    comments: Section
    room: int

    @property
    def sections(self) -> tuple[Section, ...]:
        """What is asked, in order; no empty section."""
        every = (self.statements, self.signs, self.comments)
        return tuple(section for section in every if section.questions)

    @property
    def direction(self) -> str:
        """Which way its script runs, as HTML says it."""
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a tab has in its form, by item id, and whether Send was pressed.

    Statements are points or None, signs True or False, comments text or None. `warned` are the
    warnings that stood beside Send. `receipt` is a random number drawn with the form and kept with
    its draft. All of it comes from the tab: a new session knows it too.
    """

    answers: Mapping[str, object]
    pressed: bool
    warned: Set[str]
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """Why answers were not sent, and every warning that stood beside Send by then."""

    sentence: str
    warned: Set[str] = field(default_factory=frozenset)


@lru_cache(maxsize=64)
def form_of(instrument: Instrument, language: str) -> Form:
    """The form of an instrument in one of its languages."""
    asks = instrument.in_language(language)
    few = {"people": COMMENTS_FROM_PEOPLE, "few": COMMENTS_FROM_WRITERS}
    where, care = text("form.comments_hint", language, **few), text("form.comments_care", language)
    return Form(
        language=language,
        choices=(*enumerate(asks.scale, start=1), (CANNOT_SAY, asks.cannot_say)),
        statements=Section(
            Kind.AGREE5,
            tuple(Question(i.id, f"{n}. {i.text}") for n, i in enumerate(asks.statements, start=1)),
        ),
        signs=Section(
            Kind.SIGN,
            tuple(Question(item.id, item.text) for item in asks.signs),
            text("form.signs", language),
            (text("form.signs_hint", language),),
        ),
        comments=Section(
            Kind.OPEN,
            tuple(Question(item.id, item.text) for item in asks.prompts),
            text("form.comments", language),
            (where, care),
        ),
        room=room(instrument),
    )


@lru_cache(maxsize=64)
def room(instrument: Instrument) -> int:
    """How many letters each comment may have, so that all of them fit into the envelope.

    A sign of any script takes four bytes or fewer; the unit's key is reckoned at its longest.
    """
    left = comment_room(instrument, home="é" * LONGEST_ID)
    each = left // (LETTER_BYTES * max(1, len(instrument.prompts)))
    return min(MOST_LETTERS, each // COMMENT_STEP * COMMENT_STEP)


def letters_over(instrument: Instrument, comments: Iterable[str]) -> int:
    """How many letters comments have beyond the room of each."""
    most = room(instrument)
    return sum(max(0, letters(comment) - most) for comment in comments)


def direction(language: str) -> str:
    """Which way the script of a language runs: "ltr" or "rtl"."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def new_receipt() -> str:
    """The random number of a form that is drawn for the first time: 128 bits in hex."""
    return secrets.token_hex(16)


def answers_in(form: Form, given: Mapping[str, str]) -> dict[str, object]:
    """Answers by item id from a form as browsers send it; what cannot be read stays text."""
    return dict(_answers(form, given))


def _answers(form: Form, given: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    points = {str(value): value or None for value, _ in form.choices}
    for section in form.sections:
        for question in section.questions:
            said = given.get(question.id)
            match section.kind:
                case Kind.AGREE5:
                    yield question.id, points.get(said, said) if said else None
                case Kind.SIGN:
                    yield question.id, said is not None
                case Kind.OPEN:
                    yield question.id, said or None
