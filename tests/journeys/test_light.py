"""Promises of the light page as its server keeps them: no script, no cookie, nothing lost."""

import gzip
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given as trying
from hypothesis import strategies as some

from analytics.jobs.schedule import close_now
from pages.respondent.light.pieces import gzipped, piece, plain, put_together
from pages.respondent.light.routes import light_pages
from pages.ui.frame.kept_links import cookie_name
from pages.ui.frame.session import store
from survey.answering.links import read_link
from survey.answering.sealing import opener
from survey.questionnaire.answers import from_json
from survey.settings import AnswerPage
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.asking import PHONE, Told, ask
from tests.journeys.conftest import Visitor
from tests.journeys.wire import MARK
from tests.journeys.words import words

ME = "keel-1"
PROMISE = re.compile(r"<div class='promise'.*?</div>", re.DOTALL)
GZIP = {"accept-encoding": "gzip, br"}


class Fields(HTMLParser):
    """What a browser would send of a form: its fields, and what each radio or tick stands for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.given: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self._box = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        has = {name: value or "" for name, value in attrs}
        if tag == "textarea":
            self._box = has["name"]
            self.given[self._box] = ""
        elif tag == "input" and "name" in has:
            if has.get("type") in {"radio", "checkbox"}:
                self.choices.setdefault(has["name"], []).append(has["value"])
            if has.get("type") == "hidden" or "checked" in has:
                self.given[has["name"]] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A box ends."""
        if tag == "textarea":
            self._box = ""

    def handle_data(self, data: str) -> None:
        """What stands in a box; the first line break belongs to the tag."""
        if self._box:
            self.given[self._box] += data.removeprefix("\n")


@pytest.fixture
def link(yard: Visitor) -> str:
    """The token of somebody's personal link."""
    return make.tokens(yard.store, shipyard.OPEN_WAVE)[ME]


def opened(link: str, **headers: str) -> Told:
    """The page a phone gets by a personal link."""
    return ask(light_pages(), f"/i/{link}", headers={"user-agent": PHONE, **headers})


def fill(page: Told, value: str = "4", comment: str = "") -> dict[str, str]:
    """What is sent once every statement is answered alike."""
    fields = Fields(page.words)
    statements = [name for name, choices in fields.choices.items() if len(choices) > 1]
    boxes = [name for name in fields.given if "OPN" in name]
    return fields.given | dict.fromkeys(statements, value) | {boxes[0]: comment}


def send(given: dict[str, str]) -> Told:
    """Press Send."""
    return ask(light_pages(), "/answer", given)


def title(page: Told) -> str:
    """The heading."""
    (found,) = re.findall(r"<h1>(.*?)</h1>", page.words)
    return unescape(str(found))


def alert(page: Told) -> str:
    """What stands in the bar above the button."""
    (found,) = re.findall(r"<p role='alert'>(.*?)</p>", page.words)
    return unescape(str(found))


def box(yard: Visitor) -> list[tuple[str, set[int], list[str]]]:
    """Home, points and comments of each ballot in the open wave's box, opened with its key."""
    number = yard.store.wave(shipyard.OPEN_WAVE).id
    unlock = opener(yard.store.keys.read(number))
    found = [from_json(unlock(sealed)) for sealed in yard.store.box(number).sealed()]
    return [
        (home, set(said.scores.values()), list(said.comments.values())) for home, said, _ in found
    ]


def test_a_phone_answers_in_one_request_and_one_more(yard: Visitor, link: str) -> None:
    """Under 20 KB, no cookie, nothing from elsewhere; thanked, and the answers are in the box."""
    page = opened(link, **GZIP)
    thanks = send(fill(page, "2", "More time."))

    assert page.size < 20_000
    assert {"set-cookie", "location"}.isdisjoint({*page.headers, *thanks.headers})
    assert re.findall(r"(?:src|href)='(?!/promise|data:)", page.words) == []
    assert title(thanks) == text("sent.title")
    assert box(yard) == [("keel", {2}, ["More time."])]


def test_both_pages_ask_the_same(yard: Visitor, link: str) -> None:
    """In every language: the same statements, choices, signs, prompts, promise and hints."""
    for language in ("en", "de"):
        light = unescape(opened(f"{link}?lang={language}").words)
        yard.cookies[cookie_name(MARK)] = link
        run = yard.open("respondent/pulse.py", form=MARK, lang=language)
        labels = [one.label for one in (*run.radio, *run.checkbox, *run.text_area)]
        labels += [option for radio in run.radio for option in radio.options]
        html = [one.proto.body for one in run.get("html") if "<h2>" in one.proto.body]
        html += [part for one in run.get("html") for part in PROMISE.findall(one.proto.body)]
        told = [said for part in html for said in re.findall(r">([^<>]+)<", unescape(part))]

        asked = [re.sub(r"\\(.)", r"\1", label) for label in labels]
        assert len(asked) > 70
        assert [one for one in (*asked, *told) if one not in light] == []
        shown = {name for name in Fields(light).choices if len(Fields(light).choices[name]) > 1}
        assert len(shown) == len(run.radio)
        assert light.count("class='sign'") == len(run.checkbox)
        assert light.count("<textarea") == len(run.text_area)


