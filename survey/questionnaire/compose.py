"""How does what HR chose and wrote become an instrument? Draft in, instrument or problems out.

The id of an item of one's own is made from its wording: unchanged it stays the same item over all
versions and instruments, so that trends go on; reworded or turned round it is a new item.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from survey.errors import BadInput, Problem
from survey.questionnaire.draft import Choice, Draft, Own
from survey.questionnaire.instrument import Instrument, Item, Kind, Named
from survey.questionnaire.instrument_file import KEY
from survey.questionnaire.lint import LONGEST_WORDING
from survey.questionnaire.parts import TWO_SCOPES
from survey.questionnaire.translations import fitted
from survey.questionnaire.wording import words
from survey.text import sentence

OWN = "own-"
OWN_CONSTRUCT = "own-c-"
LONGEST_NAME = 60
_KEPT_OUT = {"Cc", "Cs"}


def compose(draft: Draft, bank: Instrument, *, version: int = 1) -> Instrument:
    """The instrument of a draft: statements first, then signs, then prompts, each as ordered.

    Errors: BadInput with every problem of what was typed; `column` is key, name, or the wording.
    """
    if problems := [*_of_names(draft), *_of_choices(draft, bank)]:
        raise BadInput(sentence("refused.questions.not_yet"), problems)
    known = {item.id: item for item in bank.items}
    items = [known[one] if isinstance(one, str) else own_item(one, bank) for one in draft.chosen]
    ordered = tuple(item for kind in Kind for item in items if item.kind is kind)
    own = {one.id: one for one in map(_own_construct, draft.chosen) if one}
    made = replace(
        bank,
        key=draft.key.strip(),
        version=version,
        name=tidy(draft.name),
        items=ordered,
        constructs=_used((*bank.constructs, *own.values()), {i.construct for i in ordered}),
        composites=_used(bank.composites, {i.composite for i in ordered}),
    )
    return replace(made, translations=fitted(bank, made))


def draft_of(instrument: Instrument, bank: Instrument) -> Draft:
    """An instrument as a draft to go on with; an item the bank does not have is an own one."""
    names = {construct.id: construct.name for construct in instrument.constructs}
    known, ours = set(bank.items), {construct.id for construct in bank.constructs}

    def choice(item: Item) -> Choice:
        if item in known:
            return item.id
        construct = item.construct if item.construct in ours else names[item.construct]
        spoken = construct if item.kind is Kind.AGREE5 else ""
        return Own(item.kind, item.text, spoken, item.reverse, item.why)

    return Draft(instrument.key, instrument.name, tuple(map(choice, instrument.items)))


def own_item(own: Own, bank: Instrument) -> Item:
    """The item of one's own; it feeds no composite, so that those stay what they were."""
    like = next((i for i in bank.items if i.kind is own.kind), None)
    statement = own.kind is Kind.AGREE5
    wording, reverse = tidy(own.text), own.reverse and statement
    named = f"{own.kind}\n{reverse}\n{wording}"
    other = like.construct if like else own.kind.value
    return Item(
        id=f"{OWN}{sha256(named.encode()).hexdigest()[:12]}",
        kind=own.kind,
        construct=_construct_id(own.construct, bank) if statement else other,
        composite=like.composite if like and not statement else None,
        referent="",
        reverse=reverse,
        text=wording,
        why=tidy(own.why),
    )


def constructs_to_choose(bank: Instrument) -> tuple[Named, ...]:
    """The constructs of the bank that a statement of one's own may belong to."""
    # The two scopes of belonging are one statement each, and are compared with one another.
    used = {item.construct for item in bank.statements} - {TWO_SCOPES}
    return tuple(construct for construct in bank.constructs if construct.id in used)


def tidy(typed: str) -> str:
    """Typed text in one line, without what no screen shows."""
    seen = (c for c in typed if c.isspace() or unicodedata.category(c) not in _KEPT_OUT)
    return " ".join("".join(seen).split())


def _of_names(draft: Draft) -> Iterator[Problem]:
    if not KEY.fullmatch(draft.key.strip()):
        shape = sentence("refused.questions.key")
        yield Problem(shape, column="key")
    if not tidy(draft.name):
        yield Problem(sentence("refused.questions.name"), column="name")
    elif len(tidy(draft.name)) > LONGEST_NAME:
        yield Problem(sentence("refused.questions.letters", most=LONGEST_NAME), column="name")


def _of_choices(draft: Draft, bank: Instrument) -> Iterator[Problem]:
    known = {item.id for item in bank.items}
    for one in draft.chosen:
        if isinstance(one, Own):
            named = tidy(one.text)[:40]
            yield from (replace(p, column=named or p.column) for p in own_problems(one))
        elif one not in known:
            yield Problem(sentence("refused.questions.not_in_bank"), column=one)


def own_problems(own: Own) -> Iterator[Problem]:
    """What is missing or too long in an item of one's own, under the name of its field."""
    wording, construct = tidy(own.text), tidy(own.construct)
    if not words(wording):
        yield Problem(sentence("refused.questions.wording"), column="text")
    elif len(wording) > LONGEST_WORDING:
        yield Problem(sentence("refused.questions.letters", most=LONGEST_WORDING), column="text")
    if own.kind is Kind.AGREE5 and not construct:
        yield Problem(sentence("refused.questions.construct"), column="construct")
    if len(construct) > LONGEST_NAME:
        yield Problem(sentence("refused.questions.letters", most=LONGEST_NAME), column="construct")
    if not tidy(own.why):
        yield Problem(sentence("refused.questions.why"), column="why")
    if len(tidy(own.why)) > LONGEST_WORDING:
        yield Problem(sentence("refused.questions.letters", most=LONGEST_WORDING), column="why")


def _own_construct(one: Choice) -> Named | None:
    if isinstance(one, str) or one.kind is not Kind.AGREE5:
        return None
    return Named(_made_id(one.construct), tidy(one.construct))


def _construct_id(typed: str, bank: Instrument) -> str:
    wanted = tidy(typed).casefold()
    for construct in constructs_to_choose(bank):
        if typed == construct.id or wanted == construct.name.casefold():
            return construct.id
    return _made_id(typed)


def _made_id(typed: str) -> str:
    return f"{OWN_CONSTRUCT}{sha256(tidy(typed).casefold().encode()).hexdigest()[:12]}"


def _used(known: tuple[Named, ...], ids: set[str] | set[str | None]) -> tuple[Named, ...]:
    return tuple({named.id: named for named in known if named.id in ids}.values())
