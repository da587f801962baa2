"""Promises of counting letters: as people do, in any script."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as some

from survey.questionnaire.letters import letters


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Boot", 4),
        ("船長", 2),
        ("é", 1),
        ("e\u0301", 1),
        ("שָׁלוֹם", 4),
        ("नमस्ते", 4),
        ("한국어", 3),
        ("\u1112\u1161\u11ab", 1),
        ("🇩🇪🇳🇿", 2),
        ("👩‍👩‍👧‍👦", 1),
        ("👍🏽👍🏽", 2),
        ("❤️", 1),
        ("a\r\nb", 3),
        ("ä\r\nb", 3),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 1),
    ],
)
def test_what_is_seen_as_one_counts_as_one(text: str, count: int) -> None:
    """Signs, accents, flags, families, syllables."""
    assert letters(text) == count


@given(some.text(), some.text())
def test_no_text_has_more_letters_than_signs(one: str, other: str) -> None:
    """And two texts side by side have no more than each alone."""
    assert letters(one) <= len(one)
    assert letters(one + other) <= letters(one) + letters(other)


@given(some.text())
def test_how_an_accent_is_written_changes_nothing(text: str) -> None:
    """As one sign or as two."""
    assert letters(normalize("NFD", text)) == letters(normalize("NFC", text))
