"""Promises of what is remembered: never older than a change, and only by who writes alone."""

from survey.actions.preferences import prefer
from survey.store import Store
from survey.store.memory import Memory
from survey.waves.calendar import Preference
from tests.make import ACTOR


def asked(memory: Memory, times: list[int]) -> int:
    """The answer to one question, which is how often it was read."""

    def read() -> int:
        times.append(1)
        return len(times)

    return memory.answer("question", read)


def test_an_answer_is_read_once_until_something_changes() -> None:
    """And then anew."""
    memory, times = Memory(alone=True), list[int]()
    assert [asked(memory, times) for _ in range(3)] == [1, 1, 1]
    with memory.changing():
        pass

    assert [asked(memory, times) for _ in range(3)] == [2, 2, 2]


def test_what_was_read_while_something_changed_is_not_given_again() -> None:
    """It may have been read before the commit."""
    memory, times = Memory(alone=True), list[int]()
    with memory.changing():
        asked(memory, times)

    assert asked(memory, times) == 2


def test_a_read_that_began_before_a_change_is_not_kept_after_it() -> None:
    """However late it is over."""
    memory = Memory(alone=True)

    def slow() -> str:
        with memory.changing():
            pass
        return "old"

    memory.answer("question", slow)

    assert memory.answer("question", lambda: "new") == "new"


def test_where_others_write_too_nothing_is_kept() -> None:
    """As on PostgreSQL."""
    memory, times = Memory(alone=False), list[int]()

    assert [asked(memory, times) for _ in range(3)] == [1, 2, 3]


def test_a_choice_shows_at_once(store: Store) -> None:
    """On both engines, through the action of real use."""
    assert store.preferences() == {}
    prefer(store, {Preference.TIME_ZONE: "Europe/Berlin"}, actor=ACTOR, about="days")

    assert store.preferences() == {"time_zone": "Europe/Berlin"}
