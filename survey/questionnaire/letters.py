"""How many letters has a text, as people count them?

What is seen as one counts as one: a letter with its accents, a Chinese sign, a flag, a family of
emoji, a Korean syllable (Unicode's grapheme clusters, UAX 29, as far as they occur in comments).
"""

from unicodedata import category, normalize

_JOINER = "\u200d"
_PARTS = frozenset({"Mn", "Mc", "Me", "Cf"})
_SKIN = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_SYLLABLE_ENDS = range(0x1160, 0x1200)


def letters(text: str) -> int:
    """The number of letters in a text."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    count, half_a_flag, before = 0, False, ""
    for sign in normalize("NFC", text):
        begins = before != _JOINER and not _belongs(sign, before)
        flag = ord(sign) in _FLAGS
        begins = begins and not (flag and half_a_flag)
        half_a_flag = flag and not half_a_flag
        count, before = count + begins, sign
    return count


def _belongs(sign: str, before: str) -> bool:
    """Whether a sign is part of the letter before it."""
    if not before:
        return False
    if sign == "\n":
        return before == "\r"
    return category(sign) in _PARTS or ord(sign) in _SKIN or ord(sign) in _SYLLABLE_ENDS
