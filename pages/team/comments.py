"""Comments: what people wrote in one wave, shuffled, in the one place where it stands."""

import streamlit as st

from analytics.reports.comments import voices_of
from pages.ui.choosing.choose import choose_unit, choose_wave
from pages.ui.figures.comments import none_here, search_comments, withdraw_form
from pages.ui.frame.plain import plain
from pages.ui.frame.session import signed_in, store, text
from survey.organisation.permissions import allowed, check_is_hr

viewer = signed_in()
st.title(text("comments.title"), anchor=False)
unit = choose_unit(store(), viewer)
latest = voices_of(store(), unit=unit, viewer=viewer) if unit else None
if unit is None or latest is None or not latest.waves:
    st.info(text("comments.none_yet"), icon=":material/hourglass_empty:")
    st.stop()

report = voices_of(store(), unit=unit, viewer=viewer, wave=choose_wave(latest.waves))
if report.prompts:
    search_comments(report)
    st.caption(text("comments.where", unit=plain(report.unit)))
else:
    st.info(none_here(), icon=":material/chat_bubble:")
if report.withdrawn:
    st.caption(text("comments.withdrawn", count=report.withdrawn))
if report.prompts and allowed(check_is_hr, viewer):
    withdraw_form(store(), viewer, report)
