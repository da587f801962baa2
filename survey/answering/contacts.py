"""Which mail addresses and phone numbers stand in a text, as written there.

Both searches read a text once from left to right, whatever it holds.
"""

import re

PHONE_DIGITS = 7

_ADDRESS = re.compile(r"(?<![\w.%+'-])[\w.%+'-]++@[\w-]++(?:\.[\w-]++)+")
_DAY_OR_TIME = re.compile(
    r"(?<!\d)(?:"
    r"(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d\d"
    r"|[0-2]?\d:[0-5]\d"
    r")(?!\d)"
)
# Inside a number: a full stop before a space ends a sentence, a bracket opens before a digit.
_BETWEEN = r"(?:\.(?!\s)|\((?=[\d+])|[ \t\u00a0\u202f)/\u2010-\u2013-])"
_DIGITS = re.compile(rf"(?<![A-Za-z0-9_#])(?<!\d,)(?:[+(]{{1,2}})?\d(?:{_BETWEEN}{{0,3}}\d)*+")
_NO_PHONES = tuple(
    re.compile(pattern)
    for pattern in (
        r"[1-9]\d{0,2}(?:([ .\u00a0\u202f])000)+|[1-9]\d{3,}000",  # round: 600 000 000, 2500000
        r"[1-9]\d?([ .\u00a0\u202f])\d{3}(?:\1\d{3})*",  # grouped by thousands: 1 234 567
        r"(?:0|[1-9]\d*)\.\d+",  # a decimal fraction
        r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",  # a date: 20261122
        r"(?:19|20)\d\d(?:\D{1,3}(?:19|20)\d\d)+",  # years: 2019-2026
        r"\d{1,2}\.\d\d ?[-\u2010-\u2013] ?\d{1,2}\.\d\d",  # times: 12.30-13.45
        r"\d{1,3}(?:\.\d{1,3}){3}",  # a machine's address
    )
)
_GROUP = re.compile(r"\d+")
_YEAR_ALONE = re.compile(r"(?<![^ ])(?:19|20)\d\d(?![^ ])")
_AS_PHONES_BEGIN = "+(0"


def addresses(text: str) -> list[str]:
    """Every mail address in a text, in order."""
    return [found[0] for found in _ADDRESS.finditer(text)]


def veiled(text: str) -> str:
    """A text of the same length with @ signs in the place of its mail addresses."""
    return _ADDRESS.sub(lambda found: "@" * len(found[0]), text)


def phones(text: str) -> list[str]:
    """Every phone number in a text, in order: seven digits or more, and no date, year or count."""
    undated = _DAY_OR_TIME.sub(lambda found: "x" * len(found[0]), text)
    return [found[0] for found in _DIGITS.finditer(undated) if _could_be_dialled(found[0])]


def _could_be_dialled(found: str) -> bool:
    counted = found if found[0] in _AS_PHONES_BEGIN else _YEAR_ALONE.sub("", found)
    lengths = [len(group) for group in _GROUP.findall(counted)]
    return (
        sum(lengths) >= PHONE_DIGITS
        and (max(lengths) >= 3 or lengths.count(2) >= 3)
        and not any(pattern.fullmatch(found) for pattern in _NO_PHONES)
    )
