"""Who may open what: one table of roles, pages, routes and units, and every cell of it is walked.

A page or a route without a row fails, so that a new one is thought about before it is there.
"""

import re
from collections.abc import Mapping
from contextlib import suppress

import pytest

from app import routes
from pages.ui.frame.session import SEAT
from survey.actions.sign_in import leave, make_reading_links
from survey.settings import ROOT
from survey.text import sentence
from tests import make
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import words
from tests.web import site
from tests.web.site import Answer

NOBODY, MEMBER, LEADER, OVER = None, shipyard.MEMBER, shipyard.LEADER, shipyard.OVER_LEADERS
COUNCIL, HR, FORMER_OPERATOR = shipyard.COUNCIL, shipyard.HR, shipyard.OPERATOR
READS = "reads by a link of a results mail"
WHO = (NOBODY, READS, MEMBER, LEADER, OVER, COUNCIL, FORMER_OPERATOR, HR)
ALL, SIGNED_IN, ONLY_HR = frozenset(WHO), frozenset(WHO) - {NOBODY}, frozenset({HR})

PAGES: Mapping[str, frozenset[str | None]] = {
    "everyone/home.py": ALL,
    "everyone/promise.py": ALL,
    "respondent/pulse.py": ALL,
    "respondent/sent.py": ALL,
    "team/trends.py": SIGNED_IN,
    "team/sources.py": SIGNED_IN,
    "team/maps.py": SIGNED_IN,
    "team/comments.py": SIGNED_IN,
    "team/conversation.py": SIGNED_IN,
    "team/try.py": SIGNED_IN,
    "everyone/heard.py": SIGNED_IN,
    "everyone/sessions.py": SIGNED_IN,
    "leader/area.py": frozenset({OVER, HR}),
    "council/seat.py": frozenset({COUNCIL}),
    "hr/audit.py": frozenset({COUNCIL, HR}),
    **{
        f"hr/{name}.py": ONLY_HR
        for name in (
            *(
                "waves",
                "wave",
                "people",
                "questions",
                "links",
                "participation",
                "reports",
                "history",
            ),
            *("quality", "retention", "settings", "preview"),
        )
    },
}
PRESSED: frozenset[str | None] = frozenset({"whoever presses a button of ours"})
ROUTES: Mapping[str, tuple[str, frozenset[str | None]]] = {
    # An address of each route with what it needs, and who gets something by it.
    "/i/{token:path}": ("/i/nonsense", ALL),
    "/light": ("/light", ALL),
    "/answer": ("/answer", ALL),
    "/answer/open": ("/answer/open", PRESSED),
    "/answer/companion.js": ("/answer/companion.js", ALL),
    "/answer/larger": ("/answer/larger", PRESSED),
    "/answer/results.ics": ("/answer/results.ics", PRESSED),
    "/look-again.ics": ("/look-again.ics", frozenset()),
    "/evidence.csv": ("/evidence.csv", ONLY_HR),
    "/experiments.csv": ("/experiments.csv", ONLY_HR),
    "/enter": ("/enter", PRESSED),
    "/enter/{token}": ("/enter/nonsense", ALL),
    "/read/{token}": ("/read/nonsense", ALL),
    "/pulse": ("/pulse", ALL),
    "/sent": ("/sent", ALL),
    "/promise": ("/promise", ALL),
    "/report.csv": ("/report.csv", ONLY_HR),
    "/report.xlsx": ("/report.xlsx", ONLY_HR),
    "/report.parquet": ("/report.parquet", ONLY_HR),
    "/columns.csv": ("/columns.csv", ONLY_HR),
    "/comments.csv": (f"/comments.csv?wave={shipyard.LAST_WAVE}", ONLY_HR),
    "/people.csv": ("/people.csv", ONLY_HR),
    "/people.xlsx": ("/people.xlsx", ONLY_HR),
    "/units.csv": ("/units.csv", ONLY_HR),
    "/record.csv": ("/record.csv", frozenset({HR, COUNCIL})),
    "/waves.ics": ("/waves.ics", ONLY_HR),
    "/paper.pdf": ("/paper.pdf?unit=keel", frozenset({READS, MEMBER, LEADER, OVER, HR})),
    "/papers/{key}.zip": ("/papers/nonsense.zip", frozenset()),
    "/reports/{key}.xlsx": ("/reports/nonsense.xlsx", frozenset()),
    "/healthz": ("/healthz", ALL),
    "/readyz": ("/readyz", ALL),
    "/metrics": ("/metrics", frozenset()),
    "/sign-out": ("/sign-out", ALL),
    # Where no sign-in of the company is set; tests/web/test_company_sign_in.py has it set.
    "/auth/login": ("/auth/login", frozenset()),
    "/oauth2callback": ("/oauth2callback?code=1&state=1", frozenset()),
}
UNITS = {
    #        yard keel deck hulls
    NOBODY: (),
    READS: ("yard", "hulls", "keel"),
    MEMBER: ("yard", "hulls", "keel"),
    LEADER: ("yard", "hulls", "keel"),
    OVER: ("yard", "hulls", "keel", "deck", "flags"),
    COUNCIL: ("yard", "office"),
    FORMER_OPERATOR: ("yard", "office"),
    HR: ("yard", "hulls", "keel", "deck", "office", "flags"),
}
EVERY_UNIT = ("yard", "hulls", "keel", "deck", "office")


