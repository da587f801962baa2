"""What in a text points at a person: found wherever it stands, and nothing where there is none."""

import re
from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.demo_content import company, remarks
from survey.answering.contacts import addresses, phones
from survey.answering.naming import NameIndex, Naming, name_index, naming
from survey.answering.naming_scope import names_around
from survey.store import Store
from survey.text import LOCALES, words_that_are_names
from tests import make
from tests.answering.test_sending import FEW
from tests.processor import least_time

ROSTER = (
    "Amara Okafor",
    "Anne-Marie O'Neill",
    "Jürgen Müller",
    "Łukasz Żak",
    "Søren de Vries",
    "Will May",
    "Bo Li",
    "Madonna",
    "王小明",
)
NAMES = name_index(ROSTER)
NOTHING = Naming()


def names_in(text: str) -> tuple[str, ...]:
    return naming([text], NAMES).names


# Names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Amara Okafor about it.", ("Amara Okafor",)),
        ("amara, or OKAFOR?", ("amara", "OKAFOR")),
        ("Amara's idea", ("Amara",)),
        ("anne marie, Annemarie", ("anne marie", "Annemarie")),
        ("O’Neill, O'NEILL", ("O’Neill",)),
        ("oneill, Neill", ("oneill", "Neill")),
        ("Mueller, muller, Ju\u0308rgen", ("Mueller", "muller", "Ju\u0308rgen")),
        ("lukasz; zak; soren; Soeren", ("lukasz", "zak", "soren", "Soeren")),
        ("bo li helped, Bo and Li too", ("bo li",)),
        ("madonna", ("madonna",)),
        ("谢谢 王小明", ("王小明",)),
        ("Amara and amara and AMARA", ("Amara",)),
        ("Amara\nOkafor, de Vries", ("Amara\nOkafor", "Vries")),
    ],
)
def test_names_are_found_in_every_way_of_writing(text: str, found: tuple[str, ...]) -> None:
    """In full or in part, with and without accents, hyphens and capitals, each once."""
    assert names_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "camaraderie",
        "the okafors",
        "annexe, marietta",
        "a boli",
        "neilly",
        "Li is short",
    ],
)
def test_only_whole_words_are_names(text: str) -> None:
    """A name inside a longer word is no name, and two letters are too little."""
    assert names_in(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we will see in may", ()),
        ("Will we? May we? “Will it”", ()),
        ("It ended.\n- May be.\nWill do", ()),
        ("I think Will did it", ("Will",)),
        ("we asked (Will) and May", ("Will", "May")),
        ("that will may took", ("will may",)),
        ("Will May took it", ("Will May",)),
    ],
)
def test_an_ordinary_word_is_a_name_only_inside_a_sentence_and_with_a_capital(
    text: str, found: tuple[str, ...]
) -> None:
    """Or where the full name stands."""
    assert names_in(text) == found


@pytest.mark.parametrize(
    ("language", "surprising"),
    [
        ("en", {"will", "mark", "may", "grace", "rose", "van", "hope"}),
        ("de", {"mai", "lange", "klein", "koch", "gross", "schoen", "baecker", "backer", "von"}),
    ],
)
def test_the_list_of_ordinary_words_is_small_letters_once_each(
    language: str, surprising: set[str]
) -> None:
    """And holds the words people would be surprised at."""
    words = words_that_are_names(language)
    file = LOCALES / f"{language}_words_that_are_names.txt"
    lines = [x for x in file.read_text("utf-8").splitlines() if not x.startswith("#")]

    assert len(words) == len(" ".join(lines).split()) > 500
    assert surprising <= words
    assert all(re.fullmatch("[a-z]+", word) for word in words)


# Addresses and numbers


