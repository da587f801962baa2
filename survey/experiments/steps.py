"""What can be done to an experiment, step by step? Each gives it changed, or refuses.

Errors of all: Refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from survey.errors import Refused
from survey.experiments.experiment import (
    LARGE,
    OVER,
    PAYS_AFTER,
    Bet,
    Candidate,
    Experiment,
    Lesson,
    Size,
    State,
    Whose,
    Why,
)
from survey.experiments.writing import title, written
from survey.text import sentence

Step = Callable[[Experiment], Experiment]


class Changed(Refused):
    """Somebody else has saved the same piece meanwhile; `now` is what stands there."""

    def __init__(self, now: Why | Candidate) -> None:
        super().__init__(sentence("refused.experiment.changed"))
        self.now = now


MOST_WHYS = 30
MOST_CANDIDATES = 3
STILL_SO_AFTER = timedelta(days=365)


def _check_open(experiment: Experiment) -> None:
    if experiment.state in OVER:
        raise Refused(sentence("refused.experiment.over"))


def _next(numbers: Iterable[int]) -> int:
    return max(numbers, default=0) + 1


def add_why(experiment: Experiment, text: str, *, by: str, under: int | None = None) -> Experiment:
    """One more why, below another or right below the signal."""
    _check_open(experiment)
    if len(experiment.whys) >= MOST_WHYS:
        raise Refused(sentence("refused.experiment.whys", most=MOST_WHYS))
    if under is not None and experiment.why(under) is None:
        raise Refused(sentence("refused.experiment.gone"))
    why = Why(_next(one.number for one in experiment.whys), written(text), by, None, under)
    return replace(experiment, whys=(*experiment.whys, why))


def _check_as_seen(found: Why | Candidate, seen: int) -> None:
    if found.version != seen:
        raise Changed(found)


def edit_why(  # noqa: PLR0913
    experiment: Experiment, number: int, *, text: str, whose: Whose | None, by: str, seen: int
) -> Experiment:
    """A why in other words, or with another mark of whose it is; `seen` is the version read.

    Errors: Changed.
    """
    _check_open(experiment)
    found = experiment.why(number)
    if found is None:
        raise Refused(sentence("refused.experiment.gone"))
    _check_as_seen(found, seen)
    said = written(text)
    signed = by if said != found.text else found.by
    new = replace(found, text=said, whose=whose, by=signed, version=seen + 1)
    return replace(experiment, whys=tuple(new if w is found else w for w in experiment.whys))


def remove_why(experiment: Experiment, number: int) -> Experiment:
    """Without a why, and without those below it."""
    _check_open(experiment)
    gone = {number}
    for why in experiment.whys:
        gone |= {why.number} if why.under in gone else set()
    return replace(experiment, whys=tuple(w for w in experiment.whys if w.number not in gone))


def put_candidate(experiment: Experiment, wanted: Candidate) -> Experiment:
    """With one more idea (number 0), or with one in other words, of the version that was read.

    Errors: Changed.
    """
    _check_open(experiment)
    checked = replace(
        wanted,
        title=title(wanted.title),
        how=written(wanted.how),
        whom=written(wanted.whom, required=False),
        first=written(wanted.first, required=False),
    )
    if wanted.measure is not None and wanted.measure == wanted.guard:
        raise Refused(sentence("refused.experiment.same_guard"))
    if wanted.number == 0:
        if len(experiment.candidates) >= MOST_CANDIDATES:
            raise Refused(sentence("refused.experiment.candidates", most=MOST_CANDIDATES))
        new = replace(checked, number=_next(one.number for one in experiment.candidates))
        return replace(experiment, candidates=(*experiment.candidates, new))
    found = experiment.candidate(wanted.number)
    if found is None:
        raise Refused(sentence("refused.experiment.gone"))
    _check_as_seen(found, wanted.version)
    checked = replace(checked, version=wanted.version + 1)
    if experiment.bet and experiment.bet.candidate == wanted.number:
        _check_same_aim(experiment.chosen, checked)
    others = experiment.candidates
    kept = tuple(checked if one.number == wanted.number else one for one in others)
    return replace(experiment, candidates=kept)


def _check_same_aim(before: Candidate | None, after: Candidate) -> None:
    """What a bet is measured by is said before, never afterwards."""
    assert before is not None, "a bet is on an idea that there is"
    if (before.measure, before.guard) != (after.measure, after.guard):
        raise Refused(sentence("refused.experiment.aim"))


def remove_candidate(experiment: Experiment, number: int) -> Experiment:
    """Without an idea; not while it is tried."""
    _check_open(experiment)
    if experiment.bet and experiment.bet.candidate == number:
        raise Refused(sentence("refused.experiment.tried"))
    left = tuple(one for one in experiment.candidates if one.number != number)
    return replace(experiment, candidates=left)


def pays_on(started: date, candidate: Candidate) -> date:
    """The day from which a bet should have paid; a large one when its first version has."""
    size = Size.WEEKS if candidate.size in LARGE else candidate.size
    return started + timedelta(days=PAYS_AFTER[size])


def make_bet(
    experiment: Experiment, number: int, *, today: date, look_again: date, by: str
) -> Experiment:
    """Try one of the ideas; what it will be seen in is fixed from now on."""
    found = experiment.candidate(number)
    if found is None:
        raise Refused(sentence("refused.experiment.gone"))
    if found.measure is None:
        raise Refused(sentence("refused.experiment.no_measure"))
    if found.owner is None:
        raise Refused(sentence("refused.experiment.no_owner"))
    if found.size in LARGE and not found.first:
        raise Refused(sentence("refused.experiment.first"))
    pays = pays_on(today, found)
    if look_again < pays:
        raise Refused(sentence("refused.experiment.too_soon", day=f"{pays:%-d %B %Y}"))
    bet = Bet(number, today, pays, look_again, by)
    return replace(experiment.moved(State.TRYING), bet=bet)


def take_back(experiment: Experiment) -> Experiment:
    """The bet is off before it began to count: ideas can be chosen from again."""
    return replace(experiment.moved(State.THINKING), bet=None)


def decide(
    experiment: Experiment, decision: State, *, learned: str, today: date, by: str
) -> Experiment:
    """What was learned, and whether it is kept, adapted or dropped."""
    asked = today if decision is State.KEPT else None
    lesson = Lesson(written(learned), by, today, asked)
    return replace(experiment.moved(decision), lesson=lesson)


def still_so(experiment: Experiment, *, today: date) -> Experiment:
    """A habit that is still one, as the team says a year on."""
    if experiment.state is not State.KEPT or experiment.lesson is None:
        raise Refused(sentence("refused.experiment.move"))
    return replace(experiment, lesson=replace(experiment.lesson, asked_again=today))


def drop_habit(experiment: Experiment) -> Experiment:
    """A habit that is none any more; what was learned stays."""
    return experiment.moved(State.DROPPED)


def asks_still_so(experiment: Experiment, *, today: date) -> bool:
    """Whether a habit is to be asked "still so?"."""
    lesson = experiment.lesson
    if lesson is None or experiment.state is not State.KEPT:
        return False
    return today - (lesson.asked_again or lesson.day) >= STILL_SO_AFTER


def learn_anew(experiment: Experiment, text: str, *, by: str) -> Experiment:
    """What was learned in the words of somebody who wrote while somebody else decided."""
    if experiment.lesson is None:
        raise Refused(sentence("refused.experiment.move"))
    return replace(experiment, lesson=replace(experiment.lesson, text=written(text), by=by))


def share(experiment: Experiment, *, shared: bool) -> Experiment:
    """Whether others may read the idea, and its effect counts as evidence."""
    return replace(experiment, shared=shared)
