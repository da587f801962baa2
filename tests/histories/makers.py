"""Sample exports of each tool, made from answers: with quotes, line breaks, and who they are of."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO, StringIO
from random import Random

import xlsxwriter  # type: ignore[import-untyped]

from survey.imports.history.habits import Tool
from survey.questionnaire.instrument import Instrument
from tests.make import TINY

CANARY = "Zanzibar"
"""Stands in every cell that says who somebody is, and nowhere else."""
WHO = {
    "name": f"{CANARY} Quill",
    "first": CANARY,
    "last": f"Mc{CANARY}",
    "email": f"{CANARY.lower()}@boat.example",
    "ip": "203.0.113.77",
    "agent": f"{CANARY}Browser/9",
    "token": f"tok{CANARY}99",
}


def theirs(n: int, what: str) -> str:
    """What the n-th person is called or known by, unlike anybody else."""
    return f"{n}{WHO[what]}"


SECRETS = (CANARY, CANARY.lower(), WHO["ip"])
LABELS = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
ZUSTIMMUNG = ("Stimme gar nicht zu", "Stimme eher nicht zu", "Teils/teils", "Stimme eher zu",
              "Stimme voll zu")  # fmt: skip
COMMENT = 'It is "fine",\nmore or less; mostly'


@dataclass(frozen=True)
class Said:
    """What one person answered, where they belong, and whether they finished."""

    unit: str
    scores: Mapping[str, int]
    signs: frozenset[str] = frozenset()
    comment: str = ""
    finished: bool = True


def people(units: Mapping[str, int] | None = None, *, seed: int = 1) -> list[Said]:
    """People of some units, each with answers of their own; a few skip, tick and write."""
    chance = Random(seed)
    sizes = units or {"ant": 8, "bee": 6, "cat": 5}
    return [_person(unit, chance) for unit, size in sizes.items() for _ in range(size)]


def _person(unit: str, chance: Random) -> Said:
    scores = {item.id: chance.randint(1, 5) for item in TINY.statements}
    if chance.random() < 0.1:
        scores.pop("A2")
    signs = frozenset({"S1"} if chance.random() < 0.4 else ())
    return Said(unit, scores, signs, COMMENT if chance.random() < 0.5 else "")


@dataclass(frozen=True)
class Sheet:
    """A table in the making: what stands before the answers, and how these are written."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    above: list[list[str]] = field(default_factory=list)

    def text(self, *, separator: str = ",", bom: bool = False, line: str = "\n") -> bytes:
        """The table as separated text."""
        out = StringIO(newline="")
        writer = csv.writer(out, delimiter=separator, lineterminator=line)
        writer.writerows([self.header, *self.above, *self.rows])
        return out.getvalue().encode("utf-8-sig" if bom else "utf-8")

    def workbook(self) -> bytes:
        """The table as the only sheet of a workbook, the same bytes at any time of day."""
        out = BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
            sheet = book.add_worksheet()
            for place, row in enumerate([self.header, *self.above, *self.rows]):
                sheet.write_row(place, 0, row)
        return out.getvalue()


def _points(said: Said, asks: Instrument, labels: Sequence[str] | None = None) -> list[str]:
    given = [said.scores.get(item.id) for item in asks.statements]
    return ["" if v is None else labels[v - 1] if labels else str(v) for v in given]


def _texts(asks: Instrument) -> list[str]:
    return [item.text for item in asks.statements]


def qualtrics(said: Iterable[Said], asks: Instrument = TINY) -> Sheet:
    """Choice text; three header rows; a matrix question; ticked options in a column each."""
    own = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)",
           "Finished", "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName",
           "RecipientEmail", "ExternalReference", "LocationLatitude", "LocationLongitude",
           "DistributionChannel", "UserLanguage"]  # fmt: skip
    ids = [f"Q1_{n}" for n, _ in enumerate(asks.statements, 1)]
    names = [*own, *ids, "Q2_1", "Q3", "Team"]
    words = [f"How do you see this?\n - {text}" for text in _texts(asks)]
    sign, prompt = asks.signs[0].text, asks.prompts[0].text
    texts = [*("Start Date", "End Date"), *own[2:], *words, sign, prompt, "Team"]
    ids = [json.dumps({"ImportId": name}) for name in names]
    day, end = "2024-03-05 09:00:00", "2024-03-14 17:30:00"
    rows = [
        [day, end, "IP Address", WHO["ip"], "100", "66", str(one.finished), end, f"R_{n}{CANARY}",
         theirs(n, "last"), theirs(n, "first"), theirs(n, "email"), theirs(n, "token"), "52.1",
         "4.3", "email", "EN",
         *_points(one, asks, LABELS), sign if one.signs else "", one.comment, one.unit]
        for n, one in enumerate(said)
    ]  # fmt: skip
    return Sheet(names, rows, [texts, ids])


def limesurvey_codes(said: Iterable[Said], asks: Instrument = TINY) -> Sheet:
    """Question codes, an array question, and Y where an option is ticked; no dates kept."""
    header = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate",
              "datestamp", "ipaddr", "refurl", *(f"G01Q01[{i.id}]" for i in asks.statements),
              f"G02Q02[{asks.signs[0].id}]", asks.prompts[0].id, "G03Q04"]  # fmt: skip
    rows = [
        [theirs(n, "token"), "1980-01-01 00:00:00" if one.finished else "", "3", "en", "123",
         theirs(n, "token"), "1980-01-01 00:00:00", "1980-01-01 00:00:00", WHO["ip"],
         f"https://{CANARY}.example/", *_points(one, asks), "Y" if one.signs else "N",
         one.comment, one.unit]
        for n, one in enumerate(said)
    ]  # fmt: skip
    return Sheet(header, rows)


