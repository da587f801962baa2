"""The sentences that tests look for: in English, where a test says nothing else."""

from survey.text import FALLBACK
from survey.text import text as in_language


def text(key: str, language: str = FALLBACK, /, **values: object) -> str:
    """The sentence of a dotted key, its placeholders filled."""
    return in_language(key, language, **values)
