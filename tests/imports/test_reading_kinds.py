"""Promises of reading: what people do to files is understood and said, or refused with why."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from threading import Event, Thread
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from survey.errors import BadInput
from survey.imports.history.converting import Wishes, convert
from survey.imports.history.export import Export, read_export
from survey.imports.history.guessing import guess
from survey.imports.history.habits import Skip
from survey.imports.history.looking import values, warnings
from survey.imports.history.mapping import HistoryMapping
from survey.imports.history.mapping_file import mapping_toml, read_mapping
from survey.imports.history.reading import Choose, Reading
from survey.imports.history.scales import Steps, guess_scale, steps_of, worded
from survey.organisation.structure import Unit
from survey.questionnaire.shipped import shipped
from tests.imports.kinds import ITEMS, answers, plain, table
from tests.processor import least_time

SHORT = shipped()["short"]
HERE = {"all": Unit("all", "All", None), "Kai": Unit("Kai", "Kai", "all")}
Rows = Sequence[Sequence[object]]


def workbook(
    rows: Rows, change: Callable[[Any, Any], object] = lambda *_: None, **options: object
) -> bytes:
    """A workbook of one sheet, and whatever else somebody did to it."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("Answers")
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(place, at, cell, days)
                else:
                    sheet.write(place, at, cell)
        change(book, sheet)
    return file.getvalue()


def rows_of(count: int = 12) -> list[list[object]]:
    """A header and the answers of so many people of a team."""
    return [["Team", *ITEMS], *(["Kai", *row] for row in answers(count))]


def test_hidden_sheets_and_rows_are_said() -> None:
    """A hidden sheet is not read, hidden rows are."""

    def hide(book: Any, sheet: Any) -> None:
        book.add_worksheet("Secret").hide()
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_row(5, None, None, {"hidden": True})

    export = read_export(workbook(rows_of(), hide))

    assert len(export.rows) == 12
    said = " ".join(export.told)
    assert "Sheets that somebody hid, not read: “Secret”." in said
    assert "Rows that somebody hid in the workbook: 2." in said


def test_a_team_merged_over_rows_is_that_of_each_of_them() -> None:
    """As it looks on the screen."""
    rows = rows_of()
    for row in rows[2:7]:
        row[0] = ""

    def merge(_: Any, sheet: Any) -> None:
        sheet.merge_range(1, 0, 6, 0, "Kai")

    export = read_export(workbook(rows, merge))

    assert export.cells("Team") == ["Kai"] * 12


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_of_both_calendars_are_the_same_days(*, from_1904: bool) -> None:
    """Of 1900 and of 1904."""
    rows = [["Date", *rows_of()[0]], *([datetime(2025, 3, 4), *r] for r in rows_of()[1:])]  # noqa: DTZ001

    export = read_export(workbook(rows, date_1904=from_1904))

    assert export.days == (date(2025, 3, 4), date(2025, 3, 4))


def test_titles_and_totals_are_passed_over_and_said() -> None:
    """They are nobody's answers."""
    body = plain().decode()
    average = ",".join(["Average", *["3.2"] * len(ITEMS)])
    export = read_export(
        f"Survey 2024\n\n{body}{average}\nTotal,{',' * (len(ITEMS) - 1)}\n".encode()
    )

    assert len(export.rows) == 12
    assert [one.why for one in export.skipped] == [Skip.TOTAL] * 2
    assert "Rows above the names of the columns, passed over: 2." in export.told


def test_a_comma_inside_a_text_is_named_by_its_row() -> None:
    """One row is passed over; where it is all of them, the reason is said."""
    header, first, *rest = plain().decode().splitlines()
    one = read_export("\n".join([header, f"{first},more", *rest]).encode())
    assert [(s.row, s.why) for s in one.skipped] == [(2, Skip.BROKEN)]

    with pytest.raises(BadInput, match="All 12 rows have more or fewer cells") as refusal:
        read_export("\n".join([header, *(f"{row},x" for row in [first, *rest])]).encode())
    assert str(refusal.value.problems[0]) == "row 2: 12 cells, and the header has 11."


