"""The proof: is what we promise true of this database, now, in front of whoever doubts?

Each proof is a claim, the query that was run, what it found, and whether the claim holds. Nothing
in them tells how many have answered an open wave.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from analytics.promise.seals import as_sealed
from analytics.published.promised import COMMENT_READERS, FIVE_PARTS, THREE_PARTS
from survey.errors import SameBoatError
from survey.storage.schema_list import not_listed
from survey.store import Look, Store
from survey.text import sentence
from survey.waves.wave import State

FRESH_SECONDS = 30
ROWS_SHOWN = 30
CLOSING_TAKES = timedelta(minutes=10)
LEAST = {
    "comments": COMMENT_READERS,
    "three parts": THREE_PARTS,
    "five parts": FIVE_PARTS,
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
    yield _listed(store)
    yield _proof(sentence("proof.linked"), store.ballots_beside_people, _nothing_counted)
    yield _proof(sentence("proof.length"), store.ballots_of_another_length, _nothing_counted)
    yield _proof(sentence("proof.over"), lambda: [store.left_of_what_is_over()], _nothing_left)
    yield _proof(sentence("proof.shown"), lambda: [store.smallest_shown()], _shown_from_k)
    yield from _groups(store)
    yield _proof(
        sentence("proof.subtracting"), lambda: [store.left_by_subtracting()], _none_too_few
    )
    yield _proof(sentence("proof.order"), store.rows_out_of_order, _nothing_counted)
    yield _kept(store)
    yield _waiting(store)
    yield _proof(sentence("proof.receipts"), lambda: [store.receipts_that_tell()], _nothing_counted)
    if store.embedded:
        yield _proof(sentence("proof.copied"), store.copied_otherwise, _nothing_counted)
    waves = [wave for wave in store.waves() if wave.state is State.PUBLISHED]
    for wave in waves[-1:] if latest_only else waves:
        tables = "published_cell, diagnostic and other_people"
        query = f"-- SHA-256 over all rows of {tables} where wave = {wave.id}"
        claim = sentence("proof.sealed", wave=wave.name)
        yield Proof(claim, query, f"seal {wave.seal}", holds=as_sealed(store, wave))


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


def _listed(store: Store) -> Proof:
    """Whether the databases have what is on the list and nothing else; what is not, is named."""
    claim = sentence("proof.apart")
    try:
        looks = store.columns_everywhere()
    except SameBoatError as trouble:
        return Proof(claim, "", str(trouble), holds=False)
    others = [
        name
        for look in looks
        for table, columns in look.rows
        for name in not_listed(look.where, table, columns.split(), embedded=store.embedded)
    ]
    found = _proof(claim, lambda: looks, lambda _: not others)
    if not others:
        return found
    named = sentence("proof.not_listed", names=", ".join(others))
    return replace(found, answer=f"{named}\n{found.answer}")


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


def _nothing_counted(looks: Iterable[Look]) -> bool:
    return all(row == (0,) for look in looks for row in look.rows)


def _nothing_left(looks: Iterable[Look]) -> bool:
    return all(not any(row[2:]) for look in looks for row in look.rows)


def _shown_from_k(looks: Iterable[Look]) -> bool:
    """A spread stands on more people than a score."""
    return all(
        fewest is None or fewest >= max(k, least)
        for look in looks
        for _, k, *found in look.rows
        for fewest, least in zip(found, (k, k, THREE_PARTS, FIVE_PARTS), strict=True)
    )


def _groups(store: Store) -> Iterator[Proof]:
    """What closings found before anything was rounded; of earlier ones it is not known."""

    def ask() -> list[Look]:
        return [store.groups_recorded(), store.groups_unrecorded()]

    yield _proof(sentence("proof.groups"), ask, _groups_large_enough)
    earlier = store.groups_not_known()
    if earlier.rows:
        claim = sentence("proof.not_known", count=len(earlier.rows))
        yield _proof(claim, lambda: [earlier], lambda _: True)


def _groups_large_enough(looks: Iterable[Look]) -> bool:
    recorded, unrecorded = looks
    return _nothing_counted([unrecorded]) and all(
        too_few == 0 and least is not None and least >= LEAST.get(grouping, 0)
        for grouping, _, least, _, too_few in recorded.rows
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


def _waiting(store: Store) -> Proof:
    """Which waves have been closed for a while without figures: closing refused to make them."""
    closed = [wave for wave in store.waves() if wave.state is State.CLOSED and not wave.replay]
    late = [w for w in closed if w.closed is None or store.now() - w.closed >= CLOSING_TAKES]
    said = "\n".join(wave.key for wave in late) or sentence("proof.none_waiting")
    return Proof(
        sentence("proof.waiting"), "-- waves that are closed and not published", said, not late
    )
