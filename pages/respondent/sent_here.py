"""What does this tab remember of having sent?"""

import json
from dataclasses import asdict
from datetime import datetime

import streamlit as st

from pages.respondent.thanks import Sent

_SENT = "pulse_sent"


def note_sent(sent: Sent) -> None:
    """Remember that this tab has sent its answers (own classes do not survive in a session)."""
    kept = asdict(sent) | {"closes": sent.closes.isoformat()}
    st.session_state[_SENT] = json.dumps(kept)


def sent_here() -> Sent | None:
    """What this tab has sent, or None."""
    kept = st.session_state.get(_SENT)
    if kept is None:
        return None
    values = json.loads(kept)
    return Sent(**values | {"closes": datetime.fromisoformat(values["closes"])})
