"""A workbook that takes long, on a page: having it made, how far it is, and fetching it."""

import streamlit as st

from analytics.exports.formats import AT_ONCE
from analytics.exports.long_report import ask_for_workbook
from analytics.exports.xlsx import check_fits
from analytics.figures.report import count_rows
from pages.ui.figures.papers import BUSY, LOOK_AGAIN
from pages.ui.frame.moments import moment_said
from pages.ui.frame.pieces import refused, under_way
from pages.ui.frame.plain import plain
from pages.ui.frame.session import signed_in, store, text
from survey.actions.jobs import note_looked, stop
from survey.errors import SameBoatError
from survey.languages import counted
from survey.store.jobs import Job, JobKind, JobState, jobs_of
from survey.waves.calendar import calendar_of


def offer_workbook(wave: str, address: str) -> None:
    """The link to a short workbook; a long one is made beside the page.

    One that no spreadsheet holds is refused before anything is made.
    """
    try:
        rows = count_rows(store(), wave=wave or None)
        check_fits(rows)
    except SameBoatError as refusal:
        refused(plain(refusal))
        return
    if rows <= AT_ONCE:
        label, icon = text("reports.download_report"), ":material/download:"
        st.link_button(label, address, type="primary", icon=icon)
        return
    st.caption(text("workbook.how", rows=counted(rows)))
    busy = any(job.state in BUSY for job in _mine())
    if st.button(text("workbook.make"), type="primary", icon=":material/table:", disabled=busy):
        ask_for_workbook(store(), viewer=signed_in(), wave=wave or None)
        st.rerun()
    st.fragment(_look, run_every=LOOK_AGAIN if busy else None)(busy)


def _look(busy: bool) -> None:
    mine = _mine()
    for job in mine:
        if job.state in BUSY:
            note_looked(store(), job)
        _show(job)
    if busy and not any(job.state in BUSY for job in mine):
        st.rerun()


def _mine() -> list[Job]:
    return [job for job in jobs_of(store(), signed_in().person) if job.kind is JobKind.REPORT]


def _show(job: Job) -> None:
    match job.state:
        case JobState.WAITING | JobState.UNDER_WAY:
            said = text("workbook.waiting")
            if job.state is JobState.UNDER_WAY:
                counts = {"done": counted(job.done), "total": counted(job.total)}
                said = text("workbook.under_way", **counts)
            under_way(said, job.done, job.total)
            if st.button(text("workbook.stop"), key=f"stop_{job.key}"):
                stop(store(), job, actor=signed_in().person)
                st.rerun()
        case JobState.DONE:
            ends = moment_said(job.ends, calendar_of(store().preferences()))
            name = job.asked["wave"] or text("reports.all")
            st.markdown(text("workbook.done", name=plain(name), ends=ends))
            icon = ":material/download:"
            st.link_button(text("workbook.fetch"), f"/reports/{job.key}.xlsx", icon=icon)
        case JobState.FAILED:
            st.warning(text("workbook.failed"), icon=":material/error:")
