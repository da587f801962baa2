"""Comments: what people wrote in one wave, shuffled, in the one place where it stands."""

import streamlit as st

from analytics.reports.comments import voices_of
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.comments import (
    how_many,
    none_here,
    search_comments,
    to_where_they_stand,
    withdraw_form,
)
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.plain import plain
from pages.ui.frame.session import signed_in, store, text
from pages.ui.trying.take_up import take_up_comments
from survey.organisation.permissions import allowed, check_is_hr

viewer = signed_in()
_, view = unit_bar(viewer, "team/comments.py")
wave = view.figures.waves[-1] if view else None
if view is None or wave is None or not wave.instrument.prompts:
    nothing_yet(text("comments.none_yet"))
    st.stop()

report = voices_of(store(), unit=view.figures.unit, viewer=viewer, wave=wave.key)
report = report.asked_as(wave.instrument)
if report.prompts:
    how_many(report)
    search_comments(report)
    st.caption(text("comments.where", unit=plain(report.unit)))
else:
    st.info(none_here(), icon=":material/chat_bubble:")
    to_where_they_stand(store(), viewer, view.figures.unit, wave.key)
if report.prompts:
    take_up_comments(viewer, view.figures.unit, wave.key, wave.name)
if report.withdrawn:
    st.caption(text("comments.withdrawn", count=report.withdrawn))
if report.prompts and allowed(check_is_hr, viewer):
    withdraw_form(store(), viewer, report)
