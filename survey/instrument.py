"""What a wave asks: items, constructs and composites, parsed once from data into frozen types."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How an item is answered."""

    AGREE5 = "agree5"
    SIGN = "sign"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Item:
    """One statement, warning sign or open prompt; `composite` is None where it feeds none."""

    id: str
    kind: Kind
    construct: str
    composite: str | None
    referent: str
    reverse: bool
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Named:
    """A construct or composite: its id and the name people read."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A named, versioned choice of items in the order they are asked.

    `scale` holds the labels of answers 1 to 5, `cannot_say` the sixth, quieter choice.
    """

    key: str
    version: int
    name: str
    stem: str
    scale: tuple[str, str, str, str, str]
    cannot_say: str
    items: tuple[Item, ...]
    constructs: tuple[Named, ...]
    composites: tuple[Named, ...]

    @property
    def statements(self) -> tuple[Item, ...]:
        """The items answered on five points, in the order asked."""
        return tuple(item for item in self.items if item.kind is Kind.AGREE5)

    @property
    def signs(self) -> tuple[Item, ...]:
        """The warning signs, in the order asked."""
        return tuple(item for item in self.items if item.kind is Kind.SIGN)

    @property
    def prompts(self) -> tuple[Item, ...]:
        """The open prompts, in the order asked."""
        return tuple(item for item in self.items if item.kind is Kind.OPEN)

    @property
    def enough(self) -> int:
        """How many statements a ballot must answer to count: at least half (privacy rule 4)."""
        return (len(self.statements) + 1) // 2
