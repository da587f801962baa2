"""Is the instrument any good? Worked out inside closing, kept as figures, read again by the page.

Over the whole organisation, from 50 people on: of each composite reliability and agreement, and
what goes with feeling at home. Groups are the atoms of the base plan without held teams, so no
smaller group has a mean of its own in it; every figure is rounded to hundredths and people to the
lower end of their band, so that one answer cannot be read from it. The ends of agreement are
merged: teams that answer all alike look like teams that nearly do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.closing.counting import Opened, composites
from analytics.disclosure.control import Plans
from analytics.disclosure.rounding import people_band
from analytics.disclosure.tree import NOWHERE, IntArray
from analytics.statistics.agreement import Agreement, Icc, agreement
from analytics.statistics.drivers import Drivers, Part, drivers
from analytics.statistics.reliability import AlphaInterval, Reliability, reliability
from analytics.statistics.scale_evidence import Missing, missing
from survey.questionnaire.instrument import Instrument

QUALITY, DRIVERS = "quality:", "drivers:"
PARTS = ("importance", "low", "high", "correlation")
HOME = "SCO"
SEED = 20261122
Floats = NDArray[np.float64]
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of one composite, None where nothing is; `lacks` says why it is a draft."""

    composite: str
    items: tuple[str, ...]
    reliability: Reliability | None
    agreement: Agreement | None
    lacks: tuple[Missing, ...]


def quality_figures(
    opened: Opened, plans: Plans, *, instrument: Instrument, k: int
) -> dict[str, float]:
    """Everything about the instrument in one wave, by name; what cannot be said is left out."""
    answers, group = _answers(opened), _groups(opened, plans)
    column = {item.id: place for place, item in enumerate(instrument.statements)}
    found: dict[str, float] = {}
    for name, items in composites(instrument).items():
        of_scale = answers[:, [column[item] for item in items]]
        found |= dict(_scale(f"{QUALITY}{name}:", items, of_scale, group, k))
    return found | dict(_goes_with(answers, group, instrument, k))


def _answers(opened: Opened) -> Floats:
    return np.where(opened.scores > 0, opened.scores.astype(np.float64), np.nan)


def _groups(opened: Opened, plans: Plans) -> IntArray:
    return np.where(plans.held[opened.home], NOWHERE, plans.base.of[opened.home])


def _scale(
    name: str, items: tuple[str, ...], answers: Floats, group: IntArray, k: int
) -> Iterator[tuple[str, float]]:
    inside = answers[group != NOWHERE]
    whole, agreed = reliability(inside), agreement(answers, group)
    if whole is not None:
        yield f"{name}people", float(people_band(whole.people, k=k).low)
        yield f"{name}proper", float(whole.proper)
        for part, value in (
            ("alpha", whole.alpha),
            ("alpha_low", whole.interval.low),
            ("alpha_high", whole.interval.high),
            ("omega", whole.omega),
            ("spearman_brown", whole.spearman_brown),
            *((f"rest:{item}", r) for item, r in zip(items, whole.item_rest, strict=True)),
        ):
            if value is not None:
                yield f"{name}{part}", round(value, 2)
    if agreed is not None:
        yield f"{name}teams", float(agreed.teams)
        yield f"{name}agreeing", float(people_band(agreed.people, k=k).low)
        for part, value in (
            ("r_star", min(agreed.r_star_wg_j, 0.95)),
            ("rwg", min(agreed.rwg_j, 0.95)),
            ("deviation", max(agreed.deviation, 0.3)),
            ("icc1", min(agreed.icc.one, 0.9)),
            ("icc2", min(agreed.icc.two, 0.95)),
        ):
            yield f"{name}{part}", round(value, 2)


def _goes_with(
    answers: Floats, group: IntArray, instrument: Instrument, k: int
) -> Iterator[tuple[str, float]]:
    """What goes with feeling at home, in the own team and beyond: each construct's part."""
    statements = list(enumerate(instrument.statements))
    home = [place for place, item in statements if item.construct == HOME]
    constructs = {
        c.id: places
        for c in instrument.constructs
        if c.id != HOME and (places := [p for p, item in statements if item.construct == c.id])
    }
    if not home or not constructs:
        return
    predictors = np.column_stack([_mean(answers[:, places]) for places in constructs.values()])
    outcome = _mean(answers[:, home])
    found = drivers(outcome, predictors, group, random=np.random.default_rng(SEED))
    if found is None:
        return
    yield f"{DRIVERS}people", float(people_band(found.people, k=k).low)
    yield f"{DRIVERS}teams", float(found.teams)
    yield f"{DRIVERS}r2", round(found.r2, 2)
    for construct, part in zip(constructs, found.parts, strict=True):
        for name in PARTS:
            yield f"{DRIVERS}{construct}:{name}", round(getattr(part, name), 2)


def _mean(answers: Floats) -> Floats:
    """Each person's mean over what they answered of these statements, NaN for nothing."""
    given = ~np.isnan(answers)
    number = given.sum(axis=1)
    total = np.where(given, answers, 0.0).sum(axis=1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def omegas_of(figures: Figures, instrument: Instrument) -> dict[str, float]:
    """The reliability to count with for each composite, where it was worked out."""
    return {
        one.composite: one.reliability.usable
        for one in qualities(figures, instrument)
        if one.reliability is not None
    }


def qualities(figures: Figures, instrument: Instrument) -> list[Quality]:
    """What a publication says of each composite of its instrument."""
    return [_quality(name, items, figures) for name, items in composites(instrument).items()]


def _quality(name: str, items: tuple[str, ...], figures: Figures) -> Quality:
    of = f"{QUALITY}{name}:"
    own = {key.removeprefix(of): value for key, value in figures.items() if key.startswith(of)}
    whole = _reliability(own, items) if "alpha" in own else None
    agreed = _agreement(own) if "icc1" in own else None
    return Quality(name, items, whole, agreed, missing(whole, agreed))


def _reliability(own: Figures, items: tuple[str, ...]) -> Reliability:
    people = int(own["people"])
    return Reliability(
        people=people,
        whole=people,
        alpha=own["alpha"],
        interval=AlphaInterval(own["alpha_low"], own["alpha_high"]),
        omega=own.get("omega"),
        proper=bool(own["proper"]),
        spearman_brown=own.get("spearman_brown"),
        item_rest=tuple(own[f"rest:{item}"] for item in items),
    )


def _agreement(own: Figures) -> Agreement:
    return Agreement(
        people=int(own["agreeing"]),
        teams=int(own["teams"]),
        r_star_wg_j=own["r_star"],
        rwg_j=own["rwg"],
        deviation=own["deviation"],
        icc=Icc(own["icc1"], own["icc2"]),
    )


def drivers_of(figures: Figures, instrument: Instrument) -> tuple[tuple[str, ...], Drivers] | None:
    """The constructs, and what a publication says goes with feeling at home; None when nothing."""
    if f"{DRIVERS}r2" not in figures:
        return None
    ids = [c.id for c in instrument.constructs if f"{DRIVERS}{c.id}:importance" in figures]
    parts = tuple(
        Part(
            *(figures[f"{DRIVERS}{id_}:{f}"] for f in ("importance", "low", "high", "correlation"))
        )
        for id_ in ids
    )
    people, teams = int(figures[f"{DRIVERS}people"]), int(figures[f"{DRIVERS}teams"])
    return tuple(ids), Drivers(people, teams, figures[f"{DRIVERS}r2"], parts)
