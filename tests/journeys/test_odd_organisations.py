"""Promises of every page in organisations of all kinds: it opens, says something, and lets one out.

Nobody yet, one unit, one wave, a wave of which all is withheld, and ten thousand units.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.trend import build
from survey.actions.organisation import grant
from survey.organisation.permissions import ADMINISTRATOR
from survey.organisation.structure import Role
from survey.settings import Settings
from survey.store import Store
from tests import make
from tests.english import text
from tests.journeys.conftest import Visitor, visiting
from tests.journeys.test_visitors import IN_HR
from tests.journeys.words import errors, leaves, words

UNASKED = {"respondent/pulse.py", "respondent/sent.py"}
MANY = 10_000


def one_unit(visitor: Visitor) -> str:
    """Seven people and nothing below or above them."""
    make.populate(visitor.store, make.Universe({"all": 7}, {"all": None}, ()))
    make.published(visitor.store)
    return "all-1"


def one_wave(visitor: Visitor) -> str:
    """A small organisation after its first wave."""
    make.populate(visitor.store)
    make.published(visitor.store)
    return "all-1"


def all_withheld(visitor: Visitor) -> str:
    """A wave that nobody answered."""
    make.populate(visitor.store)
    make.start(visitor.store)
    make.close(visitor.store)
    return "all-1"


def no_waves(visitor: Visitor) -> str:
    """People, and nothing asked of them so far."""
    make.populate(visitor.store)
    return "all-1"


def check_every_page(visitor: Visitor) -> None:
    """Each opens without a failure, says more than its title, and has the way out."""
    run = visitor.open()
    for page in sorted(IN_HR - UNASKED):
        run.switch_page(page).run()
        said = words(run)

        assert not run.exception, page
        assert not errors(run), page
        assert text("menu.sign_out") in said, page
        assert len(list(leaves(run.main))) > 2, page


@pytest.mark.parametrize("organisation", [no_waves, one_unit, one_wave, all_withheld])
def test_every_page_says_something_sensible(
    empty: Visitor, organisation: Callable[[Visitor], str]
) -> None:
    somebody = organisation(empty)
    grant(empty.store, person=somebody, role=Role.HR, actor=make.ACTOR)

    check_every_page(empty.sign_in(somebody))


def test_an_empty_installation_says_where_to_begin(empty: Visitor) -> None:
    check_every_page(empty.sign_in(ADMINISTRATOR))
    assert text("quarter.need.no_people.head") in words(empty.open())


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten thousand teams in five hundred areas, two waves with a figure in every cell."""
    folder = tmp_path_factory.mktemp("wide") / "data"
    store = Store(Settings(data=folder))
    try:
        build(store, MANY, 2)
        make.keep_people(store, [make.person("hr", "t1")])
        grant(store, person="hr", role=Role.HR, actor=make.ACTOR)
    finally:
        store.close()
    return folder


@pytest.fixture
def widely(wide: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """HR before its pages."""
    for visitor in visiting(wide, monkeypatch):
        yield visitor.sign_in("hr")


def test_ten_thousand_units_are_shown_a_part_at_a_time(widely: Visitor) -> None:
    """Every page opens; a map shows thirty of them, a table of who took part fifty."""
    check_every_page(widely)
    area = widely.open("leader/area.py", unit="org")
    turnout = widely.open("hr/participation.py")

    assert area.segmented_control(key="units").value == "direct"
    assert len(area.selectbox(key="part").options) == 17
    assert len(turnout.dataframe[0].value) == 50
