"""Retention: what is told to go goes that night and no sooner, once, with a line on the record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analytics.jobs.retention import Planned, planned, sooner
from analytics.jobs.schedule import make_rounds
from analytics.promise.checks import check
from survey.actions.comments import keep_comments
from survey.actions.preferences import prefer
from survey.actions.retention import choose_times
from survey.answering.sending import send
from survey.audit import AuditVerb
from survey.errors import BadInput, NotAllowed
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from survey.waves.calendar import Calendar, Preference
from survey.waves.retention import (
    ABOUT,
    FEWEST_DAYS,
    MOST_DAYS,
    NIGHT,
    Left,
    Times,
    What,
    as_preferences,
    deletions,
    night,
    times_of,
)
from survey.waves.wave import State, Wave
from tests.conftest import ENGINES
from tests.make import (
    ACTOR,
    NOON,
    Clock,
    Universe,
    answers_of,
    close,
    keep_people,
    populate,
    respondents,
    start,
    together,
)
from tests.originals import copy_of, original
from tests.tamper import tamper

pytestmark = pytest.mark.slow

HR = Viewer("hr", "Hanna", "all", None, frozenset({Role.HR}))
MEMBER = Viewer("ant-1", "Ant-1", "ant", None, frozenset())
CREW = Universe({"all": 0, "ant": 10}, {"all": None, "ant": "all"}, ())
UTC_DAYS, BERLIN = Calendar(), Calendar(zone="Europe/Berlin")
MONTH = Times(30)
moments = some.integers(0, 9_000_000).map(lambda minutes: NOON + timedelta(minutes=minutes))


# When is the night?


@pytest.mark.parametrize(
    ("moment", "calendar", "expected"),
    [
        ("2026-03-02T12:00", UTC_DAYS, "2026-03-03T03:00"),
        ("2026-03-02T03:00", UTC_DAYS, "2026-03-02T03:00"),
        ("2026-03-02T02:59", UTC_DAYS, "2026-03-02T03:00"),
        ("2026-03-02T01:30", BERLIN, "2026-03-02T02:00"),
        ("2026-03-02T02:30", BERLIN, "2026-03-03T02:00"),
        ("2026-03-29T00:30", BERLIN, "2026-03-29T01:00"),
    ],
)
def test_a_night_is_at_three_on_the_clocks_of_the_organisation(
    moment: str, calendar: Calendar, expected: str
) -> None:
    """Also in the night in which the clocks go forward."""
    at = datetime.fromisoformat(f"{moment}+00:00")

    assert night(at, calendar) == datetime.fromisoformat(f"{expected}+00:00")


@given(moments, some.sampled_from([UTC_DAYS, BERLIN, Calendar(zone="Pacific/Auckland")]))
def test_the_next_night_is_never_far(moment: datetime, calendar: Calendar) -> None:
    """Not before the moment, within a day and an hour, at three."""
    found = night(moment, calendar)

    assert timedelta() <= found - moment <= timedelta(hours=25)
    assert calendar.local(found).time() == NIGHT


# What goes when?


def wave(number: int, *, days_ago: float = 0, state: State = State.PUBLISHED) -> Wave:
    """A wave that was published so many days before noon, and keeps rows for 30 days."""
    then = NOON - timedelta(days=days_ago)
    return Wave(
        id=number, key=f"w{number}", name=f"Wave {number}", state=state,
        opens=then, closes=then + timedelta(days=1), k=5, definition="", rules=2, keep_days=30,
        audience=(), series=None, replay=False, public_key=None, invited=None, opened=then,
        invited_at=then, closed=then, published=then, seal=None, participation_from=None,
        participation_at=None, reason=None,
    )  # fmt: skip


EVERYTHING = Left(frozenset(range(99)), frozenset(range(99)))
NOTHING = Left(frozenset(), frozenset())


def plans(
    waves: list[Wave], times: Times, left: Left = EVERYTHING, chosen: datetime | None = None
) -> list[tuple[str, int, float]]:
    """What goes of which wave, or of how many people, in days from noon."""
    found = deletions(waves, times, left, calendar=UTC_DAYS, chosen=chosen)
    return [
        (d.what, d.wave.id if d.wave else len(d.keys), (d.when - NOON) / timedelta(days=1))
        for d in found
    ]


@pytest.mark.parametrize(
    ("waves", "times", "left", "chosen", "expected"),
    [
        ([wave(1)], Times(), EVERYTHING, None, [("answers", 1, 30)]),
        ([wave(1)], MONTH, EVERYTHING, None, [("answers", 1, 30), ("comments", 1, 30.625)]),
        ([wave(1)], MONTH, NOTHING, None, []),
        ([wave(1, state=State.CLOSED)], MONTH, EVERYTHING, None, []),
        ([wave(1, state=State.CANCELLED)], MONTH, EVERYTHING, None, []),
        (
            [wave(1, days_ago=10), wave(2, days_ago=20)],
            Times(100),
            replace(EVERYTHING, answers=frozenset()),
            None,
            [("comments", 2, 80.625), ("comments", 1, 90.625)],
        ),
        (
            [wave(1, days_ago=400)],
            MONTH,
            replace(EVERYTHING, answers=frozenset()),
            NOON,
            [("comments", 1, 0.625)],
        ),
    ],
    ids=["kept", "a month", "gone", "closed", "cancelled", "the next first", "shortened"],
)
def test_what_goes_when(
    waves: list[Wave],
    times: Times,
    left: Left,
    chosen: datetime | None,
    expected: list[tuple[str, int, float]],
) -> None:
    """Rows when their time is over, comments in the night after; nothing before it was chosen."""
    assert plans(waves, times, left, chosen) == expected


@given(some.integers(FEWEST_DAYS, MOST_DAYS), some.integers(0, 5000), some.integers(0, 5000))
def test_nothing_goes_before_its_time_or_before_the_night_after_it_was_chosen(
    days: int, published_ago: int, chosen_ago: int
) -> None:
    """Whatever was published and chosen when."""
    chosen = NOON - timedelta(days=chosen_ago)
    one = wave(1, days_ago=published_ago)
    found = deletions([one], Times(days), EVERYTHING, calendar=BERLIN, chosen=chosen)
    (comments,) = (deletion for deletion in found if deletion.what is What.COMMENTS)

    assert one.published is not None
    assert comments.when >= one.published + timedelta(days=days)
    assert comments.when > chosen


@pytest.mark.parametrize(
    ("days", "chosen", "expected"),
    [
        (None, None, []),
        (30, None, [("people", 2, 20.625), ("people", 1, 29.625)]),
        (30, NOON + timedelta(days=25), [("people", 2, 25.625), ("people", 1, 29.625)]),
    ],
    ids=["kept", "a month", "chosen later"],
)
def test_people_who_left_go_by_the_night(
    days: int | None, chosen: datetime | None, expected: list[tuple[str, int, float]]
) -> None:
    """Together where they left on one day; never before it was chosen."""
    ago = {"bee": 10, "ant": 10.2, "cat": 1}
    left = replace(
        NOTHING, gone_since={who: NOON - timedelta(days=many) for who, many in ago.items()}
    )

    assert plans([], Times(None, days), left, chosen) == expected


@pytest.mark.parametrize("times", [Times(), Times(30), Times(3650), Times(None, 60), Times(40, 50)])
def test_what_was_chosen_is_read_again(times: Times) -> None:
    """And whoever never chose keeps everything."""
    kept = {name.value: value for name, value in as_preferences(times).items()}
    assert times_of(kept) == times
    assert times_of({}) == Times()


# In the store


def spoken(store: Store) -> None:
    """A published wave in which ten people wrote."""
    populate(store, CREW)
    forms = respondents(store, start(store))
    together(lambda who: send(store, forms[who], answers_of(who) | {"O1": f"I am {who}"}), forms)
    close(store)


@pytest.fixture(scope="module", params=ENGINES)
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A store with ten comments on either engine, to be copied."""
    with original(request, tmp_path_factory.mktemp("retention"), spoken) as settings:
        yield settings