@pytest.mark.parametrize(
    "file",
    [
        table(["Question", "Average"], [["SCO1", 3.4], ["PUR1", 4.1]]),
        table(["Team", "n", "% favourable"], [["Kai", 12, "75%"], ["Deck", 9, "60%"]]),
        table(["Team", *ITEMS], [["Kai", *["3.7"] * 10], ["Deck", *["4,2"] * 9, "3.1"]], by=";"),
        table(["Frage", "Mittelwert", "Standardabweichung"], [["SCO1", "3,4", "1,1"]] * 3, by=";"),
    ],
)
def test_averages_are_refused_with_the_reason(file: bytes) -> None:
    """Nobody can tell from them how many answered."""
    with pytest.raises(BadInput, match="averages of several people"):
        read_export(file)


def test_answers_in_rows_without_whose_they_are_are_refused_with_what_to_do() -> None:
    """Nobody could count people."""
    rows = [[item, point] for row in answers(12) for item, point in zip(ITEMS, row, strict=True)]

    with pytest.raises(BadInput, match="no column says whose it is"):
        read_export(table(["Question", "Response"], rows))


def test_somebody_who_answers_a_question_twice_in_rows_is_several_waves() -> None:
    """Choosing the rows of one makes it a file of people again, by days too."""
    rows = [
        [n, f"2025-0{month}-01", "Kai", item, point]
        for month in (3, 9)
        for n, row in enumerate(answers(12), start=1)
        for item, point in zip(ITEMS, row, strict=True)
    ]
    file = table(["Person ID", "Answered on", "Team", "Question", "Response"], rows)

    with pytest.raises(BadInput, match="more than once"):
        read_export(file)
    export = read_export(file, Reading(only={"Answered on": "2025-02-01..2025-04-30"}))

    assert (len(export.rows), export.turned) == (12, True)


def test_a_question_that_stands_twice_is_one_column_where_nobody_answered_both() -> None:
    """Otherwise both stay, told apart."""
    rows = [["Kai", 3, "", 4], ["Kai", "", 2, 5]]
    header = ["Team", "SCO1", "SCO1", "PUR1"]

    assert read_export(table(header, rows)).cells("SCO1") == ["3", "2"]
    both = read_export(table(header, [["Kai", 3, 4, 4]]))
    assert both.names == ("Team", "SCO1", "SCO1 (2)", "PUR1")


@pytest.mark.parametrize(
    ("values_", "points"),
    [
        (["1 - Strongly disagree", "2", "5 - Strongly agree"], {"2": 2, "5": 5}),
        (["1 = Strongly agree", "3", "5 = Strongly disagree"], {"3": 3, "1": 5}),
        (["Strongly agree (5)", "Disagree (2)"], {"5": 5}),
        (["(1) Stimme gar nicht zu", "(5) Stimme voll zu"], {"4": 4}),
        (["1.0", "5,0"], {"1": 1, "5": 5}),
        (["4 - Strongly agree", "1 - Strongly disagree"], {}),
        (["1 - never", "5 - always"], {}),
        (["AO01", "AO05"], {}),
        (["10%", "90%"], {}),
        (["1", "7"], {}),
    ],
)
def test_a_scale_is_guessed_only_where_it_can_be_read_in_one_way(
    values_: list[str], points: dict[str, int]
) -> None:
    """From either end; codes, percentages and other scales say nothing by themselves."""
    found = guess_scale(values_)

    assert bool(found) is bool(points)
    assert {value: found[value] for value in points} == points


@pytest.mark.parametrize(
    ("said", "value", "point"),
    [
        ("1-4", "4", 5), ("1-4", "2", 2), ("0-10", "5", 3), ("10-0", "10", 1),
        ("0-100", "62,5%", 4),
        ("0-100", "62.4", 3), ("1-7", "4.0", 3), ("0-10", "11", None), ("0-10", "-1", None),
        ("0-10", "ten", None), ("1-5", "3", 3),
    ],
)  # fmt: skip
def test_other_scales_become_the_nearest_of_five_points(
    said: str, value: str, point: int | None
) -> None:
    """Halfway it goes away from the middle; what is not on the scale is no answer."""
    steps = steps_of(said)

    assert steps is not None
    assert steps.point(value) == point


