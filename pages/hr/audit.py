"""The record: who did what, and when; what is not in it; and all of it as a file."""

import streamlit as st

from analytics.reports.audit import audit_page
from pages.ui.frame.large import large
from pages.ui.frame.session import signed_in, store, text
from pages.ui.keeping.audit import ask_for, offer_file, show_lines, turn_pages
from survey.languages import counted
from survey.waves.calendar import calendar_of

viewer = signed_in()
calendar = calendar_of(store().preferences())
st.title(text("record.title"), anchor=False)
found = st.container()
st.caption(text("record.how", zone=calendar.zone))
sought, page = ask_for(calendar)
report = audit_page(store(), sought, page=page, viewer=viewer)
with found:
    large(text("record.large", count=counted(report.count)))
if not report.lines:
    st.info(text("record.nothing_found"), icon=":material/search_off:")
    st.stop()
show_lines(report, calendar)
turn_pages(report)
offer_file(sought, report)
