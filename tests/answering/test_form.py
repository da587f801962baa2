"""The form: what is drawn, what Send gives, and that nothing is lost when sending fails."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures.verdicts import Verdict
from analytics.reports.last_time import Figure
from pages.respondent.form import plain
from pages.respondent.model import room
from pages.respondent.promise import minutes_for
from pages.respondent.thanks import _figure
from pages.ui.frame import session
from survey.answering.naming import Naming, name_index, naming
from survey.errors import BadInput, LinkUnknown, SameBoatError, Trouble, WaveNotOpen
from survey.organisation.brand import Brand, brand_of
from survey.organisation.values import LONGEST_ID
from survey.questionnaire.answers import comment_room
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT, ROOT
from survey.text import catalogue, sentence
from tests.english import text

pytestmark = pytest.mark.slow

PULSE = ROOT / "pages" / "respondent" / "pulse.py"
CLOSED = WaveNotOpen("This wave is over.")


class Nowhere:
    """A store that remembers nothing."""

    def remembered(self, _: object, read: Callable[[], object]) -> object:
        """What is read."""
        return read()

    def brand(self) -> Brand:
        """Nothing of its own."""
        return brand_of()


class Asked:
    """Somebody with a good link; `refusal` is raised on sending, `gone` on looking again."""

    counts_in = "Harbour <Dock>"
    invited = 14
    new = 0
    mended: tuple[date, ...] = ()
    k = 5
    closes = datetime(2026, 11, 30, 18, tzinfo=UTC)
    wave = 0
    home = "dock"
    keep_days: int | None = None
    printed: tuple[date, ...] = ()
    language: str | None = None
    browser: str | None = "en-US"
    names = name_index(["Amara Okafor", "Rui Pinto"])

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.refusal: SameBoatError | None = None
        self.gone: SameBoatError | None = None
        self.sent: list[Mapping[str, object]] = []

    def look(self) -> "Asked":
        """Take the place of the session's question who is answering."""
        if self.gone:
            raise self.gone
        return self

    def naming(self, texts: Iterable[str]) -> Naming:
        """What points at people."""
        return naming(texts, self.names)

    def send(self, raw: Mapping[str, object], receipt: str) -> str:  # noqa: ARG002 - as asked
        """Keep what was sent."""
        if self.refusal:
            raise self.refusal
        self.sent.append(raw)
        return ""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Somebody who is asked the short pulse."""
    somebody = Asked(load_instruments(CONTENT / "instruments")["short"])
    monkeypatch.setattr("pages.respondent.answering.answering", lambda *_: somebody.look())
    monkeypatch.setattr(session, "_here", {"store": Nowhere()})
    monkeypatch.setattr("pages.respondent.refusal_page.link", lambda: "a link")
    monkeypatch.setattr(session, "own_language", lambda: somebody.language)
    monkeypatch.setattr(session, "browsers_language", lambda: somebody.browser)
    return somebody


@pytest.fixture
def page(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The pulse as that somebody opens it; moving on to the thank-you is noted."""
    monkeypatch.setattr(
        "streamlit.switch_page", lambda page, **_: asked.sent.append({"moved": page})
    )
    return AppTest.from_file(str(PULSE), default_timeout=20).run()


def answer(page: AppTest, how_many: int, value: int = 4) -> AppTest:
    """Answer the first statements."""
    for radio in page.radio[:how_many]:
        radio.set_value(value)
    return page


def press(page: AppTest) -> AppTest:
    """Press Send."""
    return page.button(key="send").click().run()


def said(page: AppTest) -> str:
    """What stands in the bar above the button."""
    found = [h.proto.body for h in page.get("html") if "alert" in h.proto.body]
    return re.sub(r"<[^>]+>", "", found[0]) if found else ""


def write(page: AppTest, *comments: str) -> AppTest:
    """Write under the first prompts."""
    for box, comment in zip(page.text_area, comments, strict=False):
        box.set_value(comment)
    return page


def sent_comments(asked: Asked) -> dict[str, object]:
    """What was sent under the prompts."""
    assert asked.sent[-1] == {"moved": "respondent/sent.py"}
    return {item.id: asked.sent[0][item.id] for item in asked.instrument.prompts}


