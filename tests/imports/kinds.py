"""Small files that go wrong, one kind each: all invented, each with what is right for it."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

from survey.questionnaire.shipped import shipped

ITEMS = tuple(item.id for item in shipped()["short"].statements)
POINTS = (5, 1, 4, 2, 3, 5, 1)
WORDS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def table(header: Iterable[object], rows: Iterable[Iterable[object]], *, by: str = ",") -> bytes:
    """A table as text."""
    return "".join(by.join(map(str, cells)) + "\n" for cells in ([*header], *rows)).encode()


def answers(count: int, points: Sequence[object] = POINTS) -> list[list[object]]:
    """What so many people answered, every one of them something else."""
    return [[points[(n + at) % len(points)] for at, _ in enumerate(ITEMS)] for n in range(count)]


def limesurvey_german() -> bytes:
    """Full texts; four did not finish."""
    header = (
        "Antwort ID,Datum Abgeschickt,Letzte Seite,Start-Sprache,Zufallsstartwert,Zugangscode,"
        "Datum gestartet,Datum letzte Aktivität,IP-Adresse,Team"
    )
    rows = [
        [n, "2025-03-01 10:00:00" if n < 8 else "", 3, "de", 111, f"tok{n}", "2025-03-01 09:00:00",
         "2025-03-01 10:00:00", f"10.0.0.{n}", "Kai", *row]
        for n, row in enumerate(answers(12))
    ]  # fmt: skip
    return table([*header.split(","), *(f"{i}. Aussage {i}" for i in ITEMS)], rows)


def four_points() -> bytes:
    """Nobody gave a 1 or a 5, so the 4 may be the top."""
    rows = [["Kai", *row] for row in answers(12, (4, 3, 3, 4, 2))]
    return table(["Team", *ITEMS], rows)


def one_person() -> bytes:
    """Six rows of one person are a team of their own."""
    again = [["4711", f"2025-0{n + 1}-03", "Leuchtturm", *row] for n, row in enumerate(answers(6))]
    others = [[f"50{n:02}", "2025-01-03", "Kai", *row] for n, row in enumerate(answers(12))]
    return table(["employee_id", "date", "Team", *ITEMS], [*again, *others])


def long_layout() -> bytes:
    """A row for each answer of twelve people."""
    rows = [
        [n, "Kai", item, point, WORDS[int(str(point)) - 1]]
        for n, row in enumerate(answers(12))
        for item, point in zip(ITEMS, row, strict=True)
    ]
    return table(["Response ID", "Department", "Question", "Response", "Response Text"], rows)


def two_header_rows() -> bytes:
    """The question above, its parts below."""
    who = "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name"
    above = [*who.split(","), "Which team are you in?", "How far do you agree?", *[""] * 9]
    below = [*[""] * 7, "Response", *ITEMS]
    rows = [
        [9000 + n, 77, "03/04/2025 10:00:00", "03/04/2025 10:05:00", f"10.1.1.{n}",
         f"p{n}@example.org", f"Given{n}", "Kai", *row]
        for n, row in enumerate(answers(12, [WORDS[p - 1] for p in POINTS]))
    ]  # fmt: skip
    return table(above, [below, *rows])


def long_lines() -> bytes:
    """Letters of Windows, and comments of thousands of words."""
    rows = [["Kai", *row, "größer " + "word " * 500] for row in answers(40)]
    return table(["Team", *ITEMS, "OPN1"], rows).decode().encode("cp1252")


def google_french() -> bytes:
    """Horodateur, and a question for the name."""
    rows = [
        [f"2025/03/{n + 1:02} 10:00:00 AM GMT-3", f"Person {n}", "Kai", *row]
        for n, row in enumerate(answers(12))
    ]
    return table(["Horodateur", "Nom", "Team", *ITEMS], rows)


def microsoft_french() -> bytes:
    """Numbered rows with times, address and name."""
    header = "ID,Heure de début,Heure de fin,Adresse de messagerie,Nom"
    rows = [
        [n, "3/4/25 10:00:00", "3/4/25 10:05:00", "anonymous", f"Person {n}", "", "Kai", *row]
        for n, row in enumerate(answers(12))
    ]
    names = [*header.split(","), "Heure de la dernière modification", "Team", *ITEMS]
    return table(names, rows)


def two_waves() -> bytes:
    """Twelve people in each of two springs."""
    rows = [
        [f"{year}-05-02", f"Spring {year}", "Kai", *row]
        for year in (2024, 2025)
        for row in answers(12)
    ]
    return table(["Survey date", "Wave", "Team", *ITEMS], rows)


def decimals() -> bytes:
    """4.0 is 4."""
    return table(["Team", *ITEMS], [["Kai", *(f"{p}.0" for p in row)] for row in answers(12)])


def ends_with_words() -> bytes:
    """The ends of the scale have words beside their number."""
    points = [{1: "1 - Strongly disagree", 5: "5 - Strongly agree"}.get(p, p) for p in POINTS]
    rows = [[f"3/{n + 1}/2025 10:00:00", "Kai", *row] for n, row in enumerate(answers(12, points))]
    return table(["Timestamp", "Team", *ITEMS], rows)


def two_sheets() -> bytes:
    """A summary before the answers."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Summary")
        sheet.write_row(0, 0, ["Question", "Average"])
        sheet.write_row(1, 0, ["SCO1", 3.4])
        sheet = book.add_worksheet("Responses")
        for place, row in enumerate([["Team", *ITEMS], *(["Kai", *r] for r in answers(12))]):
            sheet.write_row(place, 0, row)
    return file.getvalue()


