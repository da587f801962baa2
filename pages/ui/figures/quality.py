"""How the quality of an instrument is said: plain sentences first, the figures below them."""

from collections.abc import Iterator

import streamlit as st

from analytics.charts.goes_with import alt_text, goes_with_chart
from analytics.published.diagnostics import Quality
from analytics.reports.quality import QualityReport
from analytics.statistics.scale_evidence import Checked, Outcome, trusted
from pages.ui.frame.large import large
from pages.ui.frame.look import show_chart
from pages.ui.frame.plain import plain
from pages.ui.frame.session import is_dark, language, text
from pages.ui.frame.tables import table
from survey.languages import decimal
from survey.text import listed

HUNDREDTHS = 2


def show_trust(report: QualityReport) -> None:
    """The answer in one sentence, in large: for which figures yes, for which not yet."""
    by_outcome: dict[Outcome, list[str]] = {}
    for name, scale in report.scales:
        named = text("quality.trust.name", name=plain(name))
        by_outcome.setdefault(trusted(scale.checked), []).append(named)
    parts = [
        text(f"quality.trust.{outcome.name.lower()}", names=listed(by_outcome[outcome], language()))
        for outcome in Outcome
        if outcome in by_outcome
    ]
    said = ", ".join(parts)
    large(f"**{said[:1].upper()}{said[1:]}.**")


def show_scale(name: str, scale: Quality, statements: dict[str, str]) -> None:
    """One composite: what was checked so far and what not yet; the figures on demand."""
    with st.container(border=True, key=f"card_{scale.composite}", gap="small"):
        st.header(plain(name), anchor=False)
        so_far = [one for one in scale.checked if one.outcome is Outcome.SHOWN]
        not_yet = [one for one in scale.checked if one.outcome is not Outcome.SHOWN]
        for title, found in (("checked", so_far), ("not_yet", not_yet)):
            if found:
                said = [f"- {_check(one)}" for one in found]
                st.markdown("\n".join([f"**{text(f'quality.{title}')}**", "", *said]))
        if figures := list(_figures(scale)):
            with st.expander(text("quality.trust.behind"), icon=":material/table:"):
                st.markdown("\n".join(f"- {one}" for one in figures))
                if scale.reliability is not None:
                    _statements(scale, statements)


def _check(one: Checked) -> str:
    """What came of one check, and with how many."""
    key = f"quality.{one.outcome.name.lower()}_{one.check.name.lower()}"
    return text(key, people=one.people, teams=one.teams)


def _figures(scale: Quality) -> Iterator[str]:
    """Each figure with what it says, in words that can be read on a phone."""
    whole, agreed = scale.reliability, scale.agreement
    if whole is not None:
        ends = {"low": _hundredths(whole.interval.low), "high": _hundredths(whole.interval.high)}
        yield _figure("alpha", whole.alpha, **ends)
        if whole.omega is not None:
            yield _figure("omega" if whole.proper else "omega_improper", whole.omega)
        if whole.spearman_brown is not None:
            yield _figure("spearman_brown", whole.spearman_brown)
    if agreed is not None:
        yield _figure("icc1", agreed.icc.one)
        yield _figure("icc2", agreed.icc.two)
        yield _figure("r_star", agreed.r_star_wg_j)
        yield _figure("deviation", agreed.deviation)


def _figure(name: str, value: float, **said: str) -> str:
    named = plain(text(f"quality.{name}"))
    return f"**{named} {_hundredths(value)}.** {text(f'quality.{name}_means', **said)}"


def _hundredths(value: float) -> str:
    return decimal(value, language(), places=HUNDREDTHS)


def _statements(scale: Quality, statements: dict[str, str]) -> None:
    assert scale.reliability is not None
    rest = zip(scale.items, scale.reliability.item_rest, strict=True)
    st.caption(text("quality.rest_means"))
    st.markdown(f"**{text('quality.by_statement')}**")
    column = text("quality.col_rest")
    rows = [
        {text("quality.col_statement"): statements[item], column: value} for item, value in rest
    ]
    table(rows, alt=text("quality.by_statement"), decimals=[column], places=HUNDREDTHS)
    if min(scale.reliability.item_rest) < 0:
        st.warning(text("quality.negative"), icon=":material/sync_problem:")


def show_goes_with(report: QualityReport) -> None:
    """What goes with feeling at home, weighed by the room to improve; or why that is not said."""
    st.header(text("quality.goes_with"), anchor=False)
    if report.explained is None:
        st.markdown(text("quality.too_few"))
        return
    if not report.explained:
        st.markdown(text("quality.nothing_clear"))
        return
    st.markdown(text("quality.explained", share=f"{100 * report.explained:.0f}"))
    if report.unclear:
        st.markdown(text("quality.unclear", constructs=plain(", ".join(report.unclear))))
    if report.goes_with:
        _bars(report)


def _bars(report: QualityReport) -> None:
    """The constructs that can be told from chance, as bars and in numbers."""
    chart = goes_with_chart(report.goes_with, language=language(), dark=is_dark())
    said = alt_text(report.goes_with, language=language())
    show_chart(chart, key="goes_with", alt=said)
    st.caption(text("quality.goes_with_how"))
    with st.expander(text("quality.numbers"), icon=":material/table:"):
        rows = [
            {
                text("quality.col_construct"): row.name,
                text("quality.col_importance"): row.importance,
                text("quality.col_low"): row.low,
                text("quality.col_high"): row.high,
                text("quality.col_score"): row.score,
            }
            for row in report.goes_with
        ]
        numbers = [text(f"quality.col_{name}") for name in ("importance", "low", "high")]
        table(rows, alt=text("quality.goes_with"), decimals=numbers, places=HUNDREDTHS)
