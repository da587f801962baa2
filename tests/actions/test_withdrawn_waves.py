"""Promises of taking back a past wave: gone whole while only HR has read it, else shown no more."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from analytics.figures.published_waves import published as shown
from analytics.figures.reading import read_units
from analytics.jobs.past_waves import bring
from analytics.promise.checks import check
from analytics.reports.last_time import last_time
from survey.actions.readers import note_reader
from survey.actions.withdrawing import goes_whole, withdraw, withdraw_wave
from survey.errors import NotAllowed, NotFound, Refused
from survey.organisation.permissions import Viewer, as_member
from survey.organisation.structure import Role
from survey.storage.table_parts import Table
from survey.store import Store
from tests.jobs.test_past_waves import ROW, ROWS, past
from tests.make import ACTOR, populate, published

pytestmark = pytest.mark.slow

HR = Viewer(ACTOR, "HR", "all", None, frozenset({Role.HR}))
LEADER = Viewer("ant-1", "Ant", "all", "ant", frozenset())
WRITTEN = [f"ant,{ROW},Comment {n}" for n in range(10)]


def everything(store: Store) -> dict[str, list[str]]:
    """Every row of every table, but of the record and of what was taken back."""
    with store.reading() as connection:
        there = set(Table.metadata.tables) - {"event", "withdrawn", "ballot", "invitation"}
        there = {name for name in there if connection.dialect.has_table(connection, name)}
        return {
            name: sorted(map(str, connection.execute(text(f"SELECT * FROM {name}")).all()))
            for name in sorted(there)
        }


def test_a_wave_that_only_hr_has_read_goes_whole(store: Store) -> None:
    """With figures, comments, roster and the units only its file named; the line stays."""
    populate(store)
    before, lines = everything(store), len(store.audit())
    rows = [*WRITTEN, *(f"newteam,{ROW}," for _ in range(6))]
    bring(store, past(rows, comments=True), actor=ACTOR)
    wave = store.wave("old")
    note_reader(store, HR)
    assert len(read_units(store, ["newteam"]).cells) == 1

    assert withdraw_wave(store, key="old", reason=" wrong scale ", viewer=HR)

    assert everything(store) == before
    assert store.comments(wave.id) == []
    assert not list(store.settings.data.rglob(f"*wave-{wave.id}*"))
    removed = next(line for line in store.audit() if line.verb == "remove wave")
    assert (removed.actor, removed.subject, removed.detail) == (ACTOR, "old", "wrong scale")
    assert len(store.audit()) > lines
    assert [found.sentence for found in check(store) if not found.holds] == []
    with pytest.raises(NotFound):
        withdraw(store, key="old", reason="again", actor=ACTOR)


def test_what_went_whole_can_be_brought_again_as_if_it_had_never_been_here(store: Store) -> None:
    """Under the same key, of the same people on the same days, and what is read is the new one."""
    populate(store)
    people = [f"bee,{who},{ROW}" for who in range(8)]
    bring(store, past(people, people=True), actor=ACTOR)
    first = store.wave("old").id
    assert withdraw(store, key="old", reason="wrong team", actor=ACTOR)

    bring(store, past([row.replace("bee", "ant") for row in people], people=True), actor=ACTOR)

    assert store.wave("old").id > first
    read = read_units(store, ["ant", "bee"])
    assert [of.wave.key for of in read.cells] == ["old"]
    assert {cell.unit for cell in store.cells() if cell.shown} >= {"ant"}
    assert not any(cell.shown and cell.unit == "bee" for cell in store.cells())
    assert read.any_shown.any()


@pytest.mark.parametrize("reader", [LEADER, as_member(HR), None])
def test_a_wave_that_somebody_else_read_is_withdrawn_and_its_publication_stays(
    duckdb_store: Store, reader: Viewer | None
) -> None:
    """The reason is on the record, and every seal holds; nobody can make it unread again."""
    store = duckdb_store
    populate(store)
    bring(store, past(), actor=ACTOR)
    cells = store.cells()
    assert goes_whole(store, store.wave("old"))
    note_reader(store, reader)
    assert not goes_whole(store, store.wave("old"))

    assert not withdraw_wave(store, key="old", reason=" wrong scale ", viewer=HR)

    assert shown(store) == []
    assert sorted(store.cells()) == sorted(cells)
    line = store.audit()[0]
    assert (line.verb, line.subject, line.detail) == ("withdraw wave", "old", "wrong scale")
    assert [found.sentence for found in check(store) if not found.holds] == []
    with pytest.raises(Refused, match="published and shown"):
        withdraw(store, key="old", reason="again", actor=ACTOR)


def test_that_somebody_read_is_one_bit_without_name_time_or_line(store: Store) -> None:
    """Whoever it was, and however often, the database is the same to the last row."""
    populate(store)
    bring(store, past(), actor=ACTOR)
    before, lines = everything(store), store.audit()

    note_reader(store, LEADER)
    once = everything(store)
    note_reader(store, replace(LEADER, person="bee-2", leads=None))

    assert {name for name in once if once[name] != before[name]} == {"unread"}
    assert once["unread"] == []
    assert everything(store) == once
    assert store.audit() == lines


def test_the_thank_you_tells_nothing_of_a_wave_that_only_hr_has_read(duckdb_store: Store) -> None:
    """Else that it counts as read would tell that somebody has answered."""
    populate(duckdb_store)
    bring(duckdb_store, past(), actor=ACTOR)

    assert last_time(duckdb_store, "ant") is None
    assert duckdb_store.unread()
    note_reader(duckdb_store, LEADER)
    assert last_time(duckdb_store, "ant") is not None


def test_a_wave_that_a_later_one_is_compared_with_goes_after_it(store: Store) -> None:
    """A publication that was compared with it would speak of what is not there."""
    populate(store)
    rows = [f"ant,{who},{ROW}" for who in range(9)]
    bring(store, past(rows, people=True), actor=ACTOR)
    next_ = replace(
        past(rows, people=True, opened=date(2025, 8, 1), closed=date(2025, 8, 9)), key="next"
    )
    bring(store, next_, actor=ACTOR)
    assert [goes_whole(store, store.wave(key)) for key in ("old", "next")] == [False, True]

    assert withdraw(store, key="next", reason="wrong", actor=ACTOR)
    assert withdraw(store, key="old", reason="wrong", actor=ACTOR)

    assert store.waves() == []


def test_only_a_past_wave_is_taken_back_by_hr_with_a_reason(duckdb_store: Store) -> None:
    """What people answered here stays as it was promised."""
    populate(duckdb_store)
    published(duckdb_store, "w1")
    bring(duckdb_store, past(), actor=ACTOR)
    (own,) = (wave.key for wave in duckdb_store.waves() if wave.replay)
    assert duckdb_store.unread() == {duckdb_store.wave(own).id}

    for key, reason, error in (("w1", "x", Refused), (own, " ", Refused), ("no", "x", NotFound)):
        with pytest.raises(error):
            withdraw(duckdb_store, key=key, reason=reason, actor=ACTOR)
    with pytest.raises(Refused, match="300"):
        withdraw(duckdb_store, key=own, reason="x" * 301, actor=ACTOR)
    with pytest.raises(NotAllowed):
        withdraw_wave(duckdb_store, key=own, reason="x", viewer=replace(HR, roles=frozenset()))

    assert len(shown(duckdb_store)) == 2


@pytest.mark.parametrize(
    ("by_hand", "said"),
    [
        ("DELETE FROM published_cell WHERE wave = 2", "never deleted"),
        ("DELETE FROM roster WHERE wave = 2", "fixed when it opens"),
        ("DELETE FROM wave WHERE id = 2", "never deleted"),
        ("INSERT INTO unread VALUES (1)", "noted at its closing"),
        ("UPDATE unread SET wave = 1", "noted at its closing"),
        (
            "INSERT INTO event (moment, actor, verb, subject, detail)"
            " VALUES (now(), 'x', 'remove wave', 'old', ''); DELETE FROM published_cell",
            "never deleted",
        ),
    ],
)
def test_by_hand_nothing_goes_that_the_action_would_not_take(
    postgresql_store: Store, by_hand: str, said: str
) -> None:
    """Neither without the line on the record, nor of another wave beside it."""
    populate(postgresql_store)
    published(postgresql_store, "w1")
    bring(postgresql_store, past(ROWS), actor=ACTOR)

    *before, last = map(text, by_hand.split("; "))
    with postgresql_store.engine.begin() as connection:
        for statement in before:
            connection.execute(statement)
        with pytest.raises(ProgrammingError, match=said):
            connection.execute(last)
        connection.rollback()
