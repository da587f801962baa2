"""One to three ideas: each says what it changes, in what it is seen, how large it is, and whose."""

from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from analytics.reports.trying import watchable
from analytics.reports.unit_view import UnitView
from pages.ui.frame.session import language
from pages.ui.frame.session import text as said
from pages.ui.trying import drafts
from pages.ui.trying.pieces import badge, show, words
from pages.ui.trying.words import attempt, name_of, watched_said
from survey.actions.experiments import change_experiment
from survey.experiments import steps
from survey.experiments.experiment import (
    LARGE,
    OVER,
    Candidate,
    Experiment,
    Size,
    State,
    Watched,
)
from survey.experiments.library import Idea, Reach, suited
from survey.experiments.steps import MOST_CANDIDATES
from survey.experiments.writing import LONGEST_TEXT, LONGEST_TITLE
from survey.organisation.permissions import Viewer
from survey.store import Store


@dataclass(frozen=True)
class Desk:
    """What somebody writes with: where, who, about which experiment, and what figures there are."""

    store: Store
    viewer: Viewer
    experiment: Experiment
    view: UnitView | None
    writes: bool

    @property
    def open(self) -> bool:
        """Whether anything may be written."""
        return self.writes and self.experiment.state not in OVER


def show_ideas(desk: Desk) -> None:
    """The ideas, each with its form, and one more while there is room."""
    with st.container(border=True):
        st.subheader(said("try.ideas.title"), anchor=False)
        if not desk.experiment.candidates:
            st.caption(said("try.ideas.none"))
        for one in desk.experiment.candidates:
            with st.container(border=True):
                _idea(desk, one)
                if desk.open:
                    with st.popover(said("try.edit"), key=f"try_idea_{one.number}"):
                        _change(desk, one)
        if desk.open and len(desk.experiment.candidates) < MOST_CANDIDATES:
            with st.expander(said("try.ideas.add"), icon=":material/lightbulb:"):
                _new(desk)


def _idea(desk: Desk, one: Candidate) -> None:
    chosen = desk.experiment.bet and desk.experiment.bet.candidate == one.number
    mark = badge(said(f"try.size.{one.size}"))
    if desk.experiment.bet:
        key = "try.ideas.tried" if chosen else "try.ideas.for_later"
        mark += " " + badge(said(key), State.TRYING if chosen else None)
    parts = [words(one.title, "strong"), f"<p>{mark}</p>", words(one.how)]
    if one.measure:
        key = "try.ideas.then_for" if one.whom else "try.ideas.then"
        measure = watched_said(one.measure)
        parts.append(words(said(key, whom=one.whom, measure=measure), "quiet"))
    if one.guard:
        parts.append(words(said("try.ideas.must_not", guard=watched_said(one.guard)), "quiet"))
    if one.first:
        parts.append(words(f"{said('try.ideas.first')}: {one.first}", "quiet"))
    if one.owner:
        name = name_of(desk.store, one.owner)
        parts.append(words(said("try.ideas.looks_after", name=name), "quiet"))
    show(*parts)


def _change(desk: Desk, one: Candidate) -> None:
    name = f"try_{desk.experiment.key}_idea_{one.number}"
    key = drafts.begin(name, one.version)
    if drafts.clashes(name):
        st.warning(said("try.changed_by", name=name_of(desk.store, one.by)))
        show(words(one.title, "strong"), words(one.how))
        st.caption(said("try.mine_how"))
        if st.button(said("try.take_theirs"), key=f"{name}_theirs"):
            drafts.forget(name)
            st.rerun()
    _form(desk, one, key, name)
    if st.button(said("try.remove"), key=f"{key}_remove"):
        gone = partial(steps.remove_candidate, number=one.number)
        key = desk.experiment.key
        if attempt(lambda: change_experiment(desk.store, key, gone, viewer=desk.viewer)):
            drafts.forget(name)
            st.rerun()


def _new(desk: Desk) -> None:
    """An idea from an empty page, or from one that others know."""
    known = {idea.key: idea for idea in suited(_construct(desk, desk.experiment.signal.measure))}
    there = desk.store.shared_ideas(but=desk.experiment.unit)
    shared = {f"shared-{at}": one for at, one in enumerate(there)}

    def starter_said(key: str) -> str:
        if key in shared:
            return f"{shared[key].title} ({said('try.ideas.from_team')})"
        return known[key].said(language()).title if key else said("try.ideas.starter_none")

    chosen: str = st.selectbox(
        said("try.ideas.starter"),
        ["", *known, *shared],
        format_func=starter_said,
        key="try_starter",
    )
    blank = Candidate(0, "", "", Size.WEEKS, desk.viewer.person)
    if chosen in shared:
        blank = replace(shared[chosen], number=0, by=desk.viewer.person, version=1)
    elif chosen:
        blank = _from_library(known[chosen], blank)
    name = f"try_{desk.experiment.key}_new_{chosen}_{len(desk.experiment.candidates)}"
    _form(desk, blank, drafts.begin(name, 1), name)


