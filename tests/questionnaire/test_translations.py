"""Translations of what is asked: whole, by the same ids, and fixed when a wave is planned."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from survey.errors import BadInput
from survey.languages import languages
from survey.questionnaire.answers import parse_answers, to_json
from survey.questionnaire.compose import compose
from survey.questionnaire.draft import Draft, Own
from survey.questionnaire.instrument import Instrument, Kind, Translation
from survey.questionnaire.instrument_file import freeze, load_instruments, read_bank, thaw
from survey.questionnaire.translations import FRAME, fitted, missing_in
from survey.settings import CONTENT
from survey.store import Store
from tests import make
from tests.questionnaire.test_instrument import TINY, instruments, load

FOLDER = CONTENT / "instruments"
GERMAN = Translation(
    "de",
    stem="Zuletzt",
    scale=("eins", "zwei", "drei", "vier", "fünf"),
    cannot_say="Weiß nicht",
    texts=(("CON", "Konstrukt"), ("Q1", "Aussage eins")),
)
BANK = TINY.replace('"tiny"', '"bank"')
DE = """
stem = "Zuletzt"
scale = ["eins", "zwei", "drei", "vier", "fünf"]
cannot_say = "Weiß nicht"
texts = {Q1 = "Aussage eins", CON = "Konstrukt"}
"""


@pytest.fixture(scope="module")
def bank() -> Instrument:
    """Our question bank."""
    found = read_bank(FOLDER)
    assert found is not None
    return found


def beside(folder: Path, german: str = DE) -> Path:
    """A folder with a bank and its German translation."""
    (folder / "translations").mkdir()
    (folder / "translations" / "de.toml").write_text(german, encoding="utf-8")
    (folder / "bank.toml").write_text(BANK, encoding="utf-8")
    return folder


def ids(instrument: Instrument) -> set[str]:
    """Of every item and name of an instrument."""
    names = {name.id for name in (*instrument.constructs, *instrument.composites)}
    return names | {item.id for item in instrument.items}


@pytest.mark.parametrize("tag", [tag for tag in languages() if tag != "en"])
def test_all_of_the_bank_is_said_in_every_language_we_speak(bank: Instrument, tag: str) -> None:
    """All 45 entries, the frame and every name, none of them as in English."""
    said = bank.in_language(tag)
    names = (*bank.constructs, *bank.composites)
    pairs = [(one.text, other.text) for one, other in zip(bank.items, said.items, strict=True)]
    named = zip(names, (*said.constructs, *said.composites), strict=True)

    assert missing_in(bank, tag) == ()
    assert {id_ for id_, _ in bank.translation(tag).texts} == ids(bank)
    assert [one for one, other in pairs if one == other] == []
    assert [one.id for one, other in named if one.name == other.name] == []
    assert len({text for _, text in pairs}) == len(said.items) == 45


def test_a_translation_changes_words_and_nothing_that_is_counted(bank: Instrument) -> None:
    """Ids, kinds, order, composites, and which statements are turned round stay."""
    german = bank.in_language("de")

    assert [replace(item, text="") for item in german.items] == [
        replace(item, text="") for item in bank.items
    ]
    assert sum(item.reverse for item in german.items) == 7
    assert (german.key, german.version, german.enough) == (bank.key, bank.version, bank.enough)


def test_statements_stay_as_plain_as_in_english(bank: Instrument) -> None:
    """No statement takes much longer to read, and none gains a negation."""
    german = bank.in_language("de").statements
    lengths = [(len(g.text), len(e.text)) for g, e in zip(german, bank.statements, strict=True)]
    negations = {"nicht", "nichts", "kein", "keine", "keinen", "nie", "niemand", "niemals", "ohne"}

    assert [item.id for item in german if negations & set(item.text.lower().split())] == []
    assert max(g / e for g, e in lengths) < 1.6


def test_statements_speak_to_nobody_as_du_or_sie(bank: Instrument) -> None:
    """An organisation may say either; statements say I and we."""
    address = {"du", "dich", "dir", "dein", "deine", "deinem", "deinen", "ihnen", "ihr", "ihre"}
    words = {
        item.id: {word.strip(",.?“„") for word in item.text.split()}
        for item in bank.in_language("de").items
    }

    assert {id_ for id_, said in words.items() if {w.lower() for w in said} & address} == {"OPN2"}
    assert "ihnen" in words["OPN2"]
    assert [id_ for id_, said in words.items() if {"Sie", "Ihnen", "Ihr", "Ihre"} & said] == []


def test_every_label_of_the_scale_fits_a_narrow_cell(bank: Instrument) -> None:
    """On a phone of 320 pixels a cell takes about eight letters in a row."""
    labels = [label for tag in bank.languages for label in bank.in_language(tag).scale]

    assert max(len(word) for label in labels for word in label.split()) <= len("disagree")


@pytest.mark.parametrize("key", ["short", "standard", "full-a", "full-b"])
def test_every_instrument_we_ship_is_asked_in_german_wholly(key: str) -> None:
    """The bank's words come along, and only those of what is asked."""
    instrument = load_instruments(FOLDER)[key]
    texts = dict(instrument.translation("de").texts)

    assert instrument.languages == ("en", "de")
    assert missing_in(instrument, "de") == ()
    assert texts.keys() == ids(instrument)


