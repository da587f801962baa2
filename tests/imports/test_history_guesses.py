"""Promises of past waves that are guessed at: what is not certain is asked, and never published."""

from collections.abc import Iterable

import pytest

from analytics.jobs.past_waves import bring
from analytics.published.cells import Hidden, Score
from analytics.published.kept_cells import figure_of
from commands.desk import Reply, Request
from commands.verbs import carry_out
from survey.errors import BadInput
from survey.imports.history.converting import Wishes, convert
from survey.imports.history.doubts import doubts
from survey.imports.history.export import read_export
from survey.imports.history.guessing import guess
from survey.imports.history.habits import Skip, Tool, Why
from survey.imports.history.mapping import HistoryMapping, Repeats
from survey.imports.history.scales import NUMBERS
from survey.organisation.structure import Unit
from survey.questionnaire.shipped import shipped
from survey.store import Store
from survey.waves.wave import State
from tests.jobs.test_past_waves import past
from tests.make import ACTOR, TINY, Universe, populate

SHORT = shipped()["short"]
ITEMS = [item.id for item in SHORT.statements]
SIGNS = [sign.id for sign in SHORT.signs]
OPTIONS = {
    "key": "old",
    "name": "Old",
    "opened": "2024-03-01",
    "closed": "2024-03-20",
    "instrument": "short",
    "k": 5,
    "leave_out": False,
    "write_mapping": False,
    "yes": False,
    "dry_run": False,
}
KAI = Universe({"org": 0, "Kai": 1}, {"org": None, "Kai": "org"}, ())
POINTS = (5, 1, 4, 2, 3, 5)


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A table as text."""
    lines = [",".join(map(str, cells)) for cells in ([*header], *rows)]
    return ("\n".join(lines) + "\n").encode()


def answers(count: int, *, points: tuple[int, ...] = POINTS) -> list[list[int]]:
    """What so many people answered to the statements of the short list."""
    return [[points[(n + at) % len(points)] for at, _ in enumerate(ITEMS)] for n in range(count)]


def plain(count: int = 12, *, points: tuple[int, ...] = POINTS) -> bytes:
    """One row each of people who say their team, and nothing else about themselves."""
    return table(["Team", *ITEMS], (["Kai", *row] for row in answers(count, points=points)))


def once_and_again(column: str = "employee_id", *, rows: int = 6) -> bytes:
    """Twelve people, of whom the first has some rows of a team of their own."""
    again = [[f"{column}-0", "Leuchtturm", *row] for row in answers(rows)]
    others = [[f"{column}-{n}", "Kai", *row] for n, row in enumerate(answers(12), start=1)]
    return table([column, "Team", *ITEMS], [*again, *others])


def command(store: Store, file: bytes, **options: object) -> Reply:
    """The operator's command; a mapping among the options is given as a file."""
    files = {name: value for name, value in options.items() if isinstance(value, bytes)}
    rest = {name: value for name, value in options.items() if name not in files}
    return carry_out(store, Request("import history", OPTIONS | rest, {"file": file} | files))


def written(store: Store, file: bytes, *changes: tuple[str, str], **options: object) -> bytes:
    """The mapping that is guessed, as it is written down, with what somebody corrected."""
    text = command(store, file, write_mapping=True, **options).files["write_mapping"].decode()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text.encode()


def figures(store: Store, unit: str = "Kai") -> dict[str, object]:
    """Every published figure of a team."""
    cells = store.cells(waves=[store.wave("old").id])
    return {c.measure: figure_of(c) for c in cells if (c.unit, c.scope) == (unit, "team")}


def guessed(file: bytes, **units: Unit) -> HistoryMapping:
    """What is guessed of a file."""
    return guess(read_export(file), SHORT, units)


