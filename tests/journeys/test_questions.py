"""Promises of the pages of questions, of the record and of deletion."""

from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from analytics.jobs.schedule import make_rounds
from analytics.promise.checks import check
from pages.web.reports import files
from survey.actions.instruments import keep_version
from survey.audit import About, AuditVerb
from survey.questionnaire.draft import Draft
from survey.questionnaire.shipped import bank, shipped
from survey.store.choices import choices
from survey.store.viewers import viewer
from survey.waves.retention import FEWEST_DAYS, Times, times_of
from tests import make
from tests.english import text
from tests.imports.test_statements import export
from tests.journeys import shipyard
from tests.journeys.answering import answered
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors, words

QUESTIONS, AUDIT, RETENTION = "hr/questions.py", "hr/audit.py", "hr/retention.py"
FOUR = ("BEL1", "RSP3", "PUR1", "OWN1")


def opened(yard: Visitor, page: str = QUESTIONS) -> AppTest:
    """A page as HR sees it."""
    return yard.sign_in(shipyard.HR).open(page)


def press(run: AppTest, key: str) -> AppTest:
    """Press the button of a key."""
    return run.button(key=key).click().run()


def submit(run: AppTest, label: str) -> AppTest:
    """Press the button of a form."""
    (button,) = (button for button in run.button if button.label == text(label))
    return button.click().run()


def choose(run: AppTest, *items: str) -> AppTest:
    """Tick questions of the bank."""
    for item in items:
        run.checkbox(key=f"choose_{item}").check()
        run.run()
    return run


def write(run: AppTest, wording: str, *, about: str = "", name: str = "", why: str = "") -> AppTest:
    """Write a question of one's own."""
    run.text_area(key="compose_wording").set_value(wording)
    run.selectbox(key="compose_about").set_value(about)
    run.text_input(key="compose_own_name").set_value(name)
    run.text_input(key="compose_why").set_value(why)
    return submit(run, "questions.add")


def keep(run: AppTest, *, name: str, key: str) -> AppTest:
    """Name it and keep it."""
    run.text_input(key="compose_name").set_value(name)
    run.text_input(key="compose_key").set_value(key)
    return submit(run, "questions.keep")


def wording(item: str) -> str:
    return next(one.text for one in bank().items if one.id == item)


# The bank


def test_the_bank_says_why_each_question_is_asked_which_way_and_where(yard: Visitor) -> None:
    """All of them, under their construct."""
    said = words(opened(yard))

    assert all(item.text in said for item in bank().items)
    assert all(item.why in said for item in bank().items)
    assert said.count(text("questions.turned")) >= sum(i.reverse for i in bank().items)
    assert "In Standard pulse, Short pulse" in said


def test_searching_the_bank_leaves_what_has_all_words(yard: Visitor) -> None:
    """In the wording, the reason or the construct; nothing found is said."""
    run = opened(yard)

    run.text_input(key="bank_search").set_value("rivals PARTNERS").run()
    tab = "\n".join(str(m.value) for m in run.tabs[0].markdown)
    assert wording("BND3").rstrip(".") in tab.replace("\\", "")
    assert wording("BEL1").rstrip(".") not in tab.replace("\\", "")

    run.text_input(key="bank_search").set_value("zebra").run()
    assert text("questions.nothing_found") in words(run)


# Putting together


def test_hr_puts_questions_together_and_a_wave_can_ask_them(yard: Visitor) -> None:
    """Chosen, one of one's own added, kept as version 1, changed, kept as version 2."""
    run = choose(opened(yard), *FOUR)
    run = write(run, "I look forward to Mondays.", name="Energy", why="Whether work gives energy")
    run = keep(run, name="Spring pulse", key="spring")

    first = choices(yard.store)["spring"]
    assert errors(run) == []
    assert (first.version, first.name) == (1, "Spring pulse")
    assert [item.text for item in first.items] == [
        *map(wording, FOUR), "I look forward to Mondays.",
    ]  # fmt: skip

    run = press(run, "move_up_1")
    run = press(run, "take_out_3")
    run = choose(run, "OPN1")
    keep(run, name="Spring pulse", key="spring")

    second = choices(yard.store)["spring"]
    assert second.version == 2
    assert [item.id for item in second.items] == [
        "RSP3", "BEL1", "PUR1", first.items[4].id, "OPN1",
    ]  # fmt: skip
    asked = opened(yard, "hr/waves.py").selectbox[0].options
    assert any("Spring pulse" in option for option in asked)


def test_nothing_typed_is_lost_when_it_is_refused(yard: Visitor) -> None:
    """A question that is not complete; a key that will not do; then an instrument too short."""
    run = choose(opened(yard), *FOUR[:3])
    run = write(run, "I look forward to Mondays.")
    said = errors(run)[0]
    assert text("questions.field_construct") in said
    assert text("questions.field_why") in said
    assert run.text_area(key="compose_wording").value == "I look forward to Mondays."

    run = keep(run, name="Spring pulse", key="Not a key!")
    assert "use small letters, digits" in "".join(errors(run))
    assert run.text_input(key="compose_key").value == "Not a key!"
    assert run.text_area(key="compose_wording").value == "I look forward to Mondays."

    run = keep(run, name="Spring pulse", key="spring")
    assert "Ask at least 4" in "".join(errors(run))
    assert run.checkbox(key="choose_BEL1").value
    assert yard.store.composed() == []


