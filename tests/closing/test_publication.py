"""Promises of closing: one publication, the same however often it was cut off, and no more."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from analytics.closing.publication import close_and_publish, publish
from analytics.disclosure.tree import wave_tree
from analytics.jobs.schedule import close_now, make_rounds
from analytics.promise.checks import check
from analytics.promise.seals import as_sealed
from survey.actions.publication import Publication, write_publication
from survey.actions.waves import cancel_wave, close_wave
from survey.answering.sealing import SEALED_BYTES, make_keys, seal
from survey.answering.sending import send
from survey.errors import BoxTrouble, KeyTrouble, Refused
from survey.mailing.inviting import send_invitations
from survey.questionnaire.answers import Answers, to_json
from survey.settings import Settings
from survey.storage.tables import BallotRow
from survey.store import CellRow, Store
from survey.waves.wave import State
from tests import originals
from tests.conftest import ENGINES
from tests.make import (
    ACTOR,
    Clock,
    Universe,
    answer,
    answers_of,
    close,
    plan,
    populate,
    respondents,
    shown,
    spent,
    start,
    statement,
    together,
)
from tests.make import instrument as an_instrument
from tests.processes import Line, Other, killed
from tests.tamper import tampering

pytestmark = pytest.mark.slow

FEW = Universe({"all": 1, "ant": 6, "bee": 7}, {"all": None, "ant": "all", "bee": "all"}, ("ant",))
SILENT = ("ant-6", "bee-7")
MEASURES = ["B1", "B2", "A1", "A2", "S1", "belonging", "alignment", "participation"]


def raw_of(who: str) -> dict[str, object]:
    """What somebody answers, with a comment that says whose it is."""
    return answers_of(who) | {"O1": f"Written by {who}."}


def answer_most(store: Store) -> None:
    """An open wave that all but two have answered, with its mails in the outbox."""
    populate(store, FEW)
    forms = respondents(store, start(store, keep_days=90))
    send_invitations(store, store.wave("w1"), actor=ACTOR)
    together(lambda who: send(store, forms[who], raw_of(who)), sorted(forms.keys() - set(SILENT)))


@pytest.fixture(scope="module", params=ENGINES)
def original(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """An answered wave on either engine, to be copied."""
    with originals.original(request, tmp_path_factory.mktemp("answered"), answer_most) as settings:
        yield settings


@pytest.fixture
def answered(
    original: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """A copy of the answered wave."""
    with originals.copy_of(original, tmp_path, request) as settings:
        yield settings


@pytest.fixture
def store(answered: Settings, clock: Clock) -> Iterator[Store]:
    """A store with the answered wave, on both engines."""
    with closing(Store(answered, clock=clock)) as store:
        yield store


def files_left(settings: Settings) -> list[str]:
    """Every file in the data folder but the database itself, the mails about results, and the
    marks that keep backups out of a folder.
    """
    found = (file for file in settings.data.rglob("*") if file.name != "CACHEDIR.TAG")
    files = (file.relative_to(settings.data) for file in found if file.is_file())
    apart = ("same_boat.duckdb", "outbox/results-")
    return sorted(str(file) for file in files if not str(file).startswith(apart))


def lasting(settings: Settings) -> list[str]:
    """The files that outlive a closing: comments and kept rows, on DuckDB."""
    return [] if settings.database_url else ["comments/wave-1.duckdb", "kept/wave-1.duckdb"]


class Outcome(NamedTuple):
    """All that a closing makes, but for random keys."""

    figures: dict[str, float]
    cells: dict[tuple[str, str, str], tuple[object, ...]]
    comments: Sequence[tuple[object, ...]]
    kept: Sequence[tuple[object, ...]]


def outcome(store: Store) -> Outcome:
    """What the closing of w1 made."""
    comments = sorted((c.unit, c.scope, c.prompt, c.text) for c in store.comments(1))
    kept = sorted((row.unit, row.own, row.answers) for row in store.kept_rows.rows(1))
    assert as_sealed(store, store.wave("w1"))
    return Outcome(store.diagnostics(1), shown(store), comments, kept)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What the same wave makes, closed without any disturbance."""
    with closing(Store(Settings(data=tmp_path_factory.mktemp("twin")), clock=Clock())) as store:
        answer_most(store)
        close(store)
        return outcome(store)


# One publication


