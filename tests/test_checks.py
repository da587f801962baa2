"""Promises of `check`: it says of every wave what is well, and finds what is not."""

import pytest
from sqlalchemy import text

from analytics.checks import check
from survey.actions.waves import cancel_wave
from survey.ballots import make_keys
from survey.store import Store
from survey.waves import State
from tests.make import ACTOR, Universe, plan, populate, published, start

FEW = Universe({"all": 0, "ant": 6, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ())


def bad(store: Store) -> list[str]:
    """What is found to be wrong."""
    return [finding.sentence for finding in check(store) if not finding.holds]


def test_a_healthy_store_has_a_good_word_for_every_wave(store: Store) -> None:
    """Published, open, cancelled; a draft needs none."""
    populate(store, FEW)
    published(store, "w1")
    start(store, "w2", audience=("ant",))
    start(store, "w3", audience=("bee",))
    cancel_wave(store, key="w3", actor=ACTOR, reason="Wrong week.")
    plan(store, "w4", opens=store.now().replace(day=20))

    findings = check(store)

    assert all(finding.holds for finding in findings)
    assert [finding.sentence for finding in findings] == [
        "Wave w1: 24 published cells, as they were sealed.",
        "Wave w1: every shown cell is about 5 people or more.",
        "Wave w1: no ballot, link or key is left.",
        "Wave w2 is open and its key is in place.",
        "Wave w2: its ballot box is in place.",
        "Wave w3: no ballot, link or key is left.",
    ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE published_cell SET tenths = tenths + 10 WHERE measure = 'B1' AND shown",
        "DELETE FROM published_cell WHERE measure = 'A1'",
        "INSERT INTO published_cell (wave, unit, scope, measure, kind, shown) "
        "VALUES (1, 1, 'team', 'other', 'item', FALSE)",
    ],
)
def test_a_cell_changed_after_closing_breaks_the_seal(store: Store, change: str) -> None:
    """One that was changed, one that is gone, one that was put in."""
    populate(store, FEW)
    published(store)
    with store.engine.begin() as connection:
        connection.execute(text(change))

    assert bad(store) == ["Wave w1: published cells were changed after closing."]


def test_a_cell_about_too_few_people_for_its_wave_is_found(duckdb_store: Store) -> None:
    """A wave may ask for more than the floor."""
    populate(duckdb_store, FEW)
    published(duckdb_store, k=6)
    with duckdb_store.engine.begin() as connection:
        connection.execute(text("UPDATE published_cell SET people_low = 5 WHERE measure = 'B1'"))

    assert any("cells are about too few people" in sentence for sentence in bad(duckdb_store))


def test_a_key_that_is_missing_or_wrong_is_found_before_closing(duckdb_store: Store) -> None:
    """With where it belongs and how to mend it."""
    populate(duckdb_store, FEW)
    start(duckdb_store)
    duckdb_store.keys.destroy(1)
    (missing,) = bad(duckdb_store)
    duckdb_store.keys.keep(1, make_keys()[0])
    (wrong,) = bad(duckdb_store)

    assert f"Wave w1: The key file {duckdb_store.keys.file(1)} is missing." in missing
    assert "does not belong to this wave" in wrong
    assert "Put the right file back" in wrong


def test_a_box_that_is_missing_is_found(store: Store) -> None:
    """Before somebody closes the wave without it."""
    populate(store, FEW)
    start(store)
    store.destroy_box(1)

    assert bad(store) == ["Wave w1: its ballot box is missing. Put the file back."]


@pytest.mark.parametrize("left", ["key", "mail"])
def test_anything_left_of_a_wave_that_is_done_is_found(duckdb_store: Store, left: str) -> None:
    """Keys, boxes, mails with links."""
    populate(duckdb_store, FEW)
    published(duckdb_store)
    if left == "key":
        duckdb_store.keys.keep(1, make_keys()[0])
    else:
        (duckdb_store.settings.outbox / "wave-1").mkdir(parents=True)

    assert duckdb_store.wave("w1").state is State.PUBLISHED
    assert bad(duckdb_store) == ["Wave w1 is published but its ballots are not destroyed."]