def test_every_statement_starts_open_and_every_sign_unticked(page: AppTest, asked: Asked) -> None:
    """Nothing is answered or written for anybody."""
    assert not page.exception
    assert [radio.value for radio in page.radio] == [None] * len(asked.instrument.statements)
    assert [box.value for box in page.checkbox] == [False] * len(asked.instrument.signs)
    assert [radio.options for radio in page.radio] == [
        [*asked.instrument.scale, asked.instrument.cannot_say]
    ] * len(page.radio)
    assert [(box.label, box.value) for box in page.text_area] == [
        (plain(item.text), "") for item in asked.instrument.prompts
    ]


def test_the_promise_says_where_answers_count_and_what_cannot_be_undone(page: AppTest) -> None:
    """The unit by its name (as words, never as markup), the number invited, and the threshold."""
    shown = " ".join(h.proto.body for h in page.get("html"))

    assert "<b>Harbour &lt;Dock&gt;</b>, 14 invited" in shown
    assert "at least 5 answers" in shown
    assert text("pulse.final") in shown
    assert "Open until 30 November 2026, 18:00." in shown
    assert "rows" not in shown
    assert "<a href='/promise?lang=en' target='_blank'" in shown


@pytest.mark.parametrize("away", [None, Trouble("It is busy.")])
def test_kept_rows_are_told_in_sight(asked: Asked, away: SameBoatError | None) -> None:
    """Outside what opens on demand; also when the tab only remembers who was asked."""
    asked.keep_days = 90
    page = AppTest.from_file(str(PULSE), default_timeout=20).run()
    asked.gone = away
    page.run()
    shown = " ".join(h.proto.body for h in page.get("html"))

    in_sight, _, _ = shown.partition("<details>")
    assert text("pulse.kept", days="90 days") in in_sight


def test_one_day_is_said_as_one_day(asked: Asked) -> None:
    """And not as 1 days."""
    asked.keep_days = 1

    page = AppTest.from_file(str(PULSE), default_timeout=20).run()

    assert "for 1 day after closing" in " ".join(h.proto.body for h in page.get("html"))


@pytest.mark.parametrize("away", [None, Trouble("It is busy.")])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "A card with your link was printed on 3 March 2026, 5 March 2026."),
        ("de", "Eine Karte mit diesem Link wurde am 3. März 2026, 5. März 2026 gedruckt."),
    ],
)
def test_whose_link_was_printed_is_told_when_in_their_language(
    asked: Asked, language: str, said: str, away: SameBoatError | None
) -> None:
    """In sight, also when the tab only remembers who was asked; whose was not reads nothing."""
    asked.language = language
    asked.instrument = load_instruments(CONTENT / "instruments")["short"]
    asked.printed = (date(2026, 3, 3), date(2026, 3, 5))
    page = AppTest.from_file(str(PULSE), default_timeout=20).run()
    asked.gone = away
    page.run()
    in_sight, _, _ = " ".join(h.proto.body for h in page.get("html")).partition("<details>")
    asked.gone, asked.printed = None, ()
    other = AppTest.from_file(str(PULSE), default_timeout=20).run()

    assert f"<p>{said}</p>" in in_sight
    assert said[:12] not in " ".join(h.proto.body for h in other.get("html"))


def test_send_gives_points_ticks_and_nothing_for_cannot_say(page: AppTest, asked: Asked) -> None:
    """The scale's places are 1 to 5; the sixth choice is no answer."""
    answer(page, 6, 5)
    page.radio[0].set_value(1)
    page.radio[6].set_value(0)
    page.checkbox[2].check()

    press(page)

    statements, signs = asked.instrument.statements, asked.instrument.signs
    expected: dict[str, Any] = {item.id: None for item in statements}
    expected |= {item.id: False for item in signs}
    expected |= {item.id: None for item in asked.instrument.prompts}
    expected |= {item.id: 5 for item in statements[:6]}
    expected |= {statements[0].id: 1, signs[2].id: True}
    assert asked.sent == [expected, {"moved": "respondent/sent.py"}]


def test_an_empty_form_is_not_sent(page: AppTest, asked: Asked) -> None:
    """However often Send is pressed."""
    press(page)
    press(page)

    assert said(page) == text("form.empty")
    assert asked.sent == []


def test_too_few_answers_are_sent_on_the_second_press(page: AppTest, asked: Asked) -> None:
    """The first press says what will happen, the second does it."""
    press(answer(page, 4))
    first = said(page)
    press(page)

    assert first.startswith("You have answered 4 of 10; fewer than 5 cannot be counted.")
    assert [radio.value for radio in page.radio[:5]] == [4, 4, 4, 4, None]
    assert asked.sent[-1] == {"moved": "respondent/sent.py"}


