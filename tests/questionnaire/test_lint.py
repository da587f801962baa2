"""Lint: every rule finds what it is for and nothing else, in a sentence that names the item."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from survey.questionnaire.instrument import Instrument, Item, Kind
from survey.questionnaire.lint import LONGEST_WORDING, Finding, lint, must_change
from survey.questionnaire.shipped import bank, core, shipped
from survey.questionnaire.wording import Mark, lix, marks, words
from tests.make import instrument

NORWEGIAN = (
    "Dette er en lang tekst. Den har noen, men ikke så mange, kjempevanskelige ord. "
    "Her er et eksempel på et slikt ord: onomatopoetikon."
)
PLAIN = "We help one another when it matters."


def own(text: str, *, kind: Kind = Kind.AGREE5, reverse: bool = False, at: str = "X1") -> Item:
    """An item of one's own with this wording."""
    return Item(at, kind, "C", None, "", reverse, text, "A reason.")


def asking(items: Sequence[Item]) -> Instrument:
    """An instrument that asks just these."""
    return replace(instrument(), items=tuple(items), composites=())


def many(count: int, kind: Kind = Kind.AGREE5, *, turned: bool = True) -> list[Item]:
    """Items that nothing but their number can be said against."""
    return [
        own(f"{kind.title()} {n} is fine.", kind=kind, reverse=turned and n == 0, at=f"{kind}{n}")
        for n in range(count)
    ]


def rules(found: Sequence[Finding]) -> list[tuple[bool, str]]:
    """The rules that found something, and whether it must change."""
    return [(finding.must, finding.rule) for finding in found]


def test_lix_is_that_of_a_published_example() -> None:
    """23 words in 4 sentences (a colon ends one), 3 long: 18.79, as in npm's lix-index."""
    assert len(words(NORWEGIAN)) == 23
    assert lix(NORWEGIAN) == pytest.approx(23 / 4 + 100 * 3 / 23)
    assert round(lix(NORWEGIAN), 2) == 18.79


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("?!", 0), ("One two three", 3), ("One two. Three four!", 2), ("Readable", 101)],
)
def test_lix_of_little(text: str, expected: float) -> None:
    """A text without words is not hard; a last sentence needs no full stop."""
    assert lix(text) == expected


@pytest.mark.parametrize(
    ("text", "mark", "shown"),
    [
        (" ".join(["word"] * 21), Mark.LONG, "21"),
        ("Organisational transformation necessitates collaboration.", Mark.HARD, "104"),
        ("My leader listens and acts.", Mark.TWO_THINGS, "listens and acts"),
        ("We share news, or ask for it.", Mark.TWO_THINGS, "news or ask"),
        ("I do not feel heard.", Mark.NEGATION, "not"),
        ("I can't speak up here.", Mark.NEGATION, "can't"),
        ("I couldn’t speak up here.", Mark.NEGATION, "couldn’t"),
        ("I never feel alone.", Mark.NEGATION, "never"),
        ("I always feel heard.", Mark.ABSOLUTE, "always"),
        ("Everyone here helps.", Mark.ABSOLUTE, "Everyone"),
        ("Of course we help.", Mark.LEADING, "Of course"),
        ("Our excellent leaders listen.", Mark.LEADING, "excellent"),
        ("Our KPIs are clear.", Mark.ACRONYM, "KPIs"),
    ],
)
def test_a_mark_is_found_and_shown(text: str, mark: Mark, shown: str) -> None:
    """With the very words, so that whoever wrote them sees what is meant."""
    assert (mark, shown) in list(marks(text))


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        " ".join(["word"] * 20),
        "I know what and why we build.",
        "I know why and how we build.",
        'People ask "when and where" before they help.',
        "We work with Research and Development.",
        "The same talk comes up again and again.",
        "I know that my notes are another matter.",
        "I am glad to be here.",
        "Handy tools bring order to our day.",
    ],
)
def test_a_plain_wording_has_no_mark(text: str) -> None:
    """Names, pairs that are one thing, and words that only look like others."""
    assert list(marks(text)) == []


