"""All a unit tries and tried: what is open, and what was learned."""

from collections.abc import Sequence

import streamlit as st

from analytics.reports.effects import effect_report
from analytics.reports.unit_view import UnitView
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying.pieces import show, state_badge, words
from pages.ui.trying.take_up import PAGE
from pages.ui.trying.words import day_said, signal_named, told
from survey.experiments.experiment import OVER, Experiment, State
from survey.experiments.steps import asks_still_so
from survey.store import Store


def show_all(
    store: Store, experiments: Sequence[Experiment], view: UnitView | None, *, also: bool
) -> None:
    """What is open first, then habits, then what else was learned.

    `also` says that what is read first stands above already.
    """
    for title, those in (
        ("try.also" if also else "try.now", [one for one in experiments if one.state not in OVER]),
        ("try.habits", [one for one in experiments if one.state is State.KEPT]),
        ("try.learned", [one for one in experiments if one.state in OVER - {State.KEPT}]),
    ):
        if those:
            st.subheader(said(title), anchor=False)
            for one in those:
                _card(store, one, view)


def show_open(store: Store, view: UnitView) -> None:
    """What the unit tries now, in one card, a bet first; nothing where it tries nothing."""
    unit = view.figures.unit
    found = [one for one in store.experiments([unit]) if one.state not in OVER]
    if not found:
        return
    first = min(found, key=lambda one: one.bet is None)
    with st.container(border=True, gap="small", key="card_now"):
        st.caption(f"**{said('try.now')}**")
        there = {"experiment": first.key}
        st.page_link(PAGE, label=f"**{plain(title_of(first))}**", query_params=there)
        st.caption(status_said(store, first, view))
        if len(found) > 1:
            label = said("try.and_more", count=len(found) - 1)
            st.page_link(PAGE, label=label, query_params={"unit": unit})


def title_of(experiment: Experiment) -> str:
    """What an experiment is called: the idea that is tried, else its signal."""
    return experiment.chosen.title if experiment.chosen else signal_named(experiment.signal)


def _card(store: Store, one: Experiment, view: UnitView | None) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            show(words(title_of(one), "strong"), state_badge(one.state))
            line = status_said(store, one, view)
            if line:
                st.caption(line)
        st.page_link(
            PAGE,
            label=said("try.open"),
            query_params={"experiment": one.key},
            icon=":material/arrow_forward:",
        )


def status_said(store: Store, one: Experiment, view: UnitView | None) -> str:
    """The one line that says the most about an experiment now."""
    if asks_still_so(one, today=store.today()):
        return said("try.decide.still")
    if one.lesson:
        return plain(one.lesson.text)
    report = effect_report(view, one)
    if report is None or one.bet is None:
        return plain(said("try.from", wave=one.signal.wave_name))
    if not report.effect.waves:
        return said("try.bet.look_on", day=day_said(one.bet.look_again))
    return told(report.sentences[0])
