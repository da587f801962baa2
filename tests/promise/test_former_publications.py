"""Promises to publications from before decision 0020: what they held back is read as sealed."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from analytics.exports.formats import Format, as_file
from analytics.promise.checks import check
from analytics.promise.privacy_proof import prove_anew
from analytics.promise.seals import as_sealed
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import RULES
from tests import make
from tests.conftest import ENGINES
from tests.make_held import FORMER_RULES, closing_as_before
from tests.originals import original, store_like
from tests.tamper import tamper

TEAMS = {"all": 0, "ant": 7, "bee": 7}
CREW = make.Universe(TEAMS, {"all": None, "ant": "all", "bee": "all"}, ())


@pytest.fixture(scope="module", params=ENGINES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Two waves of the former rule, ant held in the second; then one that holds nobody."""
    clock = make.Clock()

    def build(store: Store) -> None:
        make.populate(store, CREW)
        with closing_as_before():
            make.published(store, "w1", days=1)
            clock.move(days=30)
            make.keep_people(store, [make.person("ant-new", "ant")])
            make.published(store, "w2", days=1)
        clock.move(days=30)
        make.keep_people(store, [make.person("bee-new", "bee")])
        make.published(store, "w3", days=1)

    with original(request, tmp_path_factory.mktemp("history"), build, clock=clock) as settings:
        yield settings


@pytest.fixture
def history(
    built: Settings, tmp_path: Path, request: pytest.FixtureRequest, clock: make.Clock
) -> Iterator[Store]:
    """A copy of it."""
    clock.move(days=60)
    with store_like(built, tmp_path, request, clock) as store:
        yield store


def test_what_a_held_team_showed_is_what_is_read_of_it(history: Store) -> None:
    """Its composites to ten points, and its area's about more people than its statements."""
    figures = make.shown(history, "w2")

    assert not figures["ant", "team", "B1"]
    assert figures["ant", "team", "belonging"][3] == 10
    assert figures["all", "area", "B1"][1:3] == figures["bee", "team", "B1"][1:3] == (5, 7)
    assert figures["all", "area", "belonging"][1:3] == (13, 16)


def test_seals_of_both_rules_hold_and_every_proof_is_green(history: Store) -> None:
    waves = history.waves()

    assert [wave.rules for wave in waves] == [FORMER_RULES, FORMER_RULES, RULES]
    assert all(as_sealed(history, wave) for wave in waves)
    assert all(proof.holds for proof in prove_anew(history))
    assert [found.sentence for found in check(history) if not found.holds] == []


def test_a_wave_that_held_nobody_cannot_be_said_to_be_one_that_did(history: Store) -> None:
    """The gate's version is under the seal."""
    tamper(history, f"UPDATE wave SET rules = {RULES} WHERE key = 'w2'")

    assert not as_sealed(history, history.wave("w2"))


def test_the_report_of_both_has_a_line_for_each_of_their_cells(history: Store) -> None:
    """Blank where a held team showed nothing."""
    file = b"".join(as_file(history, wave=None, form=Format.CSV)).decode()
    of_ant = {
        row["wave"]: (row["shown"], row["score"] != "")
        for row in csv.DictReader(StringIO(file))
        if (row["unit"], row["scope"], row["measure"]) == ("ant", "team", "B1")
    }

    assert of_ant == {"w1": ("yes", True), "w2": ("no", False), "w3": ("yes", True)}
