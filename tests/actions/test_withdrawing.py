"""Promises of withdrawing: the text of a comment is gone for good, and the reason stays."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import pytest

from analytics.promise.checks import check
from survey.actions.comments import LONGEST_REASON, withdraw_comment
from survey.answering.sending import send
from survey.errors import NotFound, Refused
from survey.settings import Settings
from survey.store import Store
from survey.waves.comments import Comment
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
    respondents,
    start,
    together,
)
from tests.originals import copy_of, original
from tests.processes import killed

pytestmark = pytest.mark.slow

CREW = Universe({"all": 0, "ant": 10}, {"all": None, "ant": "all"}, ())
REASON = "It names somebody."


def spoken(store: Store) -> None:
    """A published wave in which ten people wrote."""
    populate(store, CREW)
    forms = respondents(store, start(store))
    together(lambda who: send(store, forms[who], answers_of(who) | {"O1": words_of(who)}), forms)
    close(store)


def words_of(who: str) -> str:
    """What somebody wrote: noise, which DuckDB keeps as it is, where it would pack words."""
    return b64encode(Random(who).randbytes(60)).decode()


@pytest.fixture(scope="module", params=ENGINES)
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A store with ten comments on either engine, to be copied."""
    with original(request, tmp_path_factory.mktemp("written"), spoken) as settings:
        yield settings


@pytest.fixture
def settings(
    written: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """A copy of it."""
    with copy_of(written, tmp_path, request) as settings:
        yield settings


def withdraw(store: Store, comment: Comment, reason: str = REASON) -> None:
    """Withdraw a comment of the wave."""
    withdraw_comment(store, wave="w1", key=comment.key, actor="hr-1", reason=reason)


def lines(store: Store) -> list[tuple[str, str, str]]:
    """What the record says of withdrawing."""
    return [(e.actor, e.subject, e.detail) for e in store.audit() if e.verb == "withdraw comment"]


def test_its_text_is_gone_and_the_reason_is_in_its_place_and_on_the_record(store: Store) -> None:
    """All the others stay as they are, where they are."""
    before = store.comments(1)
    target = before[3]

    withdraw(store, target, f"  {REASON} ")

    after = store.comments(1)
    gone = Comment(target.key, "ant", "team", "O1", "", REASON)
    assert after == [*before[:3], gone, *before[4:]]
    assert lines(store) == [("hr-1", "w1", REASON)]


def test_no_byte_of_it_is_left(store: Store) -> None:
    """On DuckDB in no file at all; on PostgreSQL in no row."""
    comment, *others = store.comments(1)
    assert comment.text.encode() in kept_of(store)

    withdraw(store, comment)

    kept = kept_of(store)
    assert comment.text.encode() not in kept
    assert all(other.text.encode() in kept for other in others)


def kept_of(store: Store) -> bytes:
    """Every byte of every file, or every row of the table."""
    if store.settings.database_url:
        return repr(store.comment_rows.rows(1)).encode()
    files = [file for file in store.settings.data.rglob("*") if file.is_file()]
    return b"".join(file.read_bytes() for file in files)


def test_the_publication_stays_sealed(store: Store) -> None:
    """Every check finds it well: a withdrawn comment is counted as the comment it was."""
    seal = store.wave("w1").seal

    withdraw(store, store.comments(1)[0])

    assert store.wave("w1").seal == seal
    assert [finding for finding in check(store) if not finding.holds] == []


def test_what_is_withdrawn_or_was_never_there_cannot_be_withdrawn(store: Store) -> None:
    """The two look the same, and the first reason stays."""
    comment = store.comments(1)[0]
    withdraw(store, comment)
    never = Comment("no-such-key", "ant", "team", "O1", "")

    for other in (comment, never):
        with pytest.raises(NotFound, match="not here any more"):
            withdraw(store, other, "Another reason.")
    with pytest.raises(NotFound, match="There is no wave"):
        withdraw_comment(store, wave="w9", key=comment.key, actor="hr-1", reason=REASON)

    assert lines(store) == [("hr-1", "w1", REASON)]


@pytest.mark.parametrize(
    ("reason", "said"),
    [("", "Say in a sentence why"), (" \n", "Say in"), ("x" * (LONGEST_REASON + 1), "300 letters")],
)
def test_without_a_reason_nothing_is_withdrawn(duckdb_store: Store, reason: str, said: str) -> None:
    """Nor with one that nobody would read."""
    spoken(duckdb_store)
    before = duckdb_store.comments(1)

    with pytest.raises(Refused, match=said):
        withdraw(duckdb_store, before[0], reason)

    assert duckdb_store.comments(1) == before
    assert lines(duckdb_store) == []


def test_a_wave_that_is_not_published_has_no_comments_to_withdraw(duckdb_store: Store) -> None:
    """Also where a closing that was cut off has written them already."""
    populate(duckdb_store, CREW)
    wave = plan(duckdb_store)
    row = {
        "key": "a", "wave": wave.id, "unit": 1, "scope": "team",
        "prompt": "O1", "text": "Words.", "withdrawn": None,
    }  # fmt: skip
    duckdb_store.comment_rows.put(wave.id, [row])

    with pytest.raises(NotFound, match="not here any more"):
        withdraw(duckdb_store, duckdb_store.comments(wave.id)[0])

    assert wave.state is State.DRAFT
    assert duckdb_store.comments(wave.id)[0].text == "Words."


@pytest.fixture
def both(store: Store, clock: Clock) -> Iterator[tuple[Store, Store]]:
    """Two apps on one PostgreSQL database; on DuckDB the one app there is."""
    with ExitStack() as stack:
        other = store
        if store.settings.database_url:
            other = stack.enter_context(closing(Store(store.settings, clock=clock)))
        yield store, other


def test_two_who_withdraw_at_once_put_nothing_back(both: tuple[Store, Store]) -> None:
    """Each writes the comments of the whole wave anew."""
    comments = both[0].comments(1)

    together(lambda n: withdraw(both[n % 2], comments[n]), range(len(comments)))

    assert {(c.text, c.withdrawn) for c in both[0].comments(1)} == {("", REASON)}
    assert len(lines(both[0])) == len(comments) == 10


def first(store: Store) -> None:
    """Withdraw the first comment."""
    withdraw(store, store.comments(1)[0])


@pytest.mark.parametrize(("after", "gone"), [(False, False), (True, True)])
def test_a_cut_leaves_no_line_about_a_text_that_is_still_there(
    settings: Settings, clock: Clock, after: bool, gone: bool
) -> None:
    """It may leave a text that is gone without a line, never the other way round."""
    at = "survey.actions.comments.keep_comments"

    killed(settings, clock.moment, first, at=at, after=after)

    with closing(Store(settings, clock=clock)) as store:
        assert [bool(c.withdrawn) for c in store.comments(1)].count(True) == gone
        assert lines(store) == []


def test_nobody_is_named_as_an_author(store: Store) -> None:
    """A comment has a key, a place, a question and a text, and that is all."""
    (row, *_) = store.comment_rows.rows(1)

    assert row._fields == ("key", "wave", "unit", "scope", "prompt", "text", "withdrawn")
    assert not any(person in c.key for person in CREW.people for c in store.comments(1))
    assert ACTOR not in repr(store.comments(1))
