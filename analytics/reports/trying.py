"""What can a team take up, what can it be seen in, and what stands on its line of time?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.figures.line import Point
from analytics.figures.measures import Measure
from analytics.figures.trials import MOST_AFTER
from analytics.figures.unit import UnitFigures
from analytics.published.cells import MeasureKind
from survey.errors import NotFound
from survey.experiments.experiment import Experiment, Signal, SignalOf, State, Watched
from survey.experiments.steps import pays_on
from survey.organisation.permissions import Viewer, allowed, check_may_see
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import NOT_OPENED, Wave
from survey.waves.wave import State as WaveState

WATCHED = (
    *(MeasureKind.COMPOSITE, MeasureKind.CONSTRUCT, MeasureKind.DERIVED, MeasureKind.ITEM),
    *(MeasureKind.SCOPE, MeasureKind.OWN, MeasureKind.SIGN),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A bet on the line of time: when it started, what it was, and how it stands."""

    day: date
    title: str
    state: State


def signals(unit: UnitFigures) -> tuple[Signal, ...]:
    """Everything the newest wave with figures of a unit shows, each as it is read now."""
    for at in reversed(range(len(unit.waves))):
        if found := tuple(_signals(unit.until(at))):
            return found
    return ()


def _signals(unit: UnitFigures) -> Iterator[Signal]:
    """By the names they were asked with, since they are kept for readers of any language."""
    wave = unit.waves[-1].as_written
    for kind in WATCHED:
        for measure in wave.of_kind(kind):
            shown = unit.latest_point(measure.id)
            if isinstance(shown, Point):
                of = SignalOf.SIGN if kind is MeasureKind.SIGN else SignalOf.FIGURE
                figure = (shown.score, shown.low, shown.high)
                yield Signal(of, wave.key, wave.name, measure.text, measure.id, *figure)
                if kind is MeasureKind.COMPOSITE:
                    yield from _level(unit, measure)


def _level(unit: UnitFigures, measure: Measure) -> Iterator[Signal]:
    """The newest level of a line, where it is another than the one before."""
    wave, line = unit.waves[-1], unit.line(measure.id)
    levels = line.stretches[0].levels
    if line.latest.moved and len(levels) > 1:
        mean = round(levels[-1].mean, 1)
        yield Signal(SignalOf.LEVEL, wave.key, wave.name, measure.text, measure.id, mean)


def watchable(unit: UnitFigures) -> tuple[Watched, ...]:
    """What an idea can be seen in: all that can be taken up."""
    found = {s.measure: s.name for s in signals(unit) if s.measure}
    return tuple(Watched(measure, name) for measure, name in found.items())


def experiments_of(store: Store, *, unit: str, viewer: Viewer) -> list[Experiment]:
    """What a unit tries and tried, the newest first. Errors: NotFound."""
    check_may_see(viewer, unit, store.units())
    return store.experiments([unit])


def experiment_seen(store: Store, key: str, *, viewer: Viewer) -> Experiment:
    """One experiment, by its key; one of a unit not seen is as if it did not exist.

    Errors: NotFound.
    """
    found = store.experiment(key)
    if not allowed(check_may_see, viewer, found.unit, store.units()):
        raise NotFound(sentence("refused.missing.experiment"))
    return found


def marks(experiments: Sequence[Experiment]) -> tuple[Mark, ...]:
    """What was tried when, the oldest first."""
    found = [
        Mark(one.bet.started, one.chosen.title, one.state)
        for one in experiments
        if one.bet and one.chosen
    ]
    return tuple(sorted(found, key=lambda mark: (mark.day, mark.title)))


def waves_ahead(store: Store) -> list[Wave]:
    """The waves that are planned, the next first."""
    planned = [wave for wave in store.waves() if wave.state in NOT_OPENED and not wave.replay]
    return sorted(planned, key=lambda wave: wave.opens)


def look_again_on(store: Store, experiment: Experiment, number: int) -> date:
    """When to look again at an idea: once two waves that can show it are over, as planned.

    With one such wave, when that is over; where none is planned, when it should have paid.
    """
    candidate = experiment.candidate(number)
    assert candidate is not None, "an idea that there is"
    pays = pays_on(store.today(), candidate)
    after = waves_that_show(store, pays)
    return max(pays, store.day_of(after[-1].closes)) if after else pays


def waves_that_show(store: Store, pays: date) -> list[Wave]:
    """The planned waves in which a bet can show, from the day it should have paid: at most two."""
    return [wave for wave in waves_ahead(store) if store.day_of(wave.opens) >= pays][:MOST_AFTER]


def waves_before_it_pays(store: Store, pays: date) -> int:
    """How many waves that are open or planned come too early to show a bet."""
    there = [wave for wave in store.waves() if wave.state is WaveState.OPEN]
    return sum(store.day_of(wave.opens) < pays for wave in (*there, *waves_ahead(store)))
