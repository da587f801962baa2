"""Promises of figures in files: where people write 12,5 they get it, with the very same figures."""

import csv
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from starlette.requests import Request as Asked

from analytics.exports.report_csv import csv_of
from analytics.exports.safe_csv import Separator
from analytics.figures.report_columns import Row
from commands.desk import Request
from commands.verbs import carry_out
from pages.web import reports
from survey.actions.calendar import Days, choose_days
from survey.actions.preferences import choose_decimal_sign
from survey.errors import NotAllowed
from survey.store import Store
from survey.store.decimals import COUNTRIES, DecimalSign, decimal_sign, usual_sign
from survey.waves.calendar import countries
from tests.libreoffice import ENGLISH, GERMAN, SOFFICE, Seen, opened
from tests.make import Universe, keep_people, populate
from tests.make import published as publish
from tests.make_hr import HR, MEMBER
from tests.make_report import blocks_of
from tests.make_waves import PublishedWave, published

POINT, COMMA = DecimalSign.POINT, DecimalSign.COMMA
SMALL = Universe({"all": 0, "ant": 8, "bee": 9}, {"all": None, "ant": "all", "bee": "all"}, ())
FIGURES = (
    *("level", "n_invited", "score", "interval_low", "interval_high"),
    *("favourable_pct", "neutral_pct", "unfavourable_pct"),
    *("level_before", "level_now", "change", "change_low", "change_high", "change_confidence"),
)
DAYS = ("opened", "closed")
HARD = {"t1": '=1+1; "12,5"', "t2": "-2.5"}


def report() -> list[PublishedWave]:
    """Two waves with figures that rose, fell and are withheld, and names that look like figures."""
    return [
        published(0, belonging=40, alignment=60, names=HARD),
        published(1, belonging=72.5, alignment=None, names=HARD),
        published(2, belonging=33.5, alignment=55, names=HARD),
    ]


def written(separator: Separator) -> bytes:
    """The report as HR takes it."""
    return b"".join(csv_of(blocks_of(report()), separator=separator, bom=True))


def lines(content: bytes, separator: Separator) -> list[dict[str, str]]:
    """What a plain reader of CSV finds."""
    return list(
        csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)
    )


# The file


def test_the_german_file_holds_every_figure_of_the_english_one() -> None:
    """Read with a decimal comma, cell by cell; everything else is the same text."""
    english, german = lines(written(","), ","), lines(written(";"), ";")
    tenths = 0

    assert len(english) == len(german) > 100
    for there, here in zip(english, german, strict=True):
        for column in Row._fields:
            if column in FIGURES and there[column]:
                assert "." not in here[column]
                assert float(here[column].replace(",", ".")) == float(there[column])
                tenths += "," in here[column]
            else:
                assert here[column] == there[column]
    assert tenths > 100


def test_a_decimal_comma_never_stands_between_commas() -> None:
    """So no figure is in quotes, in neither file."""
    for separator in (",", ";"):
        file = written(separator)
        assert not re.search(rb'[;,]"-?\d+[.,]\d"[;,]', file)


def test_the_file_with_points_is_what_it_was() -> None:
    """Figures with a point between commas, and nothing of semicolons."""
    file = written(",").decode("utf-8-sig")

    assert file.startswith("wave,wave_name,opened,")
    assert ",62.5," in file or ",72.5," in file
    assert "'-2.5" in file


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed here")
@pytest.mark.parametrize(("separator", "language"), [(",", ENGLISH), (";", GERMAN)])
def test_libreoffice_opens_every_figure_as_a_figure(
    separator: Separator, language: int, tmp_path: Path
) -> None:
    """In the locale the file is for: figures are numbers, days are days, all else is text."""
    expected = lines(written(","), ",")
    head, *found = opened(
        written(separator), tmp_path / "office", separator=separator, language=language
    )

    assert len(found) == len(expected)
    for there, row in zip(expected, found, strict=True):
        here = dict(zip([one.value for one in head], row, strict=False))
        for column, value in there.items():
            seen = here.get(column, Seen("", ""))
            if column in FIGURES and value:
                assert (seen.kind, float(seen.value)) == ("float", float(value)), column
            else:
                assert seen.kind == ("date" if column in DAYS else "string" if value else "")


