"""Which statements does an export ask that may become statements of one's own?

Those of the bank are taken as they are; every other is one's own, about something of one's own,
until somebody says what it is about.
"""

import re
from collections.abc import Mapping, Sequence

from survey.imports.history.export import Column, Export
from survey.imports.history.guessing import fitting
from survey.imports.history.scales import NUMBERS, guess_scale, is_no_answer, known_wordings, worded
from survey.imports.words import fold, words
from survey.questionnaire.draft import Choice, Draft, Own
from survey.questionnaire.instrument import Instrument, Kind
from survey.questionnaire.lint import LONGEST_WORDING
from survey.text import sentence

FEWEST_WORDS, MOST_STEPS = 3, 11
_NUMBERED = re.compile(r"^\s*(?:[A-Za-z]{0,3}\d{1,4}[\w\[\]-]{0,12}|\d{1,3})\s*[.:)]\s+")
_PART = re.compile(r"\[([^\[\]]+)\]\s*$")
_KEY = re.compile(r"[^a-z0-9]+")


def draft_of_export(export: Export, bank: Instrument) -> Draft:
    """The statements of an export as a draft, in their order; empty where it has none."""
    known = {name: id_ for id_, names in fitting(export, bank).items() for name in names}
    answered = [column for column in export.columns if _is_answered(export.cells(column.name))]
    chosen = dict.fromkeys(_choice(column, known, bank) for column in answered)
    year = f"-{export.days[0].year}" if export.days else ""
    key = _KEY.sub("-", f"{export.tool}{year}").strip("-")
    return Draft(key=key, chosen=tuple(choice for choice in chosen if choice is not None))


def _is_answered(cells: Sequence[str]) -> bool:
    """Whether a column holds steps of a scale, in numbers or in words that are known."""
    seen = {value for cell in cells if not is_no_answer(value := worded(cell))}
    if not seen or len(seen) > MOST_STEPS:
        return False
    if guess_scale(seen) or seen <= set(NUMBERS):
        return True
    return all(value.isdigit() for value in seen) or seen <= _labels()


def _labels() -> set[str]:
    return {label for wording in known_wordings() for ways in wording for label in ways}


def _choice(column: Column, known: Mapping[str, str], bank: Instrument) -> Choice | None:
    """A question of the bank, one of one's own, or nothing where the name says too little."""
    asked = known.get(column.name)
    if asked in {item.id for item in bank.statements}:
        return asked
    wording = _wording(column)
    if len(wording.split()) < FEWEST_WORDS or len(wording) > LONGEST_WORDING:
        return None
    if fold(wording) in words("unit", "names"):
        return None
    about = sentence("questions.file_about")
    return Own(Kind.AGREE5, wording, str(about), why=str(sentence("questions.file_why")))


def _wording(column: Column) -> str:
    """The words of a question: of its part alone, without its number."""
    part = _PART.search(column.wording)
    said = part[1] if part and len(part[1].split()) >= FEWEST_WORDS else column.wording
    return " ".join(_NUMBERED.sub("", said).split())
