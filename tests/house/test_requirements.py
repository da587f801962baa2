"""Promises of what is installed: all of it pinned with hashes, from anywhere, and no GPL."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from survey.settings import ROOT

LOCKS = ("requirements", "requirements-dev")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
WHEELS_ONLY = "--only-binary :all:"
GPL = re.compile(r"\bA?GPL|(?<!Lesser )General Public|Affero", re.IGNORECASE)

# LGPL lets a program that is not LGPL use a library as it is; decision 0001 has why.
LESSER = {"psycopg": "the driver of PostgreSQL, unchanged", "psycopg-binary": "a part of psycopg"}


@cache
def asked(file: str) -> tuple[Requirement, ...]:
    """What an .in file asks for, and the files it builds on."""
    lines = (ROOT / f"{file}.in").read_text(encoding="utf-8").splitlines()
    here = [Requirement(line) for line in lines if line and line[0] not in "#-"]
    below = [line.removeprefix("-r ").removesuffix(".in") for line in lines if line[:3] == "-r "]
    return (*here, *(one for name in below for one in asked(name)))


def text_of(file: str) -> str:
    """A lock, without what it says of itself."""
    text = (ROOT / f"{file}.txt").read_text(encoding="utf-8").replace(" \\\n", "")
    return "".join(line for line in text.splitlines(keepends=True) if line.strip()[:1] != "#")


@cache
def locked(file: str) -> dict[str, str]:
    """The version of everything in a lock, by its canonical name."""
    lines = [line for line in text_of(file).splitlines() if line and line != WHEELS_ONLY]
    found = [Requirement(line.split("--hash", 1)[0]) for line in lines]
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in found}


@cache
def shipped() -> tuple[str, ...]:
    """Everything that requirements.in brings along on this machine, by its canonical name."""
    known: dict[tuple[str, str], None] = {}
    ahead = [(one, extra) for one in asked("requirements") for extra in ("", *one.extras)]
    while ahead:
        wanted, extra = ahead.pop()
        name = canonicalize_name(wanted.name)
        if (name, extra) not in known:
            known[name, extra] = None
            ahead += [(one, of) for one in needs(name, extra) for of in ("", *one.extras)]
    return tuple(sorted({name for name, _ in known}))


def needs(name: str, extra: str) -> Iterator[Requirement]:
    """What something that is installed needs here, with one of its extras or with none ("")."""
    for line in distribution(name).requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
            yield wanted


def licence(name: str) -> str:
    """Everything that a distribution says of its licence, but for the text of it."""
    about = distribution(name).metadata
    classes = [one for one in about.get_all("Classifier", []) if one.startswith("License")]
    own = [
        about[field].splitlines()[0] for field in ("License-Expression", "License") if about[field]
    ]
    return "; ".join((*own, *classes))


@pytest.mark.parametrize("file", LOCKS)
def test_everything_that_is_installed_is_pinned_with_hashes(file: str) -> None:
    """Each line is name==version and a hash or more; nothing is built here from what has none."""
    text = text_of(file)

    assert WHEELS_ONLY in text
    for line in filter(None, text.replace(WHEELS_ONLY, "").splitlines()):
        pin, _, hashes = line.partition("--hash")
        assert re.fullmatch(r"[a-z0-9-]+==[A-Za-z0-9.]+( ;.*)?", pin.strip()), line
        assert all(map(HASH.fullmatch, f"--hash{hashes}".split())), line


@pytest.mark.parametrize("file", LOCKS)
def test_a_lock_holds_what_is_asked_for(file: str) -> None:
    """Whoever changes an .in file says `make lock`."""
    for wanted in asked(file):
        version = locked(file)[canonicalize_name(wanted.name)]
        assert str(wanted.specifier) == f"=={version}", f"{wanted}, but {version} is locked"


def test_a_lock_holds_all_that_comes_along_and_it_is_what_is_installed() -> None:
    """What is tested is what is shipped, down to the last of what others need."""
    here = {name: distribution(name).version for name in shipped()}

    assert len(here) > len(asked("requirements"))
    assert here == {name: locked("requirements").get(name) for name in here}


def test_tests_run_on_what_is_shipped() -> None:
    """The lock of tests adds to that of the product, and changes nothing in it."""
    assert locked("requirements").items() <= locked("requirements-dev").items()


@pytest.mark.parametrize("file", [f"{lock}{end}" for lock in LOCKS for end in (".in", ".txt")])
def test_no_lock_names_a_machine_or_an_index(file: str) -> None:
    """Where packages come from is said where they are installed."""
    text = (ROOT / file).read_text(encoding="utf-8")

    assert not re.search(r"index-url|find-links|trusted-host|://|[\s=]/\w|[A-Z]:\\", text)


def test_nothing_that_ships_is_under_the_gpl() -> None:
    """Nor says nothing of its licence; under the LGPL is what decision 0001 names."""
    said = {name: licence(name) for name in shipped()}

    assert not [name for name, words in said.items() if not words]
    assert not [name for name, words in said.items() if GPL.search(words)]
    assert {name for name, words in said.items() if "LGPL" in words} == set(LESSER)


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("GNU Affero General Public License", True),
        ("MIT OR GPL-2.0-or-later", True),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3", False),
        ("Apache-2.0", False),
    ],
)
def test_the_gpl_is_known_by_its_names(words: str, *, refused: bool) -> None:
    assert bool(GPL.search(words)) is refused


def test_checks_before_a_commit_are_our_own() -> None:
    """They run what is pinned here, and fetch nothing."""
    lines = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8").splitlines()
    repos = [line.split("repo:")[1].strip() for line in lines if "repo:" in line]
    entries = [line.split("entry:")[1].strip() for line in lines if "entry:" in line]

    assert repos == ["local"]
    assert entries
    assert all(entry.startswith(".venv/bin/") for entry in entries)
    assert {Path(entry.split()[0]).name for entry in entries} <= set(locked("requirements-dev"))
