"""Files composed of kinds: tool, language, form, letters, separator, shape, scale and faults.

Made without the importer, together with what every person of the file answered: who reads the file
must come to the same. Words of headers and labels are written out here once more on purpose.
"""

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from io import BytesIO, StringIO
from random import Random

from xlsxwriter import Workbook  # type: ignore[import-untyped]

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
LIMESURVEY = {
    "en": ("Response ID", "Date submitted", "Last page", "Start language", "Seed"),
    "de": ("Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert"),
    "fr": ("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Graine"),
    "es": ("ID de respuesta", "Fecha de envío", "Última página", "Lenguaje inicial", "Semilla"),
    "pt": ("ID da resposta", "Data de envio", "Última página", "Língua inicial", "Semente"),
    "it": ("ID risposta", "Data invio", "Ultima pagina", "Lingua iniziale", "Seme"),
    "nl": ("Antwoord ID", "Datum ingediend", "Laatste pagina", "Starttaal", "Seed"),
}
GOOGLE = dict(
    zip(
        LANGUAGES,
        (
            *("Timestamp", "Zeitstempel", "Horodateur", "Marca temporal"),
            *("Carimbo de data/hora", "Informazioni cronologiche", "Tijdstempel"),
        ),
        strict=True,
    )
)
MICROSOFT = {
    "en": ("ID", "Start time", "Completion time", "Email", "Name"),
    "de": ("ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"),
    "fr": ("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"),
    "es": ("ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"),
    "pt": ("ID", "Hora de início", "Hora de conclusão", "Email", "Nome"),
    "it": ("ID", "Ora di inizio", "Ora di completamento", "Posta elettronica", "Nome"),
    "nl": ("ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam"),
}
TEAM = {
    "en": "Team", "de": "Abteilung", "fr": "Équipe", "es": "Equipo", "pt": "Equipe",
    "it": "Squadra", "nl": "Afdeling",
}  # fmt: skip
LABELS = {
    "en": ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree",
           "Strongly agree"),
    "de": ("Stimme überhaupt nicht zu", "Stimme eher nicht zu", "Teils/teils", "Stimme eher zu",
           "Stimme voll und ganz zu"),
    "fr": ("Pas du tout d'accord", "Plutôt pas d'accord", "Ni d'accord ni pas d'accord",
           "Plutôt d’accord", "Tout à fait d'accord"),
    "es": ("Totalmente en desacuerdo", "En desacuerdo", "Ni de acuerdo ni en desacuerdo",
           "De acuerdo", "Totalmente de acuerdo"),
    "pt": ("Discordo totalmente", "Discordo", "Não concordo nem discordo", "Concordo",
           "Concordo totalmente"),
    "it": ("Per niente d'accordo", "Poco d'accordo", "Né d'accordo né in disaccordo",
           "Abbastanza d'accordo", "Molto d'accordo"),
    "nl": ("Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens"),
}  # fmt: skip
STEPS = {
    "1-4": {"1": 1, "2": 2, "3": 4, "4": 5},
    "1-7": {"1": 1, "2": 2, "3": 2, "4": 3, "5": 4, "6": 4, "7": 5},
    "0-10": {"0": 1, "1": 1, "2": 2, "3": 2, "4": 3, "5": 3, "6": 3, "7": 4, "8": 4, "9": 5,
             "10": 5},
    "100-0": {"0": 5, "25": 4, "50": 3, "75": 2, "100": 1},
}  # fmt: skip
"""Scales of other numbers, and what the nearest of five points is, worked out by hand."""
UNITS = ("Kai", "Brücke", "Leuchtturm")
CANARY = "Zanzibar"
OWN, ELSEWHERE, SHEET = "0-10", "Asked in the second part", "Answers"
_NUMBER = re.compile(r"\d{1,6}(\.\d)?")


class From(StrEnum):
    """Which tool wrote the file, in which shape."""

    CODES = "LimeSurvey, codes"
    TEXTS = "LimeSurvey, full texts"
    QUALTRICS = "Qualtrics"
    LEGACY = "Qualtrics, as it was"
    GOOGLE = "Google Forms"
    MICROSOFT = "Microsoft Forms"
    FORMBRICKS = "Formbricks"
    SURVEYMONKEY = "SurveyMonkey"
    TYPEFORM = "Typeform"
    PEAKON = "Peakon"
    LONG = "a row for each answer"
    PLAIN = "a plain table"


class Scale(StrEnum):
    """How the answers are written."""

    NUMBERS = "1 to 5"
    POINT = "4.0"
    COMMA = "4,0"
    LABELS = "labels"
    ENDS = "5 - Strongly agree"
    BACKWARDS = "1 - Strongly agree"
    OTHER = "other numbers"


