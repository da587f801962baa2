"""Promises of bringing past answers: through the same gate, all of a wave or nothing of it."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from functools import partial

import pytest

from analytics.jobs.past_waves import PastWave, bring, preview
from analytics.jobs.schedule import Rounds, make_rounds
from survey.errors import BadInput, Refused, Trouble
from survey.imports.wave import read_wave
from survey.questionnaire.answers import Answers, to_json
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State
from tests.make import (
    ACTOR,
    TINY,
    Clock,
    Universe,
    populate,
    published,
    shown,
    start,
)
from tests.processes import killed

pytestmark = pytest.mark.slow

ROW = "4,2,1,5,1"
ROWS = [*(f"ant,{ROW}" for _ in range(8)), *(f"bee,{ROW}" for _ in range(5)), f"cat,{ROW}"]


def past(
    rows: Sequence[str] = ROWS,
    *,
    invited: str | None = None,
    opened: date = date(2025, 5, 1),
    closed: date = date(2025, 5, 9),
    k: int = 5,
    people: bool = False,
    comments: bool = False,
    signs: bool = True,
) -> PastWave:
    """A wave file of the tiny instrument: unit, then the answers."""
    columns = "unit,person_id,B1,B2,A1,A2,S1" if people else "unit,B1,B2,A1,A2,S1"
    columns = columns if signs else columns.removesuffix(",S1")
    columns += ",O1" if comments else ""
    text = "\n".join([columns, *rows, ""])
    file = read_wave(text.encode(), TINY, invited.encode() if invited else None)
    return PastWave("old", "Old", opened, closed, k, TINY, file)


EXPECTED = {
    "B1": (750, 8, 9, 5),
    "B2": (750, 8, 9, 5),  # turned round: 2 counts as 4
    "A1": (50, 8, 9, 5),
    "A2": (950, 8, 9, 5),
    "S1": (900, 8, 9, 5),
    "belonging": (750, 8, 9, 5),
    "alignment": (500, 8, 9, 5),
}


def test_past_answers_become_a_published_wave(store: Store) -> None:
    """On its own days, sealed and closed as any other; nothing is left of its ballots."""
    bring(store, past(), actor=ACTOR)

    wave, figures = store.wave("old"), shown(store, "old")
    assert (wave.state, wave.replay) == (State.PUBLISHED, True)
    assert (str(wave.opened_on("UTC")), str(wave.closed_on("UTC"))) == ("2025-05-01", "2025-05-09")
    assert {m: figures["ant", "team", m][:4] for m in EXPECTED} == EXPECTED
    assert not any(figures["cat", "team", m] for m in EXPECTED)
    assert figures["ant", "team", "participation"][-3:] == (8, 75, 100)
    assert store.leftovers() == set()
    assert store.people() == {}


def test_comments_go_through_the_same_gate_as_those_of_any_wave(store: Store) -> None:
    """Where ten people stand, of whom three wrote; the others are not kept."""
    written = [f"ant,{ROW},Comment {n}" if n < 3 else f"ant,{ROW}," for n in range(10)]
    elsewhere = [f"bee,{ROW},Never shown {n}" for n in range(5)]

    bring(store, past([*written, *elsewhere], comments=True), actor=ACTOR)

    said = store.comments(store.wave("old").id)
    assert sorted((c.unit, c.scope, c.prompt, c.text) for c in said) == [
        ("ant", "team", "O1", f"Comment {n}") for n in range(3)
    ]
    assert store.diagnostics(1)["comments"] == 3


def test_units_that_are_not_there_are_made_below_the_root(duckdb_store: Store) -> None:
    """Those that are there stay where they are."""
    populate(duckdb_store, Universe({"all": 0, "ant": 0}, {"all": None, "ant": "all"}, ()))

    bring(duckdb_store, past(), actor=ACTOR)

    assert {u.key: u.parent for u in duckdb_store.units().values()} == {
        "all": None,
        "ant": "all",
        "bee": "all",
        "cat": "all",
    }


def test_whoever_was_invited_and_did_not_answer_counts_in_participation(
    duckdb_store: Store,
) -> None:
    """And a unit where nobody answered is there too."""
    file = "unit,invited\nant,16\nbee,5\ncat,2\ndog,6\n"

    bring(duckdb_store, past(invited=file), actor=ACTOR)

    figures = shown(duckdb_store, "old")
    assert figures["ant", "team", "participation"][-3:] == (16, 50, 74)
    assert figures["dog", "team", "participation"][-3:] == (6, 0, 49)
    assert not figures["dog", "team", "B1"]


def test_a_preview_says_what_would_happen_and_changes_nothing(duckdb_store: Store) -> None:
    """How many answers, from where, and which units are new."""
    lines = preview(duckdb_store, past())

    assert lines == [
        "14 answers in 3 units, 14 invited.",
        "Figures will be shown for groups of at least 5.",
        "3 units are new and will be created: ant, bee, cat.",
    ]
    assert duckdb_store.waves() == []
    assert duckdb_store.units() == {}
    assert duckdb_store.audit() == []


def test_a_preview_says_how_many_wrote_and_where_that_is_shown(duckdb_store: Store) -> None:
    """Before anything is kept."""
    rows = [f"ant,{ROW},Words", *[f"ant,{ROW},"] * 3, f"ant,{ROW},More words"]

    assert preview(duckdb_store, past(rows, comments=True))[2] == (
        "2 people wrote comments; they are shown where 10 people stand together of whom 3 wrote."
    )


def test_of_many_new_units_five_are_named(duckdb_store: Store) -> None:
    """And the number of the others."""
    lines = preview(duckdb_store, past([f"unit-{n},{ROW}" for n in range(9)]))

    assert lines[-1].endswith("created: unit-0, unit-1, unit-2, unit-3, unit-4 and 4 more.")


@pytest.mark.parametrize(
    ("wave", "error", "said"),
    [
        (past(k=3), Refused, "groups of at least 4"),
        (past(opened=date(2025, 5, 10)), BadInput, "The wave was not read"),
        (past([f"ant,{ROW}"] * 3), Refused, "would ask 3 people, and figures need at least 5"),
    ],
)
def test_a_wave_that_cannot_be_published_is_refused_and_leaves_nothing(
    duckdb_store: Store, wave: PastWave, error: type[Exception], said: str
) -> None:
    """No wave, no box, no key."""
    with pytest.raises(error, match=said):
        bring(duckdb_store, wave, actor=ACTOR)

    assert duckdb_store.waves() == []
    assert duckdb_store.leftovers() == set()


def test_a_wave_is_brought_once(duckdb_store: Store) -> None:
    """The second time its key is taken; what is published stays."""
    bring(duckdb_store, past(), actor=ACTOR)
    before = sorted(duckdb_store.cells(), key=str)

    with pytest.raises(Refused, match="There is a wave “old” already"):
        bring(duckdb_store, past([f"ant,{ROW}"] * 9), actor=ACTOR)

    assert sorted(duckdb_store.cells(), key=str) == before


def test_the_key_of_a_wave_of_another_kind_is_not_taken_over(duckdb_store: Store) -> None:
    """An open wave with the same key goes on."""
    populate(duckdb_store)
    start(duckdb_store, "old")

    with pytest.raises(Refused, match="There is a wave “old” already"):
        bring(duckdb_store, past(), actor=ACTOR)
    assert duckdb_store.wave("old").state is State.OPEN


def test_past_answers_of_people_who_were_asked_at_the_same_time_are_refused(
    duckdb_store: Store,
) -> None:
    """Two waves never ask the same person at once, not in the past either."""
    rows = [f"ant,p{n},{ROW}" for n in range(8)]
    bring(duckdb_store, past(rows, people=True), actor=ACTOR)
    again = PastWave("twice", "T", date(2025, 5, 9), date(2025, 5, 20), 5, TINY, past(
        rows, people=True
    ).file)  # fmt: skip

    with pytest.raises(Refused, match=r"“Old” .* has answers of 8 of these people from the same"):
        bring(duckdb_store, again, actor=ACTOR)

    assert [wave.key for wave in duckdb_store.waves()] == ["old"]
    assert duckdb_store.leftovers() == set()


def test_past_answers_do_not_stand_in_the_way_of_a_wave_now(duckdb_store: Store) -> None:
    """Different days; and teams named by the file are compared with the people there now."""
    populate(duckdb_store)
    bring(duckdb_store, past(), actor=ACTOR)

    assert published(duckdb_store, "w1", days=1).state is State.PUBLISHED


def test_sending_that_fails_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent before is destroyed with it."""
    calls: list[str] = []

    def fail_in_the_middle(home: str, answers: Answers) -> bytes:
        calls.append(home)
        if len(calls) == 7:
            raise Trouble("The disk is full.")
        return to_json(home, answers)

    monkeypatch.setattr("analytics.jobs.past_waves.to_json", fail_in_the_middle)
    with pytest.raises(Trouble, match="disk is full"):
        bring(store, past(), actor=ACTOR)

    assert store.waves() == []
    assert store.leftovers() == set()
    assert store.roster(1) == {}
    monkeypatch.undo()
    bring(store, past(), actor=ACTOR)
    assert store.wave("old").state is State.PUBLISHED


