"""Promises of agreement: the figures of R's multilevel, and organisation summaries only."""

import csv
import json
from dataclasses import fields
from functools import cache
from statistics import mean, variance

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.arrays import NOWHERE, Floats, Ints
from analytics.statistics.agreement import (
    Agreement,
    agreement,
    average_deviation,
    icc,
    person_means,
    r_star_wg_j,
    rwg_j,
)
from tests.reference_data import reference_file

LEADERSHIP = ("AF", "AP", "AS")

answers_given = st.integers(2, 5).flatmap(
    lambda items: st.lists(
        st.tuples(
            st.integers(0, 4),
            st.lists(st.sampled_from([1, 2, 3, 4, 5, None]), min_size=items, max_size=items),
        ),
        min_size=4,
        max_size=25,
    )
)


@cache
def columns(name: str) -> dict[str, Floats]:
    """A reference file by column."""
    with reference_file(name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {c: np.array([float(row[c]) for row in rows]) for c in rows[0]}


def table(name: str, starts: tuple[str, ...], group: str) -> tuple[Floats, Ints]:
    file = columns(name)
    chosen = [values for column, values in file.items() if column.startswith(starts)]
    return np.column_stack(chosen), file[group].astype(np.int64)


@pytest.mark.parametrize(
    ("name", "column", "group", "one", "two"),
    [
        ("bhr2000.csv", "HRS", "GRP", 0.1741008, 0.9199889),
        ("lq2002.csv", "LEAD", "COMPID", 0.08795622, 0.80075437),
        ("lq2002.csv", "TSIG", "COMPID", 0.080384, 0.78460784),
        ("lq2002.csv", "HOSTILE", "COMPID", 0.05400494, 0.70405918),
    ],
)
def test_multilevels_icc_of_real_answers(
    *, name: str, column: str, group: str, one: float, two: float
) -> None:
    """ICC1(aov(...)) and ICC2(aov(...)) of the R package multilevel (Bliese 2000)."""
    file = columns(name)
    found = icc(file[column], file[group].astype(np.int64))

    assert found == pytest.approx((one, two), abs=5e-8)


def test_multilevels_agreement_on_eleven_leadership_statements() -> None:
    """rwg.j, rwg.j.lindell and ad.m of bhr2000: least, mean and most over 99 companies."""
    answers, group = table("bhr2000.csv", LEADERSHIP, "GRP")
    found = [
        (one.min(), one.mean(), one.max())
        for one in (
            rwg_j(answers, group, options=5),
            r_star_wg_j(answers, group, options=5),
            average_deviation(answers, group),
        )
    ]

    assert answers.shape == (5400, 11)
    assert found[0] == pytest.approx((0.7858759, 0.8876115, 0.9439503), abs=5e-8)
    assert found[1] == pytest.approx((0.2501801, 0.4288838, 0.6049037), abs=5e-8)
    assert found[2] == pytest.approx((0.6382013, 0.8690723, 1.017301), abs=5e-7)


def test_the_summary_of_an_organisation_has_the_means_over_its_teams() -> None:
    """rwg(j) of .89 looks like agreement; r*wg(j) of .43 and a deviation of .87 do not."""
    answers, group = table("bhr2000.csv", LEADERSHIP, "GRP")
    found = agreement(answers, group, options=5)

    assert found is not None
    assert (found.people, found.teams) == (5400, 99)
    assert found.rwg_j == pytest.approx(0.8876115, abs=5e-8)
    assert found.r_star_wg_j == pytest.approx(0.4288838, abs=5e-8)
    assert found.deviation == pytest.approx(0.8690723, abs=5e-8)


def test_the_reference_file_has_the_same_figures() -> None:
    golden = json.loads(reference_file("golden_values.json").read_text("utf-8"))
    answers, group = table("lq2002.csv", ("LEAD0", "LEAD1"), "COMPID")
    lead = columns("lq2002.csv")["LEAD"]

    assert answers.shape == (2042, 11)
    expected = golden["rwg"]["lq2002_LEAD11_rwgj_mean"]
    assert rwg_j(answers, group, options=5).mean() == pytest.approx(expected, abs=5e-8)
    assert icc(lead, group) == pytest.approx(golden["icc"]["lq2002_LEAD"], abs=5e-8)
    assert icc(person_means(answers), group) == pytest.approx(icc(lead, group), abs=1e-6)


def test_a_team_by_hand() -> None:
    """Answers 4 4 5 and 3 5 4 to two statements: variances 1/3 and 1 against 2 by chance."""
    answers = np.array([[4.0, 3], [4, 5], [5, 4]])
    group = np.array([7, 7, 7])

    assert r_star_wg_j(answers, group, options=5) == pytest.approx([1 - (4 / 3 / 2) / 2])
    assert rwg_j(answers, group, options=5) == pytest.approx([2 * (2 / 3) / (2 * (2 / 3) + 1 / 3)])
    assert average_deviation(answers, group) == pytest.approx([(4 / 9 + 2 / 3) / 2])


def test_shrout_and_fleiss() -> None:
    """Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428: ICC(1,1) .17, ICC(1,4) .44."""
    judged = np.array([9.0, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7])
    found = icc(judged, np.repeat(np.arange(6), 4))

    assert found == pytest.approx((0.17, 0.44), abs=0.005)


def test_teams_of_different_sizes_count_with_their_mean_size() -> None:
    """By hand: teams of 1, 2 and 3, two people per team on the average."""
    found = icc(np.array([1.0, 4, 6, 6, 7, 8]), np.array([5, 2, 2, 9, 9, 9]))
    between, within = (1 + 2 * 25 + 3 * 49 - 32**2 / 6) / 2, (2 + 2) / 3

    assert found == pytest.approx(
        ((between - within) / (between + within), (between - within) / between)
    )


def test_teams_that_differ_less_than_chance_have_negative_intraclass_correlations() -> None:
    """As in klein2000 (-.014 and -.271): three teams of 1 and 5, all with a mean of about 3."""
    values, group = np.array([1.0, 5, 2, 4.2, 1.5, 4.5]), np.array([0, 0, 1, 1, 2, 2])
    found = icc(values, group)

    assert found is not None
    assert found.one < 0
    assert found.two < 0


def test_real_answers_in_teams_drawn_by_lot_have_none() -> None:
    """Shuffled companies: ICC(1) about 0, where the real ones have .136."""
    answers, group = table("bhr2000.csv", LEADERSHIP, "GRP")
    means = person_means(answers)
    shuffled = icc(means, np.random.default_rng(4).permutation(group))
    real = icc(means, group)

    assert shuffled is not None
    assert real is not None
    assert abs(shuffled.one) < 0.01
    assert real.one == pytest.approx(0.136, abs=5e-4)


def slow_team(rows: list[list[int | None]]) -> tuple[float | None, float | None]:
    """Mean variance and mean deviation over the statements that two or more answered."""
    given = [[v for v in column if v is not None] for column in zip(*rows, strict=True)]
    enough = [column for column in given if len(column) > 1]
    if not enough:
        return None, None
    apart = [mean(abs(v - mean(column)) for v in column) for column in enough]
    return mean(variance(column) for column in enough), mean(apart)


@settings(deadline=None)
@given(answers_given)
def test_agreement_by_team_against_its_definition(
    people: list[tuple[int, list[int | None]]],
) -> None:
    """Slowly, team by team and statement by statement."""
    group = np.array([team for team, _ in people])
    answers = np.array([row for _, row in people], dtype=np.float64)
    star, deviation = r_star_wg_j(answers, group, options=5), average_deviation(answers, group)
    inflated = rwg_j(answers, group, options=5)
    for at, team in enumerate(sorted(set(group.tolist()))):
        slow = slow_team([row for home, row in people if home == team])
        if slow[0] is None or slow[1] is None:
            assert np.isnan([star[at], deviation[at], inflated[at]]).all()
        else:
            assert star[at] == pytest.approx(1 - slow[0] / 2)
            assert deviation[at] == pytest.approx(slow[1])
            assert max(0.0, star[at]) - 1e-12 <= inflated[at] <= 1 + 1e-12


ALIKE = [(0, [4, 5, 5]), (1, [1, 4, 5]), (0, [1, 1, 3]), (0, [1, 5, 5])]
"""Two teams whose means differ by rounding alone."""


@settings(deadline=None)
@given(answers_given, st.permutations(range(5)))
@example(ALIKE, [0, 1, 2, 3, 4])
def test_names_of_teams_and_turned_answers_change_nothing(
    people: list[tuple[int, list[int | None]]], names: list[int]
) -> None:
    group = np.array([team for team, _ in people])
    answers = np.array([row for _, row in people], dtype=np.float64)
    means = person_means(answers)
    first, second = icc(means, group), icc(6 - means, np.array(names)[group])

    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert first == pytest.approx(second)
        assert first.one <= first.two + 1e-12 or first.two <= 0


def drawn(teams: int, size: int, items: int = 4) -> tuple[Floats, Ints]:
    random = np.random.default_rng(teams)
    group = np.repeat(np.arange(teams), size)
    pull = random.normal(3, 0.6, teams)[group][:, None]
    return np.clip(np.rint(random.normal(pull, 0.8, (len(group), items))), 1, 5), group


@pytest.mark.parametrize(("teams", "size", "said"), [(7, 10, False), (8, 7, True), (8, 6, False)])
def test_a_summary_needs_50_people_in_8_teams(*, teams: int, size: int, said: bool) -> None:
    assert (agreement(*drawn(teams, size), options=5) is not None) == said


def test_who_is_in_no_team_or_left_most_blank_is_not_counted() -> None:
    answers, group = drawn(10, 8)
    more = np.full((3, 4), 5.0)
    more[1:, :3] = np.nan
    wider = np.concatenate([answers, more])
    homes = np.concatenate([group, [NOWHERE, 0, 1]])

    assert agreement(wider, homes, options=5) == agreement(answers, group, options=5)


def test_no_summary_says_anything_of_one_team() -> None:
    """It holds single numbers, and no array."""
    found = agreement(*drawn(10, 8), options=5)

    assert found is not None
    assert {field.type for field in fields(Agreement)} <= {
        int,
        float,
        "int",
        "float",
        type(found.icc),
    }


def test_people_who_all_answer_alike_have_no_intraclass_correlation() -> None:
    answers, group = drawn(10, 8)

    assert icc(np.full(80, 4.0), group) is None
    assert icc(answers[:, 0], np.arange(80)) is None
    assert agreement(np.full_like(answers, 4.0), group, options=5) is None
