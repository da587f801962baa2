"""Languages: whoever answers is spoken to in their own, wholly, or in English."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from survey.languages import (
    Readers,
    choose,
    day,
    decimal,
    languages,
    languages_for,
    name_of,
    number,
    told,
    untold,
)
from survey.questionnaire.shipped import shipped
from survey.questionnaire.spoken import spoken
from survey.text import FALLBACK, catalogue, sentence
from tests.english import text
from tests.house.test_text import placeholders
from tests.house.translated import stale

OTHERS = [tag for tag in languages() if tag != FALLBACK]
ENGLISH = re.compile(
    r"\b(?:the|and|your|you|are|is|with|this|that|they|have|been|answers?|please|of|for|to)\b",
    re.IGNORECASE,
)
NAMES_IN_BOTH = {
    *("quality.alpha", "quality.omega", "quality.spearman_brown", "reports.formats.parquet"),
    *("area.tab", "days.region", "record.kind.mails", "reports.format", "reports.formats.xlsx"),
    "roles.person",
}
"""Names, and words that are the same in both languages."""
BROWSERS = ("sessions.family.", "sessions.system.")
OFFERED = ("en", "de", "pt-BR", "zh-Hant", "zh")


def test_german_is_spoken_beside_english() -> None:
    """English comes first, and each language calls itself by its own name."""
    assert languages() == ("en", "de")
    assert [name_of(tag) for tag in languages()] == ["English", "Deutsch"]


def test_no_sentence_for_whoever_answers_is_missing_in_german() -> None:
    """Form, refusals, mails, promise and proof: each key, so that one sees what to write."""
    said = told("de", Readers.ASKED)

    assert untold("de", Readers.ASKED) == ()
    assert {"form.send", "link.unknown", "sent.title", "mail.invitation.body"} <= said
    assert {"promise.title", "promise.drawing.alt", "proof.subtracting"} <= said


@pytest.mark.parametrize("readers", Readers)
def test_no_sentence_for_any_reader_is_missing_in_german(readers: Readers) -> None:
    """Whoever adds one in English says it in German too: a page never mixes languages."""
    assert untold("de", readers) == ()
    assert languages_for(readers) == ("en", "de")


def test_a_translation_whose_english_changed_since_is_told() -> None:
    """`python -m tests.house.translated REVISION` lists them, and none that was translated."""
    before = {"en": {"a": "One.", "b": "Two.", "c": "Three."}, "de": {"a": "Eins.", "b": "Zwei."}}
    english = {"a": "One!", "b": "Two!", "c": "Three!", "d": "Four."}
    now = {"en": english, "de": {"a": "Eins.", "b": "Zwei!", "c": "Drei!", "d": "Vier."}}

    assert stale(before, now, "de") == ["a"]


def test_each_instrument_we_offer_is_called_by_its_own_name_in_english() -> None:
    """So that HR can read its name in another language; one composed there keeps its own."""
    names = {key: text(f"instruments.{key}") for key in shipped()}

    assert names == {key: one.name for key, one in shipped().items()}
    assert spoken(shipped()["short"], "de").name == "Kurze Umfrage"
    assert spoken(replace(shipped()["short"], key="ours"), "de").name == "Short pulse"


def test_who_reads_more_is_told_more() -> None:
    """HR reads every page, members what is about figures, whoever answers the form."""
    asked, reading, hr = (told(FALLBACK, readers) for readers in Readers)

    assert asked < reading < hr
    assert "trends.title" in reading - asked
    assert "waves.plan" in hr - reading
    assert "told.check.cells" not in hr


@pytest.mark.parametrize("tag", OTHERS)
def test_a_translation_leaves_no_english_behind(tag: str) -> None:
    """No sentence is the English one, and none holds a little word of English."""
    said, english = catalogue(tag), catalogue(FALLBACK)
    bare = {key: re.sub(r"{[^}]*}", "", sentence) for key, sentence in said.items()}
    same = {key for key in said if said[key] == english[key] and re.search("[a-z]{4}", bare[key])}
    words = {key: ENGLISH.findall(sentence) for key, sentence in bare.items()}

    assert {key for key in same if not key.startswith(BROWSERS)} <= NAMES_IN_BOTH
    assert {key: found for key, found in words.items() if found} == {}


def test_german_says_neither_du_nor_sie() -> None:
    """An organisation can use it whichever it says (docs/decisions/0013)."""
    addressed = re.compile(
        r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[mnrs]?)?|[Ee]uch|[Ee]ue?re?[mnrs]?|Ihnen)\b"
    )

    assert {key for key, said in catalogue("de").items() if addressed.search(said)} == set()


@pytest.mark.parametrize("tag", OTHERS)
def test_a_translation_has_the_sentences_and_the_placeholders_of_english(tag: str) -> None:
    """Every value that English tells is told, and no sentence exists in one language alone."""
    said, english = catalogue(tag), catalogue(FALLBACK)

    assert said.keys() - english.keys() == set()
    assert [k for k in said if placeholders(said[k]) != placeholders(english[k])] == []


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (["de"], "de"),
        (["de-CH"], "de"),
        (["DE_at"], "de"),
        (["de-Latn-CH-1996"], "de"),
        (["fr", "de"], "de"),
        (["fr-FR"], "en"),
        (["en-GB", "de"], "en"),
        ([None, "", "de"], "de"),
        ([], "en"),
        (["pt"], "en"),
        (["pt-br"], "pt-BR"),
        (["zh-Hant-TW"], "zh-Hant"),
        (["zh-x-private"], "zh"),
        (["../de"], "en"),
    ],
)
def test_the_first_wish_that_can_be_met_is_met(wanted: list[str | None], chosen: str) -> None:
    """A tag is shortened from its end until it is one we offer (RFC 4647, 3.4)."""
    assert choose(wanted, OFFERED) == chosen


@given(some.lists(some.none() | some.text(max_size=12), max_size=4))
def test_whatever_is_wished_for_one_of_the_offered_is_chosen(wanted: list[str | None]) -> None:
    """A tag from an address or a browser may be anything."""
    assert choose(wanted, OFFERED) in OFFERED


@given(some.dates())
def test_a_date_is_written_with_the_month_in_words(when: date) -> None:
    """Each language in its manner, no two days alike."""
    for tag in languages():
        written = day(when, tag)

        assert re.fullmatch(r"\d{1,2}\.? \w+ \d{1,4}", written)
        assert str(when.day) in written
        assert str(when.year) in written


def test_days_are_written_in_the_manner_of_the_language() -> None:
    """Day, month and year, and twelve months that all differ."""
    months = [day(date(2026, month, 1), "de") for month in range(1, 13)]

    assert day(date(2026, 3, 5), "en") == "5 March 2026"
    assert day(date(2026, 3, 5), "de") == "5. März 2026"
    assert all(one != other for one, other in pairwise(months))


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", ["0", "999", "1,000", "10,000,000"]), ("de", ["0", "999", "1.000", "10.000.000"])],
)
def test_numbers_are_grouped_in_the_manner_of_the_language(
    language: str, written: list[str]
) -> None:
    assert [number(n, language) for n in (0, 999, 1_000, 10_000_000)] == written


@pytest.mark.parametrize(("language", "written"), [("en", "12.5"), ("de", "12,5")])
def test_decimals_are_written_in_the_manner_of_the_language(language: str, written: str) -> None:
    assert decimal(12.5, language) == written
    assert decimal(0.25, language, places=2)[1] == written[2]


def test_a_refusal_can_be_said_again_in_another_language() -> None:
    """What is raised is an English sentence that knows its key and what was filled in."""
    said = sentence("refusal.too_long", letters=12)

    assert said == text("refusal.too_long", letters=12)
    assert said.in_language("de") == "Die Kommentare sind um etwa 12 Zeichen zu lang. Bitte kürzen."
    assert said.in_language("xx") == said