def test_a_second_send_is_thanked_and_the_first_counts(yard: Visitor, link: str) -> None:
    """Whatever happened to the first answer on its way back."""
    page = opened(link)
    first, second = send(fill(page, "5")), send(fill(page, "1"))

    assert title(first) == title(second) == text("sent.title")
    assert text("pulse.first_count") in page.words
    assert text("pulse.first_count") in second.words
    assert box(yard) == [("keel", {5}, [])]


def test_a_form_answers_for_the_link_it_was_drawn_with(yard: Visitor, link: str) -> None:
    """Whatever else this browser opened since, and whatever cookies it has."""
    page = opened(link)
    other = make.tokens(yard.store, shipyard.OPEN_WAVE)["deck-1"]
    cookie = f"{cookie_name(MARK)}={other}"
    opened(other, cookie=cookie)

    ask(light_pages(), "/answer", fill(page, "3"), headers={"cookie": cookie})

    assert box(yard) == [("keel", {3}, [])]


def test_nothing_typed_is_lost_when_it_cannot_be_sent_yet(yard: Visitor, link: str) -> None:
    """Each answer, tick and word is in the page that says why; the next press sends."""
    given = fill(opened(link), "4", "Thank <Deck-3> & all.") | {"i.SGN1": "1"}
    warned = send(given)
    again = Fields(warned.words).given

    assert "“Deck”" in alert(warned)
    assert again == given | {"warned": again["warned"]}
    assert box(yard) == []
    assert title(send(again)) == text("sent.title")
    assert box(yard) == [("keel", {4}, ["Thank <Deck-3> & all."])]


def test_a_new_name_is_warned_of_again(yard: Visitor, link: str) -> None:
    """Only what was warned of passes."""
    warned = Fields(send(fill(opened(link), "4", "Thank Deck-3.")).words).given
    other = send(warned | {name: "Ask Hulls." for name in warned if "OPN1" in name})

    assert "“Hulls”" in alert(other)
    assert box(yard) == []


def test_an_empty_form_is_not_sent(yard: Visitor, link: str) -> None:
    """However often."""
    page = send(Fields(opened(link).words).given)

    assert alert(page) == text("form.empty")
    assert alert(send(Fields(page.words).given)) == text("form.empty")
    assert box(yard) == []


def test_a_wave_that_is_over_says_so(yard: Visitor, link: str) -> None:
    """Opened or sent: the same sentence, and nothing is kept."""
    page = opened(link)
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR)

    for answer in (send(fill(page)), opened(link)):
        assert title(answer) == text("link.not_open")
        assert text("refusal.over") in unescape(answer.words)


@pytest.mark.parametrize("value", ["7", "-1", "4.5", "٤", "on", "4 "])
def test_a_value_outside_the_scale_is_refused(yard: Visitor, link: str, value: str) -> None:
    """Whatever a browser was made to send, nothing is kept."""
    page = send(fill(opened(link), value))

    assert "These answers cannot be kept." in alert(page)
    assert box(yard) == []


