"""Every word of every page is said in the reader's language: with one that marks all it says,
nothing of the English catalogue is left unmarked."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pytest
from streamlit.testing.v1 import AppTest

from pages.respondent import speaking
from pages.ui.frame import person_menu, session
from survey import languages
from survey import text as words_of
from survey.errors import DatabaseBusy
from survey.questionnaire.shipped import bank
from survey.settings import ROOT
from survey.text import catalogue as catalogue_of
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import charts, elements

MARKED = "xx"
OPENS, CLOSES = "‹", "›"
WHOLE = re.compile(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}")
# Not hr/reports.py, with its dictionary of columns, and hr/preview.py, the page of a respondent.
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("everyone/home.py", {}),
    ("everyone/promise.py", {}),
    ("everyone/heard.py", {}),
    ("everyone/sessions.py", {}),
    ("team/trends.py", {"unit": "keel"}),
    ("team/trends.py", {"unit": "flags"}),
    ("team/sources.py", {"unit": "deck"}),
    ("team/maps.py", {"unit": "keel"}),
    ("team/comments.py", {"unit": "keel"}),
    ("team/conversation.py", {"unit": "keel"}),
    ("team/conversation.py", {"unit": "deck"}),
    ("team/try.py", {"unit": "keel"}),
    ("leader/area.py", {"unit": "hulls"}),
    ("hr/waves.py", {}),
    ("hr/wave.py", {"wave": shipyard.OPEN_WAVE}),
    ("hr/wave.py", {"wave": shipyard.LAST_WAVE}),
    ("hr/people.py", {}),
    ("hr/questions.py", {}),
    ("hr/links.py", {}),
    ("hr/participation.py", {}),
    ("hr/history.py", {}),
    ("hr/quality.py", {}),
    ("hr/audit.py", {}),
    ("hr/retention.py", {}),
    ("hr/settings.py", {}),
)
OURS = 12
"""Sentences with fewer letters are words that stand in names and answers too."""


@cache
def marked() -> Mapping[str, str]:
    """The English catalogue with a mark around each sentence."""
    english = catalogue_of("en")
    said = {key: f"{OPENS}{sentence}{CLOSES}" for key, sentence in english.items()}
    # What is taken apart by the code, or read by machines.
    kept = ("language.", "pulse.stem")
    return MappingProxyType(said | {k: v for k, v in english.items() if k.startswith(kept)})


def unmarked(said: str) -> list[str]:
    """The sentences of the catalogue that stand somewhere outside of any mark."""
    while WHOLE.search(said):
        said = WHOLE.sub("", said)
    return [begins for begins in beginnings() if begins in said]


@cache
def beginnings() -> tuple[str, ...]:
    """What each sentence says before its first place, where that is enough to know it by."""
    begins = {sentence.partition("{")[0] for sentence in catalogue_of("en").values()}
    asked = "".join(str(one) for one in (*bank().items, *bank().constructs))
    known = (one for one in begins if len(re.findall(r"[a-z]", one)) >= OURS)
    return tuple(one for one in known if one not in asked)


def said_on(run: AppTest) -> str:
    """Everything that the browser is sent of a page."""
    return "\n".join(str(one) for one in (*elements(run), *charts(run))).replace("\\", "")


@pytest.fixture
def reader(yard: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """HR, who leads nothing, with a browser that asks for the marked language."""
    spoken = ("en", MARKED)

    def said_in(language: str) -> Mapping[str, str]:
        return marked() if language == MARKED else catalogue_of(language)

    monkeypatch.setattr(words_of, "catalogue", said_in)
    monkeypatch.setattr(session, "languages_for", lambda _: spoken)
    monkeypatch.setattr(person_menu, "languages_for", lambda _: spoken)
    monkeypatch.setattr(session, "browsers_language", lambda: MARKED)
    monkeypatch.setattr(session, "own_language", lambda: MARKED)
    monkeypatch.setattr(languages, "languages", lambda: spoken)
    monkeypatch.setattr(speaking, "languages", lambda: spoken)
    return yard.sign_in(shipyard.HR)


@pytest.mark.parametrize(("page", "asked"), PAGES)
def test_a_page_says_nothing_in_another_language(
    reader: Visitor, page: str, asked: dict[str, str]
) -> None:
    run = reader.open(page, **asked)
    said = said_on(run)

    assert not run.exception
    assert said.count(OPENS) > 2
    assert unmarked(said) == []


def test_every_page_of_the_menu_is_read_here() -> None:
    """Whoever adds one adds it above, or says why not."""
    menu = (ROOT / "pages" / "ui" / "frame" / "menu.py").read_text("utf-8")
    pages = set(re.findall(r'"(\w+/\w+\.py)"', menu))

    assert pages - {page for page, _ in PAGES} == {
        *("hr/reports.py", "hr/preview.py"),
        *("respondent/pulse.py", "respondent/sent.py"),  # in a language of their own choice
        "council/seat.py",  # nobody of the shipyard has such a seat
    }


def test_even_that_nobody_can_be_asked_is_said_in_the_language_of_the_browser(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise DatabaseBusy("?")

    monkeypatch.setattr(session, "own_language", busy)
    said = said_on(reader.open())

    assert said.count(OPENS) > 2
    assert unmarked(said) == []
