"""The parts of the page of sources, each shown only where there is something to say."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from analytics.charts.source_words import chart_words, note
from analytics.charts.sources import sources_chart
from analytics.charts.sources_geometry import THREE, alt_text, share_text
from analytics.charts.trend import alt_text as trend_alt_text
from analytics.charts.trend import trend_chart
from analytics.disclosure.rounding import FIVE_SHARES, THREE_SHARES
from analytics.figures.line import Gap, Point
from analytics.figures.text import band_text
from analytics.reports.sources import Construct, Source, Sources
from analytics.reports.trend import Trend
from pages.ui.figures.sources_words import (
    detectable,
    focus_how,
    home,
    lead,
)
from pages.ui.figures.trend_words import NUMBERS, say_all, show_how_sure, verdict_text
from pages.ui.frame.look import show_chart
from pages.ui.frame.plain import plain
from pages.ui.frame.session import is_dark, language, text, told
from pages.ui.frame.tables import table

MEASURE = "measure"


def show_constructs(report: Sources) -> None:
    """The finding, the constructs, how to read them, and what is left out."""
    st.markdown(lead(report))
    if report.shown:
        found = [c.itself for c in report.constructs]
        draw(found, report.unit, key="constructs")
        st.caption(" ".join([text("sources.how_to_read"), detectable(report)]))
    if any(isinstance(s.point, Gap) for s in (*report.composites, *report.all)):
        why = text("withheld.why", k=report.wave.k)
        st.caption(f":material/visibility_off: {why}")


def draw(found: Sequence[Source], title: str, *, key: str) -> None:
    """Some sources as a chart, with its words for those who do not see it."""
    words, beside = chart_words(language()), partial(note, language=language())
    chart = sources_chart(found, words, beside, dark=is_dark())
    alt = alt_text(title, found, words, beside)
    show_chart(chart, key=key, alt=alt)


def show_statements(report: Sources) -> None:
    """The statements of each construct, drawn when somebody opens it; the address says which."""
    if not report.shown:
        return
    st.header(text("sources.statements"), anchor=False)
    for construct in report.constructs:
        _show_statements_of(construct)


def _show_statements_of(construct: Construct) -> None:
    of = construct.itself
    key = f"statements_{of.id}"
    st.session_state.setdefault(key, st.query_params.get(MEASURE) == of.id)
    part = st.expander(plain(of.name), key=key, on_change=_into_the_address, args=(key, of.id))
    if part.open:
        with part:
            draw(construct.statements, of.name, key=f"{key}_chart")
            st.caption(_caption(construct.statements))


def _into_the_address(key: str, measure: str) -> None:
    """The construct opened last stands in the address, to be passed on."""
    if st.session_state[key]:
        st.query_params[MEASURE] = measure
    elif st.query_params.get(MEASURE) == measure:
        del st.query_params[MEASURE]


def _caption(found: Sequence[Source]) -> str:
    """How to read statements: as bars where they have a distribution, else as dots."""
    parts = [len(source.shares) for source in found if source.shares]
    said = []
    if parts:
        grain = THREE_SHARES if THREE in parts else FIVE_SHARES
        said.append(text("sources.shares_how", least=grain.margin))
    if len(parts) < len(found):
        said.append(text("sources.dots_how"))
    return " ".join(said)


def show_home(report: Sources) -> None:
    """Belonging in the team and in the organisation, where the wave asked both."""
    if len(report.scopes) < 2:
        return
    st.header(text("sources.home"), anchor=False)
    if report.home is None:
        st.markdown(text("sources.home_withheld", wave=plain(report.wave.name)))
        return
    st.markdown(home(report.home))
    draw(report.scopes, text("sources.home"), key="scopes")
    st.caption(_caption(report.scopes))


def show_own(report: Sources) -> None:
    """The organisation's own statements, where the wave asked any."""
    if report.own:
        st.header(text("sources.own"), anchor=False)
        draw(report.own, text("sources.own"), key="own")
        st.caption(_caption(report.own))


def show_follow_up(report: Sources) -> None:
    """What people say of the pulse itself, where the wave asked it."""
    if report.follow_up is None:
        return
    itself = report.follow_up.itself
    st.header(plain(itself.name), anchor=False)
    st.markdown(say_all(itself.sentences[:1]))
    draw(report.follow_up.statements, itself.name, key="follow_up")
    st.caption(_caption(report.follow_up.statements))


def show_focus(focus: Trend | None) -> None:
    """Responsibility focus over the waves, where any wave shows it."""
    if focus is None:
        return
    st.header(text("sources.focus_header"), anchor=False)
    st.markdown(say_all(focus.lines[0].sentences))
    chart = trend_chart(focus, language=language(), dark=is_dark())
    alt = trend_alt_text(focus, language=language())
    show_chart(chart, key="focus", alt=alt)
    st.caption(focus_how(focus))
    show_how_sure([focus.lines[0].sure])


def sources_table(report: Sources) -> None:
    """Every construct with its statements; a figure that is not shown is an empty cell."""
    rows, numbers = [_row(source) for source in report.all], [text(column) for column in NUMBERS]
    table(rows, alt=text("sources.table"), decimals=numbers)


def _row(source: Source) -> dict[str, object]:
    shown = source.point if isinstance(source.point, Point) else None
    change = source.change
    parts = [share_text(share, len(source.shares)) for share in source.shares]
    return {
        text("trends.col_measure"): source.name,
        text("trends.col_score"): shown.score if shown else None,
        text("trends.col_low"): shown.low if shown else None,
        text("trends.col_high"): shown.high if shown else None,
        text("trends.col_people"): told(band_text(shown.people)) if shown else "",
        text("sources.col_shares"): " / ".join(parts),
        text("sources.col_favourable"): _favourable(source),
        text("trends.col_change"): round(change.difference, 1) if change else None,
        text("trends.col_since"): change.since.name if change else "",
        text("trends.col_verdict"): verdict_text(source.told.verdict, source.told.reason),
    }


def _favourable(source: Source) -> str:
    """The share that speaks well of us, with where it likely lies."""
    found = source.favourable
    if found is None:
        return ""
    ends = {"low": f"{found.interval.low:.0f}", "high": f"{found.interval.high:.0f}"}
    share = share_text(found.share, len(source.shares))
    return text("sources.favourable", share=share, **ends)
