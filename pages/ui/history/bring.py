"""The last steps: what would happen, and bringing exactly that."""

from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import streamlit as st

from analytics.jobs.past_waves import PastWave, bring_history, preview
from pages.ui.frame.pieces import waiting
from pages.ui.frame.refused import do
from pages.ui.frame.session import language, text
from pages.ui.frame.uploaded import let_go
from pages.ui.history.details import Details, invited_file
from pages.ui.history.file import DONE, FILE, KIND, MAPPING, Chosen, listed, tell
from pages.ui.history.form import Said
from survey.actions.mappings import keep_mapping
from survey.errors import SameBoatError
from survey.imports.history.converting import Converted, Wishes, convert
from survey.imports.history.looking import values, warnings
from survey.imports.history.mapping_file import mapping_toml
from survey.imports.history.summary import left_out, what_is_what, who_answered
from survey.languages import day
from survey.organisation.permissions import Viewer
from survey.questionnaire.instrument import Instrument
from survey.store import Store

LOOKED = "history_looked"


@dataclass(frozen=True, slots=True)
class Ready:
    """All that was chosen and filled in."""

    chosen: Chosen
    instrument: Instrument
    said: Said
    told: Details

    @property
    def fingerprint(self) -> str:
        """Tells whether anything was changed since it was shown, the file of the invited too."""
        invited, mapping = sorted(self.said.invited.items()), mapping_toml(self.said.mapping)
        parts = (self.chosen.stamp, mapping, invited, self.told, self.told.invited)
        return sha256(repr(parts).encode()).hexdigest()

    def converted(self, store: Store) -> Converted:
        """The answers of the export. Errors: BadInput."""
        told, mapping = self.told, self.said.mapping
        wishes = Wishes(told.invited, self.said.invited, leave_out=told.leave_out)
        export, units = self.chosen.export, store.units()
        return convert(export, mapping, self.instrument, units=units, wishes=wishes)

    def past(self, converted: Converted) -> PastWave:
        """The wave these answers become."""
        return PastWave(
            key=self.told.key,
            name=self.told.name,
            opened=self.told.opened,
            closed=self.told.closed,
            k=self.told.k,
            instrument=self.instrument,
            file=converted.file,
        )


def dry_run(store: Store, viewer: Viewer, ready: Ready, *, look: bool) -> None:
    """Show what would happen when asked, and bring it when that is confirmed."""
    now = ready.fingerprint
    if look:
        st.session_state[LOOKED] = now
    looked = st.session_state.get(LOOKED)
    if looked is None:
        return
    st.header(text("history.step_look"), anchor=False)
    if looked != now:
        st.info(text("history.stale", look=text("history.look")), icon=":material/refresh:")
        return
    try:
        converted = ready.converted(store)
        past = ready.past(converted)
        lines = preview(store, past)
    except SameBoatError as refusal:
        tell(refusal)
        return
    _show(ready, converted, lines)
    _keep(store, viewer, ready)
    _confirm(store, viewer, past, ready.chosen)


def _show(ready: Ready, converted: Converted, lines: list[str]) -> None:
    st.markdown(text("history.looked_at"))
    told, mapping = ready.told, ready.said.mapping
    days = {"opened": day(told.opened, language()), "closed": day(told.closed, language())}
    wave = text("history.wave_is", name=told.name, key=told.key, **days)
    parts = {
        "history.part_who": [wave, *lines, *who_answered(mapping, converted, k=told.k)],
        "history.part_left": left_out(converted) or [text("history.nothing_left_out")],
        "history.part_what": what_is_what(mapping, ready.instrument),
    }
    export = ready.chosen.export
    parts |= {"history.part_values": values(export, mapping, ready.instrument)}
    if look := warnings(export, mapping, ready.instrument, converted):
        parts |= {"history.part_look": look}
    for part, said in parts.items():
        st.markdown(f"**{text(part)}**\n\n{listed(said)}")
    st.download_button(
        text("history.save"),
        mapping_toml(ready.said.mapping),
        file_name="mapping.toml",
        mime="application/toml",
        on_click="ignore",
        icon=":material/save:",
    )
    st.caption(text("history.save_how"))


def _keep(store: Store, viewer: Viewer, ready: Ready) -> None:
    """Keep what was said under a name, for the next file on this page."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(text("people_columns.name"), key="history_keep_name")
        if st.button(text("people_columns.keep"), icon=":material/save:"):
            toml = mapping_toml(ready.said.mapping)
            keep = partial(keep_mapping, store, kind=KIND, name=name, toml=toml, viewer=viewer)
            do(keep, text("people_columns.is_kept"), section="people_columns")


def _confirm(store: Store, viewer: Viewer, past: PastWave, chosen: Chosen) -> None:
    st.header(text("history.step_bring"), anchor=False)
    st.markdown(text("history.bring_how"))
    if not st.button(text("history.bring"), type="primary", icon=":material/lock:"):
        return
    try:
        with waiting(text("history.bringing")):
            bring_history(store, past, viewer=viewer)
    except SameBoatError as refusal:
        tell(refusal)
        return
    st.session_state[DONE] = past.name
    let_go(FILE, MAPPING, invited_file(chosen))
    st.session_state.pop(LOOKED)
    st.rerun()
