"""Every sentence on screen: found, filled in, said in every language, and really used."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from survey import errors
from survey.imports.problems import quoted
from survey.questionnaire.shipped import bank
from survey.settings import ROOT
from survey.text import FALLBACK, LOCALES, catalogue, joined, sentence
from tests.english import text
from tests.house.code import modules, parsed

ROOMS = ("pages", "survey", "analytics", "commands")


@cache
def trees() -> tuple[ast.Module, ...]:
    """Every module of the project, read."""
    files = [ROOT / "app.py", ROOT / "admin.py"]
    files += [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    return tuple(map(parsed, filter(Path.exists, files)))


def nodes() -> Iterator[ast.AST]:
    """Every node of every module."""
    for tree in trees():
        yield from ast.walk(tree)


def keys_asked_for() -> set[str]:
    """The literal keys given to `text` and `sentence`."""
    calls = (node for node in nodes() if isinstance(node, ast.Call) and node.args)
    firsts = (
        call.args[0]
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in {"text", "sentence"}
    )
    return {
        first.value
        for first in firsts
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value
    }


PREFIX = re.compile(r"([a-z_]+\.)+")


def keys_nobody_says() -> set[str]:
    """The keys of the English catalogue that no module names.

    A key put together at run time, such as f"waves.state.{state}" or "record.deed." + verb, counts
    as naming all that begin so.
    """
    strings = {n.value for n in nodes() if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    joined = [n.values[0] for n in nodes() if isinstance(n, ast.JoinedStr) and n.values]
    firsts = [str(first.value) for first in joined if isinstance(first, ast.Constant)]
    begun = tuple(first for first in (*firsts, *strings) if PREFIX.fullmatch(first))
    return {k for k in catalogue(FALLBACK) if k not in strings and not k.startswith(begun)}


def placeholders(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_key_that_is_asked_for_has_a_sentence() -> None:
    """No page may fail for a missing sentence."""
    assert len(keys_asked_for()) > 20
    assert keys_asked_for() - catalogue(FALLBACK).keys() == set()


def test_every_sentence_is_said_somewhere() -> None:
    """The catalogue holds no left-overs."""
    assert keys_nobody_says() == set()


@pytest.mark.parametrize("file", sorted(LOCALES.glob("*.toml")), ids=lambda file: file.stem)
def test_every_language_fills_in_what_english_does(file: Path) -> None:
    """A translation has no key and no placeholder that English has not."""
    english = catalogue(FALLBACK)
    sentences = catalogue(file.stem)

    assert sentences.keys() <= english.keys()
    assert {k: placeholders(s) for k, s in sentences.items()} == {
        k: placeholders(english[k]) for k in sentences
    }


def test_placeholders_are_filled_in() -> None:
    """Values take their place by name."""
    assert text("form.answered", count=3, total=18) == "3 of 18 answered"


def test_a_sentence_without_values_is_given_as_it_stands() -> None:
    """Nothing is filled in where nothing is given."""
    assert text("form.answered") == catalogue(FALLBACK)["form.answered"]


@pytest.mark.parametrize("language", ["xx", "nl-BE", "", "../en", "EN", "en-GB"])
def test_an_unknown_language_falls_back_to_english(language: str) -> None:
    """A tag we do not speak is never a failure."""
    assert text("form.send", language) == text("form.send")


def test_a_language_we_speak_is_used_and_its_gaps_are_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sentence falls back on its own; nested tables make dotted keys."""
    (tmp_path / "de.toml").write_text('[form]\nsend = "Senden"\n[a.b]\nc = "Tief"', "utf-8")
    german = catalogue("de-AT", tmp_path)
    monkeypatch.setattr("survey.text.catalogue", {"de": german, "en": catalogue("en")}.__getitem__)

    assert dict(german) == {"form.send": "Senden", "a.b.c": "Tief"}
    assert text("form.send", "de") == "Senden"
    assert text("form.empty", "de") == text("form.empty")


def test_an_unknown_key_is_a_mistake_of_ours() -> None:
    """It fails loudly, so that a test finds it."""
    with pytest.raises(KeyError, match=r"form\.nowhere"):
        text("form.nowhere")


def test_a_catalogue_holds_sentences_only(tmp_path: Path) -> None:
    """A number in a catalogue is a mistake of ours, named by its key."""
    (tmp_path / "fr.toml").write_text("[a]\nb = 3", "utf-8")

    with pytest.raises(ValueError, match=r"a\.b"):
        catalogue("fr", tmp_path)