def test_half_of_the_statements_are_sent_at_once(page: AppTest, asked: Asked) -> None:
    """Enough to count is enough."""
    press(answer(page, 5))

    assert len(asked.sent) == 2


# Languages


def opened(**asked_for: str) -> AppTest:
    """The pulse, with what stands in its address."""
    page = AppTest.from_file(str(PULSE), default_timeout=20)
    for name, value in asked_for.items():
        page.query_params[name] = value
    return page.run()


def shown(page: AppTest) -> str:
    """All that is drawn as HTML."""
    return " ".join(h.proto.body for h in page.get("html"))


@pytest.mark.parametrize(
    ("own", "browser", "address", "reads"),
    [
        ("de", "en-US", {}, "de"),
        ("de-CH", None, {}, "de"),
        ("en", "de-DE", {}, "en"),
        (None, "de-AT", {}, "de"),
        (None, None, {}, "en"),
        ("fr", "de", {}, "de"),
        ("fr", "nl", {}, "en"),
        ("en", "en", {"lang": "de"}, "de"),
        ("de", "de", {"lang": "en"}, "en"),
        ("de", "de", {"lang": "xx<b>"}, "de"),
    ],
)
def test_a_form_is_read_in_the_language_of_its_person(
    asked: Asked, own: str | None, browser: str | None, address: dict[str, str], reads: str
) -> None:
    """What they chose, else what the list of people says, else what their browser says."""
    asked.language, asked.browser = own, browser
    words = asked.instrument.in_language(reads)

    page = opened(**address)

    assert [radio.label for radio in page.radio] == [
        f"{number}. {plain(item.text)}" for number, item in enumerate(words.statements, start=1)
    ]
    assert {tuple(radio.options) for radio in page.radio} == {(*words.scale, words.cannot_say)}
    assert text("pulse.title", reads) in shown(page)
    assert page.button(key="send").label == text("form.send", reads)


def test_all_of_a_german_form_is_german(asked: Asked) -> None:
    """Promise, date, hints, prompts, and what is said when something is wrong."""
    asked.language = "de"
    page = opened()
    press(page)
    english = {s for k, s in catalogue("en").items() if k.startswith(("pulse.", "form."))}
    told = [s for s in english if "{" not in s and s in shown(page)]

    assert told == []
    assert "Nach dem 30. November 2026, 18:00 Uhr sehen" in shown(page)
    assert "In den letzten vier Wochen gesehen?" in shown(page)
    assert said(page) == text("form.empty", "de")
    assert {box.placeholder for box in page.text_area} == {"Freiwillig"}


def test_other_languages_are_offered_above_the_form(asked: Asked) -> None:
    """As links that load the page anew, each in its own words; never the one that is read."""
    english = shown(opened())
    asked.language = "de"

    assert '<a href="?lang=de" target="_self" lang="de" hreflang="de">Deutsch</a>' in english
    assert ">English</a>" not in english
    assert '<a href="?lang=en" target="_self" lang="en" hreflang="en">English</a>' in shown(
        opened()
    )


def test_no_language_is_offered_that_the_wave_was_not_planned_in(asked: Asked) -> None:
    """Its words were fixed then; all of the form is English."""
    asked.language = "de"
    asked.instrument = load_instruments(CONTENT / "instruments")["bhr2000"]

    page = opened(lang="de")

    assert "lang=de" not in shown(page)
    assert page.button(key="send").label == text("form.send")


def test_an_item_without_a_translation_is_asked_in_english(asked: Asked) -> None:
    """In its place inside the form."""
    asked.language = "de"
    first = asked.instrument.statements[0].id
    german = asked.instrument.translation("de")
    rest = tuple(pair for pair in german.texts if pair[0] != first)
    asked.instrument = replace(asked.instrument, translations=(replace(german, texts=rest),))

    page = opened()

    assert page.radio[0].label == "1. I feel at home in my own team."
    assert page.radio[0].options[0] == "Lehne stark ab"


def test_answers_in_german_are_the_answers_in_english(asked: Asked) -> None:
    """Points by item id: what is sent does not tell which words were read."""
    sent = []
    for language in ("en", "de"):
        asked.language = language
        page = answer(opened(), 9, 2)
        page.checkbox[1].check()
        press(write(page, "Mehr Zeit."))
        sent.append(asked.sent.pop(0))
        asked.sent.clear()

    assert sent[0] == sent[1]
    assert set(sent[0].values()) == {2, None, True, False, "Mehr Zeit."}


