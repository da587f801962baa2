"""What was heard in one wave and is done, and the form for those who write it."""

from functools import partial

import streamlit as st

from analytics.reports.heard import HeardOf, Ledger
from analytics.reports.phrasing import whole
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from pages.ui.trying import drafts
from pages.ui.trying.pieces import badge, show, words
from pages.ui.trying.words import day_said, name_of
from survey.actions.passing import write_heard
from survey.experiments.writing import LONGEST_TEXT
from survey.organisation.permissions import Viewer, allowed, check_speaks_for_all
from survey.store import Store


def show_wave(store: Store, viewer: Viewer, one: HeardOf, *, newest: bool) -> None:
    """What stands about a wave, or by when it will."""
    writes = allowed(check_speaks_for_all, viewer, store.units())
    if one.heard is None and not newest:
        return
    with st.container(border=True, key=f"card_heard_{one.wave}"):
        st.header(plain(one.name), anchor=False)
        figures = " ".join(badge(f"{name} {whole(score)}") for name, score in one.figures)
        head = f'<p class="try-figures">{figures}</p>' if figures else ""
        size = "first" if newest else ""
        if one.heard:
            who = name_of(store, one.heard.by)
            show(
                head,
                f'<p class="try-label">{said("heard.heard")}</p>',
                words(one.heard.heard, size),
                f'<p class="try-label">{said("heard.doing")}</p>',
                words(one.heard.doing, size),
                words(f"{who}, {day_said(store.day_of(one.heard.changed))}", "quiet"),
            )
        else:
            key = "heard.late" if store.today() > one.due else "heard.none_yet"
            show(head, words(said(key, wave=one.name, day=day_said(one.due)), size))
        if writes:
            with st.expander(said("heard.write", wave=one.name), icon=":material/edit:"):
                _form(store, viewer, one)


def _form(store: Store, viewer: Viewer, one: HeardOf) -> None:
    name = f"heard_{one.wave}"
    key = drafts.begin(name, one.heard.version if one.heard else 0)
    if drafts.clashes(name) and one.heard:
        st.warning(said("try.changed_by", name=name_of(store, one.heard.by)))
        st.caption(said("try.mine_how"))
        if st.button(said("try.take_theirs"), key=f"{name}_theirs"):
            drafts.forget(name)
            st.rerun()
    before = one.heard
    with st.form(f"{key}_form", border=False, enter_to_submit=False):
        heard = st.text_area(
            said("heard.heard"),
            before.heard if before else "",
            key=f"{key}_heard",
            max_chars=LONGEST_TEXT,
        )
        doing = st.text_area(
            said("heard.doing"),
            before.doing if before else "",
            key=f"{key}_doing",
            max_chars=LONGEST_TEXT,
        )
        if st.form_submit_button(said("try.save"), type="primary"):
            _save(store, viewer, one.wave, heard, doing)


def _save(store: Store, viewer: Viewer, wave: str, heard: str, doing: str) -> None:
    name = f"heard_{wave}"
    write = partial(write_heard, store, wave, heard=heard, doing=doing, viewer=viewer)
    drafts.save(name, partial(write, based_on=drafts.seen(name)), saved=said("heard.saved"))


def show_ledger(found: Ledger) -> None:
    """How much was passed up and answered, in the whole organisation."""
    if found.passed == 0:
        st.caption(said("heard.ledger_none"))
    elif found.days is None:
        st.caption(said("heard.ledger_open", count=found.passed))
    else:
        counts = {"count": found.passed, "answered": found.answered, "days": found.days}
        st.caption(said("heard.ledger", **counts))
