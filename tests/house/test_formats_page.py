"""The page of file formats: its tables are those of the words by which files are known."""

import re
import tomllib

import pytest

from survey.imports.history.habits import Tool
from survey.imports.history.mapping_file import KEYS, read_mapping
from survey.imports.words import FOLDER
from tests.house.formats_page import BLOCK, PAGE, TABLES, tables


def test_the_tables_say_what_the_words_say() -> None:
    """Run `python -m tests.house.formats_page` after a word of data/imports changed."""
    page = PAGE.read_text(encoding="utf-8")

    assert {found[2] for found in BLOCK.finditer(page)} == set(TABLES)
    assert tables(page) == page


def test_the_mapping_on_the_page_is_one_that_is_read() -> None:
    """With every key and table there is."""
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)

    assert set(tomllib.loads(shown)) == set(KEYS)
    assert read_mapping(shown.encode()).scales


def test_a_word_that_only_the_page_knows_is_no_word() -> None:
    """It is gone when the page is made again."""
    page = PAGE.read_text(encoding="utf-8")
    invented = page.replace("`submitdate`", "`sent on`", 1)

    assert invented != page
    assert tables(invented) == page


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*/*.toml")), ids=lambda file: file.stem)
def test_every_tool_says_where_its_words_come_from(file) -> None:  # type: ignore[no-untyped-def]
    """One file a tool; no name of a column stands in it under two reasons."""
    said = tomllib.loads(file.read_text("utf-8"))
    dropped = [name for names in said.get("dropped", {}).values() for name in names]

    assert said["sources"]
    assert said["known_by"]
    assert len(dropped) == len(set(dropped))


def test_every_tool_has_a_file_and_every_file_a_tool() -> None:
    """But for the plain table, which no tool wrote."""
    files = {file.stem for file in (FOLDER / "answers").glob("*.toml")}

    assert files == {tool.value for tool in Tool} - {Tool.PLAIN.value}
