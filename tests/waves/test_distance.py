"""Promises of distance: ten days between closings of the same people, and k stays two months."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.jobs.past_waves import PastWave, bring, preview
from survey.actions.distance import too_near
from survey.actions.opening import open_wave
from survey.actions.series import plan_series
from survey.actions.waves import close_wave, schedule_wave
from survey.errors import Refused
from survey.imports.wave import read_wave
from survey.organisation.structure import Person
from survey.store import Store
from survey.waves.wave import State
from tests.make import (
    ACTOR,
    NOON,
    TINY,
    Clock,
    keep_people,
    person,
    plan,
    populate,
    published,
    start,
)
from tests.make_hr import HR, plans

pytestmark = pytest.mark.slow

APART = r"“Wave w1” \(closing day 02 March 2026\) asks \d+ of the same people"


def after(days: float) -> timedelta:
    """So long after the first closing."""
    return timedelta(days=days)


@pytest.mark.parametrize(("days", "apart"), [(5, False), (9, False), (10, True), (40, True)])
def test_a_wave_of_the_same_people_closes_ten_days_after_the_last(
    duckdb_store: Store, clock: Clock, days: int, *, apart: bool
) -> None:
    """By its planned day, when it is scheduled and when it opens; the check list says so."""
    populate(duckdb_store)
    published(duckdb_store, "w1", audience=("ant",))
    clock.move(days=1)
    wave = plan(duckdb_store, "w2", closes=NOON + after(days))

    assert (too_near(duckdb_store, wave) == []) is apart
    for act in () if apart else (schedule_wave, open_wave):
        with pytest.raises(Refused, match=APART):
            act(duckdb_store, key="w2", actor=ACTOR)
    if apart:
        open_wave(duckdb_store, key="w2", actor=ACTOR)
    assert duckdb_store.wave("w2").state is (State.OPEN if apart else State.DRAFT)


def test_other_people_may_be_asked_the_day_after(duckdb_store: Store, clock: Clock) -> None:
    """Nobody of the one is in the other."""
    populate(duckdb_store)
    published(duckdb_store, "w1", audience=("ant",))
    clock.move(days=1)
    wave = plan(duckdb_store, "w2", closes=NOON + after(2), audience=("bee",))

    assert too_near(duckdb_store, wave) == []
    open_wave(duckdb_store, key="w2", actor=ACTOR)


def test_new_ids_and_units_do_not_make_other_people(duckdb_store: Store, clock: Clock) -> None:
    """Their addresses are the same; so they are."""
    universe = populate(duckdb_store)
    published(duckdb_store, "w1", audience=("ant",))
    clock.move(days=1)
    old = [one for one in universe.people.values() if one.unit == "ant"]
    new = [Person(f"x{o.key}", o.name, o.email.upper(), "en", "bee", None, True) for o in old]
    keep_people(duckdb_store, [*new, *(person(o.key, "ant", active=False) for o in old)])
    plan(duckdb_store, "w2", closes=NOON + after(3), audience=("bee",))

    with pytest.raises(Refused, match=APART):
        open_wave(duckdb_store, key="w2", actor=ACTOR)


def test_a_scheduled_wave_does_not_stop_the_one_before_it(duckdb_store: Store) -> None:
    """Of two that an earlier release scheduled too near, the later one gives way."""
    populate(duckdb_store)
    plan(duckdb_store, "w1", closes=NOON + after(3))
    later = {"opens": NOON + after(5), "closes": NOON + after(8)}
    plan(duckdb_store, "w2", state=State.SCHEDULED, **later)  # type: ignore[arg-type]

    with pytest.raises(Refused, match="Wave w2"):
        schedule_wave(duckdb_store, key="w1", actor=ACTOR)
    open_wave(duckdb_store, key="w1", actor=ACTOR)

    assert duckdb_store.wave("w1").state is State.OPEN


def test_a_series_closes_ten_days_apart(duckdb_store: Store) -> None:
    """Whatever its plans say."""
    populate(duckdb_store)
    first, second, *_ = plans(duckdb_store)
    near = replace(second, opens=first.closes, closes=first.closes + after(9))

    with pytest.raises(Refused, match="would close less than 10 days after"):
        plan_series(duckdb_store, [first, near], viewer=HR)
    assert duckdb_store.waves() == []


@pytest.mark.parametrize(
    ("days", "k", "audience", "opens"),
    [
        (60, 5, (), False),
        (61, 5, (), True),
        (60, 6, (), True),
        (20, 7, (), True),
        (60, 5, ("bee",), True),
    ],
)
def test_k_does_not_fall_within_60_days(
    duckdb_store: Store, clock: Clock, days: int, k: int, audience: Sequence[str], *, opens: bool
) -> None:
    """It may rise, and other people may have another."""
    populate(duckdb_store)
    published(duckdb_store, "w1", k=6, audience=("ant",))
    clock.move(days=days - 5)
    wave = plan(duckdb_store, "w2", closes=NOON + after(days), k=k, audience=tuple(audience))

    assert (too_near(duckdb_store, wave) == []) is opens
    if opens:
        open_wave(duckdb_store, key="w2", actor=ACTOR)
    else:
        with pytest.raises(Refused, match=r"needs groups of 6, .* Choose 6 or more"):
            open_wave(duckdb_store, key="w2", actor=ACTOR)


ANSWERS = "4,2,1,5,1"


def past(key: str, closed: date, people: Sequence[tuple[str, str]], *, k: int = 5) -> PastWave:
    """A past wave of these people, unit and id; an empty id names nobody."""
    rows = [f"{unit},{who},{ANSWERS}" for unit, who in people]
    text = "\n".join(["unit,person_id,B1,B2,A1,A2,S1", *rows, ""])
    opened = closed - timedelta(days=2)
    return PastWave(key, key.title(), opened, closed, k, TINY, read_wave(text.encode(), TINY, None))


NAMED = [("ant", f"p{n}") for n in range(8)]
UNNAMED = [("ant", "")] * 8
ELSEWHERE = [("bee", "")] * 8


@pytest.mark.parametrize("again", [NAMED, UNNAMED], ids=["named", "unnamed"])
@pytest.mark.parametrize("days", [-9, -3, 3, 9])
def test_a_past_wave_near_another_of_the_same_people_is_refused(
    duckdb_store: Store, again: Sequence[tuple[str, str]], days: int
) -> None:
    """Before it or after it, named or not, and nothing is kept of it."""
    bring(duckdb_store, past("old", date(2025, 5, 20), NAMED), actor=ACTOR)
    near = past("near", date(2025, 5, 20) + timedelta(days=days), again)

    for act in (preview, lambda store, wave: bring(store, wave, actor=ACTOR)):
        with pytest.raises(Refused, match=r"“Old” closed on 20 May 2025 and asked 8 of these"):
            act(duckdb_store, near)
    assert [wave.key for wave in duckdb_store.waves()] == ["old"]


def test_a_past_wave_of_other_units_or_ten_days_away_is_brought_in(duckdb_store: Store) -> None:
    """Unnamed people are taken for those of their unit only."""
    bring(duckdb_store, past("old", date(2025, 5, 20), UNNAMED), actor=ACTOR)
    bring(duckdb_store, past("ten", date(2025, 5, 30), UNNAMED), actor=ACTOR)
    bring(duckdb_store, past("bee", date(2025, 5, 21), ELSEWHERE), actor=ACTOR)

    assert len(duckdb_store.waves()) == 3


@pytest.mark.parametrize(
    ("days", "k", "said"), [(-30, 7, "Choose 6 or fewer"), (30, 5, "Choose 6 or more")]
)
def test_a_past_wave_does_not_make_k_fall(
    duckdb_store: Store, days: int, k: int, said: str
) -> None:
    """Neither its own, after a wave, nor that of a wave after it."""
    bring(duckdb_store, past("old", date(2025, 5, 20), NAMED, k=6), actor=ACTOR)
    wave = past("other", date(2025, 5, 20) + timedelta(days=days), NAMED, k=k)

    with pytest.raises(Refused, match=said):
        bring(duckdb_store, wave, actor=ACTOR)


def test_answers_of_the_same_days_count_once(duckdb_store: Store) -> None:
    """A file that is brought in again under another key is refused, its people named or not."""
    bring(duckdb_store, past("old", date(2025, 5, 20), NAMED), actor=ACTOR)

    for people in (NAMED, UNNAMED):
        with pytest.raises(Refused, match="8 of these people from the same days already"):
            bring(duckdb_store, past("again", date(2025, 5, 20), people), actor=ACTOR)


def test_closing_by_hand_keeps_the_distance_too(duckdb_store: Store, clock: Clock) -> None:
    """Planned for ten days after another, it may not be closed on the second day."""
    populate(duckdb_store)
    published(duckdb_store, "w1", audience=("ant",))
    clock.move(days=1)
    start(duckdb_store, "w2", closes=NOON + after(10))
    clock.move(days=1)

    with pytest.raises(Refused, match=APART):
        close_wave(duckdb_store, key="w2", actor=ACTOR)
    clock.move(days=8)
    close_wave(duckdb_store, key="w2", actor=ACTOR)

    assert duckdb_store.wave("w2").state is State.CLOSED
