"""What was this tab told when it last pressed Send?"""

import json

import streamlit as st

from pages.respondent.form import WARNED
from pages.respondent.model import Reply

_REPLY = "pulse_reply"


def keep_reply(reply: Reply) -> None:
    """Keep it for the run that draws it, as one text (own classes do not survive in a session)."""
    kept = {"sentence": reply.sentence, "warned": sorted(reply.warned)}
    st.session_state[_REPLY] = json.dumps(kept)


def last_reply() -> Reply | None:
    """What this tab was told in this session, or None."""
    kept = st.session_state.get(_REPLY)
    values = json.loads(kept) if kept else None
    return Reply(values["sentence"], frozenset(values["warned"])) if values else None


def forget_replies() -> None:
    """Forget it: the answers were sent."""
    for kept in (_REPLY, WARNED):
        st.session_state.pop(kept, None)
