"""Instruments: our files hold what the question bank says, and broken ones are refused in words."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from pages.respondent.promise import minutes_for
from survey.errors import BadInput
from survey.questionnaire.instrument import Instrument, Item, Kind, Named
from survey.questionnaire.instrument_file import freeze, load_instruments, read_bank, thaw
from survey.settings import CONTENT
from tests.reference_data import reference_file

FOLDER = CONTENT / "instruments"
TINY = """
key = "tiny"
version = 1
name = "Tiny"
stem = "Lately"
scale = ["1", "2", "3", "4", "5"]
cannot_say = "Can't say"
items = [{id = "Q1", kind = "agree5", construct = "CON", composite = "comp", text = "One"}]
constructs = [{id = "CON", name = "Construct"}]
composites = [{id = "comp", name = "Composite"}]
"""


@pytest.fixture(scope="module")
def ours() -> Mapping[str, Instrument]:
    """The instruments we ship."""
    return load_instruments(FOLDER)


FOLLOWS = ("FUP1", "FUP2")
OURS = (*FOLLOWS, "OPN3", "OPN4")
"""What becomes of a pulse, and needs beside offers: in the bank, and not in the reference."""


def questions() -> list[dict[str, str]]:
    """The reference question bank."""
    with reference_file("questions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_row(item: Item, construct: str) -> dict[str, str]:
    """An item in the words of the reference bank."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "construct": item.construct,
        "construct_name": construct,
        "composite": item.composite or "",
        "referent": item.referent,
        "reverse": "yes" if item.reverse else "no",
        "text": item.text,
        "why": item.why,
    }


def test_the_bank_is_the_reference_bank() -> None:
    """All 41 entries, word for word; four of ours stand beside them."""
    bank = read_bank(FOLDER)
    assert bank is not None
    names = {construct.id: construct.name for construct in bank.constructs}
    chosen = as_row(bank.items[0], "").keys()

    ours = [item.id for item in bank.items if item.id in OURS]
    reference = [item for item in bank.items if item.id not in OURS]

    assert ours == list(OURS)
    assert [as_row(item, names[item.construct]) for item in reference] == [
        {key: row[key] for key in chosen} for row in questions()
    ]


@pytest.mark.parametrize(
    ("key", "column", "values"),
    [
        ("standard", "asked", {"core"}),
        ("short", "in_short", {"yes"}),
        ("full-a", "asked", {"core", "block A"}),
        ("full-b", "asked", {"core", "block B"}),
    ],
)
def test_each_instrument_asks_what_the_reference_says(
    ours: Mapping[str, Instrument], key: str, column: str, values: set[str]
) -> None:
    """Every item of its choice, each once."""
    asked = sorted(item.id for item in ours[key].items)
    follows = FOLLOWS if key == "standard" else ()

    there = [row["id"] for row in questions() if row[column] in values]
    assert asked == sorted([*there, *follows])


def test_the_standard_asks_what_follows_last_and_takes_two_minutes(
    ours: Mapping[str, Instrument],
) -> None:
    """Since its second version; in German too."""
    standard = ours["standard"]

    assert standard.version == 2
    assert [item.id for item in standard.statements[-3:]] == ["FUP2", "SCO2", "FUP1"]
    assert minutes_for(standard) == 2
    german = {item.id: item.text for item in standard.in_language("de").items}
    assert all(german[one] != item.text for item in standard.items for one in [item.id])


def test_signs_and_prompts_come_last_and_statements_are_mixed(
    ours: Mapping[str, Instrument],
) -> None:
    """No two neighbours measure the same construct, and no two are turned round."""
    for key in ("standard", "short", "full-a", "full-b"):
        statements = ours[key].statements
        assert ours[key].items == statements + ours[key].signs + ours[key].prompts
        for one, next_one in pairwise(statements):
            assert one.construct != next_one.construct
            assert not (one.reverse and next_one.reverse)


@pytest.mark.parametrize(("key", "file"), [("bhr2000", "bhr2000.csv"), ("lq2002", "lq2002.csv")])
def test_the_instruments_of_real_answers_name_their_columns(
    ours: Mapping[str, Instrument], key: str, file: str
) -> None:
    """Eleven statements, each a column of the data, all in one composite."""
    with reference_file(file).open(encoding="utf-8", newline="") as rows:
        columns = next(csv.reader(rows))
    asked = ours[key].statements

    assert len(asked) == 11
    assert {item.id for item in asked} <= set(columns)
    assert {item.composite for item in asked} == {"leadership"}


def test_every_instrument_survives_freezing(ours: Mapping[str, Instrument]) -> None:
    """What a wave freezes is exactly what it asks, and needs no bank to be read."""
    for instrument in ours.values():
        assert thaw(freeze(instrument)) == instrument


def texts() -> some.SearchStrategy[str]:
    """Anything that may be written as a text."""
    return some.text(min_size=1, max_size=30).filter(str.strip)