def test_the_language_stays_as_it_was_first(asked: Asked) -> None:
    """Whatever the list of people or the address says later: no answer is lost to it."""
    asked.language = "de"
    page = answer(opened(), 3, 5)
    asked.language = "en"
    page.query_params["lang"] = "en"
    press(page)

    assert [radio.value for radio in page.radio[:4]] == [5, 5, 5, None]
    assert page.button(key="send").label == text("form.send", "de")


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (WaveNotOpen(sentence("refusal.over")), text("refusal.over", "de")),
        (BadInput(sentence("refusal.too_long", letters=7)), "Die Kommentare sind um etwa 7"),
        (Trouble("It is busy."), "It is busy."),
    ],
)
def test_a_refusal_is_said_in_german_where_it_can_be(
    asked: Asked, refusal: SameBoatError, reason: str
) -> None:
    """What only an operator should ever meet stays English."""
    asked.language, asked.refusal = "de", refusal

    press(page := answer(opened(), 10))

    assert said(page).startswith(f"Nicht gesendet. {reason}")


def test_a_warning_of_a_name_is_german(page: AppTest, asked: Asked) -> None:
    """With the quotation marks one knows."""
    asked.language = "de"

    press(german := write(answer(opened(), 10), "Fragt doch amara."))

    assert page.button(key="send").label == text("form.send")
    assert said(german).startswith("Im Text steht „amara“.")
    assert said(german).endswith(text("form.again_named", "de"))


@pytest.mark.parametrize(
    ("gone", "title", "words"),
    [
        (WaveNotOpen(sentence("refusal.over")), "link.not_open", "refusal.over"),
        (LinkUnknown(sentence("refusal.unknown")), "link.unknown", "refusal.unknown"),
    ],
)
def test_a_link_that_cannot_be_used_says_so_in_german(
    asked: Asked, gone: SameBoatError, title: str, words: str
) -> None:
    """By the browser's language where nobody knows whose link it is."""
    asked.browser, asked.gone = "de-DE", gone

    page = opened()

    assert page.title[0].value == text(title, "de")
    assert text(words, "de") in " ".join(one.value for one in page.markdown)


# Comments


def test_comments_go_out_as_they_were_written(page: AppTest, asked: Asked) -> None:
    """And an empty one is none."""
    press(write(answer(page, 10), "", "More *why* in March."))

    assert list(sent_comments(asked).values()) == [None, "More *why* in March."]


def test_where_comments_are_shown_is_said_above_them(page: AppTest) -> None:
    """With the thresholds of the plan; no box swallows what is too much."""
    shown = " ".join(h.proto.body for h in page.get("html"))

    assert "only where at least 10 people answered and 3 wrote" in shown
    assert text("form.comments_care") in shown
    assert [box.proto.max_chars for box in page.text_area] == [0, 0]


def test_a_form_without_prompts_says_nothing_of_comments(asked: Asked) -> None:
    """Not every instrument has them."""
    asked.instrument = load_instruments(CONTENT / "instruments")["bhr2000"]

    page = AppTest.from_file(str(PULSE), default_timeout=20).run()

    assert not page.text_area
    assert text("form.comments") not in " ".join(h.proto.body for h in page.get("html"))


@pytest.mark.parametrize("letter", ["a", "é", "я", "ש", "\n", '"', "船", "👍"])
@pytest.mark.parametrize("key", ["short", "standard", "full-a", "full-b"])
def test_comments_as_long_as_the_boxes_allow_fit_the_envelope(key: str, letter: str) -> None:
    """In most alphabets, with everything else answered, in a unit with the longest key."""
    asks = load_instruments(CONTENT / "instruments")[key]
    comments = {item.id: letter * room(asks) for item in asks.prompts}

    assert room(asks) >= 800
    assert comment_room(asks, "ü" * LONGEST_ID, comments) >= 0


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("Ask amara about it", "amara"),
        ("Ring 0171 2345678", "0171 2345678"),
        ("Write to x@boat.example", "x@boat.example"),
        ("Rui Pinto <script>", "Rui Pinto"),
    ],
)
def test_a_comment_that_names_somebody_goes_out_on_the_second_press(
    page: AppTest, asked: Asked, comment: str, found: str
) -> None:
    """The first press quotes what was found and sends nothing; the person decides."""
    press(write(answer(page, 10), "All is well.", comment))
    first, kept = said(page), [box.value for box in page.text_area]
    nothing = list(asked.sent)
    press(page)

    assert first == " ".join((text("form.named", found=f"“{found}”"), text("form.again_named")))
    assert (nothing, kept) == ([], ["All is well.", comment])
    assert list(sent_comments(asked).values()) == ["All is well.", comment]