class Letters(StrEnum):
    """How the text is written."""

    UTF8 = "utf-8"
    MARKED = "utf-8-sig"
    UTF16 = "utf-16"
    WINDOWS = "cp1252"


class Form(StrEnum):
    """What kind of file it is."""

    TEXT = "text"
    WORKBOOK = "workbook"


class Fault(StrEnum):
    """What people do to files."""

    TITLES = "titles above"
    TOTALS = "totals below"
    BLANKS = "empty rows"
    TRAILING = "a separator behind each row"
    AGAIN = "somebody answers again"
    WAVES = "another wave below"
    TWICE = "a name of a column twice"
    UNFINISHED = "some did not finish"
    SPACES = "spaces around cells"
    CARRIAGE = "Windows line ends"
    SAID = "a line that says the separator"
    SPLIT = "a statement in two columns of different names"
    APART = "a statement on a scale of its own"
    SHEETS = "another sheet with rows"


@dataclass(frozen=True)
class Kinds:
    """What a file is composed of."""

    tool: From
    language: str
    letters: Letters
    separator: str
    scale: Scale
    steps: str
    faults: frozenset[Fault]
    seed: int
    form: Form = Form.TEXT


@dataclass(frozen=True)
class Answered:
    """One person of the file: where, what, and whether they count."""

    unit: str
    points: Mapping[str, int]
    finished: bool = True


@dataclass
class Made:
    """A file and the truth of it: who counts with what, and how each value is meant.

    `also` are the second columns of statements, `apart` the ends of scales that differ.
    """

    file: bytes
    people: list[Answered]
    columns: dict[str, str]
    team: str
    worth: dict[str, int]
    wave: tuple[str, str] | None
    steps: str = ""
    again: bool = False
    sheet: str = ""
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)


