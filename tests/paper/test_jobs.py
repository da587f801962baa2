"""Promises of long work: made once, beside the pages, for whoever asked, and kept for a day."""

import time
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from stat import S_IMODE
from zipfile import ZipFile

import pytest

from analytics.jobs.worker import Worker, work_off
from analytics.paper import area_papers as papers_module
from analytics.paper.area_papers import ask_for_papers, papers_for
from analytics.paper.unit_paper import paper_for
from survey.actions.jobs import take
from survey.actions.organisation import grant
from survey.errors import NotFound, Refused, Trouble
from survey.organisation.permissions import Viewer, check_may_see_all_below
from survey.organisation.structure import Role, Unit
from survey.settings import Settings
from survey.store import Store
from survey.store.jobs import JobState, file_of, jobs_of, waiting_jobs
from survey.store.viewers import viewer
from tests.conftest import ENGINES
from tests.english import text
from tests.make import ACTOR, Clock, Universe, keep_people, person, populate, published, together
from tests.originals import original, store_like

pytestmark = pytest.mark.slow

SMALL = Universe(
    {"all": 6, "sea": 0, "ant": 7, "bee": 6},
    {"all": None, "sea": "all", "ant": "sea", "bee": "sea"},
    ("sea", "ant"),
)
HR, OVER, LEADER, MEMBER = "all-1", "sea-lead", "ant-lead", "ant-1"


def seen_as(store: Store, key: str) -> Viewer:
    """Somebody as a viewer."""
    found = viewer(store, key)
    assert found is not None
    return found


def build(store: Store) -> None:
    """An area of two teams with a published wave."""
    populate(store, SMALL)
    grant(store, person=HR, role=Role.HR, actor=ACTOR)
    published(store, "w1", days=1)