def sign_in(yard: Visitor, who: str | None) -> Visitor:
    """Somebody, or whoever reads by a link, or nobody."""
    if who is READS:
        (token,) = make_reading_links(yard.store, [MEMBER]).values()
        yard.cookies[SEAT] = token
        return yard
    return yard.sign_in(who) if who else yard


def there_are(yard: Visitor) -> set[str]:
    """The pages that exist for whoever is looking; any other is refused by the router itself."""
    run, found = yard.open(), set[str]()
    assert not run.exception
    for page in PAGES:
        with suppress(ValueError):
            run.switch_page(page)
            found.add(page)
    return found


def test_every_page_and_every_route_has_a_row() -> None:
    where = (ROOT / "pages" / "ui" / one for one in ("frame/menu.py", "choosing/unit_bar.py"))
    menu = "".join(file.read_text("utf-8") for file in where)
    named = set(re.findall(r'"(\w+/\w+\.py)"', menu))
    addresses = {route.path for route in routes()}
    folders = {name.split("/")[0] for name in PAGES}
    files = {
        f"{folder}/{file.name}"
        for folder in folders - {"respondent"}
        for file in (ROOT / "pages" / folder).glob("*.py")
    }

    assert named == PAGES.keys()
    assert files <= PAGES.keys()
    assert addresses == ROUTES.keys()


@pytest.mark.parametrize("who", WHO)
def test_everybody_has_their_pages_and_no_other(yard: Visitor, who: str | None) -> None:
    """By the menu and by address; test_visitors opens them, test_cold_links does so cold."""
    sign_in(yard, who)

    assert there_are(yard) == {page for page, those in PAGES.items() if who in those}


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_the_files_that_are_theirs_and_no_other(
    yard: Visitor, who: str | None
) -> None:
    """Every other answer is the one for a file that never was."""
    sign_in(yard, who)
    wrong = {}
    for path, (address, those) in ROUTES.items():
        status, _, body = ask(yard, address)
        if those is PRESSED:
            well = status == 405
        elif who in those:
            well = status in {200, 303}
        else:
            well = (status, body) == (404, sentence("files.not_found").encode())
        if not well:
            wrong[path] = status

    assert wrong == {}


@pytest.mark.parametrize("who", [who for who in WHO if who is not NOBODY])
def test_everybody_sees_their_units_and_no_other(yard: Visitor, who: str) -> None:
    """A deep link to a unit that is not theirs shows what they may see, and nothing of it."""
    sign_in(yard, who)
    units = yard.store.units()
    theirs = {units[key].name for key in UNITS[who]}
    for unit in EVERY_UNIT:
        run = yard.open("team/trends.py", unit=unit)
        assert not run.exception
        assert {
            one for box in run.selectbox if box.key == "unit" for one in map(str.strip, box.options)
        } <= theirs
        if unit not in UNITS[who]:
            assert units[unit].name not in words(run), unit
            assert ask(yard, f"/paper.pdf?unit={unit}")[0] == 404


@pytest.mark.parametrize("token", ["nonsense", "read-", "';--", "é", "a" * 5000])
def test_a_session_that_never_was_opens_nothing(yard: Visitor, token: str) -> None:
    yard.cookies[SEAT] = token

    assert there_are(yard) == {page for page, those in PAGES.items() if NOBODY in those}
    assert ask(yard, "/report.csv")[0] == 404


def test_a_session_dies_at_once_when_it_is_ended_or_somebody_leaves(yard: Visitor) -> None:
    """On the next run of any page, and for every file."""
    yard.sign_in(HR)
    assert "hr/people.py" in there_are(yard)
    make.keep_people(yard.store, [make.person(HR, "office", active=False)])
    assert "hr/people.py" not in there_are(yard)
    assert ask(yard, "/people.csv")[0] == 404

    yard.sign_in(shipyard.ADMINISTRATOR)
    assert "hr/people.py" in there_are(yard)
    leave(yard.store, yard.cookies[SEAT])
    assert "hr/people.py" not in there_are(yard)
    assert ask(yard, "/people.csv")[0] == 404


def ask(yard: Visitor, address: str) -> Answer:
    """An address as this visitor's browser asks for it."""
    return site.ask(yard.store, address, cookies=yard.cookies)
