"""Attack 17: does the order in which anything lies in a file say in which order answers came?

200 teams of ten answer one wave in ten rounds: in each round one of each team, in a shuffled order
that is written down; a round begins when all ballots of the round before lie in the box. Everybody
comments, and answer rows are kept. Each team is a run: of the 45 pairs of its ten people, how many
lie in the order in which they came? By chance half, 22.5 a run, with a standard error of 0.395 over
200 runs (Kendall: a variance of n (n - 1) (2n + 5) / 72 a run). Five standard errors or more is a
leak. That is a rank correlation of 0.09; rows in the order of arrival have 1, and rows of one team
in five in that order have 0.2. Over all 2,000 rows together (Spearman) it is 0.11.
"""

import json
from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from random import Random
from statistics import correlation, fmean

import pytest
from sqlalchemy import text

from survey.answering.sending import send
from survey.storage.wave_rows import WaveRows
from survey.store import Store
from tests.make import Universe, close, populate, respondents, start, together

RUNS, PEOPLE = 200, 10
PAIRS = PEOPLE * (PEOPLE - 1) / 2
ERROR = sqrt(PEOPLE * (PEOPLE - 1) * (2 * PEOPLE + 5) / 72 / RUNS)
TEAMS = [f"t{number:03}" for number in range(RUNS)]
ALL = Universe(
    {"all": 0} | dict.fromkeys(TEAMS, PEOPLE), {"all": None} | dict.fromkeys(TEAMS, "all"), ()
)
TOO_FAR = 5  # standard errors
Arrival = tuple[str, int]  # team, and the round in which they came


@pytest.fixture
def closed(store: Store) -> Store:
    """A wave that everybody answered, round after round, on both engines."""
    populate(store, ALL)
    forms = respondents(store, start(store, keep_days=30))
    rng = Random(17)
    orders = {team: rng.sample(range(1, PEOPLE + 1), PEOPLE) for team in TEAMS}
    for nth in range(PEOPLE):
        who = [f"{team}-{orders[team][nth]}" for team in rng.sample(TEAMS, RUNS)]
        said = said_by(nth)
        together(lambda ballot: send(store, *ballot), [(forms[one], said) for one in who])
    close(store)
    return store


def said_by(nth: int) -> dict[str, object]:
    """The nth of a team to come says so: in a comment, and by how they answer."""
    return {"B1": nth // 5 + 1, "B2": 3, "A1": nth % 5 + 1, "A2": 3, "O1": f"{nth}"}


def lying(store: Store, shelf: WaveRows, columns: str) -> list[tuple[str, ...]]:
    """Rows as they lie in the file: the key of their unit, and these columns."""
    names = {number: key for key, number in store.unit_numbers().items()}
    place = "ctid" if store.settings.database_url else "rowid"
    query = text(f"SELECT unit, {columns} FROM {shelf.table} ORDER BY {place}")
    if store.settings.database_url:
        with store.reading() as connection:
            rows = connection.execute(query).all()
    else:
        rows = shelf.look(1, lambda connection: connection.execute(query).all())
    return [(names[unit], *rest) for unit, *rest in rows]


def comments(store: Store) -> list[Arrival]:
    """Whose comments lie one after another."""
    return [(unit, int(words)) for unit, words in lying(store, store.comment_rows, "text")]


def kept_rows(store: Store) -> list[Arrival]:
    """Whose kept answers lie one after another."""
    found = []
    for unit, answers in lying(store, store.kept_rows, "answers"):
        said = json.loads(answers)
        found.append((unit, 5 * (said["B1"] - 1) + said["A1"] - 1))
    return found


def strays(rows: Sequence[Arrival]) -> float:
    """How far from half of them the pairs in order of arrival are, in standard errors."""
    runs: dict[str, list[int]] = {}
    for team, nth in rows:
        runs.setdefault(team, []).append(nth)
    assert all(sorted(run) == list(range(PEOPLE)) for run in runs.values())
    in_order = [sum(a < b for a, b in combinations(run, 2)) for run in runs.values()]
    return abs(fmean(in_order) - PAIRS / 2) / ERROR


def strays_overall(rows: Sequence[Arrival], arrivals: Sequence[float]) -> float:
    """The rank correlation of lying and arrival over all rows, in standard errors (Spearman)."""
    return abs(correlation(range(len(rows)), arrivals)) * sqrt(len(rows) - 1)


def units_of_cells(store: Store) -> list[str]:
    """The units of published cells as these lie in the table."""
    place = "ctid" if store.settings.database_url else "rowid"
    query = f"SELECT u.key FROM published_cell c JOIN unit u ON u.id = c.unit ORDER BY c.{place}"
    with store.reading() as connection:
        return list(dict.fromkeys(connection.execute(text(query)).scalars()))


def test_nothing_lies_where_it_does_because_of_when_it_came(closed: Store) -> None:
    """Comments and kept rows in no order of arrival, cells in the order of the tree."""
    for rows in (comments(closed), kept_rows(closed)):
        assert len(rows) == RUNS * PEOPLE
        assert strays(rows) < TOO_FAR
        assert strays_overall(rows, [nth for _, nth in rows]) < TOO_FAR
    assert units_of_cells(closed) == ["all", *TEAMS]
    print(f"attack 17: {RUNS} runs, {2 * len(rows):,} rows, no order of arrival")


@pytest.mark.parametrize("share", [1.0, 0.2])
def test_rows_in_order_of_arrival_would_be_found(share: float) -> None:
    """In all runs, or in one team in five."""
    rng, rows = Random(17), list[Arrival]()
    for number, team in enumerate(TEAMS):
        run = [(team, nth) for nth in range(PEOPLE)]
        rows += run if number < share * RUNS else rng.sample(run, PEOPLE)

    assert strays(rows) > TOO_FAR


def test_rounds_in_order_of_arrival_would_be_found() -> None:
    """Rows of the first rounds before rows of the last, each half shuffled."""
    rng = Random(17)
    rows = [(team, nth) for nth in range(PEOPLE) for team in TEAMS]
    half = len(rows) // 2
    lie = rng.sample(rows[:half], half) + rng.sample(rows[half:], half)

    assert strays_overall(lie, [nth for _, nth in lie]) > TOO_FAR
