"""Promises of any file of the kinds we know: read without a crash, quickly, and never wrongly.

The quick version here; the long one, 5,000 files and more, with `pytest -m long`.
"""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.imports.history.converting import Wishes, convert
from survey.imports.history.export import Export, read_export
from survey.imports.history.guessing import guess
from survey.imports.history.mapping import HistoryMapping, ItemScale, Repeats
from survey.imports.history.reading import Asked, Choose, Reading
from survey.imports.history.scales import worded
from survey.organisation.structure import Unit
from tests.histories.compose import (
    CANARY,
    LANGUAGES,
    STEPS,
    UNITS,
    Fault,
    Form,
    From,
    Kinds,
    Letters,
    Made,
    Scale,
    made,
)
from tests.make import TINY

ITEMS = [item.id for item in TINY.statements]
HERE = {"all": Unit("all", "All", None)} | {name: Unit(name, name, "all") for name in UNITS}
SECONDS = 2

KINDS = st.builds(
    Kinds,
    tool=st.sampled_from(From),
    language=st.sampled_from(LANGUAGES),
    letters=st.sampled_from(Letters),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    scale=st.sampled_from(Scale),
    steps=st.sampled_from([*STEPS]),
    faults=st.frozensets(st.sampled_from(Fault), max_size=4),
    # A workbook is read by a process of its own, which takes far longer to start than to read.
    form=st.sampled_from([Form.TEXT, Form.TEXT, Form.TEXT, Form.WORKBOOK]),
    seed=st.integers(0, 2**32),
)


def check(kinds: Kinds) -> None:
    """Read a file of these kinds, and compare with who and what it was made of."""
    truth = made(kinds, ITEMS)
    began = cpu()
    export = _read(truth)
    guessed = guess(export, TINY, HERE)
    _check_guess(guessed, truth)
    read = convert(export, _said(guessed, truth), TINY, units=HERE, wishes=Wishes())
    took = cpu() - began

    found = Counter((row.unit, _points(row.answers.scores)) for row in read.file)
    assert found == Counter((one.unit, _points(one.points)) for one in truth.people)
    assert took < SECONDS
    assert CANARY.casefold() not in repr((export.columns, export.rows)).casefold()


def cpu() -> float:
    """Seconds of the processor, those of processes that ended too."""
    return sum(os.times()[:4])


def _points(scores: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(scores.items()))


def _read(truth: Made) -> Export:
    """As somebody would: a sheet or a wave that is asked for is chosen."""
    reading = Reading()
    if truth.sheet:
        with pytest.raises(Choose) as which:
            read_export(truth.file)
        assert which.value.what is Asked.SHEET
        assert truth.sheet in which.value.options
        reading = Reading(sheet=truth.sheet)
    if truth.wave is None:
        return read_export(truth.file, reading)
    column, value = truth.wave
    with pytest.raises(Choose) as asked:
        read_export(truth.file, reading)
    assert asked.value.column == column
    assert value in asked.value.options
    return read_export(truth.file, replace(reading, only={column: value}))


def _check_guess(guessed: HistoryMapping, truth: Made) -> None:
    """What is guessed is right; what is not certain is not guessed."""
    assert guessed.statements == truth.columns
    assert guessed.unit_column == truth.team
    worth = {worded(value): point for value, point in truth.worth.items()}
    wrong = {value for value, point in guessed.scale.items() if worth.get(value, point) != point}
    assert not wrong
    if truth.steps or truth.apart:
        assert not guessed.scale or set(guessed.scale) == set("12345")


def _said(guessed: HistoryMapping, truth: Made) -> HistoryMapping:
    """The mapping once somebody said what the guess leaves open."""
    steps = truth.steps
    # What stands only in a column that somebody adds was not there to be guessed.
    unseen = {value: p for value, p in truth.worth.items() if worded(value) not in guessed.scale}
    scale = {} if steps else {**guessed.scale, **unseen}
    repeats = Repeats.LAST if truth.again else Repeats.UNSAID
    apart = {item: ItemScale(steps=ends) for item, ends in truth.apart.items()}
    told = replace(guessed, scale=scale, steps=steps, repeats=repeats)
    return replace(told, also=truth.also, scales=apart)


# Each failed once: a lone letter that Mac Roman has as a sign; a value in an added column only.
LONE_LETTER = Kinds(
    From.LEGACY, "fr", Letters.WINDOWS, "|", Scale.POINT, "1-4", frozenset({Fault.WAVES}), 0
)
ADDED_ONLY = Kinds(
    *(From.CODES, "en", Letters.UTF8, ",", Scale.ENDS, "100-0"),
    frozenset({Fault.TITLES, Fault.TOTALS, Fault.BLANKS, Fault.SPLIT}),
    7561881,
)


@settings(max_examples=300, deadline=None)
@example(LONE_LETTER)
@example(ADDED_ONLY)
@given(KINDS)
def test_a_composed_file_is_read_as_it_was_made(kinds: Kinds) -> None:
    """Whatever the tool, language, letters, separator, shape, scale and faults."""
    check(kinds)


@pytest.mark.long
@pytest.mark.timeout(1_500)
@settings(max_examples=5_000, deadline=None)
@given(KINDS)
def test_five_thousand_composed_files_are_read_as_they_were_made(kinds: Kinds) -> None:
    """The same, often enough to meet rare combinations."""
    check(kinds)


@settings(max_examples=150, deadline=None)
@given(KINDS, st.data())
def test_a_composed_file_that_is_damaged_is_read_or_refused_in_words(
    kinds: Kinds, data: st.DataObject
) -> None:
    """Bytes lost, doubled or changed: never an error that nobody wrote for people."""
    file = bytearray(made(kinds, ITEMS).file)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(file) - 1))
        doubled = data.draw(st.integers(0, 2))
        file[place : place + 1] = bytes(data.draw(st.integers(0, 255)) for _ in range(doubled))
    try:
        export = read_export(bytes(file))
        guessed = guess(export, TINY, HERE)
        convert(export, guessed, TINY, units=HERE, wishes=Wishes())
    except BadInput:
        return