def limesurvey_texts(said: Iterable[Said], asks: Instrument = TINY) -> Sheet:
    """Full texts, German labels, and the time of each answer."""
    header = ["Response ID", "Date submitted", "Last page", "Start language", "Seed",
              "Access code", "Date started", "Date last action", "IP address", "Referrer URL",
              *(f"Wie sehen Sie das? [{text}]" for text in _texts(asks)),
              f"Was haben Sie gesehen? [{asks.signs[0].text}]", asks.prompts[0].text,
              "Abteilung"]  # fmt: skip
    end = "2024-03-14 17:30:00"
    rows = [
        [theirs(n, "token"), end if one.finished else "", "3", "de", "123", theirs(n, "token"),
         "2024-03-05 09:00:00", end, WHO["ip"], f"https://{CANARY}.example/",
         *_points(one, asks, ZUSTIMMUNG), "Ja" if one.signs else "Nein", one.comment, one.unit]
        for n, one in enumerate(said)
    ]  # fmt: skip
    return Sheet(header, rows)


def google(said: Iterable[Said], asks: Instrument = TINY) -> Sheet:
    """A grid, and ticked options in one column joined by commas."""
    header = ["Timestamp", "Email Address", *(f"How much is true? [{t}]" for t in _texts(asks)),
              "Seen lately?", asks.prompts[0].text, "Which team are you in?"]  # fmt: skip
    rows = [
        ["3/5/2024 9:00:00" if n % 2 else "3/14/2024 17:30:00", theirs(n, "email"),
         *_points(one, asks, LABELS),
         ", ".join(["Late trains, again", *(asks.signs[0].text for _ in one.signs)]),
         one.comment, one.unit]
        for n, one in enumerate(said)
    ]  # fmt: skip
    return Sheet(header, rows)


def formbricks(said: Iterable[Said], asks: Instrument = TINY) -> Sheet:
    """Numbered questions, each answer again as a code, a hidden field and an attribute."""
    texts = [f"{n}. {text}" for n, text in enumerate(_texts(asks), 1)]
    header = ["No.", "Response ID", "Timestamp", "Finished", "Survey ID",
              "Formbricks ID (internal)", "User ID", "Notes", "Tags", "source", "url",
              "userAgent - browser", "userAgent - os", "userAgent - device",
              *(name for text in texts for name in (text, f"{text} - Option ID")),
              f"5. {asks.signs[0].text}", f"6. {asks.prompts[0].text}", "team",
              "email"]  # fmt: skip
    rows = [
        [str(n), theirs(n, "token"), f"2024-03-{5 + n % 10:02} 09:00:00",
         "Yes" if one.finished else "No", "s1", theirs(n, "token"), theirs(n, "token"), CANARY, "",
         "link",
         f"https://{CANARY}.example/", WHO["agent"], CANARY, "desktop",
         *(cell for point in _points(one, asks) for cell in (point, f"opt{point}")),
         "true" if one.signs else "", one.comment, one.unit, theirs(n, "email")]
        for n, one in enumerate(said)
    ]  # fmt: skip
    return Sheet(header, rows)


def microsoft(said: Iterable[Said], asks: Instrument = TINY) -> Sheet:
    """Numbered rows with an address and a name, options joined by semicolons."""
    header = ["ID", "Start time", "Completion time", "Email", "Name", *_texts(asks),
              "What have you seen?", asks.prompts[0].text, "Department"]  # fmt: skip
    rows = [
        [str(n), "3/5/24 9:00:00", "3/14/24 17:30:00", theirs(n, "email"), theirs(n, "name"),
         *_points(one, asks, LABELS),
         "".join(f"{option};" for option in ("Nothing", *(asks.signs[0].text for _ in one.signs))),
         one.comment, one.unit]
        for n, one in enumerate(said, 1)
    ]  # fmt: skip
    return Sheet(header, rows)


def plain(said: Iterable[Said], asks: Instrument = TINY) -> Sheet:
    """Somebody's own table, with the name of everybody in it."""
    header = ["Full name", "unit", *(item.id for item in asks.statements), asks.signs[0].id,
              asks.prompts[0].id]  # fmt: skip
    rows = [
        [theirs(n, "name"), one.unit, *_points(one, asks), "x" if one.signs else "", one.comment]
        for n, one in enumerate(said)
    ]
    return Sheet(header, rows)


Maker = Callable[..., Sheet]
MAKERS: dict[str, tuple[Tool, Maker]] = {
    "qualtrics": (Tool.QUALTRICS, qualtrics),
    "limesurvey, codes": (Tool.LIMESURVEY, limesurvey_codes),
    "limesurvey, texts": (Tool.LIMESURVEY, limesurvey_texts),
    "google": (Tool.GOOGLE, google),
    "formbricks": (Tool.FORMBRICKS, formbricks),
    "microsoft": (Tool.MICROSOFT, microsoft),
    "plain": (Tool.PLAIN, plain),
}