def test_closing_publishes_and_leaves_nothing(store: Store, twin: Outcome) -> None:
    """No ballot, no link, no key, no mail; the same figures on both engines."""
    wave = close(store)

    assert wave.state is State.PUBLISHED
    assert wave.published == wave.closed == store.now()
    assert outcome(store) == twin
    assert store.leftovers() == set()
    assert files_left(store.settings) == lasting(store.settings)


def test_comments_are_published_where_enough_people_stand(twin: Outcome) -> None:
    """Eleven of the two teams together; two above the teams are too few to be in any figure."""
    wrote = [who for who in FEW.people if who[:3] in {"ant", "bee"} and who not in SILENT]

    said = [("all", "area", "O1", f"Written by {who}.") for who in wrote if who != "ant-lead"]
    assert len(said) == 11
    assert twin.comments == sorted(said)


def test_what_people_answered_is_what_is_published(duckdb_store: Store) -> None:
    """By hand: six answers to a statement, one turned round, two ticks."""
    populate(duckdb_store, Universe({"all": 6}, {"all": None}, ()))
    links = start(duckdb_store)
    for place, who in enumerate(links):
        raw = {"B1": 4, "B2": 1, "A1": 1 + place % 2, "A2": 3, "S1": place < 3}
        answer(duckdb_store, links[who], raw)

    close(duckdb_store)

    assert shown(duckdb_store) == {
        ("all", "team", "B1"): (800, 5, 7, 10, None, None, None, None),  # 75, a tie, to even
        ("all", "team", "B2"): (900, 5, 7, 10, None, None, None, None),  # 100, kept within 90
        ("all", "team", "A1"): (100, 5, 7, 10, None, None, None, None),  # 12.5
        ("all", "team", "A2"): (500, 5, 7, 10, None, None, None, None),
        ("all", "team", "S1"): (500, 5, 7, 10, None, None, None, None),  # 3 of 6
        ("all", "team", "belonging"): (850, 5, 7, 10, None, None, None, None),
        ("all", "team", "alignment"): (300, 5, 7, 10, None, None, None, None),
        ("all", "team", "participation"): (None, None, None, None, None, 6, 75, 100),
    }


def test_a_wave_that_nobody_answered_is_published_without_figures(duckdb_store: Store) -> None:
    """But for who was asked; two people above the teams are too few to be in a figure."""
    populate(duckdb_store, FEW)
    start(duckdb_store)

    close(duckdb_store)

    figures = {key: row for key, row in shown(duckdb_store).items() if row}
    assert {measure for _, _, measure in figures} == {"participation"}
    assert figures["all", "area", "participation"][-3:] == (13, 0, 49)


def test_ballots_with_too_few_answers_count_as_taking_part_and_nowhere_else(
    duckdb_store: Store,
) -> None:
    """Half of the statements are needed."""
    populate(duckdb_store, Universe({"all": 6}, {"all": None}, ()))
    links = start(duckdb_store)
    for place, token in enumerate(links.values()):
        answer(duckdb_store, token, {"B1": 4, "B2": 2} if place < 4 else {"B1": 4, "S1": True})

    close(duckdb_store)

    figures = shown(duckdb_store)
    assert figures["all", "team", "participation"][-3:] == (6, 75, 100)
    assert figures["all", "team", "B1"] == figures["all", "team", "S1"] == ()


def test_spreads_are_published_from_thirty_people_on(duckdb_store: Store) -> None:
    """Of the whole organisation, in whole points."""
    populate(duckdb_store, Universe({"all": 30}, {"all": None}, ()))
    links = start(duckdb_store, asks=an_instrument([statement("B1"), statement("B2")]))
    for place, form in enumerate(respondents(duckdb_store, links).values()):
        send(duckdb_store, form, {"B1": 2 + 2 * (place % 2), "B2": 3})

    close(duckdb_store)

    # B1 is 25 or 75, half of each: squares of 25 over 29 degrees of freedom.
    figures = duckdb_store.diagnostics(1)
    assert {name: value for name, value in figures.items() if name.startswith("spread:")} == {
        "spread:B1": 25.0,
        "spread:B2": 10.0,
        "spread:belonging": 13.0,
    }