@pytest.mark.parametrize(
    "phone",
    [
        "+49 171 2345678",
        "(030) 123-4567",
        "+44 (0)20 7946 0018",
        "0171/234 56 78",
        "06.12.34.56.78",
        "06 12 34 56 78",
        "555-1234",
        "5551234",
        "600 123 456",
        "+1 (555) 123-4567",
        "+31-6-12345678",
        "030 – 1234567",
    ],
)
def test_phone_numbers_are_found_as_they_are_written(phone: str) -> None:
    """Alone, in a sentence, and after a comma."""
    for text in (phone, f"Ring me: {phone}. Thanks", f"mine,{phone},his"):
        assert phones(text) == [phone]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "on 2026-11-22 14 of us, on 22.11.2026 30, on 11/22/2026 none",
        "22.11.2026 - 25.11.2026",
        "20261122",
        "1,000,000 and 12,345,678 and 1,234,567.89",
        "1.000.000 or 1 000 000 or 12 345 678 or 1000000",
        "2019-2026",
        "2019, 2020 and 2021; 2019 2020 2021",
        "We grew in 2025. 120 people came; in 2026 120 left.",
        "3.1415926535",
        "192.168.10.15",
        "12.30-13.45 and 16:30 - 17:45, at 16:30 2025 (3.5 %)",
        "1 2 3 4 5 6 7 8",
        "ticket #1234567, INC1234567",
        "123-456",
    ],
)
def test_dates_years_counts_and_the_like_are_no_phone_numbers(text: str) -> None:
    """Whatever their digits come to."""
    assert phones(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mail a.b+c@x-y.co.uk.", ["a.b+c@x-y.co.uk"]),
        ("<o'neill@boat.example>, käthe@müller.de", ["o'neill@boat.example", "käthe@müller.de"]),
        ("@home, a@b, x@ y.de", []),
    ],
)
def test_mail_addresses_are_found(text: str, found: list[str]) -> None:
    """With the signs and letters they may have."""
    assert addresses(text) == found


def test_the_name_inside_an_address_is_not_said_twice() -> None:
    """The address says it already."""
    found = naming(["Write to amara.okafor@boat.example, or 0171 2345678"], NAMES)

    assert found == Naming((), ("amara.okafor@boat.example",), ("0171 2345678",))


def test_addresses_and_numbers_that_differ_in_a_digit_are_two() -> None:
    """And those that differ in nothing, or in capitals, are one."""
    found = naming(["a1@b.example a2@b.example A1@B.example", "5551234, 5551235, 5551234"], NAMES)

    assert found == Naming((), ("a1@b.example", "a2@b.example"), ("5551234", "5551235"))


# Any text at all

ANYTHING = st.text() | st.text(alphabet="aA éłß'’-. @+()0123456789\n\u0301\u200d\ud800王")
PLANTED_NAMES = st.sampled_from(
    ["Amara", "amara okafor", "O'Neill", "Anne-Marie", "MÜLLER", "zak", "Madonna", "Will May"]
)
PLANTED_ADDRESSES = st.from_regex(
    r"[a-z]([a-z.]{0,8}[a-z])?@[a-z]{1,9}\.[a-z]{2,4}", fullmatch=True
)
PLANTED_PHONES = st.from_regex(
    r"(\+[1-9]\d |0)[1-9]\d\d[ /-]\d{3} ?\d{4}|\(0[1-9]\d{2}\) [1-9]\d{3}-\d{3}", fullmatch=True
)
EDGES = st.sampled_from(["; ", ", ", "\n", " | ", ": “", "” "])


@given(st.lists(ANYTHING, max_size=3))
def test_any_text_is_read_without_an_error(texts: list[str]) -> None:
    """And what is found stands in one of the texts as it was written."""
    found = naming(texts, NAMES)

    assert all(any(words in text for text in texts) for words in found.all)


@given(before=ANYTHING, edges=st.tuples(EDGES, EDGES), after=ANYTHING, name=PLANTED_NAMES)
def test_a_planted_name_is_found(
    before: str, edges: tuple[str, str], after: str, name: str
) -> None:
    """Whatever stands around it."""
    found = names_in(f"{before}{edges[0]}{name}{edges[1]}{after}")

    assert name.casefold() in {words.casefold() for words in found}


