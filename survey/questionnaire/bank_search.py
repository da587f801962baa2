"""Which questions are there, by construct, and who uses each: the bank and those of our own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from survey.questionnaire.instrument import Instrument, Item, Named


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and the names of the instruments on offer that ask it."""

    item: Item
    used_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The questions of one construct; `composite` is what it counts in, `why` holds for all."""

    construct: Named
    composite: str | None
    why: str | None
    questions: tuple[Asked, ...]


def shelves(bank: Instrument, offered: Sequence[Instrument], wanted: str = "") -> list[Shelf]:
    """Every construct that has a question with all words wanted, ours first, in their order.

    A word may stand in the wording, in why it is asked, or in the name of its construct.
    """
    constructs = {named.id: named for one in (bank, *offered) for named in one.constructs}
    composites = {named.id: named.name for named in bank.composites}
    items = {item.id: item for one in (*offered, bank) for item in one.items}
    ordered = [*bank.items, *(item for id_, item in items.items() if item not in bank.items)]
    found = [item for item in ordered if _has(item, constructs[item.construct].name, wanted)]
    return [
        _shelf(named, [item for item in found if item.construct == named.id], composites, offered)
        for named in constructs.values()
        if any(item.construct == named.id for item in found)
    ]


def _shelf(
    named: Named,
    items: Sequence[Item],
    composites: dict[str, str],
    offered: Iterable[Instrument],
) -> Shelf:
    fed = next((item.composite for item in items if item.composite), None)
    reasons = {item.why for item in items}
    used = {
        item.id: tuple(one.name for one in offered if item.id in {i.id for i in one.items})
        for item in items
    }
    return Shelf(
        construct=named,
        composite=composites.get(fed) if fed else None,
        why=reasons.pop() if len(reasons) == 1 else None,
        questions=tuple(Asked(item, used[item.id]) for item in items),
    )


def _has(item: Item, construct: str, wanted: str) -> bool:
    said = f"{item.text} {item.why} {construct} {item.id}".casefold()
    return all(word in said for word in wanted.casefold().split())