@some.composite
def instruments(draw: some.DrawFn) -> Instrument:
    """Any sound instrument."""
    letters = some.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True)
    ids = draw(some.lists(letters, min_size=3, max_size=12, unique=True))
    split = draw(some.integers(1, len(ids) - 2))
    items = tuple(
        Item(
            id=key,
            kind=(kind := Kind.AGREE5 if at == 0 else draw(some.sampled_from(Kind))),
            construct=ids[-1],
            composite=draw(some.sampled_from([None, *ids[split:-1]])),
            referent=draw(some.sampled_from(["I", "we", ""])),
            reverse=kind is Kind.AGREE5 and draw(some.booleans()),
            text=draw(texts()),
            why=draw(texts()),
        )
        for at, key in enumerate(ids[:split])
    )
    labels = draw(some.lists(texts(), min_size=6, max_size=6, unique=True))
    return Instrument(
        key=draw(some.from_regex(r"[a-z0-9][a-z0-9_-]{0,9}", fullmatch=True)),
        version=draw(some.integers(1, 99)),
        name=draw(texts()),
        stem=draw(texts()),
        scale=(labels[0], labels[1], labels[2], labels[3], labels[4]),
        cannot_say=labels[5],
        items=items,
        constructs=(Named(ids[-1], draw(texts())),),
        composites=tuple(Named(key, draw(texts())) for key in ids[split:-1]),
    )


@given(instruments())
@settings(deadline=None)
def test_freezing_is_an_exact_round_trip(instrument: Instrument) -> None:
    """Whatever an instrument says, its frozen text says, and one text only."""
    frozen = freeze(instrument)

    assert thaw(frozen) == instrument
    assert freeze(thaw(frozen)) == frozen