def sep_line() -> bytes:
    """The line by which Excel is told what separates the cells."""
    return b"sep=;\n" + plain(by=";")


def trailing_separator() -> bytes:
    """One more behind each row of answers."""
    header, *rows = plain(by=";").decode().splitlines()
    return "\n".join([header, *(f"{row};" for row in rows), ""]).encode()


def windows() -> bytes:
    """Letters that are guessed."""
    return plain(team="Brücke").decode().encode("cp1252")


def qualtrics_twice() -> bytes:
    """Columns about people stand there a second time."""
    twice = ["RecipientFirstName", "RecipientLastName", "ExternalReference"]
    names = ["StartDate", "EndDate", "Finished", "ResponseId", "RecipientEmail", *twice, *twice]
    rows = [
        ["2025-03-01 10:00:00", "2025-03-01 10:05:00", "True", f"R_{n}", f"a{n}@example.org",
         *[f"Ada{n}", f"Pine{n}", f"X{n}"] * 2, "Kai", *row]
        for n, row in enumerate(answers(12))
    ]  # fmt: skip
    return table([*names, "Team", *ITEMS], rows)


def plain(*, by: str = ",", team: str = "Kai", count: int = 12) -> bytes:
    """Team and answers, nothing else."""
    return table(["Team", *ITEMS], ([team, *row] for row in answers(count)), by=by)


PERSONIO = (
    b"Personalnummer;Vorname;Nachname;E-Mail;Abteilung;Team;Vorgesetzter;Status;Austrittsdatum\n"
    b"17;Person;Eins;p1@example.org;Hafen;Kai;;Aktiv;\n"
    b"18;Person;Zwei;p2@example.org;Hafen;Kai;p1@example.org;Aktiv;\n"
    b"19;Person;Drei;p3@example.org;Hafen;Kai;p1@example.org;Inaktiv;31.03.2025\n"
)
BAMBOOHR = (
    b"Employee #,First Name,Last Name,Work Email,Department,Division,Reporting to,"
    b"Employment Status,Termination Date\n"
    b"0017,Person,One,p1@example.org,Harbour,Fleet,,Full-Time,\n"
    b"0018,Person,Two,p2@example.org,Harbour,Fleet,Person One,Part-Time,\n"
    b"0019,Person,Three,p3@example.org,Harbour,Fleet,Person One,Terminated,2025-03-31\n"
)
CULTURE_AMP = (
    "Name,Email,Employee Id,Manager Email,Status,End Date,Preferred Language\n"
    "Person One,p1@example.org,17,,Active,,English (UK)\n"
    "Person Two,p2@example.org,18,P1@Example.org ,Terminated,,Deutsch\n"
    "Person Three,p3@example.org,19,p1@example.org,On leave,31/12/2025,fr-CA\n"
    "Person Four,p4@example.org,20,p1@example.org,Active,03/04/2025,Español\n"
).encode()
PEAKON = (
    b"First name,Last name,Email,Employee ID,Manager ID,Team\n"
    b"Person,One,p1@example.org,17,,Management\n"
    b"Person,Two,p2@example.org,18,17,Harbour\n"
)