# What an organisation gets


@pytest.mark.parametrize(
    ("country", "languages", "usual"),
    [
        ("", {}, POINT),
        ("", {"en": 9, "de": 1}, POINT),
        ("", {"en": 1, "de": 9}, COMMA),
        ("", {"de": 5, "en": 5}, POINT),
        ("", {"de-CH": 5}, POINT),
        ("", {"es-MX": 5}, POINT),
        ("", {"pt-BR": 5, "fr": 1}, COMMA),
        ("", {"zh-Hant-TW": 5}, POINT),
        ("", {"tlh": 5}, POINT),
        ("DE", {"en": 9}, COMMA),
        ("FR", {}, COMMA),
        ("CH", {"de": 9}, POINT),
        ("US", {"de": 9}, POINT),
        ("GB", {}, POINT),
        ("CA", {"en": 9, "fr": 1}, POINT),
        ("CA", {"fr": 9, "en": 1}, COMMA),
        ("CA", {"fr-CA": 9}, COMMA),
    ],
)
def test_the_start_is_what_is_usual_there(
    country: str, languages: dict[str, int], usual: DecimalSign
) -> None:
    """By country where one was chosen, else by the languages of most people."""
    assert usual_sign(country, languages) is usual


def test_countries_are_those_that_can_be_chosen() -> None:
    """A typing error would be a country that nobody can choose."""
    assert set(countries()) >= COUNTRIES


def test_what_hr_chooses_holds_and_is_on_the_record(store: Store) -> None:
    """Over what is usual; on both engines."""
    populate(store, SMALL)
    assert decimal_sign(store) is POINT
    keep_people(store, [replace(p, language="de") for p in store.people().values()])
    assert decimal_sign(store) is COMMA
    choose_days(store, Days(country="US"), viewer=HR)
    assert decimal_sign(store) is POINT

    choose_decimal_sign(store, COMMA, viewer=HR)

    assert decimal_sign(store) is COMMA
    line = store.audit()[0]
    assert (line.actor, line.verb, line.subject, line.detail) == (
        *(HR.person, "choose", "figures in files"),
        "decimal_sign: comma",
    )
    choose_days(store, Days(country="GB"), viewer=HR)
    assert decimal_sign(store) is COMMA


def test_only_hr_chooses(duckdb_store: Store) -> None:
    """Nobody else, and nothing is kept."""
    with pytest.raises(NotAllowed):
        choose_decimal_sign(duckdb_store, COMMA, viewer=MEMBER)

    assert duckdb_store.preferences() == {}


def test_the_command_writes_as_was_chosen_unless_told(duckdb_store: Store) -> None:
    """The report and what its columns mean; it says so when it is not the point."""
    populate(duckdb_store, SMALL)
    publish(duckdb_store)

    def wrote(**options: str) -> tuple[int, bytes, bytes]:
        reply = carry_out(duckdb_store, Request("report", {"wave": None, **options}))
        return len(reply.lines), reply.files["out"], reply.files["columns"]

    said, points, columns = wrote()
    assert said == 1
    assert points.startswith(b"wave,")
    assert columns.startswith(b"column,")
    choose_decimal_sign(duckdb_store, COMMA, viewer=HR)

    said, commas, columns = wrote()
    assert said == 2
    assert commas.startswith(b"wave;")
    assert columns.startswith(b"column;")
    assert wrote(decimal="point")[1] == points
    assert wrote(decimal="comma")[1] == commas
    assert wrote(format="xlsx")[0] == 1


@pytest.mark.parametrize(
    ("address", "chosen", "separator"),
    [
        ("", POINT, ","),
        ("", COMMA, ";"),
        ("separator=%2C", COMMA, ","),
        ("separator=%3B", POINT, ";"),
        ("separator=x", COMMA, ","),
    ],
)
def test_an_address_without_a_separator_gives_what_was_chosen(
    duckdb_store: Store,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    chosen: DecimalSign,
    separator: str,
) -> None:
    """And one that names it gives that."""
    choose_decimal_sign(duckdb_store, chosen, viewer=HR)
    monkeypatch.setattr(reports, "store", lambda: duckdb_store)
    asked = Asked({"type": "http", "query_string": address.encode(), "headers": []})

    assert reports._manner(asked).separator == separator