def test_a_publication_is_written_once(store: Store) -> None:
    """Not closed again, not published again, and not by somebody who still thinks it is closed."""
    close_wave(store, key="w1", actor=ACTOR)
    thinks_it_is_closed = store.wave("w1")
    publish(store, key="w1", actor=ACTOR)
    before = (store.wave("w1"), sorted(store.cells()), store.audit())

    for again in (close_and_publish, publish, close_now):
        with pytest.raises(Refused, match="is published, and a publication is never changed"):
            again(store, key="w1", actor=ACTOR)
    with pytest.raises(Refused, match="was changed by somebody else"):
        write_publication(store, thinks_it_is_closed, Publication((), {}, "x"), actor=ACTOR)

    assert (store.wave("w1"), sorted(store.cells()), store.audit()) == before


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CANCELLED])
def test_only_a_closed_wave_is_published(duckdb_store: Store, state: State) -> None:
    """Nothing is shown of a wave that still takes answers, or never will have any."""
    populate(duckdb_store, FEW)
    if state is State.DRAFT:
        plan(duckdb_store)
    else:
        start(duckdb_store)
    if state is State.CANCELLED:
        cancel_wave(duckdb_store, key="w1", actor=ACTOR, reason="Wrong week.")

    with pytest.raises(Refused, match="cannot be published"):
        publish(duckdb_store, key="w1", actor=ACTOR)
    assert duckdb_store.cells() == []


def test_cells_lie_in_the_order_of_the_tree_and_the_measures(store: Store) -> None:
    """Not in the order in which answers came; the same in every wave."""
    close(store)

    with store.reading() as connection:
        rows = connection.execute(
            text(
                "SELECT unit.key, scope, measure FROM published_cell "
                "JOIN unit ON unit.id = published_cell.unit ORDER BY published_cell."
                + ("ctid" if store.settings.database_url else "rowid")
            )
        ).all()

    scopes = [("all", "team"), ("all", "area"), ("ant", "team"), ("bee", "team")]
    assert [tuple(row) for row in rows] == [(*s, m) for s in scopes for m in MEASURES]


def test_the_order_in_which_people_answer_is_in_nothing_published(
    duckdb_store: Store, twin: Outcome
) -> None:
    """One after another, from the last to the first."""
    populate(duckdb_store, FEW)
    links = start(duckdb_store, keep_days=90)
    for who in sorted(links.keys() - set(SILENT), reverse=True):
        answer(duckdb_store, links[who], raw_of(who))

    close(duckdb_store)

    assert outcome(duckdb_store) == twin


def test_no_letter_that_somebody_sends_stops_a_closing(settings: Settings, clock: Clock) -> None:
    """PostgreSQL holds no NUL; a ballot sealed with one is published without it."""
    said = "zero \0 one \x01 unseen \u200b boat \U0001f6a3 quote '; --"
    with closing(Store(settings, clock=clock)) as store:
        populate(store, Universe({"all": 10}, {"all": None}, ()))
        forms = respondents(store, start(store))
        for who, form in forms.items():
            answers = Answers(dict.fromkeys(["B1", "B2"], 3), comments={"O1": f"{said} {who}"})
            sealed = seal(str(form.wave.public_key), to_json(form.home, answers))
            store.box(1).send(form.link_hash, sealed)

        close(store)

        plain = said.replace("\0", "")
        assert {c.text for c in store.comments(1)} == {f"{plain} {who}" for who in forms}


# What the database itself refuses

GOOD = CellRow(1, "all", "team", "B1", "item", True, 500, 5, 7, 10, None, None, None, None)
HIDDEN = GOOD._replace(shown=False, tenths=None, people_low=None, people_high=None, step=None)
ASKED = HIDDEN._replace(
    measure="participation", shown=True, invited=6, answered_low=75, answered_high=100
)
NUMBERS: tuple[dict[str, Any], ...] = (
    {"shares": "10,20,70"},
    *({column: 10} for column in CellRow._fields[6:] if column != "shares"),
)


IMPOSSIBLE = [
    *(HIDDEN._replace(**number) for number in NUMBERS),
    GOOD._replace(tenths=None),
    GOOD._replace(step=None),
    GOOD._replace(people_high=None),
    GOOD._replace(people_low=3),
    ASKED._replace(invited=3),
    ASKED._replace(answered_high=None),
]


def test_the_database_holds_no_cell_that_must_not_be(store: Store) -> None:
    """No number in a hidden cell, no shown cell in part, none about three people."""
    keep_cells(store, GOOD, ASKED, HIDDEN._replace(measure="B2"))

    for cell in IMPOSSIBLE:
        with pytest.raises(IntegrityError):
            keep_cells(store, cell._replace(measure="other"))
    assert len(store.cells()) == 3


