"""Preview: the form of a wave as those who are asked will see it, with Send switched off."""

import streamlit as st

from analytics.reports.before_opening import group_now
from pages.respondent.asked import Remembered
from pages.respondent.form import CSS, draw
from pages.respondent.model import form_of
from pages.respondent.promise import minutes_for, promise
from pages.ui.choosing.choose import choose_wave
from pages.ui.frame.large import large
from pages.ui.frame.phone import phone
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, signed_in, store, text
from survey.errors import Refused
from survey.languages import choose, name_of
from survey.waves.calendar import calendar_of
from survey.waves.wave import NOT_OPENED

viewer = signed_in()
st.title(text("preview.title"), anchor=False)
known = store().waves()
to_come = [wave for wave in known if wave.state in NOT_OPENED]
waves = {wave.key: wave for wave in (*to_come, *reversed(known))}
if not waves:
    nothing_yet(text("preview.none"))
    st.stop()
wave = waves[choose_wave({key: wave.name for key, wave in waves.items()})]
asks = wave.instrument
minutes = minutes_for(asks)
long = text("pulse.minute") if minutes == 1 else text("pulse.minutes", minutes=minutes)
large(text("preview.large", count=len(asks.statements), minutes=long))
spoken = asks.languages[0]
if len(asks.languages) > 1:
    own = choose((language(),), asks.languages)
    spoken = st.radio(
        text("preview.language"),
        asks.languages,
        index=asks.languages.index(own),
        format_func=name_of,
        horizontal=True,
    )
st.caption(text("preview.how", wave=plain(wave.name)))
unit, invited = group_now(store(), wave, viewer=viewer)
closes = calendar_of(store().preferences()).local(wave.closes)
nobody = Remembered(
    instrument=asks,
    counts_in=unit,
    invited=invited,
    k=wave.k,
    closes=closes,
    keep_days=wave.keep_days,
    refusal=Refused(text("preview.how", wave=wave.name)),
)
with phone():
    st.html(f"<style>{CSS}</style>{promise(nobody, spoken)}")
    draw(form_of(asks, spoken), sends=False)
