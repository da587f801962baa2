"""Promises of every page on real answers: bhr2000 and lq2002, imported into one organisation.

Skipped where these data do not lie beside the project (tests/closing/test_real_answers.py says what
they are and compares every figure; here the pages are opened).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from survey.actions.organisation import grant
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from tests import make
from tests.closing.test_real_answers import BHR, LQ, K, answers_by_unit, bring
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits, settled, too_wide
from tests.journeys.conftest import Visitor, visiting
from tests.journeys.server import serving
from tests.journeys.words import errors, words
from tests.reference import slow_scores

HR = "hr-1"
TEAM, LARGEST = "1", "organisation"
PAGES = {
    "team/trends.py": text("trends.menu"),
    "team/sources.py": text("sources.menu"),
    "team/maps.py": text("maps.title"),
    "team/comments.py": text("menu.comments"),
    "team/conversation.py": text("conversation.menu"),
    "leader/area.py": text("area.tab"),
    "hr/quality.py": text("quality.title"),
    "hr/waves.py": text("waves.title"),
    "hr/people.py": text("people.title"),
    "hr/reports.py": text("reports.title"),
    "everyone/home.py": text("quarter.menu"),
    "everyone/promise.py": text("promise.title"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both files as past waves of one organisation, and somebody in HR."""
    place = tmp_path_factory.mktemp("real") / "data"
    store = Store(Settings(data=place))
    try:
        bhr = answers_by_unit("bhr2000.csv", "GRP", BHR, "")
        lq = answers_by_unit("lq2002.csv", "COMPID", LQ, "lq-")
        bring(store, "bhr2000", bhr, BHR, "2000-01-01")
        bring(store, "lq2002", lq, LQ, "2002-01-01")
        make.keep_people(store, [make.person(HR, LARGEST)])
        grant(store, person=HR, role=Role.HR, actor="a test")
    finally:
        store.close()
    return place


@pytest.fixture
def real(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """HR before the pages of these data."""
    for visitor in visiting(folder, monkeypatch):
        yield visitor.sign_in(HR)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_real_answers(real: Visitor, page: str) -> None:
    """For a company of the first study, and for both studies as one organisation."""
    for unit in (TEAM, LARGEST) if page.startswith("team") else (LARGEST,):
        run = real.open(page, unit=unit)

        assert not run.exception
        assert not errors(run)
        assert PAGES[page] in words(run)


@pytest.mark.parametrize("unit", [TEAM, "30", "99"])
def test_a_company_reads_its_own_score(real: Visitor, unit: str) -> None:
    """The one sentence of trends says the composite that the slow computation gives."""
    people = answers_by_unit("bhr2000.csv", "GRP", BHR, "")[unit]
    scores = slow_scores.team_scores(people, BHR, K)
    score = round(slow_scores.composite(scores.values()))

    assert f"Leadership climate is at {score}." in words(real.open("team/trends.py", unit=unit))


def test_the_whole_is_told_that_the_second_study_asked_other_statements(real: Visitor) -> None:
    """Neither compared nor joined; and the team in the middle is named beside it."""
    said = words(real.open("team/trends.py", unit=LARGEST))

    assert "Too few statements are the same as in" in said
    assert "breaks before LQ2002" in said
    assert "The team in the middle of all 49 is at" in said


@pytest.mark.browser
def test_every_page_opens_in_a_browser(
    browser: Browser, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On a phone: no page fails, none scrolls sideways."""
    store = Store(Settings(data=folder))
    seat = shipyard.seat(store, HR)
    store.close()
    visits = Visits(browser, {HR: seat})
    with serving(folder, log=tmp_path_factory.mktemp("log") / "log") as app:
        phone = visits.tab(app, person=HR)
        for page, title in PAGES.items():
            name = Path(page).stem.replace("home", "")
            phone.goto(f"/{name}?unit={LARGEST}")
            unit = page.startswith(("team", "leader"))
            expect(phone.locator("h1")).to_contain_text(["Organisation" if unit else title])
            settled(phone)
            expect(phone.locator("[data-testid=stAlertContentError]")).to_have_count(0)
            assert not too_wide(phone), page
        visits.close()