def keep_cells(store: Store, *cells: CellRow) -> None:
    """Write cells past the actions."""
    columns = ", ".join(CellRow._fields)
    values = ", ".join(f":{name}" for name in CellRow._fields)
    with tampering(store) as connection:
        connection.execute(
            text(f"INSERT INTO published_cell ({columns}) VALUES ({values})"),
            [cell._asdict() | {"unit": 1} for cell in cells],
        )


# The key and the box


def lose(file: Path) -> None:
    """Take a file away, and keep it beside its place."""
    file.rename(file.with_suffix(".away"))


def put_back(file: Path) -> None:
    """Put it where it was."""
    file.with_suffix(".away").replace(file)


def no_key(store: Store) -> None:
    """The file is gone."""
    lose(store.keys.file(1))


def garbage(store: Store) -> None:
    """Something else stands in its place."""
    lose(store.keys.file(1))
    store.keys.file(1).write_bytes(b"\x00 not a key")


def of_another_wave(store: Store) -> None:
    """The key of another wave stands in its place."""
    lose(store.keys.file(1))
    store.keys.keep(1, make_keys()[0])


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (no_key, "is missing"),
        (garbage, "cannot be read"),
        (of_another_wave, "does not belong to this wave"),
    ],
)
def test_without_the_right_key_nothing_is_destroyed(
    store: Store, twin: Outcome, break_it: Callable[[Store], None], said: str
) -> None:
    """The error says where the file belongs and how to mend it; mended, the wave is published."""
    break_it(store)

    for _ in range(2):
        with pytest.raises(KeyTrouble, match=said) as trouble:
            close_now(store, key="w1", actor=ACTOR)

    assert str(store.keys.file(1)) in str(trouble.value)
    assert "Put the right file back" in str(trouble.value)
    assert store.wave("w1").state is State.CLOSED
    assert store.cells() == []
    assert store.box(1).share_answered() == (13, 15)
    assert store.box(1).count() == 13

    put_back(store.keys.file(1))
    close(store)
    assert outcome(store) == twin


