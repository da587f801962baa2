"""Promises of who sees which pages: what is in the menu, and that nothing else exists."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.frame import session
from survey.actions.sign_in import leave
from survey.errors import DatabaseBusy
from survey.mailing.sign_in import desk
from survey.organisation.permissions import ADMINISTRATOR
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import ROUTER, Visitor
from tests.journeys.words import charts, elements, errors, words
from tests.queries import queries_of

EVERYBODY = {"everyone/home.py", "everyone/promise.py", "respondent/pulse.py", "respondent/sent.py"}
SIGNED_IN = EVERYBODY | {
    "team/trends.py",
    "team/sources.py",
    "team/maps.py",
    "team/conversation.py",
    "team/comments.py",
}
OVER_LEADERS = SIGNED_IN | {"leader/area.py"}
IN_COUNCIL = SIGNED_IN | {"council/seat.py", "hr/audit.py"}
IN_HR = OVER_LEADERS | {
    "hr/waves.py",
    "hr/wave.py",
    "hr/links.py",
    "hr/people.py",
    "hr/reports.py",
    "hr/quality.py",
    "hr/participation.py",
    "hr/preview.py",
    "hr/settings.py",
    "hr/questions.py",
    "hr/audit.py",
    "hr/retention.py",
    "hr/history.py",
}


def pages_of(run: AppTest) -> set[str]:
    """The pages that exist for whoever is looking."""
    found = set()
    for page in IN_HR | IN_COUNCIL:
        try:
            run.switch_page(page)
        except ValueError:
            continue
        found.add(page)
    return found


@pytest.mark.parametrize(
    ("person", "pages"),
    [
        (None, EVERYBODY),
        (shipyard.MEMBER, SIGNED_IN),
        (shipyard.LEADER, SIGNED_IN),
        (shipyard.OVER_LEADERS, OVER_LEADERS),
        (shipyard.OPERATOR, SIGNED_IN),
        (shipyard.COUNCIL, IN_COUNCIL),
        (shipyard.HR, IN_HR),
        (shipyard.ADMINISTRATOR, IN_HR),
    ],
)
def test_everybody_has_their_pages_and_no_other(
    yard: Visitor, person: str | None, pages: set[str]
) -> None:
    """What is not somebody's does not exist for them; what is opens without a failure."""
    run = yard.sign_in(person).open()

    assert pages_of(run) == pages
    for page in sorted(pages):
        run.switch_page(page).run()
        assert not run.exception, page
        assert not errors(run), page
        assert run.title or "<h1>" in words(run), page


@pytest.mark.parametrize("foreign", ["deck", "office", "yard-2"])
def test_a_unit_one_may_not_see_reads_like_one_that_does_not_exist(
    yard: Visitor, foreign: str
) -> None:
    """A member sees their own chain; any other key gives the very same page."""
    yard.sign_in(shipyard.MEMBER)

    asked = elements(yard.open("team/trends.py", unit=foreign))

    assert asked == elements(yard.open("team/trends.py", unit="no-such-unit"))
    assert ("error", "", "There is no such unit.") in asked


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        (shipyard.MEMBER, ["yard", "hulls", "keel"]),
        (shipyard.LEADER, ["yard", "hulls", "keel"]),
        (shipyard.OVER_LEADERS, ["yard", "hulls", "deck", "flags", "keel"]),
        (shipyard.OPERATOR, ["yard", "office"]),
        (shipyard.HR, ["yard", "hulls", "deck", "flags", "keel", "office"]),
    ],
)
def test_people_choose_among_the_units_they_may_see(
    yard: Visitor, person: str, seen: list[str]
) -> None:
    """One's own unit and all above it, for a leader all below too, for HR all."""
    names = yard.sign_in(person).open("team/trends.py").selectbox[0].options

    assert [name.strip() for name in names] == [unit.title() for unit in seen]


def test_team_and_leader_see_the_same_page(yard: Visitor) -> None:
    """Openness: a member and the leader of a team read the same figures."""
    as_member = yard.sign_in(shipyard.MEMBER).open("team/trends.py", unit="keel")
    as_leader = yard.sign_in(shipyard.LEADER).open("team/trends.py", unit="keel")

    own = {"Keel-1", "Keel-Lead"}
    told = [
        [one for one in elements(run) if not any(name in str(one) for name in own)]
        for run in (as_member, as_leader)
    ]

    assert told[0] == told[1]
    assert len(told[0]) > 10
    assert charts(as_member) == charts(as_leader)


