"""The proof: a button that asks the live database, and each question with its answer."""

import streamlit as st

from analytics.promise.privacy_proof import Proof, prove
from pages.ui.frame.pieces import refused, waiting
from pages.ui.frame.plain import plain
from survey.store import Store
from survey.text import in_language, text


def prove_it(store: Store, language: str) -> None:
    """Run the checks when the button is pressed, and show what they found."""
    st.markdown(text("promise.proof_said", language))
    label = text("promise.prove", language)
    if not st.button(label, type="primary", icon=":material/verified_user:"):
        return
    with waiting(text("promise.proving", language)):
        proofs = prove(store)
    failed = sum(not proof.holds for proof in proofs)
    if failed:
        said = text("promise.some_fail", language, count=failed, all=len(proofs))
        refused(said)
    else:
        said = text("promise.all_hold", language, count=len(proofs))
        st.success(said, icon=":material/check_circle:")
    for proof in proofs:
        _show(proof, language)


def _show(proof: Proof, language: str) -> None:
    icon = ":material/check_circle:" if proof.holds else ":material/error:"
    mark = text("promise.holds" if proof.holds else "promise.fails", language)
    st.markdown(f"{icon} **{mark}** {plain(in_language(proof.claim, language))}")
    with st.expander(text("promise.query", language)):
        # Streamlit colours SQL too faintly to read (2.9:1).
        if proof.query:
            st.code(proof.query, language=None, wrap_lines=True)
        answer = in_language(proof.answer, language) or text("promise.nothing", language)
        st.code(answer, language=None, wrap_lines=True)