def test_a_draft_waits_while_one_looks_elsewhere(yard: Visitor) -> None:
    """Another page and back."""
    run = choose(opened(yard), *FOUR)
    run.switch_page("hr/people.py").run()
    run.switch_page(QUESTIONS).run()

    assert all(run.checkbox(key=f"choose_{item}").value for item in FOUR)


def test_what_speaks_against_it_is_said_before_it_is_kept(yard: Visitor) -> None:
    """What must change, and what is worth a look, each naming the question."""
    run = choose(opened(yard), "BEL1")
    run = write(run, "I never feel left out or alone.", about="BEL", why="Loneliness")
    said = words(run).replace("\\", "")

    assert "There are 2 statements. Ask at least 4" in "".join(errors(run))
    assert "“I never feel left out or alone.” has a “never” in it" in said
    assert "(“out or alone”)" in said
    assert "It asks 1 of the 20 statements of the standard pulse" in said


def test_one_begins_from_what_there_is(yard: Visitor) -> None:
    """From one of ours as a new one; from one kept here as its next version."""
    run = opened(yard)
    run.selectbox(key="compose_from").set_value("short").run()
    run = press(run, "compose_begin")
    assert run.text_input(key="compose_key").value == ""
    run = keep(run, name="Our short pulse", key="ours")
    assert choices(yard.store)["ours"].items == shipped()["short"].items

    run = opened(yard)
    run.selectbox(key="compose_from").set_value("ours").run()
    run = press(run, "compose_begin")
    run = press(run, "take_out_0")
    keep(run, name="Our short pulse", key="ours")

    assert choices(yard.store)["ours"].version == 2
    assert choices(yard.store)["ours"].items == shipped()["short"].items[1:]


def test_a_question_of_ones_own_can_be_reworded(yard: Visitor) -> None:
    """It comes back into the form, and its new wording takes its place."""
    run = write(choose(opened(yard), *FOUR), "I like Mondays.", about="BEL", why="Energy")
    run = press(run, "change_4")
    assert text("questions.own_changing") in words(run)
    assert run.text_area(key="compose_wording").value == "I like Mondays."
    run.text_area(key="compose_wording").set_value("I like Tuesdays.")
    run = submit(run, "questions.change_yes")
    keep(run, name="Spring pulse", key="spring")

    made = choices(yard.store)["spring"]
    assert [item.text for item in made.items[4:]] == ["I like Tuesdays."]


def test_what_was_kept_can_be_retired_and_offered_again(yard: Visitor) -> None:
    """Its versions stay, with the waves that asked them."""
    hr = viewer(yard.store, shipyard.HR)
    assert hr is not None
    keep_version(yard.store, Draft("spring", "Spring pulse", FOUR), after=0, viewer=hr)
    later = yard.clock() + timedelta(days=60)
    make.plan(yard.store, "later", opens=later, asks=choices(yard.store)["spring"])
    run = opened(yard)
    assert "Asked in Wave later." in words(run)

    run = press(run, "retire_spring")
    assert "spring" not in choices(yard.store)
    assert text("questions.is_retired") in words(run)

    press(run, "offer_spring")
    assert "spring" in choices(yard.store)


# The record


def test_the_record_is_read_by_who_what_and_whom(yard: Visitor) -> None:
    """In words, newest first; what is not in it is said."""
    run = opened(yard, AUDIT)
    assert "published the wave 2026-04" in words(run)
    assert text("record.not_in_it_says").strip() in words(run)

    run.selectbox(key="record_about").set_value(About.SIGN_IN.value).run()
    assert "published the wave" not in words(run)
    assert f"{shipyard.HR.title()}: signed in" in words(run)

    run.text_input(key="record_subject").set_value("no such thing").run()
    assert text("record.nothing_found") in words(run)


def test_a_long_record_is_turned_page_by_page(yard: Visitor) -> None:
    """There and back; another question begins on its first page."""
    for number in range(120):
        with yard.store.change(AuditVerb.PLAN_WAVE, actor="a", subject=f"many-{number:03}"):
            pass
    run = opened(yard, AUDIT)
    run.text_input(key="record_subject").set_value("many-").run()
    assert text("record.counts", first=1, last=50, count=120) in words(run)
    assert run.button(key="record_newer").disabled

    run = press(press(run, "record_older"), "record_older")
    assert text("record.counts", first=101, last=120, count=120) in words(run)
    assert run.button(key="record_older").disabled

    run.text_input(key="record_subject").set_value("many-01").run()
    assert text("record.counts", first=1, last=10, count=10) in words(run)


