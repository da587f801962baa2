"""The check list of a wave before it opens: what is fine, worth knowing, or must be solved."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import streamlit as st

from analytics.reports.before_opening import OffDay, Readiness, Reading
from pages.ui.frame.moments import day_said
from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from survey.languages import counted, languages, name_of

MOST_LISTED = 200
MOST_NAMED = 10


class Level(StrEnum):
    """How much a line matters."""

    FINE = "fine"
    KNOW = "know"
    SOLVE = "solve"


ICONS = {
    Level.FINE: ":material/check_circle:",
    Level.KNOW: ":material/info:",
    Level.SOLVE: ":material/error:",
}


def check_list(found: Readiness, *, near: Sequence[str] = ()) -> None:
    """Each line with how much it matters; tables of units below, where there are any.

    `near` are the sentences of what is in the way of its closing day and its k.
    """
    st.markdown(
        "\n".join(
            f"- {ICONS[level]} **{text(f'check.level.{level}')}** {said}"
            for level, said in (*_near(near), *_lines(found))
        )
    )
    if found.small:
        _table(text("check.small_table"), _small_rows(found), len(found.small))
    if found.leaders:
        _table(text("check.leaders_table"), _leader_rows(found), len(found.leaders))


def _near(near: Sequence[str]) -> Iterator[tuple[Level, str]]:
    yield from ((Level.SOLVE, plain(said)) for said in near)


def _lines(found: Readiness) -> Iterator[tuple[Level, str]]:
    if found.late:
        yield Level.SOLVE, text("check.late")
    if found.enough:
        yield Level.FINE, text("check.asked", asked=counted(found.asked))
    else:
        yield Level.SOLVE, text("check.too_few", asked=found.asked, k=found.k)
    for wave, people in found.overlaps:
        yield Level.SOLVE, text("check.overlap", wave=plain(wave), people=counted(people))
    if not found.overlaps:
        yield Level.FINE, text("check.no_overlap")
    if found.one_mailbox:
        yield Level.SOLVE, text("check.one_mailbox", names=_named(found.one_mailbox))
    for unit, new, asked in found.mostly_new[:MOST_NAMED]:
        yield Level.KNOW, text("check.mostly_new", unit=plain(unit), new=new, asked=asked)
    yield from _units(found)
    yield from _mail(found)
    yield from map(_reading, found.readings)
    yield from map(_off, found.off_days)


def _units(found: Readiness) -> Iterator[tuple[Level, str]]:
    if found.small:
        yield Level.KNOW, text("check.small", count=counted(len(found.small)), k=found.k)
    else:
        yield Level.FINE, text("check.none_small")
    if nowhere := sum(unit.counts_in is None for unit in found.small):
        yield Level.KNOW, text("check.nowhere", count=counted(nowhere))
    if found.leaders:
        yield Level.FINE, text("check.leaders", count=counted(len(found.leaders)))


def _mail(found: Readiness) -> Iterator[tuple[Level, str]]:
    for what, names in (("no_address", found.without_address), ("bounced", found.bounced)):
        if names:
            values = {"count": counted(len(names)), "names": _named(names)}
            yield Level.KNOW, text(f"check.{what}", **values)
    if not found.without_address and not found.bounced:
        yield Level.FINE, text("check.all_addresses")
    if found.mail_server:
        yield Level.FINE, text("check.mail")
    else:
        yield Level.KNOW, text("check.outbox")


def _reading(reading: Reading) -> tuple[Level, str]:
    """Whether those who read another language are asked in it."""
    tag = reading.language
    # One we do not speak goes by its short name.
    language = name_of(tag) if tag in languages() else plain(tag)
    values = {"people": counted(reading.people), "language": language}
    if reading.untold is None:
        return Level.KNOW, text("check.not_spoken", **values)
    if reading.untold:
        return Level.KNOW, text("check.partly_spoken", count=reading.untold, **values)
    return Level.FINE, text("check.spoken", **values)


def _named(names: Sequence[str]) -> str:
    listed = ", ".join(plain(name) for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return text("check.and_more", names=listed, more=counted(more)) if more > 0 else listed


def _off(off: OffDay) -> tuple[Level, str]:
    which = "opens_off" if off.opening else "closes_off"
    return Level.KNOW, text(f"check.{which}", day=day_said(off.day), why=why_off(off))


def why_off(off: OffDay) -> str:
    """Why a day is off: the holiday's name, or that it is a weekend."""
    return plain(off.holiday) if off.holiday else text("moments.weekend")


def _small_rows(found: Readiness) -> list[dict[str, object]]:
    return [
        {
            text("check.col_unit"): unit.name,
            text("check.col_asked"): unit.asked,
            text("check.col_counts_in"): unit.counts_in or text("check.in_no_figure"),
            text("check.col_up_to"): unit.together or None,
        }
        for unit in found.small[:MOST_LISTED]
    ]


def _leader_rows(found: Readiness) -> list[dict[str, object]]:
    return [
        {
            text("check.col_leader"): leader.name,
            text("check.col_leads"): leader.leads,
            text("check.col_counts_in"): leader.counts_in,
        }
        for leader in found.leaders[:MOST_LISTED]
    ]


def _table(title: str, rows: list[dict[str, object]], count: int) -> None:
    with st.expander(title, icon=":material/table:"):
        st.dataframe(rows, hide_index=True, placeholder="", alt=title)
        if count > len(rows):
            st.caption(text("check.first", shown=len(rows), count=counted(count)))
