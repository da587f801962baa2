"""Choosing a wave: asked only where there is more than one."""

from collections.abc import Sequence

import streamlit as st

from survey.text import FALLBACK, text
from survey.waves.wave import Wave


def which_wave(waves: Sequence[Wave], language: str = FALLBACK) -> Wave | None:
    """The wave to read about, the first unless another is chosen; None where there is none."""
    if len(waves) < 2:
        return waves[0] if waves else None
    by_key = {wave.key: wave for wave in waves}
    names = {wave.key: wave.name for wave in waves}
    label = text("promise.which", language)
    chosen = st.selectbox(label, list(by_key), format_func=names.__getitem__)
    return by_key[chosen]
