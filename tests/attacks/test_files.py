"""Attack 20: take the files twice, open them in a spreadsheet, and hold them against the screen."""

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from io import StringIO

import pytest
from pandas import isna
from streamlit.testing.v1 import AppTest

from analytics.exports.formats import Format, as_file
from commands.desk import Request
from commands.verbs import carry_out
from survey.actions.opening import open_wave
from survey.actions.waves import Plan, plan_wave
from survey.answering.sending import send
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role, Unit
from survey.store import Store
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import charts
from tests.make import (
    ACTOR,
    TINY,
    Clock,
    Universe,
    close,
    keep_people,
    populate,
    published,
    respondents,
    together,
    tokens,
)

HR = Viewer("hr", "HR", "", None, frozenset({Role.HR}))
SMALL = Universe({"all": 0, "ant": 10, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ())
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "-2"]
RUNS = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def read(report: bytes) -> list[dict[str, str]]:
    """A file as a spreadsheet reads it."""
    return list(csv.DictReader(StringIO(report.decode("utf-8-sig"), newline="")))


def command(store: Store, verb: str, wave: str | None = None) -> bytes:
    """The file of a command."""
    return carry_out(store, Request(verb, {"wave": wave})).files["out"]


def every_report(store: Store) -> Iterator[bytes]:
    """Each report there is, as the page and as the command give it."""
    for wave in (None, *(wave.key for wave in store.waves())):
        yield b"".join(as_file(store, wave=wave, form=Format.CSV))
        yield command(store, "report", wave)


def test_the_same_report_is_the_same_bytes_every_time(store: Store) -> None:
    """Twice, by page and by command, and after a restart; on both engines."""
    populate(store, SMALL)
    published(store, "w1", days=1)
    assert isinstance(store.now, Clock)
    store.now.move(days=2)
    published(store, "w2", days=1)

    first = list(every_report(store))

    assert list(every_report(store)) == first
    assert first[::2] == first[1::2]
    with closing(Store(store.settings, clock=store.now)) as again:
        assert list(every_report(again)) == first
    print(f"attack 20: {3 * len(first)} files, {3 * sum(map(len, first)):,} bytes")


def test_both_engines_give_the_same_report(duckdb_store: Store, postgresql_store: Store) -> None:
    """Sorted by our own rule, not by the database's."""
    for store in (duckdb_store, postgresql_store):
        populate(store, SMALL)
        published(store, days=1)

    assert command(duckdb_store, "report") == command(postgresql_store, "report")


def test_nothing_in_a_file_runs_in_a_spreadsheet(duckdb_store: Store) -> None:
    """Not the name of a unit or of a wave, and not what somebody wrote."""
    store, teams = duckdb_store, [f"t{number}" for number in range(len(FORMULAS))]
    populate(
        store,
        Universe(
            dict.fromkeys(["all", *teams], 12), {"all": None, **dict.fromkeys(teams, "all")}, ()
        ),
    )
    keep_people(
        store,
        [],
        units=[Unit(team, name, "all") for team, name in zip(teams, FORMULAS, strict=True)],
    )
    plan = Plan("w1", FORMULAS[0], TINY, store.now(), store.now().replace(day=20), 5)
    plan_wave(store, plan, actor=ACTOR)
    open_wave(store, key="w1", actor=ACTOR)
    forms = respondents(store, tokens(store))
    together(
        lambda who: send(store, forms[who], {"B1": 4, "B2": 2, "A1": 4, "O1": written(who)}),
        list(forms),
    )
    close(store)
    report, comments = read(command(store, "report", "w1")), read(command(store, "comments", "w1"))

    inert = {f"'{formula}" for formula in FORMULAS}
    assert inert <= {row["unit_name"] for row in report}
    assert {f"'{formula.strip()}" for formula in FORMULAS} & inert <= {
        r["comment"] for r in comments
    }
    assert len(comments) == len(forms)
    cells = [cell for row in (*report, *comments) for cell in row.values() if RUNS.match(cell)]
    assert [cell for cell in cells if not NUMBER.fullmatch(cell)] == []


def written(who: str) -> str:
    """A formula as a comment; everybody writes another than the one next to them."""
    return FORMULAS[int(who.partition("-")[2]) % len(FORMULAS)]


# File against screen

COLUMNS = {
    "trends.col_wave": "wave_name",
    "trends.col_measure": "measure_text",
    "trends.col_score": "score",
    "trends.col_low": "interval_low",
    "trends.col_high": "interval_high",
    "trends.col_people": "n_band",
    "trends.col_participation": "participation_band",
    "trends.col_change": "change",
}


def on_screen(run: AppTest) -> list[list[str]]:
    """The numbers on a page, a blank as nothing."""
    rows = run.dataframe[0].value[[text(name) for name in COLUMNS]]
    return sorted(rows.map(lambda cell: "" if isna(cell) else str(cell)).to_numpy().tolist())


def of_unit(report: list[dict[str, str]], unit: str, kind: str) -> list[dict[str, str]]:
    """What a file says about a unit: as an area where it is one, else as a team."""
    scope = "area" if unit in shipyard.YARD.above.values() else "team"
    return [
        row
        for row in report
        if (row["unit"], row["scope"], row["measure_kind"]) == (unit, scope, kind)
    ]


def in_file(report: list[dict[str, str]], unit: str) -> list[list[str]]:
    """The same numbers in the file, participation beside each."""
    took_part = of_unit(report, unit, "participation")
    bands = {row["wave"]: row["participation_band"] for row in took_part}
    rows = of_unit(report, unit, "composite")
    rows = [row | {"participation_band": bands[row["wave"]]} for row in rows]
    return sorted([row[name] for name in COLUMNS.values()] for row in rows)


@pytest.mark.parametrize("unit", shipyard.YARD.above)
def test_the_file_says_what_the_screen_says(yard: Visitor, unit: str) -> None:
    """The same composites, intervals, bands, changes, signs and blanks, wave by wave."""
    run = yard.sign_in(shipyard.HR).open("team/trends.py", unit=unit)
    report = read(command(yard.store, "report"))

    tiles = [row for chart in charts(run)[1:] for row in chart["data"][0]["z"]]
    drawn = [f"{share:.0f}" for row in tiles for share in row if share is not None]
    signs = [row["score"] for row in of_unit(report, unit, "sign") if row["score"]]
    assert on_screen(run) == in_file(report, unit)
    assert sorted(drawn) == sorted(signs)


def test_the_file_has_a_value_for_each_published_cell_and_no_other(yard: Visitor) -> None:
    """What is put together from published statements aside, all stands in the table of cells."""
    key = {wave.id: wave.key for wave in yard.store.waves()}
    cells = {
        (key[c.wave], c.unit, c.scope, c.measure): None if c.tenths is None else c.tenths / 10
        for c in yard.store.cells()
    }
    rows = {
        (row["wave"], row["unit"], row["scope"], row["measure"]): row["score"]
        for row in read(command(yard.store, "report"))
        if row["measure_kind"] not in {"construct", "derived"}
    }

    assert {place: float(score) if score else None for place, score in rows.items()} == cells
    print(f"attack 20: {len(cells):,} cells, each once in the file")