def test_a_catalogue_cannot_be_changed() -> None:
    """One page cannot change another's words."""
    with pytest.raises(TypeError):
        catalogue(FALLBACK)["form.send"] = "x"  # type: ignore[index]


ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
TOLD = {*ERRORS, "Found", "Finding"}
LITERAL = {
    # The catalogue is found by the settings, so what is wrong with them cannot stand in it.
    "survey.settings",
}
IMPORTED = re.compile(r"^from survey\.text import .*\b(?:text|sentence)\b", re.MULTILINE)
PROSE = re.compile(r"[^\W\d]+,? [^\W\d]+")


def called(call: ast.Call) -> str:
    """The name of what is called, without what it belongs to."""
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def spoken(node: ast.AST) -> Iterator[str]:
    """The sentences written in some code, those that `text` and `sentence` are given left out."""
    if isinstance(node, ast.Call) and called(node) in {"text", "sentence"}:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for part in ast.iter_child_nodes(node):
        yield from spoken(part)


def literals(tree: ast.Module) -> Iterator[str]:
    """Sentences given to an error, a problem or a finding, right there or by a name."""
    names = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in TOLD:
            given = [*node.args, *(word.value for word in node.keywords)]
            named = [
                names[one.id] for one in given if isinstance(one, ast.Name) and one.id in names
            ]
            said = [part for one in (*given, *named) for part in spoken(one)]
            yield from (f"line {node.lineno}: {part}" for part in said if PROSE.search(part))


def at_import(node: ast.AST) -> Iterator[int]:
    """The lines on which `text` or `sentence` is called while a module is imported."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return
    if isinstance(node, ast.Call) and called(node) in {"text", "sentence"}:
        yield node.lineno
    for part in ast.iter_child_nodes(node):
        yield from at_import(part)


def test_nothing_that_is_refused_or_found_is_a_sentence_in_the_code() -> None:
    """It stands in the catalogue by key, and so can be said in the language of its reader."""
    said = {
        name: found
        for name, file in modules().items()
        if name not in LITERAL and (found := list(literals(parsed(file))))
    }

    assert said == {}


def test_the_literal_ones_still_are() -> None:
    """Nobody stays on the list for nothing, and the search finds what it looks for."""
    for name in LITERAL:
        assert list(literals(parsed(modules()[name])))


def test_no_words_are_frozen_at_import() -> None:
    """A module that speaks while it is imported does so before anybody's language is known.

    Pages are scripts: Streamlit runs each of them anew for everybody who looks.
    """
    scripts = {name for name in modules() if name.startswith("pages.") and name.count(".") < 3}
    scripts -= {name for name in scripts if name.startswith(("pages.ui.", "pages.web."))}
    frozen = {
        name: lines
        for name, file in modules().items()
        if name not in scripts
        and IMPORTED.search(file.read_text(encoding="utf-8"))
        and (lines := list(at_import(parsed(file))))
    }

    assert frozen == {}


def test_a_sentence_in_a_sentence_is_said_in_the_same_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the reason why something cannot be done."""
    words = '[refused.wave]\nmove = "Nein, {why}."\n[refused.why_not]\nopen = "sie ist offen"'
    (tmp_path / "de.toml").write_text(words, "utf-8")
    german = catalogue("de", tmp_path)
    monkeypatch.setattr("survey.text.catalogue", {"de": german, "en": catalogue("en")}.__getitem__)
    why = sentence("refused.why_not.open")

    refusal = sentence("refused.wave.move", wave="Autumn", to="open", why=why)

    assert refusal == "Wave “Autumn” cannot become open: it is open."
    assert refusal.in_language("de") == "Nein, sie ist offen."


def test_words_put_together_are_each_said_in_another_language() -> None:
    """What stands between them too; they read as one text until their reader is known."""
    parts = [sentence("language.range", low=1, high=2), quoted("Ants")]
    both = joined(parts, sentence("told.place.and"))
    told = sentence("told.people.by_names", columns=both)

    assert told == "Units come from 1 to 2 and “Ants”."
    assert told.in_language("de") == "Einheiten kommen aus 1 bis 2 und „Ants“."


def test_each_composite_and_its_parts_have_names_that_fit_above_a_tile() -> None:
    """A new one in the bank would else end the page of every area."""
    counted = [item for item in bank().statements if item.composite]
    measures = {measure for item in counted for measure in (item.composite, item.construct)}

    assert {f"area.short.{one}" for one in measures} - catalogue(FALLBACK).keys() == set()
