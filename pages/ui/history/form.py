"""The third step goes on: a field for each statement, sign, open question, value and unit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from pages.ui.history.file import Chosen
from pages.ui.history.questions import STEPS, Kind, Questions, ask_repeats, column_name
from pages.ui.history.unlike import more_columns, own_scales
from survey.imports.history.guessing import guess_units, unit_values
from survey.imports.history.mapping import LEFT_OUT, HistoryMapping, SignSource
from survey.imports.history.scales import NUMBERS, Worth
from survey.imports.problems import visible
from survey.imports.words import fold
from survey.organisation.structure import Unit, in_tree_order
from survey.questionnaire.scale import AGREEING
from survey.store import Store

MOST_INVITED = 1_000_000
NOT_CHOSEN = "\0"


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says: the mapping, and how many were invited by unit (0: not given)."""

    mapping: HistoryMapping
    invited: Mapping[str, int]


def mapping_form(store: Store, chosen: Chosen, questions: Questions) -> Said:
    """Every field of the mapping, filled in with what is guessed or was said before."""
    scale, no_answer = _scale(questions), _no_answer(questions)
    statements, turned = _statements(chosen, questions)
    known = replace(questions.preset, statements=statements)
    also = more_columns(chosen, known, questions.unlike, questions.stamp)
    scales = own_scales(chosen, known, questions.unlike, questions.stamp)
    signs, prompts = _signs(chosen, questions), _prompts(chosen, questions)
    units, invited, everybody = _units(store, chosen, questions)
    repeats = ask_repeats(chosen, questions)
    mapping = HistoryMapping(
        instrument=questions.instrument.key,
        statements=statements,
        signs=signs,
        prompts=prompts,
        unit_column=questions.unit_column or "",
        units=units,
        everybody=everybody,
        scale=scale,
        turned=turned,
        no_answer=no_answer,
        repeats=repeats,
        steps=_steps(questions),
        also=also,
        scales=scales,
        reading=chosen.export.reading,
    )
    return Said(mapping, invited)


def _scale(questions: Questions) -> Worth:
    match questions.kind:
        case Kind.FIVE:
            return NUMBERS
        case Kind.FILE:
            return questions.preset.scale
        case Kind.LABELS:
            return {word: point for point, word in _labels(questions) if word}
        case Kind.FOUR | Kind.SEVEN | Kind.ELEVEN:
            st.markdown(text("history.scale_stated"))
            return dict(_stated(STEPS[questions.kind], questions))
        case Kind.STEPS | None:
            return {}


def _steps(questions: Questions) -> str:
    """A scale by its ends, as the mapping file writes it."""
    if questions.kind is Kind.FILE:
        return questions.preset.steps
    if questions.kind is not Kind.STEPS:
        return ""
    st.markdown(text("history.steps_how"))
    left, right = st.columns(2)
    low = left.number_input(text("history.steps_low"), 0, 999, 0, key=f"low-{questions.stamp}")
    high = right.number_input(
        text("history.steps_high"), 0, 999, 100, key=f"high-{questions.stamp}"
    )
    return f"{low}-{high}"


def _labels(questions: Questions) -> Iterator[tuple[int, str]]:
    words = {point: word for word, point in questions.preset.scale.items()}
    for point in AGREEING.points:
        word = st.text_input(
            text(f"history.label.{point}"),
            words.get(point, ""),
            key=f"label-{point}-{questions.stamp}",
        )
        yield point, word.strip()


def _stated(steps: Iterable[str], questions: Questions) -> Iterator[tuple[str, int]]:
    """Only the numbers for which somebody said what they become."""
    for step in steps:
        point = st.selectbox(
            text("history.step_becomes", value=step),
            AGREEING.points,
            index=None,
            placeholder=text("history.choose_point"),
            key=f"step-{questions.kind}-{step}-{questions.stamp}",
        )
        if point is not None:
            yield step, point


def _no_answer(questions: Questions) -> tuple[str, ...]:
    words = st.text_input(
        text("history.no_answer"),
        "; ".join(questions.preset.no_answer),
        help=text("history.no_answer_help"),
        key=f"no-answer-{questions.stamp}",
    )
    return tuple(word.strip() for word in words.split(";") if word.strip())


def _column(chosen: Chosen, label: str, preset: str, key: str) -> str:
    options = ["", *chosen.export.names]
    found: str = st.selectbox(
        plain(label),
        options,
        index=options.index(preset),
        format_func=lambda name: column_name(chosen.export, name) or text("history.none"),
        key=key,
    )
    return found


