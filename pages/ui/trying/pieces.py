"""The pieces that pages about what teams try are drawn of: steps, badges, lines; all of it text."""

from html import escape
from pathlib import Path

import streamlit as st

from pages.ui.frame.session import text as said
from survey.experiments.experiment import OVER, Experiment, State, Whose

STYLE = Path(__file__).with_name("try.css").read_text("utf-8")
STEPS = ("signal", "whys", "ideas", "bet", "look")
COLOURS = {
    Whose.OURS: "good",
    Whose.WITH_OTHERS: "plain",
    Whose.NOT_OURS: "warm",
    State.TRYING: "warm",
    State.KEPT: "good",
}


def style() -> None:
    """Put the stylesheet of these pages on the page."""
    st.html(f"<style>{STYLE}</style>")


def badge(words: str, of: object = None) -> str:
    """A small mark."""
    return f'<span class="try-badge {COLOURS.get(of, "plain")}">{escape(words)}</span>'  # type: ignore[call-overload]


def state_badge(state: State) -> str:
    """How an experiment stands."""
    return badge(said(f"try.state.{state}"), state)


def whose_badge(whose: Whose | None) -> str:
    """Whose a why is, nothing while that is open."""
    return badge(whose_said(whose), whose) if whose else ""


def whose_said(whose: Whose | None) -> str:
    """Whose a why is, in words."""
    return said(f"try.whose.{whose.replace(' ', '_') if whose else 'open'}")


def words(text: str, kind: str = "") -> str:
    """What people wrote, as text: nothing in it acts, lines and directions stay."""
    return f'<p dir="auto" class="try-words {kind}">{escape(text)}</p>'


def show(*parts: str, kind: str = "") -> None:
    """Some pieces, one below the other."""
    st.html(f'<div class="try-box {kind}">{"".join(parts)}</div>')


def step_of(experiment: Experiment) -> int:
    """The step an experiment is at, by its place."""
    if experiment.state is State.TRYING or experiment.state in OVER:
        return 4
    if experiment.candidates:
        return 3 if any(one.measure and one.owner for one in experiment.candidates) else 2
    return 2 if experiment.whys else 1


def stepper(experiment: Experiment) -> None:
    """The five steps, those that are done, and the one to take now."""
    now = step_of(experiment)
    over = experiment.state in OVER
    items = []
    for at, step in enumerate(STEPS):
        done = at < now or over
        kind = "done" if done else "now" if at == now else "later"
        current = ' aria-current="step"' if kind == "now" else ""
        mark = "✓" if done else str(at + 1)
        label = escape(said(f"try.step.{step}"))
        items.append(f'<li class="{kind}"{current}><b>{mark}</b><span>{label}</span></li>')
    st.html(f'<ol class="try-steps">{"".join(items)}</ol>')
