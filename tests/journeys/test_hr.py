"""Promises of HR's pages: planning, opening, closing and cancelling waves, people, reports."""

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from analytics.jobs.schedule import make_rounds
from survey.actions.waves import cancel_wave
from survey.mailing.reminding import reminder
from survey.waves.calendar import calendar_of
from survey.waves.wave import State
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import elements, errors, words

UNITS = b"unit,name,parent\nyard,Yard,\nhulls,Hulls,yard\nmast,Mast,hulls\n"
PEOPLE = b"person_id,name,email,language,unit,leads,active\n"


def plan(run: AppTest, *, key: str, name: str, opens: date, closes: date) -> AppTest:
    """Fill in the form and press the button."""
    run.text_input[0].set_value(name)
    run.text_input[1].set_value(key)
    run.date_input[0].set_value(opens)
    run.date_input[1].set_value(closes)
    return run.button[0].click().run()


@pytest.mark.parametrize(
    ("key", "opens", "closes", "said"),
    [
        ("Autumn!", "2026-07-01", "2026-07-09", "use small letters, digits, dots and dashes"),
        ("2026-04", "2026-07-01", "2026-07-09", "there is a wave “2026-04” already"),
        ("2026-07", "2026-07-09", "2026-07-01", "it has to close after it opens"),
        ("2026-07", "2026-06-01", "2026-06-02", "should have closed on"),
        ("2026-07", "2026-06-15", "2026-06-25", "asks 32 of the same people at the same time"),
    ],
)
def test_a_wave_that_cannot_be_is_refused_in_a_sentence(
    yard: Visitor, key: str, opens: str, closes: str, said: str
) -> None:
    """What was typed stays, and no wave is kept."""
    before = yard.store.waves()
    run = yard.sign_in(shipyard.HR).open("hr/waves.py")

    plan(
        run,
        key=key,
        name="Summer pulse",
        opens=date.fromisoformat(opens),
        closes=date.fromisoformat(closes),
    )

    assert said in errors(run)[0]
    assert (run.text_input[0].value, run.text_input[1].value) == ("Summer pulse", key)
    assert run.date_input[0].value == date.fromisoformat(opens)
    assert yard.store.waves() == before


def test_hr_plans_a_wave_and_it_stands_in_the_list(yard: Visitor) -> None:
    """A wave without a problem is scheduled for 8:00 and 18:00."""
    run = yard.sign_in(shipyard.HR).open("hr/waves.py")

    plan(run, key="2026-07", name="Su*mm*er", opens=date(2026, 7, 1), closes=date(2026, 7, 9))

    wave = yard.store.wave("2026-07")
    assert (wave.state, wave.opens.hour, wave.closes.hour) == (State.SCHEDULED, 8, 18)
    assert run.title[0].value == "Su\\*mm\\*er"
    assert text("wave.large.not_ready") not in words(run)
    listed = words(yard.open("hr/waves.py"))
    assert "Scheduled · 2026-07 · 1 July to 9 July 2026" in listed


def test_answer_rows_are_kept_only_where_hr_says_so_and_the_wave_says_it(yard: Visitor) -> None:
    """Off by default, 90 days are offered; the sentence beside it says that people are told."""
    run = yard.sign_in(shipyard.HR).open("hr/waves.py")
    keep, days = run.checkbox[0], run.number_input[1]
    assert (keep.label, keep.value) == (text("waves.keep"), False)
    assert (days.value, days.min, days.max) == (90, 1, 730)
    assert "everybody is told so before they answer" in words(run)

    plan(run, key="2026-07", name="Summer", opens=date(2026, 7, 1), closes=date(2026, 7, 9))
    run = yard.open("hr/waves.py")
    run.checkbox[0].check()
    run.number_input[1].set_value(45)
    plan(run, key="2026-08", name="Late", opens=date(2026, 8, 1), closes=date(2026, 8, 9))

    assert not errors(run)
    assert yard.store.wave("2026-07").keep_days is None
    assert yard.store.wave("2026-08").keep_days == 45
    assert text("waves.kept_after", days=45) in words(run)
    assert text("waves.kept_after", days=45) not in words(yard.open("hr/wave.py", wave="2026-07"))


