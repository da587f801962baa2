"""We need beside we can offer: comments of the unit, brought together by hand."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from analytics.reports.needs import NeedsAndOffers, needs_and_offers
from pages.ui.frame.session import text as said
from pages.ui.trying.pieces import show, words
from pages.ui.trying.words import attempt
from survey.actions.passing import match_need
from survey.organisation.permissions import Viewer
from survey.store import Store

Match = Callable[..., None]


def show_needs(store: Store, viewer: Viewer, unit: str, *, writes: bool) -> None:
    """Nothing where no needs and offers stand with the unit."""
    found = needs_and_offers(store, unit=unit, viewer=viewer)
    if found is None:
        return
    match = partial(match_need, store, unit=unit, wave=found.wave, viewer=viewer)
    with st.container(border=True):
        st.subheader(said("try.needs.title"), anchor=False)
        st.caption(said("try.needs.how"))
        _side_by_side(found)
        for need, offer in found.matched:
            with st.container(horizontal=True, vertical_alignment="center"):
                with st.container(width="stretch"):
                    show(words(f"{need.text} ↔ {offer.text}", "strong"))
                key = f"try_apart_{need.key}_{offer.key}"
                if writes and st.button(said("try.needs.apart"), key=key):
                    _do(partial(match, need=need.key, offer=offer.key, together=False))
        if writes:
            _bring_together(found, match)


def _side_by_side(found: NeedsAndOffers) -> None:
    sides = (("try.needs.need", found.needs), ("try.needs.offer", found.offers))
    for column, (key, those) in zip(st.columns(2), sides, strict=True):
        with column:
            items = "".join(f"<li>{words(one.text)}</li>" for one in those)
            show(f'<p class="try-label">{said(key)}</p>', f'<ul class="comments">{items}</ul>')


def _bring_together(found: NeedsAndOffers, match: Match) -> None:
    """A form that asks for one of either side."""
    texts = {one.key: one.text for one in (*found.needs, *found.offers)}
    with st.form("try_match", border=False, enter_to_submit=False):
        sides = (("try.needs.need", found.needs), ("try.needs.offer", found.offers))
        need, offer = (
            column.selectbox(said(key), [one.key for one in those], format_func=texts.__getitem__)
            for column, (key, those) in zip(st.columns(2), sides, strict=True)
        )
        if st.form_submit_button(said("try.needs.match")):
            _do(partial(match, need=need, offer=offer, together=True))


def _do(matching: Callable[[], None]) -> None:
    if attempt(matching):
        st.rerun()
