"""What do we promise, in the numbers of the wave in question: what the promise page says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from analytics.disclosure.rollup import (
    COMMENTS_FROM_PEOPLE,
    COMMENTS_FROM_WRITERS,
    FIVE_SHARES_FROM,
    THREE_SHARES_FROM,
)
from analytics.disclosure.rounding import FINER_FROM, FINEST_FROM, score_grain
from survey.store import Store
from survey.waves.calendar import Calendar
from survey.waves.wave import USUAL_K, State, Wave


@dataclass(frozen=True, slots=True)
class AboutWave:
    """The wave whose numbers are said; nothing of how many have answered."""

    name: str
    is_open: bool
    invited: int
    closes: datetime


@dataclass(frozen=True, slots=True)
class Coarse:
    """A score is shown in steps of so many points when it is about `low` to `high` answers.

    There is no `high` for the largest groups.
    """

    step: int
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Promises:
    """The rules in numbers; `wave` is None where there has been no wave and the usual ones hold.

    `keep_days` says how long anonymous answer rows are kept after closing, None that none are.
    """

    wave: AboutWave | None
    k: int
    three_shares_from: int
    five_shares_from: int
    comments_from_people: int
    comments_from_writers: int
    keep_days: int | None
    coarse: tuple[Coarse, ...]


def waves_in_question(store: Store) -> tuple[Wave, ...]:
    """The open waves, the newest first; else the last published one; () where there is neither."""
    waves = store.waves()[::-1]
    is_open = tuple(wave for wave in waves if wave.state is State.OPEN and not wave.replay)
    published = tuple(wave for wave in waves if wave.state is State.PUBLISHED)
    return is_open or published[:1]


def promises(wave: Wave | None = None, *, calendar: Calendar | None = None) -> Promises:
    """The rules of a wave, its closing on the organisation's clocks, or the usual ones."""
    k = wave.k if wave else USUAL_K
    return Promises(
        wave=_about(wave, calendar) if wave else None,
        k=k,
        three_shares_from=max(k, THREE_SHARES_FROM),
        five_shares_from=max(k, FIVE_SHARES_FROM),
        comments_from_people=max(k, COMMENTS_FROM_PEOPLE),
        comments_from_writers=COMMENTS_FROM_WRITERS,
        keep_days=wave.keep_days if wave else None,
        coarse=tuple(_coarse(k)),
    )


def _about(wave: Wave, calendar: Calendar | None) -> AboutWave:
    return AboutWave(
        name=wave.name,
        is_open=wave.state is State.OPEN,
        invited=wave.invited or 0,
        closes=(calendar or Calendar()).local(wave.closed or wave.closes),
    )


def _coarse(k: int) -> Iterator[Coarse]:
    """The steps of scores by the size of a group, from the smallest that is shown."""
    starts = sorted({k, *(n for n in (FINER_FROM, FINEST_FROM) if n > k)})
    for low, above in zip_longest(starts, starts[1:]):
        yield Coarse(score_grain(low).step, low, above - 1 if above else None)
