"""The design: every size, colour, piece and state there is, each once; for development only."""

from dataclasses import asdict
from html import escape

import streamlit as st

from analytics.colours import theme
from analytics.figures.line import Told
from analytics.figures.verdicts import Verdict
from pages.ui.frame.pieces import (
    Tone,
    chip,
    not_shown,
    nothing_found,
    nothing_yet,
    offline,
    refused,
    small_picture,
    told_chip,
    under_way,
    why_not_shown,
)
from pages.ui.frame.session import is_dark, text

SCORES = (70.0, 68.0, None, 43.0, 45.0, 66.0)
TILES = ("low", "low-pale", "", "high-pale", "high", "none")

st.title("Design", anchor=False)
st.caption("colours.py, design.css, pieces.py, .streamlit/config.toml")

st.header("Sizes", anchor=False)
with st.container(key="story"):
    st.markdown(text("overview.steady"))
st.metric("number", "66", label_visibility="collapsed")
st.markdown(text("conversation.lead"))
st.caption(text("area.story.none"))

st.header("Colours", anchor=False)
swatches = "".join(
    f'<span style="background:{colour};border:1px solid var(--border)"></span><code>{name}</code>'
    for name, colour in asdict(theme(dark=is_dark())).items()
)
st.html(f'<p class="swatches">{swatches}</p>')

st.header("Chips", anchor=False)
chips = [told_chip(Told(verdict)) for verdict in Verdict if verdict not in {"rose", "fell"}]
chips += [chip(f"▲ 24 ({tone})", tone) for tone in Tone]
st.html(" ".join(chips))

st.header("Cards", anchor=False)
left, middle, right = st.columns(3)
for column, key, title in (
    (left, "card_build_on", "overview.build_on"),
    (middle, "card_talk", "overview.talk"),
    (right, "card_now", "try.now"),
):
    with column, st.container(border=True, key=key, gap="small"):
        st.caption(f"**{text(title)}**")
        st.markdown(f"**{text('area.short.BEL')}**")
        st.caption(text("overview.nothing"))

st.header("Tables", anchor=False)
line = small_picture(SCORES)
tiles = "".join(
    f'<td class="of" data-label="{kind or "plain"}"><span class="tile {kind}">64</span></td>'
    for kind in TILES
)
heads = "".join(f"<th>{escape(kind or 'plain')}</th>" for kind in TILES)
st.html(
    f'<table class="figures"><thead><tr><th>{escape(text("area.col_unit"))}</th><th></th>{heads}'
    f'</tr></thead><tbody><tr><th scope="row"><a href="/design">Sensors</a></th><td>{line}</td>'
    f"{tiles}</tr></tbody></table>"
)

st.header("States", anchor=False)
nothing_yet(text("trends.none_yet"))
nothing_found(text("people.find_none"))
under_way(text("workbook.waiting"), 2, 5)
not_shown(text("paper.nothing_shown"))
why_not_shown(text("withheld.why", k=5))
refused(text("router.failed"))
st.html(offline(text("light.lost")))
