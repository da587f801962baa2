"""Which figures are put together from statements beside the constructs, and of what?

An instrument that was frozen with a past wave knows ids alone, so a part is told by id in the bank;
an instrument that asks none of the parts has no such figure.
"""

from dataclasses import dataclass

from survey.questionnaire.instrument import Instrument, Item
from survey.questionnaire.parts import FOCUS, MUTUAL_PURPOSE


@dataclass(frozen=True, slots=True)
class Derived:
    """The mean of some statements, or of all statements of some constructs.

    `whole` where it says something only if all of its parts are there: one against the other.
    """

    id: str
    name: str
    parts: tuple[str, ...]
    whole: bool

    def behind(self, asked: Instrument) -> tuple[Item, ...]:
        """The statements it is made of, in the order asked; none where a part is missing."""
        found = tuple(
            item
            for item in asked.statements
            if item.id in self.parts or item.construct in self.parts
        )
        there = {name for item in found for name in (item.id, item.construct)}
        return () if self.whole and not there.issuperset(self.parts) else found


RESPONSIBILITY_FOCUS, PURPOSE = "focus", "purpose"
DERIVED = (
    Derived(RESPONSIBILITY_FOCUS, "Responsibility focus", FOCUS, whole=True),
    Derived(PURPOSE, "Mutual purpose", MUTUAL_PURPOSE, whole=False),
)