@given(before=ANYTHING, edges=st.tuples(EDGES, EDGES), after=ANYTHING, address=PLANTED_ADDRESSES)
def test_a_planted_address_is_found(
    before: str, edges: tuple[str, str], after: str, address: str
) -> None:
    """Whatever stands around it."""
    assert address in naming([f"{before}{edges[0]}{address}{edges[1]}{after}"], NAMES).addresses


@given(before=ANYTHING, edges=st.tuples(EDGES, EDGES), after=ANYTHING, phone=PLANTED_PHONES)
def test_a_planted_phone_number_is_found(
    before: str, edges: tuple[str, str], after: str, phone: str
) -> None:
    """Whatever stands around it."""
    assert phone in naming([f"{before}{edges[0]}{phone}{edges[1]}{after}"], NAMES).phones


HARMLESS = (
    "The releases", "ended on", "2026-11-22", "with 1,000,000", "sensors", "( 3.5 % )", "-", "@",
    "we will see", ",", "in may", ".", "Hand-overs", "at 16:30", "/", "room 12", "noon", "\n",
    ":", "v1.2.3", "!", "2025", "?", "okay", "camaraderie", "22.11.2026", "#1234567",
)  # fmt: skip


@given(st.lists(st.sampled_from(HARMLESS), max_size=60).map(" ".join))
def test_nothing_is_found_where_nothing_stands(text: str) -> None:
    """Dates, counts, times and ordinary words in any order."""
    assert naming([text], NAMES) == NOTHING


# The slow and obvious reference

LETTERS = "abé"
SOME_NAMES = st.lists(
    st.text(alphabet=LETTERS + " -'", min_size=1, max_size=9).filter(str.strip), max_size=4
)
SOME_TEXT = st.text(alphabet=LETTERS.upper() + LETTERS + " -'.,\n", max_size=40)
ORDINARY = frozenset({"aba", "bab", "aab"})


def plain(text: str) -> str:
    return "".join(c for c in normalize("NFKD", text).casefold() if c != "\u0301")


def slow_names(text: str, roster: list[str]) -> list[str]:
    """Every stretch of words held against every person, the longest first."""
    words = [found.span() for found in re.finditer(f"[{LETTERS}]+", text, re.IGNORECASE)]
    told, until = [], 0
    for start, end in words:
        if start < until:
            continue
        full = [e for _, e in words if any(is_full(text[start:e], name) for name in roster)]
        if full or any(is_part(text, start, end, name) for name in roster):
            until = max(full, default=end)
            told.append(text[start:until])
    return told


def pieces(name: str) -> list[str]:
    return re.findall("[abe]+", plain(name))


def is_full(stretch: str, name: str) -> bool:
    gaps = re.findall(f"[^{LETTERS}{LETTERS.upper()}]+", stretch)
    close = all(re.fullmatch(r"[ .'\n-]{1,3}", gap) for gap in gaps)
    fulls = [pieces(part) for part in (name, *name.split())]
    return close and len(pieces(stretch)) > 1 and pieces(stretch) in fulls


def is_part(text: str, start: int, end: int, name: str) -> bool:
    word = plain(text[start:end])
    parts = pieces(name) + ["".join(pieces(chunk)) for chunk in name.split()]
    if word not in parts or len(word) < (3 if len(pieces(name)) > 1 else 2):
        return False
    if word not in ORDINARY and len(word) >= 3:
        return True
    inside = re.search(r"[^ '\-.\n][ '-]*\Z", text[:start])
    return text[start].isupper() and inside is not None


@given(roster=SOME_NAMES, text=SOME_TEXT)
def test_the_quick_search_finds_what_comparing_with_everybody_finds(
    roster: list[str], text: str
) -> None:
    """Short names, ordinary words, joints and sentence ends included; each once."""
    slow = {" ".join(pieces(name)): name for name in reversed(slow_names(text, roster))}

    assert sorted(naming([text], name_index(roster, ORDINARY)).names) == sorted(slow.values())


