"""Promises of `check`: it says of every wave what is well, and finds what is not."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from analytics.promise.checks import check
from analytics.published.kept_cells import seal_of
from survey.actions.waves import cancel_wave
from survey.answering.sealing import make_keys
from survey.answering.sending import send
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State
from tests.conftest import ENGINES
from tests.make import (
    ACTOR,
    Clock,
    Universe,
    answers_of,
    close,
    plan,
    populate,
    published,
    respondents,
    start,
    together,
)
from tests.originals import copy_of, original
from tests.tamper import tamper

pytestmark = pytest.mark.slow

FEW = Universe({"all": 0, "ant": 6, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ())


def bad(store: Store) -> list[str]:
    """What is found to be wrong."""
    return [finding.sentence for finding in check(store) if not finding.holds]


def spoken(store: Store) -> None:
    """A published wave in which everybody wrote, and whose rows are kept."""
    populate(store, FEW)
    forms = respondents(store, start(store, keep_days=90))
    together(lambda who: send(store, forms[who], answers_of(who) | {"O1": f"By {who}"}), forms)
    close(store)


def test_a_healthy_store_has_a_good_word_for_every_wave(store: Store) -> None:
    """Published, open, cancelled; a draft needs none."""
    spoken(store)
    start(store, "w2", audience=("ant",))
    start(store, "w3", audience=("bee",))
    cancel_wave(store, key="w3", actor=ACTOR, reason="Wrong week.")
    plan(store, "w4", opens=store.now().replace(day=20))

    findings = check(store)

    assert all(finding.holds for finding in findings)
    assert [finding.sentence for finding in findings] == [
        "The database refuses what it can refuse.",
        "Nobody else on this machine can read the data folder.",
        "Wave w1: roster and rules are as they were at opening.",
        "Wave w1: 24 published cells, as they were sealed.",
        "Wave w1: every shown cell is about 5 people or more.",
        "Wave w1: 12 comments, as many as were published.",
        "Wave w1: answer rows are kept until 2026-05-31.",
        "Wave w1: no ballot, link or key is left.",
        "Wave w2 is open and its key is in place.",
        "Wave w2: its ballot box is in place.",
        "Wave w2: roster and rules are as they were at opening.",
        "Wave w3: no comment and no answer row is kept.",
        "Wave w3: no ballot, link or key is left.",
    ]


# Tampering: with the owner's rights, on both engines

CELLS = "Wave w1: published cells were changed after closing."
RULES = "Wave w1: roster or rules were changed after opening."
A_RECEIPT = "UPDATE receipt SET hash = '0' WHERE hash = (SELECT min(hash) FROM receipt)"
A_CELL = (
    "INSERT INTO published_cell (wave, unit, scope, measure, kind, shown)"
    " VALUES (1, 1, 'team', 'other', 'item', FALSE)"
)


@pytest.fixture(scope="module", params=ENGINES)
def sound(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A published wave with comments and kept rows, on either engine, to be copied."""
    with original(request, tmp_path_factory.mktemp("sound"), spoken) as settings:
        yield settings


