"""Promise of every Send: what was thanked is kept, although the app is killed the next moment."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from random import Random

import pytest

from bench.visits import light, streamlit
from survey.settings import Settings
from survey.store import Store
from tests import make
from tests.journeys import shipyard
from tests.journeys.server import Server, free_port
from tests.journeys.tabs import Yard

pytestmark = pytest.mark.server
CREW = make.Universe({"all": 0, "ant": 600}, {"all": None, "ant": "all"}, ())
AT_ONCE, A_ROUND = 6, 30


def send_until_killed(app: Server, links: dict[str, str], chance: Random) -> list[str]:
    """Whoever was thanked before the app was killed: right after one of them, while others sent."""
    thanked, last = list[str](), chance.randint(2, 12)

    def one(who: str, visit: Callable[[int, str], int]) -> None:
        visit(int(app.url.rpartition(":")[2]), links[who])
        thanked.append(who)
        if len(thanked) == last:
            os.kill(app.process, signal.SIGKILL)

    with ThreadPoolExecutor(AT_ONCE) as people:
        for who, visit in zip(links, cycle((light, streamlit))):
            people.submit(one, who, visit)
    return thanked


@pytest.mark.parametrize("rounds", [2, pytest.param(30, marks=pytest.mark.long)])
def test_no_thanked_answer_is_lost_when_the_app_is_killed(tmp_path: Path, rounds: int) -> None:
    """On either page; and whoever sends again is thanked again, and counted once."""
    data, chance = tmp_path / "data", Random(7)
    with closing(Store(Settings(data=data), clock=lambda: datetime.now(UTC))) as store:
        make.populate(store, CREW)
        links = shipyard.open_a_wave(store, shipyard.OPEN_WAVE)
    people, thanked, last = sorted(links), set[str](), dict[str, str]()
    with ExitStack() as running:
        yard = Yard(data, links, running, free_port())
        for number in range(rounds):
            at = number * A_ROUND % len(people)
            last = {who: links[who] for who in people[at : at + A_ROUND]}
            thanked |= set(send_until_killed(yard.start(), last, chance))
        port = int(yard.start().url.rpartition(":")[2])
        for link in last.values():
            light(port, link)
        found = yard.found()

    assert thanked <= found.who
    assert set(last) <= found.who
    assert len(found.ballots) == len(found.who)
    assert len(thanked) >= 2 * rounds, "some were thanked before the app was killed"
