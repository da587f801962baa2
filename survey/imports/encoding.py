"""Which characters do the bytes of a text file stand for, and is that certain?"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from charset_normalizer import from_bytes

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
WINDOWS = "cp1252"
COMMON = (
    *(WINDOWS, "cp1250", "cp1251", "cp1253", "cp850", "mac_roman"),
    *("shift_jis", "gb18030", "big5", "euc_kr"),
)
NAMES = {
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1252": "Windows-1252 (Western European)",
    "cp1253": "Windows-1253 (Greek)",
    "cp850": "code page 850 (old Western European)",
    "latin_1": "Latin-1 (Western European)",
    "mac_roman": "Mac Roman (Western European)",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "euc_kr": "EUC-KR (Korean)",
}
LOOKED_AT = 50_000
OF_THE_HEADER = 20

_MARKED = (
    *((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32")),
    *((codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16")),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file; `guessed` names the encoding where the bytes do not settle it."""

    text: str
    guessed: str | None = None


def decoded(file: bytes) -> Decoded | None:
    """The text that bytes stand for, or None when they are no text.

    A mark at the beginning decides; then UTF-8, wherever the bytes are valid UTF-8; then the zeros
    of UTF-16 without a mark; and what is left is a guess, which is said.
    """
    found = _certain(file) or (None if _marked(file) else _guess(file))
    return None if found is None or "\0" in found.text else found


def _certain(file: bytes) -> Decoded | None:
    for encoding in _candidates(file):
        try:
            return Decoded(file.decode(encoding).removeprefix(BOM))
        except UnicodeDecodeError:
            continue
    return None


def _candidates(file: bytes) -> Iterator[str]:
    yield from _marked(file)
    # Of column names every second byte is zero in UTF-16, and in anything else none is.
    start = file[:OF_THE_HEADER]
    if 3 * start.count(0) > len(start):
        first, second = start[::2].count(0), start[1::2].count(0)
        yield "utf-16-be" if first > second else "utf-16-le"
    yield "utf-8"


def _marked(file: bytes) -> list[str]:
    return [encoding for mark, encoding in _MARKED if file.startswith(mark)]


def _guess(file: bytes) -> Decoded | None:
    if b"\0" in file:
        return None
    for encoding in (_likely(file), WINDOWS):
        try:
            return Decoded(file.decode(encoding), NAMES[encoding])
        except UnicodeDecodeError:
            continue
    return Decoded(file.decode("latin_1"), NAMES["latin_1"])


def _likely(file: bytes) -> str:
    """Windows-1252, unless that reads as a muddle and something else common reads better.

    Signs where Windows-1252 has letters are not better, however few there are.
    """
    lines = (line.rstrip(b"\r\n") for line in BytesIO(file) if not line.isascii())
    looked_at = b"\n".join(_up_to(LOOKED_AT, lines))
    matches = from_bytes(looked_at, cp_isolation=list(COMMON))
    best = matches.best()
    windows = min((m.chaos for m in matches if WINDOWS in m.could_be_from_charset), default=1.0)
    if best is None or windows <= best.chaos:
        return WINDOWS
    lettered = _only_letters(looked_at, WINDOWS) and not _only_letters(looked_at, best.encoding)
    return WINDOWS if lettered else best.encoding


def _only_letters(text: bytes, encoding: str) -> bool:
    """Whether every character that ASCII lacks is a letter."""
    return all(one.isascii() or one.isalpha() for one in text.decode(encoding, "replace"))


def _up_to(most: int, lines: Iterator[bytes]) -> Iterator[bytes]:
    """Whole lines, until there are enough bytes to judge by."""
    for line in lines:
        if most <= 0:
            return
        yield line
        most -= len(line)
