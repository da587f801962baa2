"""Promises of closing when the gate is broken: each of its rules in turn, through the real closing.

Nothing is published, nothing is lost, a sentence says so, and the mended gate publishes afterwards.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analytics.closing import publication
from analytics.closing.comment_places import standing
from analytics.closing.kept_answers import kept_answers
from analytics.disclosure import control as gate
from analytics.disclosure import rollup as climb
from analytics.disclosure import rounding as coarsen
from analytics.jobs.schedule import make_rounds
from analytics.promise.privacy_proof import prove, prove_anew
from analytics.published.cells import Band, Cell, Figure, Hidden, Score
from commands.desk import Request
from commands.verbs import carry_out
from survey.answering.sending import send
from survey.errors import UnsafeFigure
from survey.settings import Settings
from survey.store import Store
from survey.waves.comments import KeptAnswer
from survey.waves.wave import State
from tests.conftest import ENGINES
from tests.english import text
from tests.make import (
    Clock,
    Universe,
    answer_all,
    answers_of,
    close,
    keep_people,
    person,
    populate,
    respondents,
    shown,
    start,
    together,
)
from tests.originals import original, store_like

pytestmark = pytest.mark.slow

TEAMS = {"a": 1, "b": 4, "c": 5, "d": 11, "e": 31, "f": 7, "g": 2, "h": 1, "i": 4, "j": 5}
ABOVE = {
    "all": None, "p": "all", "s": "p", "a": "s", "c": "s", "b": "p", "q": "all",
    "d": "q", "e": "q", "f": "q", "g": "q",
    "r": "all", "t": "r", "h": "t", "j": "t", "i": "r",
}  # fmt: skip
YARD = Universe({"all": 0} | TEAMS, ABOVE, ())
Break = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="module", params=["duckdb"])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Settings, Clock]]:
    """A second wave that all but one in j answered, one in c not every statement; of f one person
    is new."""
    clock = Clock()

    def build(store: Store) -> None:
        populate(store, YARD)
        answer_all(store, start(store, "w1", days=1), wave="w1")
        close(store, "w1")
        clock.move(days=11)
        keep_people(store, [person("f-new", "f")])
        forms = respondents(store, start(store, "w2", days=1, keep_days=30), wave="w2")
        some = [who for who in forms if who != "j-1"]
        together(lambda who: send(store, forms[who], says(who)), some)

    with original(request, tmp_path_factory.mktemp("asked"), build, clock=clock) as settings:
        yield settings, clock


@pytest.fixture
def asked(
    built: tuple[Settings, Clock], tmp_path: Path, request: pytest.FixtureRequest, clock: Clock
) -> Iterator[Store]:
    """A copy of it."""
    settings, then = built
    clock.moment = then.moment
    with store_like(settings, tmp_path, request, clock) as store:
        yield store


def says(who: str) -> dict[str, object]:
    """What somebody answers and writes; c-1 skips a statement."""
    said = answers_of(who, wave="w2") | {"O1": f"By {who}."}
    return {key: value for key, value in said.items() if (who, key) != ("c-1", "B1")}


# What can go wrong in a gate


def least_one(patch: pytest.MonkeyPatch) -> None:
    """One person is enough for every group."""
    real = climb.climb

    def broken(*given: Any, least: int | tuple[int, ...]) -> climb.Atoms:
        return real(*given, least=(1,) * len(least) if isinstance(least, tuple) else 1)

    patch.setattr(climb, "climb", broken)


def least_one_lifted(patch: pytest.MonkeyPatch) -> None:
    """And every band is lifted to k, as it was once, so that it does not show."""
    least_one(patch)
    bands = coarsen.SMALL_BANDS

    def lifted(n: int, *, k: int) -> Band:
        band = next((band for band in bands if n <= band.high), Band(n, n))
        return Band(max(band.low, k), band.high)

    patch.setattr(coarsen, "people_band", lifted)
    patch.setattr(coarsen, "check_enough", lambda *_: None)


def statements_from_homes(patch: pytest.MonkeyPatch) -> None:
    """Groups of a statement are made from homes instead of the groups of who answered."""
    real = climb.item_plans

    def broken(tree: Any, _: Any, answers: Any, *, k: int) -> climb.ItemPlans:
        return real(tree, climb.homes(tree), answers, k=k)

    patch.setattr(gate, "item_plans", broken)


def answered_from_homes(patch: pytest.MonkeyPatch) -> None:
    """Groups of who answered are made from homes instead of the groups of who was asked."""
    real = climb.base_plan

    def broken(tree: Any, _: Any, ballots: Any, **rest: Any) -> climb.Atoms:
        return real(tree, climb.homes(tree), ballots, **rest)

    patch.setattr(gate, "base_plan", broken)


def newcomers_team_held_back(patch: pytest.MonkeyPatch) -> None:
    """A team that somebody joined shows no statement, as until version 3 of the gate."""
    real = gate.cells_of

    def broken(*given: Any, **rest: Any) -> list[Cell]:
        return [
            replace(cell, figure=Hidden()) if (cell.unit, cell.measure) == ("f", "B1") else cell
            for cell in real(*given, **rest)
        ]

    patch.setattr(publication, "cells_of", broken)


def areas_count_everybody(patch: pytest.MonkeyPatch) -> None:
    """Whoever climbs past an area counts in it all the same."""

    def broken(_: climb.Atoms, by_home: Any, *, tree: Any) -> Any:
        sums = tree.subtree_sums(by_home)
        sums[tree.leaves()] = 0
        return sums

    patch.setattr(climb.Atoms, "areas", broken)


def teams_count_everybody(patch: pytest.MonkeyPatch) -> None:
    """A team too small for a figure has one."""
    patch.setattr(climb.Atoms, "teams", lambda _, by_home: by_home)


def spread_of_few(patch: pytest.MonkeyPatch) -> None:
    """A distribution is told of as few as a score."""
    for module in (climb, gate):
        patch.setattr(module, "THREE_SHARES_FROM", 1)


def five_parts_of_few(patch: pytest.MonkeyPatch) -> None:
    """One in five parts of as few as one in three."""
    for module in (climb, gate):
        patch.setattr(module, "FIVE_SHARES_FROM", 1)


def too_fine(patch: pytest.MonkeyPatch) -> None:
    """Scores of few people are told to a point."""
    patch.setattr(coarsen, "score_grain", lambda _: coarsen.Grain(1, 0))


def ends_not_joined(patch: pytest.MonkeyPatch) -> None:
    """That nobody ticked a sign can be seen."""
    patch.setattr(coarsen, "sign_grain", lambda _: coarsen.Grain(5, 0))


def composites_of_any_one(patch: pytest.MonkeyPatch) -> None:
    """One shown statement is enough for a composite, and is it."""

    def broken(items: Any) -> Figure:
        return next((figure for figure in items if isinstance(figure, Score)), Hidden())

    patch.setattr(gate, "composite_of", broken)


def comments_among_few(patch: pytest.MonkeyPatch) -> None:
    """Comments stand with any group that has figures."""
    for name in ("COMMENTS_FROM_PEOPLE", "COMMENTS_FROM_WRITERS"):
        patch.setattr(climb, name, 1)


def comments_at_home(patch: pytest.MonkeyPatch) -> None:
    """Comments stand under the home of whoever wrote them."""

    def broken(opened: Any, _: Any, *, tree: Any) -> Any:
        return standing(opened, climb.homes(tree), tree=tree)

    patch.setattr(publication, "standing", broken)


def rows_at_home(patch: pytest.MonkeyPatch) -> None:
    """Kept rows lie under the home of whoever answered."""

    def broken(opened: Any, plans: Any, *, tree: Any, instrument: Any) -> Sequence[KeptAnswer]:
        at_home = replace(plans, base=climb.homes(tree))
        return kept_answers(opened, at_home, tree=tree, instrument=instrument)

    patch.setattr(publication, "kept_answers", broken)


BREAKS: tuple[Break, ...] = (
    least_one,
    least_one_lifted,
    statements_from_homes,
    answered_from_homes,
    newcomers_team_held_back,
    areas_count_everybody,
    teams_count_everybody,
    spread_of_few,
    five_parts_of_few,
    too_fine,
    ends_not_joined,
    composites_of_any_one,
    comments_among_few,
    comments_at_home,
    rows_at_home,
)


def test_the_wave_is_one_in_which_every_rule_matters(asked: Store) -> None:
    """A newcomer, teams that climb, a distribution in three and in five, comments, kept rows."""
    close(asked, "w2")

    figures = shown(asked, "w2")
    hidden = {team for team in TEAMS if not figures[team, "team", "B1"]}
    assert hidden == {"a", "b", "c", "g", "h", "i", "j"}
    parts = {str(said[4]).count(",") for said in figures.values() if said and said[4]}
    assert parts == {2, 4}
    assert asked.comments(2)
    assert 2 in asked.waves_with_kept_answers()


ON_BOTH = {least_one, rows_at_home}
"""What was written is undone by the engine, whatever was broken: one rule of cells, one of rows."""


@pytest.mark.parametrize(
    ("built", "broken"),
    [
        pytest.param(engine, one, id=f"{one.__name__}-{engine}")
        for engine in ENGINES
        for one in BREAKS
        if engine == "duckdb" or one in ON_BOTH
    ],
    indirect=["built"],
)
def test_a_broken_gate_publishes_nothing_and_loses_nothing(
    asked: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch, broken: Break
) -> None:
    """The ballots stay where they are; when the gate is mended the schedule publishes them.

    Until then the promise page and the command are red.
    """
    ballots = asked.box(2).count()
    with monkeypatch.context() as patch:
        broken(patch)
        with pytest.raises(UnsafeFigure) as refused:
            carry_out(asked, Request("wave close", {"key": "w2"}))

    assert str(refused.value).startswith("The wave was not published: ")
    assert asked.wave("w2").state is State.CLOSED
    assert asked.cells(waves=[2]) == []
    assert asked.diagnostics(2) == {}
    assert asked.box(2).count() == ballots
    assert 2 not in asked.comment_rows.waves() | asked.waves_with_kept_answers()

    clock.move(minutes=10)
    (red,) = (proof for proof in prove(asked) if not proof.holds)
    assert (red.claim, red.answer) == (text("proof.waiting"), "w2")
    assert not carry_out(asked, Request("check", {"anonymity": True})).ok

    make_rounds(asked)
    assert asked.wave("w2").state is State.PUBLISHED
    assert all(proof.holds for proof in prove_anew(asked))


def test_the_schedule_says_it_in_the_log_without_a_number_of_people_and_tries_again(
    asked: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock.move(days=10)
    with monkeypatch.context() as patch:
        least_one(patch)
        make_rounds(asked)

    (said,) = (line for line in caplog.messages if line.startswith("Wave w2"))
    assert said in {f"Wave w2: {text('closing.too_few', least=n)}" for n in (5, 10, 30)}
    assert asked.wave("w2").state is State.CLOSED

    make_rounds(asked)
    assert asked.wave("w2").state is State.PUBLISHED
