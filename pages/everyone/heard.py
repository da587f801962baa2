"""What we heard, what we do: for everybody, after each wave, beside the figures it speaks of."""

import streamlit as st

from analytics.reports.heard import heard_of, ledger
from pages.ui.frame.session import language, signed_in, store
from pages.ui.frame.session import text as said
from pages.ui.trying.heard import show_ledger, show_wave
from pages.ui.trying.pieces import style
from survey.store.heard_within import heard_within

viewer = signed_in()
style()
st.title(said("heard.title"), anchor=False)
st.caption(said("heard.lead", days=heard_within(store())))
waves = heard_of(store(), viewer=viewer, language=language())
if not waves:
    st.info(said("heard.nothing"), icon=":material/hourglass_empty:")
    st.stop()
for at, one in enumerate(waves):
    show_wave(store(), viewer, one, newest=at == 0)
show_ledger(ledger(store()))
