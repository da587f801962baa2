"""Attack 21: name a unit one may not see, in the address, in a widget, in a session, in a file.

The answer is, to the byte, the one for a unit that never was.
"""

import asyncio
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from pages.ui.frame.session import SEAT
from pages.web.papers import paper_routes
from pages.web.reports import files
from survey.actions.sign_in import make_reading_links
from tests.attacks.looking import STRANGER, content
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors

NOWHERE = "no-such-unit"
UNITS = ("yard", "hulls", "keel", "deck", "flags", "office")
SEEN = {
    shipyard.MEMBER: {"yard", "hulls", "keel"},
    shipyard.LEADER: {"yard", "hulls", "keel"},
    shipyard.OVER_LEADERS: {"yard", "hulls", "keel", "deck", "flags"},
    shipyard.OPERATOR: {"yard", "office"},
    shipyard.HR: set(UNITS),
    shipyard.ADMINISTRATOR: set(UNITS),
}
ODD = (NOWHERE, "", "KEEL", "keel ", "../deck", "deck%00", "deck' OR 1=1 --", "1", "x" * 5000)
TRENDS, *OTHERS = PAGES = (
    *("team/trends.py", "team/sources.py", "team/maps.py"),
    *("team/comments.py", "team/conversation.py", "team/try.py"),
)
AREAS = {shipyard.OVER_LEADERS: {"hulls"}, shipyard.HR: {"yard", "hulls"}}


@pytest.mark.parametrize(
    ("page", "person"),
    [*((TRENDS, person) for person in SEEN), *((page, shipyard.OVER_LEADERS) for page in OTHERS)],
)
def test_a_foreign_unit_in_the_address_is_an_unknown_one(
    yard: Visitor, page: str, person: str
) -> None:
    """Every role, every unit: seen, or the very same page as for a unit that never was."""
    assert_unknown(yard, person, page, SEEN[person])


@pytest.mark.long
@pytest.mark.parametrize("page", OTHERS)
@pytest.mark.parametrize("person", SEEN)
def test_a_foreign_unit_on_any_page_is_an_unknown_one(
    yard: Visitor, page: str, person: str
) -> None:
    """The same for every role on every page."""
    assert_unknown(yard, person, page, SEEN[person])


@pytest.mark.parametrize("person", AREAS)
def test_a_foreign_area_is_an_unknown_one(yard: Visitor, person: str) -> None:
    """Leaders of leaders look after their own area, HR after all; a team is no area."""
    assert_unknown(yard, person, "leader/area.py", AREAS[person])


@pytest.mark.parametrize("page", [*OTHERS, "leader/area.py"])
def test_a_wave_that_is_open_is_an_unknown_one(yard: Visitor, page: str) -> None:
    """Nobody learns from an address whether a wave has begun."""
    yard.sign_in(shipyard.OVER_LEADERS)
    seen = [
        content(yard.open(page, wave=wave)).replace(wave.encode(), b"...")
        for wave in (shipyard.OPEN_WAVE, "2027-06")
    ]

    assert seen[0] == seen[1]


def assert_unknown(yard: Visitor, person: str, page: str, seen: set[str]) -> None:
    """All but the units somebody may see give the page of a unit that never was."""
    run = yard.sign_in(person).open(page, unit=NOWHERE)
    unknown = content(run)
    assert errors(run) == ["There is no such unit."]

    assert {unit for unit in UNITS if asking(run, unit) == unknown} == set(UNITS) - seen
    foreign = len(UNITS) - len(seen)
    print(f"attack 21: looks at {len(UNITS)} units, {foreign} of them foreign and as unknown ones")


def asking(run: AppTest, unit: str) -> bytes:
    """What the same page holds when the address names this unit."""
    run.query_params["unit"] = unit
    return content(run.run())


def test_an_odd_unit_in_the_address_is_an_unknown_one(yard: Visitor) -> None:
    """Spelled otherwise, too long, or no unit at all; only nothing means one's own."""
    run = yard.sign_in(shipyard.MEMBER).open(TRENDS)
    unknown, own = asking(run, NOWHERE), asking(run, "keel")

    for odd in ODD:
        assert asking(run, odd) == (unknown if odd else own), odd


