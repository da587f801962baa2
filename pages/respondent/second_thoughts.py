"""What somebody should know before their answers go out for good, in a few sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from survey.answering.naming import Naming
from survey.questionnaire.answers import Answers, counts
from survey.questionnaire.instrument import Instrument
from survey.text import text

LONGEST_QUOTE = 40
MOST_QUOTES = 6


@dataclass(frozen=True, slots=True)
class SecondThoughts:
    """Signs by which each warning is known on the next press, and all of them in words."""

    about: frozenset[str]
    sentence: str


def second_thoughts(
    instrument: Instrument, answers: Answers, naming: Naming, language: str
) -> SecondThoughts:
    """What is worth a second thought in these answers; about nothing when they may go."""
    said: list[str] = []
    few = _few(instrument, answers)
    if few is not None:
        here, all_of_them = len(answers.scores), len(instrument.statements)
        numbers = {"answered": here, "total": all_of_them, "enough": instrument.enough}
        said.append(text(few, language, **numbers))
    if naming.all:
        said.append(text("form.named", language, found=_quoted(naming.all, language)))
    said.append(text("form.again_few" if few else "form.again_named", language))
    about = {few} if few else set[str]()
    return SecondThoughts(frozenset(map(_sign, {*about, *naming.all})), " ".join(said))


def _sign(warning: str) -> str:
    """A short word for a warning, which does not repeat what somebody wrote."""
    return sha256(warning.encode()).hexdigest()[:12]


def _few(instrument: Instrument, answers: Answers) -> str | None:
    """What is said when too little is answered to count; None when it counts."""
    if counts(instrument, answers):
        return None
    if not answers.comments:
        return "form.few"
    return "form.few_comments" if answers.scores or answers.signs else "form.only_comments"


def _quoted(found: Sequence[str], language: str) -> str:
    few = map(_shortened, found[:MOST_QUOTES])
    quotes = [text("form.quote", language, words=words) for words in few]
    if (more := len(found) - MOST_QUOTES) > 0:
        return text("form.and_more", language, found=", ".join(quotes), more=more)
    return ", ".join(quotes)


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