@pytest.fixture(scope="module", params=ENGINES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """It on either engine, to be copied."""
    with original(request, tmp_path_factory.mktemp("built"), build) as settings:
        yield settings


@pytest.fixture
def yard(
    built: Settings, tmp_path: Path, request: pytest.FixtureRequest, clock: Clock
) -> Iterator[Store]:
    """A copy of one's own."""
    with store_like(built, tmp_path, request, clock) as store:
        yield store


def names(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as found:
        assert found.testzip() is None
        return found.namelist()


def test_the_papers_of_an_area_are_made_and_given_to_whoever_asked(yard: Store) -> None:
    """With one for each unit, in a file that only its owner can read."""
    who = seen_as(yard, OVER)
    key = ask_for_papers(yard, viewer=who, unit="sea", language="en")
    work_off(yard)

    (job,) = jobs_of(yard, OVER)
    assert (job.key, job.state, job.done, job.total) == (key, JobState.DONE, 3, 3)
    assert S_IMODE(file_of(yard, job).stat().st_mode) == 0o600
    content = b"".join(papers_for(yard, viewer=who, key=key))
    assert names(content) == ["0001 Sea.pdf", "0002 Ant.pdf", "0003 Bee.pdf"]
    verbs = [event.verb for event in yard.audit()[:2]]
    assert verbs == ["done papers", "ask for papers"]


def test_nobody_else_gets_them(yard: Store) -> None:
    """Not even somebody who may see all of it; and a key that never was is the same."""
    key = ask_for_papers(yard, viewer=seen_as(yard, OVER), unit="sea", language="en")
    work_off(yard)

    for who, asked in ((HR, key), (MEMBER, key), (OVER, "no-such-key")):
        with pytest.raises(NotFound, match="no such file"):
            papers_for(yard, viewer=seen_as(yard, who), key=asked)


@pytest.mark.parametrize(
    ("who", "unit", "may"),
    [
        (HR, "all", True), (OVER, "sea", True), (OVER, "bee", True), (LEADER, "ant", True),
        (OVER, "all", False), (LEADER, "sea", False), (MEMBER, "sea", False),
        (MEMBER, "ant", False), (HR, "nowhere", False),
    ],
)  # fmt: skip
def test_an_area_is_asked_for_by_its_leader_those_above_and_hr(
    yard: Store, who: str, unit: str, may: bool
) -> None:
    """A member sees their area, and yet not every team in it."""
    if may:
        check_may_see_all_below(seen_as(yard, who), unit, yard.units())
    else:
        with pytest.raises(NotFound, match="no such unit"):
            ask_for_papers(yard, viewer=seen_as(yard, who), unit=unit, language="en")


def test_whoever_lost_access_since_gets_nothing(yard: Store) -> None:
    """Asked again when it is made and when it is fetched."""
    who = seen_as(yard, OVER)
    made = ask_for_papers(yard, viewer=who, unit="sea", language="en")
    work_off(yard)
    ask_for_papers(yard, viewer=who, unit="sea", language="en")
    keep_people(yard, [person(OVER, "all")])
    work_off(yard)

    with pytest.raises(NotFound):
        papers_for(yard, viewer=seen_as(yard, OVER), key=made)
    states = sorted(job.state for job in jobs_of(yard, OVER))
    assert states == [JobState.DONE, JobState.FAILED]


def test_of_many_who_try_one_takes_the_work(yard: Store) -> None:
    ask_for_papers(yard, viewer=seen_as(yard, HR), unit="sea", language="en")
    (job,) = waiting_jobs(yard)

    def took(_: int) -> bool:
        try:
            return take(yard, job, total=3)
        except Trouble:  # so DuckDB says to whoever comes at the very same moment
            return False

    assert sorted(together(took, range(8))) == [False] * 7 + [True]


def test_work_that_was_cut_off_is_made_from_the_beginning(yard: Store) -> None:
    """After a stop in the middle, and after a crash that said nothing."""
    key = ask_for_papers(yard, viewer=seen_as(yard, HR), unit="sea", language="en")
    asked = iter([False, True])
    work_off(yard, stopping=lambda: next(asked))
    (job,) = jobs_of(yard, HR)
    assert (job.state, job.done) == (JobState.UNDER_WAY, 1)

    work_off(yard)

    assert len(names(b"".join(papers_for(yard, viewer=seen_as(yard, HR), key=key)))) == 3


def test_after_a_day_file_and_row_are_gone(yard: Store) -> None:
    key = ask_for_papers(yard, viewer=seen_as(yard, HR), unit="sea", language="en")
    work_off(yard)
    (job,) = jobs_of(yard, HR)
    assert isinstance(yard.now, Clock)
    yard.now.move(days=1)

    with pytest.raises(NotFound):
        papers_for(yard, viewer=seen_as(yard, HR), key=key)
    assert file_of(yard, job).exists()
    work_off(yard)
    assert not file_of(yard, job).exists()
    yard.now.move(days=-1)
    assert jobs_of(yard, HR) == []


def test_a_failure_is_said_and_leaves_no_half_a_file(
    yard: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without what was in it; and the next work is done all the same."""

    def broken(*_: object, **__: object) -> bytes:
        raise ValueError("Sea canary")

    with monkeypatch.context() as patch:
        patch.setattr(papers_module, "paper_for", broken)
        ask_for_papers(yard, viewer=seen_as(yard, HR), unit="sea", language="en")
        work_off(yard)
    ask_for_papers(yard, viewer=seen_as(yard, HR), unit="ant", language="en")
    work_off(yard)

    assert {job.state for job in jobs_of(yard, HR)} == {JobState.FAILED, JobState.DONE}
    assert "canary" not in caplog.text
    assert len(list((yard.settings.data / "jobs").iterdir())) == 1


def breaking(
    monkeypatch: pytest.MonkeyPatch, *units: str, error: type[Exception] = AttributeError
) -> None:
    """Have the papers of some units fail."""

    def made(store: Store, *, unit: str, viewer: Viewer, language: str) -> bytes:
        if unit in units:
            raise error("canary: what people wrote")
        return paper_for(store, unit=unit, viewer=viewer, language=language)

    monkeypatch.setattr(papers_module, "paper_for", made)


def test_one_paper_that_fails_spoils_no_other_and_is_named(
    yard: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The others are there; the log has the unit's key and the kind of error, no more."""
    breaking(monkeypatch, "ant")
    key = ask_for_papers(yard, viewer=seen_as(yard, OVER), unit="sea", language="en")
    work_off(yard)

    content = b"".join(papers_for(yard, viewer=seen_as(yard, OVER), key=key))
    note = text("paper.note_file")
    assert names(content) == ["0001 Sea.pdf", "0003 Bee.pdf", note]
    with ZipFile(BytesIO(content)) as found:
        said = found.read(note).decode("utf-8-sig")
    assert text("paper.note_failed") in said
    assert "Ant (ant)" in said
    assert "Bee" not in said
    assert [record.getMessage() for record in caplog.records] == [
        "The paper of unit ant failed: AttributeError"
    ]
    assert "canary" not in said + caplog.text


def test_units_without_figures_are_named_as_left_out(yard: Store) -> None:
    """A team that came after the last wave was in none."""
    keep_people(yard, [person("new-1", "new")], units=[Unit("new", "Newcomers", "sea")])
    key = ask_for_papers(yard, viewer=seen_as(yard, OVER), unit="sea", language="en")
    work_off(yard)

    with ZipFile(BytesIO(b"".join(papers_for(yard, viewer=seen_as(yard, OVER), key=key)))) as found:
        said = found.read(text("paper.note_file")).decode("utf-8-sig")
        assert len(found.namelist()) == 4
    assert text("paper.note_empty") in said
    assert "Newcomers (new)" in said
    assert text("paper.note_failed") not in said


def test_trouble_with_the_machine_is_no_fault_of_one_paper(
    yard: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole is said to have failed, to be asked for again."""
    breaking(monkeypatch, "ant", error=Trouble)
    ask_for_papers(yard, viewer=seen_as(yard, OVER), unit="sea", language="en")
    work_off(yard)

    assert [job.state for job in jobs_of(yard, OVER)] == [JobState.FAILED]


def test_without_figures_there_is_nothing_to_print(store: Store) -> None:
    populate(store, SMALL)
    grant(store, person=HR, role=Role.HR, actor=ACTOR)

    with pytest.raises(Refused, match="nothing to print"):
        ask_for_papers(store, viewer=seen_as(store, HR), unit="sea", language="en")


def test_one_process_at_a_time_works(
    postgresql_store: Store, postgresql_settings: Settings
) -> None:
    """The second finds that it is not its turn, and does nothing."""
    with closing(Store(postgresql_settings)) as other:
        with postgresql_store.working() as first, other.working() as second:
            assert (first, second) == (True, False)
        with other.working() as again:
            assert again


def test_the_worker_does_what_waits_and_stops(yard: Store) -> None:
    ask_for_papers(yard, viewer=seen_as(yard, HR), unit="ant", language="en")
    worker = Worker(yard)
    try:
        for _ in range(600):
            if jobs_of(yard, HR)[0].state is JobState.DONE:
                break
            time.sleep(0.05)
    finally:
        worker.close()

    assert jobs_of(yard, HR)[0].state is JobState.DONE


def test_long_work_mails_and_errands_take_their_turns_apart(postgresql_store: Store) -> None:
    """However long papers take, mails go out and waves close meanwhile."""
    store = postgresql_store
    with store.working() as work, store.mailing() as mails, store.alone(wait=False) as errand:
        assert (work, mails, errand) == (True, True, True)