@pytest.mark.parametrize("page", [TRENDS, "team/comments.py"])
@pytest.mark.parametrize("foreign", ["deck", NOWHERE])
def test_a_foreign_unit_in_a_session_changes_nothing(
    yard: Visitor, page: str, foreign: str
) -> None:
    """The choice follows the address, whatever a session was made to hold."""
    yard.sign_in(shipyard.MEMBER)
    run = yard.open("everyone/promise.py")
    run.session_state["unit"] = foreign

    assert content(run.switch_page(page).run()) == content(yard.open(page))


@pytest.mark.parametrize("page", [TRENDS, "team/comments.py"])
def test_a_foreign_unit_in_a_widget_is_an_unknown_one(yard: Visitor, page: str) -> None:
    """A browser that was made to send a choice it was not offered."""
    yard.sign_in(shipyard.MEMBER)
    outcomes = []
    for forged in ("Deck", "deck", NOWHERE):
        run = yard.open(page)
        state = run.selectbox[0]
        state.options.append(forged)
        state._value = forged
        run.run()
        outcomes.append(content(run).replace(forged.encode(), b"..."))

    assert outcomes[0] == outcomes[1] == outcomes[2]


@pytest.mark.parametrize("file", ["/report.csv", "/comments.csv"])
def test_a_file_is_hr_s_or_it_is_not_there(yard: Visitor, file: str) -> None:
    """For everybody else, for a wave that is open and for none at all: the same nothing."""
    nothing = (404, b"Not found")
    for person in (STRANGER, *SEEN):
        seat = shipyard.seat(yard.store, person) if person else "forged"
        hr = person in {shipyard.HR, shipyard.ADMINISTRATOR}

        assert taken(f"{file}?wave={shipyard.OPEN_WAVE}", seat) == nothing
        assert taken(f"{file}?wave=never-was&unit=keel", seat) == nothing
        assert (taken(f"{file}?wave={shipyard.LAST_WAVE}", seat) == nothing) is not hr


def test_a_paper_is_for_whoever_sees_its_unit_or_it_is_not_there(yard: Visitor) -> None:
    """By a session or by a link to read, which opens what a member's pages show, and no more."""
    nothing = (404, b"Not found")
    links = make_reading_links(yard.store, [shipyard.MEMBER, shipyard.LEADER, shipyard.HR])
    seats = [shipyard.seat(yard.store, shipyard.MEMBER), *links.values()]
    own, foreign, unknown = (f"/paper.pdf?unit={unit}" for unit in ("keel", "deck", NOWHERE))

    for seat in ("", "forged", *seats):
        assert taken(foreign, seat) == taken(unknown, seat) == nothing
    for seat in seats[:2]:
        status, paper = taken(own, seat)
        assert (status, paper[:5]) == (200, b"%PDF-")
    assert taken(own, seats[0]) == taken(own, links[shipyard.MEMBER])
    assert taken(f"/report.csv?wave={shipyard.LAST_WAVE}", links[shipyard.HR]) == nothing
    assert taken("/papers/1.zip", links[shipyard.HR]) == nothing


def taken(address: str, seat: str) -> tuple[int, bytes]:
    """Status and body of a file's address for whoever has a session."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"cookie", f"{SEAT}={seat}".encode())],
    }
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError("nothing more is said")

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    app = Starlette(routes=[*files(), *paper_routes()])
    # In a thread: the browser's own loop runs in this one when its tests came before.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    return said[0]["status"], b"".join(part.get("body", b"") for part in said[1:])


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_a_page_of_figures_is_not_there(yard: Visitor, page: str) -> None:
    """Whatever unit is named: it is as if nothing but the way in had been asked for."""
    home = content(yard.sign_in(STRANGER).open())
    for unit in ("keel", NOWHERE):
        assert content(yard.open(page, unit=unit)) == home


def test_the_sentence_is_the_same_for_both(yard: Visitor) -> None:
    """It speaks of no right that is missing."""
    run = yard.sign_in(shipyard.MEMBER).open(TRENDS, unit="deck")

    assert errors(run) == ["There is no such unit."]
    assert text("trends.menu") in [title.value for title in run.title]
