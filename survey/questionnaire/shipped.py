"""What do we ship to ask: the bank, and the instruments made from it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments, load_offered, read_bank
from survey.settings import CONTENT

FOLDER = CONTENT / "instruments"
CORE = "standard"


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
