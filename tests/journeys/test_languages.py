"""Promises to whoever answers in another language: it is spoken throughout, and kept nowhere."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Browser, Page, expect
from starlette.requests import Request

from pages.respondent import form
from pages.ui.frame import session
from pages.ui.frame.kept_links import cookie_name
from pages.ui.frame.pieces import offline
from pages.web.first_page import first_page
from survey.actions.sign_in import make_reading_links
from survey.actions.waves import cancel_wave
from survey.answering.sealing import opener
from survey.settings import Settings
from survey.store import Store
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.answering import answered
from tests.journeys.chromium import PATIENCE, faults, too_wide
from tests.journeys.conftest import Prepared, Visitor
from tests.journeys.server import Server
from tests.journeys.wire import MARK
from tests.journeys.words import words

STREAMLITS = Path(streamlit.__file__).parent / "static" / "index.html"
GERMAN, ENGLISH = "keel-1", "keel-2"


@pytest.fixture
def links(yard: Visitor) -> dict[str, str]:
    """Everybody's personal link; one of the people asked reads German."""
    person = yard.store.person(GERMAN)
    assert person is not None
    make.keep_people(yard.store, [replace(person, language="de-AT")])
    return make.tokens(yard.store, shipyard.OPEN_WAVE)


def bodies(yard: Visitor) -> list[bytes]:
    """What lies in the box of the open wave, opened with its key."""
    number = yard.store.wave(shipyard.OPEN_WAVE).id
    unlock = opener(yard.store.keys.read(number))
    return [unlock(sealed) for sealed in yard.store.box(number).sealed()]


def test_somebody_answers_sends_and_is_thanked_in_german(
    yard: Visitor, links: dict[str, str]
) -> None:
    """Because the list of people says that they read German; the browser says nothing."""
    run = yard.follow(links[GERMAN])
    assert "Die Antworten zählen in <b>Keel</b>, 9 sind eingeladen." in words(run)
    for question in run.radio:
        question.set_value(4)
    run.button(key=form.SEND).click().run()

    assert [title.value for title in run.title] == ["Danke!"]
    assert "17. Juni 2026" in words(run)


def test_the_frame_is_read_in_the_language_that_the_address_asks_for(yard: Visitor) -> None:
    """As the page is: the menu around a German form in an English browser is German."""
    run = yard.open("everyone/promise.py", lang="de")
    look = "".join(str(getattr(one, "value", "")) for one in run.get("html"))

    assert '--menu: "Menü"' in look


def test_the_same_answers_are_the_same_bytes_in_every_language(
    yard: Visitor, links: dict[str, str]
) -> None:
    """Opened in closing, nothing tells which words were read."""
    for person in (GERMAN, ENGLISH):
        run = yard.follow(links[person])
        for question in run.radio:
            question.set_value(2)
        run.checkbox[0].check()
        run.text_area[0].set_value("Mehr Zeit.")
        run.button(key=form.SEND).click().run()
        assert not run.radio
    one, other = ({**json.loads(body), "receipt": ""} for body in bodies(yard))

    assert one == other
    assert "Mehr Zeit." in str(one)


def test_a_wave_that_is_over_is_told_in_the_language_of_the_tab(
    yard: Visitor, links: dict[str, str]
) -> None:
    """The form stays as it was, in German; nobody knows any more whose link it was."""
    run = yard.follow(links[GERMAN])
    for question in run.radio:
        question.set_value(2)
    cancel_wave(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR, reason="A flood.")
    run.button(key=form.SEND).click().run()

    assert [question.value for question in run.radio] == [2] * 10
    assert text("form.not_sent", "de", reason=text("refusal.cancelled", "de")) in words(run)


def test_what_is_published_does_not_depend_on_languages(
    duckdb_store: Store, tmp_path: Path
) -> None:
    """A wave that all read in German has the figures of its twin that all read in English."""
    with closing(Store(Settings(data=tmp_path / "twin"), clock=duckdb_store.now)) as twin:
        english = publish_read_in(duckdb_store, "en")
        german = publish_read_in(twin, "de")

    assert any(english.values())
    assert german == english


def publish_read_in(
    store: Store, language: str
) -> Mapping[tuple[str, str, str], tuple[object, ...]]:
    """The figures of a wave whose people all read one language; they answer by its items."""
    universe = make.populate(store, shipyard.YARD)
    make.keep_people(
        store, [replace(person, language=language) for person in universe.people.values()]
    )
    links = make.start(store, asks=shipyard.instrument())
    asks = store.wave("w1").instrument.in_language(language)
    for who, token in links.items():
        make.answer(store, token, make.answers_of(who, asks=asks))
    make.close(store)
    return make.shown(store)


