"""Promise of every deed that leaves files: killed at any step, it is completed or undone.

No step is named here. A deed is killed before its first change of a file or commit, then before its
second, and so on until it comes to its end; after each the whole is looked at.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from analytics.jobs.schedule import close_now, make_rounds, open_now
from analytics.promise.checks import check
from commands.restoring import restore
from survey.actions.backup import back_up
from survey.backup.manifest import backups_in
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State
from tests.make import (
    ACTOR,
    NOON,
    Clock,
    Universe,
    answer_all,
    plan,
    populate,
    shown,
    start,
    tokens,
)
from tests.make_mails import recipients, written
from tests.originals import copy_of
from tests.processes import killed_at_step
from tests.storage.test_cut_upgrades import become
from tests.storage.test_migrations import FEW as OLD_FEW
from tests.storage.test_migrations import left

FEW = Universe({"ant": 6}, {"ant": None}, ())
LATER = NOON + timedelta(days=8)
ASIDE = "aside"


@dataclass(frozen=True)
class Deed:
    """What is done in a process that is killed, on a world, and what has to hold afterwards."""

    world: Callable[[Store], object]
    do: Callable[[Path], None]
    holds: Callable[[Path], None]


def planned(store: Store) -> None:
    populate(store, FEW)
    plan(store)


def answered(store: Store) -> None:
    populate(store, FEW)
    answer_all(store, start(store))


def data(folder: Path) -> Settings:
    return Settings(data=folder / "copy")


def opened(folder: Path, moment: datetime = NOON) -> "closing[Store]":
    return closing(Store(data(folder), clock=Clock(moment)))


def well(store: Store) -> bool:
    return [finding.sentence for finding in check(store) if not finding.holds] == []


def open_it(folder: Path) -> None:
    with opened(folder) as store:
        open_now(store, key="w1", actor=ACTOR)


def it_opens(folder: Path) -> None:
    """It is open with all it needs, or not open and can be opened; each link works once."""
    with opened(folder) as store:
        if store.wave("w1").state is State.DRAFT:
            open_now(store, key="w1", actor=ACTOR)
        make_rounds(store)
        assert well(store)
        answer_all(store, tokens(store))
        assert store.box(1).share_answered() == (6, 6)
        assert len(recipients(written(store.settings.outbox / "wave-1"))) == 6


def close_it(folder: Path) -> None:
    with opened(folder, LATER) as store:
        close_now(store, key="w1", actor=ACTOR)


def it_is_published(folder: Path) -> None:
    """The rounds publish it once, with all its figures, and leave no ballot and no key."""
    with opened(folder, LATER) as store:
        make_rounds(store)
        assert store.wave("w1").state is State.PUBLISHED
        assert [line.verb for line in store.audit()].count("publish wave") == 1
        assert shown(store)["ant", "team", "B1"]
        assert store.leftovers() == set()
        assert well(store)


def back_it_up(folder: Path) -> None:
    with opened(folder) as store:
        back_up(store, folder / ASIDE, actor=ACTOR)


def it_is_backed_up(folder: Path) -> None:
    """What there is of backups is whole; the next one is made and brought back."""
    before = backups_in(folder / ASIDE) if (folder / ASIDE).exists() else []
    with opened(folder, LATER) as store:
        assert well(store)
        back_up(store, folder / ASIDE, actor=ACTOR)
    assert len(backups_in(folder / ASIDE)) == len(before) + 1
    assert len(list((folder / ASIDE).iterdir())) == len(before) + 1
    for number, backup in enumerate(backups_in(folder / ASIDE)):
        place = Settings(data=folder / f"back-{number}")
        said = list(restore(place, backup, keys=data(folder).keys, rehearse=False))
        assert all(holds for _, holds in said)


def bring_it_back(folder: Path) -> None:
    if not (folder / ASIDE).exists():
        back_it_up(folder)
    list(restore(Settings(data=folder / "new"), folder / ASIDE, keys=None, rehearse=False))


def it_is_back(folder: Path) -> None:
    """All of it is there, or nothing, and then it is brought back anew."""
    if not (folder / "new").exists():
        bring_it_back(folder)
    with closing(Store(Settings(data=folder / "new"), clock=Clock())) as store:
        assert len(store.people()) == 6
        assert store.box(1).count() == 6


def upgrade_it(folder: Path) -> None:
    with opened(folder):
        pass


def it_is_of_this_release(folder: Path) -> None:
    with opened(folder, NOON + timedelta(days=2)) as store:
        assert store.people() == OLD_FEW.people
        assert len(store.roster(2)) == 12
        assert well(store)


DEEDS = {
    "opening": Deed(planned, open_it, it_opens),
    "closing": Deed(answered, close_it, it_is_published),
    "backing up": Deed(answered, back_it_up, it_is_backed_up),
    "restoring": Deed(answered, bring_it_back, it_is_back),
    "upgrading": Deed(left, upgrade_it, it_is_of_this_release),
}


@pytest.fixture(scope="module", params=DEEDS)
def deed(request: pytest.FixtureRequest) -> Deed:
    return DEEDS[request.param]


@pytest.fixture
def world(deed: Deed, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[int], Path]:
    """Makes the world of a deed once, and copies of it, each in a folder of its own."""
    made = Settings(data=tmp_path / "made")
    with closing(Store(made, clock=Clock())) as store:
        deed.world(store)
    if deed.do is upgrade_it:
        become(made, 1)

    def copy(number: int) -> Path:
        folder = tmp_path / str(number)
        folder.mkdir()
        with copy_of(made, folder, request):
            (folder / "copy").chmod(0o700)
        return folder

    return copy


def survives(deed: Deed, folder: Path, step: int) -> bool:
    """Whether the deed was killed at this step; either way what has to hold does."""
    if deed.do is bring_it_back:
        back_it_up(folder)
    died = killed_at_step(step, deed.do, folder)
    deed.holds(folder)
    return died


@pytest.mark.long
def test_a_deed_that_is_killed_at_any_step_is_completed_or_undone(
    deed: Deed, world: Callable[[int], Path]
) -> None:
    """Before each change of a file and each commit, one after another, to the last."""
    steps = next(n for n in count(1) if not survives(deed, world(n), n))

    assert steps > 5


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["restoring"], indirect=True)
def test_a_deed_that_is_killed_at_one_of_its_steps_is_completed_or_undone(
    deed: Deed, world: Callable[[int], Path]
) -> None:
    """As above, once; the steps that are known by name are walked where each deed is tested."""
    assert survives(deed, world(4), 4)
