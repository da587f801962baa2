"""Promises of the roster as a file: our own import reads it back unchanged, and nothing runs."""

from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.exports.roster import people_csv, roster_xlsx, units_csv
from analytics.exports.safe_csv import Separator
from survey.errors import BadInput, NotAllowed
from survey.imports.changes import Mode, plan
from survey.imports.requested_people import read_people
from survey.organisation.permissions import Viewer
from survey.organisation.restructuring import merged
from survey.organisation.structure import Organisation, Person, Role, Unit
from survey.store import Store
from tests.make import populate

HR = Viewer("hr", "Hanna", "all", None, frozenset({Role.HR}))
TODAY = date(2026, 3, 2)
NAMES = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=10
).map(lambda name: normalize("NFC", f"{name}x").strip())
HARD = st.sampled_from(["=1+1", "'=1", "+49", "-x", "@x", "''-x", "a;b", 'a"b', "x,y", "'x"])


class Standing(Store):
    """A store that holds an organisation and nothing else."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def organisation(self) -> Organisation:
        """The organisation it was given."""
        return self._organisation


def files(store: Store, form: str) -> tuple[bytes, bytes | None]:
    """The roster as two CSV files, or as one workbook."""
    if form == "xlsx":
        return roster_xlsx(store, viewer=HR), None
    separator: Separator = ";" if form == "semicolon" else ","
    made = (make(store, viewer=HR, separator=separator, bom=form == "semicolon")
            for make in (people_csv, units_csv))  # fmt: skip
    people, units = (b"".join(pieces) for pieces in made)
    return people, units


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Names that files and spreadsheets stumble over, some people gone, one unit led."""
    names = iter(draw(st.lists(NAMES | HARD, min_size=6, max_size=6)))
    units = {"all": Unit("all", next(names), None), "-x": Unit("-x", next(names), "all")}
    people = {
        f"p{n}": Person(f"p{n}", next(names), "", "pt-BR", "-x", active=draw(st.booleans()))
        for n in range(3)
    }
    people["=led"] = Person("=led", next(names), "a@x.org", "en", "all", leads="-x")
    return Organisation(units, people)


@settings(max_examples=60, deadline=None)
@given(organisations(), st.sampled_from(["comma", "semicolon", "xlsx"]))
def test_the_roster_reads_back_unchanged(organisation: Organisation, form: str) -> None:
    """Into the organisation it came from nothing changes; into an empty one it is all there."""
    people, units = files(Standing(organisation), form)
    wanted = read_people(people, units, today=TODAY)

    assert plan(wanted, organisation, mode=Mode.FULL).nothing_to_do
    assert plan(wanted, Organisation({}, {}), mode=Mode.FULL).result == organisation


@settings(max_examples=60, deadline=None)
@given(organisations())
def test_no_cell_of_a_csv_file_begins_as_a_formula(organisation: Organisation) -> None:
    """Whatever somebody is called."""
    for content in files(Standing(organisation), "comma"):
        assert content is not None
        cells = content.decode().replace("\n", ",").split(",")

        assert not [cell for cell in cells if cell.lstrip('"').startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("form", ["comma", "xlsx"])
def test_a_closed_unit_is_in_no_file(duckdb_store: Store, form: str) -> None:
    """Nobody is in it, and the file is read back all the same."""
    populate(duckdb_store)
    now = merged(duckdb_store.organisation(), "cat", into="dog")
    people, units = files(Standing(now), form)

    assert plan(read_people(people, units, today=TODAY), now, mode=Mode.FULL).nothing_to_do


def test_the_empty_workbook_has_the_columns_to_fill_in(duckdb_store: Store) -> None:
    """Brought in as it is, it says that nobody is in it."""
    with pytest.raises(BadInput, match="There is nobody in the people file"):
        read_people(roster_xlsx(duckdb_store, viewer=HR, empty=True), None, today=TODAY)


def test_the_roster_is_for_hr_only(duckdb_store: Store) -> None:
    """Whatever address somebody finds."""
    member = Viewer("m", "M", "all", None, frozenset())

    for make in (people_csv, units_csv):
        with pytest.raises(NotAllowed):
            make(duckdb_store, viewer=member, separator=",", bom=False)
    with pytest.raises(NotAllowed):
        roster_xlsx(duckdb_store, viewer=member)
