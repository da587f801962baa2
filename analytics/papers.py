"""The papers of all units of an area in one ZIP: who may ask, making it, and giving it out."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from analytics.paper.unit_paper import paper_for
from analytics.reports import published
from survey.actions.jobs import ask
from survey.errors import NotFound, Refused
from survey.keys import write_private
from survey.organisation import Unit, below
from survey.permissions import Viewer, check_may_see_all_below, viewer
from survey.store import Store
from survey.store.jobs import Job, JobState, file_of, job_of
from survey.text import text

PAPERS = "papers"
LONGEST_NAME = 60
Progress = Callable[[int], None]


def ask_for_papers(store: Store, *, viewer: Viewer, unit: str) -> str:
    """Have the papers of an area made; gives the key of the work. Errors: NotFound, Refused."""
    units = store.units()
    check_may_see_all_below(viewer, unit, units)
    if not published(store):
        raise Refused(text("paper.none_yet"))
    about = {"unit": unit, "name": units[unit].name}
    return ask(store, person=viewer.person, kind=PAPERS, about=unit, asked=about)


def units_of(store: Store, job: Job) -> list[Unit]:
    """The units whose papers are asked for, as the asker may see them now. Errors: NotFound."""
    _asker(store, job)
    return below(job.asked["unit"], store.units())


def _asker(store: Store, job: Job) -> Viewer:
    """Whoever asked, who must still be allowed to see all of it. Errors: NotFound."""
    who = viewer(store, job.person)
    if who is None:
        raise NotFound("There is no such unit.")
    check_may_see_all_below(who, job.asked["unit"], store.units())
    return who


def make_papers(store: Store, job: Job, units: Sequence[Unit], progress: Progress) -> None:
    """Write the ZIP; it stands under its own name only when it is whole. Errors: NotFound."""
    who, file = _asker(store, job), file_of(store, job)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    draft = file.with_suffix(".part")
    write_private(draft, b"")
    with ZipFile(draft, "w", ZIP_DEFLATED) as papers:
        for number, unit in enumerate(units, start=1):
            _add(papers, store, unit, number, who)
            progress(number)
    draft.replace(file)


def _add(papers: ZipFile, store: Store, unit: Unit, number: int, who: Viewer) -> None:
    """The paper of one unit; a unit that was in no wave has none."""
    try:
        content = paper_for(store, unit=unit.key, viewer=who)
    except NotFound:
        return
    entry = ZipInfo(f"{number:04} {_as_file(unit.name)}.pdf")
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
    papers.writestr(entry, content)


def _as_file(name: str) -> str:
    """A unit's name as part of the name of a file, on any system."""
    plain = re.sub(r"[^\w .-]", "_", name).strip(" .")
    return plain[:LONGEST_NAME] or "unit"


def papers_for(store: Store, *, viewer: Viewer, key: str) -> Iterator[bytes]:
    """The ZIP, for whoever asked for it and may still see all of it. Errors: NotFound."""
    job = job_of(store, key, person=viewer.person)
    if job is None or job.state is not JobState.DONE:
        raise NotFound("There is no such file.")
    check_may_see_all_below(viewer, job.asked["unit"], store.units())
    return _pieces(file_of(store, job))


def _pieces(file: Path) -> Iterator[bytes]:
    if not file.exists():
        raise NotFound("There is no such file.")
    return _read(file)


def _read(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while piece := stream.read(1 << 18):
            yield piece
