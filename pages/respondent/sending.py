"""What pressing Send does: the answers go out once, or one sentence says why not."""

import json
import logging
from collections.abc import Mapping

import streamlit as st

from pages.respondent.asked import Asked
from pages.respondent.second_thoughts import second_thoughts
from pages.respondent.speaking import said
from survey.answers import parse_answers
from survey.errors import AlreadySent, SameBoatError
from survey.text import FALLBACK, text

_WARNED = "pulse_warned"
log = logging.getLogger("same_boat.pages")


def send(asked: Asked, raw: Mapping[str, object], *, language: str = FALLBACK) -> str | None:
    """Send the answers; what is said beside the button when they were not sent, else None."""
    try:
        if (reason := _think_again(asked, raw, language)) is not None:
            return reason
        asked.send(raw)
    except AlreadySent:
        return text("form.sent_before", language)
    except SameBoatError as refusal:
        return text("form.not_sent", language, reason=said(refusal, language))
    except Exception as error:
        # Whatever it is, the answers stay on the page; no traceback, it may hold them.
        log.error("Sending failed: %s", type(error).__name__)  # noqa: TRY400
        return text("form.not_sent", language, reason=text("router.failed", language))
    st.session_state.pop(_WARNED, None)
    return None


def _think_again(asked: Asked, raw: Mapping[str, object], language: str) -> str | None:
    """A question back before sending: nothing at all is never sent, the rest after a warning.

    Only what was warned of on the last press passes, so a changed text is looked at again.
    """
    answers = parse_answers(asked.instrument, raw)
    if answers.empty:
        return text("form.empty", language)
    naming = asked.naming(answers.comments.values())
    found = second_thoughts(asked.instrument, answers, naming, language)
    if found.about <= set(json.loads(st.session_state.get(_WARNED, "[]"))):
        return None
    st.session_state[_WARNED] = json.dumps(sorted(found.about))
    return found.sentence
