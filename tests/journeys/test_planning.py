"""Promises of planning: shown before it is kept, changed and ended on the cards, in local time."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from starlette.requests import Request
from starlette.responses import StreamingResponse
from streamlit.testing.v1 import AppTest

from pages.respondent.form import SEND
from pages.web.calendar import calendars
from survey.actions.calendar import Days, choose_days
from survey.store.viewers import viewer
from survey.waves.wave import State, Wave
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.answering import answered
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors, words

MONDAY = date(2026, 7, 6)
AUTUMN = date(2026, 9, 28)


def in_berlin(yard: Visitor, **more: object) -> None:
    """The organisation is in Berlin, with its holidays."""
    who = viewer(yard.store, shipyard.HR)
    assert who is not None
    days = Days(zone="Europe/Berlin", country="DE", region="BE")
    choose_days(yard.store, replace(days, **more), viewer=who)  # type: ignore[arg-type]


def series(run: AppTest, *, start: date = MONDAY, waves: int = 3, weeks: int = 4) -> AppTest:
    """Wish for a series; it is shown, not kept."""
    run.radio(key="how_often-0").set_value(weeks).run()
    run.date_input(key="start-0").set_value(start)
    return run.number_input(key="count-0").set_value(waves).run()


def planned(yard: Visitor) -> list[Wave]:
    """The waves that are scheduled."""
    return [wave for wave in yard.store.waves() if wave.state is State.SCHEDULED]


def table(run: AppTest) -> dict[str, list[object]]:
    """The first table of a page by column."""
    return {str(name): list(column) for name, column in run.dataframe[0].value.items()}


def test_a_series_is_shown_as_a_table_before_it_is_kept(yard: Visitor) -> None:
    """Every wave with its days in local time; then all of it is scheduled at once."""
    in_berlin(yard)
    run = series(yard.sign_in(shipyard.HR).open("hr/waves.py"), start=AUTUMN)

    shown = table(run)
    assert shown[text("plan.col_name")] == ["Pulse, week 40", "Pulse, week 44", "Pulse, week 48"]
    assert shown[text("plan.col_opens")] == [
        "Monday 28 September 2026 at 8:00",
        "Monday 26 October 2026 at 8:00",
        "Monday 23 November 2026 at 8:00",
    ]
    assert shown[text("plan.col_asks")] == [
        "Full pulse, block A", "Full pulse, block B", "Full pulse, block A",
    ]  # fmt: skip
    assert planned(yard) == []

    run.button(key="schedule").click().run()

    kept = planned(yard)
    assert [wave.opens.hour for wave in kept] == [6, 7, 7]
    assert {wave.series for wave in kept} == {"2026-w40"}
    assert not errors(run)
    assert "Opens Monday 28 September 2026 at 8:00" in words(run)
    assert run.title[0].value == "Pulse, week 40"
    assert text("check.asked", asked=32) in words(run)
    assert yard.open("hr/waves.py").radio(key="how_often-0").value == 0


def test_an_opening_on_a_holiday_says_which_and_where_it_goes(yard: Visitor) -> None:
    """German Unity Day; the organisation's own days off count as well."""
    in_berlin(yard, days_off="2026-10-31 to 2026-11-02 Harbour days")
    run = yard.sign_in(shipyard.HR).open("hr/waves.py")
    run = series(run, start=date(2026, 10, 3), waves=2)
    run.selectbox(key="weekday-0").set_value(5).run()

    moved = table(run)[text("plan.col_moved")]
    assert moved[0] == (
        "It opens on Monday 5 October 2026, because Saturday 3 October 2026 is a day off: "
        "German Unity Day."
    )
    assert "is a day off: Harbour days" in str(moved[1])
    assert text("plan.moved", count=2) in words(run)


def test_a_series_that_cannot_be_is_refused_whole_and_stays_on_the_page(yard: Visitor) -> None:
    """The open wave asks the same people."""
    run = series(yard.sign_in(shipyard.HR).open("hr/waves.py"), start=date(2026, 6, 9))
    run.text_input(key="pattern-0").set_value("No. {number}").run()

    run.button(key="schedule").click().run()

    assert "of the same people at the same time" in errors(run)[0]
    assert run.text_input(key="pattern-0").value == "No. {number}"
    assert run.number_input(key="count-0").value == 3
    assert planned(yard) == []