BRING = partial(bring, past=past(), actor=ACTOR)


@pytest.mark.parametrize(
    ("at", "after"),
    [
        ("survey.storage.ballot_box.BallotBox.send", True),
        ("analytics.jobs.past_waves.close_wave", False),
        ("analytics.jobs.past_waves.publish", False),
    ],
)
def test_an_import_that_was_cut_off_can_be_given_again(
    settings: Settings, clock: Clock, at: str, after: bool
) -> None:
    """It begins anew, or, once closed, the rounds publish it: no answer counts twice."""
    killed(settings, clock.moment, BRING, at=at, after=after)

    with closing(Store(settings, clock=clock)) as store:
        if store.wave("old").state is State.CLOSED:
            make_rounds(store)
        else:
            bring(store, past(), actor=ACTOR)

        figures = shown(store, "old")
        assert {m: figures["ant", "team", m][:4] for m in EXPECTED} == EXPECTED
        assert figures["ant", "team", "participation"][-3:] == (8, 75, 100)
        assert store.leftovers() == set()


def test_an_import_goes_well_while_the_schedule_runs(
    duckdb_store: Store,
) -> None:
    """Both would publish it; one does."""
    rounds = Rounds(duckdb_store, every=0.001)
    try:
        bring(duckdb_store, past(), actor=ACTOR)
    finally:
        rounds.close()

    assert duckdb_store.wave("old").state is State.PUBLISHED
    assert duckdb_store.leftovers() == set()
    verbs = [event.verb for event in duckdb_store.audit()]
    assert verbs.count("publish wave") == verbs.count("close wave") == 1


def test_a_team_whose_people_in_the_file_changed_by_one_shows_its_statements(
    duckdb_store: Store,
) -> None:
    """Nobody is held back in a past wave either."""
    first = [f"ant,p{n},{ROW}" for n in range(8)]
    bring(duckdb_store, past(first, people=True), actor=ACTOR)
    later = past([*first[1:], f"ant,new,{ROW}"], people=True)
    second = PastWave("new", "New", date(2025, 6, 1), date(2025, 6, 9), 5, TINY, later.file)

    bring(duckdb_store, second, actor=ACTOR)

    figures = shown(duckdb_store, "new")
    assert figures["ant", "team", "belonging"]
    assert figures["ant", "team", "B1"]
    assert duckdb_store.people() == {}
