"""What does a wave of answers made up publish? Counted, planned, rounded as closing does it.

Sealing and keeping are left out: what comes from the gate is put into arrays right away.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from analytics.arrays import NOWHERE, Floats, Ints
from analytics.closing.counting import Opened, Turnout, tally
from analytics.closing.spread import pooled_spreads
from analytics.closing.standing_answers import standing_answers
from analytics.disclosure.control import Plans, cells_of, plan
from analytics.disclosure.tree import Tree
from analytics.figures.cells import Cells, rows_of
from analytics.figures.measures import ClosedWave
from analytics.published.cells import Cell, Participation, Scope, Score
from analytics.statistics.intervals import RELIABILITY_CAP
from analytics.statistics.reliability import (
    FROM_PEOPLE,
    cronbach_alpha,
    pairwise_covariance,
    reliability,
)
from bench.truth.organisations import Answered, Bytes
from survey.questionnaire.instrument import Instrument, composites

K = 5
SURELY_MORE = RELIABILITY_CAP + 0.05
SCOPES = len(Scope)


class Published(NamedTuple):
    """The cells of all organisations of a forest, place by place, and what each said of itself."""

    cells: Cells
    spreads: Sequence[dict[str, float]]
    omegas: Sequence[dict[str, float]]


def published(wave: ClosedWave, answered: Answered, tree: Tree, *, width: int) -> Published:
    """One wave of a forest of organisations of `width` units each."""
    asks = answered.asks
    opened = opened_of(answered, asks)
    turnout = Turnout(
        answered.there.sum(axis=1).astype(np.int64),
        answered.sent.sum(axis=1).astype(np.int64),
    )
    counts = tally(opened, turnout, tree=tree, instrument=asks)
    plans = plan(counts, tree=tree, k=K)
    cells = as_arrays(wave, cells_of(plans, counts, tree=tree, k=K), tree)
    own = [_only(opened, at * width, width) for at in range(len(tree) // width)]
    spreads = [pooled_spreads(one, plans, instrument=asks) for one in own]
    return Published(cells, spreads, [_omegas(one, plans, asks) for one in own])


def opened_of(answered: Answered, asks: Instrument) -> Opened:
    """The ballots that count: at least half of the statements answered."""
    home, _ = np.nonzero(answered.sent)
    scores = answered.points[answered.sent]
    counts = 2 * (scores > 0).sum(axis=1) >= len(asks.statements)
    ticks: Bytes = np.zeros((int(counts.sum()), len(asks.signs)), dtype=np.uint8)
    return Opened(home[counts].astype(np.int64), scores[counts], ticks, {})


def _only(opened: Opened, start: int, width: int) -> Opened:
    here = (opened.home >= start) & (opened.home < start + width)
    return Opened(opened.home[here], opened.scores[here], opened.ticks[here], {})


def _omegas(opened: Opened, plans: Plans, asks: Instrument) -> dict[str, float]:
    """The reliability of each composite, as published: in hundredths.

    A sum of statements is at least as reliable as its alpha, and what is over .7 counts as .7:
    there the factor is not looked for, which takes a hundred times as long.
    """
    standing = standing_answers(opened, plans, instrument=asks)
    answers: Floats = np.where(standing > 0, standing.astype(np.float64), np.nan)
    inside = plans.base.of[opened.home] != NOWHERE
    column = {item.id: place for place, item in enumerate(asks.statements)}
    found = {}
    for name, items in composites(asks).items():
        of_scale = answers[inside][:, [column[item] for item in items]]
        if len(of_scale) < FROM_PEOPLE:
            continue
        alpha = cronbach_alpha(pairwise_covariance(of_scale))
        whole = None if alpha > SURELY_MORE else reliability(of_scale)
        found[name] = round(whole.usable if whole else alpha, 2)
    return found


def as_arrays(wave: ClosedWave, cells: Sequence[Cell], tree: Tree) -> Cells:
    """Cells as figures are read, the team and the area of each unit beside each other."""
    rows = rows_of(wave)
    unit = {key: at for at, key in enumerate(tree.keys)}
    shape = (len(rows), SCOPES * len(tree))
    there, shares = np.zeros(shape, dtype=np.bool_), np.full(shape, NOWHERE)
    numbers = np.full((4, *shape), np.nan)
    distributions: dict[str, int] = {}
    for cell in cells:
        at = rows[cell.measure], SCOPES * unit[cell.unit] + (cell.scope is Scope.AREA)
        there[at] = True
        match cell.figure:
            case Score(tenths, people, step, parts):
                numbers[:, *at] = tenths, people.low, people.high, step
                if parts:
                    text = ",".join(map(str, parts))
                    shares[at] = distributions.setdefault(text, len(distributions))
            case Participation(invited, answered):
                numbers[:3, *at] = invited, answered.low, answered.high
    areas = np.arange(shape[1]) % SCOPES == 1
    points, low, high, steps = numbers
    said = list(distributions)
    return Cells(wave, rows, said, areas, there, points, low, high, steps, shares)


def part_of(cells: Cells, wave: ClosedWave, places: Ints) -> Cells:
    """The cells of one organisation of a forest."""
    return replace(
        cells,
        wave=wave,
        areas=cells.areas[places],
        there=cells.there[:, places],
        tenths=cells.tenths[:, places],
        low=cells.low[:, places],
        high=cells.high[:, places],
        step=cells.step[:, places],
        shares=cells.shares[:, places],
    )
