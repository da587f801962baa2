"""Where you are signed in: your own sessions, and a way to end each of them."""

from contextlib import suppress

import streamlit as st

from pages.ui.frame.large import large
from pages.ui.frame.moments import moment_said
from pages.ui.frame.session import SEAT, cookie, signed_in, store, text
from survey.actions.seats import Seat, end_seat, seats
from survey.actions.sign_in import leave_everywhere
from survey.errors import NotFound
from survey.waves.calendar import calendar_of


def row(seat: Seat) -> None:
    """A session, with its own way out; this one's is the page that also forgets its cookie."""
    since, used = (moment_said(moment, calendar) for moment in (seat.since, seat.used))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            text(
                "sessions.row",
                browser=seat.browser.named or text("sessions.some"),
                since=since,
                used=used,
            )
        )
        if seat.here:
            st.badge(text("sessions.here"), icon=":material/check:")
        elif st.button(text("sessions.end"), key=f"end-{seat.key}"):
            end(seat.key)


def end(key: str) -> None:
    """End another session; one that is over already is as good."""
    with suppress(NotFound):
        end_seat(store(), token, key)
    st.toast(text("sessions.ended"))
    st.rerun()


signed_in()
token = cookie(SEAT) or ""
calendar = calendar_of(store().preferences())
st.title(text("sessions.title"), anchor=False)
mine = seats(store(), token)
if not mine:
    st.info(text("sessions.reads"), icon=":material/mail:")
    st.stop()
large(text(f"sessions.large.{'one' if len(mine) == 1 else 'more'}", count=len(mine)))
st.caption(text("sessions.how"))
for seat in mine:
    row(seat)
if st.button(text("sessions.all"), icon=":material/logout:"):
    leave_everywhere(store(), token)
    st.switch_page("everyone/home.py")
