"""Cards for people without mail: what they are, making them, and the sheet to print.

They are in the page only in the run that makes them, and nowhere else: not kept, not shown again.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import segno
import streamlit as st

from pages.ui.frame.large import large
from pages.ui.frame.pieces import refused
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from pages.ui.waves.wave_page import mails_said, show_mails_of, sum_said
from survey.actions.cards import Card, make_cards, were_made, without_mail
from survey.errors import SameBoatError
from survey.languages import counted, moment
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.waves.calendar import calendar_of
from survey.waves.wave import State, Wave

STYLE = Path(__file__).with_name("link_cards.css").read_text("utf-8")


def show_cards(store: Store, viewer: Viewer) -> None:
    """For each open wave what can be made, and the cards right after they were."""
    waves = [w for w in store.waves() if w.state is State.OPEN and not w.replay]
    if not waves:
        st.markdown(text("links.cards_none_open"))
    for wave in waves:
        _ask(store, viewer, wave)


def _ask(store: Store, viewer: Viewer, wave: Wave) -> None:
    people = without_mail(store, wave, viewer=viewer)
    name = plain(wave.name)
    if not people:
        st.markdown(text("links.cards_nobody", wave=name))
        return
    st.markdown(text("links.cards_for", wave=name, count=counted(len(people))))
    st.warning(text("links.cards_what"), icon=":material/key:")
    reason = ""
    if were_made(store, wave):
        reason = st.text_input(text("links.cards_reason"), key=f"cards-reason-{wave.id}")
    if st.button(text("links.cards_make"), type="primary", key=f"cards-{wave.id}"):
        try:
            cards = make_cards(store, key=wave.key, reason=reason, viewer=viewer)
        except SameBoatError as refusal:
            refused(plain(refusal))
            return
        st.success(text("links.cards_made", count=counted(len(cards))), icon=":material/print:")
        lines = "\n".join(f"{card.name}\t{card.unit}\t{card.link}" for card in cards)
        st.markdown(text("links.copy"))
        st.code(lines, language=None)
        st.html(f"<style>{STYLE}</style>")
        closes = moment(calendar_of(store.preferences()).local(wave.closes), language())
        st.html(sheet(cards, wave, closes))


def sheet(cards: Sequence[Card], wave: Wave, closes: str) -> str:
    """The cards as HTML, with lines to cut along; nothing in it comes from outside."""
    inside = "".join(_card(card, wave, closes) for card in cards)
    return f'<section class="link-cards">{inside}</section>'


def _card(card: Card, wave: Wave, closes: str) -> str:
    """One card: whose it is, the code, the address to type, and what it is for."""
    code = segno.make(card.link, error="m", micro=False)
    # Streamlit takes SVG out of HTML, but for pictures that bring all they are with them.
    drawn = escape(code.svg_data_uri(scale=4, border=2, light="#fff"))
    about = text("links.card", wave=wave.name, closes=closes, k=wave.k)
    return "".join((
        '<article class="link-card">',
        f"<h3>{escape(card.name)}</h3><p>{escape(card.unit)}</p>",
        f'<img class="code" alt="{escape(text("links.card_alt"))}" src="{drawn}">',
        f'<p class="address">{escape(card.link)}</p><p class="about">{escape(about)}</p>',
        "</article>",
    ))  # fmt: skip


def show_mails(store: Store, viewer: Viewer) -> None:
    """Where mails go, and a line for each wave that has any."""
    open_ = [wave for wave in store.waves() if wave.state is State.OPEN and not wave.replay]
    large(sum_said(store, open_[0]) if open_ else text("wave.no_mails_now"))
    way = "links.by_server" if store.settings.smtp_host else "links.by_folder"
    st.markdown(text(way))
    st.caption(text("links.reminders"))
    waves = [wave for wave in reversed(store.waves()) if show_mails_of(store, wave)]
    for wave in waves:
        mails_said(store, viewer, wave, summed=wave in open_[:1])