def kept_series(yard: Visitor) -> tuple[AppTest, list[Wave]]:
    """Three waves, kept, and the page they stand on."""
    in_berlin(yard)
    run = series(yard.sign_in(shipyard.HR).open("hr/waves.py"))
    run.button(key="schedule").click().run()
    return run, planned(yard)


def test_one_wave_of_a_series_is_changed_on_its_card(yard: Visitor) -> None:
    """The others stay; the day that was chosen is a Saturday and moves."""
    _, (first, second, third) = kept_series(yard)

    run = yard.open("hr/wave.py", wave=second.key)
    run.text_input(key=f"rename-{second.id}").set_value("Harvest pulse")
    run.date_input(key=f"on-{second.id}").set_value(date(2026, 8, 8)).run()
    assert "because Saturday 8 August 2026 is a weekend" in words(run)
    run.button(key=f"change-{second.id}").click().run()

    changed = yard.store.wave(second.key)
    assert (changed.name, f"{changed.opens:%Y-%m-%d %H:%M}") == (
        "Harvest pulse", "2026-08-10 06:00",
    )  # fmt: skip
    assert [yard.store.wave(one.key) for one in (first, third)] == [first, third]
    assert "Harvest pulse" in words(run)


def test_the_rest_of_a_series_is_cancelled_from_its_own_card(yard: Visitor) -> None:
    """With one reason, which is asked for."""
    _, waves = kept_series(yard)
    run = yard.open("hr/waves.py")
    series_key = waves[0].series

    run.button(key=f"end-{series_key}").click().run()
    assert "why the waves are cancelled" in errors(run)[0]
    assert len(planned(yard)) == 3

    run.text_input(key=f"why-{series_key}").set_value("We ask otherwise now.")
    run.button(key=f"end-{series_key}").click().run()

    assert planned(yard) == []
    assert words(run).count("We ask otherwise now.") == 3


def test_who_is_asked_is_chosen_among_the_areas(yard: Visitor) -> None:
    """In tree order; none chosen is everybody."""
    run = yard.sign_in(shipyard.HR).open("hr/waves.py")
    assert run.multiselect(key="audience-0").options == ["Hulls"]

    run.multiselect(key="audience-0").select("hulls")
    run.text_input(key="name-0").set_value("Hulls only")
    run.date_input(key="opens-0").set_value(MONDAY)
    run.date_input(key="closes-0").set_value(date(2026, 7, 16)).run()
    run.button(key="schedule").click().run()

    (wave,) = planned(yard)
    assert (wave.audience, wave.key, wave.series) == (("hulls",), "2026-w28", None)


# The organisation's days


def test_hr_chooses_the_days_and_sees_what_follows(yard: Visitor) -> None:
    """Planned waves stay at their moment; those that fall on a day off are named."""
    opens = datetime.combine(MONDAY, time(8), make.NOON.tzinfo)
    make.plan(yard.store, "2026-07", state=State.SCHEDULED, opens=opens)
    before = yard.store.waves()
    run = yard.sign_in(shipyard.HR).open("hr/settings.py")

    run.selectbox(key="days-time_zone").set_value("Europe/Vienna")
    run.selectbox(key="days-country").set_value("AT").run()
    run.selectbox(key="days-region").set_value("9")
    run.text_area[0].set_value("2026-07-06 Harbour day")
    run.button[0].click().run()

    assert not errors(run)
    assert text("days.kept") in words(run)
    assert "is the time here (Europe/Vienna)" in words(run)
    assert "“Wave 2026-07” opens on Monday 6 July 2026 (Harbour day)" in words(run)
    assert yard.store.waves() == before
    assert "Opens Monday 6 July 2026 at 10:00" in words(yard.open("hr/wave.py", wave="2026-07"))


def test_days_that_cannot_be_are_refused_and_stay_on_the_page(yard: Visitor) -> None:
    """Nothing is kept."""
    run = yard.sign_in(shipyard.HR).open("hr/settings.py")

    run.text_area[0].set_value("Christmas")
    run.button[0].click().run()

    assert "line 1, “Christmas”" in errors(run)[0]
    assert run.text_area[0].value == "Christmas"
    assert yard.store.preferences() == {}


# The preview


