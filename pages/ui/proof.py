"""The proof: a button that asks the live database, and each question with its answer."""

from collections.abc import Sequence

import streamlit as st

from analytics.anonymity import Proof, prove
from pages.ui.plain import plain
from survey.store import Store
from survey.text import text


def prove_it(store: Store) -> None:
    """Run the checks when the button is pressed, and show what they found."""
    st.markdown(text("promise.proof_said"))
    if not st.button(text("promise.prove"), type="primary", icon=":material/verified_user:"):
        return
    with st.spinner(text("promise.proving")):
        proofs = prove(store)
    _sum_up(proofs)
    for proof in proofs:
        _show(proof)


def _sum_up(proofs: Sequence[Proof]) -> None:
    failed = sum(not proof.holds for proof in proofs)
    if failed:
        said = text("promise.some_fail", count=failed, all=len(proofs))
        st.error(said, icon=":material/error:")
    else:
        st.success(text("promise.all_hold", count=len(proofs)), icon=":material/check_circle:")


def _show(proof: Proof) -> None:
    icon = ":material/check_circle:" if proof.holds else ":material/error:"
    mark = text("promise.holds") if proof.holds else text("promise.fails")
    st.markdown(f"{icon} **{mark}** {plain(proof.claim)}")
    with st.expander(text("promise.query")):
        # Streamlit colours SQL too faintly to read (2.9:1).
        if proof.query:
            st.code(proof.query, language=None, wrap_lines=True)
        st.code(proof.answer or text("promise.nothing"), language=None, wrap_lines=True)
