"""Why before what: the tree of whys, each marked with whose it is, and what was passed up."""

from collections.abc import Iterator
from functools import partial
from html import escape

import streamlit as st

from pages.ui.frame.session import text as said
from pages.ui.trying import drafts
from pages.ui.trying.pieces import show, whose_badge, whose_said, words
from pages.ui.trying.words import attempt, day_said, name_of
from survey.actions.experiments import change_experiment
from survey.actions.passing import pass_up
from survey.experiments import steps
from survey.experiments.experiment import OVER, Experiment, Whose, Why
from survey.experiments.passing import NEEDS_A_REASON, Passed, Reply
from survey.experiments.writing import LONGEST_TEXT
from survey.organisation.permissions import Viewer
from survey.organisation.structure import above
from survey.store import Store


def show_whys(store: Store, viewer: Viewer, experiment: Experiment, *, writes: bool) -> None:
    """The whys in their order, each with its form, and one more."""
    writes = writes and experiment.state not in OVER
    passed = [p for p in store.passed_up(units=[experiment.unit]) if p.experiment == experiment.key]
    with st.container(border=True):
        st.subheader(said("try.whys.title"), anchor=False)
        if not experiment.whys:
            st.caption(said("try.whys.none"))
        for why, depth in _in_order(experiment):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(width="stretch"):
                    _why(store, why, depth, [one for one in passed if one.why == why.number])
                if writes:
                    with st.popover(said("try.edit"), key=f"try_why_{why.number}"):
                        _change(store, viewer, experiment, why)
        if writes:
            _add(store, viewer, experiment)


def _in_order(
    experiment: Experiment, under: int | None = None, depth: int = 0
) -> Iterator[tuple[Why, int]]:
    for why in experiment.whys:
        if why.under == under:
            yield why, depth
            yield from _in_order(experiment, why.number, depth + 1)


def _why(store: Store, why: Why, depth: int, passed: list[Passed]) -> None:
    head = f'<p dir="auto" class="try-words strong">{escape(why.text)} {whose_badge(why.whose)}</p>'
    lines = [words(name_of(store, why.by), "quiet")]
    for one in passed:
        unit = store.units()[one.to].name if one.to in store.units() else one.to
        lines.append(
            words(
                said("try.whys.passed", unit=unit, day=day_said(store.day_of(one.asked))), "quiet"
            )
        )
        lines += answers_said(store, one)
    inside = "".join([head, *lines])
    st.html(
        f'<div class="try-box why" style="margin-inline-start:{min(depth, 6) * 1.25}rem">'
        f"{inside}</div>"
    )


def answers_said(store: Store, passed: Passed) -> list[str]:
    """What was answered to what was passed up, or that it waits; each a line of HTML."""
    if not passed.replies:
        return [words(said("try.whys.waits"), "quiet")]
    first, *added = passed.replies
    lines = [said("try.whys.answered", answer=_answer(first), day=_given(store, first))]
    for one in added:
        by = {"name": name_of(store, one.by), "day": _given(store, one)}
        lines.append(said("try.whys.added", answer=_answer(one), **by))
    return [words(line, "quiet") for line in lines]


def _given(store: Store, reply: Reply) -> str:
    return day_said(store.day_of(reply.given))


def _answer(reply: Reply) -> str:
    parts = [said(f"try.answer.{reply.answer.replace(' ', '_')}"), reply.because]
    between = ": " if reply.answer in NEEDS_A_REASON else ". "
    answer = between.join(part for part in parts if part)
    return f"{answer} ({day_said(reply.day)})" if reply.day else answer


def _change(store: Store, viewer: Viewer, experiment: Experiment, why: Why) -> None:
    name = f"try_{experiment.key}_why_{why.number}"
    key = drafts.begin(name, why.version)
    if drafts.clashes(name):
        _theirs(store, name, why)
    with st.form(f"{key}_form", border=False, enter_to_submit=False):
        text = st.text_area(
            said("try.whys.add"), why.text, key=f"{key}_text", max_chars=LONGEST_TEXT
        )
        whose = st.radio(
            said("try.whys.whose"),
            [None, *Whose],
            index=[None, *Whose].index(why.whose),
            format_func=whose_said,
            key=f"{key}_whose",
        )
        if st.form_submit_button(said("try.save"), type="primary"):
            step = partial(
                steps.edit_why,
                number=why.number,
                text=text,
                whose=whose,
                by=viewer.person,
                seen=drafts.seen(name),
            )
            key = experiment.key
            drafts.save(name, lambda: change_experiment(store, key, step, viewer=viewer))
    if st.button(said("try.remove"), key=f"{key}_remove"):
        gone = partial(steps.remove_why, number=why.number)
        if attempt(lambda: change_experiment(store, experiment.key, gone, viewer=viewer)):
            drafts.forget(name)
            st.rerun()
    if why.whose in {Whose.NOT_OURS, Whose.WITH_OTHERS}:
        _pass(store, viewer, experiment, why)


def _theirs(store: Store, name: str, why: Why) -> None:
    st.warning(said("try.changed_by", name=name_of(store, why.by)))
    show(words(why.text, "strong"))
    st.caption(said("try.mine_how"))
    if st.button(said("try.take_theirs"), key=f"{name}_theirs"):
        drafts.forget(name)
        st.rerun()


def _pass(store: Store, viewer: Viewer, experiment: Experiment, why: Why) -> None:
    units = store.units()
    up = above(experiment.unit, units)[1:]
    beside = [u.key for u in units.values() if u.parent in up and not u.closed]
    choices = list(dict.fromkeys([*up, *(key for key in beside if key != experiment.unit)]))
    if not choices:
        return
    with st.form(f"try_pass_{why.number}", border=False, enter_to_submit=False):
        to = st.selectbox(
            said("try.whys.pass_to"), choices, format_func=lambda key: units[key].name
        )
        if st.form_submit_button(said("try.whys.pass")) and attempt(
            lambda: pass_up(store, experiment.key, why.number, to=to, viewer=viewer)
        ):
            st.rerun()


def _add(store: Store, viewer: Viewer, experiment: Experiment) -> None:
    texts = {None: said("try.whys.top")} | {why.number: why.text for why in experiment.whys}
    with st.form("try_add_why", border=False, clear_on_submit=True, enter_to_submit=False):
        text = st.text_input(said("try.whys.add"), max_chars=LONGEST_TEXT)
        under = st.selectbox(
            said("try.whys.add_under"),
            list(texts),
            index=len(texts) - 1,
            format_func=lambda number: texts[number],
        )
        if st.form_submit_button(said("try.save"), icon=":material/add:"):
            step = partial(steps.add_why, text=text, by=viewer.person, under=under)
            if attempt(lambda: change_experiment(store, experiment.key, step, viewer=viewer)):
                st.rerun()