def test_the_rounds_go_on_without_a_key_and_publish_when_it_is_back(
    store: Store, twin: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    """They say what is wrong each time."""
    no_key(store)
    close_wave(store, key="w1", actor=ACTOR)
    make_rounds(store)
    assert "Wave w1: The key file" in caplog.text
    assert store.box(1).count() == 13

    put_back(store.keys.file(1))
    make_rounds(store)

    assert outcome(store) == twin


@pytest.mark.parametrize("original", ["duckdb"], indirect=True)
def test_without_its_box_a_wave_is_not_published(
    answered: Settings, clock: Clock, twin: Outcome
) -> None:
    """An empty publication would look as if nobody had answered, and end the wave for ever."""
    box = answered.boxes / "wave-1.duckdb"
    lose(box)

    with closing(Store(answered, clock=clock)) as store:
        with pytest.raises(BoxTrouble, match=f"The ballot box {box} is missing"):
            close_now(store, key="w1", actor=ACTOR)
        assert store.keys.file(1).exists()

        put_back(box)
        close(store)
        assert outcome(store) == twin


def test_a_ballot_that_somebody_else_put_in_destroys_nothing(store: Store) -> None:
    """Sealed for another key: closing stops, and says that nothing was deleted."""
    box = store.box(1)
    with box._engine.begin() as connection:
        row = BallotRow.__table__.insert()  # type: ignore[attr-defined]
        connection.execute(row, {"key": "x", "wave": 1, "sealed": bytes(SEALED_BYTES)})

    with pytest.raises(KeyTrouble, match="Nothing was deleted"):
        close_now(store, key="w1", actor=ACTOR)

    assert box.count() == 14
    assert store.keys.file(1).exists()


def test_a_cancelled_wave_leaves_nothing_even_without_its_key(store: Store) -> None:
    """Its ballots, its links, who answered, and its mails."""
    no_key(store)
    store.keys.file(1).with_suffix(".away").unlink()

    cancel_wave(store, key="w1", actor=ACTOR, reason="The key is lost.")

    assert store.leftovers() == set()
    assert files_left(store.settings) == []
    assert store.cells() == []


# Killed in the middle of closing

CLOSE = partial(close_now, key="w1", actor=ACTOR)
STEPS = [
    ("survey.actions.waves.set_state", True, State.OPEN),
    ("survey.storage.ballot_box.BallotBox.shut", False, State.CLOSED),
    ("analytics.closing.publication.open_ballots", True, State.CLOSED),
    ("survey.storage.wave_rows.WaveRows._insert", True, State.CLOSED),
    ("survey.actions.publication.keep_comments", True, State.CLOSED),
    ("survey.actions.publication.keep_answers", True, State.CLOSED),
    ("survey.actions.publication._write_diagnostics", False, State.CLOSED),
    ("survey.actions.publication.set_state", True, State.CLOSED),
    ("survey.actions.publication._tidy", False, State.PUBLISHED),
    ("analytics.closing.publication.sweep", False, State.PUBLISHED),
    ("survey.store.boxes.Boxes.destroy_box", False, State.PUBLISHED),
    ("survey.store.boxes.Boxes.destroy_box", True, State.PUBLISHED),
]


@pytest.mark.parametrize(("at", "after", "then"), STEPS)
def test_a_closing_that_is_cut_off_ends_as_if_it_never_was(  # noqa: PLR0917
    answered: Settings, clock: Clock, twin: Outcome, at: str, after: bool, then: State
) -> None:
    """Started again, the rounds make the same publication and destroy what is left."""
    killed(answered, clock.moment, CLOSE, at=at, after=after)

    with closing(Store(answered, clock=clock)) as store:
        assert store.wave("w1").state is then
        assert store.leftovers() == {1}
        clock.move(days=7)
        make_rounds(store)

        assert store.wave("w1").state is State.PUBLISHED
        assert outcome(store) == twin
        assert len(store.cells()) == len(twin.cells)
        assert store.leftovers() == set()
        assert files_left(answered) == lasting(answered)
        assert [finding for finding in check(store) if not finding.holds] == []
        assert [e.verb for e in store.audit()].count("publish wave") == 1


def test_a_box_cut_in_the_middle_of_its_removal_is_removed(
    answered: Settings, clock: Clock, twin: Outcome
) -> None:
    """Its log may be left where the file itself is gone; it is not read into a new box."""
    killed(answered, clock.moment, CLOSE, at="survey.storage.keys.KeyFolder.destroy", after=False)
    answered.boxes.mkdir(exist_ok=True)
    (answered.boxes / "wave-1.duckdb.wal").write_bytes(b"the rest of a box")

    with closing(Store(answered, clock=clock)) as store:
        make_rounds(store)

        assert outcome(store) == twin
        assert store.leftovers() == set()
        if not answered.database_url:
            assert files_left(answered) == lasting(answered)


# Killed while people send


def keep_sending(line: Line, settings: Settings, moment: datetime, links: dict[str, str]) -> None:
    """Answer by every link, many at once, and say of each when it is acknowledged."""
    store, one_at_a_time = Store(settings, clock=Clock(moment)), threading.Lock()

    def one(who: str) -> None:
        answer(store, links[who], answers_of(who))
        with one_at_a_time:
            line.send(who)

    together(one, links)


def test_every_acknowledged_send_is_in_the_box_after_a_kill(
    settings: Settings, clock: Clock
) -> None:
    """And whoever was not answered may send again: it was kept, or it was not."""
    large = Universe({"all": 60}, {"all": None}, ())
    with closing(Store(settings, clock=clock)) as store:
        populate(store, large)
        links = start(store)
    acknowledged = set[str]()
    with Other(keep_sending, settings, clock.moment, links) as sender:
        while len(acknowledged) < 12:
            acknowledged.add(sender.line.recv())
        sender.kill()
        with suppress(EOFError):
            while True:
                acknowledged.add(sender.line.recv())

    with closing(Store(settings, clock=clock)) as store:
        sent, box = spent(store), store.box(1)
        assert acknowledged <= sent
        assert box.count() == len(sent)
        for who in links.keys() - acknowledged:
            answer(store, links[who], answers_of(who))
        assert box.count() == 60
        close(store)


# Its tree


def test_the_tree_of_a_publication_is_the_one_its_wave_opened_with(duckdb_store: Store) -> None:
    """Each unit after the one above it."""
    populate(duckdb_store)
    start(duckdb_store)

    tree = wave_tree(duckdb_store.wave_units(1))

    assert tree.keys == ("all", "cat", "dog", "north", "ant", "bee")
    assert tree.parent == (-1, 0, 0, 0, 3, 3)