# Who is one person


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("employee_id", ["7", "7", "8"]),
        ("Person-ID", ["7", "7", "8"]),
        ("token", ["x", " X ", "y"]),
        ("id", ["1", "1", "2"]),
        ("E-Mail", ["a@b.example", "A@b.example", "c@b.example"]),
        ("Anything", ["a@b.example", "a@b.example", "c@b.example"]),
        ("Full name", ["Ada Pine", "ada  pine", "Bo Larch"]),
        ("First name,Last name", ["Ada,Pine", "Ada,Pine", "Ada,Larch"]),
        ("id,Full name", ["1,Ada Pine", "2,Ada Pine", "3,Bo Larch"]),
        ("E-Mail,token", ["a@b.example,x", "a@b.example,y", "c@b.example,z"]),
        ("E-Mail,token", ["a@b.example,x", "b@b.example,x", "c@b.example,z"]),
    ],
)
def test_rows_of_one_person_are_known_by_any_column_that_tells(
    header: str, rows: list[str]
) -> None:
    """By an id, a token, an address or a name, however it is written; of them nothing stays."""
    file = "\n".join([f"{header},B1", *(f"{row},3" for row in rows), ""])

    export = read_export(file.encode())

    assert (export.people, export.repeated) == ((0, 0, 2), 1)
    assert export.names == ("B1",)


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("employee_id,Full name", ["7,Ada Pine", "8,Ada Pine"]),
        ("E-Mail,Name", ["a@b.example,Ada", "b@b.example,Ada"]),
        ("Email", ["anonymous", "anonymous"]),
        ("Name,token", [",", ","]),
        ("Manager email", ["m@b.example", "m@b.example"]),
        ("Date of birth", ["1990-01-01", "1990-01-01"]),
        ("IP address", ["10.0.0.1", "10.0.0.1"]),
        ("Anything", ["https://b.example/survey", "https://b.example/survey"]),
    ],
)
def test_different_people_may_share_what_does_not_tell(header: str, rows: list[str]) -> None:
    """A name with another id, a manager, a network, a birthday, nothing at all."""
    file = "\n".join([f"{header},B1", *(f"{row},3" for row in rows), ""])

    assert read_export(file.encode()).repeated == 0


def test_one_person_with_six_rows_is_one_person(duckdb_store: Store) -> None:
    """Refused with how many people and rows; by a stated rule one row counts, and k counts it."""
    file = once_and_again()
    told = command(duckdb_store, file, yes=True)
    assert not told.ok
    assert any("rows of people who have an earlier row: 5." in line for line in told.lines)
    with pytest.raises(BadInput, match="more than one row: 1, in 6 rows"):
        command(duckdb_store, file, mapping=written(duckdb_store, file))
    assert duckdb_store.waves() == []

    mapping = written(duckdb_store, file, ('repeats = ""', 'repeats = "last"'))
    lines = command(duckdb_store, file, mapping=mapping).lines

    assert "Leuchtturm: 1 answered, 1 invited." in lines
    assert (
        "Rows not taken because another row of the same person counts: 5 (row 2, 3, 4, 5, 6)."
        in lines
    )
    assert not [f for f in figures(duckdb_store, "Leuchtturm").values() if f != Hidden()]
    assert len([f for f in figures(duckdb_store).values() if isinstance(f, Score)]) >= len(ITEMS)


@pytest.mark.parametrize(("which", "points"), [(Repeats.FIRST, 1), (Repeats.LAST, 3)])
def test_the_first_or_the_last_row_counts_as_somebody_says(which: Repeats, points: int) -> None:
    """Among those that are taken at all: an empty row is nobody's last."""
    rows = [["7", "ant", *[n] * 4] for n in (1, 2, 3)] + [["7", "ant", *[""] * 4]]
    export = read_export(table(["token", "unit", "B1", "B2", "A1", "A2"], rows))
    units = {"ant": Unit("ant", "Ant", None)}
    mapping = HistoryMapping(
        "tiny", {i: i for i in ("B1", "B2", "A1", "A2")}, unit_column="unit", scale=NUMBERS,
        repeats=which,
    )  # fmt: skip

    result = convert(export, mapping, TINY, units=units, wishes=Wishes())

    assert [row.answers.scores["B1"] for row in result.file] == [points]
    assert sorted(one.why for one in result.skipped) == [
        Skip.NOTHING, Skip.REPEATED, Skip.REPEATED
    ]  # fmt: skip


