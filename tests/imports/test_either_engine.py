"""Promises of files brought into either engine: DuckDB and PostgreSQL keep the same of them."""

from contextlib import ExitStack, closing

import pytest

from analytics.figures.reading import read_units
from analytics.promise.checks import check
from commands.desk import Request
from commands.verbs import carry_out
from survey.actions.mappings import keep_mapping
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.store import Store
from tests.imports.test_history_guesses import ITEMS, KAI, OPTIONS, command, table
from tests.make import ACTOR, Clock, populate

HR = Viewer(ACTOR, "HR", "org", None, frozenset({Role.HR}))
PEOPLE = b"Name,Work Email,Department\n" + b"".join(
    b"P %d,p%d@boat.example,%s\n" % (n, n, b"Rigging" if n % 2 else b"Sails") for n in range(12)
)
ASKED = Request(
    "import people",
    {"mode": "partial", "leaving": None, "sheet": "", "write_mapping": False, "dry_run": False},
    {"file": PEOPLE},
)
MAPPING = f"""
instrument = "short"
unit_column = "Team"
repeats = "last"
steps = "1-5"
[statements]
{chr(10).join(f'{item} = "{item}"' for item in ITEMS)}
[also]
{ITEMS[1]} = ["Later"]
[units]
Kai = "Kai"
New = "New"
[scales]
{ITEMS[0]} = "0-10"
"""


def answers(team: str, many: int) -> list[list[object]]:
    """What so many people of a team answered, the second statement in one of two columns."""
    rows: list[list[object]] = []
    for n in range(many):
        points = [(1, 4, 5)[(n + at) % 3] for at in range(len(ITEMS))]
        late = n % 2
        row = [n % 11, "" if late else points[1], *points[2:], points[1] if late else ""]
        rows.append([f"{team}{n}", team, *row])
    return rows


def test_a_history_is_brought_kept_read_and_taken_back(store: Store) -> None:
    """With a mapping of everything there is; figures are the same whichever way they are read."""
    populate(store, KAI)
    header = ["token", "Team", *ITEMS, "Later"]
    rows = [*answers("Kai", 9), *answers("New", 8), *answers("Kai", 1)]
    file = table(header, rows)

    assert command(store, file, mapping=MAPPING.encode()).ok

    cells = store.cells(units=["Kai", "New"])
    assert sorted(cells) == sorted(c for c in store.cells() if c.unit in {"Kai", "New"})
    assert len(read_units(store, ["New"]).cells) == 1
    people = {c.people_low for c in cells if c.shown and c.measure == ITEMS[0]}
    assert people == {8}
    assert [finding.sentence for finding in check(store) if not finding.holds] == []
    undone = carry_out(store, Request("import undo", {"key": OPTIONS["key"], "reason": "wrong"}))
    assert (undone.ok, store.waves(), store.cells()) == (True, [], [])
    assert "New" not in store.units()


def test_people_of_another_tool_come_and_go(store: Store) -> None:
    """Their teams with them; and what was said of columns is kept for the next file."""
    populate(store, KAI)
    before = store.organisation().fingerprint

    assert carry_out(store, ASKED).ok

    assert {u.name for u in store.units().values()} >= {"Rigging", "Sails"}
    assert len(store.people()) == 1 + 12
    keep_mapping(store, kind="people", name="Weekly", toml="[columns]\n", viewer=HR)
    keep_mapping(store, kind="people", name="Weekly", toml='[columns]\nname = "N"\n', viewer=HR)
    assert dict(store.mappings("people")) == {"Weekly": '[columns]\nname = "N"\n'}
    number = store.imports_of_people()[0].number
    assert carry_out(store, Request("import undo-people", {"number": number})).ok
    assert store.organisation().fingerprint == before


@pytest.mark.parametrize("between", [False, True])
def test_a_unit_that_came_back_is_read_under_its_new_number(
    store: Store, clock: Clock, between: bool
) -> None:
    """Also in an app that had read it before: on PostgreSQL there may be several."""
    populate(store, KAI)
    rows = [["New", *[(1, 4, 5)[n % 3]] * len(ITEMS)] for n in range(9)]
    mapping = MAPPING.partition("[also]")[0] + '[units]\nNew = "New"\n'
    file = table(["Team", *ITEMS], rows)
    assert command(store, file, mapping=mapping.encode()).ok
    with ExitStack() as stack:
        reader = store
        if store.settings.database_url:
            reader = stack.enter_context(closing(Store(store.settings, clock=clock)))
        assert len(read_units(reader, ["New"]).cells) == 1
        carry_out(store, Request("import undo", {"key": OPTIONS["key"], "reason": "wrong"}))
        if between:
            assert carry_out(store, ASKED).ok

        assert command(store, file, mapping=mapping.encode()).ok

        assert len(read_units(reader, ["New"]).cells) == 1