def test_a_changed_comment_is_looked_at_again(page: AppTest, asked: Asked) -> None:
    """Only what was warned of passes; a name that is new is said."""
    press(write(answer(page, 10), "Thank Amara."))
    press(write(page, "Thank Amara and Rui."))
    second, nothing = said(page), list(asked.sent)
    press(write(page, "Thank them both, Rui above all."))

    assert second.startswith(text("form.named", found="“Amara”, “Rui”"))
    assert nothing == []
    assert sent_comments(asked)["OPN1"] == "Thank them both, Rui above all."


def test_a_comment_that_names_nobody_any_more_is_sent(page: AppTest, asked: Asked) -> None:
    """Changing the text is enough."""
    press(write(answer(page, 10), "Thank Amara."))
    press(write(page, "Thank you."))

    assert sent_comments(asked)["OPN1"] == "Thank you."


def test_too_few_answers_say_that_comments_are_then_shown_to_nobody(
    page: AppTest, asked: Asked
) -> None:
    """Before sending, together with whoever is named; the second press sends."""
    press(write(answer(page, 4), "Thank Amara."))
    first = said(page)
    press(page)

    assert first == " ".join(
        (
            text("form.few_comments", answered=4, total=10, enough=5),
            text("form.named", found="“Amara”"),
            text("form.again_few"),
        )
    )
    assert sent_comments(asked)["OPN1"] == "Thank Amara."


def test_a_comment_added_after_the_warning_is_warned_of(page: AppTest, asked: Asked) -> None:
    """Whoever was told that too little is answered was not told that of their comment."""
    press(answer(page, 4))
    press(write(page, "All is well."))
    second, nothing = said(page), list(asked.sent)
    press(page)

    assert second.startswith(text("form.few_comments", answered=4, total=10, enough=5))
    assert nothing == []
    assert sent_comments(asked)["OPN1"] == "All is well."


def test_comments_alone_are_sent_only_on_the_second_press(page: AppTest, asked: Asked) -> None:
    """Nobody would be shown them; who wants to sends them all the same."""
    press(write(page, "All is well."))
    first = said(page)
    press(page)

    assert first == " ".join(
        (text("form.only_comments", total=10, enough=5), text("form.again_few"))
    )
    assert sent_comments(asked)["OPN1"] == "All is well."


def test_many_and_long_findings_leave_room_for_the_button(page: AppTest) -> None:
    """Six are quoted, each shortened; the others are counted."""
    many = " ".join(f"{'a' * 60}{number}@boat.example" for number in range(8))
    press(write(answer(page, 10), many))

    assert said(page).count("“") == 6
    assert "and 2 more" in said(page)
    assert len(said(page)) < 500


def test_spaces_are_no_comment(page: AppTest) -> None:
    """Nor are empty lines."""
    press(write(page, "  \n ", " "))

    assert said(page) == text("form.empty")


@pytest.mark.parametrize("gone", [CLOSED, Trouble("It is busy.")])
def test_comments_stay_when_the_link_is_no_longer_good(
    page: AppTest, asked: Asked, gone: SameBoatError
) -> None:
    """Names are not looked up for what cannot be sent."""
    asked.gone = gone
    press(write(answer(page, 7), "Thank Amara.", "And all of you."))

    assert said(page) == text("form.not_sent", reason=str(gone))
    assert [box.value for box in page.text_area] == ["Thank Amara.", "And all of you."]


