"""Is the instrument any good? Worked out inside closing, and kept as figures.

Over the whole organisation, from 50 people on: of each composite reliability and agreement, and
what goes with feeling at home. Only answers that stand in a figure are in it, and groups are the
atoms of the base plan, so no smaller group has a mean of its own in it; every figure is rounded to
hundredths and people to the lower end of their band, so that one answer cannot be read from it. The
ends of agreement are merged: teams that answer all alike look like teams that nearly do.
"""

from collections.abc import Iterator

import numpy as np

from analytics.arrays import NOWHERE, Floats, Ints
from analytics.closing.counting import Opened
from analytics.closing.standing_answers import standing_answers
from analytics.disclosure.control import Plans
from analytics.disclosure.rounding import people_band
from analytics.published.diagnostics import DRIVERS, PARTS, QUALITY
from analytics.statistics.agreement import Agreement, agreement
from analytics.statistics.drivers import drivers
from analytics.statistics.reliability import Reliability, reliability
from survey.questionnaire.instrument import Instrument, composites
from survey.questionnaire.parts import FOLLOW_UP, TWO_SCOPES

SEED = 20261122


def quality_figures(
    opened: Opened, plans: Plans, *, instrument: Instrument, k: int
) -> dict[str, float]:
    """Everything about the instrument in one wave, by name; what cannot be said is left out."""
    standing = standing_answers(opened, plans, instrument=instrument)
    answers = np.where(standing > 0, standing.astype(np.float64), np.nan)
    group = plans.base.of[opened.home]
    column = {item.id: place for place, item in enumerate(instrument.statements)}
    found: dict[str, float] = {}
    for name, items in composites(instrument).items():
        of_scale = answers[:, [column[item] for item in items]]
        agreed = agreement(of_scale, group, options=instrument.answered_on.top)
        whole = reliability(of_scale[group != NOWHERE])
        found |= dict(_scale(f"{QUALITY}{name}:", items, whole, agreed, k))
    return found | dict(_goes_with(answers, group, instrument, k))


def _scale(
    name: str,
    items: tuple[str, ...],
    whole: Reliability | None,
    agreed: Agreement | None,
    k: int,
) -> Iterator[tuple[str, float]]:
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
    answers: Floats, group: Ints, instrument: Instrument, k: int
) -> Iterator[tuple[str, float]]:
    """What goes with feeling at home, in the own team and beyond: each construct's part."""
    statements = [
        (place, item)
        for place, item in enumerate(instrument.statements)
        if item.composite != FOLLOW_UP
    ]
    home = [place for place, item in statements if item.construct == TWO_SCOPES]
    constructs = {
        c.id: places
        for c in instrument.constructs
        if c.id != TWO_SCOPES
        and (places := [p for p, item in statements if item.construct == c.id])
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
    yield f"{DRIVERS}adjusted", round(found.adjusted, 2)
    for construct, part in zip(constructs, found.parts, strict=True):
        for name in PARTS:
            yield f"{DRIVERS}{construct}:{name}", round(getattr(part, name), 2)


def _mean(answers: Floats) -> Floats:
    """Each person's mean over what they answered of these statements, NaN for nothing."""
    given = ~np.isnan(answers)
    number = given.sum(axis=1)
    total = np.where(given, answers, 0.0).sum(axis=1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)
