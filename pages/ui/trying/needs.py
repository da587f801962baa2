"""We need beside we can offer: comments of the unit, brought together by hand."""

import streamlit as st

from analytics.reports.needs import NeedsAndOffers, needs_and_offers
from pages.ui.frame.session import text as said
from pages.ui.trying.pieces import show, words
from pages.ui.trying.words import attempt
from survey.actions.passing import match_need
from survey.organisation.permissions import Viewer
from survey.store import Store


def show_needs(store: Store, viewer: Viewer, unit: str, *, writes: bool) -> None:
    """Nothing where no needs and offers stand with the unit."""
    found = needs_and_offers(store, unit=unit, viewer=viewer)
    if found is None:
        return
    with st.container(border=True):
        st.subheader(said("try.needs.title"), anchor=False)
        st.caption(said("try.needs.how"))
        left, right = st.columns(2)
        for column, key, those in (
            (left, "try.needs.need", found.needs),
            (right, "try.needs.offer", found.offers),
        ):
            with column:
                show(
                    f'<p class="try-label">{said(key)}</p>',
                    *(words(one.text, "try-item") for one in those),
                )
        for need, offer in found.matched:
            show(words(f"{need.text} ↔ {offer.text}", "strong"))
        if writes:
            _match(store, viewer, unit, found)


def _match(store: Store, viewer: Viewer, unit: str, found: NeedsAndOffers) -> None:
    texts = {one.key: one.text for one in (*found.needs, *found.offers)}
    with st.form("try_match", border=False, enter_to_submit=False):
        need = st.selectbox(
            said("try.needs.need"), [n.key for n in found.needs], format_func=texts.__getitem__
        )
        offer = st.selectbox(
            said("try.needs.offer"), [o.key for o in found.offers], format_func=texts.__getitem__
        )
        together = st.form_submit_button(said("try.needs.match"))
        apart = st.form_submit_button(said("try.needs.apart"))
    if (together or apart) and attempt(
        lambda: match_need(
            store,
            need=need,
            offer=offer,
            unit=unit,
            wave=found.wave,
            together=together,
            viewer=viewer,
        )
    ):
        st.rerun()