@pytest.fixture
def settings(
    written: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """A copy of it."""
    with copy_of(written, tmp_path, request) as settings:
        yield settings


def key_of(one: Planned) -> str:
    """The key of the wave something is deleted of."""
    assert one.deletion.wave is not None
    return one.deletion.wave.key


def deleted(store: Store) -> list[tuple[str, str, str]]:
    """What the record says of deleting comments."""
    found = [event for event in store.audit() if event.verb == "delete comments"]
    return [(event.actor, event.subject, event.detail) for event in found]


def test_comments_go_in_the_night_after_their_time_and_once(store: Store, clock: Clock) -> None:
    """The page names the same night as the schedule keeps; the check knows why they are gone."""
    choose_times(store, MONTH, viewer=HR)
    (told,) = planned(store, viewer=HR)
    clock.moment = told.deletion.when - timedelta(seconds=1)
    make_rounds(store)
    before = len(store.comments(1)), deleted(store)

    clock.moment = told.deletion.when
    for _ in range(3):
        make_rounds(store)

    assert (told.deletion.what, key_of(told), told.count) == (What.COMMENTS, "w1", 10)
    assert before == (10, [])
    assert store.comments(1) == []
    assert deleted(store) == [("schedule", "w1", "10 comments")]
    assert planned(store, viewer=HR) == []
    assert all(finding.holds for finding in check(store))


def test_comments_are_kept_where_nothing_was_chosen(store: Store, clock: Clock) -> None:
    """For ever."""
    clock.move(days=4000)
    make_rounds(store)

    assert len(store.comments(1)) == 10
    assert planned(store, viewer=HR) == []


def test_a_shorter_time_shows_what_goes_tonight(store: Store, clock: Clock) -> None:
    """And until the night all is still there: it can be taken back."""
    clock.move(days=100)
    found = sooner(store, MONTH, viewer=HR)
    tonight = night(clock(), UTC_DAYS)
    assert [(key_of(p), p.deletion.when) for p in found] == [("w1", tonight)]
    assert sooner(store, Times(200), viewer=HR) == []

    choose_times(store, MONTH, viewer=HR)
    make_rounds(store)
    assert len(store.comments(1)) == 10
    assert [p.deletion.when for p in planned(store, viewer=HR)] == [tonight]
    assert sooner(store, Times(31), viewer=HR) == []

    choose_times(store, Times(), viewer=HR)
    clock.move(days=9)
    make_rounds(store)
    assert len(store.comments(1)) == 10


def test_a_deletion_that_was_cut_off_gets_its_line(store: Store, clock: Clock) -> None:
    """The comments went, the power too; the next round says so."""
    choose_times(store, MONTH, viewer=HR)
    clock.move(days=60)
    store.comment_rows.destroy(1)
    make_rounds(store)

    assert deleted(store) == [("schedule", "w1", "0 comments")]
    assert all(finding.holds for finding in check(store))


def test_comments_that_come_back_from_a_backup_go_again(store: Store, clock: Clock) -> None:
    """And until then the check says that they are there."""
    comments = store.comments(1)
    choose_times(store, MONTH, viewer=HR)
    clock.move(days=60)
    make_rounds(store)
    keep_comments(store, store.wave("w1"), comments)
    wrong = [finding.sentence for finding in check(store) if not finding.holds]

    make_rounds(store)

    assert wrong == ["Wave w1: 10 comments are back after their deletion."]
    assert store.comments(1) == []
    assert len(deleted(store)) == 2


@pytest.mark.parametrize("days", [0, FEWEST_DAYS - 1, MOST_DAYS + 1])
def test_a_time_in_which_nobody_could_read_is_refused(duckdb_store: Store, days: int) -> None:
    """And nothing is kept of it."""
    with pytest.raises(BadInput):
        choose_times(duckdb_store, Times(days), viewer=HR)

    assert duckdb_store.audit() == []


def test_choosing_is_hrs_and_on_the_record(duckdb_store: Store) -> None:
    """Once, however often it is chosen."""
    with pytest.raises(NotAllowed):
        choose_times(duckdb_store, MONTH, viewer=MEMBER)
    with pytest.raises(NotAllowed):
        planned(duckdb_store, viewer=MEMBER)
    for _ in range(2):
        choose_times(duckdb_store, MONTH, viewer=HR)

    (line,) = duckdb_store.audit()
    assert (line.actor, line.verb, line.subject) == ("hr", "choose", ABOUT)


def test_the_night_is_that_of_the_chosen_time_zone(duckdb_store: Store) -> None:
    """As everything is that people are told."""
    spoken(duckdb_store)
    prefer(duckdb_store, {Preference.TIME_ZONE: "Europe/Berlin"}, actor=ACTOR, about="days")
    choose_times(duckdb_store, MONTH, viewer=HR)
    (told,) = planned(duckdb_store, viewer=HR)

    assert BERLIN.local(told.deletion.when).time() == NIGHT


# People who left


def leave(store: Store, who: str) -> None:
    """Somebody is not here any more."""
    keep_people(store, [replace(store.people()[who], active=False)])


def test_people_who_left_are_erased_in_the_night_and_nobody_else(
    store: Store, clock: Clock
) -> None:
    """With a line by the schedule; rosters keep their number and their seal."""
    leave(store, "ant-1")
    clock.move(days=10)
    leave(store, "ant-2")
    choose_times(store, Times(None, 30), viewer=HR)
    first, second = planned(store, viewer=HR)
    assert (first.deletion.keys, first.count) == (("ant-1",), 1)

    clock.moment = first.deletion.when - timedelta(seconds=1)
    make_rounds(store)
    assert "ant-1" in store.people()
    clock.moment = first.deletion.when
    for _ in range(2):
        make_rounds(store)

    assert "ant-1" not in store.people()
    assert "ant-2" in store.people()
    assert len(store.roster(1)) == 10
    assert "ant-1" not in store.roster(1)
    assert [(e.actor, e.verb) for e in store.audit() if e.verb == AuditVerb.ERASE_PERSON] == [
        ("schedule", AuditVerb.ERASE_PERSON)
    ]
    assert planned(store, viewer=HR) == [second]
    assert [finding for finding in check(store) if not finding.holds] == []


def test_somebody_who_comes_back_is_kept(store: Store, clock: Clock) -> None:
    """And when they leave again, the time begins again."""
    leave(store, "ant-1")
    choose_times(store, Times(None, 30), viewer=HR)
    clock.move(days=20)
    keep_people(store, [replace(store.people()["ant-1"], active=True)])
    assert planned(store, viewer=HR) == []

    leave(store, "ant-1")
    (told,) = planned(store, viewer=HR)
    assert told.deletion.when >= clock() + timedelta(days=30)


def test_somebody_asked_in_an_open_wave_waits_for_its_end(store: Store, clock: Clock) -> None:
    """Their time is over; the wave goes first."""
    start(store, "w2", days=60)
    leave(store, "ant-1")
    choose_times(store, Times(None, 30), viewer=HR)
    clock.move(days=40)
    make_rounds(store)
    assert "ant-1" in store.people()

    clock.move(days=21)
    for _ in range(2):
        make_rounds(store)
    assert "ant-1" not in store.people()
    assert [finding for finding in check(store) if not finding.holds] == []


def test_people_who_left_before_that_was_kept_count_from_the_upgrade(
    store: Store, clock: Clock
) -> None:
    """Or from now, in a database that never needed one."""
    leave(store, "ant-1")
    tamper(store, "UPDATE person SET gone_since = NULL")
    choose_times(store, Times(None, 30), viewer=HR)

    (told,) = planned(store, viewer=HR)
    assert told.deletion.when >= clock() + timedelta(days=30)
