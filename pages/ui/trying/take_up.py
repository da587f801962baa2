"""Taking up a signal, from any page that shows one: its figure is kept as it stands there."""

from collections.abc import Collection, Mapping

import streamlit as st

from analytics.figures.published_waves import published
from analytics.reports.comments import voices_of
from analytics.reports.conversation import QUESTIONS
from analytics.reports.trying import signals
from analytics.reports.unit_view import UnitView
from pages.ui.frame.session import store
from pages.ui.frame.session import text as said
from pages.ui.trying.words import attempt, signal_said
from survey.actions.experiments import begin_experiment
from survey.experiments.experiment import IN_OWN_WORDS, Experiment, Signal, SignalOf
from survey.experiments.writing import LONGEST_TITLE
from survey.organisation.permissions import Viewer, allowed, check_may_write

PAGE = "team/try.py"
TALKED = "talk:"
Offered = Mapping[str, Signal]


def take_up(viewer: Viewer, view: UnitView, measures: Collection[str]) -> None:
    """What could we try? One of the figures on a page, for whoever may write about its unit."""
    unit = view.figures.unit
    if not allowed(check_may_write, viewer, unit, store().units()):
        return
    wave = view.figures.waves[-1].key
    here = {
        key: one
        for key, one in _figures(view).items()
        if one.measure in measures and one.wave == wave
    }
    if here:
        with st.expander(said("try.take_up_here"), icon=":material/science:"):
            _choose(viewer, unit, here, asked=None)


def take_up_comments(viewer: Viewer, unit: str, wave: str, wave_name: str) -> None:
    """A theme of the comments that stand on a page, in a few words."""
    if allowed(check_may_write, viewer, unit, store().units()):
        theme = Signal(SignalOf.COMMENTS, wave, wave_name, "")
        with st.expander(said("try.take_up_here"), icon=":material/science:"):
            _choose(viewer, unit, {"comments": theme}, asked="comments")


def begin_form(viewer: Viewer, unit: str, view: UnitView | None) -> None:
    """Take up a signal: any figure that is shown, a theme of the comments, or of a conversation."""
    with st.container(border=True):
        st.subheader(said("try.new"), anchor=False)
        offered = _offered(viewer, unit, view)
        if not offered:
            st.caption(said("try.nothing_shown"))
            return
        st.caption(said("try.new_how"))
        _choose(viewer, unit, offered, asked=_asked(offered))


def _figures(view: UnitView) -> Offered:
    return {f"{one.of}:{one.measure}": one for one in signals(view.figures)}


def _offered(viewer: Viewer, unit: str, view: UnitView | None) -> Offered:
    found = dict(_figures(view)) if view else {}
    voices = voices_of(store(), unit=unit, viewer=viewer)
    if voices.prompts and voices.wave:
        name = voices.waves[voices.wave]
        found["comments"] = Signal(SignalOf.COMMENTS, voices.wave, name, "")
    waves = published(store())
    for last in waves[-1:]:
        talked = Signal(SignalOf.TALK, last.key, last.name, "")
        found |= {f"{TALKED}{question}": talked for question in QUESTIONS}
    return found


def _asked(offered: Offered) -> str | None:
    """What the address asks for: a measure, or one of the questions of a conversation."""
    measure, question = (st.query_params.get(name) for name in ("measure", "question"))
    if f"{TALKED}{question}" in offered:
        return f"{TALKED}{question}"
    return next((key for key, one in offered.items() if measure and one.measure == measure), None)


def _choose(viewer: Viewer, unit: str, offered: Offered, *, asked: str | None) -> None:
    keys = list(offered)
    key = asked
    if len(keys) > 1:
        key = st.selectbox(
            said("try.signal"),
            keys,
            index=keys.index(asked) if asked else None,
            placeholder=said("try.choose"),
            format_func=lambda one: _offer_said(one, offered[one]),
            key="try_signal",
        )
    chosen = offered[key] if key else None
    words = ""
    if key and chosen and chosen.of in IN_OWN_WORDS:
        label = "try.comments_theme" if chosen.of is SignalOf.COMMENTS else "try.talk_theme"
        words = st.text_input(said(label), max_chars=LONGEST_TITLE, key=f"try_words_{chosen.of}")
        chosen = Signal(chosen.of, chosen.wave, chosen.wave_name, words)
    if st.button(said("try.begin"), type="primary", disabled=chosen is None) and chosen:
        _begin(viewer, unit, chosen)


def _begin(viewer: Viewer, unit: str, chosen: Signal) -> None:
    begun: list[Experiment] = []
    if attempt(lambda: begun.append(begin_experiment(store(), chosen, unit=unit, viewer=viewer))):
        st.switch_page(PAGE, query_params={"experiment": begun[0].key})


def _offer_said(key: str, signal: Signal) -> str:
    if signal.of is SignalOf.TALK:
        return said("try.talk", question=said(f"conversation.four.{key.removeprefix(TALKED)}"))
    if signal.of is SignalOf.COMMENTS:
        return said("try.comments", wave=signal.wave_name)
    return signal_said(signal)
