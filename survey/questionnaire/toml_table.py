"""One table of a TOML file, read key by key; whatever is wrong is noted and reading goes on."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from survey.errors import BadInput, Problem
from survey.text import sentence

MOST_NAMED = 5
_LINE = re.compile(r"line (\d+)")


class TomlTable:
    """Values under their keys; `problems` is shared by a whole file, `path` leads here."""

    def __init__(
        self, values: Mapping[str, object], path: str = "", problems: list[Problem] | None = None
    ) -> None:
        self.values = values
        self.path = path
        self.problems: list[Problem] = [] if problems is None else problems

    def wrong(self, key: str, message: str) -> None:
        """Note a problem with one key of this table."""
        self.problems.append(Problem(message, column=f"{self.path}{key}"))

    def only(self, *known: str) -> None:
        """Note every key that is not known."""
        for key in self.values:
            if key not in known:
                self.wrong(key, sentence("refused.toml.unknown_key", known=", ".join(known)))

    def has(self, key: str) -> bool:
        """Whether there is a value (null, which only JSON has, is none)."""
        return self.values.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not blank; the default only where the key is missing."""
        value = self.values.get(key, default)
        if isinstance(value, str) and value.strip():
            return value
        self.wrong(key, sentence("refused.toml.text" if value else "refused.toml.no_text"))
        return ""

    def words(self, key: str) -> str:
        """A text that may be missing or empty."""
        return self.text(key) if self.values.get(key) else ""

    def matching(self, key: str, pattern: re.Pattern[str], expected: str) -> str:
        """A text of one shape, which the sentence of the key `expected` describes."""
        value = self.text(key)
        if value and not pattern.fullmatch(value):
            self.wrong(key, sentence(expected))
        return value

    def whole(self, key: str) -> int:
        """A whole number from 1."""
        value = self.values.get(key)
        if type(value) is int and value >= 1:
            return value
        self.wrong(key, sentence("refused.toml.whole"))
        return 1

    def flag(self, key: str) -> bool:
        """True or false; false where the key is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, sentence("refused.toml.flag"))
        return value is True

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of texts that are not blank."""
        found = self.values.get(key, default)
        if isinstance(found, list | tuple) and all(isinstance(v, str) and v.strip() for v in found):
            return tuple(found)
        self.wrong(key, sentence("refused.toml.texts"))
        return ()

    def entries(self, key: str) -> "list[str | TomlTable]":
        """A list of texts and tables; a table's path names its `id` where it has one."""
        found = self.values.get(key, [])
        if not isinstance(found, list):
            self.wrong(key, sentence("refused.toml.list"))
            return []
        entries = [self._entry(key, at, value) for at, value in enumerate(found, start=1)]
        return [entry for entry in entries if entry is not None]

    def _entry(self, key: str, at: int, value: object) -> "str | TomlTable | None":
        match value:
            case str():
                return value
            case dict():
                known = value.get("id")
                name = known if isinstance(known, str) and known else at
                return TomlTable(value, f"{self.path}{key}[{name}].", self.problems)
        self.wrong(f"{key}[{at}]", sentence("refused.toml.entry"))
        return None

    def tables(self, key: str) -> "list[TomlTable]":
        """A list of tables."""
        entries = self.entries(key)
        if any(isinstance(entry, str) for entry in entries):
            self.wrong(key, sentence("refused.toml.tables"))
        return [entry for entry in entries if isinstance(entry, TomlTable)]

    def refuse_problems(self, name: str) -> None:
        """Raise BadInput with everything noted under the name of the file, if there is anything."""
        if not self.problems:
            return
        said = "; ".join(str(problem) for problem in self.problems[:MOST_NAMED])
        more = len(self.problems) - MOST_NAMED
        rest = sentence("refused.toml.and_more", count=more) if more > 0 else ""
        raise BadInput(
            sentence("refused.toml.not_used", name=name, problems=said, more=rest), self.problems
        )


def read_toml(file: Path) -> TomlTable:
    """A TOML file's outermost table. Errors: BadInput with the line where it cannot be read."""
    try:
        return TomlTable(tomllib.loads(file.read_bytes().decode("utf-8")))
    except OSError as error:
        raise BadInput(
            sentence("refused.toml.not_opened", file=file.name, why=error.strerror)
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput(sentence("refused.toml.not_utf8", file=file.name)) from error
    except RecursionError as error:
        raise BadInput(sentence("refused.toml.nested", file=file.name)) from error
    except ValueError as error:
        line = _LINE.search(str(error))
        problem = Problem(str(error), row=int(line[1]) if line else None)
        raise BadInput(
            sentence("refused.toml.not_read", file=file.name, why=str(error)), [problem]
        ) from error