def test_a_question_named_twice_that_says_who_is_dropped_like_the_first() -> None:
    """The second RecipientFirstName of an export too."""
    export = read_export(b"Email,Email,First name,First name,B1\na@b.example,x,Ada,Bo,3\n")

    assert export.names == ("B1",)


# Which column is the unit


def test_in_an_empty_organisation_no_column_is_the_unit_by_guess() -> None:
    """Neither the first one nor any other: only one that is called so."""
    rows = [[n, "2024-05-02", "Kai", *row] for n, row in enumerate(answers(6))]

    assert guessed(table(["Number", "Survey day", "Team", *ITEMS], rows)).unit_column == "Team"
    without = guessed(table(["Number", "Survey day", "Crew", *ITEMS], rows))
    assert (without.unit_column, without.everybody, without.units) == ("", "", {})


def test_known_units_tell_the_column_whatever_it_is_called() -> None:
    """That is a reason and no guess."""
    rows = [[n, "Kai", *row] for n, row in enumerate(answers(6))]
    file = table(["Number", "Crew", *ITEMS], rows)

    assert guessed(file, Kai=Unit("Kai", "Kai", None)).unit_column == "Crew"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["Crew"], "no column is clearly the unit"),
        (["Team"], "there are no units yet, and each value of “Team” would become one"),
        (["Team", "Department"], "each of these may be the unit: “Team”, “Department”"),
    ],
)
def test_the_command_makes_no_units_unless_the_mapping_names_the_column(
    duckdb_store: Store, header: list[str], said: str
) -> None:
    """A yes is not enough; a file that was written down, and read, is."""
    file = table([*header, *ITEMS], ([*("Kai" for _ in header), *row] for row in answers(9)))

    told = command(duckdb_store, file, yes=True)

    assert not told.ok
    assert any(said in line for line in told.lines)
    assert (duckdb_store.units(), duckdb_store.waves()) == ({}, [])


# What the values mean


def test_four_points_as_numbers_are_asked_about(duckdb_store: Store) -> None:
    """1 to 4 may be four of five steps or all of four; as four, a 4 is the top."""
    file = plain(points=(4, 3, 4, 4, 3, 4))
    populate(duckdb_store, KAI)
    told = command(duckdb_store, file, yes=True)
    assert not told.ok
    assert any(
        line.startswith("scale: what the values of the statements mean") for line in told.lines
    )
    with pytest.raises(BadInput) as refusal:
        command(duckdb_store, file, mapping=written(duckdb_store, file))
    assert "Say what the values of the statements mean" in str(refusal.value.problems[0])
    assert duckdb_store.waves() == []

    said = '[scale]\n"1" = 1\n"2" = 2\n"3" = 4\n"4" = 5\n#'
    command(duckdb_store, file, mapping=written(duckdb_store, file, ("[scale]", said)))

    first = figures(duckdb_store)[ITEMS[0]]
    assert isinstance(first, Score)
    # Eight of twelve gave the top and four the step below: 91.7, and 66.7 if 4 were the fourth.
    assert first.tenths == 900


def test_numbers_are_five_points_where_both_ends_were_given() -> None:
    """Else nobody knows how many steps there were."""
    assert guessed(plain()).scale == NUMBERS
    assert guessed(plain(points=(1, 2, 3))).scale == {}
    assert guessed(plain(points=(2, 3, 5))).scale == {}


# What was not asked


def test_a_sign_that_no_column_answers_was_not_asked(duckdb_store: Store) -> None:
    """It has no figure at all, not one of 0 per cent; so it is with statements and prompts."""
    populate(duckdb_store, KAI)
    asked = ITEMS[:-1]
    rows = (["Kai", *row[:-1], "x"] for row in answers(12))
    file = table(["Team", *asked, SIGNS[1]], rows)

    command(duckdb_store, file, yes=True)

    found = figures(duckdb_store)
    assert {m for m in found if m in {*ITEMS, *SIGNS}} == {*asked, SIGNS[1]}
    assert isinstance(found[SIGNS[1]], Score)
    wave = duckdb_store.wave("old")
    assert [item.id for item in wave.instrument.items] == [*asked, SIGNS[1]]
    assert wave.state is State.PUBLISHED