def test_an_instrument_of_words_of_its_own_is_asked_in_english() -> None:
    """Half a form in another language would be no help: it takes one translated item at least."""
    instrument = load_instruments(FOLDER)["bhr2000"]

    assert instrument.languages == ("en",)
    assert instrument.in_language("de") == instrument
    assert missing_in(instrument, "de")[:4] == (*FRAME, instrument.items[0].id)
    assert missing_in(instrument, "en") == ()


def test_what_an_instrument_words_anew_loses_its_translation(tmp_path: Path) -> None:
    """A stem or scale of its own is not the one that was translated."""
    folder = beside(tmp_path)
    mine = """
    key = "mine"
    version = 1
    name = "Mine"
    stem = "Today"
    items = ["Q1", {id = "MY1", kind = "sign", construct = "CON", text = "Seen?"}]
    """
    found = load(folder, mine=mine)["mine"]
    german = found.in_language("de")

    assert missing_in(found, "de") == ("stem", "MY1")
    assert (german.stem, german.cannot_say) == ("Today", "Weiß nicht")
    assert [item.text for item in german.items] == ["Aussage eins", "Seen?"]


def test_an_instrument_may_bring_words_of_its_own_in_another_language(tmp_path: Path) -> None:
    """They come before the bank's, and beside them."""
    folder = beside(tmp_path)
    mine = """
    key = "mine"
    version = 1
    name = "Mine"
    items = ["Q1", {id = "MY1", kind = "sign", construct = "CON", text = "Seen?"}]
    translations.de = {stem = "Heute", texts = {MY1 = "Gesehen?"}}
    translations.nl = {texts = {MY1 = "Gezien?"}}
    """
    found = load(folder, mine=mine)["mine"]

    assert found.languages == ("en", "de", "nl")
    assert missing_in(found, "de") == ()
    assert found.in_language("de").stem == "Heute"
    assert [item.text for item in found.in_language("nl").items] == ["One", "Gezien?"]


def test_only_what_the_bank_says_alike_keeps_the_banks_translation(bank: Instrument) -> None:
    """Words that were changed are words that were not translated."""
    first = replace(bank.items[0], text="Another wording.")
    changed = replace(bank, items=(first, *bank.items[1:]), translations=())
    (german,) = fitted(bank, changed)

    assert missing_in(replace(changed, translations=(german,)), "de") == (first.id,)


