"""What may each cell of a wave say? Worked out a second time, from the second count.

As in analytics.closing.second_count nothing is shared with the gate: the rule is written down
again, in exact fractions. A figure is all that a published cell says, in the order of its columns.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

from analytics.closing.second_count import Facts, Plan, Plans

Shown = tuple[int | str | None, ...]
"""tenths, people_low, people_high, step, shares, invited, answered_low, answered_high."""

ByUnit = dict[int, Shown]
NOTHING = (None,) * 3
SCORE_ENDS, SIGN_ENDS = {10: 10, 5: 5, 2: 2}, {10: 20, 5: 10, 2: 4}
FEW_ASKED_UNDER = 20
FEW_ASKED, MANY_ASKED = (0, 50, 75), (0, 30, 40, 50, 60, 70, 80, 90)


def expected(facts: Facts, plans: Plans) -> dict[tuple[str, str], ByUnit]:
    """By measure and scope, the figure of every unit that has one; the others are hidden."""
    cells: dict[tuple[str, str], ByUnit] = {}
    for item in facts.scores:
        cells[item, "team"], cells[item, "area"] = _item(facts, plans.items[item], item)
    for sign, ticks in facts.ticks.items():
        pairs = list(zip(ticks, facts.ballots, strict=True))
        cells[sign, "team"], cells[sign, "area"] = _both(
            facts, plans.signs, pairs, lambda pair: _ticked(*pair, k=facts.k)
        )
    for composite, items in facts.composites.items():
        for scope in ("team", "area"):
            cells[composite, scope] = _means(facts, [cells[item, scope] for item in items])
    asked = list(zip(facts.answered, facts.invited, strict=True))
    cells["participation", "team"], cells["participation", "area"] = _both(
        facts, plans.asked, asked, lambda pair: _took_part(*pair)
    )
    return cells


def _item(facts: Facts, plans: Sequence[Plan], item: str) -> tuple[ByUnit, ByUnit]:
    """A statement: its score over its own groups, its spread over those that are larger."""
    nobody = [0] * len(facts.scores[item][0])
    chosen = facts.scores[item]
    areas = [plan.areas(facts, chosen) for plan in plans]
    teams = [plan.teams() for plan in plans]
    of_teams = {
        unit: _score(*(chosen[unit] if unit in team else nobody for team in teams), k=facts.k)
        for unit in teams[0]
    }
    of_areas = {
        unit: _score(*(area[unit] for area in areas), k=facts.k)
        for unit in _with_units_below(facts)
        if any(areas[0][unit])
    }
    return of_teams, of_areas


def _both(
    facts: Facts,
    plan: Plan,
    by_unit: Sequence[tuple[int, int]],
    figure: Callable[[Sequence[int]], Shown],
) -> tuple[ByUnit, ByUnit]:
    areas = plan.areas(facts, by_unit)
    return (
        {unit: figure(by_unit[unit]) for unit in plan.teams()},
        {unit: figure(areas[unit]) for unit in _with_units_below(facts) if any(areas[unit])},
    )


def _with_units_below(facts: Facts) -> set[int]:
    return {above for above in facts.above if above is not None}


def _score(chosen: Sequence[int], three: Sequence[int], five: Sequence[int], *, k: int) -> Shown:
    n = sum(chosen)
    step = step_of(n)
    value = _ended(_points(chosen), n * (len(chosen) - 1), step, SCORE_ENDS[step])
    shares = None
    if any(five):
        shares = ",".join(str(_ended(part, sum(five), 5, 5)) for part in five)
    elif any(three):
        middle = len(three) // 2
        parts = (sum(three[:middle]), three[middle], sum(three[middle + 1 :]))
        shares = ",".join(str(_ended(part, sum(three), 10, 10)) for part in parts)
    return (10 * value, bands_low(n, k=k), _bands_high(n), step, shares, *NOTHING)


def _points(chosen: Sequence[int]) -> int:
    """The sum of answers, 0 for the lowest and one more for each above it."""
    return sum(at * n for at, n in enumerate(chosen))


def _ticked(ticks: int, n: int, *, k: int) -> Shown:
    step = step_of(n)
    value = _ended(ticks, n, step, SIGN_ENDS[step])
    return (10 * value, bands_low(n, k=k), _bands_high(n), step, None, *NOTHING)


def _took_part(answered: int, invited: int) -> Shown:
    lows = FEW_ASKED if invited < FEW_ASKED_UNDER else MANY_ASKED
    at = max(place for place, low in enumerate(lows) if 100 * answered >= low * invited)
    high = 100 if at + 1 == len(lows) else lows[at + 1] - 1
    return (*(None,) * 5, invited, lows[at], high)


def _means(facts: Facts, items: Sequence[ByUnit]) -> ByUnit:
    """The mean of the shown statements of a composite, where they are half of it or more."""
    found: ByUnit = {}
    for unit in range(len(facts.above)):
        shown = [of_item[unit] for of_item in items if unit in of_item]
        if shown and 2 * len(shown) >= len(items):
            lowest = min((_number(one, 1), _number(one, 2)) for one in shown)
            tenths = round(Fraction(sum(_number(one, 0) for one in shown), len(shown)))
            step = max(_number(one, 3) for one in shown)
            found[unit] = (tenths, *lowest, step, None, *NOTHING)
    return found


def _number(figure: Shown, at: int) -> int:
    number = figure[at]
    assert isinstance(number, int), "a score has numbers"
    return number


def step_of(n: int) -> int:
    """How coarse a figure of n people is, in points."""
    return 10 if n < 8 else 5 if n < 30 else 2


@lru_cache(maxsize=1 << 16)
def _ended(part: int, whole: int, step: int, end: int) -> int:
    """A share in per cent to the nearest step, ties to the even one, kept off both ends."""
    value = round(Fraction(100 * part, whole * step)) * step
    return min(100 - end, max(end, value))


@lru_cache(maxsize=1 << 12)
def bands_low(n: int, *, k: int) -> int:
    """The lower end of the band in which n people are told: of k at least, n if they are fewer."""
    if n < k:
        return n
    low = max(low for low in (0, 8, 10, 15) if low <= n)
    if n >= 30:
        low = next(m for m in range(max(30, n - 20), n + 1) if _ten(m) == _ten(n))
    return max(k, low)


@lru_cache(maxsize=1 << 12)
def _bands_high(n: int) -> int:
    if n < 30:
        return next(high for high in (7, 9, 14, 29) if n <= high)
    return next(m for m in range(n + 20, n - 1, -1) if _ten(m) == _ten(n))


def _ten(n: int) -> int:
    return round(Fraction(n, 10))