def test_our_own_file_leaves_out_the_column_of_a_sign_that_was_not_asked(
    duckdb_store: Store,
) -> None:
    """An empty cell is one that nobody ticked; no column is a question that nobody saw."""
    assert past(["Kai,5,1,4,2,"] * 8).file.signs == ("S1",)
    without = past(["Kai,5,1,4,2"] * 8, signs=False)

    bring(duckdb_store, without, actor=ACTOR)

    assert "S1" not in figures(duckdb_store)
    assert isinstance(figures(duckdb_store)["B1"], Score)


# Two waves in one file, and the command


def test_two_waves_in_one_file_are_refused() -> None:
    """Whoever answered in both would count twice."""
    rows = [["2024-05-02", "Spring 2024", "Kai", *row] for row in answers(6)]
    rows += [["2025-05-02", "Spring 2025", "Kai", *row] for row in answers(6)]
    header = ["Survey date", "Wave", "Team", *ITEMS]

    with pytest.raises(BadInput, match="“Wave” has 2 different values"):
        read_export(table(header, rows))

    one = read_export(table(header, rows[6:]))
    assert [str(day) for day in one.days or ()] == ["2025-05-02", "2025-05-02"]
    assert guess(one, SHORT, {}).unit_column == "Team"
    assert [(d.name, d.why) for d in one.dropped] == [("Survey date", Why.DATE)]


def test_limesurvey_in_german_with_full_texts_is_known() -> None:
    """Who did not finish is passed over, ids and addresses are dropped, and the unit is Team."""
    header = ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache",
              "Zufallsstartwert", "Zugangscode", "Datum gestartet", "Datum letzte Aktivität",
              "IP-Adresse", "Team",
              *(f"{item}. Aussage {item}" for item in ITEMS)]  # fmt: skip
    rows = [
        [n, "2025-03-01 10:00:00" if n < 8 else "", 3, "de", 111, f"tok{n}", "2025-03-01 09:00:00",
         "2025-03-01 10:00:00", f"10.0.0.{n}", "Kai", *row]
        for n, row in enumerate(answers(12))
    ]  # fmt: skip

    export = read_export(table(header, rows))
    mapping = guess(export, SHORT, {})

    assert export.tool is Tool.LIMESURVEY
    assert (len(export.rows), [one.why for one in export.skipped]) == (8, [Skip.UNFINISHED] * 4)
    assert export.names == tuple(header[9:])
    assert (mapping.unit_column, len(mapping.statements)) == ("Team", len(ITEMS))


def test_the_command_writes_nothing_without_a_mapping_or_a_yes(duckdb_store: Store) -> None:
    """It says what it understood and how to go on, and that it is not done."""
    populate(duckdb_store, KAI)

    told = command(duckdb_store, plain())

    assert not told.ok
    assert "Kai: 12 answered, 12 invited." in told.lines
    assert "give the command again with --yes" in told.lines[-1]
    assert duckdb_store.waves() == []

    assert command(duckdb_store, plain(), yes=True).ok
    assert duckdb_store.wave("old").state is State.PUBLISHED


def test_columns_that_are_only_alike_are_asked_about() -> None:
    """Words that are nearly those of a statement, and two columns that both are one."""
    units = {"Kai": Unit("Kai", "Kai", None)}
    nearly = " ".join(SHORT.statements[0].text.split()[:-1])
    alike = table(["Team", f'"{nearly}"', *ITEMS[1:]], (["Kai", *r] for r in answers(6)))
    both = table(["Team", *ITEMS, f"[{ITEMS[0]}]"], (["Kai", *r, 3] for r in answers(6)))

    for export in map(read_export, (alike, both)):
        (doubt,) = doubts(export, guess(export, SHORT, units), SHORT, units)
        assert f"more than one column fits: {ITEMS[0]}." in doubt
