"""An experiment: the signal it began with, the whys, the ideas, the bet, and what was learned.

All of it is written by people and signed by them; nothing in it is about how anybody answered. Its
one figure is the published one it began with, frozen as it was read.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from survey.errors import Refused
from survey.text import sentence


class State(StrEnum):
    """Where an experiment stands."""

    THINKING = "thinking"
    TRYING = "trying"
    KEPT = "kept"
    ADAPTED = "adapted"
    DROPPED = "dropped"


MOVES: dict[State, frozenset[State]] = {
    State.THINKING: frozenset({State.TRYING, State.DROPPED}),
    State.TRYING: frozenset({State.THINKING, State.KEPT, State.ADAPTED, State.DROPPED}),
    State.KEPT: frozenset({State.DROPPED}),
    State.ADAPTED: frozenset(),
    State.DROPPED: frozenset(),
}
OVER = frozenset({State.KEPT, State.ADAPTED, State.DROPPED})
GONE_BY = frozenset({State.ADAPTED, State.DROPPED})
DECISIONS = (State.KEPT, State.ADAPTED, State.DROPPED)


class SignalOf(StrEnum):
    """What a signal is."""

    FIGURE = "figure"
    LEVEL = "level"
    SIGN = "sign"
    COMMENTS = "comments"
    TALK = "conversation"


IN_OWN_WORDS = frozenset({SignalOf.COMMENTS, SignalOf.TALK})
"""Signals that somebody named, and that have no figure."""


class Whose(StrEnum):
    """Who can change what a why names."""

    OURS = "ours"
    WITH_OTHERS = "ours with others"
    NOT_OURS = "not ours"


class Size(StrEnum):
    """How long a bet takes before it should have paid."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"
    HABIT = "habit"


PAYS_AFTER: dict[Size, int] = {
    Size.HOURS: 1,
    Size.DAYS: 3,
    Size.WEEKS: 21,
    Size.MONTHS: 91,
    Size.QUARTERS: 273,
    Size.YEARS: 1095,
    Size.HABIT: 28,
}
"""Days until a bet of a size should have paid: three of its unit, a habit after four weeks."""
LARGE = frozenset({Size.MONTHS, Size.QUARTERS, Size.YEARS})
"""Sizes that ask for a smaller first version."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What it began with, as it was read then; a theme of comments or of a conversation has no
    measure and no figure."""

    of: SignalOf
    wave: str
    wave_name: str
    name: str
    measure: str | None = None
    score: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """One answer to "why?"; `under` is the number of the one it asks about, None right below."""

    number: int
    text: str
    by: str
    whose: Whose | None = None
    under: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Watched:
    """A measure by its id and the name it had when it was chosen."""

    measure: str
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One idea: if we do `how`, then for `whom` we will see it in `measure`.

    `guard` must not fall; `first` is a smaller first version of a large bet; `idea` names the
    starter it came from.
    """

    number: int
    title: str
    how: str
    size: Size
    by: str
    measure: Watched | None = None
    guard: Watched | None = None
    whom: str = ""
    first: str = ""
    owner: str | None = None
    idea: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Bet:
    """The idea that is tried: since when, when it should have paid, and when to look again."""

    candidate: int
    started: date
    pays: date
    look_again: date
    by: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned; `asked_again` is when a habit was last asked "still so?"."""

    text: str
    by: str
    day: date
    asked_again: date | None = None


@dataclass(frozen=True, slots=True)
class Experiment:
    """One chain of a unit, from signal to lesson; `version` grows with each change.

    `follows` is the experiment it adapts. `shared` lets others read the idea and count its effect,
    without the unit's name.
    """

    key: str
    unit: str
    signal: Signal
    by: str
    made: datetime
    changed_by: str
    changed: datetime
    state: State = State.THINKING
    version: int = 1
    whys: tuple[Why, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    bet: Bet | None = None
    lesson: Lesson | None = None
    shared: bool = False
    follows: str | None = None

    @property
    def chosen(self) -> Candidate | None:
        """The idea that is tried."""
        return self.candidate(self.bet.candidate) if self.bet else None

    def candidate(self, number: int) -> Candidate | None:
        """An idea by its number."""
        return next((one for one in self.candidates if one.number == number), None)

    def why(self, number: int) -> Why | None:
        """A why by its number."""
        return next((one for one in self.whys if one.number == number), None)

    def chain(self, number: int) -> tuple[str, ...]:
        """The texts from the first why down to one."""
        found = list[str]()
        why = self.why(number)
        while why is not None:
            found.insert(0, why.text)
            why = self.why(why.under) if why.under is not None else None
        return tuple(found)

    def moved(self, to: State) -> "Experiment":
        """The same in another state. Errors: Refused."""
        if to not in MOVES[self.state]:
            raise Refused(sentence("refused.experiment.move"))
        return replace(self, state=to)