def test_the_preview_is_the_form_and_sends_nothing(yard: Visitor) -> None:
    """Every statement in the same words; whatever is ticked and pressed, nothing is kept."""
    wave = yard.store.wave(shipyard.OPEN_WAVE)
    run = yard.sign_in(shipyard.HR).open("hr/preview.py", wave=wave.key)
    before, events = yard.store.box(wave.id).share_answered(), yard.store.audit()

    asked = [radio for radio in run.radio if radio.options[0] == wave.instrument.scale[0]]
    assert len(asked) == len(wave.instrument.statements)
    for radio in asked:
        radio.set_value(1)
    run.run()
    (send,) = [button for button in run.button if button.label == text("form.send")]
    assert send.disabled
    # As if somebody switched the button on in their browser.
    run.session_state[SEND] = True
    run.run()

    assert yard.store.box(wave.id).share_answered() == before
    assert yard.store.audit() == events


@pytest.mark.parametrize("person", [None, shipyard.MEMBER, shipyard.LEADER])
def test_nobody_but_hr_has_a_preview(yard: Visitor, person: str | None) -> None:
    """For others there is no such page."""
    home = yard.sign_in(person).open()

    with pytest.raises(ValueError, match="preview"):
        home.switch_page("hr/preview.py")


# Who takes part


def test_who_took_part_stands_by_unit_and_wave(yard: Visitor) -> None:
    """In bands, or in a word; for an area by choice."""
    run = yard.sign_in(shipyard.HR).open("hr/participation.py")

    shown = table(run)
    units = [str(unit).strip() for unit in shown[text("turnout.col_unit")]]
    assert units == ["Yard", "Hulls", "Deck", "Flags", "Keel", "Office"]
    flags = [shown[wave][3] for wave in ("Wave 2026-02", "Wave 2026-03", "Wave 2026-04")]
    assert flags == [text("turnout.withheld")] * 3
    assert not any(shipyard.OPEN_WAVE in column for column in shown)

    run.selectbox[0].set_value("hulls").run()
    assert len(table(run)[text("turnout.col_unit")]) == 4


# The calendar file


def calendar_of(yard: Visitor, address: str = "") -> tuple[int, str]:
    """The calendar file as whoever is signed in gets it: status and text."""
    cookies = "; ".join(f"{name}={value}" for name, value in yard.cookies.items())
    headers = [(b"cookie", cookies.encode())]
    scope = {"type": "http", "method": "GET", "query_string": address.encode(), "headers": headers}

    async def asked() -> tuple[int, str]:
        waves = next(route for route in calendars() if route.path == "/waves.ics")
        answer = await waves.endpoint(Request(scope))
        if isinstance(answer, StreamingResponse):
            pieces = [piece async for piece in answer.body_iterator]
            return answer.status_code, "".join(
                p if isinstance(p, str) else bytes(p).decode() for p in pieces
            )
        return answer.status_code, bytes(answer.body).decode()

    return answered(asked())


def test_hr_takes_the_calendar_of_all_waves_to_come_or_of_one(yard: Visitor) -> None:
    """What is over is in it only when it is asked for."""
    _, kept = kept_series(yard)

    status, everything = calendar_of(yard)
    assert status == 200
    assert everything.count("BEGIN:VEVENT") == 3 * (len(kept) + 1)
    assert "TZID=Europe/Berlin" in everything

    status, one = calendar_of(yard, f"wave={shipyard.LAST_WAVE}")
    assert (status, one.count("BEGIN:VEVENT")) == (200, 3)
    assert calendar_of(yard, "wave=nothing") == (404, "Not found")


@pytest.mark.parametrize("person", [None, shipyard.MEMBER, shipyard.OVER_LEADERS])
def test_nobody_but_hr_has_a_calendar_of_waves(yard: Visitor, person: str | None) -> None:
    """Others are told that there is nothing here."""
    yard.sign_in(person)

    assert calendar_of(yard) == (404, "Not found")


def test_the_languages_of_a_wave_are_chosen_when_it_is_planned(yard: Visitor) -> None:
    """All there are, unless one is taken out; the frozen questions have no other words."""
    run = yard.sign_in(shipyard.HR).open("hr/waves.py")
    run.text_input(key="name-0").set_value("Both")
    assert run.multiselect(key="languages-0").value == ["de"]
    run.button(key="schedule").click().run()

    run = yard.open("hr/waves.py")
    run.text_input(key="name-0").set_value("English only")
    run.multiselect(key="languages-0").set_value([]).run()
    run.button(key="schedule").click().run()

    assert not errors(run)
    both, english = planned(yard)
    assert both.instrument.languages == ("en", "de")
    assert english.instrument.languages == ("en",)
