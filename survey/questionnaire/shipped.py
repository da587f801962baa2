"""What is there to ask: the bank, the instruments we ship for asking, and those composed here."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments, load_offered, read_bank
from survey.settings import CONTENT
from survey.store import Store

FOLDER = CONTENT / "instruments"
CORE = "standard"


def choices(store: Store) -> Mapping[str, Instrument]:
    """The instruments HR may ask, by key: ours first, then the latest version of each composed one.

    Errors: BadInput.
    """
    own = store.newest_composed().items()
    return {**shipped(), **{key: one.instrument for key, one in own if not one.retired}}


@cache
def shipped(folder: Path = FOLDER) -> Mapping[str, Instrument]:
    """The instruments of a folder that are offered, in the order they are; read once."""
    return load_offered(folder)


@cache
def bank(folder: Path = FOLDER) -> Instrument:
    """The question bank; read once."""
    found = read_bank(folder)
    assert found is not None, "the question bank comes with the program"
    return found


@cache
def core() -> frozenset[str]:
    """The ids of the statements whose trends go on from wave to wave."""
    return frozenset(item.id for item in shipped()[CORE].statements)


@cache
def taken_keys(folder: Path = FOLDER) -> frozenset[str]:
    """The keys that no instrument composed here may have."""
    return frozenset(load_instruments(folder)) | {bank(folder).key}
