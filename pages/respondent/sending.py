"""What pressing Send does: the answers go out once, or one sentence says why not."""

from collections.abc import Mapping

import streamlit as st

from pages.respondent.asked import Asked
from survey.answers import counts, parse_answers
from survey.errors import AlreadySent, SameBoatError
from survey.text import text

_WARNED = "pulse_warned"


def send(asked: Asked, raw: Mapping[str, object]) -> str | None:
    """Send the answers; what is said beside the button when they were not sent, else None."""
    try:
        if (reason := _think_again(asked, raw)) is not None:
            return reason
        asked.send(raw)
    except AlreadySent:
        return text("form.sent_before")
    except SameBoatError as refusal:
        return text("form.not_sent", reason=refusal)
    return None


def _think_again(asked: Asked, raw: Mapping[str, object]) -> str | None:
    """A question back before sending: nothing at all is never sent, too little after a warning."""
    answers = parse_answers(asked.instrument, raw)
    if answers.empty:
        return text("form.empty")
    if counts(asked.instrument, answers) or st.session_state.get(_WARNED):
        return None
    st.session_state[_WARNED] = True
    return text(
        "form.few",
        answered=len(answers.scores),
        total=len(asked.instrument.statements),
        enough=asked.instrument.enough,
    )