@pytest.mark.parametrize("said", ["", "5", "5-5", "a-b", "1-4-7"])
def test_a_scale_has_two_ends(said: str) -> None:
    assert steps_of(said) is None


def test_points_of_a_scale_mirror_each_other() -> None:
    """So that no direction is favoured."""
    for top in range(1, 101):
        up, down = Steps(0, top), Steps(top, 0)
        assert all(up.point(str(n)) == 6 - (down.point(str(n)) or 0) for n in range(top + 1))


def _brought(file: bytes, **said: object) -> tuple[Export, HistoryMapping, list[str], list[str]]:
    export = read_export(file)
    mapping = guess(export, SHORT, HERE)
    mapping = HistoryMapping(**{f: getattr(mapping, f) for f in mapping.__slots__} | said)
    converted = convert(export, mapping, SHORT, units=HERE, wishes=Wishes())
    return (
        export,
        mapping,
        values(export, mapping, SHORT),
        warnings(export, mapping, SHORT, converted),
    )


def test_the_dry_run_says_what_each_statement_holds_and_what_is_taken_for_what() -> None:
    """Values seen, their points, and how many have none."""
    rows = [["Kai", *row] for row in answers(12, (4, 3, 4, 1, 2))]
    rows[0][1] = "n/a"

    _, mapping, said, warned = _brought(table(["Team", *ITEMS], rows), steps="1-4", scale={})

    assert said[0] == "SCO1: 1, 2, “3” = 4, “4” = 5. Without an answer: 1. Left out: 0."
    assert "No warning sign is in the file, so the wave shows none." in warned
    assert read_mapping(mapping_toml(mapping).encode()) == mapping


def test_the_dry_run_warns_of_what_may_not_be_meant() -> None:
    """Nobody at an end, a statement against all others, a unit for almost everybody."""
    rows = [["Kai", *[2 + n % 3] * 9, 4 - n % 3] for n in range(12)]
    said = {worded(str(n)): n for n in range(1, 6)}
    _, _, _, warned = _brought(table(["Team", *ITEMS], rows), scale=said)
    assert any(line.startswith("Nobody gave a 1 and 5") for line in warned)
    assert any(f"other statements: {ITEMS[-1]}." in line for line in warned)

    many = [[f"unit {n}", *row] for n, row in enumerate(answers(12))]
    units = {f"unit {n}": f"unit {n}" for n in range(12)}
    _, _, _, warned = _brought(table(["Team", *ITEMS], many), unit_column="Team", units=units)
    assert any(line.startswith("There are 12 units among 12 rows.") for line in warned)


def test_what_a_mapping_says_of_reading_is_read_again() -> None:
    """The sheet, and the rows of one wave."""
    reading = Reading("Answers", {"Wave": "Spring 2024"})
    mapping = HistoryMapping("short", scale={"1": 1}, reading=reading)

    assert read_mapping(mapping_toml(mapping).encode()).reading == reading
    assert "# scale: the values seen are" in mapping_toml(mapping, seen=["AO01"])


def test_a_wave_that_a_file_lacks_is_asked_again() -> None:
    """A mapping kept from an earlier file names the wave before."""
    file = table(["Wave", "Team", *ITEMS], [["Autumn", "Kai", *row] for row in answers(12)])

    with pytest.raises(Choose, match="No row has that value") as asked:
        read_export(file, Reading(only={"Wave": "Spring"}))

    assert (asked.value.column, asked.value.options) == ("Wave", ("Autumn",))


def test_five_megabytes_of_guessed_letters_let_others_go_on() -> None:
    """Less than a second of the processor, and a heart beside it beats on."""
    rows = [["Kai", *row, "größer " + "wört " * 150] for row in answers(6_500)]
    file = table(["Team", *ITEMS, "OPN1"], rows).decode().encode("cp1252")
    beats, done = [0], Event()

    def beat() -> None:
        while not done.wait(0.002):
            beats[0] += 1

    heart = Thread(target=beat)
    heart.start()
    before = beats[0]
    export = read_export(file)
    after = beats[0]
    done.set()
    heart.join()

    assert len(file) > 5_000_000
    assert len(export.rows) == 6_500
    assert after - before > 3
    assert least_time(lambda: read_export(file)) < 1
