"""How pages about what teams try speak: in the reader's language, with names and days."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from analytics.reports.phrasing import Sentence
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language
from pages.ui.frame.session import text as said
from pages.ui.frame.session import told as refused
from survey.errors import SameBoatError
from survey.experiments.experiment import Signal, SignalOf, Watched
from survey.languages import day
from survey.questionnaire.spoken import quoted
from survey.store import Store

SAID_AS = {
    SignalOf.LEVEL: "try.level",
    SignalOf.SIGN: "try.sign_seen",
    SignalOf.COMMENTS: "try.commented",
    SignalOf.TALK: "try.talked",
}


def told(sentence: Sentence) -> str:
    """A sentence of a report in the reader's language, safe where it is shown."""
    return sentence.said(language(), plain=plain)


def day_said(when: date) -> str:
    """A day in the manner of the reader's language."""
    return day(when, language())


def name_of(store: Store, person: str) -> str:
    """What somebody is called; who was erased has no name."""
    return store.names_of([person]).get(person) or said("try.somebody")


def watched_said(watched: Watched) -> str:
    """What an idea is seen in, in the reader's language, for the middle of a sentence."""
    return refused(quoted(watched.measure, watched.name))


def signal_named(signal: Signal) -> str:
    """What an experiment began with, by its name in the reader's language."""
    called_here = refused(quoted(signal.measure, signal.name))
    key = SAID_AS.get(signal.of)
    return said(key, measure=called_here) if key else called_here


def signal_said(signal: Signal) -> str:
    """The same with its figure, where there is one."""
    name = signal_named(signal)
    return name if signal.score is None else f"{name} · {signal.score:.0f}"


def attempt(do: Callable[[], object]) -> bool:
    """Whether something could be done; what refuses it is said where it was asked for."""
    try:
        do()
    except SameBoatError as refusal:
        st.error(plain(refused(refusal)), icon=":material/error:")
        return False
    return True
