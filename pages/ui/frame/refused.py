"""A refusal on a page, each problem under the name its field has there."""

from collections.abc import Callable

import streamlit as st

from pages.ui.frame.pieces import refused
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from survey.errors import BadInput, Problem, SameBoatError


def tell(refusal: SameBoatError, *, section: str) -> None:
    """Say why nothing happened; fields are named by the sentences of a section of the catalogue."""
    problems = refusal.problems if isinstance(refusal, BadInput) else ()
    said = [plain(refusal), "", *(f"- {_in_words(problem, section)}" for problem in problems)]
    refused("\n".join(said))


def _in_words(problem: Problem, section: str) -> str:
    return f"{text(f'{section}.{problem.column}')}: {plain(problem.message)}"


def do(action: Callable[[], object], done: str, *, section: str) -> None:
    """Do something and begin the page anew, or say why nothing happened."""
    try:
        action()
    except SameBoatError as refusal:
        tell(refusal, section=section)
        return
    st.toast(done)
    st.rerun()
