"""Does a wave keep its distance from others that ask the same people, and does its k stay?

Somebody who compares two waves a few days apart, or sees k fall meanwhile, could work out what one
person said (decision record 0021). People are the same by id or address, whatever unit they are in
(survey.waves.recognising).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from survey.errors import Refused
from survey.store import Store
from survey.store.asked import (
    Roster,
    address_book,
    meets,
    people_of,
    planned_people,
    roster_now,
    running,
)
from survey.text import Sentence, sentence
from survey.waves.calendar import calendar_of
from survey.waves.recognising import Asked, asked_of, in_both
from survey.waves.wave import State, Wave

DAYS_APART = 10
DAYS_OF_K = 60
OPENED = frozenset({State.OPEN, State.CLOSED, State.PUBLISHED})
PLANNED = OPENED | {State.SCHEDULED}
Book = Mapping[str, str]


def check_distance(
    store: Store, wave: Wave, roster: Roster, *, opens: datetime, planning: bool = False
) -> None:
    """Refuse a wave that asks people while another does, closes too near to it, or lowers k.

    `opens` is when it does, before or after the time it was planned for. Only with `planning` are
    waves that are merely scheduled in the way of its closing: of two the later one gives way.
    Errors: Refused.
    """
    book = address_book(store)
    asked = asked_of(wave, roster.homes, book)
    _check_no_overlap(store, wave, asked, book, opens=opens)
    for refusal in _too_near(store, wave, asked, book, PLANNED if planning else OPENED):
        raise Refused(refusal)


def check_closing(store: Store, wave: Wave, *, closes: datetime) -> None:
    """Refuse to move the closing of an open wave where it meets or comes near to another's.

    Sooner, because it is closed by hand, only waves that have opened are in its way; later, planned
    ones too. Errors: Refused.
    """
    later, book = closes > wave.closes, address_book(store)
    moved, asked = replace(wave, closes=closes), people_of(store, wave, book)
    states = PLANNED if later else OPENED
    if later:
        _check_no_overlap(store, moved, asked, book, opens=wave.opened or wave.opens)
    for refusal in _too_near(store, moved, asked, book, states):
        raise Refused(refusal)


def too_near(store: Store, wave: Wave) -> list[Sentence]:
    """Why a wave that has not opened could not, by its closing day and its k; for the check list.

    Whoever would be asked now is asked.
    """

    def found() -> tuple[Sentence, ...]:
        book = address_book(store)
        asked = asked_of(wave, roster_now(store, wave).homes, book)
        return tuple(_too_near(store, wave, asked, book, PLANNED))

    return list(store.remembered(("too near", wave.key), found))


def _check_no_overlap(
    store: Store, wave: Wave, asked: Asked, book: Book, *, opens: datetime
) -> None:
    for other in _others(store, wave, PLANNED):
        if meets(other, opens, wave.closes):
            people = in_both(asked, planned_people(store, other, book))
            if people:
                raise Refused(_overlap(store, wave, other, people))


def _overlap(store: Store, wave: Wave, other: Wave, people: int) -> Sentence:
    calendar = calendar_of(store.preferences())
    start, end = map(calendar.local, running(other))
    return sentence(
        "refused.answers.same_days" if wave.replay else "refused.wave.overlap",
        wave=other.name,
        start=f"{start:%d %b}",
        end=f"{end:%d %b %Y}",
        people=people,
    )


def _too_near(
    store: Store, wave: Wave, asked: Asked, book: Book, states: frozenset[State]
) -> Iterator[Sentence]:
    """What is in the way of a wave's closing day and of its k."""
    zone = calendar_of(store.preferences()).zone
    closing = wave.closed_on(zone)
    for other in _others(store, wave, states):
        days = (closing - other.closed_on(zone)).days
        if abs(days) > DAYS_OF_K:
            continue
        people = in_both(asked, planned_people(store, other, book))
        said = {"wave": other.name, "day": f"{other.closed_on(zone):%d %B %Y}"}
        if people and abs(days) < DAYS_APART:
            key = "refused.answers.apart" if wave.replay else "refused.wave.apart"
            yield sentence(key, **said, people=people, days=DAYS_APART)
        falls = wave.k < other.k if days >= 0 else other.k < wave.k
        if people and falls:
            key = "refused.wave.k_falls" if days >= 0 else "refused.wave.k_falls_after"
            yield sentence(key, **said, k=other.k, days=DAYS_OF_K)


def _others(store: Store, wave: Wave, states: frozenset[State]) -> Iterator[Wave]:
    return (one for one in store.waves() if one.key != wave.key and one.state in states)
