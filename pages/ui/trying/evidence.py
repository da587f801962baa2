"""What was found over all teams that share, by kind of idea."""

import streamlit as st

from analytics.reports.evidence import Kind, evidence
from analytics.reports.phrasing import signed
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text as said
from survey.store import Store


def show_evidence(store: Store) -> None:
    """Every kind of which enough is known; nothing where that is none."""
    found = evidence(store)
    if found:
        with st.expander(said("try.evidence.title"), icon=":material/query_stats:"):
            st.markdown("\n".join(f"- {_line(kind)}" for kind in found))
            st.caption(said("try.evidence.how"))


def _line(kind: Kind) -> str:
    ends = {"low": signed(kind.low), "high": signed(kind.high)}
    return said("try.evidence.line", construct=plain(kind.name), count=kind.count, **ends)
