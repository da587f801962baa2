"""Attack 9: other answers with the same counts leave the same blanks and the same labels.

Everything is read from the report and the pages, byte for byte.
"""

import json
from dataclasses import replace
from random import Random

import pytest

from tests.attacks.outputs import Outputs, of_universes, without_values
from tests.make_organisations import Answerer, Universe, a_universe, with_other_answers

BAR = 12
"""The width that levels are drawn with."""
SEEDS, LONG, PIECE = range(20), range(20, 1020), 100


def changing_places(universe: Universe, rng: Random) -> Universe:
    """The same ballots from each home, each sent by somebody else of it."""
    given: dict[str, list[Answerer]] = {}
    for person in rng.sample(universe.people, len(universe.people)):
        given.setdefault(person.home, []).append(person)
    people = [replace(given[p.home].pop(), name=p.name) for p in universe.people]
    return replace(universe, people=tuple(people))


def two_waves(seed: int) -> tuple[Universe, Universe]:
    """An organisation, and the same people half a year later."""
    rng = Random(seed)
    universe = a_universe(rng, units=rng.choice((4, 7, 10)), size=rng.choice((9, 12, 40)))
    return universe, with_other_answers(universe, rng)


def assert_answers_decide_nothing(seeds: range) -> None:
    """Permuted: the same bytes. Otherwise answered: the same labels and the same blanks."""
    read = shown = 0
    for seed in seeds:
        waves, rng = two_waves(seed), Random(seed)
        mine = of_universes(*waves)
        permuted = of_universes(*(changing_places(wave, rng) for wave in waves))
        assert permuted == mine, seed
        otherwise = of_universes(*(with_other_answers(wave, rng) for wave in waves))
        assert otherwise.blanks == mine.blanks, seed
        assert bones(otherwise) == bones(mine), seed
        read += len(mine) + len(permuted) + len(otherwise)
        shown += sum(line["shown"] == "yes" for line in mine.lines)
    assert shown > 20 * len(seeds)
    where = f"seeds {seeds[0]} to {seeds[-1]}: {len(seeds)} organisations over two waves"
    print(f"attack 9: {where}, {shown:,} shown figures, {read:,} bytes")


def bones(outputs: Outputs) -> dict[str, str]:
    """The charts without numbers and levels; sentences, levels and verdicts are about values."""
    found = {}
    for unit, page in outputs.pages.items():
        chart, *others = page.splitlines()[:4]
        drawn = json.loads(chart)
        drawn["data"] = [one for one in drawn["data"] if one.get("line", {}).get("width") != BAR]
        found[unit] = "\n".join(map(without_values, [json.dumps(drawn), *others]))
    return found


def test_what_is_blank_depends_on_counts_alone() -> None:
    """On random organisations, over two waves, with skipped statements."""
    assert_answers_decide_nothing(SEEDS)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("first", LONG[::PIECE])
def test_what_is_blank_depends_on_counts_alone_in_a_thousand(first: int) -> None:
    """The same, for longer."""
    assert_answers_decide_nothing(range(first, first + PIECE))
