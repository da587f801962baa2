"""Promises of the favourable share: published intervals, and never beyond what can still be."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics.favourable import wilson
from tests.reference_data import reference_file

asked = st.integers(1, 60).flatmap(
    lambda invited: st.integers(1, invited).flatmap(
        lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(invited))
    )
)


@pytest.mark.parametrize(
    ("favourable", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (5, 7, 0.359, 0.918),
    ],
)
def test_the_plain_interval_is_wilsons(favourable: int, n: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3; and 5 of 7."""
    found = wilson(100 * favourable / n, n=n)

    assert (found.low / 100, found.high / 100) == pytest.approx((low, high), abs=6e-4)


@pytest.mark.parametrize(
    ("favourable", "n", "invited", "low", "high"),
    [(15, 20, 25, 0.654901889, 0.8258603168), (5, 7, 9, 0.5294071142, 0.8474600402)],
)
def test_the_finite_population_correction_is_o_neills(
    *, favourable: int, n: int, invited: int, low: float, high: float
) -> None:
    """O'Neill (2021), before the logical bounds."""
    found = wilson(100 * favourable / n, n=n, invited=invited)

    assert (found.low / 100, found.high / 100) == pytest.approx((low, high), abs=1e-8)


def test_every_published_interval_of_the_reference_file() -> None:
    golden = json.loads(reference_file("golden_values.json").read_text("utf-8"))
    plain = {k: v for k, v in golden["wilson"].items() if not k.startswith("fpc")}
    for text, ends in (plain | golden["wilson_newcombe1998"]).items():
        favourable, n = map(int, text.split("/"))
        found = wilson(100 * favourable / n, n=n)
        assert [end / 100 for end in found] == pytest.approx(ends, abs=6e-5), text


@settings(deadline=None)
@given(asked)
def test_asking_everybody_among_more_people_is_less_sure(case: tuple[int, int, int]) -> None:
    favourable, n, invited = case
    share = 100 * favourable / n
    small, large = wilson(share, n=n, invited=invited), wilson(share, n=n, invited=invited + 1)
    endless = wilson(share, n=n)

    assert large.high - large.low >= small.high - small.low - 1e-9
    assert endless.high - endless.low >= large.high - large.low - 1e-9
