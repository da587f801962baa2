"""What speaks against asking an instrument as it stands? What must change, and what to look at.

Wordings of the bank were weighed when they were written, so only those of one's own are read here.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from survey.languages import name_of as language_name
from survey.organisation.values import LONGEST_ID
from survey.questionnaire.answers import comment_room
from survey.questionnaire.instrument import Instrument, Item, Kind, Named
from survey.questionnaire.translations import missing_in
from survey.questionnaire.wording import Mark, marks, words
from survey.text import sentence

FEWEST_STATEMENTS, MOST_STATEMENTS = 4, 40
MOST_SIGNS, MOST_PROMPTS = 8, 2
LONGEST_WORDING = 300
ENOUGH_TO_TURN = 3
ROOM_FOR_COMMENTS = 400
SHORTENED = 70
WEIGHED: Mapping[Kind, Collection[Mark]] = {
    Kind.AGREE5: frozenset(Mark),
    # A tick says that something was seen: there is no disagreeing with a "not".
    Kind.SIGN: frozenset(Mark) - {Mark.NEGATION},
    Kind.OPEN: frozenset({Mark.LONG, Mark.HARD, Mark.LEADING, Mark.ACRONYM}),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: whether it must change, the rule, and what its sentence names."""

    must: bool
    rule: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What was found and what to do, in words."""
        return sentence(f"lint.{self.rule}", **self.values)


def lint(
    asked: Instrument,
    *,
    core: Collection[str],
    bank: Instrument | None = None,
    longest_home: int = LONGEST_ID,
) -> list[Finding]:
    """All that speaks against an instrument; what must change comes first.

    `core` are the statements whose trends should go on; wordings of `bank` are not read again;
    `longest_home` is how long the key of a unit may be, which lies in every ballot.
    """
    known = {item.id: item for item in bank.items} if bank else {}
    own = [item for item in asked.items if item.id not in known]
    found = [
        *_counts(asked),
        *_same_wording(asked, [item for item in known.values() if item not in asked.items]),
        *_room(asked, longest_home),
        *(finding for item in own for finding in _wording(item)),
        *_one_way(asked),
        *_core(asked, core),
        *_languages(asked),
    ]
    return sorted(found, key=lambda finding: not finding.must)


def must_change(findings: Collection[Finding]) -> list[Finding]:
    """Those of some findings that keep an instrument from being asked."""
    return [finding for finding in findings if finding.must]


def _counts(asked: Instrument) -> Iterator[Finding]:
    statements = len(asked.statements)
    if statements < FEWEST_STATEMENTS:
        yield _must("too_few", count=statements, fewest=FEWEST_STATEMENTS)
    if statements > MOST_STATEMENTS:
        yield _must("too_many", count=statements, most=MOST_STATEMENTS)
    if len(asked.signs) > MOST_SIGNS:
        yield _must("many_signs", count=len(asked.signs), most=MOST_SIGNS)
    if len(asked.prompts) > MOST_PROMPTS:
        yield _must("many_prompts", count=len(asked.prompts), most=MOST_PROMPTS)


def _same_wording(asked: Instrument, beside: Collection[Item]) -> Iterator[Finding]:
    seen: set[tuple[str, ...]] = set()
    in_bank = {_worded(item) for item in beside}
    for item in asked.items:
        if _worded(item) in seen:
            yield _must("twice", item=name_of(item))
        elif _worded(item) in in_bank:
            yield _must("in_bank", item=name_of(item))
        seen.add(_worded(item))


def _room(asked: Instrument, longest_home: int) -> Iterator[Finding]:
    # Four bytes a letter: no script needs more.
    left = comment_room(asked, "é" * longest_home) // 4
    if left < ROOM_FOR_COMMENTS * len(asked.prompts):
        yield _must("no_room", left=max(0, left))


def _wording(item: Item) -> Iterator[Finding]:
    if len(item.text) > LONGEST_WORDING:
        letters = len(item.text)
        yield _must("letters", item=name_of(item), count=letters, most=LONGEST_WORDING)
    for mark, shown in marks(item.text):
        if mark in WEIGHED[item.kind]:
            yield _look(mark.value, item=name_of(item), found=shown)


def _one_way(asked: Instrument) -> Iterator[Finding]:
    for named, items in _groups(asked):
        if len(items) >= ENOUGH_TO_TURN and len({item.reverse for item in items}) == 1:
            yield _look("one_way", name=named.name, count=len(items))


def _groups(asked: Instrument) -> Iterator[tuple[Named, list[Item]]]:
    for composite in asked.composites:
        yield composite, [i for i in asked.statements if i.composite == composite.id]
    for construct in asked.constructs:
        yield construct, [i for i in asked.statements if i.construct == construct.id]


def _core(asked: Instrument, core: Collection[str]) -> Iterator[Finding]:
    count = sum(item.id in core for item in asked.statements)
    if 2 * count < len(core):
        yield _look("core", count=count, total=len(core))


def _languages(asked: Instrument) -> Iterator[Finding]:
    own = {item.id for item in asked.items}
    for language in asked.languages:
        if missing := own.intersection(missing_in(asked, language)):
            yield _look("one_language", count=len(missing), language=language_name(language))


def name_of(item: Item) -> str:
    """An item by its wording, cut where that is long."""
    return item.text if len(item.text) <= SHORTENED else f"{item.text[: SHORTENED - 1].rstrip()}…"


def _worded(item: Item) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words(item.text))


def _must(rule: str, **values: object) -> Finding:
    return Finding(True, rule, values)


def _look(rule: str, **values: object) -> Finding:
    return Finding(False, rule, values)
