"""Promises of files as people have them: every kind that went wrong, with its right outcome.

Read by the importer, and by the command that an operator gives; the page reads by the same way
(tests/journeys/test_history.py).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from time import process_time

import pytest

from analytics.published.cells import Score
from survey.errors import BadInput
from survey.imports.changes import Mode, PeoplePlan, plan
from survey.imports.history.export import Export, read_export
from survey.imports.history.habits import Skip, Tool
from survey.imports.history.reading import Asked, Choose, Reading
from survey.imports.requested_people import read_people
from survey.organisation.structure import Organisation
from survey.store import Store
from tests.imports import kinds
from tests.imports.kinds import ITEMS
from tests.imports.test_history_guesses import KAI, command, figures, written
from tests.make import populate
from tests.reference_data import FOLDER

pytestmark = pytest.mark.slow

SHARED = FOLDER.parent / "cases" / "imports"
BRIDGE = {"Kai": "Kai", "Brücke": "Kai", "Leuchtturm": "Kai"}


@dataclass(frozen=True)
class Right:
    """What is right for a file: the tool, how many people and columns, and what was dropped."""

    make: Callable[[], bytes]
    tool: Tool = Tool.PLAIN
    people: int = 12
    unit: str = "Team"
    dropped: frozenset[str] = frozenset()
    skipped: dict[Skip, int] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    days: tuple[date, date] | None = None
    reading: Reading = field(default_factory=Reading)


def only(column: str, value: str) -> Reading:
    """The rows of one wave."""
    return Reading(only={column: value})


WHO = "Response ID"
GERMAN = (
    "Antwort ID,Datum Abgeschickt,Letzte Seite,Start-Sprache,Zufallsstartwert,Zugangscode,"
    "Datum gestartet"
)
MICROSOFT = "ID,Heure de début,Heure de fin,Adresse de messagerie,Nom"
RIGHT = {
    "01-limesurvey-german-full-texts": Right(
        kinds.limesurvey_german,
        Tool.LIMESURVEY,
        people=8,
        dropped=frozenset([*GERMAN.split(","), "Datum letzte Aktivität", "IP-Adresse"]),
        skipped={Skip.UNFINISHED: 4},
    ),
    "02-four-points-as-numbers": Right(kinds.four_points),
    "03-one-person-six-rows": Right(
        kinds.one_person, people=13, dropped=frozenset({"employee_id", "date"})
    ),
    "04-long-layout": Right(
        kinds.long_layout,
        unit="Department",
        dropped=frozenset({WHO, "Question", "Response Text"}),
        told=("12 people, 10 questions",),
    ),
    "05-two-header-rows": Right(
        kinds.two_header_rows,
        Tool.SURVEYMONKEY,
        unit="Which team are you in?",
        told=("Two rows together name the columns",),
    ),
    "06-windows-1252-long-lines": Right(kinds.long_lines, people=40, told=("Windows-1252",)),
    "07-google-forms-fr": Right(
        kinds.google_french,
        Tool.GOOGLE,
        dropped=frozenset({"Horodateur", "Nom"}),
        days=(date(2025, 3, 1), date(2025, 3, 12)),
    ),
    "08-two-waves-in-one-file": Right(
        kinds.two_waves,
        dropped=frozenset({"Survey date", "Wave"}),
        skipped={Skip.OTHER_WAVE: 12},
        days=(date(2024, 5, 2), date(2024, 5, 2)),
        reading=only("Wave", "Spring 2024"),
    ),
    "09-microsoft-forms-french": Right(
        kinds.microsoft_french,
        Tool.MICROSOFT,
        dropped=frozenset([*MICROSOFT.split(","), "Heure de la dernière modification"]),
    ),
    "11-whole-numbers-with-decimal-point": Right(kinds.decimals),
    "12-ends-with-words": Right(kinds.ends_with_words, Tool.GOOGLE),
    "53-answers-on-second-sheet": Right(
        kinds.two_sheets, told=("Read from the sheet “Responses”",), reading=Reading("Responses")
    ),
    "58-sep-line": Right(kinds.sep_line),
    "63-trailing-separator": Right(kinds.trailing_separator),
    "66-windows-1252": Right(kinds.windows, told=("Windows-1252",)),
    "70-qualtrics-names-twice": Right(
        kinds.qualtrics_twice,
        Tool.QUALTRICS,
        dropped=frozenset(
            f"{name}{again}"
            for name in ("RecipientFirstName", "RecipientLastName", "ExternalReference")
            for again in ("", " (2)")
        ),
    ),
}


def shared(case: str) -> bytes:
    """The file of the collection these kinds come from, where it is at hand."""
    found = next(SHARED.glob(f"{case}.*"), None)
    if found is None:
        pytest.skip("the collection is not here")
    return found.read_bytes()


@pytest.mark.parametrize("case", RIGHT)
def test_a_file_of_each_kind_is_read_as_is_right(case: str) -> None:
    """Its tool, its people, what is dropped, what is passed over and what is said of it."""
    right = RIGHT[case]
    _check(read_export(right.make(), right.reading), right)
    _check(read_export(right.make(), right.reading), right, exactly=True)


@pytest.mark.parametrize("case", RIGHT)
def test_the_files_the_kinds_come_from_are_read_as_is_right(case: str) -> None:
    """Others than ours, where they are at hand."""
    _check(read_export(shared(case), RIGHT[case].reading), RIGHT[case])


def _check(export: Export, right: Right, *, exactly: bool = False) -> None:
    assert export.tool is right.tool
    assert right.unit in export.names
    names = [name for name in export.names if any(item in name for item in ITEMS)]
    assert len(names) == len(ITEMS)
    assert right.dropped <= {one.name for one in export.dropped}
    assert not right.days or export.days == right.days
    assert all(any(said in told for told in export.told) for said in right.told)
    if exactly:
        assert len(set(export.people)) == right.people
        whys = [one.why for one in export.skipped]
        assert {why: whys.count(why) for why in set(whys)} == right.skipped


@pytest.mark.parametrize(
    ("make", "what", "options"),
    [
        (kinds.two_sheets, Asked.SHEET, ("Summary", "Responses")),
        (kinds.two_waves, Asked.WAVE, ("Spring 2024", "Spring 2025")),
    ],
)
def test_what_only_somebody_can_know_is_asked(
    make: Callable[[], bytes], what: Asked, options: tuple[str, ...]
) -> None:
    """Which sheet, which wave."""
    with pytest.raises(Choose) as asked:
        read_export(make())

    assert (asked.value.what, asked.value.options) == (what, options)


SAID = {
    "02-four-points-as-numbers": ('steps = ""', 'steps = "1-4"'),
    "03-one-person-six-rows": ('repeats = ""', 'repeats = "last"'),
}


@pytest.mark.parametrize("case", RIGHT)
def test_the_command_publishes_each_kind_by_a_mapping_and_never_on_a_guess(
    duckdb_store: Store, case: str
) -> None:
    """Without a mapping or a yes nothing is written; with a mapping the figures are there."""
    populate(duckdb_store, KAI)
    right = RIGHT[case]
    how = {"sheet": right.reading.sheet}
    how |= {"only": tuple(f"{c}={v}" for c, v in right.reading.only.items())}  # type: ignore[dict-item]
    with suppress(BadInput):
        assert not command(duckdb_store, right.make(), **how).ok
    assert not duckdb_store.waves()

    said = [SAID[case]] if case in SAID else []
    mapping = _with_units(written(duckdb_store, right.make(), *said, **how))
    reply = command(duckdb_store, right.make(), mapping=mapping)

    assert reply.ok, reply.lines
    shown = figures(duckdb_store)
    assert isinstance(shown["SCO1"], Score)
    assert not any(measure.startswith("SGN") for measure in shown)
    if case == "02-four-points-as-numbers":
        # 4 of 4 is our 5; read as 4 of 5, the same answers would be 56.
        assert shown["SCO1"].tenths == 750


def _with_units(mapping: bytes) -> bytes:
    """Every value of the unit column is the one team there is."""
    lines = [line for line in mapping.decode().splitlines() if not line.startswith('"Kai"')]
    units = [f'"{value}" = "{unit}"' for value, unit in BRIDGE.items()]
    place = next(n for n, line in enumerate(lines) if line.startswith("[units]"))
    return "\n".join([*lines[: place + 1], *units, *lines[place + 1 :]]).encode()


def test_long_lines_in_guessed_letters_take_no_time() -> None:
    """By their length, not by its square."""
    file = kinds.long_lines()
    began = process_time()
    read_export(file)

    assert process_time() - began < 0.5


TODAY = date(2025, 6, 1)
NOBODY = Organisation({}, {})


def planned(file: bytes, *, today: date = TODAY) -> PeoplePlan:
    """What a people file would change where nobody is yet."""
    return plan(read_people(file, None, today=today), NOBODY, mode=Mode.PARTIAL)


PEOPLE = {
    "30-people-personio-german": kinds.PERSONIO,
    "31-people-bamboohr": kinds.BAMBOOHR,
    "34-people-culture-amp-terminated": kinds.CULTURE_AMP,
    "39-people-peakon-two-teams": kinds.PEAKON,
}


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("case", PEOPLE)
def test_a_people_file_of_each_kind_is_read_as_is_right(case: str, *, own: bool) -> None:
    """Ids as they are written, who is here, in which language, and where they belong."""
    result = planned(PEOPLE[case] if own else shared(case)).result
    found = [(p.key, p.name, p.language, p.active) for p in result.people.values()]
    units = {p.key: result.units[p.unit].name for p in result.people.values()}
    wanted = {
        "30-people-personio-german": (
            [("17", "Person Eins", "en", True), ("18", "Person Zwei", "en", True),
             ("19", "Person Drei", "en", False)],
            {"17": "Kai", "18": "Kai", "19": "Kai"},
        ),
        "31-people-bamboohr": (
            [("0017", "Person One", "en", True), ("0018", "Person Two", "en", True),
             ("0019", "Person Three", "en", False)],
            dict.fromkeys(("0017", "0018", "0019"), "Organisation"),
        ),
        "34-people-culture-amp-terminated": (
            [("17", "Person One", "en", True), ("18", "Person Two", "de", False),
             ("19", "Person Three", "fr-CA", True), ("20", "Person Four", "es", False)],
            dict.fromkeys(("17", "18", "19", "20"), "Organisation"),
        ),
        "39-people-peakon-two-teams": (
            [("17", "Person One", "en", True), ("18", "Person Two", "en", True)],
            {"17": "Management", "18": "Harbour"},
        ),
    }  # fmt: skip
    assert (found, units) == wanted[case]


def test_a_name_an_address_and_a_team_are_enough() -> None:
    """Keys are made, the language has a default, and the team may have any name."""
    result = planned(b"Name,E-Mail,Team\nAda Pine,Ada@x.org,Deck\nBo Larch,,Keel\n").result

    ada, bo = result.people.values()
    assert (ada.key, ada.language, result.units[ada.unit].name) == ("ada@x.org", "en", "Deck")
    assert (bo.name, bo.email, result.units[bo.unit].name) == ("Bo Larch", "", "Keel")
    assert "Bo" not in bo.key


def test_ids_that_a_spreadsheet_spoilt_are_refused_with_the_reason() -> None:
    """Shortened numbers, and zeros that were lost."""
    here = planned(kinds.BAMBOOHR).result
    lost = kinds.BAMBOOHR.replace(b"\n00", b"\n")
    with pytest.raises(BadInput) as refusal:
        plan(read_people(lost, None, today=TODAY), here, mode=Mode.PARTIAL)
    with pytest.raises(BadInput) as shortened:
        planned(b"person_id,name,email,unit\n1.2E+05,Ada,,x\n")

    assert "zeros before a number are lost" in str(refusal.value.problems[0])
    assert "shortened this number" in str(shortened.value.problems[0])
