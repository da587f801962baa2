"""Promises of what is chosen for a conversation: one strength, and one or two themes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.figures.line import Change, Told
from analytics.figures.measures import Measure
from analytics.figures.verdicts import Verdict
from analytics.published.cells import MeasureKind
from analytics.reports.topics import (
    MIDDLE,
    ROOM_BELOW,
    Candidate,
    Pick,
    Reason,
    below_the_rest,
    strength,
    themes,
)
from analytics.statistics.intervals import Estimate
from tests.make_waves import closed_wave

VARIANCE = 23.0
"""Of two statements answered by 9 of 11 people: likely within 9 points."""
CLEAR = 20


def candidates(now: dict[str, float], *, before: dict[str, float] | None = None) -> list[Candidate]:
    """Constructs in the order of the instrument, with their scores now and before."""
    return [
        Candidate(
            construct(key), Estimate(score, VARIANCE), told((before or {}).get(key, score), score)
        )
        for key, score in now.items()
    ]


def told(before: float, now: float) -> Told:
    """A step is told from 20 points on."""
    difference = now - before
    change = Change(
        closed_wave(), difference, difference - 10, difference + 10, 95.0, 20.0, before, now
    )
    if abs(difference) < CLEAR:
        return Told(Verdict.STEADY, None, change)
    return Told(Verdict.ROSE if difference > 0 else Verdict.FELL, None, change)


def construct(key: str) -> Measure:
    return Measure(key, MeasureKind.CONSTRUCT, f"Name of {key}", None, (f"{key}1", f"{key}2"))


def said(pick: Pick | None) -> tuple[str, str] | None:
    return (pick.measure.id, pick.reason.value) if pick else None


@pytest.mark.parametrize(
    ("now", "before", "chosen"),
    [
        ({"A": 60, "B": 70, "C": 65}, {}, ("B", "above")),
        ({"A": 60, "B": 70, "C": 70}, {}, ("B", "above")),
        ({"A": 50, "B": 55, "C": 45}, {}, None),
        ({"A": 30, "B": 45, "C": 30}, {"B": 20}, ("B", "rose")),
        ({"A": 65, "B": 45, "C": 30}, {"B": 20}, ("A", "above")),
        ({"A": 65, "B": 75, "C": 60}, {"B": 95}, ("A", "above")),
        ({"A": 75}, {"A": 95}, None),
        ({}, {}, None),
    ],
)
def test_the_strength_is_the_highest_that_is_above_the_middle_or_rose_and_did_not_fall(
    now: dict[str, float], before: dict[str, float], chosen: tuple[str, str] | None
) -> None:
    assert said(strength(candidates(now, before=before))) == chosen


@pytest.mark.parametrize(
    ("now", "before", "chosen"),
    [
        # What changed, then what is low; two steps of chance in between are neither.
        ({"A": 80, "B": 65, "C": 30}, {"B": 90, "C": 30}, [("B", "changed"), ("C", "lowest")]),
        ({"A": 80, "B": 70, "C": 70}, {"A": 80, "B": 45, "C": 65}, [("B", "changed")]),
        # The largest change is chosen, whether up or down; the strength's own does not count.
        ({"A": 80, "B": 50, "C": 70}, {"A": 40, "B": 80, "C": 95}, [("B", "changed")]),
        ({"A": 80, "B": 65, "C": 65}, {"A": 80, "B": 90, "C": 90}, [("B", "changed")]),
        # One that changed most and is the lowest too is said once.
        ({"A": 80, "B": 75, "C": 25}, {"C": 60}, [("C", "changed")]),
        ({"A": 80, "B": 70, "C": 40}, {}, [("C", "lowest")]),
        # Nothing stands out: the lowest, and of equals the first.
        ({"A": 65, "B": 60, "C": 60}, {}, [("B", "next")]),
        ({"A": 50, "B": 50}, {}, [("A", "next")]),
        # Lower than the rest, yet without much room to improve.
        ({"A": 95, "B": 95, "C": 75}, {}, [("C", "next")]),
        ({"A": 70}, {}, []),
        ({"A": 50}, {}, [("A", "next")]),
        ({}, {}, []),
    ],
)  # fmt: skip
def test_themes_are_what_changed_most_then_what_is_lowest(
    now: dict[str, float], before: dict[str, float], chosen: list[tuple[str, str]]
) -> None:
    here = candidates(now, before=before)

    assert [said(pick) for pick in themes(here, strength(here))] == chosen


def test_one_figure_is_not_lower_than_itself() -> None:
    assert below_the_rest(candidates({"A": 5})) == []


scores = st.integers(0, 20).map(lambda steps: 5.0 * steps)
some = st.lists(st.tuples(scores, st.none() | scores), max_size=8).map(
    lambda pairs: candidates(
        {f"C{at}": now for at, (now, _) in enumerate(pairs)},
        before={f"C{at}": then for at, (_, then) in enumerate(pairs) if then is not None},
    )
)


@given(some)
def test_no_construct_is_chosen_twice(here: list[Candidate]) -> None:
    """One or two themes wherever there is a construct besides the strength."""
    best = strength(here)
    found = themes(here, best)

    chosen = [pick.measure.id for pick in [*([best] if best else []), *found]]
    assert len(chosen) == len(set(chosen))
    assert set(chosen) <= {c.measure.id for c in here}
    assert len(found) <= 2
    assert bool(found) == (len(here) > bool(best))


@given(some)
def test_each_reason_is_true(here: list[Candidate]) -> None:
    """Whatever is said of a construct holds for its own figures."""
    best = strength(here)
    picks = [*([best] if best else []), *themes(here, best)]
    of = {c.measure.id: c for c in here}

    for pick in picks:
        one = of[pick.measure.id]
        others = [c for c in here if c is not one and not (best and c.measure is best.measure)]
        score, lowest = one.estimate.score, min((c.estimate.score for c in others), default=100)
        moved = [c.size_of_change for c in others if c.told.moved]
        match pick.reason:
            case Reason.ABOVE:
                assert score > MIDDLE
                assert one.told.verdict is not Verdict.FELL
            case Reason.ROSE:
                assert one.told.verdict is Verdict.ROSE
            case Reason.CHANGED:
                assert one.told.moved
                assert one.size_of_change >= max(moved, default=0)
            case Reason.LOWEST:
                assert score < ROOM_BELOW
                assert score < sum(c.estimate.score for c in here) / len(here)
            case Reason.NEXT:
                assert score <= lowest
                assert not moved


distinct = st.lists(
    st.tuples(scores, scores),
    max_size=8,
    unique_by=(lambda pair: pair[0], lambda pair: abs(pair[0] - pair[1])),
)


@given(distinct)
def test_the_order_decides_between_equal_figures_only(pairs: list[tuple[float, float]]) -> None:
    """Where no two figures and no two changes are the same, the choice is in any order."""
    here = candidates(
        {f"C{at}": now for at, (now, _) in enumerate(pairs)},
        before={f"C{at}": then for at, (_, then) in enumerate(pairs)},
    )
    turned = here[::-1]

    best = strength(here)
    assert strength(turned) == best
    assert themes(turned, best) == themes(here, best)


@pytest.mark.parametrize("verdict", [Verdict.FELL, Verdict.FALLING])
def test_what_goes_down_is_nothing_to_build_on_however_high(verdict: Verdict) -> None:
    high, next_to_it = candidates({"A": 90, "B": 75})
    down = Candidate(high.measure, high.estimate, Told(verdict))

    assert said(strength([down, next_to_it])) == ("B", "above")
    assert strength([down]) is None