@pytest.mark.parametrize(
    ("person", "query", "status"),
    [
        (shipyard.HR, "", 200),
        (shipyard.HR, "about=waves&who=test&since=2026-01-01T00:00:00%2B00:00", 200),
        (shipyard.HR, "about=nonsense", 404),
        (shipyard.HR, "since=nonsense", 404),
        (shipyard.LEADER, "", 404),
        (shipyard.OPERATOR, "", 404),
        (None, "", 404),
    ],
)
def test_the_file_of_the_record_is_hrs_or_it_is_not_there(
    yard: Visitor, person: str | None, query: str, status: int
) -> None:
    """From an address that asks who is there; what nobody asks is not there either."""
    yard.sign_in(person)
    cookies = "; ".join(f"{name}={value}" for name, value in yard.cookies.items())
    scope = {
        "type": "http", "method": "GET", "path": "/record.csv",
        "query_string": query.encode(), "headers": [(b"cookie", cookies.encode())],
    }  # fmt: skip
    before = len(yard.store.audit())
    record = next(route for route in files() if route.path == "/record.csv")
    answer = answered(record.endpoint(Request(scope)))

    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"
    assert len(yard.store.audit()) == before + (status == 200)


# Deletion


def test_a_time_that_takes_nothing_sooner_holds_at_once(yard: Visitor) -> None:
    """And what will go is listed with its night."""
    run = opened(yard, RETENTION)
    run.radio[0].set_value(True)
    run.number_input[0].set_value(400)
    run = submit(run, "retention.choose")

    assert times_of(yard.store.preferences()) == Times(400)
    assert errors(run) == []


def test_a_time_that_takes_comments_tonight_is_asked_back(yard: Visitor) -> None:
    """What goes is named; only a yes makes it hold, and then it goes."""
    wave = with_comments(yard)
    run = opened(yard, RETENTION)
    run.radio[0].set_value(True)
    run.number_input[0].set_value(FEWEST_DAYS)
    run = submit(run, "retention.choose")
    assert wave in "".join(str(warning.value) for warning in run.warning).replace("\\", "")
    assert times_of(yard.store.preferences()) == Times()

    run = press(run, "retention_not_so")
    assert not run.warning
    run = submit(run, "retention.choose")
    run = press(run, "retention_sure")
    assert times_of(yard.store.preferences()) == Times(FEWEST_DAYS)
    assert wave in words(run)

    yard.clock.move(days=1)
    make_rounds(yard.store)
    assert text("retention.planned_none") in words(opened(yard, RETENTION))
    assert "deleted the comments of" in words(opened(yard, AUDIT))


def with_comments(yard: Visitor) -> str:
    """Everybody writes in the wave that is open, it closes, and a quarter goes by; its name."""
    links = make.tokens(yard.store, shipyard.OPEN_WAVE)
    asks = yard.store.wave(shipyard.OPEN_WAVE).instrument
    for person, link in links.items():
        said = shipyard.said(asks, 4, seed=person) | {asks.prompts[0].id: "More time together."}
        make.answer(yard.store, link, said)
    make.close(yard.store, shipyard.OPEN_WAVE)
    yard.clock.move(days=90)
    return yard.store.wave(shipyard.OPEN_WAVE).name


def test_people_who_left_are_erased_when_hr_chose_so(yard: Visitor) -> None:
    """Asked back first, with how many; not while a wave asks them; the roster is sealed anew."""
    gone = replace(yard.store.people()["deck-4"], active=False)
    make.keep_people(yard.store, [gone])
    yard.clock.move(days=FEWEST_DAYS)
    run = opened(yard, RETENTION)
    run.radio(key="retention_people").set_value(True)
    run.number_input(key="retention_people_days").set_value(FEWEST_DAYS)
    run = submit(run, "retention.choose")
    assert "people who left (1)" in run.warning[0].value
    run = press(run, "retention_sure")
    assert times_of(yard.store.preferences()) == Times(None, FEWEST_DAYS)
    assert text("retention.planned") in words(run)

    make_rounds(yard.store)
    assert "deck-4" in yard.store.people()
    yard.clock.move(days=1)
    make_rounds(yard.store)

    assert "deck-4" not in yard.store.people()
    assert "deck-4" not in yard.store.roster(yard.store.wave(shipyard.LAST_WAVE).id)
    assert [finding for finding in check(yard.store) if not finding.holds] == []
    assert "erased somebody for good" in words(opened(yard, AUDIT))


def test_the_statements_of_a_file_become_a_list_in_one_step(yard: Visitor) -> None:
    """They stand there as one's own, with what speaks against them, and nothing is kept yet."""
    run = opened(yard)
    run.file_uploader(key="compose_file").upload("export.csv", export(), "text/csv").run()
    assert text("questions.file_found", count=4, own=3) in words(run)

    press(run, "compose_take")

    assert not errors(run)
    assert "Our meetings end on time." in words(run)
    assert run.text_input(key="compose_key").value == "limesurvey-2024"
    assert not yard.store.newest_composed()