@pytest.fixture
def done(sound: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A copy of it, in which every check finds everything well."""
    with (
        copy_of(sound, tmp_path, request) as settings,
        closing(Store(settings, clock=Clock())) as store,
    ):
        assert bad(store) == []
        yield store


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE published_cell SET tenths = tenths + 10 WHERE measure = 'B1' AND shown", [CELLS]),
        ("UPDATE published_cell SET measure = 'B9' WHERE measure = 'B1'", [CELLS]),
        ("DELETE FROM published_cell WHERE measure = 'A1'", [CELLS]),
        ("INSERT INTO other_people VALUES (1, 9, 2, FALSE, NULL)", [CELLS]),
        (A_CELL, [CELLS]),
        (A_RECEIPT, [CELLS]),
        ("UPDATE wave SET rules = 4", [CELLS]),
        ("UPDATE diagnostic SET value = value + 1 WHERE figure = 'smallest:asked'", [CELLS]),
        ("DELETE FROM diagnostic WHERE figure = 'smallest:asked'", [CELLS]),
        ("INSERT INTO diagnostic VALUES (1, 'spread:B1', 20)", [CELLS]),
        ("UPDATE wave SET k = 4", [RULES, CELLS]),
        ("UPDATE wave SET closed = closed + INTERVAL '1 day'", [CELLS]),
        ("UPDATE wave SET seal = 'x'", [CELLS]),
        ("UPDATE wave SET rules = 1", [CELLS]),
        ("UPDATE event SET detail = 'seal x' WHERE verb = 'publish wave'", [CELLS]),
        ("DELETE FROM event WHERE verb = 'publish wave'", [CELLS]),
        ("UPDATE wave SET definition = replace(definition, 'Text of B1', 'Other')", [RULES]),
        ("UPDATE wave SET keep_days = 700", [RULES]),
        ("UPDATE wave SET audience = '[\"ant\"]'", [RULES]),
        ("UPDATE wave SET closes = closes + INTERVAL '1 day'", [RULES]),
        ("UPDATE roster SET home = 5 - home WHERE person = 'ant-1'", [RULES]),
        ("INSERT INTO roster VALUES (1, 'somebody', 2)", [RULES]),
        ("DELETE FROM roster WHERE person = 'ant-1'", [RULES]),
        ("UPDATE wave_unit SET parent = 'bee' WHERE key = 'ant'", [RULES]),
        ("UPDATE wave_unit SET invited = 7 WHERE key = 'ant'", [RULES]),
    ],
)
def test_whatever_is_changed_after_closing_is_found(
    done: Store, change: str, found: list[str]
) -> None:
    """Figures, k, seal, record, roster, tree, what was asked: one row is enough."""
    tamper(done, change)

    assert bad(done) == found


def test_a_seal_that_was_made_to_fit_is_found(done: Store) -> None:
    """It stands on the record too."""
    tamper(done, "UPDATE published_cell SET tenths = tenths + 10 WHERE measure = 'B1' AND shown")
    fits = seal_of(done.cells(waves=[1]), done.diagnostics(1), wave=done.wave("w1"))
    tamper(done, f"UPDATE wave SET seal = '{fits}'")

    assert bad(done) == [CELLS]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE roster SET home = 5 - home WHERE wave = 2 AND person = 'ant-1'",
        "UPDATE wave SET k = 4 WHERE id = 2",
        "UPDATE event SET detail = 'frozen x' WHERE subject = 'w2'",
    ],
)
def test_what_is_changed_while_a_wave_is_open_is_found_before_it_closes(
    done: Store, change: str
) -> None:
    """Then it can still be cancelled."""
    clock = done.now
    assert isinstance(clock, Clock)
    clock.move(days=8)
    start(done, "w2")

    tamper(done, change)

    assert bad(done) == ["Wave w2: roster or rules were changed after opening."]


def test_guards_that_were_switched_off_are_found(postgresql_store: Store) -> None:
    """Before anything is changed behind them."""
    with postgresql_store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))

    (said,) = bad(postgresql_store)
    assert said.startswith("Some of the database's own guards are gone or switched off.")


def test_a_wave_that_was_opened_again_is_found(done: Store) -> None:
    """Neither its key nor its box is there any more."""
    tamper(done, "UPDATE wave SET state = 'open'")

    assert any("The key file" in sentence for sentence in bad(done))
    assert "Wave w1: its ballot box is missing. Put the file back." in bad(done)


def test_comments_that_are_gone_are_found(done: Store) -> None:
    """One of them, or all."""
    rows = [dict(row._mapping) for row in done.comment_rows.rows(1)]
    done.comment_rows.put(1, rows[1:])
    (one,) = bad(done)
    done.comment_rows.destroy(1)
    (every,) = bad(done)

    assert one == "Wave w1: 11 comments, but 12 were published. Restore them."
    assert every == "Wave w1: 0 comments, but 12 were published. Restore them."


def test_comments_that_cannot_be_read_are_said_so(duckdb_store: Store) -> None:
    """The other checks go on."""
    spoken(duckdb_store)
    file = duckdb_store.settings.comments / "wave-1.duckdb"
    file.write_bytes(b"this is not a database" * 1000)

    (said,) = bad(duckdb_store)
    assert said.startswith("Wave w1: its comments cannot be read. The file is damaged")


@pytest.mark.parametrize(("days", "late"), [(89, False), (90, True), (400, True)])
def test_kept_rows_past_their_day_are_found(done: Store, days: int, late: bool) -> None:
    """Whether or not the schedule runs."""
    clock = done.now
    assert isinstance(clock, Clock)
    clock.move(days=days)

    said = "Wave w1: answer rows are kept for longer than was promised."
    assert bad(done) == ([said] if late else [])


def test_rows_of_a_wave_that_never_promised_any_are_found(store: Store) -> None:
    """Kept rows, or comments of a wave that was cancelled."""
    populate(store, FEW)
    published(store, "w1", days=1)
    start(store, "w2")
    cancel_wave(store, key="w2", actor=ACTOR, reason="Wrong week.")
    row = {"key": "a", "unit": 1, "own": True, "answers": "{}"}
    for wave in (1, 2):
        store.kept_rows.put(wave, [row | {"wave": wave, "key": f"{wave}"}])

    assert bad(store) == [
        "Wave w1: answer rows are kept for longer than was promised.",
        "Wave w2 is cancelled, but what was written is kept.",
    ]


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
