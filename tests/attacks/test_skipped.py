"""Attack 7: when k - 1 people answer a statement, nothing anywhere tells what they answered.

Everything is read from the report, the pages and the screen, byte for byte.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from survey.actions.organisation import grant
from survey.answering.sending import send
from survey.organisation.structure import Role
from survey.store import Store
from tests.attacks.looking import screens
from tests.attacks.outputs import VALUES, of_store, of_universes
from tests.journeys.conftest import visiting
from tests.make import ACTOR, close, instrument, populate, respondents, start, statement
from tests.make import Universe as Everybody
from tests.make_organisations import ITEMS, SIGNS, Answerer, Universe

SEEDS, LONG, PIECE = range(25), range(25, 1025), 100
BLANK = (*sorted({*VALUES} - {"change_verdict"}), "n_invited", "n_band", "participation_band")


def skipping(rng: Random, *, left: int = -1) -> tuple[Universe, str]:
    """A team below up to three areas in which k + `left` people answer one statement; its id.

    Everybody else answers everything, so that nobody else's answers to it climb.
    """
    k, item = rng.choice((4, 5, 5, 8)), rng.choice(ITEMS)
    chain = [f"area{depth}" for depth in range(rng.randint(1, 3))]
    above: dict[str, str | None] = dict(zip(chain, [None, *chain[:-1]], strict=True))
    above["team"] = chain[-1]
    people = list(answering(rng, "team", k + rng.randint(0, 9), item=item, left=k + left))
    for other in range(rng.randint(0, 3)):
        above[f"other{other}"] = rng.choice(chain)
        people += answering(rng, f"other{other}", k + rng.randint(0, 9))
    return Universe(above, tuple(people), k), item


def answering(
    rng: Random, home: str, many: int, *, item: str = "", left: int = 0
) -> Iterator[Answerer]:
    """People who answer everything; but only `left` of them answer `item`."""
    for number in range(many):
        said = {asked: rng.randint(1, 5) for asked in ITEMS if asked != item or number < left}
        ticks = frozenset(sign for sign in SIGNS if rng.random() < 0.3)
        yield Answerer(f"{home}-{number}", home, said, ticks)


def saying(universe: Universe, item: str, *values: int) -> Universe:
    """The same, but whoever in the team answered the statement answers it in this way."""
    turn = iter(values * len(universe.people))

    def otherwise(person: Answerer) -> Answerer:
        if person.home != "team" or item not in (person.answers or {}):
            return person
        return replace(person, answers={**(person.answers or {}), item: next(turn)})

    return replace(universe, people=tuple(otherwise(person) for person in universe.people))


def assert_skipping_hides(seeds: range) -> None:
    """However the k - 1 answer it, the same bytes leave, and the statement is blank."""
    read = 0
    for seed in seeds:
        universe, item = skipping(Random(seed))
        one, *others = [
            of_universes(saying(universe, item, *values)) for values in ((1,), (5,), (1, 5, 3))
        ]
        line = one.line("team", "team", item)
        assert [line[name] for name in BLANK] == [""] * len(BLANK), seed
        assert (line["change_verdict"], line["reason"]) == ("not comparable", "withheld"), seed
        assert line["shown"] == "no", seed
        assert all(other == one for other in others), seed
        read += 3 * len(one)
    where = f"seeds {seeds[0]} to {seeds[-1]}: {len(seeds)} organisations"
    print(f"attack 7: {where}, {read:,} bytes")


def test_a_statement_with_k_minus_one_answers_is_blank_and_in_nothing_else() -> None:
    """Not in the report, not in a figure's JSON, not in a sentence, not in an area."""
    assert_skipping_hides(SEEDS)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("first", LONG[::PIECE])
def test_a_statement_with_k_minus_one_answers_is_blank_in_a_thousand(first: int) -> None:
    """The same, for longer."""
    assert_skipping_hides(range(first, first + PIECE))


def test_one_answer_more_and_the_statement_is_shown() -> None:
    """So the attack looks at the right place: with k answers it finds them."""
    for seed in range(20):
        universe, item = skipping(Random(seed), left=0)
        low, high = (of_universes(saying(universe, item, value)) for value in (1, 5))
        assert int(low.line("team", "team", item)["score"]) <= 10, seed
        assert int(high.line("team", "team", item)["score"]) >= 90, seed
        assert low != high, seed


def unsealed(screens_: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Screens without the seal, which random numbers of receipts stand under too."""
    return {page: re.sub(rb"seal [0-9a-f]+", b"seal", said) for page, said in screens_}


ALONE = instrument([statement("B1"), statement("A1", "alignment"), statement("A2", "alignment")])


def test_on_the_screen_it_is_blank_too(
    blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of six ants four answer the one statement of belonging: with 1 or with 5, the same pages.

    Every page that an ant, a bee and HR can open, and every report.
    """
    seen, rows = [], []
    for value in (1, 5):
        folder = tmp_path / f"{value}"
        folder.mkdir()
        shutil.copyfile(blank, folder / blank.name)
        with contextmanager(visiting)(folder, monkeypatch) as visitor:
            four_say(visitor.store, value)
            pages = {who: unsealed(screens(visitor, who)) for who in ("ant-1", "bee-1", "bee-2")}
            seen.append((pages, of_store(visitor.store)))
            rows.append(visitor.sign_in("ant-1").open("team/trends.py").dataframe[0].value)

    assert seen[0] == seen[1]
    assert rows[0][rows[0]["Score"].isna()]["Measure"].tolist() == ["Belonging"]
    print(f"attack 7: {sum(map(len, seen[0][0].values()))} screens")


def four_say(store: Store, value: int) -> None:
    """A wave in which four ants answer B1 with a value, two skip it, and bees answer 4."""
    tree = {"all": None, "ant": "all", "bee": "all"}
    populate(store, Everybody({"all": 0, "ant": 6, "bee": 6}, tree, ()))
    grant(store, person="bee-2", role=Role.HR, actor=ACTOR)
    for who, form in respondents(store, start(store, asks=ALONE)).items():
        mine = {"B1": 4} if who.startswith("bee") else {"B1": value} if who < "ant-5" else {}
        send(store, form, {"A1": 4, "A2": 4, **mine})
    close(store)
