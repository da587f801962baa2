"""What was composed here: each instrument with its versions, the waves that asked it, its end."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.frame.moments import date_said
from pages.ui.frame.pieces import refused
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from pages.ui.questions.bank import key_of
from survey.actions.instruments import offer_instrument, retire_instrument
from survey.errors import SameBoatError
from survey.organisation.permissions import Viewer
from survey.questionnaire.instrument_file import freeze
from survey.questionnaire.spoken import spoken
from survey.store import Composed, Store
from survey.waves.calendar import Calendar, calendar_of


def show_kept(store: Store, viewer: Viewer) -> None:
    """One card for each; the latest version first."""
    versions = store.composed()
    if not versions:
        st.info(text("questions.kept_none"), icon=":material/edit_note:")
        return
    st.caption(text("questions.kept_how"))
    calendar = calendar_of(store.preferences())
    asked: dict[str, list[str]] = {}
    for wave in store.waves():
        asked.setdefault(wave.definition, []).append(wave.name)
    for key in dict.fromkeys(version.instrument.key for version in versions):
        mine = [version for version in reversed(versions) if version.instrument.key == key]
        _card(store, viewer, mine, asked, calendar)


def _card(
    store: Store,
    viewer: Viewer,
    versions: Sequence[Composed],
    asked: dict[str, list[str]],
    calendar: Calendar,
) -> None:
    newest = versions[0]
    key, asked_here = newest.instrument.key, spoken(newest.instrument, language())
    with st.container(border=True, key=f"kept_{key}"):
        st.markdown(f"**{plain(asked_here.name)}**")
        state = text("questions.is_retired" if newest.retired else "questions.is_offered")
        st.caption(f"{plain(key)} · {state}")
        st.markdown("\n".join(f"- {_version(v, asked, calendar)}" for v in versions))
        with st.expander(text("questions.what_it_asks")):
            st.markdown(
                "\n".join(f"1. {plain(i.text)} :small[{key_of(i)}]" for i in asked_here.items)
            )
        _offer_or_retire(store, viewer, newest)


def _version(version: Composed, asked: dict[str, list[str]], calendar: Calendar) -> str:
    waves = asked.get(freeze(version.instrument), [])
    used = (
        text("questions.asked_in", waves=plain(", ".join(waves)))
        if waves
        else text("questions.asked_never")
    )
    made = date_said(version.made, calendar)
    return text("questions.version", number=version.instrument.version, made=made, used=used)


def _offer_or_retire(store: Store, viewer: Viewer, newest: Composed) -> None:
    key = newest.instrument.key
    what = "offer" if newest.retired else "retire"
    action = offer_instrument if newest.retired else retire_instrument
    if not st.button(text(f"questions.{what}"), key=f"{what}_{key}"):
        return
    try:
        action(store, key=key, viewer=viewer)
    except SameBoatError as refusal:
        refused(plain(refusal))
        return
    st.rerun()