def _statements(chosen: Chosen, questions: Questions) -> tuple[dict[str, str], frozenset[str]]:
    found: dict[str, str] = {}
    turned: set[str] = set()
    preset = questions.preset
    with st.expander(text("history.statements"), expanded=True, icon=":material/checklist:"):
        for item in questions.instrument.statements:
            key = f"item-{item.id}-{questions.stamp}"
            column = _column(chosen, item.text, preset.statements.get(item.id, ""), key)
            if column:
                found[item.id] = column
            if item.reverse and st.checkbox(
                text("history.turned"),
                item.id in questions.preset.turned,
                help=text("history.turned_help"),
                key=f"turned-{item.id}-{questions.stamp}",
            ):
                turned.add(item.id)
    return found, frozenset(turned)


def _signs(chosen: Chosen, questions: Questions) -> dict[str, SignSource]:
    if not questions.instrument.signs:
        return {}
    found: dict[str, SignSource] = {}
    with st.expander(text("history.signs"), icon=":material/flag:"):
        st.markdown(text("history.signs_how"))
        for sign in questions.instrument.signs:
            known = questions.preset.signs.get(sign.id, SignSource(""))
            key = f"item-{sign.id}-{questions.stamp}"
            column = _column(chosen, sign.text, known.column, key)
            option = st.text_input(
                text("history.sign_option"),
                known.option,
                key=f"option-{sign.id}-{questions.stamp}",
            )
            if column:
                found[sign.id] = SignSource(column, option.strip())
    return found


def _prompts(chosen: Chosen, questions: Questions) -> dict[str, str]:
    if not questions.instrument.prompts:
        return {}
    found: dict[str, str] = {}
    with st.expander(text("history.prompts"), icon=":material/forum:"):
        st.markdown(text("history.prompts_how"))
        for prompt in questions.instrument.prompts:
            known = questions.preset.prompts.get(prompt.id, "")
            key = f"item-{prompt.id}-{questions.stamp}"
            if column := _column(chosen, prompt.text, known, key):
                found[prompt.id] = column
    return found


def _units(
    store: Store, chosen: Chosen, questions: Questions
) -> tuple[dict[str, str], dict[str, int], str]:
    """The unit of each value, how many were invited in each unit, and where everybody counts."""
    names = {unit.key: unit for unit in in_tree_order(store.units())}
    if questions.unit_column is None:
        return {}, {}, ""
    if not questions.unit_column:
        return {}, {}, _everybody(names, questions)
    values = unit_values(chosen.export, questions.unit_column)
    if not values:
        st.warning(text("history.unit_unfit", column=plain(questions.unit_column)))
        return {}, {}, ""
    known = dict(guess_units(values, names)) | {
        value: unit
        for value in values
        for said, unit in questions.preset.units.items()
        if fold(said) == fold(value)
    }
    found: dict[str, str] = {}
    invited: dict[str, int] = {}
    with st.expander(text("history.units"), expanded=True, icon=":material/groups:"):
        st.markdown(text("history.units_how"))
        for place, value in enumerate(values):
            left, right = st.columns(2, vertical_alignment="bottom")
            with left:
                unit = _unit(value, known.get(value), names, f"{place}-{questions.stamp}")
            with right:
                many = _invited(value, f"{place}-{questions.stamp}")
            if unit != NOT_CHOSEN:
                found[value] = unit
                invited[unit] = invited.get(unit, 0) + many
    return found, invited, ""


def _everybody(names: Mapping[str, Unit], questions: Questions) -> str:
    options = list(names)
    root = next((key for key, unit in names.items() if unit.parent is None), "")
    known = questions.preset.everybody or root
    found: str | None = st.selectbox(
        text("history.everybody"),
        options,
        index=options.index(known) if known in options else None,
        format_func=lambda key: visible(names[key].name),
        placeholder=text("history.choose_unit"),
        key=f"everybody-{questions.stamp}",
    )
    return found or ""


def _unit(value: str, known: str | None, names: Mapping[str, Unit], key: str) -> str:
    """A unit that is there, a new one named by the value, or nothing at all."""
    own = [] if value in names else [value]
    options = [NOT_CHOSEN, LEFT_OUT, *own, *names]

    def said(option: str) -> str:
        match option:
            case "\0":
                return text("history.choose_unit")
            case "":
                return text("history.leave_out_unit")
            case _ if option in names:
                return visible(names[option].name)
        return text("history.new_unit", value=visible(value))

    found: str = st.selectbox(
        text("history.unit_of", value=plain(visible(value))),
        options,
        index=options.index(known) if known in options else 0,
        format_func=said,
        key=f"unit-{key}",
    )
    return found


def _invited(value: str, key: str) -> int:
    label = text("history.invited", value=plain(visible(value)))
    return int(st.number_input(label, 0, MOST_INVITED, 0, key=f"invited-{key}"))
