"""Promises of the favourable share: its range holds whatever a published share may stand for."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure.rounding import people_band, shares_of_five, shares_of_three
from analytics.figures.favourable_share import favourable_share
from analytics.figures.line import Point
from analytics.published.cells import Band, Participation
from tests.make_waves import FIRST

COUNTS = st.lists(st.integers(0, 40), min_size=5, max_size=5).filter(lambda c: sum(c) >= 10)


def point(people: Band, shares: tuple[int, ...] = ()) -> Point:
    """A shown statement with this distribution."""
    return Point("w0", "Pulse 1", FIRST, 50, 40, 60, people, shares=shares)


def published(counts: list[int], *, five: bool) -> Point:
    shares = shares_of_five(counts) if five else shares_of_three(counts)
    return point(people_band(sum(counts), k=5), shares)


@given(COUNTS, st.booleans())
def test_the_true_share_of_those_who_answered_lies_in_the_range(
    counts: list[int], five: bool
) -> None:
    """When everybody answered there is no other share; what was rounded away stays inside."""
    n = sum(counts)
    found = favourable_share(published(counts, five=five), Participation(n, Band(90, 100)))
    true = 100 * (counts[3] + counts[4]) / n

    assert found is not None
    assert found.interval.low <= true + 1e-9
    assert true - 1e-9 <= found.interval.high
    assert 0 <= found.interval.low <= found.interval.high <= 100


@given(COUNTS, st.integers(0, 60))
def test_the_range_is_never_a_point_and_grows_with_those_who_did_not_answer(
    counts: list[int], silent: int
) -> None:
    score, n = published(counts, five=False), sum(counts)
    all_there = favourable_share(score, Participation(n, Band(90, 100)))
    unknown = favourable_share(score, Participation(n + silent, Band(0, 29)))

    assert all_there is not None
    assert unknown is not None
    assert all_there.interval.high - all_there.interval.low >= 10 - 1e-9
    assert unknown.interval.low <= all_there.interval.low + 1e-9
    assert unknown.interval.high >= all_there.interval.high - 1e-9


def test_without_a_distribution_there_is_no_share() -> None:
    assert favourable_share(point(Band(5, 7)), None) is None


def test_six_of_ten_where_twelve_were_invited() -> None:
    """60 % may be 55 to 65 %: Wilson around 55 and 65 % of 10 of 12, within the logical bounds."""
    score = point(Band(10, 14), (20, 20, 60))
    found = favourable_share(score, Participation(12, Band(75, 100)))

    assert found is not None
    assert found.share == 60
    assert (round(found.interval.low, 1), round(found.interval.high, 1)) == (45.8, 70.8)