def test_a_failure_is_a_sentence_without_what_caused_it(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Values in an exception may be what people wrote: neither page nor log repeats them."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr("analytics.reports.unit_trend.trend_seen", fails)
    run = yard.sign_in(shipyard.MEMBER).open("team/trends.py")

    assert errors(run) == [text("router.failed")]
    assert not run.exception
    assert "canary" not in words(run) + caplog.text
    assert "RuntimeError" in caplog.text
    assert "Sign out" in words(run)


def test_a_busy_database_is_said_before_anybody_is_known(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When even asking who is there fails, the page says why."""

    def busy(*_: object, **__: object) -> None:
        raise DatabaseBusy("The database is busy.")

    yard.sign_in(shipyard.MEMBER)
    monkeypatch.setattr(session, "person_in", busy)
    run = AppTest.from_file(ROUTER, default_timeout=20).run()

    assert errors(run) == ["The database is busy."]
    assert not run.exception


def test_who_is_looking_is_asked_once_in_a_run_and_anew_in_the_next(yard: Visitor) -> None:
    yard.sign_in(shipyard.MEMBER)
    run = AppTest.from_file(ROUTER, default_timeout=20).switch_page("team/trends.py")
    for _ in ("a first", "a later"):
        with queries_of(yard.store) as asked:
            run = run.run()
        looked = [one for one in asked if "FROM sign_in" in one.replace("\n", " ")]
        assert len(looked) == 1, looked
        assert not run.exception


def test_whoever_signed_out_or_left_is_nobody_on_the_next_run(yard: Visitor) -> None:
    """A copied cookie ends with the session, and with the person."""
    home = yard.sign_in(shipyard.MEMBER).open()
    leave(yard.store, yard.cookies[session.SEAT])

    assert pages_of(home.run()) == EVERYBODY

    yard.sign_in(shipyard.LEADER)
    gone = replace(yard.store.people()[shipyard.LEADER], active=False, leads=None)
    make.keep_people(yard.store, [gone])

    assert pages_of(yard.open()) == EVERYBODY


def seen_to(yard: Visitor) -> None:
    """Wait until all who asked were seen to, by asking after them."""
    asked = desk.ask(yard.store, "nobody@boat.example", network="here")
    assert asked is not None
    asked.result()


def test_home_says_what_this_is_and_mails_a_link(yard: Visitor) -> None:
    """Known and unknown addresses get the same answer; only the known one gets a mail."""
    home = yard.open()
    assert text("home.personal") in words(home)
    outbox = yard.store.settings.outbox / "sign-in"

    home.text_input[0].set_value("stranger@boat.example")
    stranger = elements(home.button[0].click().run())
    seen_to(yard)
    assert not outbox.exists()

    home.text_input[0].set_value("KEEL-1@boat.example")
    known = elements(home.button[0].click().run())
    seen_to(yard)

    assert [e for e in known if e[0] == "success"] == [e for e in stranger if e[0] == "success"]
    (mail,) = outbox.glob("*.eml")
    assert "http://boat.example/enter/" in mail.read_text()


def test_home_leads_hr_to_what_needs_looking_after(yard: Visitor) -> None:
    """The open wave with its days, what needs somebody, and the last wave."""
    said = words(yard.sign_in(shipyard.HR).open())

    assert "is open until Wednesday 17 June 2026" in said
    assert text("quarter.day_of", day=2, days=11) in said
    assert text("quarter.need.look.head", wave=f"Wave {shipyard.LAST_WAVE}") in said
    assert text("quarter.last", wave=f"Wave {shipyard.LAST_WAVE}") in said


def test_whoever_sets_up_is_led_to_people_first(empty: Visitor) -> None:
    """An empty installation: no figures, no waves, and where to begin."""
    empty.cookies[session.SEAT] = shipyard.seat(empty.store, ADMINISTRATOR)
    home = empty.open()

    assert pages_of(home) == IN_HR
    assert text("quarter.need.no_people.head") in words(home)
    for page in sorted(IN_HR):
        run = empty.open(page)
        assert not run.exception, page
        assert not run.error, page
    assert text("trends.none_yet") in words(empty.open("team/trends.py"))
    assert text("reports.none_yet") in words(empty.open("hr/reports.py"))
