"""Promises of what columns of people mean: said once, kept under a name, read again."""

from dataclasses import replace

import pytest

from commands.desk import Request
from commands.verbs import carry_out
from survey.actions.mappings import keep_mapping
from survey.errors import BadInput, NotAllowed, Refused
from survey.imports.people_mapping import columns_toml, people_columns, read_columns
from survey.imports.requested_people import read_people
from survey.imports.source_tools import Means
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.store import Store
from tests.imports.test_cases import TODAY

HR = Viewer("hr", "HR", "all", None, frozenset({Role.HR}))
STRANGE = b"Badge;Who;Where;Post\n17;Ada Pine;Deck;ada@x.org\n18;Bo Larch;Keel;bo@x.org\n"
SAID = {Means.ID: "Badge", Means.NAME: "Who", Means.UNIT: "Where", Means.EMAIL: "Post"}
COMMAND = {"mode": "partial", "leaving": None, "dry_run": False, "write_mapping": False}


def command(store: Store, file: bytes, mapping: bytes | None = None, **options: object) -> object:
    """The operator's command."""
    files = {"file": file} | ({"mapping": mapping} if mapping else {})
    return carry_out(store, Request("import people", COMMAND | options, files))


def test_a_list_with_strange_columns_is_read_as_somebody_says(duckdb_store: Store) -> None:
    """Without that it is refused with what it needs."""
    with pytest.raises(BadInput, match="needs a name and an address, an id or a team"):
        command(duckdb_store, STRANGE)

    command(duckdb_store, STRANGE, columns_toml(SAID).encode())

    people = duckdb_store.people()
    assert {key: (p.name, p.unit) for key, p in people.items()} == {
        "17": ("Ada Pine", "Deck"),
        "18": ("Bo Larch", "Keel"),
    }


def test_what_is_understood_can_be_written_down_and_corrected(duckdb_store: Store) -> None:
    """The file that the command writes is the one it reads."""
    file = b"Name,E-Mail,Team\nAda,ada@x.org,Deck\n"
    reply = carry_out(
        duckdb_store, Request("import people", COMMAND | {"write_mapping": True}, {"file": file})
    )

    written = reply.files["write_mapping"]
    assert read_columns(written) == dict(people_columns(file).meanings)
    assert not duckdb_store.people()


def test_a_mapping_is_kept_under_a_name_by_hr_only(store: Store) -> None:
    """Over one of the same name; the record has the name and nothing of the columns."""
    for toml in ("[columns]\n", columns_toml(SAID)):
        keep_mapping(store, kind="people", name=" Our  list ", toml=toml, viewer=HR)

    assert store.mappings("people") == {"Our list": columns_toml(SAID)}
    assert read_columns(store.mappings("people")["Our list"].encode()) == SAID
    line = store.audit()[0]
    assert (line.subject, line.detail) == ("mapping/people", "Our list")
    with pytest.raises(NotAllowed):
        keep_mapping(store, kind="people", name="x", toml="", viewer=replace(HR, roles=frozenset()))


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b"])
def test_a_mapping_needs_a_name_people_can_read(duckdb_store: Store, name: str) -> None:
    with pytest.raises(Refused, match="Give it a name"):
        keep_mapping(duckdb_store, kind="people", name=name, toml="", viewer=HR)


@pytest.mark.parametrize(
    "file",
    [b"\xff\xfe", b"[columns]\nmood = 'x'\n", b"[columns]\nid = 3\n", b"columns = 3\n", b"x = 1\n"],
)
def test_a_mapping_that_is_none_is_refused_in_words(file: bytes) -> None:
    """Never with what stands in it: it may be another file."""
    with pytest.raises(BadInput, match="mapping cannot be"):
        read_columns(file)


def test_a_column_that_is_not_there_is_named() -> None:
    """The mapping of another file."""
    with pytest.raises(BadInput, match="does not fit this file"):
        read_people(STRANGE, None, today=TODAY, columns=SAID | {Means.STATUS: "State"})
