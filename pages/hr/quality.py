"""Quality: can the figures be trusted, and what goes with feeling at home."""

import streamlit as st

from analytics.reports.quality import quality_report, waves_to_look_at
from pages.ui.choosing.choose import choose_wave
from pages.ui.figures.quality import show_goes_with, show_scale, show_trust
from pages.ui.frame.pieces import nothing_yet
from pages.ui.frame.session import language, signed_in, store, text

viewer = signed_in()
st.title(text("quality.title"), anchor=False)
waves = waves_to_look_at(store(), viewer=viewer)
if not waves:
    nothing_yet(text("quality.none_yet"))
    st.stop()
wave = choose_wave(waves)
report = quality_report(store(), viewer=viewer, wave=wave, language=language())
show_trust(report)
st.caption(text("quality.how", instrument=report.instrument))
for name, scale in report.scales:
    show_scale(name, scale, report.statements)
show_goes_with(report)
