"""What we try: from a signal over whys and ideas to one bet, and back to the figure."""

import streamlit as st

from analytics.reports.trying import experiment_seen, experiments_of
from analytics.reports.unit_view import view_of
from pages.ui.choosing.unit_bar import unit_bar
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.plain import plain
from pages.ui.frame.session import signed_in, store
from pages.ui.frame.session import text as said
from pages.ui.trying.all_we_try import show_all
from pages.ui.trying.bet import show_bet, show_effect, show_lesson
from pages.ui.trying.evidence import show_evidence
from pages.ui.trying.first import first_of, show_first, show_waiting
from pages.ui.trying.ideas import Desk, show_ideas
from pages.ui.trying.needs import show_needs
from pages.ui.trying.passed import passed_to, show_each
from pages.ui.trying.pieces import stepper, style
from pages.ui.trying.signal import show_signal
from pages.ui.trying.take_up import PAGE, begin_form
from pages.ui.trying.whys import show_whys
from survey.experiments.experiment import OVER
from survey.organisation.permissions import allowed, check_may_write

viewer = signed_in()
style()
key = st.query_params.get("experiment")
if key:
    experiment = experiment_seen(store(), key, viewer=viewer)
    unit = experiment.unit
    writes = allowed(check_may_write, viewer, unit, store().units())
    view = view_of(store(), unit=unit, viewer=viewer)
    desk = Desk(store(), viewer, experiment, view, writes)
    back = {"unit": unit}
    st.page_link(PAGE, label=said("try.back"), icon=":material/arrow_back:", query_params=back)
    show_signal(store(), experiment)
    stepper(experiment)
    over = experiment.state in OVER
    left, right = (st.container(),) * 2 if over else st.columns([2, 1], gap="medium")
    with left:
        show_effect(desk)
        show_lesson(desk)
        show_whys(store(), viewer, experiment, writes=writes)
        show_ideas(desk)
    with right:
        show_bet(desk)
    st.caption(said("try.signed") if writes else said("try.reads_only"))
    st.stop()

chosen, view = unit_bar(viewer, PAGE)
if chosen is None:
    nothing_yet(said("try.nothing_shown"))
    st.stop()
waits, answered = passed_to(store(), viewer, chosen)
found = experiments_of(store(), unit=chosen, viewer=viewer)
name, first = store().units()[chosen].name, None if waits else first_of(store(), found)
if waits:
    show_waiting(name, len(waits))
    show_each(store(), viewer, waits)
else:
    show_first(store(), first)
show_all(store(), [one for one in found if one is not first], view, also=first is not None)
writes = allowed(check_may_write, viewer, chosen, store().units())
if writes:
    begin_form(viewer, chosen, view)
else:
    st.caption(said("try.reads_only"))
show_evidence(store())
show_needs(store(), viewer, chosen, writes=writes)
if answered:
    st.subheader(said("try.passed.title", unit=plain(name)), anchor=False)
    show_each(store(), viewer, answered)
