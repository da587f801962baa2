"""By which words is a column, a row or a value known? As data says it, in all languages we read."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from survey.organisation.values import normal
from survey.settings import CONTENT

FOLDER = CONTENT / "imports"


def fold(said: str) -> str:
    """A name or value as it is compared: one way of writing, one space, small letters."""
    return " ".join(normal("NFKC", said).replace("’", "'").casefold().split())


@cache
def data(name: str) -> Mapping[str, Any]:
    """What a file of the folder says, read once."""
    return MappingProxyType(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))


@cache
def words(table: str, kind: str) -> tuple[str, ...]:
    """The words of one kind, folded, in the order of the file."""
    return tuple(map(fold, data("words")[table][kind]))


def toml_text(said: str) -> str:
    """A TOML string: those of JSON are, but for one character that TOML wants escaped."""
    return json.dumps(said, ensure_ascii=False).replace("\x7f", "\\u007f")