@given(some.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever is typed: a number that is not below 0, and each mark once."""
    found = [mark for mark, _ in marks(text)]

    assert lix(text) >= 0
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (many(4), []),
        (many(40), []),
        (many(3), [(True, "too_few")]),
        (many(41), [(True, "too_many")]),
        (many(4) + many(8, Kind.SIGN), []),
        (many(4) + many(9, Kind.SIGN), [(True, "many_signs")]),
        (many(4) + many(2, Kind.OPEN), []),
        (many(4) + many(3, Kind.OPEN), [(True, "many_prompts")]),
        ([*many(4), own("x" * LONGEST_WORDING)], [(False, "hard")]),
        ([*many(4), own("x" * (LONGEST_WORDING + 1))], [(True, "letters"), (False, "hard")]),
        ([*many(4), own("Agree5  1 Is Fine!")], [(True, "twice")]),
        ([*many(4), own("It was not seen.", kind=Kind.SIGN)], []),
        ([*many(4), own("What helps us and what does not?", kind=Kind.OPEN)], []),
        ([*many(4), own("What is our OKR?", kind=Kind.OPEN)], [(False, "acronym")]),
        (many(4, turned=False), [(False, "one_way")]),
    ],
)  # fmt: skip
def test_each_rule_has_its_edge(items: Sequence[Item], expected: list[tuple[bool, str]]) -> None:
    """One more or one less is another verdict."""
    assert rules(lint(asking(items), core=())) == expected


@pytest.mark.parametrize(("asked", "said"), [(0, 1), (9, 1), (10, 0), (20, 0)])
def test_half_of_the_core_keeps_trends_going(asked: int, said: int) -> None:
    """Fewer are worth a look, and the sentence counts them."""
    few = replace(shipped()["standard"], items=shipped()["standard"].statements[:asked])
    found = [f for f in lint(few, core=core(), bank=bank()) if f.rule == "core"]

    assert len(found) == said
    assert all(f"{asked} of the 20 statements" in f.sentence for f in found)


def test_what_stands_in_the_bank_is_chosen_there() -> None:
    """Its own id, its own trend: typed again it would be another item."""
    typed = own(bank().items[0].text.upper())
    found = lint(asking([*many(4), typed]), core=(), bank=bank())

    assert (True, "in_bank") in rules(found)


def test_a_ballot_must_fit_its_envelope() -> None:
    """The key of a home lies in it too."""
    asked = asking([*many(4), *many(2, Kind.OPEN)])

    assert must_change(lint(asked, core=())) == []
    assert rules(lint(asked, core=(), longest_home=6000)) == [(True, "no_room")]


def test_what_must_change_comes_first_and_every_finding_is_a_sentence() -> None:
    """It names the item, cut where it is long."""
    long = f"{PLAIN[:-1]}, and {'so on ' * 60}"
    found = lint(asking([own("I never lead."), own(long, at="X2")]), core=core(), bank=bank())

    assert [f.must for f in found] == sorted((f.must for f in found), reverse=True)
    assert all(f.sentence.endswith((".", "?")) and "{" not in f.sentence for f in found)
    assert any("“We help one another when it matters, and so on" in f.sentence for f in found)
    assert all(len(f.sentence) < 220 for f in found)


# What we ship


@pytest.mark.parametrize("key", shipped())
def test_what_we_ship_may_be_asked(key: str) -> None:
    """Nothing must change, and its trends go on."""
    found = lint(shipped()[key], core=core(), bank=bank())

    assert must_change(found) == []
    assert {f.rule for f in found} <= {"one_way"}


WEIGHED = {
    # "Good or bad" is one thing; that it concerns all is what the statement asks.
    ("BEL3", "absolute"),
    # The second half is how the first one shows.
    ("BEL4", "two_things"),
    # Respect for everybody's contribution is the point: one exception is to count.
    ("RES1", "absolute"),
    # Two ways to be wrong in front of others, one question: still treated well?
    ("RES2", "two_things"),
    # A purpose without its reason is not known.
    ("PUR1", "two_things"),
    # A figure of speech.
    ("PUR2", "absolute"),
    # Either of the two is the sign.
    ("SGN2", "two_things"),
    ("SGN3", "two_things"),
    # The question that is asked against the one that is not: the sign is their relation.
    ("SGN5", "two_things"),
}


def test_the_bank_was_weighed() -> None:
    """Every mark on our own wordings was judged; a new wording is judged here too."""
    found = lint(bank(), core=core())
    by_name = {item.text: item.id for item in bank().items}
    marked = {
        (by_name[item.text], finding.rule)
        for item in bank().items
        for finding in found
        if str(finding.values.get("item", "")).rstrip("…") in item.text and "item" in finding.values
    }

    # The bank asks more than anybody is asked at once.
    assert {f.rule for f in must_change(found)} == {"many_prompts"}
    found = [f for f in found if f.rule != "many_prompts"]
    assert marked == WEIGHED
    assert {f.rule for f in found} <= {rule for _, rule in WEIGHED} | {"one_way"}