def test_a_wave_says_until_when_its_rows_are_kept(yard: Visitor) -> None:
    """Before it closes, while they are kept, and when they are deleted."""
    cancel_wave(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR, reason="Too soon.")
    links = make.start(yard.store, "kept", asks=shipyard.instrument(), days=7, keep_days=10)
    shipyard.answer_all(yard.store, "kept", links, leave_out=[])
    run = yard.sign_in(shipyard.HR).open("hr/wave.py", wave="kept")
    assert text("waves.close_sure_kept", wave="Wave kept") in words(run)
    assert text("waves.kept_after", days=10) in words(run)

    wave = make.close(yard.store, "kept")
    assert wave.kept_until is not None
    day = f"{wave.kept_until:%-d %B %Y}"
    assert text("waves.kept_until", day=day) in words(yard.open("hr/wave.py", wave="kept"))

    yard.clock.move(days=10)
    make_rounds(yard.store)
    later = yard.sign_in(shipyard.HR).open("hr/wave.py", wave="kept")
    assert text("waves.kept_over", day=day) in words(later)
    assert yard.store.waves_with_kept_answers() == frozenset()


def test_hr_opens_a_scheduled_wave_ahead_of_its_time(yard: Visitor) -> None:
    """Opening asks for a yes, then freezes the roster and writes a mail to everybody."""
    later = shipyard.TODAY + timedelta(days=30)
    wave = make.plan(yard.store, "2026-07", state=State.SCHEDULED, opens=later)
    run = yard.sign_in(shipyard.HR).open("hr/wave.py", wave="2026-07")

    run.button(key=f"open-{wave.id}").click().run()

    refused = yard.store.wave("2026-07").state
    assert (refused, "asks 32 of the same people" in errors(run)[0]) == (State.SCHEDULED, True)

    other = yard.open("hr/wave.py", wave=shipyard.OPEN_WAVE)
    cancel(other, yard.store.wave(shipyard.OPEN_WAVE).id, reason="Too soon.")
    run.button(key=f"open-{wave.id}").click().run()

    assert yard.store.wave("2026-07").state is State.OPEN
    assert len(list((yard.store.settings.outbox / f"wave-{wave.id}").glob("*.eml"))) == 32


def test_the_check_list_says_which_closing_is_too_near(yard: Visitor) -> None:
    """And from how many days on it is not, before anybody tries to open the wave."""
    ends = yard.store.wave(shipyard.OPEN_WAVE).closes
    near, far = ends + timedelta(days=9), ends + timedelta(days=10)
    waves = [
        make.plan(yard.store, key, opens=ends + timedelta(days=1), closes=closes)
        for key, closes in (("near", near), ("far", far))
    ]
    yard.sign_in(shipyard.HR)
    said = [words(yard.open("hr/wave.py", wave=wave.key)) for wave in waves]

    assert ["Closing days lie 10 days apart or more" in one for one in said] == [True, False]
    assert [text("wave.large.not_ready") in one for one in said] == [True, False]


def cancel(run: AppTest, wave: int, *, reason: str) -> AppTest:
    """Give a reason and say yes."""
    run.text_input(key=f"reason-{wave}").set_value(reason)
    return run.button(key=f"cancel-{wave}").click().run()


def test_cancelling_asks_why_and_says_it(yard: Visitor) -> None:
    """Without a reason nothing happens; with one it stands on the card."""
    wave = yard.store.wave(shipyard.OPEN_WAVE)
    run = yard.sign_in(shipyard.HR).open("hr/wave.py", wave=wave.key)

    cancel(run, wave.id, reason="  ")
    assert yard.store.wave(wave.key).state is State.OPEN
    assert "why the wave is cancelled" in errors(run)[0]

    cancel(run, wave.id, reason="The office floods.")
    assert yard.store.wave(wave.key).state is State.CANCELLED
    assert "The office floods" in words(run)


def test_hr_closes_a_wave_and_its_figures_are_there(yard: Visitor) -> None:
    """Closing publishes; nothing of the ballots is left and no move is offered any more."""
    wave = yard.store.wave(shipyard.OPEN_WAVE)
    links = make.tokens(yard.store, wave.key)
    shipyard.answer_all(yard.store, wave.key, links, leave_out=[])
    run = yard.sign_in(shipyard.HR).open("hr/wave.py", wave=wave.key)

    run.button(key=f"close-{wave.id}").click().run()

    assert yard.store.wave(wave.key).state is State.PUBLISHED
    assert not yard.store.has_box(wave.id)
    assert not [button.key for button in run.button if str(button.key).startswith("close")]
    latest = yard.open("team/trends.py", unit="keel").dataframe[0].value
    assert list(latest["Wave"])[:2] == [f"Wave {wave.key}"] * 2