def test_comments_stay_when_names_cannot_be_looked_up(
    page: AppTest, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent unseen."""

    def busy(_: Iterable[str]) -> Naming:
        raise Trouble("It is busy.")

    monkeypatch.setattr(asked, "naming", busy)
    press(write(answer(page, 10), "Thank Amara."))

    assert said(page) == text("form.not_sent", reason="It is busy.")
    assert (page.text_area[0].value, asked.sent) == ("Thank Amara.", [])


# When sending is refused


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (CLOSED, text("form.not_sent", reason="This wave is over.")),
        (Trouble("It is busy."), text("form.not_sent", reason="It is busy.")),
    ],
)
def test_answers_stay_when_sending_is_refused(
    page: AppTest, asked: Asked, refusal: SameBoatError, sentence: str
) -> None:
    """The reason stands beside the button, every answer where it was."""
    asked.refusal = refusal

    press(answer(page, 7, 2))

    assert said(page) == sentence
    assert [radio.value for radio in page.radio] == [2] * 7 + [None] * 3
    assert asked.sent == []


@pytest.mark.parametrize("gone", [CLOSED, Trouble("It is busy.")])
def test_answers_stay_when_the_wave_closes_under_an_open_form(
    page: AppTest, asked: Asked, gone: SameBoatError
) -> None:
    """The form is drawn again although the link is no longer good; Send is off once it is over."""
    asked.gone = gone
    press(answer(page, 7, 2))
    refused, off = said(page), page.button(key="send").disabled
    kept = [radio.value for radio in page.radio]
    asked.gone = None
    press(page.run())

    assert refused == text("form.not_sent", reason=str(gone))
    assert kept == [2] * 7 + [None] * 3
    assert off is (gone is CLOSED)
    assert asked.sent[-1] == {"moved": "respondent/sent.py"}


def test_the_thank_you_says_when_results_come(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tab that sent its answers is thanked without asking who it is, whatever is away."""

    def away(*_: object) -> None:
        raise Trouble("It is busy.")

    monkeypatch.setattr("pages.respondent.thanks.last_time", away)
    monkeypatch.setattr("pages.respondent.thanks.results_entry", away)
    asked.gone = Trouble("It is busy.")
    sent = AppTest.from_file(str(PULSE.with_name("sent.py")))
    sent.session_state["pulse_sent"] = (
        '{"wave": 1, "home": "dock", "unit": "Dock", "closes": "2026-11-30T18:00+01:00"}'
    )

    sent.run()

    assert sent.title[0].value == text("sent.title")
    assert "Results come after 30 November 2026, 18:00" in shown(sent)
    assert text("pulse.first_count") in shown(sent)


@pytest.mark.parametrize(
    ("gone", "title", "moved"),
    [
        (CLOSED, [text("link.not_open")], []),
        (LinkUnknown("What link?"), [text("link.unknown")], []),
        (None, [], [{"moved": "respondent/pulse.py"}]),
    ],
)
def test_the_thank_you_is_only_for_who_has_sent(
    page: AppTest,
    asked: Asked,
    gone: SameBoatError | None,
    title: list[str],
    moved: list[dict[str, str]],
) -> None:
    """Opened by its address it says how the link stands, or leads to the form."""
    assert page.radio
    asked.gone = gone

    sent = AppTest.from_file(str(PULSE.with_name("sent.py"))).run()

    assert [found.value for found in sent.title] == title
    assert asked.sent == moved


def test_words_are_never_read_as_markup() -> None:
    """A label shows the statement as it was written."""
    assert plain("1. *Why* [not](x) :smile: $5 <b>?") == (
        r"1. \*Why\* \[not\](x) \:smile\: \$5 \<b\>?"
    )


def test_the_time_it_takes_is_said_in_whole_minutes() -> None:
    """About one minute, two, and three."""
    ours = load_instruments(CONTENT / "instruments")

    assert [minutes_for(ours[key]) for key in ("short", "standard", "full-a")] == [1, 2, 3]


def test_the_stylesheet_has_the_colours_of_the_theme() -> None:
    """Cells and button are one colour, in light and in dark."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    style = Path(PULSE.with_name("form.css")).read_text("utf-8")
    light, dark = theme["light"], theme["dark"]

    assert f"--accent: light-dark({light['primaryColor']}, {dark['primaryColor']})" in style
    assert f"--ground: light-dark({light['backgroundColor']}, {dark['backgroundColor']})" in style


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_buttons_colour_can_be_read_under_white(mode: str) -> None:
    """At least 4.5 to 1 in both modes."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]

    assert 1.05 / (luminance(theme[mode]["primaryColor"]) + 0.05) >= 4.5


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("verdict", [None, *Verdict])
def test_whatever_became_of_a_figure_is_said_on_the_thank_you(
    verdict: Verdict | None, language: str
) -> None:
    """A verdict without a sentence would end in an error after somebody has sent."""
    said = _figure(Figure("own", "Our own", 60.4, verdict), {}, language)

    assert "Our own" in said
    assert "60" in said
