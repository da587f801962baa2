"""The overview of a unit: what became of belonging and alignment, and what is worth a word."""

import streamlit as st

from analytics.charts.signs import signs_alt_text, signs_chart
from analytics.charts.trend import alt_text, trend_chart
from analytics.reports.conversation import conversation
from analytics.reports.unit_trend import trend_seen
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.figures.overview import (
    show_follow_up,
    show_next,
    show_numbers,
    show_signs,
    show_worth_a_word,
    tell_story,
    untold,
)
from pages.ui.figures.trend_words import (
    explain_withheld,
    numbers_table,
    say_all,
    show_how_sure,
    who_is_in_it,
)
from pages.ui.frame.look import show_chart
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.session import is_dark, language, signed_in, store, text
from pages.ui.trying.all_we_try import show_open
from pages.ui.trying.nudge import show_nudge
from pages.ui.trying.take_up import take_up

viewer = signed_in()
_, view = unit_bar(viewer, "team/trends.py")
if view is None:
    nothing_yet(text("trends.none_yet"))
    show_next()
    st.stop()

report = trend_seen(store(), view)
show_nudge(store(), viewer)
tell_story(report.lines)
wide, beside = st.columns([7, 3], gap="medium")
with wide:
    show_numbers(report.lines)
    chart = trend_chart(report, language=language(), dark=is_dark())
    with st.container(border=True, key="over_time"):
        show_chart(chart, key="trend", alt=alt_text(report, language=language()))
    explain_withheld(report)
with beside:
    show_worth_a_word(conversation(view.figures), view.figures.unit)
    show_open(store(), view)
    show_follow_up(report)
    show_signs(report)
    show_next()
for notes in (report.notes, *(line.notes for line in report.lines)):
    if notes:
        st.caption(say_all(notes))
follows = (report.follow_up,) if report.follow_up else ()
sure = [(*untold(line), *line.sure) for line in report.lines]
sure += [line.sentences + line.sure for line in follows]
show_how_sure(sure, how=text("trends.how_to_read"), beside=who_is_in_it(report))
if any(share is not None for sign in report.signs for share in sign.shares):
    with st.expander(text("trends.signs"), icon=":material/flag:"):
        tiles = signs_chart(report, language=language(), dark=is_dark())
        show_chart(tiles, key="signs", alt=signs_alt_text(report, language=language()))
        st.caption(text("trends.signs_how"))
here = (*report.lines, *follows, *report.signs)
take_up(viewer, view, [one.id for one in here])
with st.expander(text("trends.table"), icon=":material/table:"):
    numbers_table(report)
