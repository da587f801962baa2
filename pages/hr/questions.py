"""Questions: what there is to ask and why, putting it together, and what was kept here."""

import streamlit as st

from pages.ui.frame.large import large
from pages.ui.frame.session import signed_in, store, text
from pages.ui.questions.bank import show_bank
from pages.ui.questions.compose import show_composing
from pages.ui.questions.kept_instruments import show_kept
from survey.questionnaire.shipped import bank as the_bank

viewer = signed_in()
st.title(text("questions.title"), anchor=False)
large(text("questions.large", count=len(the_bank().items)))
bank, composing, kept = st.tabs(
    [text("questions.bank"), text("questions.compose"), text("questions.kept")]
)
with bank:
    show_bank(store())
with composing:
    show_composing(store(), viewer)
with kept:
    show_kept(store(), viewer)