def load(folder: Path, **files: str) -> Mapping[str, Instrument]:
    """The instruments of a folder with these files."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_instruments(folder)


def test_a_file_without_a_bank_stands_alone(tmp_path: Path) -> None:
    """Everything said in the file itself; composite, referent and why may be left out."""
    tiny = load(tmp_path, tiny=TINY)["tiny"]

    assert tiny.statements == (Item("Q1", Kind.AGREE5, "CON", "comp", "", False, "One", ""),)
    assert tiny.enough == 1


def test_a_file_takes_from_the_bank_and_may_add_its_own(tmp_path: Path) -> None:
    """Bank items by id; only the constructs that are asked come along."""
    bank = (
        TINY.replace("tiny", "bank")
        .replace(
            "items = [", 'items = [{id = "Q9", kind = "agree5", construct = "OLD", text = "Nine"}, '
        )
        .replace("constructs = [", 'constructs = [{id = "OLD", name = "Old"}, ')
    )
    mine = """
    key = "mine"
    version = 2
    name = "Mine"
    stem = "Today"
    items = ["Q1", {id = "MY1", kind = "sign", construct = "MINE", text = "Seen?"}]
    constructs = [{id = "MINE", name = "Of my own"}]
    """

    found = load(tmp_path, bank=bank, mine=mine)["mine"]

    assert [item.id for item in found.items] == ["Q1", "MY1"]
    assert [construct.id for construct in found.constructs] == ["CON", "MINE"]
    assert (found.stem, found.cannot_say, found.version) == ("Today", "Can't say", 2)


@pytest.mark.parametrize(
    ("before", "after", "place", "said"),
    [
        ("version = 1", 'version = "1"', "version", "a whole number from 1"),
        ("version = 1", "version = true", "version", "a whole number from 1"),
        ("version = 1", "version = 0", "version", "a whole number from 1"),
        ('name = "Tiny"', "", "name", "the text is missing"),
        ('name = "Tiny"', 'name = "  "', "name", "text"),
        ('name = "Tiny"', "name = 3", "name", "text expected"),
        ('key = "tiny"', 'key = "Tiny one"', "key", "small letters"),
        ('stem = "Lately"', 'stam = "Lately"', "stam", "unknown key; known are key, version"),
        ('"agree5"', '"agree7"', "items[Q1].kind", "unknown kind; known are agree5, sign, open"),
        ('text = "One"', "txt = 1", "items[Q1].txt", "unknown key"),
        ('text = "One"', 'text = ""', "items[Q1].text", "the text is missing"),
        ('text = "One"', 'text = "One", reverse = "yes"', "items[Q1].reverse", "true or false"),
        ('"agree5"', '"sign", reverse = true', "items[Q1].reverse", "only a statement"),
        ('construct = "CON"', 'construct = "NO"', "items[Q1].construct", "no construct “NO”"),
        ('composite = "comp"', 'composite = "no"', "items[Q1].composite", "no composite “no”"),
        ("items = [", 'items = ["BEL9", ', "items[BEL9]", "no such item in the bank"),
        ("items = [", "items = [7, ", "items[1]", "an id or a table"),
        ('id = "Q1"', 'id = "Q 1"', "items[Q 1].id", "a short id"),
        ('id = "Q1"', 'id = "participation"', "items[participation].id", "taken"),
        ('id = "CON"', 'id = "Q1"', "Q1", "used twice"),
        ('id = "comp"', 'id = "CON"', "CON", "used twice"),
        ('"4", "5"', '"4"', "scale", "five different labels"),
        ('"4", "5"', '"4", "4"', "scale", "five different labels"),
        ('"4", "5"', '"4", 5', "scale", "texts"),
        ("Can't say", "3", "cannot_say", "stands in the scale"),
        ('"agree5"', '"sign"', "items", "at least one statement"),
        ("constructs = [{", 'constructs = ["CON", {', "constructs", "tables expected"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, before: str, after: str, place: str, said: str
) -> None:
    """The file, the line or key, and what is wrong."""
    assert before in TINY
    with pytest.raises(BadInput) as refused:
        load(tmp_path, tiny=TINY.replace(before, after, 1))

    assert "tiny.toml" in str(refused.value)
    assert f"{place}: " in str(refused.value)
    assert said in str(refused.value)


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    """The line is in the sentence and in the problem."""
    with pytest.raises(BadInput, match=r"tiny\.toml.*line 4") as refused:
        load(tmp_path, tiny=TINY.replace('name = "Tiny"', "name = Tiny"))

    assert [problem.row for problem in refused.value.problems] == [4]


def test_two_files_with_one_key_are_refused(tmp_path: Path) -> None:
    """One file per key, so that nobody wonders which one is asked."""
    with pytest.raises(BadInput, match="Another file has its key") as refused:
        load(tmp_path, one=TINY, two=TINY)

    assert "two.toml" in str(refused.value)


def test_an_own_id_must_not_be_the_banks(tmp_path: Path) -> None:
    """An id means one statement in every wave that asks it."""
    with pytest.raises(BadInput, match=r"items\[Q1\]\.id: the bank has this id already"):
        load(tmp_path, bank=TINY.replace('"tiny"', '"bank"'), tiny=TINY)


def test_too_many_items_are_refused(tmp_path: Path) -> None:
    """More than sixty would leave a ballot no room."""
    entry = '{{id = "Q{}", kind = "agree5", construct = "CON", text = "x"}}'
    items = ", ".join(entry.format(number) for number in range(2, 62))

    with pytest.raises(BadInput, match="60 items at most"):
        load(tmp_path, tiny=TINY.replace("items = [", f"items = [{items}, "))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"key": 1}', "[" * 100_000, "1" * 5000])
def test_a_frozen_text_that_is_no_instrument_is_refused(text: str) -> None:
    """Nothing but what freezing wrote is thawed."""
    with pytest.raises(BadInput, match="frozen instrument"):
        thaw(text)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = " + b"[" * 5000, b"a = " + b"9" * 5000])
def test_bytes_that_are_no_toml_are_refused(tmp_path: Path, content: bytes) -> None:
    """Wrong encoding, endless nesting and endless numbers are sentences, not crashes."""
    (tmp_path / "odd.toml").write_bytes(content)

    with pytest.raises(BadInput, match=r"odd\.toml"):
        load_instruments(tmp_path)


VALUES = ("3", "-1", "1.5", "true", '""', '"Q1"', "[]", "{}", "[1, {}]", "2026-01-01", "nan", "x")


@some.composite
def broken_toml(draw: some.DrawFn) -> str:
    """A file with random lines, values and letters changed."""
    lines = TINY.strip().splitlines()
    for _ in range(draw(some.integers(1, 3))):
        at = draw(some.integers(0, len(lines) - 1))
        name, _, value = lines[at].partition("=")
        odd = draw(some.sampled_from(VALUES) | some.text(max_size=5))
        swapped = value.replace(draw(some.sampled_from(value.split() or ["x"])), odd)
        lines[at] = draw(some.sampled_from(["", f"{name}={odd}", f"{name}={swapped}", odd]))
    return "\n".join(lines)


@given(broken_toml())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_is_an_instrument_or_a_sentence(tmp_path: Path, text: str) -> None:
    """Whatever a file holds, it is read as a sound instrument or refused in words."""
    try:
        found = list(load(tmp_path, tiny=text).values())
    except BadInput as refusal:
        found, said = [], str(refusal)
    else:
        said = ""

    assert found or said.startswith("tiny.toml cannot be ")
    assert all(tomllib.loads(text)["key"] == instrument.key for instrument in found)
    assert all(thaw(freeze(instrument)) == instrument for instrument in found)


def test_a_frozen_definition_differs_when_anything_differs(
    ours: Mapping[str, Instrument],
) -> None:
    """A changed word is a changed definition."""
    standard = ours["standard"]
    first = replace(standard.items[0], text="I feel at home here.")

    assert freeze(replace(standard, items=(first, *standard.items[1:]))) != freeze(standard)
