"""What a trend says, in the words of the catalogue, its numbers and what is not shown too."""

from collections.abc import Iterable, Sequence

import streamlit as st

from analytics.figures.line import Gap
from analytics.figures.text import participation_text
from analytics.figures.verdicts import Reason, Verdict
from analytics.reports.phrasing import Sentence
from analytics.reports.trend import Trend
from pages.ui.frame.pieces import why_not_shown
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text, told
from pages.ui.frame.tables import table

NUMBERS = ("trends.col_score", "trends.col_low", "trends.col_high", "trends.col_change")


def say(sentence: Sentence) -> str:
    """A sentence of a report as the reader sees it."""
    return sentence.said(language(), plain=plain)


def say_all(sentences: Iterable[Sentence]) -> str:
    """Some sentences, one after the other."""
    return " ".join(map(say, sentences))


def rows_of(report: Trend) -> list[dict[str, object]]:
    """The numbers behind the lines, newest wave first; a withheld figure is an empty cell."""
    return [
        {
            text("trends.col_wave"): row.wave,
            text("trends.col_measure"): row.measure,
            text("trends.col_score"): row.score,
            text("trends.col_low"): row.low,
            text("trends.col_high"): row.high,
            text("trends.col_people"): told(row.people),
            text("trends.col_participation"): row.participation,
            text("trends.col_change"): row.change,
            text("trends.col_since"): row.since,
            text("trends.col_verdict"): verdict_text(row.verdict, row.reason),
        }
        for row in report.rows
    ]


def verdict_text(verdict: Verdict | None, reason: Reason | None = None) -> str:
    """A verdict in a word, with its reason; "" where nothing was asked."""
    if verdict is None:
        return ""
    said = text(f"trends.verdict_{verdict.name.lower()}")
    why = text(f"trends.reason_{reason.name.lower()}") if reason else ""
    return f"{said} ({why})" if why else said


def numbers_table(report: Trend) -> None:
    """The numbers of a trend; a figure that is not shown is an empty cell."""
    numbers = [text(column) for column in NUMBERS]
    table(rows_of(report), alt=text("trends.table"), decimals=numbers)


def explain_withheld(report: Trend) -> None:
    """Why the newest wave shows nothing, where it does not; of earlier ones How sure says it."""
    last = [line.points[-1] for line in report.lines]
    if any(isinstance(point, Gap) and point.asked for point in last):
        why = text("withheld.why", k=report.waves[-1].k)
        why_not_shown(why)


def who_is_in_it(report: Trend) -> list[str]:
    """Whose answers the newest figures rest on, and what is never shown of anybody."""
    took_part, wave = report.participation[-1], report.waves[-1]
    people = next((row.people for row in report.rows if row.people and row.wave == wave.name), "")
    said = [text("sure.withheld", k=max(one.k for one in report.waves))]
    if took_part is not None and people:
        asked = {"invited": took_part.invited, "share": participation_text(took_part)}
        return [text("sure.who", wave=plain(wave.name), people=people, **asked), *said]
    return said


def show_how_sure(
    said: Iterable[Sequence[Sentence]], *, how: str = "", beside: Sequence[str] = ()
) -> None:
    """What stands behind "How sure is this?", a line for each figure that is shown.

    `beside` is what else there is to say, `how` how to read it.
    """
    lines = [say_all(one) for one in said if one]
    if lines or beside:
        with st.expander(text("sure.title"), icon=":material/straighten:"):
            for line in (*lines, *beside):
                st.markdown(line)
            if how:
                st.caption(how)
