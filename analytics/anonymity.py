"""The proof: is what we promise true of this database, now, in front of whoever doubts?

Each proof is a claim, the query that was run, what it found, and whether the claim holds. Nothing
in them tells how many have answered an open wave.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from analytics.checks import as_sealed
from analytics.climb import COMMENTS_FROM_PEOPLE, FIVE_SHARES_FROM, THREE_SHARES_FROM
from analytics.smallest import SMALLEST
from survey.errors import SameBoatError
from survey.store import Look, Store
from survey.text import sentence
from survey.waves import State

FRESH_SECONDS = 30
ROWS_SHOWN = 30
ALLOWED = {
    "ballot": "key wave sealed",
    "comment": "key wave unit scope prompt text withdrawn",
    "kept_answer": "key wave unit own answers",
}
LEAST = {
    "comments": COMMENTS_FROM_PEOPLE,
    "three parts": THREE_SHARES_FROM,
    "five parts": FIVE_SHARES_FROM,
}
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Proof:
    """A claim, what was asked of the database, what it said, and whether the claim holds."""

    claim: str
    query: str
    answer: str
    holds: bool


def prove(store: Store) -> list[Proof]:
    """Every proof for a reader; whoever asks within half a minute sees the same run."""
    with _one_at_a_time:
        return list(_proved(store, int(store.now().timestamp()) // FRESH_SECONDS))


@lru_cache(maxsize=1)
def _proved(store: Store, _moment: int) -> tuple[Proof, ...]:
    return tuple(prove_anew(store, latest_only=True))


def prove_anew(store: Store, *, latest_only: bool = False) -> Iterator[Proof]:
    """Every proof, run now; with `latest_only` the seal of the newest publication only."""
    yield _proof(sentence("proof.apart"), store.columns_everywhere, _answers_stand_apart)
    yield _proof(sentence("proof.linked"), store.ballots_beside_people, _nothing_counted)
    yield _proof(sentence("proof.over"), lambda: [store.left_of_what_is_over()], _nothing_left)
    yield _proof(sentence("proof.shown"), lambda: [store.smallest_shown()], _shown_from_k)
    yield _proof(sentence("proof.groups"), lambda: [store.smallest_recorded()], _groups_from_k)
    yield _proof(
        sentence("proof.subtracting"), lambda: [store.left_by_subtracting()], _none_too_few
    )
    yield _proof(sentence("proof.order"), store.rows_out_of_order, _nothing_counted)
    yield _kept(store)
    yield from _seals(store, latest_only=latest_only)


def _proof(
    claim: str, ask: Callable[[], list[Look]], holds: Callable[[Iterable[Look]], bool]
) -> Proof:
    """Ask, judge, and say; what cannot be asked proves nothing."""
    try:
        looks = ask()
    except SameBoatError as trouble:
        return Proof(claim, "", str(trouble), holds=False)
    queries = "\n\n".join(dict.fromkeys(look.query for look in looks))
    answers: dict[str, list[str]] = {}
    for look in looks:
        answers.setdefault(_said(look), []).append(look.where)
    said = (f"{', '.join(places)}: {answer}" for answer, places in answers.items())
    return Proof(claim, queries, "\n".join(said), holds(looks))


def _said(look: Look) -> str:
    """What a query found, as plain text; of many rows the first ones."""
    if len(look.columns) == len(look.rows) == 1:
        return f"{look.columns[0]} = {look.rows[0][0]}"
    lines = [", ".join(look.columns)]
    lines += [f"  {', '.join(map(_cell, row))}" for row in look.rows[:ROWS_SHOWN]]
    more = len(look.rows) - ROWS_SHOWN
    return "\n".join([*lines, f"  … and {more} more"] if more > 0 else lines)


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _answers_stand_apart(looks: Iterable[Look]) -> bool:
    return all(
        columns == ALLOWED.get(table, columns) for look in looks for table, columns in look.rows
    )


def _nothing_counted(looks: Iterable[Look]) -> bool:
    return all(row == (0,) for look in looks for row in look.rows)


def _nothing_left(looks: Iterable[Look]) -> bool:
    return all(not any(row[2:]) for look in looks for row in look.rows)


def _shown_from_k(looks: Iterable[Look]) -> bool:
    return all(
        fewest is None or fewest >= k
        for look in looks
        for _, k, *both in look.rows
        for fewest in both
    )


def _groups_from_k(looks: Iterable[Look]) -> bool:
    return all(
        under_k == 0 and fewest >= LEAST.get(grouping.removeprefix(SMALLEST), 0)
        for look in looks
        for grouping, _, fewest, under_k in look.rows
    )


def _none_too_few(looks: Iterable[Look]) -> bool:
    return all(row[-1] == 0 for look in looks for row in look.rows)


def _kept(store: Store) -> Proof:
    """Which waves have kept rows, beside what was set when they were planned."""
    kept = store.waves_with_kept_answers()
    waves = [wave for wave in store.waves() if wave.id in kept]
    late = [w for w in waves if w.kept_until is None or w.kept_until < store.now()]
    lines = [f"{wave.key}: kept until {wave.kept_until:%F}" for wave in waves if wave.kept_until]
    said = "\n".join(lines) or sentence("proof.none_kept")
    return Proof(
        sentence("proof.kept"), "-- waves with kept rows, and until when", said, holds=not late
    )


def _seals(store: Store, *, latest_only: bool) -> Iterator[Proof]:
    waves = [wave for wave in store.waves() if wave.state is State.PUBLISHED]
    for wave in waves[-1:] if latest_only else waves:
        query = f"-- SHA-256 over all rows of published_cell and diagnostic where wave = {wave.id}"
        claim = sentence("proof.sealed", wave=wave.name)
        yield Proof(claim, query, f"seal {wave.seal}", holds=as_sealed(store, wave))
