"""What is being composed: choices and own questions in order, moved about without being judged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from survey.questionnaire.instrument import Instrument, Kind


@dataclass(frozen=True, slots=True)
class Own:
    """A statement, sign or prompt of one's own, as typed.

    `construct` is an id of the bank or a name of one's own; only a statement has one, and only a
    statement can be `reverse`: worded so that agreeing is the less good answer.
    """

    kind: Kind
    text: str
    construct: str = ""
    reverse: bool = False
    why: str = ""


Choice = str | Own


@dataclass(frozen=True, slots=True)
class Draft:
    """An instrument being composed: ids of the bank and own items, in the order asked."""

    key: str = ""
    name: str = ""
    chosen: tuple[Choice, ...] = ()


_KEPT = TypeAdapter(Draft)


def put_in(draft: Draft, choice: Choice, bank: Instrument) -> Draft:
    """The draft with one more question, after the others of its kind."""
    return arranged(replace(draft, chosen=(*draft.chosen, choice)), bank)


def put_in_place_of(draft: Draft, place: int, choice: Choice, bank: Instrument) -> Draft:
    """The draft with another question where one stood."""
    rest = (*draft.chosen[:place], choice, *draft.chosen[place + 1 :])
    return arranged(replace(draft, chosen=rest), bank)


def taken_out(draft: Draft, place: int) -> Draft:
    """The draft without the question in a place."""
    return replace(draft, chosen=(*draft.chosen[:place], *draft.chosen[place + 1 :]))


def moved(draft: Draft, place: int, by: int, bank: Instrument) -> Draft:
    """The draft with a question one place up (-1) or down (1), among those of its kind."""
    if not may_move(draft, place, by, bank):
        return draft
    order = list(draft.chosen)
    order[place], order[place + by] = order[place + by], order[place]
    return replace(draft, chosen=tuple(order))


def may_move(draft: Draft, place: int, by: int, bank: Instrument) -> bool:
    """Whether there is another question of the same kind in the place it would take."""
    kinds, there = _kinds(bank), place + by
    if not {place, there} <= set(range(len(draft.chosen))):
        return False
    return _kind(draft.chosen[place], kinds) is _kind(draft.chosen[there], kinds)


def arranged(draft: Draft, bank: Instrument) -> Draft:
    """The draft as it is asked: statements, then signs, then prompts, each in their order."""
    kinds, order = _kinds(bank), list(Kind)
    chosen = sorted(draft.chosen, key=lambda choice: order.index(_kind(choice, kinds)))
    return replace(draft, chosen=tuple(chosen))


def _kinds(bank: Instrument) -> Mapping[str, Kind]:
    return {item.id: item.kind for item in bank.items}


def _kind(choice: Choice, kinds: Mapping[str, Kind]) -> Kind:
    return kinds.get(choice, Kind.AGREE5) if isinstance(choice, str) else choice.kind


def written(draft: Draft) -> str:
    """A draft as a line of JSON, to be put away."""
    return _KEPT.dump_json(draft).decode()


def read(line: str) -> Draft:
    """The draft that `written` put away."""
    return _KEPT.validate_json(line)