@pytest.mark.parametrize(
    ("address", "who", "browser", "said"),
    [
        ("/pulse", None, "", "en"),
        ("/pulse", None, "de-DE,de;q=0.9,en;q=0.8", "de"),
        ("/sent", None, "de;q=0.9", "de"),
        ("/promise", None, "de", "de"),
        ("/pulse", GERMAN, "en", "en"),
        ("/pulse?form=other", GERMAN, "en", "en"),
        ("/sent?form=here", GERMAN, "en", "de"),
        ("/pulse?form=here", GERMAN, "en-US,en;q=0.9,de;q=0.5", "de"),
        ("/pulse?form=here", ENGLISH, "de-DE", "en"),
        ("/pulse?form=here&lang=en", GERMAN, "de", "en"),
        ("/pulse?form=here&lang=de", ENGLISH, "en", "de"),
        ("/pulse?lang=%22%3E%3Cb%3E", None, "fr, <script>", "en"),
    ],
)
def test_the_document_says_which_language_it_will_be_in(
    links: dict[str, str], address: str, who: str | None, browser: str, said: str
) -> None:
    """As the tab settles it, and so that there is no connection; all but that and our stylesheet is
    Streamlit's own first page."""
    address, _, asked_for = address.partition("?")
    cookie = f"{cookie_name(MARK)}={links[who]}" if who else ""
    scope = {
        "type": "http",
        "method": "GET",
        "path": address,
        "query_string": asked_for.encode(),
        "headers": [(b"accept-language", browser.encode()), (b"cookie", cookie.encode())],
    }
    page = bytes(answered(first_page(Request(scope))).body).decode()

    assert f'<html lang="{said}" dir="ltr">' in page
    page = re.sub("<head><style>.*?</style>", "<head>", page, count=1, flags=re.DOTALL)
    page = page.replace(offline(text("light.lost", said)), "", 1)
    assert page.replace(
        f'<html lang="{said}" dir="ltr">', '<html lang="en">'
    ) == STREAMLITS.read_text("utf-8")


def test_whoever_is_signed_in_or_has_a_link_to_read_has_their_own_language(
    yard: Visitor, links: dict[str, str]
) -> None:
    """A personal link comes first, while its wave is open."""
    seats = [shipyard.seat(yard.store, GERMAN), *make_reading_links(yard.store, [GERMAN]).values()]

    for seat in seats:
        assert session.language_behind(None, seat) == "de-AT"
        assert session.language_behind("of-no-wave", seat) == "de-AT"
        assert session.language_behind(links[ENGLISH], seat) == "en"
    assert session.language_behind(None, "nobodys") is None


@pytest.mark.browser
def test_a_german_browser_is_answered_in_german_on_a_narrow_phone(
    launch: Callable[[], Server], browser: Browser, prepared: Prepared
) -> None:
    """The document says so too; languages are changed above the form, until one answers."""
    app = launch()
    context = browser.new_context(
        viewport={"width": 320, "height": 700}, locale="de-CH", base_url=app.url
    )
    context.set_default_timeout(PATIENCE)
    phone = context.new_page()
    phone.goto(f"/i/{prepared.tokens.links['keel-3']}?page=streamlit")
    expect(phone.get_by_role("heading", name=text("pulse.title"))).to_be_visible()
    phone.get_by_role("link", name="Deutsch").click()
    expect(phone.get_by_role("heading", name=text("pulse.title", "de"))).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("lang", "de")
    questions = phone.get_by_role("radiogroup")
    expect(questions).to_have_count(10)
    assert (faults(phone), too_wide(phone), cut_off(phone)) == ([], False, [])

    for question in questions.all():
        question.get_by_text("Stimme stark zu", exact=True).click()
    expect(phone.get_by_role("link", name="English")).to_be_hidden()
    expect(phone.get_by_text("von 10 beantwortet")).to_be_visible()
    phone.get_by_role("button", name=text("form.send", "de")).click()
    expect(phone.get_by_role("heading", name="Danke!")).to_be_visible()
    expect(phone).to_have_title(re.compile("Danke"))
    context.close()


def cut_off(page: Page) -> list[str]:
    """The labels of answers that are wider than their cell."""
    cut: list[str] = page.locator("[data-testid=stRadioOption] p").evaluate_all(
        "labels => labels.filter(l => l.scrollWidth > l.clientWidth + 1).map(l => l.textContent)"
    )
    return cut
