"""Promises of reading comments: in one place, by whoever may see it, in no telling order."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from analytics.exports.comments import COLUMNS, comments_csv, comments_file
from analytics.reports.comments import Voices, voices_of, with_words
from survey.actions.comments import keep_comments, withdraw_comment
from survey.actions.organisation import grant
from survey.answering.sending import send
from survey.errors import NotAllowed, NotFound
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from survey.store.viewers import viewer
from survey.waves.comments import Comment, random_key
from tests.make import (
    ACTOR,
    Clock,
    Universe,
    answers_of,
    close,
    populate,
    published,
    respondents,
    start,
    together,
)
from tests.originals import original, store_like

CREW = Universe(
    {"all": 1, "ant": 11, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ("ant",)
)


def build(store: Store) -> None:
    """One wave in which everybody of the ants wrote, and two of the bees."""
    populate(store, CREW)
    grant(store, person="bee-1", role=Role.HR, actor=ACTOR)
    forms = respondents(store, start(store))
    wrote = {who for who in forms if who.startswith("ant")} | {"bee-1", "bee-2"}

    def answer(who: str) -> None:
        said = answers_of(who)
        send(store, forms[who], said | ({"O1": f"Words of {who}"} if who in wrote else {}))

    together(answer, forms)
    close(store)


@pytest.fixture(scope="module")
def spoken(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """It, to be copied."""
    with original(request, tmp_path_factory.mktemp("spoken"), build) as settings:
        yield settings


@pytest.fixture
def crew(
    spoken: Settings, tmp_path: Path, request: pytest.FixtureRequest, clock: Clock
) -> Iterator[Store]:
    """A copy of one's own."""
    with store_like(spoken, tmp_path, request, clock) as store:
        yield store


def seen_by(store: Store, person: str) -> Viewer:
    found = viewer(store, person)
    assert found is not None
    return found


def texts(voices: Voices) -> list[str]:
    return [comment.text for prompt in voices.prompts for comment in prompt.comments]


def test_comments_of_a_large_team_are_read_there_and_nowhere_else(crew: Store) -> None:
    """The leader counts in the area, as do the bees, of whom too few wrote."""
    mine = texts(voices_of(crew, unit="ant", viewer=seen_by(crew, "ant-lead")))
    area = texts(voices_of(crew, unit="all", viewer=seen_by(crew, "ant-1")))

    assert sorted(mine) == sorted(f"Words of ant-{n}" for n in range(1, 12))
    assert set(area) & set(mine) == set()


def test_everybody_reads_the_same_comments_in_the_same_order(crew: Store) -> None:
    of_a_member = texts(voices_of(crew, unit="ant", viewer=seen_by(crew, "ant-3")))
    of_hr = texts(voices_of(crew, unit="ant", viewer=seen_by(crew, "bee-1")))

    assert of_a_member == of_hr


@pytest.mark.parametrize("unit", ["bee", "nowhere"])
def test_a_foreign_unit_reads_like_one_that_does_not_exist(crew: Store, unit: str) -> None:
    with pytest.raises(NotFound, match="no such unit"):
        voices_of(crew, unit=unit, viewer=seen_by(crew, "ant-2"))


@pytest.mark.parametrize("wave", ["w2", "nonsense"])
def test_a_wave_without_a_publication_reads_like_none(crew: Store, wave: str) -> None:
    """An open one too: nobody reads a comment before its wave is closed."""
    crew.now.move(days=20)  # type: ignore[attr-defined]
    start(crew, "w2")

    with pytest.raises(NotFound, match="no such wave"):
        voices_of(crew, unit="ant", viewer=seen_by(crew, "ant-2"), wave=wave)
    assert voices_of(crew, unit="ant", viewer=seen_by(crew, "ant-2")).wave == "w1"


@pytest.mark.parametrize(
    ("words", "found"), [("", 11), ("  ", 11), ("ANT-1", 3), ("words ant-11", 1), ("crow", 0)]
)
def test_words_are_looked_for_large_or_small(crew: Store, words: str, found: int) -> None:
    voices = voices_of(crew, unit="ant", viewer=seen_by(crew, "ant-2"))

    assert len(texts(with_words(voices, words))) == found


def test_a_withdrawn_comment_is_counted_and_not_read(crew: Store) -> None:
    before = voices_of(crew, unit="ant", viewer=seen_by(crew, "ant-2"))
    gone = before.prompts[0].comments[4]
    withdraw_comment(crew, wave="w1", key=gone.key, actor="bee-1", reason="It names somebody.")

    after = voices_of(crew, unit="ant", viewer=seen_by(crew, "ant-2"))
    assert after.withdrawn == 1
    assert texts(after) == [text for text in texts(before) if text != gone.text]


def test_a_wave_that_asks_for_no_comments_is_not_offered(duckdb_store: Store) -> None:
    populate(duckdb_store, CREW)
    here = voices_of(duckdb_store, unit="ant", viewer=seen_by(duckdb_store, "ant-2"))

    assert here == Voices("Ant", {}, None, (), 0)


def read(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file.decode("utf-8-sig"), newline="")))


def test_the_file_holds_what_is_read_and_nothing_else(crew: Store) -> None:
    rows = read(b"".join(comments_file(crew, wave="w1", viewer=seen_by(crew, "bee-1"))))

    assert tuple(rows[0]) == COLUMNS
    assert [row["comment"] for row in rows] == [c.text for c in crew.comments(1)]
    assert {(row["unit"], row["scope"]) for row in rows} == {("ant", "team")}


def test_only_hr_takes_the_file_and_taking_it_is_on_the_record(crew: Store) -> None:
    with pytest.raises(NotAllowed):
        comments_file(crew, wave="w1", viewer=seen_by(crew, "ant-lead"))
    assert crew.audit()[0].verb == "publish wave"

    b"".join(comments_file(crew, wave="w1", viewer=seen_by(crew, "bee-1")))
    assert (crew.audit()[0].actor, crew.audit()[0].verb) == ("bee-1", "take comments")


def test_no_spreadsheet_runs_a_comment(crew: Store) -> None:
    wave = crew.wave("w1")
    risky = ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", 'two\nlines; and, commas "quoted"']
    keep_comments(crew, wave, [Comment(random_key(), "ant", "team", "O1", t) for t in risky])

    rows = read(b"".join(comments_csv(crew, wave="w1", actor=ACTOR)))

    assert {row["comment"] for row in rows} == {*(f"'{text}" for text in risky[:6]), risky[6]}


def test_a_wave_that_is_open_or_unknown_has_no_file(crew: Store) -> None:
    with pytest.raises(NotFound, match="come when it is closed"):
        comments_csv(crew, wave="w9", actor=ACTOR)


def test_a_wave_without_comments_has_a_file_with_its_header_only(duckdb_store: Store) -> None:
    populate(duckdb_store, CREW)
    published(duckdb_store)

    assert read(b"".join(comments_csv(duckdb_store, wave="w1", actor=ACTOR))) == []
