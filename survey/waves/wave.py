"""A wave: one asking of one instrument, its states, and the moves between them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from survey.errors import Refused
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import thaw
from survey.text import Sentence, sentence
from survey.waves.calendar import USUAL_ZONE, day_in

SMALLEST_K = 4
USUAL_K = 5
RULES, RECORDED_FROM, RECEIPTS_FROM = 5, 3, 5
"""The gate's version (until 3 few changes held a team back: docs/decisions/0020); from which on
closing records what it found when it checked itself, and has the receipts under its seal."""
USUAL_KEEP_DAYS, LONGEST_KEEP_DAYS = 90, 730


class State(StrEnum):
    """Where a wave stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SCHEDULED, State.OPEN, State.CANCELLED}),
    State.SCHEDULED: frozenset({State.DRAFT, State.OPEN, State.CANCELLED}),
    State.OPEN: frozenset({State.CLOSED, State.CANCELLED}),
    State.CLOSED: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset(),
    State.CANCELLED: frozenset(),
}

OVER = frozenset({State.PUBLISHED, State.CANCELLED})
"""The states in which nothing more happens to a wave."""
NOT_OPENED = frozenset({State.DRAFT, State.SCHEDULED})
"""The states in which a plan may still be changed."""


@dataclass(frozen=True, slots=True)
class Wave:
    """One asking; `definition` is the frozen instrument, `rules` the gate's version.

    `keep_days` says how long anonymous answer rows are kept after closing, None that none are.
    """

    id: int
    key: str
    name: str
    state: State
    opens: datetime
    closes: datetime
    k: int
    definition: str
    rules: int
    keep_days: int | None
    audience: tuple[str, ...]
    series: str | None
    replay: bool
    public_key: str | None
    invited: int | None
    opened: datetime | None
    invited_at: datetime | None
    closed: datetime | None
    published: datetime | None
    seal: str | None
    participation_from: int | None
    participation_at: datetime | None
    reason: str | None

    @property
    def instrument(self) -> Instrument:
        """What the wave asks, as frozen when it was planned."""
        return thaw(self.definition)

    @property
    def kept_until(self) -> datetime | None:
        """When the anonymous answer rows of a closed wave are deleted; None when none are kept."""
        if self.keep_days is None or self.closed is None:
            return None
        return self.closed + timedelta(days=self.keep_days)

    def opened_on(self, zone: str) -> date:
        """The day the wave opened, or will open, on the clocks of a time zone.

        Of a past wave that was brought in only days are known, and they are kept as days in UTC.
        """
        return day_in(USUAL_ZONE if self.replay else zone, self.opened or self.opens)

    def closed_on(self, zone: str) -> date:
        """The day the wave closed, or will close, on the clocks of a time zone."""
        return day_in(USUAL_ZONE if self.replay else zone, self.closed or self.closes)


@dataclass(frozen=True, slots=True)
class WaveUnit:
    """A unit as it stood when the wave opened; `invited` counts the people at home there."""

    unit: int
    key: str
    name: str
    parent: str | None
    position: int
    invited: int


def why_not(wave: Wave) -> Sentence:
    """What the state of a wave is, as the reason why something cannot be done with it."""
    return sentence(f"refused.why_not.{wave.state}")


def check_move(wave: Wave, to: State) -> None:
    """Refuse a move the lifecycle does not have."""
    if to not in MOVES[wave.state]:
        raise Refused(sentence("refused.wave.move", wave=wave.name, to=to, why=why_not(wave)))


def check_k(k: int) -> None:
    """Refuse a threshold below the floor, which no setting lowers."""
    if k < SMALLEST_K:
        raise Refused(sentence("refused.wave.k", least=SMALLEST_K, k=k, usual=USUAL_K))


def check_keep(days: int | None) -> None:
    """Refuse to keep anonymous answer rows for no time at all, or for longer than two years."""
    if days is not None and not 1 <= days <= LONGEST_KEEP_DAYS:
        raise Refused(sentence("refused.wave.keep", most=LONGEST_KEEP_DAYS, days=days))
