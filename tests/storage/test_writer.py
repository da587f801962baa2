"""Promises of the writer: answered after the commit, one bad item harms nobody, nothing is lost."""

import threading
from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from survey.errors import Refused, SameBoatError, Trouble
from survey.storage.writer import A_MOMENT, MOST_PER_COMMIT, Writer
from survey.store import Store
from tests.make import together


class Notes:
    """Writes words into a table, and remembers how many came in each transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.batches: list[int] = []
        with store.engine.begin() as connection:
            connection.execute(text("CREATE TABLE note (word VARCHAR(100) PRIMARY KEY)"))
        self.writer: Writer[str] = Writer(store.engine, self.apply)

    def apply(self, connection: Connection, words: Sequence[str]) -> list[object]:
        """Keep each word; refuse “no”, stumble over “bug”."""
        self.batches.append(len(words))
        if "bug" in words:
            raise KeyError("bug")
        kept = [word for word in words if word != "no"]
        for word in kept:
            connection.execute(text("INSERT INTO note VALUES (:word)"), {"word": word})
        return [Refused("No.") if word == "no" else word.upper() for word in words]

    def words(self) -> list[str]:
        """What is kept."""
        with self.store.reading() as connection:
            return sorted(connection.execute(text("SELECT word FROM note")).scalars())

    def outcome(self, word: str) -> object:
        """What submitting a word gives, an error as its class."""
        try:
            return self.writer.submit(word)
        except (SameBoatError, KeyError) as error:
            return type(error)

    def held_up(self, words: Sequence[str]) -> list[object]:
        """What submitting these gives when they wait together behind a first one."""
        go_on, real = threading.Event(), self.writer._commit
        self.writer._commit = lambda batch: (go_on.wait(), real(batch))[1]  # type: ignore[method-assign]
        outcomes: dict[int, object] = {}
        threads = []
        for place, word in enumerate(["first", *words]):
            thread = threading.Thread(
                target=lambda at, given: outcomes.update({at: self.outcome(given)}),
                args=(place, word),
            )
            thread.start()
            threads.append(thread)
            while self.writer._waiting.qsize() != place:
                pass
        go_on.set()
        for thread in threads:
            thread.join()
        return [outcomes[place] for place in range(1, len(threads))]


@pytest.fixture
def notes(store: Store) -> Iterator[Notes]:
    """A table of words with its writer."""
    notes = Notes(store)
    yield notes
    notes.writer.close()


def test_an_item_is_answered_when_it_is_kept(notes: Notes) -> None:
    """With what became of it; by then everybody can read it."""
    assert notes.writer.submit("ahoy") == "AHOY"
    assert notes.words() == ["ahoy"]


def test_what_waits_together_is_kept_together(notes: Notes) -> None:
    """In one commit, and each is answered for itself."""
    outcomes = notes.held_up(["one", "no", "two"])

    assert outcomes == ["ONE", Refused, "TWO"]
    assert notes.batches == [1, 3]
    assert notes.words() == ["first", "one", "two"]


def test_one_bad_item_harms_nobody(notes: Notes) -> None:
    """A batch that fails as a whole is tried again one by one."""
    outcomes = notes.held_up(["one", "bug", "one", "two"])

    assert outcomes == ["ONE", KeyError, Trouble, "TWO"]
    assert notes.batches == [1, 4, 1, 1, 1, 1]
    assert notes.words() == ["first", "one", "two"]


def test_an_error_of_the_database_is_a_sentence_without_its_values(notes: Notes) -> None:
    """The value may be what somebody wrote."""
    notes.writer.submit("secret")

    with pytest.raises(Trouble, match="Nothing was changed; try again") as trouble:
        notes.writer.submit("secret")

    assert "secret" not in str(trouble.value)
    assert not isinstance(trouble.value.__context__, SQLAlchemyError)


def test_many_at_once_are_all_kept(notes: Notes) -> None:
    """Each once."""
    words = [f"word-{number:03}" for number in range(300)]

    assert together(notes.writer.submit, words) == [word.upper() for word in words]
    assert notes.words() == words
    assert max(notes.batches) <= MOST_PER_COMMIT


def test_closing_finishes_what_waits_and_then_takes_no_more(notes: Notes) -> None:
    """What was acknowledged is kept, what was refused is not, and everybody is answered."""
    words = [str(number) for number in range(40)]
    closing = threading.Timer(0, notes.writer.close)
    closing.start()

    outcomes = together(notes.outcome, words)

    closing.join()
    kept = {word for word, outcome in zip(words, outcomes, strict=True) if outcome == word}
    assert set(notes.words()) == kept
    assert {outcome for outcome in outcomes if outcome not in kept} <= {Trouble}
    with pytest.raises(Trouble, match="shutting down"):
        notes.writer.submit("late")
    assert "late" not in notes.words()


def test_closing_twice_is_quiet(notes: Notes) -> None:
    """As a store does that is closed after a wave."""
    notes.writer.close()
    notes.writer.close()


def test_what_comes_at_short_intervals_is_written_together(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a transaction of several it waits a moment for more; after one of one it does not."""
    notes, moments = Notes(store), list[float]()
    monkeypatch.setattr("survey.storage.writer.time.sleep", moments.append)

    assert notes.writer.submit("alone") == "ALONE"
    assert moments == []
    notes.held_up(["a", "b", "c"])
    assert notes.writer.submit("after") == "AFTER"
    notes.writer.close()

    assert notes.batches[-1] == 1
    assert moments.count(A_MOMENT) >= 1
