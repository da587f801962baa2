"""What somebody is writing while somebody else may save: nothing typed is lost, and both are seen.

The widgets of a draft keep their keys from the version it was begun with until it is saved; beside
them stands which version was seen last.
"""

from collections.abc import Callable

import streamlit as st

from pages.ui.frame.pieces import refused
from pages.ui.frame.session import told
from survey.actions.passing import SavedMeanwhile
from survey.errors import SameBoatError
from survey.experiments.steps import Changed


def begin(name: str, version: int) -> str:
    """The beginning of the keys of a draft's widgets."""
    begun = st.session_state.setdefault(f"{name}_begun", version)
    st.session_state.setdefault(f"{name}_seen", begun)
    return f"{name}_{begun}"


def seen(name: str) -> int:
    """Which version whoever writes has seen last."""
    version: int = st.session_state[f"{name}_seen"]
    return version


def clash(name: str, version: int) -> None:
    """Somebody saved another version meanwhile: from now on it stands beside the draft."""
    st.session_state[f"{name}_seen"] = version
    st.session_state[f"{name}_clash"] = True


def clashes(name: str) -> bool:
    """Whether another version stands beside the draft."""
    return bool(st.session_state.get(f"{name}_clash"))


def forget(name: str) -> None:
    """The draft is saved, or the other version is kept."""
    for part in ("begun", "seen", "clash"):
        st.session_state.pop(f"{name}_{part}", None)


def left_behind(widget: str) -> str:
    """What was sent from a form that somebody else's decision took off the page meanwhile."""
    name = f"{widget}_left"
    if sent := st.session_state.get(widget):
        st.session_state[name] = sent
    return str(st.session_state.get(name, ""))


def let_go(widget: str) -> None:
    """What was left behind is used, or not wanted any more."""
    st.session_state.pop(f"{widget}_left", None)


def save(name: str, change: Callable[[], object], *, saved: str = "") -> None:
    """Save a draft; where somebody saved meanwhile, theirs stands beside it from now on."""
    try:
        change()
    except (Changed, SavedMeanwhile) as changed:
        clash(name, changed.now.version)
    except SameBoatError as refusal:
        refused(told(refusal))
        return
    else:
        forget(name)
        if saved:
            st.toast(saved)
    st.rerun()