@dataclass
class _Table:
    """A table in the making; `who` are the columns about the person, by row."""

    header: list[str]
    above: list[list[str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def made(kinds: Kinds, items: Sequence[str]) -> Made:
    """A file of these kinds, with answers to these items."""
    chance = Random(kinds.seed)
    words = _words(kinds, chance)
    people = [_person(items, chance, words) for _ in range(chance.randint(8, 16))]
    faults = set(kinds.faults)
    if kinds.tool in {From.PEAKON, From.LONG}:
        faults -= {Fault.AGAIN, Fault.TOTALS, Fault.TWICE}
    if kinds.tool in {From.GOOGLE, From.PLAIN, From.PEAKON, From.LONG, From.MICROSOFT}:
        faults -= {Fault.UNFINISHED}
    if Fault.UNFINISHED in faults:
        people[1] = Answered(people[1].unit, people[1].points, finished=False)
    given = list(enumerate(people, start=1))
    again = Fault.AGAIN in faults
    if again:
        given.append((1, _person(items, chance, words)))
        people = [given[-1][1], *people[1:]]
    apart = {items[0]: OWN} if Fault.APART in faults else {}
    ways = {item: _ways(STEPS[OWN] if item in apart else words) for item in items}
    lines = [
        (n, one, [chance.choice(ways[i][one.points[i]]) if i in one.points else "" for i in items])
        for n, one in given
    ]
    table, columns, team = _tables(kinds, lines, items)
    wave = ("Wave", "Spring 2025") if Fault.WAVES in faults else None
    also: dict[str, tuple[str, ...]] = {}
    if Fault.SPLIT in faults and not table.above and kinds.tool not in {From.PEAKON, From.LONG}:
        _add_twin(table, chance, name=ELSEWHERE)
        also = {items[-1]: (ELSEWHERE,)}
    elif Fault.TWICE in faults and not table.above:
        _add_twin(table, chance)
    if wave:
        _add_wave(table, wave, lines_of_another=len(table.rows))
    return Made(
        file=_file(table, kinds, faults),
        people=[one for one in people if one.finished],
        columns=columns,
        team=team,
        worth=words,
        wave=wave,
        steps=kinds.steps if kinds.scale is Scale.OTHER else "",
        again=again,
        sheet=SHEET if kinds.form is Form.WORKBOOK and Fault.SHEETS in faults else "",
        also=also,
        apart=apart,
    )


def _ways(words: Mapping[str, int]) -> dict[int, list[str]]:
    """The ways each point is written."""
    found: dict[int, list[str]] = {}
    for word, point in words.items():
        found.setdefault(point, []).append(word)
    return found


def _person(items: Sequence[str], chance: Random, words: Mapping[str, int]) -> Answered:
    points = sorted(set(words.values()))
    given = {item: chance.choice(points) for item in items}
    for item in items[1:3]:
        if chance.random() < 0.1:
            given.pop(item)
    return Answered(chance.choice(UNITS), given)


def _words(kinds: Kinds, chance: Random) -> dict[str, int]:
    """Every way an answer is written in this file, with the point it stands for."""
    labels, numbers = LABELS[kinds.language], range(1, 6)
    percent = "%" if kinds.steps == "100-0" and chance.random() < 0.5 else ""
    return {
        Scale.NUMBERS: {str(n): n for n in numbers},
        Scale.POINT: {f"{n}.0": n for n in numbers},
        Scale.COMMA: {f"{n},0": n for n in numbers},
        Scale.LABELS: {label: n for n, label in enumerate(labels, start=1)},
        Scale.ENDS: {f"{n} - {labels[n - 1]}" if n in (1, 5) else str(n): n for n in numbers},
        Scale.BACKWARDS: {f"{6 - n} - {label}": n for n, label in enumerate(labels, start=1)},
        Scale.OTHER: {f"{value}{percent}": point for value, point in STEPS[kinds.steps].items()},
    }[kinds.scale]


Line = tuple[int, Answered, list[str]]


def _tables(
    kinds: Kinds, lines: list[Line], items: Sequence[str]
) -> tuple[_Table, dict[str, str], str]:
    own = {item: item for item in items}
    team = TEAM[kinds.language]
    who, done = _who(kinds)
    above: list[list[str]] = []
    match kinds.tool:
        case From.CODES:
            own = {item: f"G01Q01[{item}]" for item in items}
        case From.TEXTS:
            own = {item: f"{item}. Aussage {item}" for item in items}
        case From.SURVEYMONKEY:
            own = {item: f"How far do you agree? [{item}]" for item in items}
        case From.PEAKON | From.LONG:
            return _long(kinds, lines, items)
        case _:
            pass
    if kinds.tool is From.SURVEYMONKEY:
        header = [*who, team, "How far do you agree?", *[""] * (len(items) - 1)]
        above = [[*[""] * len(who), "Response", *items]]
    else:
        header = [*who, team, *own.values()]
    rows = [[*done(n, one), one.unit, *cells] for n, one, cells in lines]
    widths = [[*row, *[""] * (len(header) - len(row))] for row in above]
    if kinds.tool is From.QUALTRICS:
        widths = [
            [*who, "Which team?", *(f"How far: {item}" for item in items)],
            [json.dumps({"ImportId": f"QID{n}"}) for n in range(len(header))],
        ]
    if kinds.tool is From.LEGACY:
        names = ("ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress",
                 "IPAddress", "Status", "StartDate", "EndDate", "Finished")  # fmt: skip
        widths = [[*names, "Which team?", *(f"How far: {item}" for item in items)]]
    return _Table(header, widths, rows), own, team


About = Callable[[int, Answered], list[str]]


def _who(kinds: Kinds) -> tuple[list[str], About]:  # noqa: PLR0911
    day = "2025-03-0{} 10:00:00"

    def when(n: int) -> str:
        return day.format(1 + n % 9)

    mail = f"p{{}}@{CANARY.lower()}.example"
    match kinds.tool:
        case From.CODES:
            names = ["id", "submitdate", "lastpage", "startlanguage", "token"]
            return (
                names,
                lambda n, one: [f"{n}", when(n) if one.finished else "", "3", "de", f"{CANARY}{n}"],
            )
        case From.TEXTS:
            return (
                [*LIMESURVEY[kinds.language]],
                lambda n, one: [f"{n}", when(n) if one.finished else "", "3", "de", "111"],
            )
        case From.QUALTRICS:
            names = ["StartDate", "EndDate", "Status", "Finished", "ResponseId", "RecipientEmail"]
            return (
                names,
                lambda n, one: [
                    when(n),
                    when(n),
                    "IP Address",
                    str(one.finished),
                    f"R_{n}",
                    mail.format(n),
                ],
            )
        case From.LEGACY:
            return (
                [f"V{n}" for n in range(1, 11)],
                lambda n, one: [
                    f"R_{n}",
                    "Default",
                    f"{CANARY} {n}",
                    "",
                    mail.format(n),
                    "10.0.0.1",
                    "0",
                    when(n),
                    when(n),
                    str(int(one.finished)),
                ],
            )
        case From.GOOGLE:
            return (
                [GOOGLE[kinds.language], "Your e-mail"],
                lambda n, _: [f"2025/03/0{1 + n % 9} 10:00:00 AM GMT-3", mail.format(n)],
            )
        case From.MICROSOFT:
            return (
                [*MICROSOFT[kinds.language]],
                lambda n, _: [
                    f"{n}",
                    "3/4/25 10:00:00",
                    "3/4/25 10:05:00",
                    "anonymous",
                    f"{CANARY} {n}",
                ],
            )
        case From.FORMBRICKS:
            names = ["No.", "Response ID", "Timestamp", "Finished", "Survey ID", "url"]
            return (
                names,
                lambda n, one: [
                    "7",
                    f"R_{n}",
                    when(n),
                    "Yes" if one.finished else "No",
                    "s",
                    "https://x.example/1",
                ],
            )
        case From.SURVEYMONKEY:
            names = ["Respondent ID", "Collector ID", "IP Address", "Email Address"]
            names += ["Response Status"]
            return (
                names,
                lambda n, one: [
                    f"9{n}",
                    "77",
                    "10.0.0.1",
                    mail.format(n),
                    "completed" if one.finished else "partial",
                ],
            )
        case From.TYPEFORM:
            names = ["#", "Response Type", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
            return (
                names,
                lambda n, one: [
                    f"{CANARY}{n}",
                    "completed" if one.finished else "partial",
                    when(n),
                    when(n),
                    f"net{n}",
                ],
            )
        case _:
            names = ["Employee ID", "Full name"]
            return names, lambda n, _: [f"E{n}", f"{CANARY} {n}"]


def _long(
    kinds: Kinds, lines: list[Line], items: Sequence[str]
) -> tuple[_Table, dict[str, str], str]:
    team = TEAM[kinds.language]
    if kinds.tool is From.PEAKON:
        header = ["answerId", "employeeId", "questionText", "answerScore", "answerComment", team]
        rows = [
            [f"a{n}-{item}", f"E{n}", item, cell, "", one.unit]
            for n, one, cells in lines
            for item, cell in zip(items, cells, strict=True)
        ]
    else:
        header = ["Response ID", team, "Question", "Answer"]
        rows = [
            [f"R{n}", one.unit, item, cell]
            for n, one, cells in lines
            for item, cell in zip(items, cells, strict=True)
        ]
    return _Table(header, [], rows), {item: item for item in items}, team


def _add_wave(table: _Table, wave: tuple[str, str], *, lines_of_another: int) -> None:
    """The same rows again, of another wave."""
    column, value = wave
    table.header.append(column)
    table.above[:] = [[*row, ""] for row in table.above]
    others = [[*row, "Spring 2024"] for row in table.rows[:lines_of_another]]
    table.rows[:] = [*([*row, value] for row in table.rows), *others]


def _add_twin(table: _Table, chance: Random, *, name: str = "") -> None:
    """The last question stands twice, each for some of the people; under another name if given."""
    at = len(table.header) - 1
    table.header.append(name or table.header[at])
    for row in table.rows:
        cell = row[at]
        row.append("")
        if chance.random() < 0.5:
            row[at], row[-1] = "", cell


def _file(table: _Table, kinds: Kinds, faults: set[Fault]) -> bytes:
    rows = _faulty(table, faults)
    if kinds.form is Form.WORKBOOK:
        return _workbook(rows, others=Fault.SHEETS in faults)
    return _text(rows, kinds, faults).encode(kinds.letters, errors="replace")


def _workbook(rows: list[list[str]], *, others: bool) -> bytes:
    """Numbers as numbers, the rest as text; perhaps beside another sheet with rows."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        # The time of day would make other bytes of the same choices.
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001
        if others:
            book.add_worksheet("About").write_column(0, 0, ["About", "this survey"])
        sheet = book.add_worksheet(SHEET)
        for down, row in enumerate(rows):
            for right, cell in enumerate(row):
                if cell and _NUMBER.fullmatch(cell):
                    sheet.write_number(down, right, float(cell))
                elif cell:
                    sheet.write_string(down, right, cell)
    return file.getvalue()


def _text(rows: list[list[str]], kinds: Kinds, faults: set[Fault]) -> str:
    out = StringIO(newline="")
    end = "\r\n" if Fault.CARRIAGE in faults else "\n"
    writer = csv.writer(out, delimiter=kinds.separator, lineterminator=end)
    writer.writerows(rows)
    said = f"sep={kinds.separator}{end}" if Fault.SAID in faults else ""
    return said + out.getvalue()


def _faulty(table: _Table, faults: set[Fault]) -> list[list[str]]:
    rows = [table.header, *table.above, *table.rows]
    width = len(table.header)
    if Fault.SPACES in faults:
        rows = [[f" {cell} " if cell and place else cell for place, cell in enumerate(row)]
                for row in rows]  # fmt: skip
    if Fault.TOTALS in faults:
        rows.append(["Total", *["12"] * (width - 1)])
    if Fault.BLANKS in faults:
        rows[-1:-1] = [[""] * width]
    if Fault.TRAILING in faults:
        first = 1 + len(table.above)
        rows = [[*row, ""] if place >= first else row for place, row in enumerate(rows)]
    if Fault.TITLES in faults:
        rows = [["Results of the survey"], [], *rows]
    return rows
