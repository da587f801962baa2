"""The bank on screen: every question by construct, why it is asked, and who asks it."""

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from survey.questionnaire.bank_search import Asked, Shelf, shelves
from survey.questionnaire.instrument import Item, Kind
from survey.questionnaire.shipped import bank
from survey.questionnaire.spoken import spoken
from survey.store import Store
from survey.store.choices import choices


def show_bank(store: Store) -> None:
    """Search, then each construct with its questions."""
    wanted = st.text_input(text("questions.search"), key="bank_search", icon=":material/search:")
    offered = [spoken(one, language()) for one in choices(store).values()]
    found = shelves(spoken(bank(), language()), offered, wanted)
    if not found:
        st.info(text("questions.nothing_found"), icon=":material/search_off:")
    with st.container(key="bank"):
        for shelf in found:
            _shelf(shelf)


def _shelf(shelf: Shelf) -> None:
    st.subheader(plain(shelf.construct.name), anchor=False)
    counts_in = text("questions.counts_in", composite=shelf.composite) if shelf.composite else ""
    why = text("questions.why", why=plain(shelf.why)) if shelf.why else ""
    if said := " ".join(part for part in (why, counts_in) if part):
        st.caption(said)
    st.markdown("\n\n".join(_question(asked, shelf) for asked in shelf.questions))


def _question(asked: Asked, shelf: Shelf) -> str:
    own_why = text("questions.why", why=plain(asked.item.why)) if not shelf.why else ""
    used = (
        text("questions.used_in", names=plain(", ".join(asked.used_in)))
        if asked.used_in
        else text("questions.used_nowhere")
    )
    said = " ".join(part for part in (key_of(asked.item), own_why, used) if part)
    return f"{plain(asked.item.text)}  \n:small[{said}]"


def key_of(item: Item) -> str:
    """Which answer is the good one, in words."""
    match item.kind:
        case Kind.AGREE5:
            return text("questions.turned" if item.reverse else "questions.straight")
        case Kind.SIGN:
            return text("questions.sign_key")
        case Kind.OPEN:
            return text("questions.open_key")