def _from_library(idea: Idea, blank: Candidate) -> Candidate:
    """An idea of the starter library, with what is known of it said above the form."""
    spoken = idea.said(language())
    with_others = said("try.ideas.with_others") if idea.reach is Reach.WITH_OTHERS else ""
    st.caption(f"{said(f'try.sure.{idea.sure}')} {spoken.known} {with_others}")
    return replace(blank, title=spoken.title, how=spoken.how, size=idea.size, idea=idea.key)


def _construct(desk: Desk, measure: str | None) -> str | None:
    """The construct a signal is about; of a composite the one asked first."""
    if desk.view is None:
        return None
    for wave in reversed(desk.view.figures.waves):
        for item in wave.instrument.items:
            if measure in {item.id, item.construct, item.composite}:
                return item.construct
    return None


def _form(desk: Desk, one: Candidate, key: str, name: str) -> None:
    with st.form(f"{key}_form", border=False, enter_to_submit=False):
        written = _fields(desk, one, key)
        if st.form_submit_button(said("try.save"), type="primary"):
            wanted = replace(written, by=desk.viewer.person, version=drafts.seen(name))
            step = partial(steps.put_candidate, wanted=wanted)
            about = desk.experiment.key
            drafts.save(
                name, lambda: change_experiment(desk.store, about, step, viewer=desk.viewer)
            )
    if one.size in LARGE and not one.first:
        st.caption(said("try.ideas.first_how"))


def _fields(desk: Desk, one: Candidate, key: str) -> Candidate:
    """An idea as it stands in the fields of its form."""
    watched = list(watchable(desk.view.figures)) if desk.view else []
    for kept in (one.measure, one.guard):
        if kept is not None and kept not in watched:
            watched.append(kept)
    usual = one.measure or _usual(desk, watched)
    line = partial(st.text_input, max_chars=LONGEST_TITLE)
    return replace(
        one,
        title=line(said("try.ideas.name"), one.title, key=f"{key}_title"),
        how=st.text_area(said("try.ideas.how"), one.how, key=f"{key}_how", max_chars=LONGEST_TEXT),
        whom=line(said("try.ideas.whom"), one.whom, key=f"{key}_whom"),
        measure=_watched(said("try.ideas.seen"), "try.ideas.seen_later", watched, usual, key),
        guard=_watched(said("try.ideas.guard"), "try.ideas.guard_none", watched, one.guard, key),
        size=st.segmented_control(
            said("try.ideas.size"),
            list(Size),
            default=one.size,
            required=True,
            format_func=lambda size: said(f"try.size.{size}"),
            key=f"{key}_size",
        )
        or one.size,
        first=st.text_input(
            said("try.ideas.first"),
            one.first,
            key=f"{key}_first",
            max_chars=LONGEST_TEXT,
            help=said("try.ideas.first_how"),
        ),
        owner=_owner(desk, one, key),
    )


def _usual(desk: Desk, watched: list[Watched]) -> Watched | None:
    """What the signal was about."""
    return next((w for w in watched if w.measure == desk.experiment.signal.measure), None)


def _watched(
    label: str, none: str, watched: list[Watched], chosen: Watched | None, key: str
) -> Watched | None:
    choices: list[Watched | None] = [None, *watched]
    found: int = st.selectbox(
        label,
        range(len(choices)),
        index=choices.index(chosen),
        format_func=lambda at: watched_said(one) if (one := choices[at]) else said(none),
        key=f"{key}_{none}",
    )
    return choices[found]


def _owner(desk: Desk, one: Candidate, key: str) -> str | None:
    """Somebody of the unit, or who leads it."""
    people = {
        p.key: p.name
        for p in desk.store.people().values()
        if p.active and desk.experiment.unit in {p.unit, p.leads}
    }
    choices = [None, *sorted(people, key=lambda who: people[who])]
    usual = one.owner if one.owner in people else None
    if usual is None and one.number == 0 and desk.viewer.person in people:
        usual = desk.viewer.person
    return st.selectbox(
        said("try.ideas.owner"),
        choices,
        index=choices.index(usual),
        format_func=lambda who: people[who] if who else said("try.ideas.owner_none"),
        key=f"{key}_owner",
    )
