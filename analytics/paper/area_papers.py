"""The papers of all units of an area in one ZIP: who may ask, making it, and giving it out."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from analytics.figures.published_waves import published
from analytics.paper.unit_paper import paper_for
from survey.actions.jobs import ask, drafted
from survey.errors import NotFound, Refused, Trouble
from survey.organisation.permissions import Viewer, check_may_see_all_below
from survey.organisation.structure import Unit, below
from survey.store import Store
from survey.store.jobs import Job, JobKind, JobState, job_of, pieces_of
from survey.store.viewers import viewer
from survey.text import FALLBACK, sentence, text

LONGEST_NAME = 60
Progress = Callable[[int], None]
log = logging.getLogger("same_boat.papers")


def ask_for_papers(store: Store, *, viewer: Viewer, unit: str, language: str) -> str:
    """Have the papers of an area made; gives the key of the work. Errors: NotFound, Refused."""
    units = store.units()
    check_may_see_all_below(viewer, unit, units)
    if not published(store):
        raise Refused(sentence("paper.none_yet"))
    about = {"unit": unit, "name": units[unit].name, "language": language}
    return ask(store, person=viewer.person, kind=JobKind.PAPERS, about=unit, asked=about)


def units_of(store: Store, job: Job) -> list[Unit]:
    """The units whose papers are asked for, as the asker may see them now. Errors: NotFound."""
    _asker(store, job)
    return below(job.asked["unit"], store.units())


def _asker(store: Store, job: Job) -> Viewer:
    """Whoever asked, who must still be allowed to see all of it. Errors: NotFound."""
    who = viewer(store, job.person)
    if who is None:
        raise NotFound(sentence("refused.missing.unit"))
    check_may_see_all_below(who, job.asked["unit"], store.units())
    return who


def make_papers(store: Store, job: Job, units: Sequence[Unit], progress: Progress) -> None:
    """Write the ZIP; it stands under its own name only when it is whole.

    A paper that fails is named in it and spoils no other. Errors: NotFound, Trouble.
    """
    who, missing = _asker(store, job), _Missing(job.asked.get("language", FALLBACK))
    with drafted(store, job) as draft, ZipFile(draft, "w", ZIP_DEFLATED) as papers:
        for number, unit in enumerate(units, start=1):
            if content := _paper(store, unit, who, missing):
                _write(papers, f"{number:04} {_as_file(unit.name)}.pdf", content)
            progress(number)
        if missing.failed and not papers.namelist():
            raise Trouble(sentence("refused.missing.papers"))
        if missing:
            _write(
                papers,
                text("paper.note_file", missing.language),
                missing.note().encode("utf-8-sig"),
            )


@dataclass
class _Missing:
    """The units without a paper: those whose paper failed, and those that were in no wave."""

    language: str
    failed: list[Unit] = field(default_factory=list)
    empty: list[Unit] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.failed or self.empty)

    def note(self) -> str:
        """What is missing, why, and what to do; lines end as every system reads them."""
        parts = (("paper.note_failed", self.failed), ("paper.note_empty", self.empty))
        lines = [
            line
            for why, units in parts
            if units
            for line in (
                text(why, self.language),
                "",
                *(f"- {unit.name} ({unit.key})" for unit in units),
                "",
            )
        ]
        return "\r\n".join(lines)


def _paper(store: Store, unit: Unit, who: Viewer, missing: _Missing) -> bytes | None:
    """The paper of one unit; None when it is among those that are missing. Errors: Trouble."""
    try:
        return paper_for(store, unit=unit.key, viewer=who, language=missing.language)
    except NotFound:
        missing.empty.append(unit)
    except Trouble:
        raise
    except Exception as error:
        # No traceback: its values may be what people wrote.
        log.error("The paper of unit %s failed: %s", unit.key, type(error).__name__)  # noqa: TRY400
        missing.failed.append(unit)
    return None


def _write(papers: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name)
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
        raise NotFound(sentence("refused.missing.file"))
    check_may_see_all_below(viewer, job.asked["unit"], store.units())
    return pieces_of(store, job)
