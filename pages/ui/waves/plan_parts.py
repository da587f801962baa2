"""The fields of a plan: how often, what is asked, when, of whom, and what is kept."""

from calendar import day_name
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from pages.ui.frame.session import language, text
from survey.languages import Readers, languages_for
from survey.languages import name_of as language_name
from survey.organisation.structure import Unit, above, in_tree_order
from survey.questionnaire.instrument import WRITTEN_IN, Instrument
from survey.questionnaire.spoken import spoken
from survey.store import Store
from survey.store.choices import choices
from survey.waves.calendar import Calendar
from survey.waves.series import EVERY_WEEKS, MOST_WAVES, USUAL_NAME, Rhythm, on_weekday
from survey.waves.wave import LONGEST_KEEP_DAYS, SMALLEST_K, USUAL_K, USUAL_KEEP_DAYS

STEP_IN = "\u2003"
ONCE = 0
LASTS = 11
USUAL_WAVES, USUAL_LASTS = 6, 10
FILLED_IN = ("week", "year", "month", "number")
DAYS = tuple(day_name)
BY_TURNS = ("full-a", "full-b")


def how_often(turn: int) -> int:
    """Once (0), or every so many weeks."""
    chosen: int = st.radio(
        text("plan.how_often"),
        (ONCE, *EVERY_WEEKS),
        format_func=lambda weeks: text("plan.every", weeks=weeks) if weeks else text("plan.once"),
        horizontal=True,
        key=f"how_often-{turn}",
    )
    return chosen


def name_of(turn: int, *, series: bool) -> str:
    """The name people will see, or the pattern of the names of a series."""
    if not series:
        example = text("waves.name_example")
        return st.text_input(text("waves.name"), placeholder=example, key=f"name-{turn}")
    help_ = text("plan.pattern_help", **{word: f"{{{word}}}" for word in FILLED_IN})
    return st.text_input(text("plan.pattern"), USUAL_NAME, help=help_, key=f"pattern-{turn}")


def key_of(turn: int) -> str:
    """The short key of a single wave; "" where it is left to us."""
    help_ = text("waves.key_help")
    return st.text_input(text("waves.key"), help=help_, key=f"key-{turn}").strip()


def instruments(store: Store, turn: int, *, series: bool) -> Sequence[Instrument]:
    """What is asked: one instrument, or full A and B by turns."""
    known = choices(store)
    offered = list(known)
    if series and all(key in known for key in BY_TURNS):
        offered.insert(0, "")
    chosen: str = st.selectbox(
        text("waves.instrument"),
        offered,
        format_func=lambda key: instrument_said(known[key]) if key else text("plan.by_turns"),
        key=f"instrument-{turn}-{series}",
    )
    return [known[key] for key in ((chosen,) if chosen else BY_TURNS)]


def languages(asked: Sequence[Instrument], turn: int) -> Sequence[Instrument]:
    """The same instruments, in the languages that are chosen beside English."""
    known = dict.fromkeys(tag for one in asked for tag in one.languages if tag != WRITTEN_IN)
    offered = [tag for tag in known if tag in languages_for(Readers.ASKED)]
    if not offered:
        return asked
    chosen: list[str] = st.multiselect(
        text("plan.languages"),
        offered,
        default=offered,
        format_func=language_name,
        help=text("plan.languages_help"),
        key=f"languages-{turn}",
    )
    return [one.spoken_in(chosen) for one in asked]


def instrument_said(instrument: Instrument) -> str:
    """An instrument where it is chosen."""
    count = len(instrument.statements)
    return text("waves.instrument_option", name=spoken(instrument, language()).name, count=count)


def rhythm(weeks: int, calendar: Calendar, first: date, turn: int) -> Rhythm:
    """The days and hours that are wished for, of a single wave where `weeks` is 0."""
    if weeks:
        day, waves, lasts = _many_days(first, weeks, turn)
    else:
        (day, lasts), waves = _two_days(first, turn), 1
    left, right = st.columns(2)
    label, chosen = text("waves.opens_at"), calendar.opens_at
    opens_at = left.time_input(label, chosen, key=f"opens_at-{turn}")
    label, chosen = text("waves.closes_at"), calendar.closes_at
    closes_at = right.time_input(label, chosen, key=f"closes_at-{turn}")
    return Rhythm(day, waves, weeks or 1, lasts, opens_at, closes_at)


def _two_days(first: date, turn: int) -> tuple[date, int]:
    left, right = st.columns(2)
    opens = left.date_input(text("waves.opens"), first, key=f"opens-{turn}")
    last = first + timedelta(days=LASTS)
    closes = right.date_input(text("waves.closes"), last, key=f"closes-{turn}")
    return opens, (closes - opens).days


def _many_days(first: date, weeks: int, turn: int) -> tuple[date, int, int]:
    """The first day, how many waves, and for how many days each."""
    left, right = st.columns(2)
    start = left.date_input(text("plan.start"), first, key=f"start-{turn}")
    weekday = right.selectbox(
        text("plan.weekday"), range(7), format_func=DAYS.__getitem__, key=f"weekday-{turn}"
    )
    waves = left.number_input(text("waves.count"), 2, MOST_WAVES, USUAL_WAVES, key=f"count-{turn}")
    longest = 7 * weeks - 1
    lasts = right.number_input(
        text("waves.lasts"), 1, longest, USUAL_LASTS, key=f"lasts-{turn}-{weeks}"
    )
    return on_weekday(start, weekday), int(waves), int(lasts)


def audience(units: Mapping[str, Unit], turn: int) -> tuple[str, ...]:
    """The areas that are asked, chosen by name; () for everybody."""
    areas = {unit.parent for unit in units.values()}
    offered = [
        u.key
        for u in in_tree_order(units)
        if u.key in areas and u.parent is not None and not u.closed
    ]
    chosen: list[str] = st.multiselect(
        text("waves.audience"),
        offered,
        format_func=lambda key: STEP_IN * (len(above(key, units)) - 2) + units[key].name,
        placeholder=text("plan.everybody"),
        key=f"audience-{turn}",
    )
    return tuple(chosen)


def smallest(turn: int) -> int:
    """The smallest group that is shown."""
    help_ = text("waves.k_help")
    return int(
        st.number_input(text("waves.k"), SMALLEST_K, 20, USUAL_K, help=help_, key=f"k-{turn}")
    )


def keep_days(turn: int) -> int | None:
    """For how many days answer rows are kept; None where HR leaves that off."""
    keep = st.checkbox(text("waves.keep"), key=f"keep-{turn}")
    days = st.number_input(
        text("waves.keep_days"), 1, LONGEST_KEEP_DAYS, USUAL_KEEP_DAYS, key=f"keep_days-{turn}"
    )
    st.caption(text("waves.keep_told"))
    return int(days) if keep else None
