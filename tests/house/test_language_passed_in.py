"""Whoever reads is spoken to in a language that is passed in, never in one that the code names."""

import ast
from collections.abc import Iterator

from survey.settings import ROOT
from tests.house.code import imports, modules, parsed

NAMES_ONE = {
    # A sentence that is raised is English until its reader is known.
    "survey.text",
}
OF_RESPONDENTS = ("pages.respondent.", "pages.web.", "pages.ui.promise.", "pages.everyone.promise")
"""Read by whoever answers, in a language of their own choice, and outside of any tab."""
SAID = {"text", "said", "in_language", "day", "number", "deed", "doer"}


def names_a_language(node: ast.AST) -> bool:
    """Whether a word is spoken in a language that stands in the code."""
    if not isinstance(node, ast.Call):
        return False
    by_word = [word.value for word in node.keywords if word.arg == "language"]
    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
    return any(map(_is_one, [*by_word, *(node.args[:2] if called in SAID else ())]))


def _is_one(given: ast.expr) -> bool:
    if isinstance(given, ast.Name):
        return given.id == "FALLBACK"
    return isinstance(given, ast.Constant) and given.value in {"en", "de"}


def defaults(node: ast.AST) -> Iterator[str]:
    """The functions that speak some language where none is passed in."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        named = node.args.posonlyargs + node.args.args
        with_default = named[len(named) - len(node.args.defaults) :]
        keyword = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        found = [*with_default, *(word for word, value in keyword if value is not None)]
        yield from (node.name for one in found if one.arg == "language")


def trees() -> dict[str, ast.Module]:
    """Every module that ships, read."""
    return {n: parsed(file) for n, file in modules().items()}


def test_no_sentence_is_said_in_a_language_that_the_code_names() -> None:
    found = {
        name
        for name, tree in trees().items()
        if any(names_a_language(node) for node in ast.walk(tree))
    }

    assert found == NAMES_ONE


def test_no_language_is_spoken_by_default() -> None:
    """Whatever forgets whose language it is to be is found by mypy."""
    found = {
        f"{name}.{function}"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        for function in defaults(node)
    }

    assert found == {
        # Which words are names does not depend on who reads.
        "survey.text.words_that_are_names",
    }


def test_pages_take_their_words_from_the_session_which_knows_the_reader() -> None:
    said = {
        name
        for name, file in modules().items()
        if name.startswith("pages.")
        and not name.startswith(OF_RESPONDENTS)
        and "survey.text.text" in imports(file)
    }

    assert (ROOT / "pages").is_dir()
    assert said == {"pages.ui.frame.session"}


def groups_thousands(node: ast.AST) -> bool:
    """Whether a number is written with the commas of English: 10,000."""
    spec = node.format_spec if isinstance(node, ast.FormattedValue) else None
    parts = spec.values if isinstance(spec, ast.JoinedStr) else []
    return any(isinstance(one, ast.Constant) and one.value == "," for one in parts)


def test_a_large_number_is_told_and_not_written() -> None:
    """`survey.languages.counted` is said in the manner of whoever reads; commands are English."""
    found = {
        name
        for name, tree in trees().items()
        if not name.startswith(("commands", "admin"))
        and any(groups_thousands(node) for node in ast.walk(tree))
    }

    assert found == {"survey.languages"}
