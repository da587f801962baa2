"""Attack 8: that everybody answered alike, or all but one, looks like other answers.

Everything is read from the report and the pages, byte for byte.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import combinations_with_replacement

import pytest

from analytics.exports.formats import Format, as_file
from survey.answering.sending import send
from survey.store import Store
from tests.attacks.outputs import of_universes
from tests.make import Clock, close, populate, respondents, start
from tests.make import Universe as Everybody
from tests.make_organisations import ITEMS, SIGNS, Answerer, Universe

OF_ITS_AGE = ("change_low", "change_high", "change_confidence")
"""Columns that are wider the more waves there are, whatever was answered."""
SIZES = (*range(4, 16), 28, 29, 30, 31, 60, 120)


def team(answers: list[int], *, ticked: int) -> Universe:
    """One team below a root; the statements are all answered in the same way."""
    people = []
    for number, value in enumerate(answers):
        ticks = frozenset(SIGNS if number < ticked else ())
        people.append(Answerer(f"p{number}", "team", dict.fromkeys(ITEMS, value), ticks))
    return Universe({"root": None, "team": "root"}, tuple(people), k=4)


def twins(answers: list[int]) -> Iterator[list[int]]:
    """The same answers but for one or two people's, the nearest first, and not all alike."""
    pairs = combinations_with_replacement(range(1, 6), 2)
    for pair in sorted(pairs, key=lambda pair: sum(abs(one - answers[0]) for one in pair)):
        twin = [*answers[:-2], *pair]
        if len(set(twin)) > 1 and sorted(twin) != sorted(answers):
            yield twin


@pytest.mark.parametrize("alike", [1, 5])
@pytest.mark.parametrize("but_one", [False, True])
def test_nobody_can_tell_that_all_answered_alike(alike: int, but_one: bool) -> None:
    """A team of any size has a twin, with one or two other answers, that leaves the same bytes."""
    read = 0
    for size in SIZES:
        answers = [alike] * (size - but_one) + [3] * but_one
        mine = of_universes(team(answers, ticked=0))
        others = (of_universes(team(twin, ticked=0)) for twin in twins(answers))
        assert any(other == mine for other in others), size
        read += len(mine)
    print(f"attack 8: {len(SIZES)} sizes, {read:,} bytes")


@pytest.mark.parametrize("size", [5, 12, 32])
@pytest.mark.parametrize("alike", [1, 5])
def test_nor_when_the_whole_organisation_does(duckdb_store: Store, size: int, alike: int) -> None:
    """From 30 people on intervals hold the spread of all, sealed and closed as it is used.

    A spread under 10 was published once: 97.2 to 98.8 meant everybody, 96.9 to 99.1 all but one.
    """
    populate(duckdb_store, Everybody({"all": size}, {"all": None}, ()))
    all_alike, but_one = [alike] * size, [4 if alike == 5 else 2] + [alike] * (size - 1)
    wave_of(duckdb_store, all_alike)  # so that both have a wave before them

    assert wave_of(duckdb_store, all_alike) == wave_of(duckdb_store, but_one)


def wave_of(store: Store, answers: list[int]) -> str:
    """What leaves a wave with these answers, of the wave itself."""
    assert isinstance(store.now, Clock)
    key = f"w{len(store.waves())}"
    forms = respondents(store, start(store, key, days=1, k=4), wave=key)
    for form, value in zip(forms.values(), answers, strict=True):
        # B2 is reverse-keyed.
        send(store, form, {"B1": value, "B2": 6 - value, "A1": value, "A2": value})
    close(store, key)
    store.now.move(days=100)
    report = b"".join(as_file(store, wave=key, form=Format.CSV))
    names, *lines = csv.reader(StringIO(report.decode(), newline=""))
    first = names.index("n_invited")
    kept = [at for at, name in enumerate(names) if at >= first and name not in OF_ITS_AGE]
    return "\n".join(",".join(line[at] for at in kept) for line in lines)


@pytest.mark.parametrize("size", SIZES)
def test_nobody_can_tell_that_all_or_none_ticked_a_sign(size: int) -> None:
    """None looks like one, and all like all but one."""
    answers = [1, 2, 3, 4, 5] * size
    left = [of_universes(team(answers[:size], ticked=many)) for many in (0, 1, size - 1, size)]

    assert left[0] == left[1]
    assert left[2] == left[3]
    assert left[0] != left[3]
