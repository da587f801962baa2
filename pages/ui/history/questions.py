"""The third step begins: which questions were asked, where the unit is, how it was answered."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from pages.ui.frame.session import language, text
from pages.ui.history.file import Chosen
from pages.ui.history.unlike import Unlike, ask_unlike
from survey.imports.history.export import Export
from survey.imports.history.guessing import guess, guess_instrument
from survey.imports.history.mapping import HistoryMapping, Repeats, fitted
from survey.imports.history.scales import NO_ANSWER, NUMBERS, guess_scale
from survey.imports.problems import visible
from survey.imports.words import fold
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.spoken import spoken
from survey.store import Store
from survey.store.choices import choices


class Kind(StrEnum):
    """How the statements of an export were answered."""

    FIVE = "five"
    LABELS = "labels"
    FOUR = "four"
    SEVEN = "seven"
    ELEVEN = "eleven"
    STEPS = "steps"
    FILE = "file"


STEPS = {
    Kind.FOUR: tuple(str(step) for step in range(1, 5)),
    Kind.SEVEN: tuple(str(step) for step in range(1, 8)),
    Kind.ELEVEN: tuple(str(step) for step in range(11)),
}


@dataclass(frozen=True, slots=True)
class Questions:
    """What the fields of the form depend on; `preset` is what they begin with.

    `unit_column` and `kind` are None where nobody has chosen yet; an empty column is none.
    """

    instrument: Instrument
    preset: HistoryMapping
    unit_column: str | None
    kind: Kind | None
    unlike: Unlike
    stamp: str


def ask_questions(store: Store, chosen: Chosen) -> Questions:
    """Ask what the other questions depend on."""
    st.header(text("history.step_mapping"), anchor=False)
    st.markdown(text("history.instrument_how"))
    known = choices(store)
    wanted = chosen.mapping.instrument if chosen.mapping else ""
    keys = list(known)
    likely = wanted if wanted in known else guess_instrument(chosen.export, known)
    key = st.selectbox(
        text("history.instrument"),
        keys,
        index=keys.index(likely),
        format_func=lambda one: spoken(known[one], language()).name,
        key=f"instrument-{chosen.stamp}",
    )
    stamp = f"{chosen.stamp}-{key}"
    if chosen.mapping is not None:
        preset = fitted(chosen.mapping, chosen.export)
    else:
        preset = guess(chosen.export, known[key], store.units())
    column = _unit_column(chosen.export, preset, stamp)
    unlike = ask_unlike(chosen, preset, known[key], stamp)
    kind = _kind(chosen, preset, unlike, stamp)
    return Questions(known[key], preset, column, kind, unlike, f"{stamp}-{column}")


def _unit_column(export: Export, preset: HistoryMapping, stamp: str) -> str | None:
    """Chosen already where a reason speaks for a column, or a saved file says there is none."""
    options = ["", *export.names]
    known = preset.unit_column or preset.everybody
    found: str | None = st.selectbox(
        text("history.unit_column"),
        options,
        index=options.index(preset.unit_column) if known else None,
        placeholder=text("history.choose_column"),
        format_func=lambda name: column_name(export, name) or text("history.everybody_in"),
        key=f"unit-column-{stamp}",
    )
    return found


def ask_repeats(chosen: Chosen, questions: Questions) -> Repeats:
    """Which row counts of somebody who has several; not asked where nobody has."""
    if not chosen.export.repeated:
        return questions.preset.repeats
    options = [Repeats.FIRST.value, Repeats.LAST.value]
    known = questions.preset.repeats
    found: str | None = st.selectbox(
        text("history.repeats", rows=chosen.export.repeated),
        options,
        index=options.index(known) if known in options else None,
        format_func=lambda which: text(f"history.repeat.{which}"),
        placeholder=text("history.choose_row"),
        key=f"repeats-{questions.stamp}",
    )
    return Repeats(found or "")


def column_name(export: Export, name: str) -> str:
    """A column as it is chosen: its name, and its question where that says more."""
    wording = {column.name: column.wording for column in export.columns}.get(name, name)
    if wording == name:
        return visible(name)
    shown = " ".join(wording.split())
    return text("history.column_shown", name=visible(name), wording=visible(shown))


def _kind(chosen: Chosen, preset: HistoryMapping, unlike: Unlike, stamp: str) -> Kind | None:
    kinds = [kind for kind in Kind if kind is not Kind.FILE or chosen.mapping is not None]
    likely = Kind.FILE if chosen.mapping else _likely(chosen.export, preset, unlike.on_own)
    found: str | None = st.radio(
        text("history.scale_kind"),
        [kind.value for kind in kinds],
        index=None if likely is None else kinds.index(likely),
        format_func=lambda kind: text(f"history.scale.{kind}"),
        key="-".join(("kind", stamp, *unlike.on_own)),
    )
    if found is None:
        st.info(text("history.scale_unclear"), icon=":material/help:")
        return None
    return Kind(found)


def _likely(export: Export, preset: HistoryMapping, own: Collection[str]) -> Kind | None:
    """The fields to begin with; which number becomes which is left to a person.

    None where there are fewer steps than ours: nobody may have given the top, or there is no more.
    """
    if preset.scale:
        return Kind.FIVE if dict(preset.scale) == dict(NUMBERS) else Kind.LABELS
    columns = (name for id_, name in preset.statements.items() if id_ not in own)
    cells = (cell for name in columns for cell in export.cells(name) if cell)
    seen = set(map(fold, cells)) - set(NO_ANSWER)
    if seen and seen <= set(NUMBERS):
        return Kind.FIVE if guess_scale(seen) else None
    fitting = (kind for kind, steps in STEPS.items() if seen and seen <= set(steps))
    return next(fitting, Kind.LABELS)