def test_the_receipt_is_drawn_with_the_form_and_goes_out_with_it(
    yard: Visitor, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same form sends the same number again; another form has another."""
    sent = []

    def keeps(*_: object, receipt: str) -> str:
        sent.append(receipt)
        return "SHIP-SHAPE"

    monkeypatch.setattr("pages.respondent.answering.send", keeps)
    given = fill(opened(link))
    first, _, _ = send(given), send(given), send(fill(opened(link)))

    assert re.fullmatch("[0-9a-f]{32}", sent[0])
    assert (sent[1] == sent[0], sent[2] == sent[0]) == (True, False)
    assert "<code>SHIP-SHAPE</code>" in first.words


# What stands in a link


JUNK = [".", ")", ">", "]", "%0D", "%3Futm=x", "/", "&amp;x=1", "%20", "…", "'", '"']


@pytest.mark.parametrize("junk", JUNK)
def test_what_hangs_behind_a_link_is_cut_off(yard: Visitor, link: str, junk: str) -> None:
    """Mail programs and people add to it."""
    assert read_link(link + junk) == link
    assert "9 invited" in opened(f"{link}{junk.replace('%0D', chr(13))}").words


@trying(some.text(max_size=60))
def test_no_text_breaks_the_parser(written: str) -> None:
    """It gives a token of one shape, or nothing."""
    found = read_link(written)

    assert found is None or re.fullmatch(r"[0-9]{1,9}-[A-Za-z0-9_-]{22}", found)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_a_link_changes_nothing(yard: Visitor, link: str, method: str) -> None:
    """Scanners open every link in a mail."""
    before = len(yard.store.audit())
    ask(light_pages(), f"/i/{link}", method=method)

    assert (len(yard.store.audit()), box(yard)) == (before, [])


@pytest.mark.parametrize("given", [{"link": "x" * 300_000}, {f"i.{n}": "" for n in range(500)}])
def test_a_form_that_is_far_too_long_is_not_read(yard: Visitor, given: dict[str, str]) -> None:
    """It has no link then."""
    assert title(send(given)) == text("link.none")


# Which page


@pytest.mark.parametrize(
    ("setting", "headers", "page"),
    [
        (AnswerPage.AUTO, {}, "goes on"),
        (AnswerPage.AUTO, {"user-agent": PHONE}, "light"),
        (AnswerPage.AUTO, {"sec-ch-ua-mobile": "?1"}, "light"),
        (AnswerPage.AUTO, {"sec-ch-ua-mobile": "?0", "user-agent": PHONE}, "goes on"),
        (AnswerPage.AUTO, {"save-data": "on"}, "light"),
        (AnswerPage.LIGHT, {}, "light"),
        (AnswerPage.STREAMLIT, {"user-agent": PHONE}, "streamlit"),
    ],
)
def test_the_setting_says_which_page_a_link_opens(
    yard: Visitor, link: str, setting: AnswerPage, headers: dict[str, str], page: str
) -> None:
    """On auto a desk gets the light page too, whose script goes on where the browser can."""
    settings = store().settings.model_copy(update={"answer_page": setting})
    store().settings = settings
    answer = ask(light_pages(), f"/i/{link}", headers=headers)
    cookies = [value for value in answer.headers if value == "set-cookie"]

    going = "<script data-go='/pulse?form=" in answer.words
    found = "streamlit" if answer.status == 303 else "goes on" if going else "light"
    assert (found, bool(cookies)) == (page, page != "light")


def test_either_page_leads_to_the_other(yard: Visitor, link: str) -> None:
    """The light one by a button, which keeps the link for the tab; the other by an address."""
    larger = ask(light_pages(), "/answer/larger", {"link": link})
    mark = re.findall(r"form=(\w+)", larger.headers["location"])[0]
    cookie = larger.headers["set-cookie"].partition(";")[0]
    back = ask(light_pages(), f"/light?form={mark}", headers={"cookie": cookie})

    assert (larger.status, link in larger.headers["location"]) == (303, False)
    assert Fields(back.words).given["link"] == link
    assert f"/light?form={MARK}" in words(yard.follow(link))


def test_a_tab_without_its_link_asks_for_the_mail(yard: Visitor) -> None:
    """Its script asks again with the link that the tab keeps."""
    page = ask(light_pages(), "/answer")

    assert title(page) == text("link.none")
    assert "data-shell" in page.words


def test_a_language_is_chosen_by_a_button_without_the_link_in_an_address(
    yard: Visitor, link: str
) -> None:
    """The whole page is in it then, frame included."""
    german = ask(light_pages(), "/answer/open", {"link": link, "lang": "de"})

    assert "<html lang='de' dir='ltr'>" in german.words
    assert title(german) == text("pulse.title", "de")
    assert "value='en' lang='en'>English</button>" in german.words


# After sending


def test_the_thank_you_says_what_became_of_last_time_and_when_results_come(
    yard: Visitor, link: str
) -> None:
    """Published figures of the own team, in the language of the page; the day and the hour."""
    given = fill(opened(link))
    english, german = send(given), send(given | {"lang": "de"})

    assert "Last time, in Keel (Wave 2026-04)" in english.words
    assert re.search(r"Belonging \w+ (to|at) \d+ of 100", english.words)
    assert re.search(r"Zugehörigkeit \w+ (auf|bei) \d+ von 100", german.words)
    assert "Results come after 17 June 2026, 09:00" in english.words
    assert text("sent.receipt") in english.words


def test_results_go_into_a_calendar(yard: Visitor, link: str) -> None:
    """By a button whose form carries the link."""
    entry = ask(light_pages(), "/answer/results.ics", {"link": link, "lang": "de"})

    assert entry.headers["content-type"].startswith("text/calendar")
    assert "DTSTART:20260617T090000Z" in entry.words
    assert "SUMMARY:Die Ergebnisse von" in entry.words


# How it travels


@trying(some.lists(some.text(), max_size=5), some.booleans())
def test_a_page_put_together_of_pieces_is_the_page(parts: list[str], ready: bool) -> None:
    """Whatever was compressed beforehand."""
    pieces = put_together([piece(part) if ready else part for part in parts])

    assert gzip.decompress(gzipped(pieces)) == plain(pieces) == "".join(parts).encode()


def test_whoever_takes_no_gzip_reads_the_same(yard: Visitor, link: str) -> None:
    """But for the number drawn with each form."""

    def same(page: Told) -> str:
        return re.sub(r"name='receipt' value='\w+'", "", page.words)

    small, large = opened(link, **GZIP), opened(link)

    assert same(small) == same(large)
    assert small.size * 2 < large.size


def test_a_failure_is_said_and_holds_nothing_of_what_was_sent(
    yard: Visitor, link: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The answers are in the page that says so, and in no log."""

    def fails(*_: Any) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr("pages.respondent.answering.naming", fails)
    page = send(fill(opened(link), "4", "canary"))

    assert alert(page) == text("form.not_sent", reason=text("router.failed"))
    assert Fields(page.words).given["i.OPN1"] == "canary"
    assert "canary" not in caplog.text
