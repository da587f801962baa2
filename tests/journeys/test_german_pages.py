"""Every page that is read is drawn in German, wholly: no word of English stands on it."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.frame import session
from survey.experiments.experiment import State
from survey.questionnaire.shipped import bank
from survey.text import catalogue, text
from tests.house.test_languages import ENGLISH
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.test_every_word import PAGES, beginnings, said_on
from tests.journeys.words import errors

READING = [(page, asked) for page, asked in PAGES if not page.startswith("hr/")]
OF_HR = [(page, asked) for page, asked in PAGES if page.startswith("hr/")]
OF_HR += [("everyone/home.py", {})]
NAMES = re.compile(r"""Same Boat|`[^`]*`|https?:\S+|class=["'][^"']*["']""")


def ours_in_english(run: AppTest) -> set[str]:
    """What is English on a page of our own: sentences of the catalogue, and what is asked."""
    said = NAMES.sub("", said_on(run))
    german = "\n".join(catalogue("de").values())
    sentences = {one for one in beginnings() if one in said and one not in german}
    asked = {one.text for one in bank().items}
    asked |= {one.name for one in (*bank().constructs, *bank().composites)}
    return sentences | {one for one in asked if one in said}


def small_words(run: AppTest) -> list[str]:
    """The little words of English on a page, whoever wrote them."""
    return ENGLISH.findall(NAMES.sub("", said_on(run)))


@pytest.fixture
def reader(yard: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody who sees a whole area, with a browser that asks for German."""
    monkeypatch.setattr(session, "browsers_language", lambda: "de-AT")
    monkeypatch.setattr(session, "own_language", lambda: None)
    return yard.sign_in(shipyard.OVER_LEADERS)


@pytest.mark.parametrize(("page", "asked"), READING)
def test_a_page_is_read_in_german(reader: Visitor, page: str, asked: dict[str, str]) -> None:
    run = reader.open(page, **asked)

    assert not run.exception
    assert errors(run) == []
    assert ours_in_english(run) == set()
    assert small_words(run) == []


def test_whoever_is_not_signed_in_reads_german_too(reader: Visitor) -> None:
    run = reader.sign_in(None).open()

    assert "Sitzen wir im selben Boot?" in said_on(run)
    assert ours_in_english(run) == set()
    assert small_words(run) == []


@pytest.mark.parametrize("state", [State.THINKING, State.TRYING])
def test_what_a_team_tries_is_read_in_german(reader: Visitor, state: State) -> None:
    """What people wrote stays as they wrote it; what they watch is kept once, for any reader."""
    tried = shipyard.try_something(reader.store)
    run = reader.sign_in(shipyard.MEMBER).open("team/try.py", experiment=tried[state])

    assert errors(run) == []
    assert ours_in_english(run) == set()
    kept = reader.store.experiment(tried[state]).signal.name
    assert kept in {one.text for one in bank().items} | {one.name for one in bank().composites}


@pytest.mark.parametrize(("page", "asked"), OF_HR)
def test_a_page_of_hr_is_read_in_german(reader: Visitor, page: str, asked: dict[str, str]) -> None:
    run = reader.sign_in(shipyard.HR).open(page, **asked)

    assert errors(run) == []
    assert ours_in_english(run) == set()
    assert small_words(run) == []


def test_hr_looks_at_the_form_in_their_own_language_first(reader: Visitor) -> None:
    run = reader.sign_in(shipyard.HR).open("hr/preview.py", wave=shipyard.OPEN_WAVE)

    (asked,) = [one for one in run.radio if one.label == text("preview.language", "de")]
    assert asked.value == "de"


def test_the_menu_of_a_phone_is_named_in_letters(reader: Visitor) -> None:
    """A stylesheet reads other escapes than JSON."""
    look = "".join(str(getattr(one, "value", "")) for one in reader.open().get("html"))

    assert '--menu: "Menü"' in look


def test_the_columns_of_the_report_are_told_in_german(reader: Visitor) -> None:
    run = reader.sign_in(shipyard.HR).open("hr/reports.py")

    assert errors(run) == []
    assert "der Schlüssel der Umfrage" in said_on(run)


def test_what_is_taken_up_on_a_german_page_is_kept_as_it_was_asked(reader: Visitor) -> None:
    """Names are said to each reader in their own language, whoever began."""
    run = reader.sign_in(shipyard.MEMBER).open("team/sources.py", unit="keel")
    choice = run.selectbox(key="try_signal")
    assert any("Dazugehören" in one for one in choice.options)

    choice.select_index(0)
    run.run()
    next(one for one in run.button if one.label == "Hier anfangen").click().run()

    kept = reader.store.experiments(["keel"])[0].signal.name
    names = {one.name for one in (*bank().constructs, *bank().composites)}
    assert kept in {one.text for one in bank().items} | names
