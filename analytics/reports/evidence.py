"""What was found here, over all teams that share: by kind of idea, and never from a few.

Only effects that were worked out of published figures go in, of experiments that are over; a unit
counts with its newest experiment of a kind, a kind stands on five units at least, its ends are
whole points, and no unit is named.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

import numpy as np

from analytics.figures.published_waves import published
from analytics.reports.effects import effect_report
from analytics.reports.unit_view import views_of
from analytics.statistics.pooled import pooled
from survey.experiments.experiment import OVER, Experiment
from survey.experiments.library import library
from survey.questionnaire.spoken import called
from survey.store import Store

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """Ideas about one construct: how often tried, and from where to where the typical effect is."""

    construct: str
    name: str
    count: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Seen:
    construct: str
    unit: str
    difference: float
    variance: float


def evidence(store: Store) -> tuple[Kind, ...]:
    """Every kind that enough units tried, in the order of the constructs."""
    shared = [one for one in store.experiments(states=sorted(OVER)) if one.shared]
    waves = tuple(wave.key for wave in published(store))
    return _evidence(store, tuple(shared), waves)


@lru_cache(maxsize=4)
def _evidence(
    store: Store, shared: tuple[Experiment, ...], _waves: tuple[str, ...]
) -> tuple[Kind, ...]:
    """Kept until something else is shared or another wave is published."""
    kinds: dict[str, list[_Seen]] = {}
    for one in _newest_of_each(_seen(store, shared)):
        kinds.setdefault(one.construct, []).append(one)
    enough = {name: seen for name, seen in sorted(kinds.items()) if len(seen) >= FEWEST}
    if not enough:
        return ()
    arrays = [
        (np.array([s.difference for s in seen]), np.array([s.variance for s in seen]))
        for seen in enough.values()
    ]
    names = {c.id: c.name for wave in store.waves() for c in wave.instrument.constructs}
    return tuple(
        Kind(
            construct=kind,
            name=called(kind, names.get(kind, kind)),
            count=len(seen),
            low=round(found.low),
            high=round(found.high),
        )
        for (kind, seen), found in zip(enough.items(), pooled(arrays), strict=True)
    )


def _newest_of_each(seen: Iterator[_Seen]) -> list[_Seen]:
    """One for each unit and construct; the newest comes first."""
    found: dict[tuple[str, str], _Seen] = {}
    for one in seen:
        found.setdefault((one.unit, one.construct), one)
    return list(found.values())


def _seen(store: Store, shared: Sequence[Experiment]) -> Iterator[_Seen]:
    about = [(one, construct) for one in shared if (construct := construct_of(one))]
    views = views_of(store, (one.unit for one, _ in about))
    for one, construct in about:
        report = effect_report(views.get(one.unit), one)
        if report and report.effect.centre is not None and report.effect.error:
            way = -1 if report.less_is_better else 1
            yield _Seen(construct, one.unit, way * report.effect.centre, report.effect.error**2)


def construct_of(experiment: Experiment) -> str | None:
    """What an idea is about, by the starter it came from; None for an idea of the team's own."""
    chosen = experiment.chosen
    idea = library().get(chosen.idea or "") if chosen else None
    return idea.construct if idea else None


def evidence_csv(store: Store) -> bytes:
    """The same as a file that names no unit."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["construct", "name", "experiments", "effect_low", "effect_high"])
    writer.writerows([k.construct, k.name, k.count, k.low, k.high] for k in evidence(store))
    return text.getvalue().encode()