@pytest.mark.parametrize(
    ("german", "said"),
    [
        (DE.replace("Q1", "Q7"), "texts.Q7: there is no such id"),
        (DE.replace('"Aussage eins"', '""'), "texts.Q1: the text is missing"),
        (DE.replace('"Aussage eins"', "3"), "texts.Q1: text expected"),
        (DE.replace('"vier", ', ""), "scale: five different labels"),
        (DE.replace('"vier"', '"drei"'), "scale: five different labels"),
        (DE.replace("Weiß nicht", "drei"), "cannot_say: this label stands in the scale"),
        ("texts = 3", "texts: a table expected"),
        ("stamm = 'x'", "stamm: unknown key"),
    ],
)
def test_a_broken_translation_is_refused_with_its_place(
    tmp_path: Path, german: str, said: str
) -> None:
    """The file, the key, and what is wrong."""
    with pytest.raises(BadInput, match=r"de\.toml cannot be used") as refused:
        read_bank(beside(tmp_path, german))

    assert said in str(refused.value)


@pytest.mark.parametrize("tag", ["en", "DE", "Deutsch!", "x"])
def test_a_translation_needs_a_language(tmp_path: Path, tag: str) -> None:
    """And not English, in which everything is written."""
    own = f'translations."{tag}" = {{stem = "x"}}\n'

    with pytest.raises(BadInput, match="a language such as de"):
        load(tmp_path, tiny=own + TINY)


def test_a_frozen_instrument_without_translations_is_read_as_ever() -> None:
    """The text of waves that were planned before says nothing of languages, and stays as it is."""
    ours: Mapping[str, Instrument] = load_instruments(FOLDER)
    before = freeze(replace(ours["short"], translations=()))

    assert "translations" not in before
    assert thaw(before).languages == ("en",)
    assert freeze(thaw(before)) == before


@given(instruments())
@settings(deadline=None, max_examples=50)
def test_translations_survive_freezing(instrument: Instrument) -> None:
    """Whatever part of it is translated."""
    texts = tuple(sorted((item.id, f"{item.text} auf Deutsch") for item in instrument.items[:2]))
    german = Translation("de", stem="Zuletzt", texts=texts)
    dutch = Translation("nl", scale=GERMAN.scale, cannot_say="Geen idee")
    translated = replace(instrument, translations=(german, dutch))

    assert thaw(freeze(translated)) == translated
    assert freeze(thaw(freeze(translated))) == freeze(translated)


def test_the_words_of_a_wave_are_fixed_when_it_is_planned(duckdb_store: Store) -> None:
    """In each language, whatever is written in the files later."""
    asks = replace(make.TINY, translations=(Translation("de", texts=(("A1", "Erste"),)),))
    make.populate(duckdb_store, make.Universe({"ant": 6}, {"ant": None}))
    make.plan(duckdb_store, "w1", asks=asks)

    assert duckdb_store.wave("w1").instrument == asks


def test_a_ballot_says_nothing_of_the_language_it_was_answered_in(bank: Instrument) -> None:
    """The same answers are the same bytes, whichever words were read."""
    given_answers = {item.id: 4 for item in bank.statements} | {"SGN1": True, "OPN1": "Mehr Zeit."}
    bodies = {
        to_json("keel", parse_answers(bank.in_language(tag), given_answers))
        for tag in bank.languages
    }

    assert len(bank.languages) > 1
    assert len(bodies) == 1


def test_a_composed_instrument_takes_the_banks_german_along(bank: Instrument) -> None:
    """An item of one's own is named as missing, and all of it survives freezing."""
    ours = ("BEL1", "PUR1", "RSP1", "SCO1", "SCO2")
    own = Own(Kind.OPEN, "What would you change here first?", why="To begin with it.")
    composed = compose(Draft("mine", "Mine", (*ours, own)), bank)
    missing = [item.id for item in composed.items if item.text == own.text]

    assert thaw(freeze(composed)) == composed
    assert composed.languages == ("en", "de")
    assert missing_in(composed, "de") == tuple(missing)
