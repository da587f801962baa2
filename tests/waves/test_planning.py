"""Promises of plans: a series is kept whole or not at all, and every change is on the record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.jobs.schedule import make_rounds
from survey.actions.opening import open_wave
from survey.actions.replan import Change, change_wave
from survey.actions.series import cancel_rest, of_series, plan_series
from survey.actions.waves import cancel_wave
from survey.errors import BadInput, NotAllowed, Refused
from survey.store import Store
from survey.waves.wave import State, Wave
from tests.make import ACTOR, TINY, Clock, instrument, plan, populate, start
from tests.make_hr import HR, MEMBER, plans

OTHER = instrument(key="other")
SERIES = "2026-w11"


def change(wave: Wave, **new: object) -> Change:
    """A change of a wave that leaves everything else as it is."""
    same = Change(wave.name, wave.opens, wave.closes, wave.instrument)
    return replace(same, **new)  # type: ignore[arg-type]


def test_a_series_is_kept_as_scheduled_waves_by_turns(store: Store) -> None:
    """On both engines, with one line on the record."""
    populate(store)
    kept = plan_series(store, plans(store, asks=(TINY, OTHER)), viewer=HR)

    assert [wave.key for wave in kept] == ["2026-w11", "2026-w15", "2026-w19"]
    assert [wave.instrument.key for wave in kept] == ["tiny", "other", "tiny"]
    assert {(wave.state, wave.series) for wave in kept} == {(State.SCHEDULED, SERIES)}
    line = store.audit()[0]
    assert (line.actor, line.verb, line.subject) == (ACTOR, "plan series", SERIES)
    assert line.detail == "2026-w11, 2026-w15, 2026-w19"


def test_a_series_with_one_wave_that_cannot_be_is_not_kept_at_all(store: Store) -> None:
    """Its second wave would ask people who are asked already."""
    populate(store)
    plan(store, "w1", state=State.SCHEDULED, opens=plans(store)[1].opens)
    before, events = store.waves(), store.audit()

    with pytest.raises(Refused, match="asks 25 of the same people at the same time"):
        plan_series(store, plans(store), viewer=HR)

    assert store.waves() == before
    assert store.audit() == events


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"key": "2026-w11"}, "a key of its own"),
        ({"name": " "}, "give the wave a name"),
        ({"audience": ("nowhere",)}, "there is no unit nowhere"),
    ],
)
def test_what_is_wrong_with_a_series_is_said(
    duckdb_store: Store, wrong: dict[str, object], said: str
) -> None:
    """Each thing once, and nothing is kept."""
    populate(duckdb_store)
    first, second, third = plans(duckdb_store)

    with pytest.raises(BadInput) as refusal:
        plan_series(
            duckdb_store,
            [first, replace(second, **wrong), replace(third, **wrong)],  # type: ignore[arg-type]
            viewer=HR,
        )

    assert [said in problem.message for problem in refusal.value.problems] == [True]
    assert duckdb_store.waves() == []


def test_waves_of_a_series_are_never_in_each_others_way(duckdb_store: Store) -> None:
    """Whoever made the dates."""
    populate(duckdb_store)
    first, second, _ = plans(duckdb_store)

    with pytest.raises(Refused, match="would open before"):
        plan_series(
            duckdb_store,
            [first, replace(second, opens=first.closes - timedelta(hours=1))],
            viewer=HR,
        )

    assert duckdb_store.waves() == []


def test_a_series_that_should_be_over_or_has_no_wave_is_refused(duckdb_store: Store) -> None:
    """With a sentence."""
    populate(duckdb_store)

    with pytest.raises(Refused, match="should have closed on"):
        plan_series(duckdb_store, plans(duckdb_store, first=date(2026, 1, 5)), viewer=HR)
    with pytest.raises(Refused, match="needs a wave"):
        plan_series(duckdb_store, [], viewer=HR)


def test_only_hr_plans_changes_and_ends_a_series(duckdb_store: Store) -> None:
    """Nothing happens for anybody else."""
    populate(duckdb_store)
    (wave, *_) = plan_series(duckdb_store, plans(duckdb_store), viewer=HR)
    events = duckdb_store.audit()

    with pytest.raises(NotAllowed):
        plan_series(duckdb_store, plans(duckdb_store), viewer=MEMBER)
    with pytest.raises(NotAllowed):
        change_wave(duckdb_store, key=wave.key, change=change(wave, name="X"), viewer=MEMBER)
    with pytest.raises(NotAllowed):
        cancel_rest(duckdb_store, series=SERIES, reason="Because.", viewer=MEMBER)

    assert duckdb_store.audit() == events


def test_the_rest_of_a_series_is_cancelled_with_one_reason(store: Store, clock: Clock) -> None:
    """What is open or was cancelled before stays as it is."""
    populate(store)
    kept = plan_series(store, plans(store, waves=4), viewer=HR)
    cancel_wave(store, key=kept[1].key, actor=ACTOR, reason="Holidays.")
    clock.moment = kept[0].opens
    open_wave(store, key=kept[0].key, actor=ACTOR)

    ended = cancel_rest(store, series=SERIES, reason=" We ask otherwise now. ", viewer=HR)

    assert [wave.key for wave in ended] == [kept[2].key, kept[3].key]
    found = of_series(store, SERIES)
    assert found[0].state is State.OPEN
    reasons = ["Holidays.", "We ask otherwise now.", "We ask otherwise now."]
    assert [wave.reason for wave in found[1:]] == reasons
    assert store.audit()[0].verb == "cancel series"
    with pytest.raises(Refused, match="has opened or was cancelled already"):
        cancel_rest(store, series=SERIES, reason="Again.", viewer=HR)


def test_a_series_is_not_cancelled_without_a_reason(duckdb_store: Store) -> None:
    """All of it stays scheduled."""
    populate(duckdb_store)
    kept = plan_series(duckdb_store, plans(duckdb_store), viewer=HR)

    with pytest.raises(Refused, match="Say in a sentence why"):
        cancel_rest(duckdb_store, series=SERIES, reason=" ", viewer=HR)

    assert of_series(duckdb_store, SERIES) == kept


def test_a_wave_of_a_series_opens_by_itself_at_its_time(duckdb_store: Store, clock: Clock) -> None:
    """Eight in the morning in Berlin, which in March is seven in UTC."""
    populate(duckdb_store)
    first, *_ = plan_series(duckdb_store, plans(duckdb_store), viewer=HR)

    clock.moment = first.opens - timedelta(seconds=1)
    make_rounds(duckdb_store)
    assert duckdb_store.wave(first.key).state is State.SCHEDULED

    clock.move(seconds=1)
    make_rounds(duckdb_store)
    assert duckdb_store.wave(first.key).state is State.OPEN
    assert f"{first.opens:%H:%M}" == "07:00"


# Changing one wave


def test_a_wave_is_changed_before_it_opens_and_the_record_says_how(store: Store) -> None:
    """Name, days and questions; the rest of its series stays."""
    populate(store)
    first, second, third = plan_series(store, plans(store), viewer=HR)
    later = second.opens + timedelta(days=1)

    wanted = change(second, name=" Spring ", opens=later, instrument=OTHER)
    change_wave(store, key=second.key, change=wanted, viewer=HR)

    changed = store.wave(second.key)
    assert (changed.name, changed.opens, changed.instrument.key) == ("Spring", later, "other")
    assert (changed.state, changed.series) == (State.SCHEDULED, SERIES)
    assert [store.wave(one.key) for one in (first, third)] == [first, third]
    line = store.audit()[0]
    assert (line.verb, line.subject) == ("change wave", second.key)
    assert "name: Pulse, week 15 -> Spring" in line.detail
    assert "asks: tiny 1 -> other 1" in line.detail


def test_a_wave_that_is_changed_into_itself_leaves_no_line(duckdb_store: Store) -> None:
    """Nothing happened."""
    populate(duckdb_store)
    wave = plan(duckdb_store)
    events = duckdb_store.audit()

    change_wave(duckdb_store, key="w1", change=change(wave), viewer=HR)

    assert duckdb_store.audit() == events


def test_a_change_that_cannot_be_is_refused(duckdb_store: Store) -> None:
    """Under the names of the fields, or because people are asked elsewhere then."""
    populate(duckdb_store)
    first, second, _ = plan_series(duckdb_store, plans(duckdb_store), viewer=HR)

    wrong, late = change(first, name="", closes=first.opens), change(first, closes=second.closes)
    with pytest.raises(BadInput) as refusal:
        change_wave(duckdb_store, key=first.key, change=wrong, viewer=HR)
    assert [problem.column for problem in refusal.value.problems] == ["name", "closes"]

    with pytest.raises(Refused, match="of the same people"):
        change_wave(duckdb_store, key=first.key, change=late, viewer=HR)
    assert duckdb_store.wave(first.key) == first


def test_a_wave_that_has_opened_is_not_changed(duckdb_store: Store) -> None:
    """What people were told stands."""
    populate(duckdb_store)
    start(duckdb_store)
    wave = duckdb_store.wave("w1")

    with pytest.raises(Refused, match="cannot be changed: it is open"):
        change_wave(duckdb_store, key="w1", change=change(wave, name="X"), viewer=HR)

    assert duckdb_store.wave("w1") == wave
