"""How far people of the same team agree, and how far teams differ, over the whole organisation.

Inside closing. What one team's people disagree about never leaves: only `agreement` is meant to be
published, the functions by team are its parts. `answers` is people x statements on 1 to `options`
after reverse-keying, NaN where nobody answered; `group` is each person's team, 0 and up (NOWHERE,
where `agreement` and `icc` leave people out).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analytics.arrays import NOWHERE, Floats, Ints

Spread = Callable[[Floats, Ints], tuple[Floats, Ints]]
"""Deviations from the team's mean and people per team: what to sum, and what to divide it by."""

FROM_PEOPLE = 50
FROM_TEAMS = 8
TWO = 2


class Icc(NamedTuple):
    """Intraclass correlations; negative where teams differ less than chance would have them.

    `one`: the part of a single answer that its team explains. `two`: how far the means of teams
    would be the same with other people of the same teams.
    """

    one: float
    two: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Means over `teams` with two people or more: r*wg(j), rwg(j) and deviation; ICC of the scale.

    rwg(j) grows with the number of statements and stands beside r*wg(j), never alone.
    """

    people: int
    teams: int
    r_star_wg_j: float
    rwg_j: float
    deviation: float
    icc: Icc


def agreement(answers: Floats, group: Ints, *, options: int) -> Agreement | None:
    """How far teams agree and differ, from 50 people in 8 teams on; None where that is not said.

    ICC of each person's mean over the statements they answered, where these are at least half.
    """
    inside = (group != NOWHERE) & (2 * (~np.isnan(answers)).sum(axis=1) >= answers.shape[1])
    answers, group = answers[inside], group[inside]
    found = icc(person_means(answers), group)
    star = r_star_wg_j(answers, group, options=options)
    counted = ~np.isnan(star)
    teams = int(counted.sum())
    if found is None or len(answers) < FROM_PEOPLE or teams < FROM_TEAMS:
        return None
    return Agreement(
        people=len(answers),
        teams=teams,
        r_star_wg_j=float(star[counted].mean()),
        rwg_j=float(rwg_j(answers, group, options=options)[counted].mean()),
        deviation=float(average_deviation(answers, group)[counted].mean()),
        icc=found,
    )


def icc(values: Floats, group: Ints) -> Icc | None:
    """ICC(1) and ICC(2) from the mean squares between and within; None where nothing varies.

    (MSB - MSW)/(MSB + (nbar - 1) MSW) and (MSB - MSW)/MSB with nbar people per team on the average:
    Bliese (2000); equals multilevel's ICC1 and ICC2. NaN and NOWHERE are left out.
    """
    inside = (group != NOWHERE) & ~np.isnan(values)
    values, team = values[inside], _numbered(group[inside])
    number = np.bincount(team)
    people, teams = len(values), len(number)
    if teams < TWO or people <= teams:
        return None
    means = np.bincount(team, weights=values) / number
    between = float(number @ np.square(means - values.mean())) / (teams - 1)
    within = float(np.square(values - means[team]).sum()) / (people - teams)
    if between <= people * np.square(8 * np.spacing(np.abs(values).max())):
        return None  # teams that differ by rounding alone do not
    one = (between - within) / (between + (people / teams - 1) * within)
    return Icc(one, (between - within) / between)


def rwg_j(answers: Floats, group: Ints, *, options: int) -> Floats:
    """Rwg(j) of several statements per team, 0 to 1: never below, NaN with fewer than two answers.

    James, Demaree & Wolf (1984), J. Applied Psychology 69, 85-98. Teams in rising order.
    """
    items = answers.shape[1]
    agreed = np.maximum(r_star_wg_j(answers, group, options=options), 0.0)
    found: Floats = items * agreed / (items * agreed + 1 - agreed)
    return found


def r_star_wg_j(answers: Floats, group: Ints, *, options: int) -> Floats:
    """1 - mean s²/s²(chance) per team, with chance the even spread over the options.

    Lindell, Brandt & Whitney (1999), Applied Psychological Measurement 23, 127-135; negative where
    people differ more than chance would have them. Otherwise as `rwg_j`.
    """
    chance = (options**2 - 1) / 12
    return 1 - _mean_over_items(answers, group, _variance) / chance


def average_deviation(answers: Floats, group: Ints) -> Floats:
    """The mean absolute deviation from the team's mean, over statements, per team, in options.

    Burke, Finkelstein & Dusig (1999), Organizational Research Methods 2, 49-68.
    """
    return _mean_over_items(answers, group, _deviation)


def person_means(answers: Floats) -> Floats:
    """Each person's mean over the statements they answered; NaN where there is none."""
    given = ~np.isnan(answers)
    total: Floats = np.where(given, answers, 0.0).sum(axis=1)
    return _ratio(total, given.sum(axis=1))


def _mean_over_items(answers: Floats, group: Ints, spread: Spread) -> Floats:
    """The mean of a spread per team and statement over the statements that have one."""
    team = _numbered(group)
    teams = int(team.max()) + 1 if len(team) else 0
    found = np.stack([_by_team(column, team, teams, spread) for column in answers.T], axis=1)
    return person_means(found)


def _by_team(column: Floats, team: Ints, teams: int, spread: Spread) -> Floats:
    """One statement's spread per team; NaN where fewer than two answered it."""
    given = ~np.isnan(column)
    values, at = column[given], team[given]
    number = np.bincount(at, minlength=teams)
    means = np.bincount(at, weights=values, minlength=teams) / np.maximum(number, 1)
    found, divisor = spread(values - means[at], number)
    total = np.bincount(at, weights=found, minlength=teams).astype(np.float64)
    return _ratio(total, np.where(number > 1, divisor, 0))


def _variance(apart: Floats, number: Ints) -> tuple[Floats, Ints]:
    return np.square(apart), number - 1


def _deviation(apart: Floats, number: Ints) -> tuple[Floats, Ints]:
    return np.abs(apart), number


def _ratio(over: Floats, under: Ints) -> Floats:
    """over / under, and NaN where there is nothing under it."""
    found = np.full(len(over), np.nan)
    np.divide(over, under, out=found, where=under > 0)
    return found


def _numbered(group: Ints) -> Ints:
    """Teams as 0, 1, 2, ... in rising order; nobody is in NOWHERE here."""
    return np.unique(group, return_inverse=True)[1].astype(np.int64)
