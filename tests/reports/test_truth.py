"""Is what is said true? The bench of truth in small, and what it stands on (bench/truth)."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from analytics.closing.counting import Turnout, tally
from analytics.closing.same_people import Side, others
from analytics.disclosure.control import cells_of, plan
from analytics.disclosure.tree import Tree
from analytics.figures.cells import Cells
from analytics.figures.cells import cells_of as read_cells
from analytics.figures.reading import Places
from analytics.published.cells import Cell, Scope
from analytics.published.kept_cells import row_of
from bench.truth import gate
from bench.truth.agreement import beside, rows_of, within_row, words
from bench.truth.goals import PARTS, everything
from bench.truth.kinds import by_turns, standard, steady
from bench.truth.organisations import CUTS, Answered, Crowd, Kind, answers, stays_of
from bench.truth.path import Seen, apart_of, organisations, wave_number
from bench.truth.shares import Share
from bench.truth.trees import Shape
from survey.store.report_cells import NUMBERS, SCHEMA
from survey.waves.recognising import Asked

pytestmark = pytest.mark.slow

SMALL = 0.02
LARGE = 1.0


def dice(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def one_wave(kind: Kind, *, count: int = 1) -> Answered:
    return next(answers(kind, count=count, dice=dice()))


@pytest.fixture(scope="module")
def seen() -> Seen:
    """An organisation of six teams, by turns, of which two really move."""
    found = [one for one in everything(0.05) if len(one.shape.teams) == 6]
    return found[-1]


@pytest.mark.parametrize("part", PARTS)
def test_what_is_said_is_about_as_true_as_docs_truth_says(part: str) -> None:
    """No goal is missed by more than chance, and what misses one is no worse than it was."""
    rows = list(PARTS[part](SMALL))

    assert [row.what for row in rows if row.surely_worse] == []


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", PARTS)
def test_what_is_said_is_as_true_as_docs_truth_says(part: str) -> None:
    """The same in full."""
    rows = list(PARTS[part](LARGE))

    assert [row.what for row in rows if row.surely_worse] == []


def test_a_word_that_its_own_numbers_deny_is_found(seen: Seen) -> None:
    """So that "no contradiction" means something: each kind is seen where it is planted."""
    row = next(row for row in rows_of(seen).values() if row["change_verdict"] == "rose")
    rose = dict(row)
    turned = {"change_verdict": "fell"}
    outside = {"interval_low": "99", "interval_high": "100"}
    steady_row = {"change_verdict": "no clear change"}

    assert list(within_row(rose)) == []
    assert all(list(within_row(rose | wrong)) for wrong in (turned, outside, steady_row))


def test_a_sentence_that_the_file_denies_is_found(seen: Seen) -> None:
    """Words and row of the same figure, and then the row of another."""
    figures = seen.unit("all", Scope.AREA)
    row = rows_of(seen)[figures.waves[-1].key, "all", "area", "belonging"]
    line = figures.line("belonging")
    wrong = "fell" if row["change_verdict"] != "fell" else "rose"

    assert list(words(line, figures.waves, row)) == []
    assert list(words(line, figures.waves, {**row, "change_verdict": wrong}))


def test_a_unit_with_other_figures_contradicts_the_file(seen: Seen) -> None:
    """Rows of one organisation beside the lines of another, three points higher in a wave."""
    cells = list(seen.read.cells)
    cells[3] = replace(cells[3], tenths=cells[3].tenths + 30)
    other = replace(seen, read=replace(seen.read, cells=cells))
    line = other.unit("all", Scope.AREA).line("belonging")
    row = rows_of(seen)[seen.read.cells[3].wave.key, "all", "area", "belonging"]

    assert list(beside(line, 3, row))
    assert not list(beside(seen.unit("all", Scope.AREA).line("belonging"), 3, row))


def test_organisations_side_by_side_do_not_touch_each_other() -> None:
    """Each publishes in a forest what it would publish alone."""
    kind = steady(6, 1, standard())
    both, shape = one_wave(kind, count=2), kind.shape
    width, wave = len(shape.units), wave_number(0, kind)
    forest, _ = shape.forest(2)
    alone, _ = shape.forest(1)
    together = gate.published(wave, both, forest, width=width)

    for at in range(2):
        units = slice(at * width, (at + 1) * width)
        cut = Answered._make([both.asks, *(part[units] for part in both[1:])])
        own = gate.published(wave, cut, alone, width=width)
        places = np.arange(at * width * 2, (at + 1) * width * 2)
        part = gate.part_of(together.cells, wave, places)

        assert np.array_equal(part.tenths, own.cells.tenths, equal_nan=True)
        assert np.array_equal(part.there, own.cells.there)
        assert together.spreads[at] == own.spreads[0]
        assert together.omegas[at] == own.omegas[0]


def test_cells_in_arrays_are_those_that_a_store_would_give() -> None:
    """The way around the database ends where the way through it does."""
    kind = steady(6, 1, by_turns())
    answered, wave = one_wave(kind), wave_number(0, kind)
    tree, _ = kind.shape.forest(1)
    cells = gate.as_arrays(wave, list(published_cells(answered, tree)), tree)
    numbers = {key: at for at, key in enumerate(tree.keys)}
    rows = [
        {"unit": numbers[cell.unit], "area": cell.scope is Scope.AREA}
        | {
            name: getattr(row_of(cell, 1), name)
            for name in ("measure", "shown", "shares", *NUMBERS)
        }
        for cell in published_cells(answered, tree)
    ]
    places = Places.of_numbers(numbers.values())
    read = read_cells(wave, pa.Table.from_pylist(rows, schema=SCHEMA), places, 2 * len(tree))

    for name in ("tenths", "low", "high", "step", "there", "areas"):
        ours, theirs = (getattr(of, name).astype(float) for of in (cells, read))
        assert np.array_equal(ours, theirs, equal_nan=True), name
    assert distributions(cells) == distributions(read)


def distributions(of: Cells) -> list[str | None]:
    return [of.distributions[at] if at >= 0 else None for at in of.shares.ravel().tolist()]


def published_cells(answered: Answered, tree: Tree) -> Iterator[Cell]:
    opened = gate.opened_of(answered, answered.asks)
    turnout = Turnout(answered.there.sum(axis=1), answered.sent.sum(axis=1))
    counts = tally(opened, turnout, tree=tree, instrument=answered.asks)
    yield from cells_of(plan(counts, tree=tree, k=gate.K), counts, tree=tree, k=gate.K)


def test_other_people_are_those_that_closing_finds() -> None:
    """Where nobody moves, counting who stayed in their unit is all there is to it."""
    kind = replace(steady(6, 4, standard()), turnover=(0.97, 0.99))
    told = list(answers(kind, count=1, dice=dice()))
    tree, people = kind.shape.forest(1)
    names = {f"0:{key}": key for key, _, _ in kind.shape.units}
    found = {(at, before): apart for at, before, apart in apart_of(told, people, tree)}

    some = 0
    for (at, before), apart in found.items():
        sides = [Side(tree, asked(told[wave], tree)) for wave in (at, before)]
        theirs = others(*sides)
        assert theirs is not None
        ours = {
            (tree.keys[unit], scope)
            for row, scope in enumerate(Scope)
            for unit in np.flatnonzero(apart[row]).tolist()
            if scope is Scope.TEAM or not tree.leaves()[unit]
        }
        assert ours == set(theirs)
        some += len(ours)
    assert some > len(names)


def asked(answered: Answered, tree: Tree) -> Asked:
    return Asked(
        {
            f"p{answered.person[unit, at]}": tree.keys[unit]
            for unit, at in zip(*np.nonzero(answered.there), strict=True)
        }
    )


def test_people_answer_as_it_is_said_of_them() -> None:
    """Skewed, four in five, few skips, and alike in two waves to the degree that is asked for."""
    shape = Shape((200,) * 12)
    kind = Kind(shape, 2, standard(), retest=(0.7, 0.7), turnover=(0, 0), mood=0, team_mood=0)
    first, second = answers(kind, count=1, dice=dice())
    given = first.points[first.sent]
    both = first.sent & second.sent
    scale = [at for at, item in enumerate(first.asks.statements) if item.composite == "belonging"]
    composites = [
        np.where(one.points > 0, one.points, np.nan)[both][:, scale] for one in (first, second)
    ]
    about = [np.nanmean(one, axis=1) for one in composites]
    unit = np.nonzero(both)[0]
    residual = [one - np.bincount(unit, one)[unit] / np.bincount(unit)[unit] for one in about]

    assert abs(first.sent.sum() / first.there.sum() - 0.8) < 0.02
    assert abs((given == 0).mean() - 0.03) < 0.005
    assert 60 < 25 * (given[given > 0].mean() - 1) < 75
    assert abs(np.corrcoef(residual)[0, 1] - 0.7) < 0.06


def test_the_truth_is_what_all_would_answer_on_average() -> None:
    """Of large teams with nobody silent, what they answer is near to it."""
    kind = Kind(Shape((400,) * 3), 1, standard(), answering=0.999, skipped=0.0)
    answered = one_wave(kind)
    scores = 25 * (answered.points.astype(float) - 1)
    means = (
        np.where(answered.sent[..., None], scores, 0).sum(axis=1)
        / answered.sent.sum(axis=1)[:, None]
    )

    assert np.abs(means[1:] - answered.truth[1:]).max() < 4 * 27 / np.sqrt(400)
    assert np.abs(answered.truth - answered.calm).max() > 0.1


def test_who_is_silent_in_a_bad_mood_makes_figures_better_than_they_are() -> None:
    """Silence that depends on mood is not the same as silence."""
    kind = Kind(Shape((300,) * 6), 1, standard(), silence=1.0, skipped=0.0)
    answered = one_wave(kind)
    scores = np.where(answered.sent[..., None], 25.0 * (answered.points.astype(float) - 1), 0)
    means = scores.sum(axis=1) / answered.sent.sum(axis=1)[:, None]

    assert (means - answered.truth)[1:].mean() > 1


def test_about_as_many_leave_in_a_year_as_is_said() -> None:
    """Thirteen waves of four weeks."""
    kind = Kind(Shape((200,) * 6), 14, standard(), turnover=(0.2, 0.2))
    told = list(answers(kind, count=1, dice=dice()))
    stayed = (told[0].person == told[-1].person)[told[0].there].mean()

    assert abs(stayed - 0.8) < 0.04


def test_what_lasts_is_never_more_than_there_is() -> None:
    """Variances of the parts of an answer add up to 1, and none is below 0."""
    for retest in (0.6, 0.7, 0.8):
        stays = stays_of(np.array([retest]))
        kind = steady(2, 1, standard())
        crowd = Crowd(kind, np.ones((1, 2), bool), np.ones(1), stays, dice(), np.zeros(18, int))
        daily, single = crowd.days

        assert daily[0] >= 0
        assert single[0] > 0
        assert stays[0] * 1.5 + daily[0] + single[0] == pytest.approx(1)
    assert (np.diff(CUTS) > 0).all()


def test_what_seeds_are_the_same_says_the_same() -> None:
    """A bench of which nobody can repeat a figure proves nothing."""
    kind = steady(6, 3, standard())
    first, second = (next(organisations(kind, count=1, dice=dice(9))) for _ in range(2))

    for one, other in zip(first.read.cells, second.read.cells, strict=True):
        assert np.array_equal(one.tenths, other.tenths, equal_nan=True)


def test_a_share_knows_how_unsure_it_is() -> None:
    """Nothing of few is not certain, and what comes in clusters is less sure than it looks."""
    none, apart, clustered = Share(), Share(), Share()
    none.add([False] * 5)
    for at in range(20):
        apart.add([at % 2 == 0, at % 2 == 1])
        clustered.add([at % 2 == 0] * 2)

    assert none.value == 0
    assert none.error > 0.1
    assert apart.value == clustered.value == 0.5
    assert clustered.error > 1.3 * apart.error
