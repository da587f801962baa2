"""What did a unit try around a wave, and what became of it? A line each, for its conversation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analytics.figures.published_waves import published
from analytics.reports.effects import effect_report
from analytics.reports.phrasing import Sentence
from analytics.reports.unit_view import UnitView
from survey.experiments.experiment import Experiment, State
from survey.experiments.writing import in_brief
from survey.store import Store
from survey.waves.calendar import calendar_of

MOST = 4


@dataclass(frozen=True, slots=True)
class Tried:
    """One bet: how it stands, what came of it by then, and what was learned ("" for not yet)."""

    key: str
    title: str
    state: State
    came: Sentence
    learned: str


def tried_around(store: Store, *, unit: str, view: UnitView | None) -> tuple[Tried, ...]:
    """The bets a unit had open when the last wave of its view asked, or made or ended since then.

    The newest first, four at most; up to the wave after that one. Without a view, those open now.
    """
    made = [one for one in store.experiments([unit]) if one.bet and one.chosen]
    if view is None:
        there = [one for one in made if one.state is State.TRYING]
    else:
        since, until = _around(store, view)
        there = [one for one in made if _is_open(one, since, until)]
    return tuple(_told(there, view))[:MOST]


def _around(store: Store, view: UnitView) -> tuple[date, date]:
    """From the closing of the wave before to the opening of the wave after."""
    zone = calendar_of(store.preferences()).zone
    waves = published(store)
    at = next(n for n, wave in enumerate(waves) if wave.key == view.figures.waves[-1].key)
    since = waves[at - 1].closed_on(zone) if at else date.min
    after = [wave.opened for wave in waves[at + 1 :] if wave.opened]
    return since, store.day_of(after[0]) if after else date.max


def _is_open(one: Experiment, since: date, until: date) -> bool:
    assert one.bet is not None, "only what is tried stands here"
    over = one.lesson.day if one.lesson else date.max
    return one.bet.started < until and over >= since


def _told(there: list[Experiment], view: UnitView | None) -> Iterator[Tried]:
    for one in there:
        report = effect_report(view, one)
        if report is not None and one.chosen is not None:
            learned = in_brief(one.lesson.text) if one.lesson else ""
            yield Tried(one.key, one.chosen.title, one.state, report.sentences[0], learned)
