"""Promises of reading text: valid UTF-8 always wins, marks decide, and a guess is called one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.imports.encoding import decoded
from survey.imports.table import read_table

WESTERN = "name;unit\nJürgen Groß;Köln\nZoë;Århus\n"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=200)


@given(TEXTS)
def test_valid_utf8_always_wins(text: str) -> None:
    """Whatever else its bytes might have meant."""
    file = ("name;unit\n" + text).encode()

    assert decoded(file) is not None
    assert decoded(file).text.encode() == file  # type: ignore[union-attr]
    assert decoded(file).guessed is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("names", [WESTERN, "name;unit\nИван Петров;Москва\n山田;東京\n"])
def test_every_way_to_write_unicode_is_certain(names: str, encoding: str) -> None:
    """With a mark at the beginning or without one."""
    table = read_table(names.encode(encoding))

    assert table.columns == ("name", "unit")
    assert table.rows == read_table(names.encode()).rows
    assert table.guessed is None


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        (WESTERN, "cp1252", "Windows-1252 (Western European)"),
        (WESTERN, "latin_1", "Windows-1252 (Western European)"),
        ("name;unit\nO’Brien – Zoë;A\n", "cp1252", "Windows-1252 (Western European)"),
        ("name;unit\nZoë;A\n", "cp1252", "Windows-1252 (Western European)"),
        (WESTERN, "cp850", "code page 850 (old Western European)"),
        ("name;unit\nИван Петров;Москва\n", "cp1251", "Windows-1251 (Cyrillic)"),
        ("name;unit\nΓιώργος;Αθήνα\n", "cp1253", "Windows-1253 (Greek)"),
        ("name;unit\n山田太郎;東京\n鈴木;大阪\n", "shift_jis", "Shift JIS (Japanese)"),
        ("name;unit\n张伟;北京\n王芳;上海\n", "gb18030", "GB 18030 (Chinese)"),
    ],
)
@pytest.mark.parametrize("times", [1, 200])
def test_text_of_one_language_is_read_and_the_guess_is_named(
    text: str, encoding: str, guess: str, times: int
) -> None:
    """Of a short file and of a long one."""
    found = decoded((text * times).encode(encoding))

    assert found is not None
    assert (found.text, found.guessed) == (text * times, guess)


def test_long_lines_cost_no_more_than_short_ones() -> None:
    """Twelve lines of 8,000 letters once took seconds of everybody."""
    said = "".join(f"{row};{'word ' * 1600}\n" for row in range(12)) + "13;Zoë\n"
    file = ("id;unit\n" + said).encode("cp1252")

    before = time.process_time()
    found = decoded(file)

    assert found is not None
    assert found.guessed == "Windows-1252 (Western European)"
    assert time.process_time() - before < 0.3


def test_bytes_that_windows_does_not_use_are_latin_1() -> None:
    """It gives every byte a meaning, so a name is seen wrong rather than not at all."""
    found = decoded("name;unit\nZoë\x81;A\n".encode("latin_1"))

    assert found is not None
    assert found.guessed is not None


@pytest.mark.parametrize(
    "file", [b"name,unit\nBob,\0\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xfea", b"\0\xff\xfe"]
)
def test_what_is_no_text_is_refused_with_the_way_out(file: bytes) -> None:
    """A picture, half a character, a zero in the middle."""
    with pytest.raises(BadInput, match="neither a workbook nor text"):
        read_table(file)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_none(file: bytes) -> None:
    """Never an error, and never a zero in the text."""
    found = decoded(file)

    assert found is None or "\0" not in found.text
