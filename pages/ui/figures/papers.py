"""Papers on a page: the link to one PDF, and asking for those of a whole area."""

from collections.abc import Collection
from urllib.parse import urlencode

import streamlit as st

from analytics.paper.area_papers import ask_for_papers
from pages.ui.frame.moments import moment_said
from pages.ui.frame.pieces import refused, under_way
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, signed_in, store, text
from survey.errors import SameBoatError
from survey.organisation.structure import in_tree_order
from survey.store.jobs import Job, JobKind, JobState, jobs_of
from survey.waves.calendar import calendar_of

LOOK_AGAIN = "2s"
BUSY = (JobState.WAITING, JobState.UNDER_WAY)


def pdf_link(unit: str, wave: str) -> None:
    """The way to the PDF of a unit."""
    address = f"/paper.pdf?{urlencode({'unit': unit, 'wave': wave})}"
    st.link_button(text("paper.link"), address, icon=":material/picture_as_pdf:")


def ask_for_area(areas: Collection[str]) -> None:
    """Choose an area and have the papers of everything in it made."""
    st.header(text("paper.all_title"), anchor=False)
    st.caption(text("paper.all_how"))
    ordered = [unit for unit in in_tree_order(store().units()) if unit.key in areas]
    names = {unit.key: unit.name for unit in ordered}
    chosen = next(iter(names), "")
    if len(names) > 1:
        chosen = st.selectbox(
            text("paper.area"), list(names), format_func=names.__getitem__, key="papers_area"
        )
    if st.button(text("paper.make"), icon=":material/folder_zip:"):
        try:
            ask_for_papers(store(), viewer=signed_in(), unit=str(chosen), language=language())
        except SameBoatError as refusal:
            refused(plain(refusal))
    show_papers()


def show_papers() -> None:
    """How far each is; while one is being made, looked at anew every two seconds.

    Nothing else of the page waits for it.
    """
    busy = any(job.state in BUSY for job in _mine())
    st.fragment(_papers, run_every=LOOK_AGAIN if busy else None)(busy)


def _papers(busy: bool) -> None:
    mine = _mine()
    for job in mine:
        _show(job)
    if busy and not any(job.state in BUSY for job in mine):
        st.rerun()


def _mine() -> list[Job]:
    return [job for job in jobs_of(store(), signed_in().person) if job.kind is JobKind.PAPERS]


def _show(job: Job) -> None:
    name = plain(job.asked["name"])
    match job.state:
        case JobState.WAITING:
            under_way(text("paper.waiting", unit=name), 0, job.total)
        case JobState.UNDER_WAY:
            said = text("paper.under_way", unit=name, done=job.done, total=job.total)
            under_way(said, job.done, job.total)
        case JobState.DONE:
            ends = moment_said(job.ends, calendar_of(store().preferences()))
            st.markdown(text("paper.done", unit=name, ends=ends))
            st.link_button(
                text("paper.fetch"), f"/papers/{job.key}.zip", icon=":material/download:"
            )
        case JobState.FAILED:
            st.warning(text("paper.failed", unit=name), icon=":material/error:")
