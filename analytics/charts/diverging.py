"""Which colours stand for shares of answers, from those that call for support to the good ones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """The colour of one share, and of the number in it (4.5:1)."""

    fill: str
    text: str


LIGHT_TEXT, DARK_TEXT = "#ffffff", "#14262b"
FIVE_LIGHT = (
    Part("#8a5a00", LIGHT_TEXT),
    Part("#e6c88f", DARK_TEXT),
    Part("#dfe5e7", DARK_TEXT),
    Part("#9accd3", DARK_TEXT),
    Part("#0f5c69", LIGHT_TEXT),
)
FIVE_DARK = (
    Part("#e0b25a", DARK_TEXT),
    Part("#6f5423", LIGHT_TEXT),
    Part("#3a4a50", LIGHT_TEXT),
    Part("#2a626c", LIGHT_TEXT),
    Part("#6fc9d6", DARK_TEXT),
)


def parts(count: int, *, dark: bool) -> tuple[Part, ...]:
    """The looks of three or five shares, unfavourable first.

    Brown to teal, which colour-blind readers tell apart; sides and numbers say the same again.
    """
    five = FIVE_DARK if dark else FIVE_LIGHT
    return five if count == len(five) else (five[0], five[2], five[4])
