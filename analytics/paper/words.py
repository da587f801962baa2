"""What a unit's paper says, in the words of the catalogue."""

from datetime import date

from analytics.reports.trend_sentence import Sentence
from survey.text import text


def day(when: date) -> str:
    """A day as people write it."""
    return f"{when.day} {when:%B %Y}"


def say(sentence: Sentence, **instead: str) -> str:
    """A sentence of a report."""
    return text(sentence.key, **{**sentence.values, **instead})