# The roster


def test_ten_thousand_people_are_read_at_once_and_looked_up_at_no_cost() -> None:
    """Well under a second for the roster; a full page of text takes no longer than for three."""
    groups = company().names
    everybody = [f"{a} {b}" for g in groups for a in g.given for h in groups for b in h.family]
    everybody += [f"Nobody{number} Else" for number in range(10_000 - len(everybody))]
    index = name_index(everybody)
    text = "Nothing to see here, said amara okafor's boss. " * 40
    few, many = (quickest(text, names) for names in (NAMES, index))

    assert len(everybody) >= 9_000
    assert least_time(lambda: name_index(everybody)) < 1
    assert many < 5 * few + 0.01


def quickest(text: str, names: NameIndex) -> float:
    """The seconds one reading takes, at best of five."""
    return least_time(lambda: naming([text], names), tries=5)


@pytest.mark.parametrize("text", ["1 2", "a@", "a.", "+(", "a@b.", "1.1.2026", "É ", "A-"])
def test_no_text_takes_long(text: str) -> None:
    """Ten times the text takes about ten times as long, however odd it is."""
    short, long = quickest(text * 300, NAMES), quickest(text * 3000, NAMES)

    assert long < 40 * short + 0.02


def test_whoever_is_asked_or_leads_is_named(duckdb_store: Store) -> None:
    """Somebody who is neither is not known by name."""
    make.populate(duckdb_store, FEW)
    make.keep_people(
        duckdb_store,
        [
            replace(make.person("ant-1", "ant"), name="Amara Okafor"),
            replace(make.person("bee-1", "bee"), name="Joost Bakker"),
            replace(make.person("bee-lead", "bee", leads="bee"), name="Sinéad Byrne"),
        ],
    )
    make.start(duckdb_store, audience=("ant",))
    names = names_around(duckdb_store, duckdb_store.wave("w1"))

    assert naming(["amara, joost and sinead"], names).names == ("amara", "sinead")


@pytest.mark.parametrize(("speaks", "found"), [("en", ("lange", "Koch")), ("de-CH", ("Koch",))])
def test_words_of_a_language_that_somebody_speaks_are_ordinary(
    duckdb_store: Store, speaks: str, found: tuple[str, ...]
) -> None:
    """Where nobody speaks German, Lange and Koch are names however they are written."""
    make.populate(duckdb_store, FEW)
    cook = replace(make.person("ant-1", "ant"), name="Lange Koch", language=speaks)
    make.keep_people(duckdb_store, [cook])
    make.start(duckdb_store, audience=("ant",))
    names = names_around(duckdb_store, duckdb_store.wave("w1"))

    assert naming(["das dauert lange, wie Koch sagt"], names).names == found


def test_the_names_are_read_once_while_a_wave_is_open(
    duckdb_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many look at once; the next wave reads them anew."""
    make.populate(duckdb_store, FEW)
    make.start(duckdb_store, audience=("ant",))
    make.start(duckdb_store, "w2", audience=("bee",))
    read: list[int] = []
    roster = Store.roster

    def noting(store: Store, wave: int) -> dict[str, int]:
        read.append(wave)
        return roster(store, wave)

    monkeypatch.setattr(Store, "roster", noting)
    waves = [duckdb_store.wave(key) for key in ("w1", "w2")]
    make.together(lambda wave: names_around(duckdb_store, wave), waves * 25)

    assert sorted(read) == [1, 2]


def test_nobody_is_named_in_the_fictional_comments() -> None:
    """They stand on screens that people look at first."""
    groups = company().names
    people = name_index(f"{a} {b}" for g in groups for a in g.given for b in g.family)
    said = remarks().said

    assert naming((text for texts in said.values() for text in texts), people) == NOTHING
    different = {prompt: len(set(texts)) for prompt, texts in said.items()}
    assert different == {"OPN1": 60, "OPN2": 60, "OPN3": 32, "OPN4": 24}