def test_participation_of_a_small_wave_is_said_as_a_band_noted_once(yard: Visitor) -> None:
    """Answers that come in change nothing on the page until it is noted, at half-time."""
    wave = yard.store.wave(shipyard.OPEN_WAVE)
    links = make.tokens(yard.store, wave.key)
    make_rounds(yard.store)
    before = elements(yard.sign_in(shipyard.HR).open("hr/wave.py", wave=wave.key))
    shipyard.answer_all(yard.store, wave.key, links, leave_out=["deck-1"])
    make_rounds(yard.store)

    assert "have answered" not in str(before)
    assert elements(yard.open("hr/wave.py", wave=wave.key)) == before

    due = reminder(wave, calendar_of(yard.store.preferences()))
    assert due is not None
    yard.clock.move(minutes=(due - yard.store.now()).total_seconds() / 60)
    make_rounds(yard.store)
    noted = words(yard.sign_in(shipyard.HR).open("hr/wave.py", wave=wave.key))
    assert "**90 to 100 %** of 32 have answered" in noted


def test_importing_people_shows_what_would_change_before_it_does(yard: Visitor) -> None:
    """First the plan, then a yes, then the change."""
    run = yard.sign_in(shipyard.HR).open("hr/people.py")
    file = PEOPLE + b"mia,Mia *Mast*,mia@boat.example,en,mast,,yes\n"
    run.file_uploader(key="people_file").upload("people.csv", file, "text/csv")
    run.file_uploader(key="units_file").upload("units.csv", UNITS, "text/csv")
    run.radio(key="mode").set_value("partial").run()

    assert "1 new" in words(run)
    assert "mia" not in yard.store.people()

    run.button[0].click().run()

    assert yard.store.people()["mia"].unit == "mast"
    assert len(yard.store.people()) == 33
    assert "Mia *Mast*" in str(run.dataframe[1].value["Name"].tolist())


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "empty"),
        (b"name\nMia\n", "unit"),
        (PEOPLE + b"a,A,,en,keel,,yes\na,B,,en,keel,,yes\n", "row 3, person_id"),
        (PEOPLE + b"a,A,,en,moon,,yes\n", "row 2, unit"),
    ],
)
def test_a_bad_file_says_where_and_changes_nothing(yard: Visitor, file: bytes, said: str) -> None:
    """Every problem with its row and column; the organisation stays as it was."""
    before = yard.store.organisation()
    run = yard.sign_in(shipyard.HR).open("hr/people.py")

    run.file_uploader(key="people_file").upload("people.csv", file, "text/csv").run()

    assert said in errors(run)[0]
    assert text("people.do_import") not in [button.label for button in run.button]
    assert yard.store.organisation() == before


def test_a_file_with_very_many_problems_lists_the_first(yard: Visitor) -> None:
    """A page of fifty problems is enough to begin with."""
    rows = b"".join(b"p%d,P,,en,moon,,yes\n" % number for number in range(60))
    run = yard.sign_in(shipyard.HR).open("hr/people.py")

    run.file_uploader(key="people_file").upload("people.csv", PEOPLE + rows, "text/csv").run()

    listed = errors(run)[0].splitlines()
    assert len([line for line in listed if line.startswith("- ")]) == 51
    assert listed[-1] == f"- {text('people.more_problems', more='10')}"


def test_the_report_is_asked_for_by_wave_and_separator(yard: Visitor) -> None:
    """The link carries what was chosen, and only waves with figures can be chosen."""
    run = yard.sign_in(shipyard.HR).open("hr/reports.py")
    assert run.selectbox[0].options == [
        text("reports.all"),
        "Wave 2026-04",
        "Wave 2026-03",
        "Wave 2026-02",
    ]

    run.selectbox[0].set_value("2026-03")
    (separator,) = (one for one in run.radio if one.label == text("decimals.ask"))
    separator.set_value(";").run()

    address = run.get("link_button")[0].proto.url
    assert address == "/report.csv?wave=2026-03&separator=%3B&bom=1&ends=lf"
