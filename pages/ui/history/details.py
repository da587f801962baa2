"""The fourth step: what the wave is called, when it was, and for how many."""

from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from pages.ui.frame.session import text
from pages.ui.frame.uploaded import ask_for_file
from pages.ui.history.file import Chosen
from survey.store import Store
from survey.waves.calendar import calendar_of
from survey.waves.wave import SMALLEST_K, USUAL_K


@dataclass(frozen=True, slots=True)
class Details:
    """What the wave shall be, and what to do with rows that are not in order."""

    key: str
    name: str
    opened: date
    closed: date
    k: int
    leave_out: bool
    invited: bytes | None = field(repr=False)


def invited_file(chosen: Chosen) -> str:
    """The place of the file of the invited, which belongs to one export."""
    return f"invited-{chosen.stamp}"


def details(store: Store, chosen: Chosen) -> Details:
    """Ask for key, name, days, threshold and the invited; the days begin as the file says."""
    st.header(text("history.step_details"), anchor=False)
    today = calendar_of(store.preferences()).day(store.now())
    first, last = chosen.export.days or (today, today)
    name = st.text_input(text("history.name"), placeholder=text("history.name_example"))
    key = st.text_input(text("history.key"), placeholder=f"{first:%Y-%m}")
    left, right = st.columns(2)
    opened = left.date_input(
        text("history.opened"),
        first,
        key=f"opened-{chosen.stamp}",
        format=text("language.date_field"),
    )
    closed = right.date_input(
        text("history.closed"),
        last,
        key=f"closed-{chosen.stamp}",
        format=text("language.date_field"),
    )
    st.caption(text("history.days_from" if chosen.export.days else "history.days_unknown"))
    k = st.number_input(text("history.k"), SMALLEST_K, 20, USUAL_K, help=text("waves.k_help"))
    invited = ask_for_file(
        text("history.invited_file"), key=invited_file(chosen), kinds=["csv", "xlsx"]
    )
    leave_out = st.checkbox(text("history.leave_out"), help=text("history.leave_out_how"))
    return Details(
        key=key.strip(),
        name=name.strip(),
        opened=opened,
        closed=closed,
        k=int(k),
        leave_out=leave_out,
        invited=invited.getvalue() if invited else None,
    )
