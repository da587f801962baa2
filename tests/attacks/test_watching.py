"""Attack 10: look at an open wave after every ballot, as everybody, wherever there is something.

What may change is one band a day, of the whole organisation; tests/attacks/test_freeze.py has the
same for reports and questions of the store.
"""

from collections.abc import Iterator

import pytest

from analytics.jobs.schedule import make_rounds
from commands.desk import Request
from commands.verbs import carry_out
from survey.answering.respondent import Respondent
from survey.answering.sending import send
from tests import make
from tests.attacks.looking import STRANGER, screens
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor

WHO = (STRANGER, *shipyard.ROLES)
COMMANDS = (
    Request("wave list"),
    Request("check", {"anonymity": False}),
    Request("check", {"anonymity": True}),
    Request("report", {"wave": None}),
    Request("report", {"wave": shipyard.LAST_WAVE}),
)


Seen = dict[tuple[str | None, str], bytes]


def seen(yard: Visitor, readers: tuple[str | None, ...] = WHO) -> Seen:
    """Every page of everybody, and what every command that tells something says."""
    for who in readers:
        yard.sit_down(who)
    pages = {(who, page): sent for who in readers for page, sent in screens(yard, who)}
    said = [carry_out(yard.store, request) for request in COMMANDS]
    return pages | {
        ("command", f"{asked}"): repr(reply).encode()
        for asked, reply in zip(COMMANDS, said, strict=True)
    }


@pytest.fixture
def forms(yard: Visitor) -> Iterator[Respondent]:
    """Everybody's form in the open wave, one after the other."""
    links = make.tokens(yard.store, shipyard.OPEN_WAVE)
    make_rounds(yard.store)
    return iter(make.respondents(yard.store, links, wave=shipyard.OPEN_WAVE).values())


def send_next(yard: Visitor, forms: Iterator[Respondent], many: int) -> None:
    """So many more send their answers, and the schedule makes its rounds."""
    for number in range(many):
        send(yard.store, next(forms), shipyard.said(shipyard.instrument(), 2, seed=f"{number}"))
    make_rounds(yard.store)


def assert_nothing_moves(yard: Visitor, forms: Iterator[Respondent], steps: list[int]) -> Seen:
    """The first look and every later one are the same, byte for byte."""
    before = seen(yard)
    read = sum(map(len, before.values()))
    for many in steps:
        send_next(yard, forms, many)
        after = seen(yard)
        assert [place for place in before if after[place] != before[place]] == []
        assert after.keys() == before.keys()
    print(f"attack 10: {len(before)} screens, {1 + len(steps)} looks at {read:,} bytes")
    return before


def test_every_screen_is_the_same_whatever_was_sent(
    yard: Visitor, forms: Iterator[Respondent]
) -> None:
    """Before anybody answers, and after enough for figures; closing then does change them."""
    before = assert_nothing_moves(yard, forms, [25])
    carry_out(yard.store, Request("wave close", {"key": shipyard.OPEN_WAVE}))
    after = seen(yard, (shipyard.MEMBER,))

    assert after[shipyard.MEMBER, "team/trends.py"] != before[shipyard.MEMBER, "team/trends.py"]
    assert after["command", str(COMMANDS[0])] != before["command", str(COMMANDS[0])]


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_every_screen_is_the_same_after_every_ballot(
    yard: Visitor, forms: Iterator[Respondent]
) -> None:
    """One by one, until all 32 have answered."""
    assert_nothing_moves(yard, forms, [1] * 32)
