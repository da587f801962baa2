"""How do experiments, what was passed up and what was heard become text and come back?"""

import json
from typing import Any

from pydantic import TypeAdapter

from survey.experiments.experiment import Experiment
from survey.experiments.passing import Heard, Passed

SIGNED = frozenset({"by", "changed_by", "owner"})
"""The places in which somebody's key stands."""
_EXPERIMENT, _PASSED, _HEARD = TypeAdapter(Experiment), TypeAdapter(Passed), TypeAdapter(Heard)


def as_text(one: Experiment | Passed | Heard) -> str:
    """One as it is kept."""
    return TypeAdapter(type(one)).dump_json(one).decode()


def experiment_of(kept: str) -> Experiment:
    """An experiment as it was kept."""
    return _EXPERIMENT.validate_json(kept)


def passed_of(kept: str) -> Passed:
    """What was passed up, as it was kept."""
    return _PASSED.validate_json(kept)


def heard_of(kept: str) -> Heard:
    """What was heard, as it was kept."""
    return _HEARD.validate_json(kept)


def signed_by(kept: str, person: str, *, instead: str) -> str | None:
    """The same, a version on, with somebody's signature another; None where they signed nothing."""
    content = json.loads(kept)
    renamed = _renamed(content, person, instead)
    if renamed == content:
        return None
    return json.dumps(renamed | {"version": content["version"] + 1}, ensure_ascii=False)


def _renamed(value: Any, person: str, instead: str) -> Any:
    match value:
        case dict():
            return {
                name: instead if name in SIGNED and of == person else _renamed(of, person, instead)
                for name, of in value.items()
            }
        case list():
            return [_renamed(one, person, instead) for one in value]
    return value
