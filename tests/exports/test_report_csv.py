"""Promises of the CSV report: the documented columns, the same bytes, nothing that is hidden."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

import pytest

from analytics.exports.report_csv import cell, csv_of
from analytics.exports.safe_csv import inert
from analytics.figures.line import Point
from analytics.figures.report_columns import Row
from analytics.figures.verdicts import Reason, Verdict
from analytics.published.cells import Band, Cell, Hidden, MeasureKind, Scope, Score
from tests.make_report import blocks_of, report_of
from tests.make_waves import PublishedWave, published, unit, wave_cells
from tests.reference_data import reference_file

COLUMNS = [
    *("wave", "wave_name", "opened", "closed", "unit", "unit_name", "parent", "scope", "level"),
    *("measure", "measure_kind", "measure_text", "composite"),
    *("n_invited", "n_band", "participation_band", "score", "interval_low", "interval_high"),
    *("favourable_pct", "neutral_pct", "unfavourable_pct"),
    *("since_wave", "level_before", "level_now", "change", "change_low", "change_high"),
    *("change_confidence", "change_verdict", "reason", "shown"),
]


def to_csv(waves: Iterable[PublishedWave], **manner: Any) -> bytes:
    """The report of some waves as HR takes it."""
    return b"".join(csv_of(blocks_of(waves), **manner))


def read(report: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(report.decode("utf-8-sig"), newline="")))


def one(found: list[Row], unit: str, measure: str, wave: str = "w0") -> Row:
    (row,) = (r for r in found if (r.unit, r.measure, r.wave) == (unit, measure, wave))
    return row


def with_figures(wave: PublishedWave, unit: str, **said: Score | Hidden) -> PublishedWave:
    """The same wave with some figures of one unit replaced."""
    cells = [
        Cell(c.unit, c.scope, c.measure, c.kind, said.get(c.measure, c.figure))
        if c.unit == unit
        else c
        for c in wave.cells
    ]
    return PublishedWave(wave.wave, wave.units, cells)


def test_the_columns_are_the_documented_ones_in_their_order() -> None:
    header = to_csv([]).decode().strip().split(",")

    assert header == COLUMNS


def test_the_columns_are_those_of_the_reference_file() -> None:
    described = reference_file("formats.md").read_text("utf-8").splitlines()
    (line,) = (one for one in described if one.startswith("wave, wave_name"))
    plain = line.replace(" (team or area)", "").split(" (item")[0].split(", ")

    assert to_csv([]).decode().split(",")[: len(plain)] == plain


def test_rows_stand_by_wave_then_tree_then_scope_then_measure() -> None:
    found = report_of([published(1), published(0)])

    blocks = list(dict.fromkeys((row.wave, row.unit, row.scope.value) for row in found))
    assert blocks == [
        ("w0", "root", "area"),
        ("w0", "t1", "team"),
        ("w0", "t2", "team"),
        ("w1", "root", "area"),
        ("w1", "t1", "team"),
        ("w1", "t2", "team"),
    ]
    assert [row.measure for row in found if row.wave == "w0" and row.unit == "t1"] == [
        *("belonging", "alignment", "BEL", "RSP", "PUR", "OWN", "purpose"),
        *("BEL1", "BEL2", "RSP1", "RSP2", "PUR1", "PUR2", "OWN1", "OWN2"),
        *("SCO1", "SGN1", "SGN2", "participation"),
    ]


def test_team_stands_before_area_where_a_unit_has_both() -> None:
    wave = published()
    team = [Cell("root", Scope.TEAM, "BEL1", MeasureKind.ITEM, Score(500, Band(5, 7), 10))]
    both = PublishedWave(wave.wave, wave.units, [*wave.cells, *team])

    scopes = [row.scope for row in report_of([both]) if row.unit == "root"]

    assert scopes == sorted(scopes, key=list(Scope).index)
    assert {*scopes} == {Scope.TEAM, Scope.AREA}


def test_kinds_and_levels_are_named() -> None:
    found = report_of([published()])

    assert one(found, "root", "belonging").level == 0
    assert one(found, "t1", "belonging").level == 1
    assert one(found, "t1", "belonging").parent == "root"
    kinds = {m: one(found, "t1", m).measure_kind.value for m in ("BEL", "BEL1", "SCO1", "SGN1")}
    assert kinds == {"BEL": "construct", "BEL1": "item", "SCO1": "scope", "SGN1": "sign"}


def test_scores_are_written_as_on_screen() -> None:
    wave = with_figures(published(), "t1", BEL1=Score(650, Band(8, 9), 5))
    lines = {(r["unit"], r["measure"]): r for r in read(to_csv([wave]))}

    assert lines["t1", "BEL1"]["score"] == "65"
    assert lines["t1", "SGN1"]["score"] == "30"
    assert lines["t1", "BEL"]["score"] == "62.5"
    assert lines["t1", "belonging"]["score"] == "60.0"
    assert "." not in lines["t1", "BEL1"]["interval_low"]
    assert "." in lines["t1", "belonging"]["interval_low"]


def test_a_withheld_figure_is_empty_cells_and_shown_no() -> None:
    wave = with_figures(published(), "t1", BEL1=Hidden(), participation=Hidden())
    lines = {(r["unit"], r["measure"]): r for r in read(to_csv([wave]))}

    for measure, said in (("BEL1", ["not comparable", "withheld"]), ("participation", ["", ""])):
        values = COLUMNS[COLUMNS.index("n_invited") :]
        figures_of = [""] * (len(values) - 3)
        assert [lines["t1", measure][column] for column in values] == [*figures_of, *said, "no"]
    assert lines["t1", "BEL"]["shown"] == "yes"


def test_a_construct_with_too_few_shown_statements_is_withheld() -> None:
    wave = with_figures(published(), "t1", BEL1=Hidden(), BEL2=Hidden())

    assert one(report_of([wave]), "t1", "BEL").shown == "no"


def test_participation_is_the_number_invited_and_a_band() -> None:
    row = one(report_of([published()]), "t1", "participation")

    assert (row.n_invited, row.participation_band, row.score) == (11, "75-100 %", None)
    assert row.shown == "yes"


def test_the_band_of_people_cannot_be_taken_for_a_date() -> None:
    assert one(report_of([published()]), "t1", "BEL1").n_band == "8 to 9"


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        ((10, 20, 70), (70, 20, 10)),
        ((5, 10, 25, 40, 20), (60, 25, 15)),
        ((), (None, None, None)),
    ],
)
def test_shares_become_favourable_neutral_and_unfavourable(
    shares: tuple[int, ...], found: tuple[int | None, ...]
) -> None:
    wave = with_figures(published(), "t1", BEL1=Score(600, Band(30, 34), 2, shares))
    row = one(report_of([wave]), "t1", "BEL1")

    assert (row.favourable_pct, row.neutral_pct, row.unfavourable_pct) == found


def test_a_sign_has_a_share_and_no_favourable_share() -> None:
    row = one(report_of([published(signs=45)]), "t1", "SGN1")

    assert (row.score, row.favourable_pct, row.composite) == (45, None, None)


def test_a_change_is_from_one_level_to_the_next() -> None:
    """A withheld wave between them says why nothing is compared, and nothing else."""
    between = published(1, belonging=None)
    found = report_of([published(0, belonging=30), between, published(2, belonging=80)])

    first, withheld, last = (one(found, "t1", "belonging", wave) for wave in ("w0", "w1", "w2"))
    assert (first.change, first.change_verdict, first.reason) == (
        *(None, Verdict.TOO_EARLY, Reason.FIRST_WAVE),
    )
    assert (withheld.change_verdict, withheld.reason) == (
        *(Verdict.NOT_COMPARABLE, Reason.WITHHELD),
    )
    assert (last.change, last.change_verdict, last.since_wave) == (50.0, Verdict.ROSE, "w2")
    assert (last.level_before, last.level_now, last.change_confidence) == (30.0, 80.0, 95.0)
    assert last.reason is None


def test_the_report_says_what_one_unit_says() -> None:
    """The same scores, intervals, levels, changes and verdicts, for every measure."""
    said = list(enumerate([(30, 60), (80, 55)]))
    report = report_of([published(at, belonging=b, alignment=a) for at, (b, a) in said])
    team = unit([wave_cells(at, belonging=b, alignment=a) for at, (b, a) in said])

    for row in (r for r in report if r.unit == "t1" and r.measure != "participation"):
        line, at = team.line(row.measure), int(row.wave[1:])
        point, told = line.points[at], line.told[at]
        assert isinstance(point, Point)
        whole = isinstance(row.score, int)
        shown = (row.score, row.interval_low, row.interval_high)
        assert shown == pytest.approx((point.score, point.low, point.high), abs=0.51 * whole)
        assert (row.change_verdict, row.reason) == (told.verdict, told.reason)
        if told.change:
            numbers = (told.change.difference, told.change.low, told.change.high, told.change.now)
            written = (row.change, row.change_low, row.change_high, row.level_now)
            assert written == pytest.approx(numbers, abs=0.51 if whole else 0.051)
            assert row.since_wave == told.change.since.key


def test_the_same_cells_give_the_same_bytes_in_any_order() -> None:
    waves = [published(0), published(1, belonging=70)]
    shuffled = [PublishedWave(w.wave, w.units, list(w.cells)[::-1]) for w in waves[::-1]]

    assert to_csv(waves) == to_csv(waves) == to_csv(shuffled)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_name_that_a_spreadsheet_would_run_is_made_inert(name: str) -> None:
    found = read(to_csv([published(names={"t1": name})]))

    assert {line["unit_name"] for line in found if line["unit"] == "t1"} == {f"'{name}"}


def test_our_own_negative_numbers_stay_numbers() -> None:
    found = read(to_csv([published(0, belonging=80), published(1, belonging=30)]))
    (fell,) = (r for r in found if (r["unit"], r["measure"], r["wave"]) == ("t1", "BEL", "w1"))

    assert fell["change"] == "-50.0"
    assert (fell["change_verdict"], fell["change_high"].startswith("-")) == ("fell", True)


def test_a_difference_of_nothing_is_not_minus_nothing() -> None:
    found = to_csv([published(0), published(1)]).decode()

    assert ",-0.0," not in found
    assert ",-0," not in found


def test_separator_mark_and_line_ending_can_be_chosen() -> None:
    report = to_csv([published()], separator=";", bom=True, line_ending="\r\n")

    assert report.startswith(b"\xef\xbb\xbfwave;wave_name;")
    assert report.count(b"\r\n") == report.count(b"\n") > 1
    assert b"\r" not in to_csv([published()])
    assert not to_csv([]).startswith(b"\xef\xbb\xbf")


def test_separators_quotes_and_line_breaks_in_a_name_come_back() -> None:
    name = 'Sales, "north";\nand\rsouth'

    found = read(to_csv([published(names={"t1": name})]))

    assert {line["unit_name"] for line in found if line["unit"] == "t1"} == {name}


def test_a_line_of_one_empty_cell_is_empty() -> None:
    """A writer of CSV would make two quotes of it."""
    hidden = with_figures(published(), "t1", BEL1=Hidden())

    assert b'""' not in to_csv([hidden])


def test_numbers_and_texts_of_the_same_value_are_written_apart() -> None:
    """Remembering what was written must not mix 5, 5.0 and "5"."""
    assert [cell(5), cell(5.0), cell("5"), cell(None)] == ["5", "5.0", "5", ""]
    assert [inert("5-6"), inert("-5")] == ["5-6", "'-5"]
