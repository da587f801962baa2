"""How well the statements of one scale hang together, over the whole organisation.

Inside closing: answers in, organisation-wide figures out. `answers` is always people x statements
after reverse-keying, any unit (points or 1 to 5), NaN where nobody answered.
"""

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np

from analytics.arrays import Floats
from analytics.statistics.intervals import LEVEL

FROM_PEOPLE = 50
TWO = 2
LEAST_UNIQUENESS = 0.005
"""No statement may be explained wholly: the bound of R's factanal. One that reaches it is improper
(a Heywood case), and its omega is kept out of use."""


class AlphaInterval(NamedTuple):
    """The ends of an interval of alpha; the low one may be below 0."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class OneFactor:
    """Standardised `loadings` and `uniquenesses`, one each per statement.

    `proper` is False where a uniqueness stands at its bound (a Heywood case).
    """

    loadings: Floats
    uniquenesses: Floats
    proper: bool


@dataclass(frozen=True, slots=True)
class Reliability:
    """What is known of one scale; None where it is not defined.

    `people` gave an answer to every pair of statements, at least; `whole` answered all of them.
    `omega` is None with two statements, which have `spearman_brown` instead.
    """

    people: int
    whole: int
    alpha: float
    interval: AlphaInterval
    omega: float | None
    proper: bool
    spearman_brown: float | None
    item_rest: tuple[float, ...]

    @property
    def usable(self) -> float:
        """The reliability to count with: omega, Spearman-Brown for two, else alpha."""
        if self.omega is not None and self.proper:
            return self.omega
        return self.alpha if self.spearman_brown is None else self.spearman_brown


def reliability(answers: Floats) -> Reliability | None:
    """Everything about one scale, from 50 people on; None where nothing can be said.

    Missing answers: alpha, item-rest and Spearman-Brown from the covariances of each pair of
    statements over those who answered both; omega from those who answered all, if 50 did.
    """
    items = answers.shape[1]
    people, whole = pair_people(answers), answers[~np.isnan(answers).any(axis=1)]
    if items < TWO or people < FROM_PEOPLE:
        return None
    covariance = pairwise_covariance(answers)
    if not (np.diag(covariance) > 0).all() or covariance.sum() <= 0:
        return None
    alpha = cronbach_alpha(covariance)
    factor = _factor_of(whole)
    return Reliability(
        people=people,
        whole=len(whole),
        alpha=alpha,
        interval=feldt_interval(alpha, people=people, items=items),
        omega=omega(factor) if factor else None,
        proper=factor.proper if factor else True,
        spearman_brown=spearman_brown(float(_correlation(covariance)[0, 1]))
        if items == TWO
        else None,
        item_rest=tuple(float(r) for r in item_rest(covariance)),
    )


def _factor_of(whole: Floats) -> OneFactor | None:
    """One factor of those who answered everything, where it is identified and they are enough."""
    if whole.shape[1] <= TWO or len(whole) < FROM_PEOPLE:
        return None
    covariance = np.cov(whole, rowvar=False)
    if not np.linalg.eigvalsh(covariance)[0] > 1e-9 * np.trace(covariance):
        return None
    return one_factor(_correlation(covariance))


def pair_people(answers: Floats) -> int:
    """How many people answered both statements of the pair that fewest answered."""
    given = (~np.isnan(answers)).astype(np.float64)
    return int((given.T @ given).min())


def pairwise_covariance(answers: Floats) -> Floats:
    """Covariances (statements x statements), each over the people who answered both.

    As R's cov(use = "pairwise.complete.obs"); two people at least must have answered each pair.
    """
    given = ~np.isnan(answers)
    there = given.astype(np.float64)
    centred = np.where(given, answers - np.nanmean(answers, axis=0), 0.0)
    number, total = there.T @ there, centred.T @ there
    found: Floats = (centred.T @ centred - total * total.T / number) / (number - 1)
    return found


def cronbach_alpha(covariance: Floats) -> float:
    """k/(k - 1) (1 - trace/sum) of the covariances of k statements; of correlations, standardised.

    Cronbach (1951), Psychometrika 16, 297-334; equals psych::alpha. May be negative. The sum of
    the covariances is above 0.
    """
    items = len(covariance)
    return float(items / (items - 1) * (1 - np.trace(covariance) / covariance.sum()))


def feldt_interval(alpha: float, *, people: int, items: int, level: float = LEVEL) -> AlphaInterval:
    """The interval of alpha: (1 - alpha) times F quantiles with n - 1 and (n - 1)(k - 1) df.

    Feldt, Woodruff & Salih (1987), Applied Psychological Measurement 11, 93-103.
    """
    from scipy.special import fdtri  # noqa: PLC0415  (half a second that only a closing needs)

    first, second, tail = people - 1, (people - 1) * (items - 1), (1 - level) / 2
    low, high = (1 - (1 - alpha) * float(fdtri(first, second, p)) for p in (1 - tail, tail))
    return AlphaInterval(low, high)


def item_rest(covariance: Floats) -> Floats:
    """The correlation of each statement with the sum of the others; NaN where one does not vary.

    A negative one warns that a statement is keyed the wrong way round.
    """
    own, total = np.diag(covariance), covariance.sum()
    joint = covariance.sum(axis=1)
    spread = np.sqrt(own * np.maximum(total - 2 * joint + own, 0.0))
    found = np.full(len(own), np.nan)
    np.divide(joint - own, spread, out=found, where=spread > 0)
    return found


def spearman_brown(correlation: float) -> float:
    """The reliability of two statements taken together, 2r/(1 + r), from their correlation.

    The coefficient of choice for two (Eisinga, te Grotenhuis & Pelzer 2013, Int. J. Public Health
    58, 637-642); above -1.
    """
    return 2 * correlation / (1 + correlation)


def omega(factor: OneFactor) -> float:
    """The part of a standardised sum score that the one factor explains, 0 to 1.

    (sum of loadings)²/((sum of loadings)² + sum of uniquenesses): McDonald (1999), Test Theory.
    """
    common = float(factor.loadings.sum()) ** 2
    return common / (common + float(factor.uniquenesses.sum()))


def one_factor(correlation: Floats) -> OneFactor:
    """One factor of three or more statements by maximum likelihood, from a regular correlation.

    Jöreskog (1967), Psychometrika 32, 443-482; equals R's factanal(factors = 1). The loadings sum
    to 0 or more. A uniqueness is kept at .005 or more, and the result then said to be improper.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  (as above)

    inverse = np.diag(np.linalg.inv(correlation))
    start = np.clip((1 - 0.5 / len(correlation)) / inverse, LEAST_UNIQUENESS, 1.0)
    found = minimize(
        _misfit,
        start,
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUENESS, 1.0)] * len(start),
        options={"maxiter": 1000, "ftol": 1e-13, "gtol": 1e-8},
    )
    unique: Floats = found.x
    loadings = _loadings(unique, correlation)[0]
    sign = -1.0 if loadings.sum() < 0 else 1.0
    return OneFactor(sign * loadings, unique, proper=bool((unique > LEAST_UNIQUENESS).all()))


def _loadings(unique: Floats, correlation: Floats) -> tuple[Floats, Floats]:
    """The best loadings for given uniquenesses, and the roots they leave over, rising."""
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    return root * vectors[:, -1] * sqrt(max(float(values[-1]) - 1, 0.0)), values[:-1]


def _misfit(unique: Floats, correlation: Floats) -> tuple[float, Floats]:
    """The likelihood discrepancy with the loadings at their best, and its slope."""
    loadings, left = _loadings(unique, correlation)
    slope = (np.square(loadings) + unique - np.diag(correlation)) / np.square(unique)
    return float((left - np.log(left) - 1).sum()), slope


def _correlation(covariance: Floats) -> Floats:
    """Covariances as correlations; every variance is above 0."""
    spread = np.sqrt(np.diag(covariance))
    found: Floats = covariance / np.outer(spread, spread)
    return found
